//! What tells a passage from the other places of its article, measured when it is highlighted. Later
//! the passage may be deleted, and another place that is like it may be left.

use super::align::align;
use super::regions::regions;
use super::{Sought, WHOLE, occurrences};
use crate::typeset::Letters;
use crate::user::event::{Highlight, Rivals};

/// The most regions that are compared with the passage.
const MOST: usize = 8;

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

    /// How many letters the best alignment pairs.
    fn alike(&self, text: &[char]) -> u32 {
        let regions = regions(&self.words, text, MOST).into_iter();
        let aligned = regions.filter_map(|region| align(&self.words, &self.quote, &text[region]));
        aligned.map(|aligned| aligned.letters()).max().unwrap_or(0)
    }
}
