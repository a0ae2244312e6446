//! Draws the app, changes nothing.

pub mod canvas;

pub use canvas::{Canvas, Moved};
