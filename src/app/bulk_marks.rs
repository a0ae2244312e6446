//! Marks of many articles at once, and undo and redo: in slices between frames, so that a
//! hundred thousand articles are marked read, and unread again, while keys are heard.

use super::marking::of_bookmark;
use super::message::Listed;
use super::{App, Level};
use crate::library::Entry;
use crate::user::event::Event;
use crate::user::marks::{Marks, StepId};
use std::sync::Arc;

/// Articles that are looked at between two frames, and marks that are changed.
const SLICE: usize = 8_000;
const CHANGES: usize = 2_000;

/// Articles that are being marked as read.
#[derive(Debug)]
pub struct BulkRead {
    rest: std::vec::IntoIter<Arc<Listed>>,
    step: Option<StepId>,
    count: usize,
}

impl App {
    /// Every shown article; one undo takes it all back.
    pub(crate) fn mark_all_read(&mut self) {
        self.finish_steps();
        self.list.finish(&self.context.marks);
        let shown: Vec<Arc<Listed>> = self.list.shown().cloned().collect();
        self.reading = Some(BulkRead {
            rest: shown.into_iter(),
            step: None,
            count: 0,
        });
        self.mark_more(SLICE, CHANGES);
    }

    fn mark_more(&mut self, slice: usize, changes: usize) {
        let Some(mut reading) = self.reading.take() else {
            return;
        };
        let mut unread = Vec::new();
        let mut left = slice;
        while left > 0
            && unread.len() < changes
            && let Some(item) = reading.rest.next()
        {
            left -= 1;
            if !self.context.marks.is_read(&item.entry) {
                unread.push(item);
            }
        }
        let entries: Vec<&Entry> = unread.iter().map(|item| &item.entry).collect();
        let (events, step) =
            self.context
                .marks
                .set_all_read(&entries, reading.step, self.context.now);
        reading.step = step;
        reading.count += events.len();
        let count = reading.count;
        self.reading = Some(reading).filter(|reading| reading.rest.len() > 0);
        self.marked(events);
        if self.reading.is_none() {
            let text = match count {
                0 => self.context.locale.text("notice.no-unread").to_owned(),
                count => self
                    .context
                    .locale
                    .fill("notice.all-read", &[("count", &count)]),
            };
            self.context.notify(Level::Info, text);
        }
    }

    /// Whether a step of many marks is not at its end, or what it changed not counted.
    pub(crate) fn stepping(&self) -> bool {
        self.changing_many() || self.tally.is_some()
    }

    /// Whether a step of many marks is not at its end.
    pub(crate) fn changing_many(&self) -> bool {
        self.reading.is_some() || self.context.marks.left() > 0
    }

    /// The next slice of such a step.
    pub(crate) fn step_on(&mut self) {
        if self.reading.is_some() {
            self.mark_more(SLICE, CHANGES);
        } else if self.context.marks.left() > 0 {
            let events = self.context.marks.go_on(CHANGES, self.context.now);
            self.changed(events);
        } else {
            self.count_more();
        }
    }

    /// The rest of it at once, before something that must not come in between.
    pub(crate) fn finish_steps(&mut self) {
        self.mark_more(usize::MAX, usize::MAX);
        let events = self.context.marks.go_on(usize::MAX, self.context.now);
        self.changed(events);
    }

    pub(crate) fn undo(&mut self, times: usize) {
        for _ in 0..times {
            self.finish_steps();
            match self.context.marks.undo(CHANGES, self.context.now) {
                Some(events) => self.turned_back("notice.undone", events),
                None => return self.tell_none("notice.nothing-to-undo"),
            }
        }
    }

    pub(crate) fn redo(&mut self, times: usize) {
        for _ in 0..times {
            self.finish_steps();
            match self.context.marks.redo(CHANGES, self.context.now) {
                Some(events) => self.turned_back("notice.redone", events),
                None => return self.tell_none("notice.nothing-to-redo"),
            }
        }
    }

    fn tell_none(&mut self, key: &str) {
        self.context.inform(key);
    }

    /// Says what is now, by the first event of a step.
    fn turned_back(&mut self, key: &str, events: Vec<Event>) {
        let count = events.len() + self.context.marks.left();
        if let Some(event) = events.first() {
            let action = format!("action.{}", event.action.name());
            let what = self.context.locale.text(&action).to_owned();
            let about = match count {
                1 => event.title.clone(),
                _ => self
                    .context
                    .locale
                    .fill("notice.articles", &[("count", &count)]),
            };
            self.context
                .inform_with(key, &[("what", &what), ("title", &about)]);
        }
        self.changed(events);
    }

    /// The one way in which a command changes marks: steps that are still being done in
    /// slices are finished first, so that the outcome does not depend on the slices.
    pub(crate) fn change(&mut self, change: impl FnOnce(&mut Marks, u64) -> Vec<Event>) {
        self.finish_steps();
        let events = change(&mut self.context.marks, self.context.now);
        self.marked(events);
    }

    /// Marks were changed here: they are written, and counted anew.
    fn marked(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        self.recount();
        self.context.record(events);
    }

    /// Marks were changed by undo or redo: the shelf of bookmarks follows as well.
    fn changed(&mut self, events: Vec<Event>) {
        let shelf = events.iter().any(of_bookmark);
        self.marked(events);
        if shelf {
            self.renew_shelf();
        }
    }
}
