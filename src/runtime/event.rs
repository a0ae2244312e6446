//! Everything that wakes the event loop.

use super::signals::Signal;
use crate::app::Message;
use crate::terminal::clipboard::Copied;
use crate::terminal::keys::TerminalInput;
use crate::user::{Config, LoadError, ThemeChoice};
use std::io;

#[derive(Debug)]
pub enum Event {
    App(Message),
    Terminal(TerminalInput),
    Signal(Signal),
    /// The file of the configuration was saved.
    Config(Box<Result<Config, LoadError>>),
    /// A theme of the user was saved.
    Themes,
    /// A theme was loaded, under this name.
    Theme(String, Box<Result<ThemeChoice, LoadError>>),
    /// The clipboard thread has ended.
    Stored(CopyRequest, Stored),
    /// The journal has written everything up to the record with this number.
    Written(u64),
}

/// A text for the clipboard.
#[derive(Debug)]
pub struct CopyRequest {
    pub text: String,
    /// A link that cannot be opened here.
    pub is_address: bool,
}

/// Where the clipboard thread stored a text; `None` when it must be sent to the terminal.
pub type Stored = Option<io::Result<Copied>>;
