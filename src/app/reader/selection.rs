//! Marking text in the reader, by word and by line, to copy it.

use crate::app::{App, Focus};
use crate::document::Position;
use crate::input::Command;

impl App {
    pub(crate) fn selecting(&self) -> bool {
        self.reader
            .as_ref()
            .is_some_and(|reader| reader.selection.is_some())
    }

    /// Begins marking at the first visible text.
    pub(crate) fn select_text(&mut self) {
        if self.focus == Focus::List {
            self.read_selected();
        }
        let Some(reader) = &mut self.reader else {
            return;
        };
        let Some(page) = reader.page() else { return };
        let place = page.place(reader.visible().start);
        reader.selection = Some((place, place));
    }

    fn extend(&mut self, to: Position) {
        let Some(reader) = &mut self.reader else {
            return;
        };
        let Some((from, _)) = reader.selection else {
            return;
        };
        reader.selection = Some((from, to));
        if let Some(line) = reader.page().map(|page| page.line_of(to)) {
            reader.reveal(line);
        }
    }

    pub(crate) fn move_selection_line(&mut self, by: isize) {
        let Some((_, to)) = self.reader.as_ref().and_then(|reader| reader.selection) else {
            return;
        };
        let Some(page) = self.reader.as_ref().and_then(|reader| reader.page()) else {
            return;
        };
        let here = page.line_of(to);
        let last = page.len().saturating_sub(1);
        let mut line = here.saturating_add_signed(by).min(last);
        // A row without text, such as one between paragraphs, has the place of the row below.
        while by < 0 && line > 0 && page.line_of(page.place(line)) >= here {
            line -= 1;
        }
        let next = page.place(line);
        self.extend(next);
    }

    pub(crate) fn move_selection(&mut self, command: Command, times: usize) {
        for _ in 0..times.min(1_000) {
            let Some((_, to)) = self.reader.as_ref().and_then(|reader| reader.selection) else {
                return;
            };
            let Some(page) = self.reader.as_ref().and_then(|reader| reader.page()) else {
                return;
            };
            let next = match command {
                Command::PreviousWord => page.previous_word(to),
                Command::WordEnd => page.word_end(to),
                // From the last word on to its last cluster, so that it can be marked whole.
                _ => page.next_word(to).or_else(|| page.last_cluster(to)),
            };
            match next {
                Some(next) => self.extend(next),
                None => return,
            }
        }
    }
}
