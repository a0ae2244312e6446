//! The letters of a page: everything that is shown of the source without white space, with the
//! place of each. Highlights are found by their letters, so line breaks and blanks do not matter.

use super::page::Page;
use crate::document::{Position, Style, TextId};
use std::ops::Range;

/// The letters of a page in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letters {
    pub letters: Vec<char>,
    /// Where each letter is, in order.
    pub places: Vec<Position>,
}

impl Letters {
    /// Adds a part of a text. `byte`: where it starts in the text.
    pub fn push(&mut self, text: TextId, byte: u32, part: &str) {
        for (at, c) in part.char_indices().filter(|(_, c)| !c.is_whitespace()) {
            self.letters.push(c);
            self.places.push(Position {
                text,
                byte: byte + at as u32,
            });
        }
    }

    /// The letter at a place.
    pub fn index_of(&self, place: Position) -> Option<usize> {
        self.places.binary_search(&place).ok()
    }

    /// The parts of texts that hold some of the letters, with the blanks between them: each text
    /// with its bytes.
    pub fn parts(&self, range: Range<usize>) -> Vec<(TextId, Range<u32>)> {
        let mut parts: Vec<(TextId, Range<u32>)> = Vec::new();
        let places = self.places.get(range.clone()).unwrap_or_default();
        let letters = self.letters.get(range).unwrap_or_default();
        for (place, c) in places.iter().zip(letters) {
            let end = place.byte + c.len_utf8() as u32;
            match parts.last_mut() {
                Some((text, bytes)) if *text == place.text && place.byte >= bytes.end => {
                    bytes.end = end;
                }
                _ => parts.push((place.text, place.byte..end)),
            }
        }
        parts
    }
}

impl Page {
    /// The letters. `with_ruby`: with annotations that are set inline.
    pub fn letters(&self, with_ruby: bool) -> Letters {
        let mut letters = Letters::default();
        let shown = self.texts.all.iter().enumerate();
        let mut shown: Vec<_> = shown.filter(|(_, shown)| !shown.repeated).collect();
        // In the order of places, as copied text is.
        shown.sort_by_key(|(_, shown)| shown.id);
        for (index, shown) in shown {
            let all = self.texts.of(index);
            for (range, run) in self.texts.runs_from(index, 0) {
                if let Some(plain) = run.plain
                    && (with_ruby || !run.style.has(Style::RUBY))
                {
                    let part = all.get(range.start as usize..range.end as usize);
                    letters.push(shown.id, plain, part.unwrap_or_default());
                }
            }
        }
        letters
    }

    /// The text before a range and the text after it, each of so many characters.
    pub(crate) fn around(&self, from: Position, to: Position, most: usize) -> (String, String) {
        let mut start = Position { byte: 0, ..from };
        let mut before = self.text(start, from);
        while before.chars().count() < most
            && let Some(text) = self.text_before(start)
        {
            start = Position { text, byte: 0 };
            before = self.text(start, from);
        }
        let mut end = Position {
            byte: u32::MAX,
            ..to
        };
        let mut after = self.text(to, end);
        while after.chars().count() < most
            && let Some(next) = self.text_after(end)
        {
            end = Position {
                byte: u32::MAX,
                ..next
            };
            after = self.text(to, end);
        }
        let skipped = before.chars().count().saturating_sub(most);
        (
            before.chars().skip(skipped).collect(),
            after.chars().take(most).collect(),
        )
    }
}
