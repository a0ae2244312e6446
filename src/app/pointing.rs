//! Selecting text of the open article with the mouse: press, drag and release. Two presses select a
//! word, three a paragraph.

use super::area::Area;
use super::pending::Press;
use super::reader::passages::Selection;
use super::{App, Motion, Outcome, ReaderPane};
use crate::document::Position;
use crate::typeset::Unit;

/// Presses at one place within this time, in milliseconds, count together.
const TOGETHER: u64 = 400;

impl App {
    /// The button was pressed in the reader.
    pub(super) fn press_text(&mut self, cell: (u16, u16)) {
        let now = self.context.now;
        let last = self.press.take();
        let is_again =
            |last: &Press| last.cell == cell && now.saturating_sub(last.time) <= TOGETHER;
        let count = last.filter(is_again).map_or(0, |last| last.count) + 1;
        let place = self.place_under(cell);
        let Some(reader) = &mut self.reader else {
            return;
        };
        let unit = unit(count);
        let selected = place.filter(|_| unit != Unit::Grapheme);
        reader.selection = selected.map(|place| Selection {
            fixed: place,
            moving: place,
            unit,
        });
        self.press = place.map(|place| Press {
            cell,
            time: now,
            count,
            place,
            is_held: true,
        });
    }

    /// The mouse moves while the button is held.
    pub(super) fn drag_text(&mut self, (x, y): (u16, u16)) -> Outcome {
        let Some(press) = self.press.filter(|press| press.is_held) else {
            return Outcome::None;
        };
        let text = self.context.layout.text;
        let by = match y {
            _ if y < text.y => -1,
            _ if y >= text.bottom() => 1,
            _ => 0,
        };
        let (context, mut outcome) = (&self.context, Outcome::None);
        if let Some(reader) = self.reader.as_mut().filter(|_| by != 0) {
            outcome = reader.motion(Motion::Lines(by), context);
        }
        let y = y.clamp(text.y, text.bottom().saturating_sub(1).max(text.y));
        if let Some(place) = self.place_under((x, y))
            && let Some(reader) = &mut self.reader
        {
            reader.selection = Some(Selection {
                fixed: press.place,
                moving: place,
                unit: unit(press.count),
            });
        }
        outcome
    }

    /// The button was released: what it selected is copied, and stays selected.
    pub(super) fn release_text(&mut self) {
        let press = self.press.as_mut().filter(|press| press.is_held);
        if let Some(press) = press {
            press.is_held = false;
            if let Some(reader) = &self.reader {
                reader.copy_selected(&mut self.context);
            }
        }
    }

    /// The text at a cell of the screen, or the nearest one on its line.
    fn place_under(&self, (x, y): (u16, u16)) -> Option<Position> {
        let reader = self.reader.as_ref()?;
        let page = reader.page()?;
        let text = self.text_area(reader);
        let row = usize::from(y.checked_sub(text.y)?);
        let at = (reader.top + row).checked_sub(reader.header.len())?;
        let outdent = page.line(at).outdent.min(text.x);
        page.place_at(at, x.saturating_sub(text.x - outdent))
    }

    /// Where the lines of the open article are drawn: below those that zen leaves empty.
    pub(crate) fn text_area(&self, reader: &ReaderPane) -> Area {
        let text = self.context.layout.text;
        let above = reader.rows_above(text.height, self.is_zen());
        Area {
            y: text.y + above,
            height: text.height - above,
            ..text
        }
    }
}

/// What one, two or three presses select.
fn unit(presses: usize) -> Unit {
    match presses % 3 {
        1 => Unit::Grapheme,
        2 => Unit::Word,
        _ => Unit::Paragraph,
    }
}
