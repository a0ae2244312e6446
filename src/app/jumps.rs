//! The jump list: `C-o` goes back through the places that the user left by a jump, across articles,
//! and `M-o` forward again; `''` goes to the last one and back.
//!
//! A jump is any input after which another article or a passage more than one screen away is
//! shown. So a search, a heading, a mark or a link needs no code of its own to be a jump.

use super::jump_list::{MOST, Place};
use super::list::key::key;
use super::message::Listed;
use super::motion::Direction;
use super::{App, Focus, MarkRead, ReaderPane};
use crate::document::Position;
use std::sync::Arc;

impl App {
    /// The place in the open article, while the reader has the focus.
    fn here(&self) -> Option<Place> {
        let reader = self
            .reader
            .as_ref()
            .filter(|_| self.focus == Focus::Reader)?;
        reader.page()?;
        Some(Place {
            item: Arc::clone(&reader.item),
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
        if self.overlay.prompt.is_some() {
            self.jumps.origin = from;
            return;
        }
        let Some(from) = from.filter(|_| !is_travelling) else {
            return;
        };
        let stays = |reader: &ReaderPane| {
            from.is_in(&reader.item) && reader.top.abs_diff(from.top) <= reader.height
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
                return self.context.inform("notice.no-jump");
            };
            self.jumps.before = here.or(self.jumps.before.take());
            self.go_to_place(&place);
        }
    }

    /// `''`: to the place before the last jump, and from there back.
    pub(super) fn go_before_jump(&mut self) {
        let here = self.here();
        let Some(place) = self.jumps.before.take() else {
            return self.context.inform("notice.no-jump");
        };
        self.jumps.before = here;
        self.go_to_place(&place);
    }

    fn go_to_place(&mut self, place: &Place) {
        self.jumps.is_travelling = true;
        self.open_at(&place.item, place.position);
    }

    /// Opens an article at a position, `None` for its top, and selects it where the list shows it.
    pub(super) fn open_at(&mut self, item: &Arc<Listed>, position: Option<Position>) {
        let is_open = |reader: &&ReaderPane| key(&reader.item.entry) == key(&item.entry);
        let is_open = self.reader.as_ref().is_some_and(|reader| is_open(&reader));
        self.list.select(item);
        if !is_open {
            // First, because the new pane looks up its position.
            self.save_position();
        }
        self.focus = Focus::Reader;
        self.sidebar.focused = false;
        self.relayout();
        if !is_open {
            let siblings = self.list.siblings(item);
            let mut reader = ReaderPane::open(Arc::clone(item), siblings, &mut self.context);
            reader.start_at(position);
            self.reader = Some(reader);
            if self.context.settings.mark_read == MarkRead::Open {
                self.mark_as_read();
            }
        } else if let Some(reader) = &mut self.reader {
            match position {
                Some(position) => reader.go_to(position),
                None => reader.go_to_line(0),
            }
        }
        self.after_scroll();
    }
}
