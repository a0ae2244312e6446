//! The quick filter: bare words in titles, sources and authors, as fast as they are typed.
//!
//! Beside the text itself, ideographs match their pinyin (full, initials or both mixed; any
//! reading), kana their romaji and Hangul its initial consonants. When few articles match, a second
//! pass lets characters of the text be left out.
//!
//! - `readings`, `kana` and `hangul` say how a character is typed; `word` is the automaton of a
//!   word, `signature` rejects texts that cannot have it, in any of the `ways` to match it.
//! - [`QuickColumn`] keeps folded titles while the filter is being typed.
//! - [`matching_rows`] searches the column, [`QuickFilter::matches`] compares an
//!   article without it.

mod column;
mod hangul;
mod kana;
mod matcher;
mod ranges;
mod readings;
mod signature;
mod ways;
mod word;

pub use column::QuickColumn;
pub use matcher::matching_rows;

use super::query::{Node, Query, Term};
use crate::text::{fold, fold_with_map};
use ranges::join;
use std::ops::Range;
use word::Word;

/// The most words; each has one bit in a mask.
const MOST_WORDS: usize = 64;

/// The words that a title, source or author must contain, in any order.
#[derive(Clone, Debug)]
pub struct QuickFilter {
    /// Folded.
    texts: Vec<Box<str>>,
    words: Vec<Wanted>,
    loose: bool,
}

/// A word of the filter.
#[derive(Clone, Debug)]
struct Wanted {
    word: Word,
    /// The word when characters may be left out of the text.
    loose: Option<Word>,
    /// The texts with the word as it is are known.
    only_loose: bool,
}

impl Wanted {
    /// Whether a text with a signature has the word.
    fn is_in(&self, text: &[u16], signature: u64) -> bool {
        let has = |word: &Word| {
            word.may_be_in(signature)
                && (word.is_signature() && signature != u64::MAX || word.is_in(text))
        };
        !self.only_loose && has(&self.word) || self.loose.as_ref().is_some_and(has)
    }

    fn ranges(&self, text: &[u16]) -> Vec<Range<usize>> {
        let ranges = self.word.ranges(text);
        match &self.loose {
            Some(loose) if ranges.is_empty() => loose.ranges(text),
            _ => ranges,
        }
    }
}

impl QuickFilter {
    /// The quick filter for a query of bare words. `None` if the text uses the query language.
    pub fn of(text: &str, query: &Query) -> Option<Self> {
        let is_word = |node: &Node| matches!(node, Node::Term(Term::Anywhere(_)));
        let is_bare = match query.root()? {
            Node::And(nodes) => nodes.iter().all(is_word),
            node => is_word(node),
        };
        let folded = fold(text);
        // A phrase or a prefix is meant exactly as it is written.
        if !is_bare || folded.contains(['"', '*', '(', ')']) {
            return None;
        }
        let words = folded.split_whitespace().take(MOST_WORDS);
        Some(Self::new(words.map(Into::into).collect(), false))
    }

    fn new(texts: Vec<Box<str>>, loose: bool) -> Self {
        let words = texts.iter().map(|text| Wanted {
            word: Word::new(text, false),
            loose: loose.then(|| Word::new(text, true)),
            only_loose: false,
        });
        Self {
            words: words.collect(),
            texts,
            loose,
        }
    }

    /// The filter that also matches when characters are left out of a text. `None` if this one
    /// does already, or if the words are so short that it would find everything.
    pub fn loose(&self) -> Option<Self> {
        let can_be = !self.loose && self.words.iter().all(|wanted| wanted.word.can_be_loose());
        can_be.then(|| Self::new(self.texts.clone(), true))
    }

    /// A loose filter for articles that the strict one did not find: it need not look for a lone
    /// word as it is.
    pub fn without_strict(mut self) -> Self {
        if let [word] = self.words.as_mut_slice() {
            word.only_loose = true;
        }
        self
    }

    /// This filter as the continuation of `before`, when every match of it is one of `before`, so
    /// that only those need to be searched again.
    pub fn narrowed(&self, before: &Self) -> Option<Self> {
        let is_continued = |old: &str| self.texts.iter().any(|new| new.starts_with(old));
        if !before.texts.iter().all(|old| is_continued(old)) {
            return None;
        }
        match before.loose {
            // What matched loosely is among the articles that are searched again.
            true => self.loose(),
            false => Some(self.clone()),
        }
    }

    /// Where a title matches: ranges of bytes, in order and without overlap.
    pub fn ranges(&self, title: &str) -> Vec<Range<usize>> {
        let folded = fold_with_map(title);
        let mut units = Vec::with_capacity(folded.text.len());
        let mut bytes = Vec::with_capacity(folded.text.len());
        for (at, c) in folded.text.char_indices() {
            for unit in c.encode_utf16(&mut [0; 2]) {
                units.push(*unit);
                bytes.push(at..at + c.len_utf8());
            }
        }
        let found = self.words.iter().flat_map(|word| word.ranges(&units));
        let mut found: Vec<Range<usize>> = found
            .filter_map(|range| {
                let first = bytes.get(range.start)?;
                let last = bytes.get(range.end.checked_sub(1)?)?;
                Some(folded.source(first.start..last.end, title))
            })
            .collect();
        found.sort_by_key(|range| range.start);
        join(found)
    }
}

#[cfg(test)]
mod tests;
