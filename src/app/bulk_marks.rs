//! Changes the marks of many articles, in slices between frames, so that keys are handled while a
//! hundred thousand articles are marked.

use super::context::Context;
use super::message::{Item, Level};
use crate::user::event::Event;
use crate::user::marks::{Bulk, Change};

/// Articles that are still to be changed. One undo reverts all of them.
#[derive(Debug)]
pub(crate) struct BulkChange {
    change: Change,
    rest: std::vec::IntoIter<Item>,
    step: Option<Bulk>,
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
        articles: 4_000,
        changes: 2_000,
    };
    pub const ALL: Self = Self {
        articles: usize::MAX,
        changes: usize::MAX,
    };
}

/// What follows when recorded events are applied.
#[derive(Debug)]
pub(crate) struct Unsettled {
    pub notice: (Level, String),
    /// A list that is filled by marks may have changed.
    pub refills: bool,
    /// Articles were hidden or shown again.
    pub rehides: bool,
}

impl BulkChange {
    pub fn new(change: Change, articles: Vec<Item>) -> Self {
        Self {
            change,
            rest: articles.into_iter(),
            step: None,
        }
    }

    /// Changes the next slice. Whether it was the last one.
    pub fn mark_more(&mut self, slice: Slice, context: &mut Context) -> bool {
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
        if !lacking.is_empty() {
            let now = context.now;
            let begin = || context.marks.begin_bulk(self.change, now);
            let step = self.step.get_or_insert_with(begin);
            let entries = lacking.iter().map(|item| &item.entry);
            context.marks.change_more(step, entries);
        }
        self.rest.len() == 0
    }

    /// The events of the step, and how many articles were changed.
    pub fn finish(self, context: &mut Context) -> (Vec<Event>, usize) {
        let Some(step) = self.step else {
            return (Vec::new(), 0);
        };
        let count = step.count();
        (context.marks.finish_bulk(step), count)
    }

    /// The locale key of the notice that says what was done.
    pub fn notice(&self) -> &'static str {
        match self.change {
            Change::Read => "notice.all-read",
            Change::Unread => "notice.all-unread",
            Change::Bookmark => "notice.all-bookmarked",
            Change::Unbookmark => "notice.all-unbookmarked",
            Change::Hide => "notice.all-hidden",
            Change::Unhide => "notice.all-unhidden",
        }
    }
}
