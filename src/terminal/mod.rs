//! The terminal: guard, capability probe, key decoder, screen driver, clipboard.

pub mod browser;
pub mod clipboard;
pub mod environment;
pub mod guard;
pub mod keys;
pub mod panics;
pub mod probe;
pub mod screen;
