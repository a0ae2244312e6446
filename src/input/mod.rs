//! Keys and commands: from a key press to a command.

pub(crate) mod command;
pub(crate) mod key;
pub(crate) mod keymap;

pub use command::COMMANDS;
pub(crate) use command::{Command, Scope};
pub use key::{Code, Key};
pub(crate) use keymap::{Binding, Resolved};
pub use keymap::{Keymap, Preset};
