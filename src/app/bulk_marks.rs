//! Marks many articles as read, in slices between frames, so that keys are handled while a
//! hundred thousand articles are marked.

use super::context::Context;
use super::message::Listed;
use crate::library::Entry;
use crate::user::event::Event;
use crate::user::marks::StepId;
use std::sync::Arc;

/// Articles that are still to be marked as read. One undo reverts all of them.
#[derive(Debug)]
pub(crate) struct BulkRead {
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

impl BulkRead {
    pub fn new(articles: Vec<Arc<Listed>>) -> Self {
        Self {
            rest: articles.into_iter(),
            step: None,
            count: 0,
        }
    }

    /// Marks the next slice. The caller records the events.
    pub fn mark_more(&mut self, slice: Slice, context: &mut Context) -> Vec<Event> {
        let mut unread = Vec::new();
        let mut left = slice.articles;
        while left > 0
            && unread.len() < slice.changes
            && let Some(item) = self.rest.next()
        {
            left -= 1;
            if !context.marks.is_read(&item.entry) {
                unread.push(item);
            }
        }
        let entries: Vec<&Entry> = unread.iter().map(|item| &item.entry).collect();
        let (events, step) = context.marks.set_all_read(&entries, self.step, context.now);
        self.step = step;
        self.count += events.len();
        events
    }

    pub fn is_finished(&self) -> bool {
        self.rest.len() == 0
    }

    /// How many articles were marked.
    pub fn count(&self) -> usize {
        self.count
    }
}
