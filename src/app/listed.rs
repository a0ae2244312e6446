//! An article of the list.

use crate::library::{Entry, Name};
use crate::user::Kept;
use crate::user::event::Subject;
use std::ops::Deref;
use std::sync::Arc;

/// An article of the list.
#[derive(Debug)]
pub struct Listed {
    pub entry: Entry,
}

/// A handle of an article of the list. Articles that were found together are stored together: a
/// million allocations of their own would cost 50 MB for their headers and the gaps between them.
#[derive(Clone, Debug)]
pub struct Item {
    /// A thin pointer.
    batch: Arc<Box<[Listed]>>,
    at: u32,
}

impl Listed {
    pub fn new(entry: Entry) -> Self {
        Self { entry }
    }

    /// An article of the queue whose file is gone.
    pub(crate) fn missing(subject: &Subject) -> Self {
        Self::gone(&Kept::of(subject.clone()))
    }

    pub(crate) fn gone(bookmark: &Kept) -> Self {
        Self::new(Entry {
            gone: true,
            ..bookmark.entry()
        })
    }
}

impl Item {
    /// An article that is stored alone.
    pub fn new(listed: Listed) -> Self {
        Self {
            batch: Arc::new(Box::new([listed])),
            at: 0,
        }
    }

    /// Articles that are stored together, with their texts.
    pub fn of_entries(mut entries: Vec<Entry>) -> impl ExactSizeIterator<Item = Self> {
        Name::join(entries.iter_mut().map(|entry| &mut entry.name));
        // In the memory of the entries.
        let batch: Box<[Listed]> = entries.into_iter().map(Listed::new).collect();
        let count = u32::try_from(batch.len()).unwrap_or(u32::MAX);
        let batch = Arc::new(batch);
        (0..count).map(move |at| Self {
            batch: Arc::clone(&batch),
            at,
        })
    }

    /// Whether both are handles of one article, rather than of an article and a later version of
    /// it.
    pub(crate) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.batch, &other.batch) && self.at == other.at
    }
}

impl Deref for Item {
    type Target = Listed;

    fn deref(&self) -> &Listed {
        &self.batch[self.at as usize]
    }
}
