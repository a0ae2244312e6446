//! Compares articles with the quick filter.

use super::QuickFilter;
use super::column::{QuickColumn, units_of};
use crate::library::{Entry, Labels};
use std::num::NonZero;
use std::sync::LazyLock;
use std::thread;

/// A thread has at least so many titles, about a millisecond of work.
const LEAST: usize = 16_000;

/// The threads that search titles.
static THREADS: LazyLock<usize> =
    LazyLock::new(|| thread::available_parallelism().map_or(1, NonZero::get));

/// Which rows of a column match a filter, with all processors. Those of `found` are known to match.
/// All ascend.
pub fn matching_rows(
    filter: &QuickFilter,
    column: &QuickColumn,
    found: &[u32],
    rows: &[u32],
) -> Vec<u32> {
    let search = |rows: &[u32]| {
        let mut matcher = Matcher::new(filter, column);
        let mut matching = Vec::new();
        matching.extend(
            rows.iter()
                .copied()
                .filter(|row| found.binary_search(row).is_ok() || matcher.matches(*row as usize)),
        );
        matching
    };
    let size = rows.len().div_ceil(*THREADS).max(LEAST);
    let (first, rest) = rows.split_at(rows.len().min(size));
    thread::scope(|scope| {
        let rest: Vec<_> = rest
            .chunks(size)
            .map(|rows| scope.spawn(move || search(rows)))
            .collect();
        let mut matching = search(first);
        for part in rest {
            matching.extend(part.join().unwrap_or_default());
        }
        matching
    })
}

impl QuickFilter {
    /// Whether an article matches that no column covers.
    pub fn matches(&self, entry: &Entry) -> bool {
        let mut title = Vec::new();
        units_of(entry.title(), &mut title);
        completes(self, words_in(self, &entry.labels), &title, u64::MAX)
    }
}

/// Compares the rows of a column. Which words the names contain is kept, since many articles share
/// theirs.
struct Matcher<'a> {
    filter: &'a QuickFilter,
    column: &'a QuickColumn,
    /// Per labels of the column, the words that they contain, once they were compared.
    of_labels: Vec<Option<u64>>,
}

impl<'a> Matcher<'a> {
    fn new(filter: &'a QuickFilter, column: &'a QuickColumn) -> Self {
        Self {
            filter,
            column,
            of_labels: vec![None; column.labels().len()],
        }
    }

    fn matches(&mut self, row: usize) -> bool {
        let Some(title) = self.column.title(row) else {
            return false;
        };
        let known = self.of_labels.get_mut(title.labels);
        let labels = self.column.labels().get(title.labels);
        let (Some(known), Some(labels)) = (known, labels) else {
            return false;
        };
        let found = *known.get_or_insert_with(|| words_in(self.filter, labels));
        completes(self.filter, found, title.units, title.signature)
    }
}

/// Whether a title contains all words that the names do not. `signature`: of the title, or all
/// bits.
fn completes(filter: &QuickFilter, found: u64, title: &[u16], signature: u64) -> bool {
    let words = filter.words.iter().enumerate();
    words
        .filter(|(at, _)| found >> at & 1 == 0)
        .all(|(_, word)| word.is_in(title, signature))
}

/// The words that the source or author contains, one bit each.
fn words_in(filter: &QuickFilter, labels: &Labels) -> u64 {
    let mut found = 0;
    for name in [&labels.source, &labels.author] {
        let mut units = Vec::new();
        units_of(name, &mut units);
        for (at, word) in filter.words.iter().enumerate() {
            found |= u64::from(word.is_in(&units, u64::MAX)) << at;
        }
    }
    found
}
