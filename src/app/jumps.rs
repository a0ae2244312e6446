//! The jump list: `C-o` goes back through the places that the user left by a jump, across articles,
//! and `M-o` forward again; `''` goes to the last one and back.
//!
//! A jump is any input after which another article or a passage more than one screen away is
//! shown. So a search, a heading or a link needs no code of its own to be a jump. Going to a named mark
//! is one at any distance.

use super::jump_list::{MOST, Place};
use super::list::key::key;
use super::message::{Item, Listed};
use super::motion::Direction;
use super::reader::sought::Sought;
use super::{App, Focus, MarkRead, ReaderPane};
use crate::document::Position;
use crate::library::Fingerprint;
use crate::user::event::Subject;

impl App {
    /// The place in the open article, while the reader has the focus.
    fn here(&self) -> Option<Place> {
        let reader = self
            .reader
            .as_ref()
            .filter(|_| self.focus == Focus::Reader)?;
        reader.page()?;
        Some(Place {
            item: reader.item.clone(),
            position: reader.place(),
            top: reader.top,
        })
    }

    /// Where the user is before an input, or was before the open prompt.
    pub(super) fn before_jump(&mut self) -> Option<Place> {
        let origin = self.jumps.origin.take();
        origin.or_else(|| self.here())
    }

    /// Keeps the place before an input that was a jump.
    pub(super) fn note_jump(&mut self, from: Option<Place>) {
        let is_travelling = std::mem::take(&mut self.jumps.is_travelling);
        let is_to_mark = std::mem::take(&mut self.jumps.is_to_mark);
        if self.overlay.prompt.is_some() {
            self.jumps.origin = from;
            return;
        }
        let Some(from) = from.filter(|_| !is_travelling) else {
            return;
        };
        let stays = |reader: &ReaderPane| {
            let most = if is_to_mark { 0 } else { reader.height };
            from.is_in(&reader.item) && reader.top.abs_diff(from.top) <= most
        };
        let reader = self.reader.as_ref().filter(|_| self.focus == Focus::Reader);
        if !reader.is_some_and(stays) {
            self.jumps.before = Some(from.clone());
            self.jumps.push(from);
        }
    }

    /// `C-o` and `M-o`.
    pub(super) fn travel(&mut self, direction: Direction, times: usize) {
        for _ in 0..times.min(MOST) {
            let here = self.here();
            let Some(place) = self.jumps.travel(direction, here.as_ref()) else {
                self.jumps.is_travelling = true;
                return self.context.refuse("notice.no-jump");
            };
            self.jumps.before = here.or(self.jumps.before.take());
            self.go_to_place(&place);
        }
    }

    /// `''`: to the place before the last jump, and from there back.
    pub(super) fn go_before_jump(&mut self) {
        let here = self.here();
        let Some(place) = self.jumps.before.take() else {
            return self.context.refuse("notice.no-jump");
        };
        self.jumps.before = here;
        self.go_to_place(&place);
    }

    fn go_to_place(&mut self, place: &Place) {
        self.jumps.is_travelling = true;
        self.open_at(&place.item, place.position);
    }

    /// Opens an article at a position, `None` for its top, and selects it where the list shows it.
    pub(super) fn open_at(&mut self, item: &Item, position: Option<Position>) {
        self.open_article(item, &|reader| match (reader.page().is_some(), position) {
            (false, position) => reader.start_at(position),
            (true, Some(position)) => reader.go_to(position),
            (true, None) => reader.go_to_line(0),
        });
    }

    /// Opens an article where the user left it.
    pub(super) fn resume(&mut self, item: &Item) {
        self.open_article(item, &|_| {});
    }

    /// `go`: moves within the article, which may not have arrived yet.
    fn open_article(&mut self, item: &Item, go: &dyn Fn(&mut ReaderPane)) {
        let is_open = |reader: &ReaderPane| key(&reader.item.entry) == key(&item.entry);
        let is_open = self.reader.as_ref().is_some_and(is_open);
        self.list.select(item);
        if !is_open {
            // First, because the new pane looks up its position.
            self.save_position();
            self.leave_article();
        }
        self.overlay.panel = None;
        self.focus = Focus::Reader;
        self.sidebar.focused = false;
        self.relayout();
        if !is_open {
            let siblings = self.list.siblings(item);
            let reader =
                ReaderPane::open(item.clone(), siblings, &Sought::Nothing, &mut self.context);
            self.reader = Some(reader);
            self.note_opened();
        }
        if let Some(reader) = &mut self.reader {
            reader.drop_focus(&mut self.context);
            go(reader);
        }
        self.after_scroll();
    }

    /// The open article was opened by the user: it is in the history, and may be read now.
    pub(super) fn note_opened(&mut self) {
        let Some(item) = self.reader.as_ref().map(|reader| reader.item.clone()) else {
            return;
        };
        if !item.entry.gone {
            let now = self.context.now;
            let event = self.context.marks.note_opened(&item.entry, now);
            self.context.record(vec![event]);
        }
        self.see(&item);
        if self.context.settings.mark_read == MarkRead::Open {
            self.mark_as_read();
        }
    }

    /// The article of the libraries that an event names, else what the event says of it.
    pub(super) fn article_of(&self, subject: &Subject) -> Item {
        let marks = &self.context.marks;
        let paths: Vec<u64> = marks.paths_of(subject).collect();
        let is_at_path = |item: &&Item| {
            *item.entry.id() == *subject.id
                && marks
                    .identity(&item.entry)
                    .paths()
                    .any(|path| paths.contains(&path))
        };
        // It may have been moved.
        let text = subject.fingerprint.text();
        let has_text =
            |item: &&Item| item.entry.fingerprint.text() == text && text != Fingerprint::default();
        let mut all = self.list.all.iter();
        let found = all.find(is_at_path);
        let found = found.or_else(|| self.list.all.iter().find(has_text));
        found.map_or_else(|| Item::new(Listed::missing(subject)), Item::clone)
    }
}
