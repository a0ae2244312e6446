//! The terminal: the screen driver tested with emulators and compared with ratatui's own terminal,
//! and the built binary in a pseudo-terminal.

mod bad_input;
mod bytes;
mod colours;
mod columns;
mod driver;
#[cfg(feature = "fetch")]
mod feeds;
#[cfg(feature = "pictures")]
mod graphics;
mod guard;
mod keeping;
mod model;
mod picture;
mod reading;
pub mod session;
mod sheet;
pub mod svg;
pub mod theirs;
mod wire;
