//! Selecting text in the reader, by word and by line.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::motion::{Motion, Step};
use crate::document::Position;
use crate::input::Command;

impl ReaderPane {
    /// Starts a selection at the first visible text.
    pub(crate) fn start_selection(&mut self) {
        if let Some(page) = self.page() {
            let position = page.place(self.visible().start);
            self.selection = Some((position, position));
        }
    }

    fn extend_selection(&mut self, to: Position) {
        let Some((from, _)) = self.selection else {
            return;
        };
        self.selection = Some((from, to));
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
        let (Some((_, to)), Some(page)) = (self.selection, self.page()) else {
            return;
        };
        let here = page.line_of(to);
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

    pub(crate) fn move_selection_words(&mut self, command: Command, times: usize) {
        for _ in 0..times.min(1_000) {
            let (Some((_, to)), Some(page)) = (self.selection, self.page()) else {
                return;
            };
            let next = match command {
                Command::PreviousWord => page.previous_word(to),
                Command::WordEnd => page.word_end(to),
                // From the last word to its last cluster, so that all of it can be selected.
                _ => page.next_word(to).or_else(|| page.last_cluster(to)),
            };
            match next {
                Some(next) => self.extend_selection(next),
                None => return,
            }
        }
    }
}
