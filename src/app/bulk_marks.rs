//! Changes the marks of many articles, in slices between frames, so that keys are handled while a
//! hundred thousand articles are marked.

use super::context::Context;
use super::message::Listed;
use crate::library::Entry;
use crate::user::event::Event;
use crate::user::marks::{Change, StepId};
use std::sync::Arc;

/// Articles that are still to be changed. One undo reverts all of them.
#[derive(Debug)]
pub(crate) struct BulkChange {
    change: Change,
    rest: std::vec::IntoIter<Arc<Listed>>,
    step: Option<StepId>,
    count: usize,
}

/// How much work is done at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slice {
    pub articles: usize,
    pub changes: usize,
}

impl Slice {
    /// What fits between two frames.
    pub const FRAME: Self = Self {
        articles: 8_000,
        changes: 2_000,
    };
    pub const ALL: Self = Self {
        articles: usize::MAX,
        changes: usize::MAX,
    };
}

impl BulkChange {
    pub fn new(change: Change, articles: Vec<Arc<Listed>>) -> Self {
        Self {
            change,
            rest: articles.into_iter(),
            step: None,
            count: 0,
        }
    }

    /// Changes the next slice. The caller records the events.
    pub fn mark_more(&mut self, slice: Slice, context: &mut Context) -> Vec<Event> {
        let mut lacking = Vec::new();
        let mut left = slice.articles;
        while left > 0
            && lacking.len() < slice.changes
            && let Some(item) = self.rest.next()
        {
            left -= 1;
            if context.marks.lacks(&item.entry, self.change) {
                lacking.push(item);
            }
        }
        let entries: Vec<&Entry> = lacking.iter().map(|item| &item.entry).collect();
        let marks = &mut context.marks;
        let (events, step) = marks.change_all(&entries, self.change, self.step, context.now);
        self.step = step;
        self.count += events.len();
        events
    }

    pub fn is_finished(&self) -> bool {
        self.rest.len() == 0
    }

    pub fn changes_bookmarks(&self) -> bool {
        matches!(self.change, Change::Bookmark | Change::Unbookmark)
    }

    /// The locale key of the notice that says what was done.
    pub fn notice(&self) -> &'static str {
        match self.change {
            Change::Read => "notice.all-read",
            Change::Unread => "notice.all-unread",
            Change::Bookmark => "notice.all-bookmarked",
            Change::Unbookmark => "notice.all-unbookmarked",
        }
    }

    /// How many articles were changed.
    pub fn count(&self) -> usize {
        self.count
    }
}
