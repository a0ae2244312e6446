//! What is counted over all articles of the library: how many are unread, and which are
//! bookmarked. It is always counted from the list and the marks, never by adding to an old
//! number: two files with the same text are marked together, and an article that is gone is
//! marked but not in the list.

use super::message::Listed;
use super::{App, Shelf};
use std::sync::Arc;

/// Articles that are looked at between two frames.
const SLICE: usize = 8_000;

/// A count that is under way.
#[derive(Debug, Default)]
pub struct Tally {
    at: usize,
    unread: usize,
    starred: Vec<Arc<Listed>>,
}

impl App {
    /// Counts anew after the marks or the order of the list changed: a short list at once, a
    /// long one in slices between frames. Until then the old numbers stay.
    pub(crate) fn recount(&mut self) {
        self.bookmarks = self.context.marks.bookmarks().count();
        self.tally = Some(Tally::default());
        // Each slice of a long step changes marks; only the last is worth counting after.
        if !self.changing_many() {
            self.count_more();
        }
    }

    /// The next slice.
    pub(crate) fn count_more(&mut self) {
        let Some(mut tally) = self.tally.take() else {
            return;
        };
        let rest = self.list.all.get(tally.at..).unwrap_or_default();
        let next = rest.get(..SLICE.min(rest.len())).unwrap_or_default();
        for item in next {
            tally.unread += usize::from(!self.context.marks.is_read(&item.entry));
            if self.context.marks.is_bookmarked(&item.entry) {
                tally.starred.push(Arc::clone(item));
            }
        }
        tally.at += next.len();
        if next.len() < rest.len() {
            self.tally = Some(tally);
            return;
        }
        self.unread = tally.unread;
        self.starred = tally.starred;
        if self.shelf_waits && self.list.shelf == Shelf::Bookmarks {
            self.arrange();
        }
    }

    /// Counts articles that a scan has just found, before they are in the list. Whether one
    /// of them is bookmarked.
    pub(crate) fn tally_found(&mut self, items: &[Arc<Listed>]) -> bool {
        let before = self.starred.len();
        for item in items {
            self.unread += usize::from(!self.context.marks.is_read(&item.entry));
            if self.context.marks.is_bookmarked(&item.entry) {
                self.starred.push(Arc::clone(item));
            }
        }
        self.starred.len() > before
    }
}
