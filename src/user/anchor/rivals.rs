//! What tells a passage from the other places of its article, measured when it is highlighted. Later
//! the passage may be deleted, and another place that is like it may be left.

use super::align::{Aligned, align};
use super::regions::regions;
use super::{Sought, WHOLE, occurrences, with_margin};
use crate::typeset::Letters;
use crate::user::event::{Highlight, Rivals};
use std::ops::Range;

/// The most regions that are compared with the passage.
const MOST: usize = 8;

/// Letters more of the context beside another place that make it a new rival: fewer come by chance.
const NEW: usize = 2;

/// Fewer letters than these may be beside a passage by chance.
const SHORT: usize = 8;

/// Stands for the letters of the passage itself; it occurs in no text.
const GONE: char = '\u{10ffff}';

/// What a passage and its context have in common with other places of the text. `None`: the passage
/// is not at its place.
pub fn rivals(highlight: &Highlight, letters: &Letters) -> Option<Rivals> {
    let sought = Sought::new(highlight);
    let text = &letters.letters;
    let at = letters.index_of(highlight.place)?;
    let is_there = sought.whole(text).any(|other| other == at);
    is_there.then(|| Rivals {
        copy: sought.copies(text, at),
        ..sought.rivals(text, at)
    })
}

impl Sought {
    fn rivals(&self, text: &[char], at: usize) -> Rivals {
        let mut rivals = Rivals::default();
        let length = self.quote.len();
        for other in occurrences(text, self.quoted()).filter(|other| *other != at) {
            let (before, after) = self.sides(text, &(other..other + length));
            rivals.letters = rivals.letters.max((length + before + after) as u32);
            rivals.before = rivals.before.max(before as u32);
            rivals.after = rivals.after.max(after as u32);
        }
        let mut others = text.to_vec();
        let start = at - self.quote.start;
        others[start..start + self.words.len()].fill(GONE);
        let alike = if length <= WHOLE {
            self.alike(&others)
        } else {
            self.start().alike(&others).max(self.end().alike(&others))
        };
        rivals.letters = rivals.letters.max(alike);
        rivals
    }

    /// Whether another place has more in common with the passage than any had when it was
    /// highlighted: a part was copied, and the copy may be more like it than what the passage has
    /// become. So neither counts.
    pub(super) fn has_new_rival(
        &self,
        text: &[char],
        found: &Range<usize>,
        rivals: &Rivals,
    ) -> bool {
        let length = self.quote.len();
        let is_other = |at: &usize| *at + length <= found.start || found.end <= *at;
        let mut others = occurrences(text, self.quoted()).filter(is_other);
        // No other place had the words.
        let is_only = length >= SHORT && (rivals.letters as usize) < length;
        let has_words = others.any(|at| {
            let (before, after) = self.sides(text, &(at..at + length));
            is_only || before > rivals.before as usize + NEW || after > rivals.after as usize + NEW
        });
        has_words || self.has_like_place(text, found, rivals)
    }

    /// The same of places where the words are not quite equal: half of the quotation, or most of it
    /// with its context.
    fn has_like_place(&self, text: &[char], found: &Range<usize>, rivals: &Rivals) -> bool {
        let most = with_margin(rivals.letters) + NEW as u32;
        let masked = |around: [usize; 2]| {
            let start = found.start.saturating_sub(around[0]);
            let end = text.len().min(found.end + around[1]);
            let mut masked = text.to_vec();
            masked[start..end].fill(GONE);
            masked
        };
        // Its own context is not a rival, but a copy may be in it.
        let context = [self.before().len(), self.after().len()];
        let around = masked(context.map(|side| if side < self.quote.len() { 0 } else { side }));
        let is_told = self.quote.len() >= SHORT && !self.has_like_neighbour();
        let beside = is_told.then(|| masked([0, 0]));
        let beside = beside.as_deref().unwrap_or(&around);
        let is_like = |sought: &Self| {
            let quote = sought.quoted();
            let half = most.max(quote.len() as u32 / 2);
            has_part(quote, &(0..quote.len()), beside, |one| one.letters() > half)
                || has_part(&sought.words, &sought.quote, &around, |one| {
                    one.range.is_some() && one.letters() > most
                })
        };
        match self.quote.len() <= WHOLE {
            true => is_like(self),
            false => is_like(&self.start()) || is_like(&self.end()),
        }
    }

    /// How many letters the best alignment pairs.
    fn alike(&self, text: &[char]) -> u32 {
        let regions = regions(&self.words, text, MOST).into_iter();
        let aligned = regions.filter_map(|region| align(&self.words, &self.quote, &text[region]));
        aligned.map(|aligned| aligned.letters()).max().unwrap_or(0)
    }
}

/// Whether the alignment with one of the likest parts of a text is as wanted.
fn has_part(
    words: &[char],
    quote: &Range<usize>,
    text: &[char],
    is_wanted: impl Fn(&Aligned) -> bool,
) -> bool {
    let mut regions = regions(words, text, super::MOST).into_iter();
    regions.any(|region| align(words, quote, &text[region]).is_some_and(|one| is_wanted(&one)))
}
