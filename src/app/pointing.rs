//! Selecting text of the open article with the mouse: press, drag and release. Two presses select a
//! word, three a line.

use super::area::Area;
use super::pending::Press;
use super::reader::passages::Selection;
use super::{App, Motion, Outcome, ReaderPane};
use crate::document::Position;
use crate::typeset::Unit;

/// Presses at one place within this time, in milliseconds, count together.
const TOGETHER: u64 = 400;

/// The pause before the next line while the pointer rests beyond the text, in milliseconds.
const EDGE_PAUSE: u64 = 60;

/// Lines above the pointer that are searched for text: those of a picture and its margins.
const NEAR: usize = 256;

/// A column beyond every line.
const END: u16 = u16::MAX / 2;

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
            edge: None,
        });
    }

    /// The mouse moves while the button is held. Beyond the text it also scrolls.
    pub(super) fn drag_text(&mut self, cell: (u16, u16)) -> Outcome {
        let beyond = self.lines_beyond(cell);
        let now = self.context.now;
        let Some(press) = self.press.as_mut().filter(|press| press.is_held) else {
            return Outcome::None;
        };
        let due = press.edge.map_or(now, |(_, due)| due);
        press.edge = (beyond != 0).then_some((cell, due));
        self.select_to(cell);
        self.scroll_at_edge()
    }

    /// When the next line is scrolled while the pointer rests beyond the text.
    pub(super) fn edge_due(&self) -> Option<u64> {
        let press = self.press.filter(|press| press.is_held)?;
        press.edge.map(|(_, due)| due)
    }

    /// Scrolls a line towards the pointer and selects up to there, if the time has come. Ends at the
    /// end of the article.
    pub(super) fn scroll_at_edge(&mut self) -> Outcome {
        let now = self.context.now;
        let (Some(press), Some(reader)) = (&mut self.press, &mut self.reader) else {
            return Outcome::None;
        };
        let edge = press.edge.filter(|(_, due)| press.is_held && *due <= now);
        let Some((cell, _)) = edge else {
            return Outcome::None;
        };
        press.edge = Some((cell, now + EDGE_PAUSE));
        let (press, top) = (*press, reader.top);
        let by = self.lines_beyond(cell);
        let Some(reader) = &mut self.reader else {
            return Outcome::None;
        };
        let outcome = reader.motion(Motion::Lines(by), &self.context);
        if reader.top == top {
            self.press = Some(Press {
                edge: None,
                ..press
            });
        }
        self.select_to(cell);
        outcome
    }

    /// -1 above the text, 1 below it, 0 within. Where the text reaches the edge of the screen, its
    /// outermost row counts as beyond it.
    fn lines_beyond(&self, (_, y): (u16, u16)) -> isize {
        let text = self.context.layout.text;
        match y {
            _ if y < text.y || y == 0 => -1,
            _ if y >= text.bottom() || y + 1 >= self.context.size.1 => 1,
            _ => 0,
        }
    }

    /// Selects from the press to a cell, or to the nearest text of the article.
    fn select_to(&mut self, cell: (u16, u16)) {
        if let (Some(press), Some(place)) = (self.press, self.nearest_place(cell))
            && let Some(reader) = &mut self.reader
        {
            reader.selection = Some(Selection {
                fixed: press.place,
                moving: place,
                unit: unit(press.count),
            });
        }
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
        let text = self.text_area(reader);
        let row = usize::from(y.checked_sub(text.y)?);
        let line = (reader.top + row).checked_sub(reader.header.len())?;
        self.place_on(line, x)
    }

    /// The text on a line of the page that is nearest to a column of the screen.
    fn place_on(&self, line: usize, x: u16) -> Option<Position> {
        let reader = self.reader.as_ref()?;
        let page = reader.page()?;
        let text = self.text_area(reader);
        let outdent = page.line(line).outdent.min(text.x);
        page.place_at(line, x.saturating_sub(text.x - outdent))
    }

    /// The text at a cell of the screen that may be outside of the text: on the nearest line above it
    /// that has some, else on the first one.
    fn nearest_place(&self, (x, y): (u16, u16)) -> Option<Position> {
        let reader = self.reader.as_ref()?;
        let page = reader.page()?;
        let text = self.text_area(reader);
        let row = y.clamp(text.y, text.bottom().saturating_sub(1).max(text.y)) - text.y;
        let line = (reader.top + usize::from(row)).checked_sub(reader.header.len());
        let Some(line) = line else {
            return Some(page.place(0));
        };
        let last = page.len().saturating_sub(1);
        let above = (0..=line.min(last)).rev().take(NEAR);
        let found = above.map(|above| (above, if above == line { x } else { END }));
        let mut found = found.filter_map(|(line, x)| self.place_on(line, x));
        found.next().or_else(|| Some(page.place(0)))
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
        _ => Unit::Line,
    }
}
