//! The articles that have a term.

use super::store::Documents;
use std::sync::Arc;

/// The articles of one library that have a term in their text.
#[derive(Clone, Debug, Default)]
pub struct TermHits {
    documents: Arc<Documents>,
    /// A bit for each document number.
    bits: Box<[u64]>,
    count: usize,
}

impl TermHits {
    pub(super) fn new(documents: Arc<Documents>, numbers: &[u32]) -> Self {
        let mut bits = vec![0_u64; (documents.end as usize).div_ceil(64)].into_boxed_slice();
        // A document that another program has just added has no name yet.
        for number in numbers.iter().filter(|number| **number < documents.end) {
            if let Some(word) = bits.get_mut((number >> 6) as usize) {
                *word |= 1 << (number & 63);
            }
        }
        let count = bits.iter().map(|word| word.count_ones() as usize).sum();
        Self {
            documents,
            bits,
            count,
        }
    }

    /// Whether the article with an ID has the term.
    pub fn holds(&self, id: &str) -> bool {
        self.documents.get(id).is_some_and(|document| {
            let word = self.bits.get((document.number >> 6) as usize);
            word.is_some_and(|word| word >> (document.number & 63) & 1 != 0)
        })
    }

    /// The number of articles.
    pub fn count(&self) -> usize {
        self.count
    }
}
