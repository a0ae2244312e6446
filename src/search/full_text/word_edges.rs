//! Where words begin and end in a text, also in scripts without spaces between them.

use super::super::is_word_character;
use crate::text::{Language, Script, script};
use crate::typeset::inline::kinsoku::is_katakana;
#[cfg(feature = "phrase")]
use crate::typeset::inline::phrase;
use std::ops::Range;

/// So many characters on both sides of a part tell where its words end.
const NEAR: usize = 12;

/// Scores of the model of phrases above which a word ends: probably (19 % of these ends in Chinese titles
/// tear a word of a dictionary), and perhaps (41 % of those below 10).
pub const PROBABLY: i16 = 20;
pub const PERHAPS: i16 = 0;

/// The places (bytes) in a part of a text, with its edges, that are within a word; in order. The
/// model of phrases tells them between ideographs and kana: an end with a score of at most `least` is
/// not seen. A run of katakana is one word.
pub fn within(text: &str, part: Range<usize>, language: Language, least: i16) -> Vec<usize> {
    let (before, rest) = text.split_at(part.start);
    let from = before.char_indices().rev().take(NEAR).last();
    let from = from.map_or(part.start, |(at, _)| at);
    let to = rest.get(part.len()..).unwrap_or_default();
    let to = to.char_indices().nth(NEAR);
    let to = to.map_or(text.len(), |(at, _)| part.end + at);
    let near = text.get(from..to).unwrap_or_default();
    let mut places = phrase_places(near, language, least);
    let mut before = ' ';
    for (at, c) in near.char_indices() {
        if is_one_word(before, c) {
            places.push(at);
        }
        before = c;
    }
    places.sort_unstable();
    places.dedup();
    let places = places.into_iter().map(|at| from + at);
    places
        .filter(|at| (part.start..=part.end).contains(at))
        .collect()
}

/// Whether two neighbours are of one word in every text.
fn is_one_word(before: char, after: char) -> bool {
    let both = |is: fn(char) -> bool| is(before) && is(after);
    both(is_word_character) || both(is_katakana) || both(|c| script(c) == Script::Hangul)
}

/// The places (bytes) between two characters of one phrase.
#[cfg(feature = "phrase")]
fn phrase_places(text: &str, language: Language, least: i16) -> Vec<usize> {
    phrase::places_inside(text, language, least)
}

#[cfg(not(feature = "phrase"))]
const fn phrase_places(_: &str, _: Language, _: i16) -> Vec<usize> {
    Vec::new()
}
