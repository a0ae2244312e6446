//! The quick filter of the list: replaced while it is typed, prepared between frames, loosened when
//! it finds little.

use super::filtering::SLICE;
use super::pane::{ListPane, ListSource};
use super::quick_state::Loosened;
use crate::app::message::Item;
use crate::search::{Query, QuickColumn, QuickFilter, matching_rows};

/// Articles whose titles are kept between two frames: a few milliseconds of work.
const PREPARED: usize = SLICE;
/// Articles filtered at once when their titles are kept: at most 4 ms on two processors.
const QUICK_SLICE: usize = 32 * SLICE;
/// When fewer articles match, characters may be left out of them.
const LITTLE: usize = if cfg!(test) { 1 } else { 10 };
/// While a scan adds articles, the titles of longer lists are not kept: they move.
const FEW: usize = 20_000;

impl ListPane {
    /// The prompt of the filter was opened: titles are folded between frames.
    pub(crate) fn open_quick(&mut self) {
        self.quick.is_open = true;
        let selected = self.target();
        self.quick.origin = selected.or_else(|| self.quick.origin.take());
    }

    /// The article that was selected when the prompt was opened, if the filter finds nothing.
    pub(super) fn filter_origin(&self) -> Option<Item> {
        let origin = self.quick.origin.as_ref();
        origin.filter(|_| self.target().is_none()).cloned()
    }

    /// The prompt was closed. The filter stays, and the titles are freed.
    pub(crate) fn close_quick(&mut self) {
        self.quick.is_open = false;
        self.quick.articles_moved();
    }

    /// The words of the filter, whose matches are marked in titles.
    pub fn quick_filter(&self) -> Option<&QuickFilter> {
        self.quick.filter.as_ref()
    }

    /// Replaces the filter. Whether the new one matches only articles that the old one did.
    pub(super) fn replace_filter(&mut self, text: &str, query: Query) -> bool {
        let quick = QuickFilter::of(text, &query);
        let narrows = self.quick.narrows(quick, &query, &self.filter);
        text.clone_into(&mut self.filter_text);
        self.filter = query;
        narrows
    }

    /// Removes the filter. The caller fills the list again.
    pub(crate) fn clear_filter(&mut self) {
        self.quick.filter = None;
        self.quick.loosened = None;
        self.filter = Query::default();
        self.filter_text.clear();
    }

    /// Whether titles are still to be folded for the filter.
    pub(crate) fn is_preparing_filter(&self) -> bool {
        let may = !self.is_filling() || self.all.len() <= FEW;
        self.quick.is_open
            && may
            && self.source == ListSource::All
            && self.quick.column.len() < self.all.len()
    }

    /// Folds the next titles.
    pub(crate) fn prepare_filter(&mut self) {
        if self.is_preparing_filter() {
            let start = self.quick.column.len();
            for item in self.all.iter().skip(start).take(PREPARED) {
                self.quick.column.push(&item.entry);
            }
        }
    }

    /// How many articles are filtered between two frames.
    pub(super) fn slice(&self) -> usize {
        let column = self.column().map_or(0, QuickColumn::len);
        let is_ready = column == self.items().len();
        if self.quick.filter.is_some() && is_ready {
            QUICK_SLICE
        } else {
            SLICE
        }
    }

    /// Those of ascending rows that the quick filter finds. `None`: there is no quick filter, or not
    /// all titles are kept.
    pub(super) fn matching_titles(&self, rows: &[u32]) -> Option<Vec<u32>> {
        let column = self.column()?;
        let is_kept = rows
            .last()
            .is_none_or(|last| (*last as usize) < column.len());
        if !is_kept {
            return None;
        }
        match &self.quick.loosened {
            Some(Loosened { filter, found }) => Some(matching_rows(filter, column, found, rows)),
            None => Some(matching_rows(self.quick_filter()?, column, &[], rows)),
        }
    }

    /// The titles by index in the source.
    fn column(&self) -> Option<&QuickColumn> {
        (self.source == ListSource::All).then_some(&self.quick.column)
    }

    /// When everything is filtered and little was found, starts again with the filter that lets
    /// characters be left out. Whether it did.
    pub(super) fn loosen_filter(&mut self) -> bool {
        if self.is_filtering() || self.visible.len() >= LITTLE || self.is_filling() {
            return false;
        }
        let Some(loose) = self.quick.filter.as_ref().and_then(QuickFilter::loose) else {
            return false;
        };
        self.quick.loosened = Some(Loosened {
            filter: loose.clone().without_strict(),
            found: self.visible.clone(),
        });
        self.quick.filter = Some(loose);
        let selected = self.target();
        self.pending_target = selected.filter(|_| self.touched);
        let len = u32::try_from(self.items().len()).unwrap_or(u32::MAX);
        self.visible.clear();
        self.queue.extend(0..len);
        true
    }
}
