//! How relevant the articles of an index are to a query: BM25 over the words and phrases of the
//! query, in texts and titles (Robertson and Zaragoza, The Probabilistic Relevance Framework, 2009).

use super::candidates::Candidates;
use super::file::Result;
use super::hits::TermHits;
use super::scan::{self, Among, Text};
use crate::library::Cancel;
use crate::search::TextTerm;
use crate::text::{fold, has_ruby, without_readings};
use std::sync::{Mutex, PoisonError};

/// How fast more hits in a text count less, and how much the length of the text matters.
const K1: f32 = 1.2;
const B: f32 = 0.75;
/// A hit in the title counts as much as this many texts full of hits.
const TITLE: f32 = 2.0;
/// No more hits of a term in a text are counted.
const MOST_HITS: usize = 64;
/// Scores are whole numbers, so that they can be compared: so many parts of one.
const PARTS: f32 = 1_000.0;

/// Scores by the number of the document.
#[derive(Clone, Debug, Default)]
pub(super) struct Scores {
    of: Box<[f32]>,
    /// How much each term of the query says.
    rarity: Box<[f32]>,
}

/// What a text has of each term, and its length in bytes.
struct Counted {
    number: u32,
    length: usize,
    hits: Vec<usize>,
}

impl Scores {
    /// Ranks documents by their texts. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn of_texts(
        candidates: &Candidates<'_>,
        hits: &[TermHits],
        cancel: &Cancel,
    ) -> Result<Self> {
        let documents = candidates.documents();
        let all = documents.len() as f32;
        let rarity = hits.iter().map(|hits| {
            let having = hits.count() as f32;
            (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
        });
        let rarity: Box<[f32]> = rarity.collect();
        let mut of = vec![0.0_f32; documents.end as usize].into_boxed_slice();
        let counted = count(candidates, hits, cancel)?;
        let length: usize = counted.iter().map(|text| text.length).sum();
        let average = (length as f32 / counted.len().max(1) as f32).max(1.0);
        for text in &counted {
            let damping = K1 * (1.0 - B + B * text.length as f32 / average);
            let of_term = |(count, rarity): (&usize, &f32)| {
                let count = *count as f32;
                rarity * count * (K1 + 1.0) / (count + damping)
            };
            if let Some(score) = of.get_mut(text.number as usize) {
                *score += text.hits.iter().zip(&rarity).map(of_term).sum::<f32>();
            }
        }
        Ok(Self { of, rarity })
    }

    /// Adds the hits in the title of a document.
    pub fn add_title(&mut self, number: u32, title: &str, terms: &[TextTerm]) {
        let title = fold(title);
        let found = terms.iter().zip(&self.rarity);
        let found = found.filter(|(term, _)| term.is_in(&title));
        if let Some(score) = self.of.get_mut(number as usize) {
            *score += found.map(|(_, rarity)| rarity * TITLE).sum::<f32>();
        }
    }

    /// A whole number, so that scores can be compared.
    pub fn of(&self, number: u32) -> u32 {
        let score = self.of.get(number as usize).copied().unwrap_or_default();
        (score * PARTS) as u32
    }
}

/// Counts the hits in all texts that have one.
fn count(candidates: &Candidates<'_>, hits: &[TermHits], cancel: &Cancel) -> Result<Vec<Counted>> {
    let mut numbers: Vec<u32> = hits.iter().flat_map(TermHits::numbers).collect();
    numbers.sort_unstable();
    numbers.dedup();
    let terms = candidates.query().text_terms();
    let counted = Mutex::new(Vec::with_capacity(numbers.len()));
    let count = |number: u32, text: &mut Text<'_>| {
        let (length, has_ruby) = (text.text()?.len(), has_ruby(text.text()?));
        // Words beside ruby are searched in several forms, and counted in one.
        let bases = has_ruby.then(|| text.text().map(|text| fold(&without_readings(text).text)));
        let bases = bases.transpose()?;
        let folded = text.folded()?;
        let counted_in = bases.as_deref().unwrap_or(folded);
        let hits = terms.iter().map(|term| {
            let count = term.find_in(counted_in).take(MOST_HITS).count();
            count.max(usize::from(has_ruby && term.is_in(folded)))
        });
        let of_text = Counted {
            number,
            length,
            hits: hits.collect(),
        };
        counted
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(of_text);
        Ok(false)
    };
    scan::scan(
        candidates.snapshot(),
        Among::These(&numbers),
        cancel,
        &count,
    )?;
    Ok(counted.into_inner().unwrap_or_else(PoisonError::into_inner))
}
