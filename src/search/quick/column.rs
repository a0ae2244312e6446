//! The folded titles of a list, kept while the quick filter is being typed: about 70 bytes per
//! article.

use super::readings::Readings;
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
    rows: Vec<Row>,
    /// What articles are found by besides their titles.
    labels: Vec<Arc<Labels>>,
    /// By the address of the labels.
    numbers: HashMap<usize, u32>,
}

#[derive(Clone, Copy, Debug)]
struct Row {
    /// The end of the title in `units`.
    end: u32,
    labels: u32,
    /// Of the title.
    signature: u64,
}

/// An article of a column.
#[derive(Clone, Copy, Debug)]
pub(super) struct Title<'a> {
    /// Folded.
    pub units: &'a [u16],
    pub signature: u64,
    /// The number of its labels.
    pub labels: usize,
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
        let address = Arc::as_ptr(&entry.labels).addr();
        let labels = *self.numbers.entry(address).or_insert_with(|| {
            self.labels.push(Arc::clone(&entry.labels));
            self.labels.len() as u32 - 1
        });
        let start = self.units.len();
        units_of(entry.title(), &mut self.units);
        let title = self.units.get(start..).unwrap_or_default();
        self.rows.push(Row {
            end: self.units.len() as u32,
            labels,
            signature: Readings::table().signature_of(title),
        });
    }

    /// The title of an article.
    pub(super) fn title(&self, at: usize) -> Option<Title<'_>> {
        let row = self.rows.get(at)?;
        let before = at.checked_sub(1).and_then(|at| self.rows.get(at));
        let start = before.map_or(0, |row| row.end as usize);
        Some(Title {
            units: self.units.get(start..row.end as usize)?,
            signature: row.signature,
            labels: row.labels as usize,
        })
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
