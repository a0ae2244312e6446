//! Cursor movement: to the next or the previous cluster or word.

#[cfg(feature = "phrase")]
use super::inline::phrase;
use super::page::Page;
use crate::document::Position;
#[cfg(feature = "phrase")]
use crate::text::Language;
use crate::text::{clusters, floor_char_boundary};
use unicode_segmentation::UnicodeSegmentation;

/// Bytes that are searched for the next word, and bytes of context on the other side.
const NEAR: usize = 1_024;
const CONTEXT: usize = 64;

impl Page {
    /// The place of the next cluster, or the start of the next text.
    pub(crate) fn next_cluster(&self, place: Position) -> Option<Position> {
        let words = self.words(place.text, place.byte..u32::MAX);
        self.step(place, &words, clusters(&words).next().map_or(0, str::len))
    }

    /// The place after the cluster at a place, in the same text: a range that ends there has the
    /// cluster and nothing of the next text.
    pub(crate) fn cluster_end(&self, place: Position) -> Position {
        let words = self.words(place.text, place.byte..u32::MAX);
        let bytes = clusters(&words).next().map_or(0, str::len);
        let byte = self.ahead(place, bytes as u32).unwrap_or(place.byte);
        Position { byte, ..place }
    }

    /// The last cluster of the text of a place.
    pub(crate) fn last_cluster(&self, place: Position) -> Option<Position> {
        let start = Position { byte: 0, ..place };
        let words = self.words(place.text, 0..u32::MAX);
        let (at, _) = words.grapheme_indices(true).next_back()?;
        let byte = self.ahead(start, at as u32)?;
        Some(Position { byte, ..place })
    }

    /// The last cluster of the next word that ends after a place. Skips spaces and punctuation,
    /// except at the end of a text: there it is the last cluster of the text.
    pub(crate) fn word_end(&self, place: Position) -> Option<Position> {
        let next = self.next_cluster(place)?;
        let rest = self.words(next.text, next.byte..u32::MAX);
        if !rest.contains(char::is_alphanumeric) {
            return self.last_cluster(next);
        }
        let start = if self.is_word(next) {
            next
        } else {
            self.next_word(next)?
        };
        let after = self
            .next_word(start)
            .filter(|after| after.text == start.text);
        let mut end = match after {
            Some(after) => self.previous_cluster(after)?,
            None => self.last_cluster(start)?,
        };
        while end > start && !self.is_word(end) {
            end = self.previous_cluster(end)?;
        }
        Some(end)
    }

    /// Whether the cluster at a place is part of a word.
    fn is_word(&self, place: Position) -> bool {
        let words = self.words(place.text, place.byte..self.cluster_end(place).byte);
        words.contains(char::is_alphanumeric)
    }

    /// The start of the next word: letters, ideographs, numbers.
    pub fn next_word(&self, place: Position) -> Option<Position> {
        let before = self.words(place.text, 0..place.byte);
        let after = self.words(place.text, place.byte..u32::MAX);
        let before = last(&before, CONTEXT);
        let near = format!("{before}{}", first(&after, NEAR));
        let next = self.word_starts(place, &near).find(|at| *at > before.len());
        let end = next.map_or(near.len(), |at| at) - before.len();
        self.step(place, &after, end)
    }

    /// The place `bytes` shown bytes further on. `words` is the text from the place on.
    fn step(&self, place: Position, words: &str, bytes: usize) -> Option<Position> {
        if bytes > 0 && bytes < words.len() {
            let byte = self.ahead(place, bytes as u32)?;
            return Some(Position { byte, ..place });
        }
        self.text_after(place)
    }

    /// The place of the previous cluster, or the last cluster of the previous text.
    pub(crate) fn previous_cluster(&self, place: Position) -> Option<Position> {
        self.step_back(place, &|words, _| {
            words.grapheme_indices(true).next_back().map(|(at, _)| at)
        })
    }

    /// The start of the word before a place.
    pub fn previous_word(&self, place: Position) -> Option<Position> {
        self.step_back(place, &|words, after| {
            let near = last(words, NEAR);
            let context = format!("{near}{}", first(after, CONTEXT));
            let starts = self.word_starts(place, &context);
            let start = starts.take_while(|at| *at < near.len()).last()?;
            Some(words.len() - near.len() + start)
        })
    }

    /// Moves back to the byte that `last` finds in the text before a place; it also gets the
    /// text after the place. At the start of a text it looks in the previous one.
    fn step_back(
        &self,
        place: Position,
        last: &dyn Fn(&str, &str) -> Option<usize>,
    ) -> Option<Position> {
        let before = self.words(place.text, 0..place.byte);
        let after = self.words(place.text, place.byte..u32::MAX);
        let (text, at) = match last(&before, &after) {
            Some(at) => (place.text, at),
            None => {
                let text = self.text_before(place)?;
                (text, last(&self.words(text, 0..u32::MAX), "")?)
            }
        };
        let byte = self.ahead(Position { text, byte: 0 }, at as u32)?;
        Some(Position { text, byte })
    }

    /// Where words start (bytes) in a part of the text of a place: UAX #29, which separates all
    /// ideographs, without the boundaries that the phrase models put inside a phrase.
    fn word_starts<'a>(&self, place: Position, part: &'a str) -> impl Iterator<Item = usize> + 'a {
        let joined = self.joined(place, part);
        part.split_word_bound_indices()
            .filter(|(_, word)| word.chars().any(char::is_alphanumeric))
            .map(|(at, _)| at)
            .filter(move |at| joined.binary_search(at).is_err())
    }

    #[cfg(feature = "phrase")]
    pub(super) fn joined(&self, place: Position, part: &str) -> Vec<usize> {
        let whole = self.words(place.text, 0..u32::MAX);
        let sample = whole.chars().take(NEAR);
        let language = match Language::detect_chars(sample, self.language) {
            Language::Latin | Language::Other => self.language,
            language => language,
        };
        phrase::places_inside(part, language, 0)
    }

    #[cfg(not(feature = "phrase"))]
    pub(super) const fn joined(&self, _: Position, _: &str) -> Vec<usize> {
        Vec::new()
    }
}

/// The first bytes of a text, up to a char boundary.
fn first(text: &str, bytes: usize) -> &str {
    let end = floor_char_boundary(text, bytes);
    text.get(..end).unwrap_or(text)
}

/// The last bytes of a text, from a char boundary.
fn last(text: &str, bytes: usize) -> &str {
    let start = floor_char_boundary(text, text.len().saturating_sub(bytes));
    text.get(start..).unwrap_or(text)
}
