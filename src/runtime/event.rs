//! Everything that wakes the event loop.

use super::signals::Signal;
use crate::app::Message;
use crate::terminal::keys::Input;

#[derive(Debug)]
pub enum Event {
    App(Message),
    Input(Input),
    Signal(Signal),
}
