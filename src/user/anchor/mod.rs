//! Finds a highlighted passage again in an article that may have been edited.
//!
//! Letters are compared, without white space. First the same words are looked for: the quotation
//! with the context before and after it, anywhere, or the quotation with the nearest words of the
//! context. Else the quotation with its context is aligned with the parts of the article that share
//! most words with it. What the alignment pairs with the quotation is the passage, unless too little
//! of it or of its context is left, or another place would do as well: a lost highlight can be read
//! in its quotation, but one at a wrong place would mislead. `rivals` measures what other places had
//! in common with the passage when it was highlighted, because one that is left alone afterwards
//! looks unique. A place that has more in common now was copied since: then neither counts.

mod align;
mod regions;
mod rivals;

use super::event::{Highlight, Rivals};
use crate::document::{Position, TextId};
use crate::typeset::{Letters, Page};
use align::align;
use regions::{MOST, regions};
pub use rivals::rivals;
use std::ops::Range;

/// Letters of the context on each side that must be unchanged for the first step.
const NEAR: usize = 16;

/// The longest quotation that is aligned as a whole. Of a longer one the two ends are.
const WHOLE: usize = 600;

/// Letters at each end of a longer quotation.
const END: usize = 300;

/// Letters of the context at a rival place that make it one.
const RIVAL: usize = 6;

/// Letters of the context that tell a passage from a copy which has the ones before them, too.
const TOLD: usize = 4;

/// A place must have more in common with the passage than another one had: a quarter more.
const MARGIN: u32 = 4;

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
    let range = |at: usize| at..at + sought.quote.len();
    if let Some(rivals) = &highlight.rivals {
        let unchanged = || sought.unchanged(highlight, letters);
        let exact = || sought.exact(text, rivals).map(range);
        let aligned = || sought.unmixed(text, sought.aligned(text, rivals.letters)?, rivals);
        let numbered = || sought.numbered(text, rivals).map(range);
        let moved = || exact().or_else(aligned).or_else(numbered);
        let told = || moved().filter(|found| !sought.has_new_rival(text, found, rivals));
        return unchanged().map(range).or_else(told);
    }
    let whole: Vec<usize> = sought.whole(text).collect();
    if !whole.is_empty() {
        let expected = sought.expected(highlight, letters);
        let is_expected = |at: &usize| whole.len() == 1 || Some(*at) == expected;
        return whole.iter().copied().find(is_expected).map(range);
    }
    let quotes: Vec<usize> = occurrences(text, sought.quoted()).collect();
    let near = quotes.iter().find(|at| sought.is_near(text, **at));
    let found = match near {
        Some(at) => range(*at),
        None => sought.aligned(text, 0)?,
    };
    (!sought.has_rival(text, &quotes, found.start)).then_some(found)
}

/// The same where the words are at their place with all of their context.
pub fn find_unchanged(highlight: &Highlight, letters: &Letters) -> Option<Range<usize>> {
    let sought = Sought::new(highlight);
    let at = sought.unchanged(highlight, letters)?;
    Some(at..at + sought.quote.len())
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

    /// Where the quotation is with all of its context.
    fn whole<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        occurrences(text, &self.words).map(|at| at + self.quote.start)
    }

    /// Whether no other place had the quotation with all of its context.
    fn is_unique(&self, rivals: &Rivals) -> bool {
        (rivals.letters as usize) < self.words.len()
    }

    /// Whether a place is at the end of the text if the passage was: there its context ends.
    fn has_ends(&self, text: &[char], at: usize) -> bool {
        let is_start = self.before().len() >= NEAR || at == self.before().len();
        let end = at + self.quote.len() + self.after().len();
        is_start && (self.after().len() >= NEAR || end == text.len())
    }

    /// Where the quotation is with the nearest words of its context.
    fn near<'a>(&'a self, text: &'a [char]) -> impl Iterator<Item = usize> + 'a {
        let start = self.quote.start.saturating_sub(NEAR);
        let end = self.words.len().min(self.quote.end + NEAR);
        let words = self.words.get(start..end).unwrap_or_default();
        occurrences(text, words).map(move |at| at + self.quote.start - start)
    }

    /// The place where the quotation was, if it is there with all of its context. If another place had
    /// the same words, there must be as many copies as then, before it and in all: a copy may have taken
    /// its place.
    fn unchanged(&self, highlight: &Highlight, letters: &Letters) -> Option<usize> {
        let at = self.expected(highlight, letters)?;
        let start = at.checked_sub(self.quote.start)?;
        let text = &letters.letters;
        let is_there = !self.quote.is_empty() && text[start..].starts_with(&self.words);
        let rivals = highlight.rivals.as_ref();
        let is_own = rivals
            .is_none_or(|rivals| self.is_unique(rivals) || self.copies(text, at) == rivals.copy);
        (is_there && is_own).then_some(at)
    }

    /// The number of a place among those with the nearest words of the context, from 1, and how many
    /// they are. `None`: it is the only one.
    fn copies(&self, text: &[char], at: usize) -> Option<(u32, u32)> {
        let near: Vec<usize> = self.near(text).collect();
        let index = near.iter().position(|other| *other == at)?;
        (near.len() > 1).then_some((index as u32 + 1, near.len() as u32))
    }

    /// The only place with all of the context, or with the nearest words of it. If there were several
    /// of these, the one with more of the context than any other had.
    fn exact(&self, text: &[char], rivals: &Rivals) -> Option<usize> {
        let whole: Vec<usize> = self.whole(text).collect();
        if let [at] = whole.as_slice()
            && self.is_unique(rivals)
            && self.has_ends(text, *at)
        {
            return Some(*at);
        }
        let near: Vec<usize> = self.near(text).collect();
        if rivals.copy.is_none() {
            let only = near.first().filter(|_| near.len() == 1);
            return only.copied().filter(|at| self.has_ends(text, *at));
        }
        let is_told = |at: &usize| {
            let (before, after) = self.sides(text, &(*at..*at + self.quote.len()));
            before > rivals.before as usize + TOLD || after > rivals.after as usize + TOLD
        };
        let mut told = near.into_iter().filter(is_told);
        told.next().filter(|_| told.next().is_none())
    }

    /// The place with the same number among the copies, if there are as many of them as when it was
    /// highlighted. Not if the context told them apart then: it does so no more, thus the passage may
    /// be gone, or the copies have changed places.
    fn numbered(&self, text: &[char], rivals: &Rivals) -> Option<usize> {
        let (number, _) = rivals.copy?;
        let is_like = with_margin(rivals.letters) >= self.words.len() as u32;
        let index = (number as usize).checked_sub(1).filter(|_| is_like)?;
        let at = self.near(text).nth(index)?;
        let is_own = self.copies(text, at) == rivals.copy && self.has_ends(text, at);
        is_own.then_some(at)
    }

    /// Letters of the context that are directly around the quotation at a place.
    fn adjacent(&self, text: &[char], at: usize) -> usize {
        let (left, right) = self.sides(text, &(at..at + self.quote.len()));
        left + right
    }

    /// Letters of the context that are directly before and after a range.
    fn sides(&self, text: &[char], range: &Range<usize>) -> (usize, usize) {
        let left = text.get(..range.start).unwrap_or_default().iter().rev();
        let right = text.get(range.end..).unwrap_or_default().iter();
        let before = self.before().iter().rev();
        (equal(before, left), equal(self.after().iter(), right))
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

    /// Aligns a quotation in its context; of a long one the two ends. `rival`: how many letters
    /// another place had in common.
    fn aligned(&self, text: &[char], rival: u32) -> Option<Range<usize>> {
        if self.quote.len() <= WHOLE {
            return self.aligned_whole(text, rival);
        }
        let start = self.start().aligned_whole(text, rival)?.start;
        let end = self.end().aligned_whole(text, rival)?.end;
        let length = self.quote.len();
        let is_like = (length / 2..=length * 3 / 2).contains(&end.saturating_sub(start));
        is_like.then_some(start..end)
    }

    /// What was aligned, unless the quotation itself is beside it: two sentences may have changed
    /// places, or one was inserted before the other.
    fn unmixed(&self, text: &[char], found: Range<usize>, rivals: &Rivals) -> Option<Range<usize>> {
        let from = found.start.saturating_sub(self.words.len());
        let to = text.len().min(found.end + self.words.len());
        let quotes = occurrences(text.get(from..to)?, self.quoted());
        let quotes: Vec<_> = quotes
            .map(|at| from + at..from + at + self.quote.len())
            .collect();
        let found = match quotes.as_slice() {
            [] => (!self.has_like_neighbour()).then_some(found),
            [one] if one.start < found.end && found.start < one.end => Some(one.clone()),
            _ => quotes.contains(&found).then_some(found),
        }?;
        self.is_told_apart(text, &found, rivals).then_some(found)
    }

    /// Whether half of the quotation is in its own context, too: what is left of a changed quotation may
    /// be that.
    fn has_like_neighbour(&self) -> bool {
        let quote = self.quoted();
        let most = quote.len().min(WHOLE);
        let quote = quote.get(..most).unwrap_or_default();
        let alike = [self.before(), self.after()]
            .into_iter()
            .filter_map(|side| align(quote, &(0..most), side));
        let letters = alike.map(|aligned| aligned.letters() as usize).max();
        letters.is_some_and(|letters| letters * 2 >= most)
    }

    /// Whether the letters beside a place were not also beside the quotation at another place; in its
    /// own context on neither side: in a row of equal words nothing tells which of them was deleted.
    fn is_told_apart(&self, text: &[char], found: &Range<usize>, rivals: &Rivals) -> bool {
        let own = self.sides(text, found);
        let [before, after] = [rivals.before, rivals.after].map(|letters| letters as usize);
        if rivals.has_quote() && own.0 <= before && own.1 <= after {
            return false;
        }
        let others = occurrences(&self.words, self.quoted());
        let mut others = others.filter(|other| *other != self.quote.start);
        others.all(|other| {
            let other = self.sides(&self.words, &(other..other + self.quote.len()));
            own.0 > other.0 && own.1 > other.1
        })
    }

    /// Aligns the quotation and its context with the likely regions of the text.
    fn aligned_whole(&self, text: &[char], rival: u32) -> Option<Range<usize>> {
        let regions = regions(&self.words, text, MOST);
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
        if rival > 0 && best.letters() <= with_margin(rival) {
            return None;
        }
        let is_rival = |other: &align::Aligned| {
            let elsewhere = other.range.as_ref().is_none_or(|other| *other != range);
            elsewhere && other.score * 20 >= best.score * 19
        };
        (!found.iter().skip(1).any(is_rival)).then_some(range)
    }
}

/// What a place must have more in common with the passage than another one had.
fn with_margin(rival: u32) -> u32 {
    rival.saturating_add(rival / MARGIN)
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
