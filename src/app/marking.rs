//! Read marks, bookmarks, named marks, undo and redo.

use super::message::Listed;
use super::{App, Effect, Focus, Level};
use crate::input::{Code, Command, Key};
use crate::profile::event::{Action, Event};
use crate::profile::marks::Articles;
use std::sync::Arc;

impl App {
    /// The article that a command is about: the open one in the reader, else the selected one.
    pub(crate) fn subject(&self) -> Option<&Arc<Listed>> {
        match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        }
    }

    pub(crate) fn record(&mut self, events: Vec<Event>) {
        if !events.is_empty() {
            self.effect(Effect::Record(events));
        }
    }

    pub(crate) fn mark_read_here(&mut self) {
        let Some(item) = self.subject().cloned() else {
            return;
        };
        if let Some(event) = self.marks.note_read(&item.entry, self.now) {
            self.record(vec![event]);
            self.unread = self.unread.saturating_sub(1);
        }
    }

    fn set_read(&mut self, item: &Arc<Listed>, read: bool) {
        let event = self.marks.set_read(&item.entry, read, self.now);
        self.record(vec![event]);
        self.unread = if read {
            self.unread.saturating_sub(1)
        } else {
            self.unread + 1
        };
    }

    pub(crate) fn toggle_read(&mut self) {
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let read = !self.marks.is_read(&item.entry);
        self.set_read(&item, read);
        let key = if read {
            "notice.marked-read"
        } else {
            "notice.marked-unread"
        };
        self.tell(Level::Info, self.locale.text(key).to_owned());
        if self.focus == Focus::List {
            self.list.move_by(1);
            self.after_list_change();
        }
    }

    pub(crate) fn toggle_bookmark(&mut self) {
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let kept = !self.marks.is_bookmarked(&item.entry);
        let open = self
            .reader
            .as_ref()
            .filter(|reader| Arc::ptr_eq(&reader.item, &item));
        let place = open
            .filter(|_| self.focus == Focus::Reader)
            .and_then(|reader| reader.place());
        let event = self.marks.set_bookmark(&item.entry, kept, place, self.now);
        self.record(vec![event]);
        if kept {
            self.note_starred(item);
        }
        self.count_bookmarks();
        let key = if kept {
            "notice.bookmarked"
        } else {
            "notice.unbookmarked"
        };
        self.tell(Level::Info, self.locale.text(key).to_owned());
    }

    /// Events of another instance: its marks are ours too.
    pub(crate) fn heard(&mut self, events: &[Event]) {
        self.marks.hear(events);
        let starring = |event: &Event| matches!(event.action, Action::Bookmark { .. });
        if events.iter().any(starring) {
            let all = Arc::clone(&self.list.all);
            let starred = all
                .iter()
                .filter(|item| self.marks.is_bookmarked(&item.entry));
            self.starred = starred.cloned().collect();
        }
        self.count_bookmarks();
        let reading = |event: &Event| matches!(event.action, Action::Read | Action::Unread);
        if events.iter().any(reading) {
            self.count_anew();
        }
    }

    pub(crate) fn count_bookmarks(&mut self) {
        self.bookmarks = self.marks.bookmarks().count();
    }

    /// Remembers an article of the library that is bookmarked.
    pub(crate) fn note_starred(&mut self, item: Arc<Listed>) {
        if !self.starred.iter().any(|known| Arc::ptr_eq(known, &item)) {
            self.starred.push(item);
        }
    }

    /// The bookmarked articles; those that are no longer in the library with what the
    /// bookmark remembers of them.
    pub(crate) fn bookmarked(&self) -> Vec<Arc<Listed>> {
        let here = self
            .starred
            .iter()
            .filter(|item| self.marks.is_bookmarked(&item.entry));
        let mut kept: Vec<Arc<Listed>> = here.cloned().collect();
        let mut found = Articles::default();
        for item in &kept {
            found.insert(&item.entry.id, item.entry.fingerprint);
        }
        let bookmarks = self.marks.bookmarks();
        let gone = bookmarks.filter(|mark| found.insert(&mark.id, mark.fingerprint));
        let gone: Vec<_> = gone.map(|mark| Arc::new(Listed::gone(mark))).collect();
        kept.extend(gone);
        kept
    }

    pub(crate) fn wait_for_letter(&mut self, command: Command) {
        self.waiting = Some(command);
    }

    /// The letter of a named mark: remembered with the article's other marks.
    pub(crate) fn letter(&mut self, command: Command, key: Key) {
        let Code::Char(letter) = key.code else { return };
        if !letter.is_ascii_alphanumeric() {
            return;
        }
        let Some(reader) = &mut self.reader else {
            return;
        };
        if command == Command::SetMark {
            let place = reader.place().unwrap_or_default();
            let event = self
                .marks
                .set_named(&reader.item.entry, letter, place, self.now);
            self.record(vec![event]);
            let text = self.locale.fill("notice.mark-set", &[("letter", &letter)]);
            self.tell(Level::Info, text);
        } else if let Some(place) = self.marks.named(&reader.item.entry, letter) {
            reader.go_to(place);
            self.scrolled();
        } else {
            let text = self.locale.fill("notice.no-mark", &[("letter", &letter)]);
            self.tell(Level::Info, text);
        }
    }
}
