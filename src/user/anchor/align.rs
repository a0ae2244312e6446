//! The best alignment of a quotation in its context with a part of an article: Smith and Waterman
//! with affine gaps (Gotoh, 1982). A sentence that was inserted, removed or replaced is one gap, and
//! a gap costs more than a few equal letters gain. So no letter that is equal by chance is paired
//! between two gaps, and a removed quotation is paired with nothing.

use std::ops::Range;

const EQUAL: i32 = 10;
const DIFFERENT: i32 = -15;
/// The first letter of a gap, and each further one.
const OPEN: i32 = 30;
const EXTEND: i32 = 1;
/// Less than any score.
const NEVER: i32 = i32::MIN / 2;

/// The share of the quotation that must be left, in percent.
const LEFT: usize = 60;

/// The share of the context that must be left, in percent, and at least so many letters.
const CONTEXT: usize = 30;
const FEWEST: usize = 8;

/// The result of an alignment.
pub struct Aligned {
    pub score: i32,
    /// What is paired with the quotation; `None` if too little of it or its context is left.
    pub range: Option<Range<usize>>,
}

impl Aligned {
    /// How many equal letters the score is worth.
    pub fn letters(&self) -> u32 {
        u32::try_from(self.score / EQUAL).unwrap_or_default()
    }

    /// The same in a text in which the part starts at `by`.
    pub fn moved(self, by: usize) -> Self {
        let range = self.range.map(|range| range.start + by..range.end + by);
        Self { range, ..self }
    }
}

/// Aligns `words`, in which `quote` is the quotation, with a part of an article. `None`: nothing
/// is equal.
pub fn align(words: &[char], quote: &Range<usize>, part: &[char]) -> Option<Aligned> {
    let table = Table::new(words, part);
    let score = table.best();
    if score <= 0 {
        return None;
    }
    // Where several alignments are as good, the two extreme ones are compared.
    let [first, last] = [false, true].map(|late| {
        let pairs = table.pairs(score, late);
        passage(&pairs, words.len(), quote)
    });
    let range = match (first, last) {
        (Some(first), Some(last)) if first.overlaps(&last) => Some(first.better(last).range),
        _ => None,
    };
    Some(Aligned { score, range })
}

/// What one alignment pairs with the quotation.
struct Passage {
    /// Letters of the quotation that are left.
    left: usize,
    range: Range<usize>,
}

impl Passage {
    fn overlaps(&self, other: &Self) -> bool {
        self.range.start < other.range.end && other.range.start < self.range.end
    }

    /// The one with more letters of the quotation, then with fewer others. A full stop may be paired
    /// with that of the quotation or of the sentence after it.
    fn better(self, other: Self) -> Self {
        let rank = |passage: &Self| (passage.left, std::cmp::Reverse(passage.range.len()));
        if rank(&other) > rank(&self) {
            other
        } else {
            self
        }
    }
}

/// What is paired with the quotation; `None` if too little is left.
fn passage(pairs: &[(usize, usize)], words: usize, quote: &Range<usize>) -> Option<Passage> {
    let quoted = || pairs.iter().filter(|(word, _)| quote.contains(word));
    let left = quoted().count();
    let range = quoted().next()?.1..quoted().next_back()?.1 + 1;
    let context = words - quote.len();
    // Without context nothing but the quotation tells the place: more of it must be left.
    let share = if context == 0 { 90 } else { LEFT };
    let needed = (context * CONTEXT / 100).max(FEWEST.min(context));
    let is_left = left * 100 >= quote.len() * share && pairs.len() - left >= needed;
    // Words may have been inserted, but the passage must not be torn apart.
    let is_whole = range.len() <= left * 4 / 3 + 1;
    (is_left && is_whole).then_some(Passage { left, range })
}

/// The scores of the best alignments that end at each pair of letters.
struct Table<'a> {
    words: &'a [char],
    part: &'a [char],
    /// Ending with two letters; with a letter of the words that is left out; with a letter of the part
    /// that is left out.
    scores: Vec<[i32; 3]>,
}

const PAIR: usize = 0;
const REMOVED: usize = 1;
const INSERTED: usize = 2;

impl<'a> Table<'a> {
    fn new(words: &'a [char], part: &'a [char]) -> Self {
        let width = part.len() + 1;
        let mut scores = vec![[NEVER; 3]; (words.len() + 1) * width];
        for (word, letter) in words.iter().enumerate() {
            for (at, other) in part.iter().enumerate() {
                let here = (word + 1) * width + at + 1;
                let before = scores[here - width - 1].into_iter().max();
                let gain = if letter == other { EQUAL } else { DIFFERENT };
                let above = scores[here - width];
                let left = scores[here - 1];
                scores[here] = [
                    gain + before.unwrap_or(0).max(0),
                    (above[PAIR] - OPEN).max(above[REMOVED] - EXTEND),
                    // What is inserted follows what it replaces.
                    (left[PAIR].max(left[REMOVED]) - OPEN).max(left[INSERTED] - EXTEND),
                ];
            }
        }
        Self {
            words,
            part,
            scores,
        }
    }

    fn at(&self, word: usize, at: usize) -> [i32; 3] {
        self.scores[word * (self.part.len() + 1) + at]
    }

    fn best(&self) -> i32 {
        let scores = self.scores.iter().map(|scores| scores[PAIR]);
        scores.max().unwrap_or(0)
    }

    /// The pairs of equal letters of an alignment with the best score, in order: of several, the
    /// one that pairs the first letters, or with `late` the last.
    fn pairs(&self, score: i32, late: bool) -> Vec<(usize, usize)> {
        let width = self.part.len() + 1;
        let mut ends = self.scores.iter();
        let end = match late {
            false => ends.position(|scores| scores[PAIR] == score),
            true => ends.rposition(|scores| scores[PAIR] == score),
        };
        let end = end.unwrap_or_default();
        let (mut word, mut at, mut state) = (end / width, end % width, PAIR);
        let mut pairs = Vec::new();
        while word > 0 && at > 0 {
            let here = self.at(word, at)[state];
            let options: &[(usize, i32)] = match state {
                PAIR => {
                    let gain = match self.words[word - 1] == self.part[at - 1] {
                        true => EQUAL,
                        false => DIFFERENT,
                    };
                    if gain > 0 {
                        pairs.push((word - 1, at - 1));
                    }
                    (word, at) = (word - 1, at - 1);
                    if here == gain {
                        break;
                    }
                    &[(PAIR, -gain), (REMOVED, -gain), (INSERTED, -gain)]
                }
                REMOVED => {
                    word -= 1;
                    &[(PAIR, OPEN), (REMOVED, EXTEND)]
                }
                _ => {
                    at -= 1;
                    &[(PAIR, OPEN), (REMOVED, OPEN), (INSERTED, EXTEND)]
                }
            };
            let before = self.at(word, at);
            let mut fitting = options
                .iter()
                .filter(|(state, cost)| before[*state] == here + cost);
            let next = if late {
                fitting.next_back()
            } else {
                fitting.next()
            };
            let Some((next, _)) = next else { break };
            state = *next;
        }
        pairs.reverse();
        pairs
    }
}
