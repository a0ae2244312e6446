//! The state of folding: which articles are versions, and which of them have no row.

use super::folds::Folds;
use crate::app::message::Ticket;
use std::collections::HashMap;

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
    /// By the index of an article with a row, how many others are folded into it.
    pub(super) folded_into: HashMap<u32, usize>,
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

    pub(super) fn rows_gone(&mut self) {
        self.hidden.clear();
        self.folded_into.clear();
        self.sums.clear();
    }
}
