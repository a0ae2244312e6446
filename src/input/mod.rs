//! Keys and commands: from a key press to a command.

mod binding;
pub(crate) mod command;
pub(crate) mod key;
pub(crate) mod keymap;
mod user_input;

pub use binding::{Binding, Step};
pub use command::{COMMANDS, Command, Scope};
pub use key::{Code, Key};
pub(crate) use keymap::Resolved;
pub use keymap::{Keymap, Preset, SCOPES};
pub use user_input::Input;
