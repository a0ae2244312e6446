//! Selecting text in the reader, by grapheme cluster, word, sentence or paragraph.

use super::pane::ReaderPane;
use super::passages::Selection;
use crate::app::context::Context;
use crate::app::motion::{Motion, Step};
use crate::document::Position;
use crate::input::Command;
use crate::typeset::Unit;

/// The most steps of one command.
const MOST: usize = 1_000;

impl ReaderPane {
    /// Starts a selection at the current match if it is visible, else at the first visible text.
    /// Where the header fills the window, the window goes on to the text.
    pub(crate) fn start_selection(&mut self) {
        let Some(page) = self.page() else { return };
        let position = self.visible_hit();
        let position = position.unwrap_or_else(|| page.place(self.visible().start));
        let line = page.line_of(position);
        self.selection = Some(Selection {
            fixed: position,
            moving: position,
            unit: Unit::default(),
        });
        if line >= self.visible().end {
            self.reveal(line);
        }
    }

    /// The start of the selected text, and its end.
    pub fn selected(&self) -> Option<(Position, Position)> {
        let (page, selection) = (self.page()?, self.selection?);
        let first = selection.fixed.min(selection.moving);
        let last = selection.fixed.max(selection.moving);
        let (start, _) = page.unit_at(first, selection.unit);
        let (_, end) = page.unit_at(last, selection.unit);
        Some((start, end))
    }

    /// Selects whole units of another size.
    pub(crate) fn select_by(&mut self, unit: Unit) {
        if let Some(selection) = &mut self.selection {
            selection.unit = unit;
        }
    }

    pub(crate) fn widen_selection(&mut self) {
        if let Some(selection) = &mut self.selection {
            selection.unit = selection.unit.wider();
        }
    }

    /// Moves the other end of the selection from now on.
    pub(crate) fn swap_ends(&mut self) {
        if let Some(selection) = &mut self.selection {
            std::mem::swap(&mut selection.fixed, &mut selection.moving);
            let to = selection.moving;
            self.extend_selection(to);
        }
    }

    fn extend_selection(&mut self, to: Position) {
        let Some(selection) = &mut self.selection else {
            return;
        };
        selection.moving = to;
        if let Some(line) = self.page().map(|page| page.line_of(to)) {
            self.reveal(line);
        }
    }

    pub(crate) fn move_selection(&mut self, motion: Motion, context: &Context) {
        let height = context.layout.reader.unwrap_or_default().height;
        match motion.resolve(height) {
            Step::By(lines) => self.move_selection_lines(lines),
            Step::To(line) => {
                // Lines are counted from the first line with text.
                if let Some(page) = self.page() {
                    let first = page.place(0);
                    self.extend_selection(first);
                }
                self.move_selection_lines(isize::try_from(line).unwrap_or(isize::MAX));
            }
        }
    }

    fn move_selection_lines(&mut self, by: isize) {
        let (Some(selection), Some(page)) = (self.selection, self.page()) else {
            return;
        };
        let here = page.line_of(selection.moving);
        let last = page.len().saturating_sub(1);
        let mut line = here.saturating_add_signed(by).min(last);
        // A line without text, such as one between paragraphs, has the position of the line
        // below it.
        while by < 0 && line > 0 && page.line_of(page.place(line)) >= here {
            line -= 1;
        }
        let next = page.place(line);
        self.extend_selection(next);
    }

    /// Moves the end of the selection by units.
    pub(crate) fn move_selection_by(&mut self, command: Command, times: usize) {
        for _ in 0..times.min(MOST) {
            match self.next_end(command) {
                Some(next) => self.extend_selection(next),
                None => return,
            }
        }
    }

    /// Where a command moves the end of the selection.
    fn next_end(&self, command: Command) -> Option<Position> {
        let (page, selection) = (self.page()?, self.selection?);
        let (here, own) = (selection.moving, selection.unit);
        let unit = match command {
            Command::NextUnit | Command::PreviousUnit => own,
            Command::NextSentence | Command::PreviousSentence => Unit::Sentence,
            Command::NextParagraph | Command::PreviousParagraph => Unit::Paragraph,
            _ => Unit::Word,
        };
        match command {
            Command::WordEnd => page.word_end(here),
            Command::PreviousUnit
            | Command::PreviousWord
            | Command::PreviousSentence
            | Command::PreviousParagraph => {
                // First to the start of the unit, unless whole ones are selected.
                let (start, _) = page.unit_at(here, unit);
                if unit > Unit::Word && own < unit && start < here {
                    return Some(start);
                }
                page.previous_unit(here, unit)
            }
            // From the last unit to its last cluster, so that all of it can be selected.
            _ => {
                let last = || page.last_cluster(here).filter(|_| unit > Unit::Grapheme);
                page.next_unit(here, unit).or_else(last)
            }
        }
    }
}
