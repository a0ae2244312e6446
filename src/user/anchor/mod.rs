//! Finds a highlighted passage again in an article that may have been edited.
//!
//! Letters are compared, without white space. First the same words are looked for: the quotation
//! with the context before and after it, anywhere, or the quotation with the nearest words of the
//! context. Else the quotation with its context is aligned with the parts of the article that share
//! most words with it. What the alignment pairs with the quotation is the passage, unless too little
//! of it or of its context is left, or another place would do as well: a lost highlight can be read
//! in its quotation, but one at a wrong place would mislead.

mod align;
mod regions;

use super::event::Highlight;
use crate::document::{Position, TextId};
use crate::typeset::{Letters, Page};
use align::align;
use regions::regions;
use std::ops::Range;

/// Letters of the context on each side that must be unchanged for the first step.
const NEAR: usize = 16;

/// The longest quotation that is aligned as a whole. Of a longer one the two ends are.
const WHOLE: usize = 600;

/// Letters at each end of a longer quotation.
const END: usize = 300;

/// Letters of the context at a rival place that make it one.
const RIVAL: usize = 6;

/// Parts of texts that hold a passage, each with its bytes.
pub type Parts = Vec<(TextId, Range<u32>)>;

/// Where a highlight is; `None`: its words are gone, or their place is ambiguous.
pub type Found = (Highlight, Option<Parts>);

/// Looks for highlights in a page, with and without annotations that are set inline. `None`: that
/// was cancelled.
pub fn locate(
    page: &Page,
    highlights: &[Highlight],
    is_cancelled: &dyn Fn() -> bool,
) -> Option<Vec<Found>> {
    let letters = [true, false].map(|with_ruby| page.letters(with_ruby));
    let [with_ruby, without] = &letters;
    let has_ruby = with_ruby != without;
    let parts = |highlight: &Highlight, letters: &Letters| {
        let range = find(highlight, letters)?;
        Some(letters.parts(range))
    };
    let place = |highlight: &Highlight| {
        let without = || has_ruby.then(|| parts(highlight, without)).flatten();
        parts(highlight, with_ruby).or_else(without)
    };
    let found = highlights.iter();
    found
        .map(|highlight| (!is_cancelled()).then(|| (highlight.clone(), place(highlight))))
        .collect()
}

/// Finds a highlight: the range of its letters. `None` if its words are gone or their place is
/// ambiguous.
pub fn find(highlight: &Highlight, letters: &Letters) -> Option<Range<usize>> {
    let sought = Sought::new(highlight);
    if sought.quote.is_empty() {
        return None;
    }
    let text = &letters.letters;
    let whole = occurrences(text, &sought.words);
    let whole: Vec<usize> = whole.map(|at| at + sought.quote.start).collect();
    let expected = sought.expected(highlight, letters);
    let range = |at: usize| at..at + sought.quote.len();
    if !whole.is_empty() {
        let is_expected = |at: &usize| whole.len() == 1 || Some(*at) == expected;
        return whole.iter().copied().find(is_expected).map(range);
    }
    let quotes: Vec<usize> = occurrences(text, sought.quoted()).collect();
    let near = quotes.iter().find(|at| sought.is_near(text, **at));
    let found = match near {
        Some(at) => range(*at),
        None => sought.aligned(text)?,
    };
    (!sought.has_rival(text, &quotes, found.start)).then_some(found)
}

/// The same where the words are at their place with all of their context.
pub fn find_unchanged(highlight: &Highlight, letters: &Letters) -> Option<Range<usize>> {
    let sought = Sought::new(highlight);
    let at = sought.expected(highlight, letters)?;
    let start = at.checked_sub(sought.quote.start)?;
    let is_there = !sought.quote.is_empty() && letters.letters[start..].starts_with(&sought.words);
    is_there.then(|| at..at + sought.quote.len())
}

/// The letters of a quotation in their context.
struct Sought {
    words: Vec<char>,
    /// The quotation in `words`.
    quote: Range<usize>,
}

impl Sought {
    fn new(highlight: &Highlight) -> Self {
        let letters = |text: &str| -> Vec<char> {
            let letters = text.chars().filter(|c| !c.is_whitespace());
            letters.collect()
        };
        let mut words = letters(&highlight.before);
        let start = words.len();
        words.extend(letters(&highlight.quote));
        let end = words.len();
        words.extend(letters(&highlight.after));
        Self {
            words,
            quote: start..end,
        }
    }

    /// Where the quotation was when it was highlighted. One without context comes from another
    /// program, which does not know the place.
    fn expected(&self, highlight: &Highlight, letters: &Letters) -> Option<usize> {
        let has_context = self.words.len() > self.quote.len();
        let is_known = has_context || highlight.place != Position::default();
        letters.index_of(highlight.place).filter(|_| is_known)
    }

    /// The start of a long quotation; its next words are context.
    fn start(&self) -> Self {
        let start = self.quote.start;
        Self {
            words: self.words[..start + WHOLE].to_vec(),
            quote: start..start + END,
        }
    }

    /// The end of a long quotation.
    fn end(&self) -> Self {
        let from = self.quote.end - WHOLE;
        Self {
            words: self.words[from..].to_vec(),
            quote: WHOLE - END..WHOLE,
        }
    }

    fn before(&self) -> &[char] {
        &self.words[..self.quote.start]
    }

    fn after(&self) -> &[char] {
        &self.words[self.quote.end..]
    }

    fn quoted(&self) -> &[char] {
        &self.words[self.quote.clone()]
    }

    /// Letters of the context that are directly around the quotation at a place.
    fn adjacent(&self, text: &[char], at: usize) -> usize {
        let left = text.get(..at).unwrap_or_default().iter().rev();
        let right = text.get(at + self.quote.len()..).unwrap_or_default();
        equal(self.before().iter().rev(), left) + equal(self.after().iter(), right.iter())
    }

    /// Whether the quotation at another place has a context that is nearly as good. In tables and
    /// lists of links many places look alike.
    fn has_rival(&self, text: &[char], quotes: &[usize], chosen: usize) -> bool {
        let own = self.adjacent(text, chosen);
        let others = quotes.iter().filter(|at| **at != chosen);
        let mut others = others.map(|at| self.adjacent(text, *at));
        let least = RIVAL.max(own / 2).min(own.max(1));
        others.any(|other| other >= least)
    }

    /// Whether the nearest words of the context are around the quotation at a place.
    fn is_near(&self, text: &[char], at: usize) -> bool {
        let (before, after) = (self.before(), self.after());
        let left = &before[before.len().saturating_sub(NEAR)..];
        let right = &after[..after.len().min(NEAR)];
        text[..at].ends_with(left) && text[at + self.quote.len()..].starts_with(right)
    }

    /// Aligns a quotation in its context; of a long one the two ends.
    fn aligned(&self, text: &[char]) -> Option<Range<usize>> {
        if self.quote.len() <= WHOLE {
            return self.aligned_whole(text);
        }
        let start = self.start().aligned_whole(text)?.start;
        let end = self.end().aligned_whole(text)?.end;
        let length = self.quote.len();
        let is_like = (length / 2..=length * 3 / 2).contains(&end.saturating_sub(start));
        is_like.then_some(start..end)
    }

    /// Aligns the quotation and its context with the likely regions of the text.
    fn aligned_whole(&self, text: &[char]) -> Option<Range<usize>> {
        let regions = regions(&self.words, text);
        let mut found: Vec<_> = regions
            .into_iter()
            .filter_map(|region| {
                let aligned = align(&self.words, &self.quote, &text[region.clone()])?;
                Some(aligned.moved(region.start))
            })
            .collect();
        found.sort_by_key(|aligned| std::cmp::Reverse(aligned.score));
        let best = found.first()?;
        let range = best.range.clone()?;
        let is_rival = |other: &align::Aligned| {
            let elsewhere = other.range.as_ref().is_none_or(|other| *other != range);
            elsewhere && other.score * 20 >= best.score * 19
        };
        (!found.iter().skip(1).any(is_rival)).then_some(range)
    }
}

/// How many letters are equal from the start on.
fn equal<'a>(one: impl Iterator<Item = &'a char>, other: impl Iterator<Item = &'a char>) -> usize {
    one.zip(other)
        .take_while(|(one, other)| one == other)
        .count()
}

/// Where some letters are in a text.
fn occurrences<'a>(text: &'a [char], words: &'a [char]) -> impl Iterator<Item = usize> + 'a {
    let first = words.first().copied();
    let windows = text.windows(words.len().max(1)).enumerate();
    windows
        .filter(move |(_, window)| window.first().copied() == first && *window == words)
        .map(|(at, _)| at)
}

#[cfg(test)]
mod tests;
