//! What a user does at the terminal.

use super::Key;

/// A key press, a paste, or an action of the mouse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// Pasted text, as one line without control characters.
    Paste(String),
    /// The left button was pressed at a column and a row, counted from 0.
    Click(u16, u16),
    /// The mouse moved to a column and a row while the left button was held.
    Drag(u16, u16),
    /// The left button was released.
    Release,
    /// The wheel turned at a column and a row; up is negative.
    Wheel(i8, u16, u16),
}
