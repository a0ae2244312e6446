//! Keys and commands: from a key press to a command.

pub(crate) mod command;
pub(crate) mod key;
pub(crate) mod keymap;
mod user_input;

pub(crate) use command::Command;
pub use command::{COMMANDS, Scope};
pub use key::{Code, Key};
pub(crate) use keymap::{Binding, Resolved};
pub use keymap::{Keymap, Preset, SCOPES};
pub use user_input::Input;
