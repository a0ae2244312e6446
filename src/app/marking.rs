//! Read marks, bookmarks, named marks, undo and redo.

use super::message::Listed;
use super::{App, Effect, Focus, Level};
use crate::input::{Code, Command, Key};
use crate::library::Entry;
use crate::profile::event::{Action, Event};
use crate::search::haystack;
use std::sync::Arc;

impl App {
    /// The article that a command is about: the open one in the reader, else the selected one.
    pub(crate) fn subject(&self) -> Option<&Arc<Listed>> {
        match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        }
    }

    fn record(&mut self, events: Vec<Event>) {
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

    /// Every shown article; one undo takes it all back.
    pub(crate) fn mark_all_read(&mut self) {
        self.list.finish(&self.marks);
        let unread: Vec<&Entry> = self
            .list
            .shown()
            .map(|item| &item.entry)
            .filter(|entry| !self.marks.is_read(entry))
            .collect();
        let count = unread.len();
        let events = self.marks.set_all_read(&unread, self.now);
        self.record(events);
        self.count_unread();
        let text = self.locale.fill("notice.all-read", &[("count", &count)]);
        self.tell(Level::Info, text);
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
        self.count_bookmarks();
        let key = if kept {
            "notice.bookmarked"
        } else {
            "notice.unbookmarked"
        };
        self.tell(Level::Info, self.locale.text(key).to_owned());
    }

    pub(crate) fn undo(&mut self, times: usize) {
        for _ in 0..times {
            let Some(events) = self.marks.undo(self.now) else {
                self.tell(
                    Level::Info,
                    self.locale.text("notice.nothing-to-undo").to_owned(),
                );
                break;
            };
            self.changed("notice.undone", events);
        }
    }

    pub(crate) fn redo(&mut self, times: usize) {
        for _ in 0..times {
            let Some(events) = self.marks.redo(self.now) else {
                self.tell(
                    Level::Info,
                    self.locale.text("notice.nothing-to-redo").to_owned(),
                );
                break;
            };
            self.changed("notice.redone", events);
        }
    }

    fn changed(&mut self, key: &str, events: Vec<Event>) {
        let what = events
            .first()
            .map(|event| event.action.name())
            .unwrap_or_default();
        let what = self.locale.text(&format!("action.{what}")).to_owned();
        let title = events
            .first()
            .map(|event| event.title.clone())
            .unwrap_or_default();
        let about = match events.len() {
            1 => title,
            count => self.locale.fill("notice.articles", &[("count", &count)]),
        };
        let text = self.locale.fill(key, &[("what", &what), ("title", &about)]);
        self.count_changes(&events);
        self.record(events);
        if self.list.shelf == super::Shelf::Bookmarks {
            self.arrange();
        }
        self.tell(Level::Info, text);
    }

    /// Events of another instance: its marks are ours too.
    pub(crate) fn heard(&mut self, events: &[Event]) {
        self.marks.apply_all(events);
        self.count_bookmarks();
        let reading = |event: &Event| matches!(event.action, Action::Read | Action::Unread);
        if events.iter().any(reading) {
            self.count_unread();
        }
    }

    /// Counts again what our own events changed. One article needs no look at all the others.
    fn count_changes(&mut self, events: &[Event]) {
        self.count_bookmarks();
        match events {
            [event] if event.action == Action::Read => self.unread = self.unread.saturating_sub(1),
            [event] if event.action == Action::Unread => self.unread += 1,
            [_] => {}
            _ => self.count_unread(),
        }
    }

    pub(crate) fn count_bookmarks(&mut self) {
        self.bookmarks = self.marks.bookmarks().count();
    }

    pub(crate) fn count_unread(&mut self) {
        self.unread = self
            .list
            .all
            .iter()
            .filter(|item| !self.marks.is_read(&item.entry))
            .count();
    }

    /// The bookmarked articles; those that are no longer in the library with what the
    /// bookmark remembers of them.
    pub(crate) fn bookmarked(&self) -> Vec<Arc<Listed>> {
        let here = self
            .list
            .all
            .iter()
            .filter(|item| self.marks.is_bookmarked(&item.entry));
        let mut kept: Vec<Arc<Listed>> = here.cloned().collect();
        let found: std::collections::HashSet<&str> =
            kept.iter().map(|item| &*item.entry.id).collect();
        let prints: std::collections::HashSet<u64> =
            kept.iter().map(|item| item.entry.fingerprint).collect();
        let gone = self
            .marks
            .bookmarks()
            .filter(|mark| !found.contains(&*mark.id) && !prints.contains(&mark.fingerprint));
        let gone: Vec<_> = gone.map(|mark| mark.entry()).collect();
        kept.extend(gone.into_iter().map(|entry| {
            let folded = haystack(&entry).into();
            Arc::new(Listed { entry, folded })
        }));
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
