//! Picks rows of the list.

use super::key::key;
use super::pane::ListPane;
use crate::app::message::Item;
use std::ops::RangeInclusive;

impl ListPane {
    /// Picks the selected article, or drops it, and goes to the next.
    pub(crate) fn pick(&mut self) {
        self.keep_range();
        let Some(item) = self.selected().cloned() else {
            return;
        };
        let key = key(&item.entry);
        if self.picks.single.remove(&key).is_none() {
            self.picks.single.insert(key, item);
        }
        self.move_by(1);
    }

    /// Begins a range at the cursor, or ends it.
    pub(crate) fn pick_range(&mut self) {
        if self.picks.anchor.is_some() {
            self.keep_range();
        } else if !self.is_empty() {
            self.touched = true;
            self.picks.anchor = Some(self.cursor);
        }
    }

    /// The articles of the range become single ones, before the order or the rows change.
    pub(crate) fn keep_range(&mut self) {
        if let Some(range) = self.range() {
            let items: Vec<_> = range.filter_map(|at| self.get(at).cloned()).collect();
            let picked = items.into_iter().map(|item| (key(&item.entry), item));
            self.picks.single.extend(picked);
        }
        self.picks.anchor = None;
    }

    fn range(&self) -> Option<RangeInclusive<usize>> {
        let anchor = self.picks.anchor?;
        Some(anchor.min(self.cursor)..=anchor.max(self.cursor))
    }

    pub fn is_picked(&self, at: usize) -> bool {
        self.range().is_some_and(|range| range.contains(&at))
            || !self.picks.single.is_empty()
                && self
                    .get(at)
                    .is_some_and(|item| self.picks.single.contains_key(&key(&item.entry)))
    }

    /// How many articles are picked.
    pub fn picked(&self) -> usize {
        let single = &self.picks.single;
        let is_new = |at: &usize| {
            let item = self.get(*at);
            single.is_empty() || item.is_some_and(|item| !single.contains_key(&key(&item.entry)))
        };
        let range = self.range().map_or(0, |range| match single.is_empty() {
            true => range.count(),
            false => range.filter(is_new).count(),
        });
        single.len() + range
    }

    /// The picked articles in the order of the list, or of their ids if they are not shown.
    pub(crate) fn picked_items(&self) -> Vec<Item> {
        let mut shown: Vec<_> = (0..self.len())
            .filter(|at| self.is_picked(*at))
            .filter_map(|at| self.get(at).cloned())
            .collect();
        if shown.len() < self.picked() {
            let range = self.range().into_iter().flatten();
            let range = range.filter_map(|at| self.get(at).cloned());
            let mut all = self.picks.single.clone();
            all.extend(range.map(|item| (key(&item.entry), item)));
            shown = all.into_values().collect();
            shown.sort_unstable_by_key(|item| key(&item.entry));
        }
        shown
    }

    /// The picked articles in the order of their ids; nothing is picked afterwards.
    pub(crate) fn take_picks(&mut self) -> Vec<Item> {
        self.keep_range();
        let picks = std::mem::take(&mut self.picks);
        let mut items: Vec<_> = picks.single.into_values().collect();
        items.sort_unstable_by_key(|item| key(&item.entry));
        items
    }
}
