//! What the user says about an article, and where the user is in it.

use crate::document::Position;
use crate::library::Entry;
use crate::user::event::{Action, Kept, Subject, shortened};
use std::sync::Arc;

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
    /// The web address of the article, if it was read.
    pub address: Option<Arc<str>>,
}

/// A reading position, without the words there.
impl From<Option<Position>> for Spot {
    fn from(place: Option<Position>) -> Self {
        Self {
            place,
            ..Self::default()
        }
    }
}

/// The action that bookmarks an article at a spot.
pub(super) fn bookmark(entry: &Entry, subject: Subject, spot: impl Into<Spot>, now: u64) -> Action {
    let Spot {
        place,
        passage,
        address,
    } = spot.into();
    Action::Bookmark(Box::new(Kept {
        since: now,
        place,
        passage: passage.map(|words| shortened(&words).into()),
        date: entry.date.filter(|date| date.is_written()),
        count: Some(entry.count),
        ..Kept::of(Subject { address, ..subject })
    }))
}
