//! The state of the quick filter: its words, and the folded titles that are kept while its prompt
//! is open.

use crate::app::message::Item;
use crate::search::{Query, QuickColumn, QuickFilter};

#[derive(Debug, Default)]
pub(crate) struct Quick {
    /// The filter, when its text is words without the query language.
    pub(super) filter: Option<QuickFilter>,
    pub(super) loosened: Option<Loosened>,
    /// The titles of the first articles of the list.
    pub(super) column: QuickColumn,
    /// Whether the prompt of the filter is open.
    pub(super) is_open: bool,
    /// The article that was selected when the prompt was opened. It is selected again after a
    /// filter that finds nothing.
    pub(super) origin: Option<Item>,
}

/// The second pass over all articles, after the strict filter found little.
#[derive(Debug)]
pub(super) struct Loosened {
    /// For the articles that the strict filter did not find.
    pub filter: QuickFilter,
    /// The indexes of those that it found, ascending.
    pub found: Vec<u32>,
}

impl Quick {
    /// The articles of the list have moved: the titles are folded again.
    pub(super) fn articles_moved(&mut self) {
        self.column = QuickColumn::default();
        self.loosened = None;
    }

    /// Whether the new filter narrows the one before it, `before` beside its words.
    pub(super) fn narrows(
        &mut self,
        new: Option<QuickFilter>,
        query: &Query,
        before: &Query,
    ) -> bool {
        self.loosened = None;
        let old = self.filter.take();
        match (new, old) {
            (Some(new), Some(old)) => {
                let narrowed = new.narrowed(&old);
                let narrows = narrowed.is_some();
                self.filter = narrowed.or(Some(new));
                narrows
            }
            (Some(new), None) => {
                self.filter = Some(new);
                before.is_empty()
            }
            (None, Some(_)) => false,
            (None, None) => query.narrows(before),
        }
    }
}
