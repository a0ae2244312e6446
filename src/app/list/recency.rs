//! Lists in an order of their own, whatever that of the list is: articles that are being read, the
//! last read first; related articles, the most related first; and what a search found, the most
//! relevant first.
//!
//! Their indexes do not ascend. Everything that relies on ascending indexes restores them first and
//! arranges the list again afterwards. An article is found by looking at each one.

use super::key::key;
use super::pane::ListPane;
use crate::app::message::{Item, Listed};
use crate::app::view::View;
use crate::library::Sort;
use crate::user::marks::Marks;
use std::cmp::{Ordering, Reverse};

impl ListPane {
    /// Whether the view has an order of its own.
    pub(crate) fn has_own_order(&self) -> bool {
        self.view == View::Reading || self.view.is_related()
    }

    /// Whether the articles are in the order of their relevance to the query, which is known when
    /// all texts were searched.
    pub(crate) fn is_by_relevance(&self) -> bool {
        self.order.by == Sort::Relevance && self.search.is_ranked()
    }

    /// Whether the relevance of the articles is to be found.
    pub(crate) fn lacks_ranks(&self) -> bool {
        self.wants_ranks() && !self.search.is_ranked()
    }

    /// Whether a search has to find the relevance of the articles, too.
    pub(crate) fn wants_ranks(&self) -> bool {
        self.requested_order().by == Sort::Relevance && self.search.is_active()
    }

    /// Whether the articles are in an order of their own.
    pub(super) fn is_arranged(&self) -> bool {
        self.has_own_order() || self.is_by_relevance()
    }

    /// Whether an article is found by looking at each one.
    fn is_searched(&self) -> bool {
        self.is_arranged() || self.is_kept()
    }

    /// Puts the articles in that order, if the list has one, and folds versions.
    pub(super) fn arrange(&mut self, marks: &Marks) {
        if self.has_own_order() || self.is_by_relevance() && !self.is_filtering() {
            self.put_in_own_order(marks);
        }
        self.fold();
    }

    fn put_in_own_order(&mut self, marks: &Marks) {
        let mut visible = std::mem::take(&mut self.visible);
        let item = |at: u32| self.items().get(at as usize);
        if self.view.is_related() {
            let rank = |at: u32| item(at).and_then(|item| self.view.rank(&item.entry));
            visible.sort_by_cached_key(|at| (rank(*at), *at));
        } else if self.has_own_order() {
            let read_at = |at: u32| item(at).and_then(|item| marks.place_time(&item.entry));
            visible.sort_by_cached_key(|at| (Reverse(read_at(*at)), *at));
        } else {
            let score = |at: u32| item(at).map(|item| self.search.score(item));
            visible.sort_by_cached_key(|at| (Reverse(score(*at)), *at));
            if self.order.reversed {
                visible.reverse();
            }
        }
        self.visible = visible;
    }

    /// Puts the indexes of the list back in ascending order, each in a row of its own.
    pub(super) fn restore_indexes(&mut self) {
        self.unfold();
        // The order may have been one of its own until now.
        if !self.visible.is_sorted() {
            self.visible.sort_unstable();
        }
    }

    /// The index of an article in such a list.
    fn index_when_arranged(&self, item: &Listed) -> Option<usize> {
        let is_it = |other: &Item| other.entry.is_at(&item.entry);
        (0..self.len()).find(|at| self.get(*at).is_some_and(is_it))
    }

    /// Where an article is in the view, or where it would be: a view in the order of the list is
    /// sorted. One that the user has not read would be at the cursor.
    pub(super) fn index_of(&self, item: &Listed) -> usize {
        if self.is_searched() {
            return self.index_when_arranged(item).unwrap_or(self.cursor);
        }
        let before = |at: &u32| {
            let other = self.items().get(*at as usize);
            other.is_some_and(|other| self.compare(other, item) == Ordering::Less)
        };
        self.visible.partition_point(before)
    }

    /// Whether the selected article is another one than `item` and comes after it.
    pub(crate) fn selected_follows(&self, item: &Listed) -> bool {
        let Some(selected) = self.selected() else {
            return false;
        };
        let is_after = || match self.is_searched() {
            true => self
                .index_when_arranged(item)
                .is_none_or(|at| at < self.cursor),
            false => self.compare(item, selected) == Ordering::Less,
        };
        key(&selected.entry) != key(&item.entry) && is_after()
    }
}
