//! Read marks, bookmarks, named marks, undo and redo.

use super::message::Listed;
use super::{App, Focus, Shelf};
use crate::input::{Code, Command, Key};
use crate::user::event::{Action, Event};
use crate::user::marks::Articles;
use std::sync::Arc;

impl App {
    /// The article that a command is about: the open one in the reader, else the selected one.
    pub(crate) fn subject(&self) -> Option<&Arc<Listed>> {
        match (self.focus, &self.reader) {
            (Focus::Reader, Some(reader)) => Some(&reader.item),
            _ => self.list.selected(),
        }
    }

    pub(crate) fn mark_read_here(&mut self) {
        if let Some(item) = self.subject().cloned() {
            self.change(|marks, now| Vec::from_iter(marks.note_read(&item.entry, now)));
        }
    }

    pub(crate) fn toggle_read(&mut self) {
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
        self.context.inform(key);
        if self.focus == Focus::List {
            self.list.move_by(1);
            self.after_list_change();
        }
    }

    /// The row of an article whose bookmark is taken back stays on an open shelf, so that
    /// the same key sets it again.
    pub(crate) fn toggle_bookmark(&mut self) {
        let Some(item) = self.subject().cloned() else {
            return;
        };
        let reading = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        let place = reading.and_then(|reader| reader.place());
        let mut kept = false;
        self.change(|marks, now| {
            kept = !marks.is_bookmarked(&item.entry);
            vec![marks.set_bookmark(&item.entry, kept, place, now)]
        });
        let key = if kept {
            "notice.bookmarked"
        } else {
            "notice.unbookmarked"
        };
        self.context.inform(key);
    }

    /// Events of another instance: its marks are ours too.
    pub(crate) fn heard(&mut self, events: &[Event]) {
        self.context.marks.hear(events);
        let placing = |event: &Event| matches!(event.action, Action::Position { .. });
        if !events.iter().all(placing) {
            self.recount();
        }
        if events.iter().any(of_bookmark) {
            self.renew_shelf();
        }
    }

    /// Fills an open shelf of bookmarks anew.
    pub(crate) fn renew_shelf(&mut self) {
        if self.list.shelf == Shelf::Bookmarks {
            self.arrange();
        }
    }

    /// The bookmarked articles, each once: those of the library as it has them, the others
    /// with what their bookmarks remember. Whether these are all: an article that may still
    /// be found is not yet gone.
    pub(crate) fn bookmarked(&self) -> (Vec<Arc<Listed>>, bool) {
        let mut here: Vec<_> = self
            .starred
            .iter()
            .filter_map(|item| Some((item, self.context.marks.bookmark(&item.entry)?)))
            .collect();
        // Of several files with one text the one that was bookmarked is shown.
        here.sort_by_key(|(item, mark)| mark.id != item.entry.id);
        let mut told = Articles::default();
        let mut kept = Vec::new();
        for (item, mark) in here {
            if told.insert(&item.entry.id, item.entry.fingerprint) {
                kept.push(Arc::clone(item));
                told.insert(&mark.id, mark.fingerprint);
            }
        }
        let settled = !self.progress.running && self.tally.is_none();
        let others = self.context.marks.bookmarks();
        let mut others = others.filter(|mark| told.insert(&mark.id, mark.fingerprint));
        if settled {
            kept.extend(others.map(|mark| Arc::new(Listed::gone(mark))));
            return (kept, true);
        }
        let all = others.next().is_none();
        (kept, all)
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
            let item = Arc::clone(&reader.item);
            self.change(|marks, now| vec![marks.set_named(&item.entry, letter, place, now)]);
            self.context
                .inform_with("notice.mark-set", &[("letter", &letter)]);
        } else if let Some(place) = self.context.marks.named(&reader.item.entry, letter) {
            reader.go_to(place);
            self.scrolled();
        } else {
            self.context
                .inform_with("notice.no-mark", &[("letter", &letter)]);
        }
    }
}

/// Whether an event sets a bookmark or takes one back.
pub(super) fn of_bookmark(event: &Event) -> bool {
    matches!(event.action, Action::Bookmark { .. } | Action::Unbookmark)
}
