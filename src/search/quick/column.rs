//! The folded titles of a list, kept while the quick filter is being typed: about 60 bytes per
//! article.

use crate::library::{Entry, Labels};
use crate::text::fold_into;
use std::collections::HashMap;
use std::sync::Arc;

/// Titles by the index of their articles in the list. A column covers the first articles of the
/// list; the owner extends it in slices, and clears it when articles move.
#[derive(Clone, Debug, Default)]
pub struct QuickColumn {
    /// The folded titles in UTF-16, one after the other.
    units: Vec<u16>,
    /// Per article, the end of its title in `units`, and its labels.
    rows: Vec<Row>,
    labels: Vec<Arc<Labels>>,
    /// By their address: `labels` keeps it from being used again.
    numbers: HashMap<usize, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    end: u32,
    labels: u32,
}

impl QuickColumn {
    /// How many articles the column covers.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Adds the article after those that the column covers.
    pub fn push(&mut self, entry: &Entry) {
        let address = Arc::as_ptr(&entry.labels) as usize;
        let labels = *self.numbers.entry(address).or_insert_with(|| {
            self.labels.push(Arc::clone(&entry.labels));
            self.labels.len() as u32 - 1
        });
        units_of(&entry.title, &mut self.units);
        let end = self.units.len() as u32;
        self.rows.push(Row { end, labels });
    }

    /// The folded title of an article, and the number of its labels.
    pub(super) fn row(&self, at: usize) -> Option<(&[u16], usize)> {
        let row = self.rows.get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.rows.get(at));
        let start = before.map_or(0, |row| row.end as usize);
        let title = self.units.get(start..row.end as usize)?;
        Some((title, row.labels as usize))
    }

    pub(super) fn labels(&self) -> &[Arc<Labels>] {
        &self.labels
    }

    /// The memory of the column in bytes.
    pub fn bytes(&self) -> usize {
        size_of::<u16>() * self.units.capacity()
            + size_of::<Row>() * self.rows.capacity()
            + size_of::<Arc<Labels>>() * self.labels.capacity()
            // A control byte beside each pair.
            + (size_of::<(usize, u32)>() + 1) * self.numbers.capacity()
    }
}

/// Appends a folded text in UTF-16.
pub(super) fn units_of(text: &str, units: &mut Vec<u16>) {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    units.extend(folded.encode_utf16());
}
