//! What the user says about an article, and where the user is in it.

use crate::document::Position;

/// A change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    Tag(String),
    Untag(String),
    Collect(String),
    Uncollect(String),
    /// Sets the note; an empty one removes it.
    Note(String),
    /// Puts at the end of the queue.
    Later,
    NotLater,
    /// Hides from the queue until a time, in milliseconds since 1970.
    Snooze(u64),
    Unsnooze,
}

/// Where the user is in an article that becomes a bookmark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spot {
    pub place: Option<Position>,
    /// The words there.
    pub passage: Option<String>,
}

/// A reading position, without the words there.
impl From<Option<Position>> for Spot {
    fn from(place: Option<Position>) -> Self {
        Self {
            place,
            passage: None,
        }
    }
}
