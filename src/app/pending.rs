//! Input that is not finished: what waits for the marks, and a press of the mouse.

use crate::document::Position;
use crate::input::{Command, Input};

/// What is done once the marks or steps are there.
#[derive(Clone, Debug)]
pub(crate) enum Held {
    Command(Command, Option<u32>),
    Input(Input),
}

/// The last press of the button on the text of the open article.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Press {
    pub cell: (u16, u16),
    pub time: u64,
    pub count: usize,
    pub place: Position,
    /// The button was not released since.
    pub is_held: bool,
    /// The pointer is beyond the text: its cell, and when the next line is scrolled, in milliseconds
    /// since 1970.
    pub edge: Option<((u16, u16), u64)>,
}
