//! Compares articles with the quick filter.

use super::QuickFilter;
use super::column::{QuickColumn, units_of};
use crate::library::{Entry, Labels};
use std::collections::HashMap;

/// Compares many articles. Which words the labels contain is kept, since many articles share
/// theirs.
#[derive(Debug)]
pub struct QuickMatcher<'a> {
    filter: &'a QuickFilter,
    column: Option<&'a QuickColumn>,
    /// A bit for each word of the filter.
    all: u64,
    /// Per labels of the column, the words that they contain, once they were compared.
    of_column: Vec<Option<u64>>,
    /// The same for articles that the column does not cover, by the address of the labels.
    others: HashMap<*const Labels, (&'a Labels, u64)>,
    units: Vec<u16>,
}

impl<'a> QuickMatcher<'a> {
    pub fn new(filter: &'a QuickFilter, column: Option<&'a QuickColumn>) -> Self {
        Self {
            filter,
            column,
            all: u64::MAX >> 64_usize.saturating_sub(filter.words.len()).min(63),
            of_column: vec![None; column.map_or(0, |column| column.labels().len())],
            others: HashMap::new(),
            units: Vec::new(),
        }
    }

    /// Whether an article matches that the column covers at an index; `None` if it does not.
    pub fn matches_row(&mut self, at: usize) -> Option<bool> {
        let column = self.column?;
        let (title, number) = column.row(at)?;
        let mut found = self.of_column.get(number).copied().flatten();
        if found.is_none() {
            let labels = column.labels().get(number)?;
            found = Some(self.words_in(labels));
            self.of_column
                .iter_mut()
                .skip(number)
                .take(1)
                .for_each(|kept| *kept = found);
        }
        Some(found.is_some_and(|found| self.completes(found, title)))
    }

    pub fn matches(&mut self, entry: &'a Entry) -> bool {
        let labels: &'a Labels = &entry.labels;
        let found = match self.others.get(&std::ptr::from_ref(labels)) {
            Some((_, found)) => *found,
            None => {
                let found = self.words_in(labels);
                // The reference keeps the address from being used again.
                self.others.insert(labels, (labels, found));
                found
            }
        };
        let mut units = std::mem::take(&mut self.units);
        units.clear();
        units_of(&entry.title, &mut units);
        let matches = self.completes(found, &units);
        self.units = units;
        matches
    }

    /// Whether a title contains all words that the labels do not.
    fn completes(&self, found: u64, title: &[u16]) -> bool {
        let words = self.filter.words.iter().enumerate();
        found == self.all
            || words
                .filter(|(at, _)| found >> at & 1 == 0)
                .all(|(_, word)| word.is_in(title))
    }

    /// The words that the source or author contains, one bit each.
    fn words_in(&self, labels: &Labels) -> u64 {
        let mut found = 0;
        for label in [&labels.source, &labels.author] {
            let mut units = Vec::new();
            units_of(label, &mut units);
            for (at, word) in self.filter.words.iter().enumerate() {
                found |= u64::from(word.is_in(&units)) << at;
            }
        }
        found
    }
}
