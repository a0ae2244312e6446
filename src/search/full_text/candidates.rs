//! A search in an index in two steps. The postings give the candidates of each term; the texts
//! confirm them.

use super::file::{Result, damaged};
use super::hits::TermHits;
use super::scan::{self, Among, Text};
use super::store::Documents;
use super::tokens::Lookup;
use crate::library::{ByHash, Cancel};
use crate::search::{Pattern, Query, TextTerm};
use crate::text::searchable;
use rusqlite::{Connection, Transaction};
use std::cell::RefCell;
use std::collections::HashMap;
use std::ops::RangeInclusive;
use std::sync::{Arc, Mutex, PoisonError};

/// Exact postings are compared with at most so many texts, to notice damage.
const SAMPLE: usize = 16;
/// So many texts are confirmed at once.
const FEW: usize = 400;

/// Numbers of documents that are nearer to each other than this are in one range.
const GAP: u32 = 4_096;
/// Postings of more ranges, or of ranges with more documents, are not read faster than all.
const MOST_RANGES: usize = 8;
const MOST_IN_RANGES: u32 = 32_768;
/// So short a prefix has so many words that merging their postings takes longer than reading the
/// texts of a few articles.
const SHORT_PREFIX: usize = 2;

/// The documents that may have a term.
#[derive(Debug)]
pub(super) struct Looked {
    /// `None`: every document.
    pub numbers: Option<Vec<u32>>,
    /// Whether exactly these documents have the term.
    pub is_exact: bool,
    /// If that is not so: those of them that have it all the same, in order.
    pub sure: Vec<u32>,
}

/// A part of the documents, in ascending ranges of numbers.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Part(Vec<RangeInclusive<u32>>);

impl Part {
    /// The documents with these numbers and those between them. `None` if they are scattered. An
    /// index numbers its documents newest first, and later the new ones of each day, so that the
    /// newest articles are near each other.
    pub fn around(mut numbers: Vec<u32>) -> Option<Self> {
        numbers.sort_unstable();
        let mut ranges: Vec<RangeInclusive<u32>> = Vec::new();
        for number in numbers {
            match ranges.last_mut() {
                Some(last) if number - last.end() < GAP => *last = *last.start()..=number,
                _ => ranges.push(number..=number),
            }
        }
        let documents = ranges.iter().map(|range| range.end() - range.start() + 1);
        let is_near = ranges.len() <= MOST_RANGES && documents.sum::<u32>() <= MOST_IN_RANGES;
        is_near.then_some(Self(ranges))
    }
}

impl Looked {
    /// The postings of a term in a part of the documents. They may be all documents where that is
    /// faster.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn up_in(part: &Part, snapshot: &Transaction<'_>, term: &TextTerm) -> Result<Self> {
        let lookup = Lookup::of(term);
        let is_short = term.is_prefix() && lookup.is_exact && term.text().len() <= SHORT_PREFIX;
        let Some(expression) = lookup.expression.filter(|_| !is_short) else {
            return Ok(Self {
                numbers: None,
                is_exact: false,
                sure: Vec::new(),
            });
        };
        let sql = "SELECT rowid FROM posting WHERE posting MATCH ? AND rowid BETWEEN ? AND ?";
        let mut statement = snapshot.prepare(sql)?;
        let mut numbers_of = |expression: &str| {
            let mut numbers = Vec::new();
            for range in &part.0 {
                let range = (expression, range.start(), range.end());
                for number in statement.query_map(range, |row| row.get(0))? {
                    numbers.push(number?);
                }
            }
            Ok::<_, rusqlite::Error>(numbers)
        };
        Ok(Self {
            numbers: Some(numbers_of(&expression)?),
            is_exact: lookup.is_exact,
            sure: lookup.sure.as_deref().map_or(Ok(Vec::new()), numbers_of)?,
        })
    }

    /// The postings of a term.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn up(snapshot: &Transaction<'_>, term: &TextTerm) -> Result<Self> {
        let lookup = Lookup::of(term);
        let numbers_of = |expression: &Option<String>| {
            let Some(expression) = expression else {
                return Ok(None);
            };
            let sql = "SELECT rowid FROM posting WHERE posting MATCH ?";
            let mut statement = snapshot.prepare(sql)?;
            let numbers = statement.query_map([expression], |row| row.get(0))?;
            let numbers: Vec<u32> = numbers.collect::<rusqlite::Result<_>>()?;
            Ok::<_, rusqlite::Error>(Some(numbers))
        };
        let numbers = numbers_of(&lookup.expression)?;
        Ok(Self {
            is_exact: lookup.is_exact && numbers.is_some(),
            numbers,
            sure: numbers_of(&lookup.sure)?.unwrap_or_default(),
        })
    }

    /// Whether a candidate has the term, whatever its text is.
    pub fn is_sure(&self, number: u32) -> bool {
        self.is_exact || self.sure.binary_search(&number).is_ok()
    }

    /// The documents that have the term. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read, or is damaged.
    pub fn confirmed(
        &self,
        snapshot: &Transaction<'_>,
        term: &TextTerm,
        cancel: &Cancel,
    ) -> Result<Vec<u32>> {
        let matches = |_, text: &mut Text<'_>| text.has(term);
        let Some(numbers) = self.numbers.as_deref() else {
            return scan::scan(snapshot, Among::All, cancel, &matches);
        };
        let of_all = numbers.iter().copied();
        let (mut found, doubtful): (Vec<u32>, Vec<u32>) =
            of_all.partition(|number| self.is_sure(*number));
        let step = found.len().div_ceil(SAMPLE).max(1);
        let sample: Vec<u32> = found.iter().step_by(step).copied().collect();
        let of_sample = scan::scan(snapshot, Among::These(&sample), cancel, &matches)?;
        if of_sample.len() < sample.len() && !cancel.is_cancelled() {
            return Err(damaged());
        }
        found.extend(scan::scan(
            snapshot,
            Among::These(&doubtful),
            cancel,
            &matches,
        )?);
        Ok(found)
    }
}

/// The candidates of all terms of a query, in one state of an index, whatever other programs
/// write.
pub struct Candidates<'a> {
    query: &'a Query,
    snapshot: Transaction<'a>,
    pub(super) documents: Arc<Documents>,
    /// By their numbers in the query.
    pub(super) terms: Vec<Looked>,
    /// The results of the tests of texts that were read.
    results: RefCell<HashMap<u32, Results, ByHash>>,
}

/// A bit for each test that a text passes: whether it has the first term, and so on, then whether
/// it matches the first pattern.
type Results = Box<[u64]>;

impl<'a> Candidates<'a> {
    /// `part`: only these documents are asked for.
    ///
    /// # Errors
    /// The index cannot be read.
    pub(super) fn of(
        connection: &'a Connection,
        documents: Arc<Documents>,
        query: &'a Query,
        part: Option<&Part>,
    ) -> Result<Self> {
        let snapshot = connection.unchecked_transaction()?;
        let terms = query.text_terms().iter();
        let terms = terms.map(|term| match part {
            Some(part) => Looked::up_in(part, &snapshot, term),
            None => Looked::up(&snapshot, term),
        });
        Ok(Self {
            terms: terms.collect::<Result<_>>()?,
            query,
            documents,
            snapshot,
            results: RefCell::default(),
        })
    }

    /// Reads the texts of some documents, for [`result`](Self::result). Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read, or is damaged.
    pub(super) fn read(&self, numbers: &[u32], cancel: &Cancel) -> Result<()> {
        let query = self.query;
        let results = Mutex::new(Vec::with_capacity(numbers.len()));
        let test = |number, text: &mut Text<'_>| {
            let result = test(query, text)?;
            let mut results = results.lock().unwrap_or_else(PoisonError::into_inner);
            results.push((number, result));
            Ok(false)
        };
        scan::scan(&self.snapshot, Among::These(numbers), cancel, &test)?;
        let results = results.into_inner().unwrap_or_else(PoisonError::into_inner);
        self.results.borrow_mut().extend(results);
        Ok(())
    }

    /// Whether the text of a document passes a test. `None` if it was not read.
    pub(super) fn result(&self, number: u32, test: usize) -> Option<bool> {
        let results = self.results.borrow();
        Some(passes(results.get(&number)?, test))
    }

    /// The documents whose texts were read and pass a test.
    pub(super) fn having(&self, test: usize) -> Vec<u32> {
        let results = self.results.borrow();
        let results = results.iter();
        let having = results.filter(|(_, results)| passes(results, test));
        having.map(|(number, _)| *number).collect()
    }

    pub(super) fn documents(&self) -> Arc<Documents> {
        Arc::clone(&self.documents)
    }

    pub(super) fn query(&self) -> &'a Query {
        self.query
    }

    pub(super) fn snapshot(&self) -> &Transaction<'a> {
        &self.snapshot
    }

    /// Whether confirming all candidates takes longer than a key press may.
    pub fn are_many(&self) -> bool {
        let all = self.documents.len();
        let texts = |looked: &Looked| match &looked.numbers {
            Some(_) if looked.is_exact => 0,
            Some(numbers) => numbers.len().saturating_sub(looked.sure.len()),
            None => all,
        };
        let patterns = all * self.query.patterns().len();
        self.terms.iter().map(texts).sum::<usize>() + patterns > FEW
    }

    /// The documents that have a term. Texts that were read are not read again.
    fn confirmed_of(&self, test: usize, term: &TextTerm, cancel: &Cancel) -> Result<Vec<u32>> {
        let Some(looked) = self.terms.get(test) else {
            return Ok(Vec::new());
        };
        let results = self.results.borrow();
        let Some(numbers) = looked.numbers.as_deref() else {
            return looked.confirmed(&self.snapshot, term, cancel);
        };
        if looked.is_exact || results.is_empty() {
            return looked.confirmed(&self.snapshot, term, cancel);
        }
        let is_left = |number: &&u32| !results.contains_key(*number);
        let left = Looked {
            numbers: Some(numbers.iter().filter(is_left).copied().collect()),
            is_exact: false,
            sure: looked.sure.clone(),
        };
        let mut found = left.confirmed(&self.snapshot, term, cancel)?;
        let is_found = |number: &&u32| {
            let results = results.get(*number);
            results.is_some_and(|results| passes(results, test))
        };
        found.extend(numbers.iter().filter(is_found));
        Ok(found)
    }

    /// The hits of all terms and all patterns. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read, or is damaged.
    pub(super) fn confirmed(&self, cancel: &Cancel) -> Result<[Vec<TermHits>; 2]> {
        let hits = |numbers: Vec<u32>| TermHits::new(self.documents(), &numbers);
        let terms = self.query.text_terms().iter().enumerate();
        let terms = terms.map(|(test, term)| self.confirmed_of(test, term, cancel));
        let patterns = self.query.patterns().iter();
        let patterns = patterns.map(|pattern| having(pattern, &self.snapshot, cancel));
        Ok([
            terms.map(|found| found.map(hits)).collect::<Result<_>>()?,
            patterns
                .map(|found| found.map(hits))
                .collect::<Result<_>>()?,
        ])
    }
}

/// Which tests a text passes.
fn test(query: &Query, text: &mut Text<'_>) -> Result<Results> {
    let (terms, patterns) = (query.text_terms(), query.patterns());
    let mut results = vec![0_u64; (terms.len() + patterns.len()).div_ceil(64)];
    let mut add = |test: usize, passes: bool| {
        if let Some(word) = results.get_mut(test / 64) {
            *word |= u64::from(passes) << (test % 64);
        }
    };
    for (at, term) in terms.iter().enumerate() {
        add(at, text.has(term)?);
    }
    if !patterns.is_empty() {
        let text = searchable(text.text()?).text;
        for (at, pattern) in patterns.iter().enumerate() {
            add(terms.len() + at, pattern.is_in(&text));
        }
    }
    Ok(results.into())
}

fn passes(results: &[u64], test: usize) -> bool {
    let word = results.get(test / 64);
    word.is_some_and(|word| word >> (test % 64) & 1 != 0)
}

/// The documents whose texts match a pattern. Incomplete if cancelled.
fn having(pattern: &Pattern, snapshot: &Transaction<'_>, cancel: &Cancel) -> Result<Vec<u32>> {
    let matches = |_, text: &mut Text<'_>| Ok(pattern.is_in(&searchable(text.text()?).text));
    scan::scan(snapshot, Among::All, cancel, &matches)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_documents() {
        #[track_caller]
        fn check(numbers: &[u32], expected: Option<&[RangeInclusive<u32>]>) {
            let part = Part::around(numbers.to_vec());
            assert_eq!(part.as_ref().map(|part| &*part.0), expected, "{numbers:?}");
        }
        check(&[], Some(&[]));
        check(&[7, 3, 5], Some(&[3..=7]));
        check(&[90_000, 1, 2], Some(&[1..=2, 90_000..=90_000]));
        let steps = |count: u32, step: u32| (0..count).map(|at| at * step).collect::<Vec<_>>();
        check(&steps(4_000, 8), Some(&[0..=31_992]));
        check(&steps(4_000, 9), None);
        check(&steps(9, GAP), None);
    }
}
