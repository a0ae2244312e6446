//! The state of folding: which articles are versions, and which of them have no row.

use super::folds::Folds;
use crate::app::message::Ticket;

/// What is folded in the list.
#[derive(Debug, Default)]
pub(crate) struct Folding {
    /// Whether the settings want it.
    pub is_on: bool,
    /// Valid for the articles of the list as they are.
    pub(super) folds: Folds,
    /// The articles have changed since the folds were computed.
    pub(super) is_outdated: bool,
    pub(super) asked: Option<Ticket>,
    /// The indexes of articles that match and have no row of their own.
    pub(super) hidden: Vec<u32>,
    /// The index of each article with a row that others are folded into, ascending, and how many.
    pub(super) folded_into: Vec<(u32, u32)>,
    /// Rows with folded articles, ascending, and how many articles are folded up to and into each.
    pub(super) sums: Vec<(usize, usize)>,
}

impl Folding {
    /// The articles of the list or their order have changed. Its rows are made again.
    pub(super) fn articles_changed(&mut self) {
        self.folds = Folds::default();
        self.is_outdated = true;
        self.rows_gone();
    }

    /// How many articles are folded into one, if any.
    pub(super) fn folded_into(&self, index: u32) -> Option<usize> {
        let found = self.folded_into.binary_search_by_key(&index, |row| row.0);
        let (_, more) = self.folded_into.get(found.ok()?)?;
        Some(*more as usize)
    }

    pub(super) fn rows_gone(&mut self) {
        self.hidden.clear();
        self.folded_into.clear();
        self.sums.clear();
    }
}
