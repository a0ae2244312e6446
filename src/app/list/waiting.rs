//! Batches that wait for a thread. In an order of titles or names, a batch of a scan belongs in many
//! places of a long list, and each of them takes many comparisons of strings: a million articles
//! would hold up the keys for half a minute. A thread adds all that has come meanwhile.

use super::pane::ListPane;
use crate::app::context::Context;
use crate::app::message::Item;
use crate::library::Sort;
use std::sync::Arc;

/// Shorter lists take a batch between two frames.
const LONG: usize = if cfg!(test) { 6 } else { 20_000 };
/// The share of a list that is worth sorting it again at once, and the time after which anything is,
/// in milliseconds.
const SHARE: usize = 4;
const LATEST: u64 = 1_000;
/// So do longer ones if the batch is as small as this.
const SMALL: usize = if cfg!(test) { 1 } else { 64 };

impl ListPane {
    /// Whether adding a batch takes longer than a frame.
    pub(super) fn is_for_a_thread(&self, batch: &[Item]) -> bool {
        let by_date = matches!(self.order.by, Sort::Date | Sort::Relevance);
        self.is_filling() && !by_date && self.all.len() > LONG && batch.len() > SMALL
    }

    /// Whether a scan has found articles that are not in the list yet.
    pub(crate) fn has_waiting(&self) -> bool {
        !self.waiting.is_empty()
    }

    /// Has a thread add what waits, unless one is sorting the list. Each time takes as long as
    /// sorting all, so little waits for more. `is_scanned`: no more will come.
    pub(crate) fn add_waiting(&mut self, is_scanned: bool, context: &mut Context) {
        if !self.has_waiting() || self.sorting.is_some() {
            return;
        }
        let count: usize = self.waiting.iter().map(|batch| batch.items.len()).sum();
        let is_much = count >= self.all.len() / SHARE;
        if is_scanned || is_much || context.now >= self.added + LATEST {
            self.added = context.now;
            self.request(self.order, context);
        }
    }

    /// The batches, for a thread.
    pub(super) fn waiting_batches(&self) -> Vec<Arc<Vec<Item>>> {
        let batches = self.waiting.iter();
        batches.map(|batch| Arc::clone(&batch.items)).collect()
    }

    /// A thread has added the first batches. Puts them among the lists to be freed, and returns how
    /// many of their articles have a date.
    pub(super) fn take_waiting(&mut self, count: usize, freed: &mut Vec<Arc<Vec<Item>>>) -> usize {
        let mut dated = 0;
        for batch in self.waiting.drain(..count.min(self.waiting.len())) {
            dated += batch.dated;
            freed.push(batch.items);
        }
        dated
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::list::sorting::in_order;
    use crate::app::message::Listed;
    use crate::library::{Name, sample};
    use crate::user::marks::Marks;

    #[test]
    fn a_thread_adds_batches_to_a_long_list() {
        let model = sample::entries().remove(0);
        let marks = Marks::default();
        let batch = |titles: &str| -> Vec<Item> {
            let titles = titles.chars().map(|title| {
                let mut entry = model.clone();
                entry.name = Name::new(entry.root(), &format!("{title}.md"), &title.to_string());
                Item::new(Listed::new(entry))
            });
            titles.collect()
        };
        let titles =
            |list: &ListPane| -> String { list.shown().map(|item| item.entry.title()).collect() };
        let mut list = ListPane::default();
        list.order = Sort::Title.into();
        drop(list.clear());
        list.add(batch("ndfhjlb"), &marks);
        list.move_to(2);
        list.add(batch("eca"), &marks);
        list.add(batch("g"), &marks);
        assert_eq!(titles(&list), "bdfghjln", "a small batch is added at once");
        assert!(!list.put_in_order(list.order, 1));
        let all = in_order(&list.all, &list.waiting_batches(), list.order, || false);
        list.add(batch("om"), &marks);
        list.accept_order(1, all.expect("not cancelled"), &marks);
        assert_eq!(titles(&list), "abcdefghjln");
        let selected = list.selected().map(|item| item.entry.title());
        assert_eq!(selected, Some("f"));
        assert_eq!(list.dated, list.all.len());
        assert!(list.has_waiting());

        // The article of the last visit is selected although it came for a thread.
        let mut list = ListPane::default();
        list.order = Sort::Title.into();
        drop(list.clear());
        list.wanted = Some("e.md".into());
        list.add(batch("ndfhjlb"), &marks);
        list.add(batch("eca"), &marks);
        assert!(!list.put_in_order(list.order, 2));
        let all = in_order(&list.all, &list.waiting_batches(), list.order, || false);
        list.accept_order(2, all.expect("not cancelled"), &marks);
        list.scan_finished();
        let selected = list.selected().map(|item| item.entry.title());
        assert_eq!(selected, Some("e"));
    }
}
