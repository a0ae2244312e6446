//! The view of articles that are being read: the last read first, whatever the order of the list.
//!
//! Its indexes do not ascend. Everything that relies on ascending indexes restores them first and
//! arranges the view again afterwards. The view is short, so an article is found by looking at
//! each one.

use super::key::key;
use super::pane::ListPane;
use crate::app::message::Listed;
use crate::app::view::View;
use crate::user::marks::Marks;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

impl ListPane {
    /// Whether the articles are in the order in which they were read.
    pub(crate) fn is_by_recency(&self) -> bool {
        self.view == View::Reading
    }

    /// Puts the articles in that order, if the view has it.
    pub(super) fn arrange_by_recency(&mut self, marks: &Marks) {
        if !self.is_by_recency() {
            return;
        }
        let mut visible = std::mem::take(&mut self.visible);
        let read_at = |at: u32| {
            let item = self.items().get(at as usize);
            item.and_then(|item| marks.place_time(&item.entry))
        };
        visible.sort_by_cached_key(|at| (Reverse(read_at(*at)), *at));
        self.visible = visible;
    }

    /// Puts the indexes of the view back in ascending order.
    pub(super) fn restore_indexes(&mut self) {
        if self.is_by_recency() {
            self.visible.sort_unstable();
        }
    }

    /// The index of an article in this view.
    fn index_by_recency(&self, item: &Listed) -> Option<usize> {
        let wanted = key(&item.entry);
        let is_it = |other: &Arc<Listed>| key(&other.entry) == wanted;
        (0..self.len()).find(|at| self.get(*at).is_some_and(is_it))
    }

    /// Where an article is in the view, or where it would be: a view in the order of the list is
    /// sorted. One that the user has not read would be at the cursor.
    pub(super) fn index_of(&self, item: &Listed) -> usize {
        if self.is_by_recency() {
            return self.index_by_recency(item).unwrap_or(self.cursor);
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
        let is_after = || match self.is_by_recency() {
            true => self
                .index_by_recency(item)
                .is_none_or(|at| at < self.cursor),
            false => self.compare(item, selected) == Ordering::Less,
        };
        key(&selected.entry) != key(&item.entry) && is_after()
    }
}
