//! The articles that have a term.

use super::store::Documents;
use std::sync::Arc;

/// A set of document numbers: a bit for each.
#[derive(Clone, Debug, Default)]
pub(super) struct Bits(Box<[u64]>);

impl Bits {
    /// `end`: greater than all numbers. Greater ones are left out.
    pub fn new(end: u32, numbers: &[u32]) -> Self {
        let mut bits = vec![0_u64; (end as usize).div_ceil(64)].into_boxed_slice();
        for number in numbers.iter().filter(|number| **number < end) {
            if let Some(word) = bits.get_mut((number >> 6) as usize) {
                *word |= 1 << (number & 63);
            }
        }
        Self(bits)
    }

    pub fn has(&self, number: u32) -> bool {
        let word = self.0.get((number >> 6) as usize);
        word.is_some_and(|word| word >> (number & 63) & 1 != 0)
    }

    fn numbers(&self) -> impl Iterator<Item = u32> {
        let bits = |word: u64| (0..64).filter(move |bit| word >> bit & 1 != 0);
        let words = (0..).zip(&self.0);
        words.flat_map(move |(at, word): (u32, _)| bits(*word).map(move |bit| at << 6 | bit))
    }

    fn count(&self) -> usize {
        self.0.iter().map(|word| word.count_ones() as usize).sum()
    }
}

/// The articles of one library that have a term in their text.
#[derive(Clone, Debug, Default)]
pub struct TermHits {
    documents: Arc<Documents>,
    numbers: Bits,
}

impl TermHits {
    pub(super) fn new(documents: Arc<Documents>, numbers: &[u32]) -> Self {
        // A document that another program has just added has no name yet.
        let numbers = Bits::new(documents.end, numbers);
        Self { documents, numbers }
    }

    /// Whether the article with an ID has the term.
    pub fn holds(&self, id: &str) -> bool {
        let document = self.documents.get(id);
        document.is_some_and(|document| self.has(document.number))
    }

    /// Whether the document with a number has the term.
    pub(super) fn has(&self, number: u32) -> bool {
        self.numbers.has(number)
    }

    /// The numbers of the documents, in ascending order.
    pub(super) fn numbers(&self) -> impl Iterator<Item = u32> {
        self.numbers.numbers()
    }

    /// The number of articles.
    pub fn count(&self) -> usize {
        self.numbers.count()
    }
}
