//! Keys and commands: from a key press to a command.

pub mod command;
pub mod key;
pub mod keymap;

pub use command::{COMMANDS, Command, CommandRow, Scope};
pub use key::{Code, Key};
pub use keymap::{Binding, Keymap, Preset, Resolved};
