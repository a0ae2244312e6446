//! Commands that change marks: read, bookmark, named marks, undo and redo.
//!
//! A mark concerns the list, the counts and the journal at once, so these commands are `App`'s.

use super::bulk_marks::{BulkChange, Slice};
use super::message::Listed;
use super::target::Focus;
use super::{App, Outcome, ReaderPane};
use crate::input::{Code, Command, Key};
use crate::user::event::{Action, Event};
use crate::user::marks::{Change, Marks};
use std::sync::Arc;

impl App {
    /// The article that a command applies to: the open one in the reader, else the selected
    /// one.
    pub(super) fn subject(&self) -> Option<&Arc<Listed>> {
        match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        }
    }

    pub(super) fn mark_as_read(&mut self) {
        if let Some(item) = self.subject().cloned() {
            self.change(|marks, now| Vec::from_iter(marks.note_read(&item.entry, now)));
        }
    }

    pub(super) fn toggle_read(&mut self) {
        if self.change_picked(Change::Read, Change::Unread) {
            return;
        }
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let mut read = false;
        self.change(|marks, now| {
            read = !marks.is_read(&item.entry);
            vec![marks.set_read(&item.entry, read, now)]
        });
        let key = if read {
            "notice.marked-read"
        } else {
            "notice.marked-unread"
        };
        self.context.confirm(key, &[]);
        if self.focus == Focus::List {
            self.list.move_by(1);
            self.after_list_change();
        }
    }

    /// In the list of bookmarks the row stays when its bookmark is removed, so that the same
    /// key sets it again.
    pub(super) fn toggle_bookmark(&mut self) {
        if self.change_picked(Change::Bookmark, Change::Unbookmark) {
            return;
        }
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let reader = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let position = reader.and_then(|reader| reader.place());
        let mut bookmarked = false;
        self.change(|marks, now| {
            bookmarked = !marks.is_bookmarked(&item.entry);
            vec![if bookmarked {
                marks.add_bookmark(&item.entry, position, now)
            } else {
                marks.remove_bookmark(&item.entry, now)
            }]
        });
        // An article that lost its bookmark keeps its row until the list is rebuilt, so that
        // a second `b` restores it; a row that undo has removed since must come back.
        if bookmarked {
            self.refresh_bookmarks();
        }
        let key = if bookmarked {
            "notice.bookmarked"
        } else {
            "notice.unbookmarked"
        };
        self.context.confirm(key, &[]);
    }

    /// The marks of the journal have arrived: rows, counts and the open article's position
    /// depend on them.
    pub(super) fn take_marks(&mut self, marks: Marks) {
        self.context.take_marks(marks);
        self.recount();
        self.refresh_list();
        let place = |reader: &&ReaderPane| self.context.marks.place(&reader.item.entry);
        let shown = self.reader.as_ref().filter(|reader| !reader.moved);
        if shown.as_ref().and_then(place).is_some() {
            self.reader = None;
            self.load_selected();
        }
        self.open_lone();
    }

    /// Applies events of another instance or machine.
    pub(super) fn apply_remote(&mut self, events: &[Event]) {
        self.context.marks.hear(events);
        self.sidebar.expire();
        let is_position = |event: &Event| matches!(event.action, Action::Position { .. });
        if !events.iter().all(is_position) {
            self.recount();
        }
        if events.iter().any(is_bookmark) {
            self.refresh_bookmarks();
        }
    }

    fn refresh_bookmarks(&mut self) {
        if self.list.source == super::ListSource::Bookmarks {
            self.refresh_list();
        }
    }

    /// The letter after `m` or `'`: sets or goes to a named mark of the article.
    pub(super) fn named_mark(&mut self, command: Command, key: Key) -> Outcome {
        let Code::Char(letter) = key.code else {
            return Outcome::None;
        };
        if !letter.is_ascii_alphanumeric() {
            return Outcome::None;
        }
        let Some(reader) = &mut self.reader else {
            return Outcome::None;
        };
        if command == Command::SetMark {
            let position = reader.place().unwrap_or_default();
            let item = Arc::clone(&reader.item);
            self.change(|marks, now| vec![marks.set_named(&item.entry, letter, position, now)]);
            self.context
                .confirm("notice.mark-set", &[("letter", &letter)]);
        } else if let Some(position) = self.context.marks.named(&reader.item.entry, letter) {
            reader.go_to(position);
            return Outcome::Scrolled;
        } else {
            self.context
                .inform_with("notice.no-mark", &[("letter", &letter)]);
        }
        Outcome::None
    }

    /// Makes a change to all picked articles, or the opposite one if none of them lacks it.
    /// False: no article is picked.
    fn change_picked(&mut self, change: Change, opposite: Change) -> bool {
        if self.focus != Focus::List || self.list.picked() == 0 {
            return false;
        }
        self.finish_bulk_marks();
        let picked = self.list.take_picks();
        let marks = &self.context.marks;
        let lacking = picked.iter().any(|item| marks.lacks(&item.entry, change));
        let change = if lacking { change } else { opposite };
        self.bulk = Some(BulkChange::new(change, picked));
        self.mark_more(Slice::FRAME);
        true
    }

    /// Marks every shown article as read.
    pub(super) fn mark_all_read(&mut self) {
        self.finish_bulk_marks();
        self.list.finish_filter(&self.context.marks);
        let shown: Vec<Arc<Listed>> = self.list.shown().cloned().collect();
        self.bulk = Some(BulkChange::new(Change::Read, shown));
        self.mark_more(Slice::FRAME);
    }

    fn mark_more(&mut self, slice: Slice) {
        let Some(mut bulk) = self.bulk.take() else {
            return;
        };
        let events = bulk.mark_more(slice, &mut self.context);
        let finished = bulk.is_finished().then(|| (bulk.count(), bulk.notice()));
        let concluded_bookmarks = finished.is_some() && bulk.changes_bookmarks();
        if finished.is_none() {
            self.bulk = Some(bulk);
        }
        self.record_marks(events);
        if concluded_bookmarks {
            self.refresh_bookmarks();
        }
        match finished {
            None => {}
            Some((0, _)) => self.context.inform("notice.no-unread"),
            Some((count, notice)) => self.context.confirm(notice, &[("count", &count)]),
        }
    }

    /// Whether marks are still being changed, or counted after a change.
    pub(super) fn is_marking_or_counting(&self) -> bool {
        self.is_marking() || self.library.is_counting()
    }

    fn is_marking(&self) -> bool {
        self.bulk.is_some() || self.context.marks.left() > 0
    }

    /// The next slice of marks, or of the count after them.
    pub(super) fn continue_marking(&mut self) {
        if self.bulk.is_some() {
            self.mark_more(Slice::FRAME);
        } else if self.context.marks.left() > 0 {
            let events = self
                .context
                .marks
                .go_on(Slice::FRAME.changes, self.context.now);
            self.record_undo(events);
        } else {
            self.count_more();
        }
    }

    /// Finishes a bulk change at once, before anything that depends on its result.
    pub(super) fn finish_bulk_marks(&mut self) {
        self.mark_more(Slice::ALL);
        let events = self
            .context
            .marks
            .go_on(Slice::ALL.changes, self.context.now);
        self.record_undo(events);
    }

    pub(super) fn undo(&mut self, times: usize) {
        for _ in 0..times {
            self.finish_bulk_marks();
            let context = &mut self.context;
            match context.marks.undo(Slice::FRAME.changes, context.now) {
                Some(events) => self.reverted("notice.undone", events),
                None => return self.context.inform("notice.nothing-to-undo"),
            }
        }
    }

    pub(super) fn redo(&mut self, times: usize) {
        for _ in 0..times {
            self.finish_bulk_marks();
            let context = &mut self.context;
            match context.marks.redo(Slice::FRAME.changes, context.now) {
                Some(events) => self.reverted("notice.redone", events),
                None => return self.context.inform("notice.nothing-to-redo"),
            }
        }
    }

    /// Reports what undo or redo did, named after its first event.
    fn reverted(&mut self, key: &str, events: Vec<Event>) {
        let count = events.len() + self.context.marks.left();
        if let Some(event) = events.first() {
            let locale = &self.context.locale;
            let action = format!("action.{}", event.action.name());
            let what = locale.text(&action).to_owned();
            let title = match count {
                1 => event.title.clone(),
                _ => locale.fill("notice.articles", &[("count", &count)]),
            };
            self.context
                .confirm(key, &[("what", &what), ("title", &title)]);
        }
        self.record_undo(events);
    }

    /// Changes marks for a command. A bulk change is finished first, so that the result does
    /// not depend on how it was sliced.
    fn change(&mut self, change: impl FnOnce(&mut Marks, u64) -> Vec<Event>) {
        self.finish_bulk_marks();
        let events = change(&mut self.context.marks, self.context.now);
        self.record_marks(events);
    }

    fn record_marks(&mut self, events: Vec<Event>) {
        if events.is_empty() {
            return;
        }
        self.recount();
        self.context.record(events);
    }

    /// Like `record_marks`, and the list of bookmarks is filled again: undo and redo do not
    /// keep the row of a removed bookmark.
    fn record_undo(&mut self, events: Vec<Event>) {
        let bookmarks = events.iter().any(is_bookmark);
        self.record_marks(events);
        if bookmarks {
            self.refresh_bookmarks();
        }
    }

    /// Counts again: a short list at once, a long one in slices between frames.
    pub(super) fn recount(&mut self) {
        self.library.start_count(&self.context.marks);
        self.sidebar.expire();
        self.list.restart_unread_count();
        // Each slice of a bulk change alters marks; the count waits for the last one.
        if !self.is_marking() {
            self.count_more();
        }
    }

    fn count_more(&mut self) {
        let finished = self.library.count_more(&self.list.all, &self.context.marks);
        let outdated = finished && std::mem::take(&mut self.library.bookmarks_outdated);
        if outdated || finished && self.list.lacks_bookmarks() {
            self.refresh_bookmarks();
        }
    }
}

/// Whether an event sets or removes a bookmark.
fn is_bookmark(event: &Event) -> bool {
    matches!(event.action, Action::Bookmark { .. } | Action::Unbookmark)
}
