//! The terminal: guard, capability probe, key decoder, screen driver, clipboard.

pub(crate) mod browser;
pub(crate) mod clipboard;
pub(crate) mod editor;
pub(crate) mod environment;
pub(crate) mod graphics;
pub mod guard;
pub mod keys;
pub mod panics;
pub(crate) mod pipe;
pub mod probe;
pub mod screen;
