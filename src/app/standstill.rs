//! Recognizes a key that changes nothing on the screen, such as Down at the end of the list, so
//! that no frame is drawn for it.
//!
//! Everything counts as a change except in one case: an app without overlays, typed keys and
//! unfinished work gets a motion or a key without meaning, asks for no effect, and nothing that a
//! motion can move has moved.

use super::reader::focusables::Focused;
use super::{App, Listed, ReaderPane};

/// What motions move, and what every key may show or hide.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Sight {
    list: (usize, usize),
    sidebar: (usize, usize),
    reader: Option<ReaderSight>,
    has_notice: bool,
    hides_position: bool,
}

#[derive(Debug, PartialEq, Eq)]
struct ReaderSight {
    /// Its address in memory.
    article: usize,
    /// The first visible line.
    top: usize,
    hit: Option<usize>,
    focused: Option<Focused>,
    landmark: Option<usize>,
}

impl App {
    /// What is in sight, if a motion could leave the screen as it is. `None` if every key changes
    /// it.
    pub(super) fn sight(&self) -> Option<Sight> {
        let is_plain = self.overlay.target().is_none()
            && self.overlay.prompt.is_none()
            && self.waiting.is_none()
            && self.offer.is_none()
            && self.context.keymap.pending().is_empty()
            && !self.has_work();
        let selects = |reader: &ReaderPane| reader.selection.is_some();
        if !is_plain || self.reader.as_ref().is_some_and(selects) {
            return None;
        }
        Some(Sight {
            list: (self.list.top, self.list.cursor),
            sidebar: (self.sidebar.top, self.sidebar.cursor),
            reader: self.reader.as_ref().map(|reader| {
                let article = std::ptr::from_ref::<Listed>(&reader.item).addr();
                ReaderSight {
                    article,
                    top: reader.top,
                    hit: reader.current,
                    focused: reader.focused.clone(),
                    landmark: reader.landmark_line(),
                }
            }),
            has_notice: self.context.notice.is_some(),
            hides_position: self.hides_position(),
        })
    }

    /// Whether the screen may have changed since this was asked last.
    pub fn take_change(&mut self) -> bool {
        std::mem::take(&mut self.has_changed)
    }
}
