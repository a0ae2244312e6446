//! An article of the list.

use crate::library::Entry;
use crate::user::Kept;
use crate::user::event::Subject;

/// An article of the list.
#[derive(Debug)]
pub struct Listed {
    pub entry: Entry,
    /// The file is gone; the entry is what its bookmark remembers.
    pub gone: bool,
}

impl Listed {
    pub fn new(entry: Entry) -> Self {
        Self { entry, gone: false }
    }

    /// An article of the queue whose file is gone.
    pub(crate) fn missing(subject: &Subject) -> Self {
        Self::gone(&Kept::of(subject.clone()))
    }

    pub(crate) fn gone(bookmark: &Kept) -> Self {
        Self {
            gone: true,
            ..Self::new(bookmark.entry())
        }
    }
}
