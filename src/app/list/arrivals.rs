//! What a scan changes in the list: articles that come after all others, as an index sends them,
//! and articles that changed or are gone.

use super::key::{key, key_of};
use super::pane::{ListPane, ListSource};
use crate::app::message::{Difference, Item};
use crate::user::marks::Marks;
use std::cmp::Ordering;
use std::collections::HashSet;
use std::sync::Arc;

impl ListPane {
    /// Looks for the article that was selected when the program was left.
    pub(super) fn look_for_wanted(&mut self, batch: &[Item]) {
        if self.touched {
            self.wanted = None;
        }
        let is_wanted = |item: &&Item| self.wanted.as_deref() == Some(item.entry.id());
        if let Some(item) = batch.iter().find(is_wanted).cloned() {
            self.wanted = None;
            self.touched = true;
            self.pending_target = Some(item);
        }
    }

    /// Whether all articles of an ordered batch come after those of the list.
    pub(super) fn follows(&self, batch: &[Item]) -> bool {
        let (Some(last), Some(first)) = (self.all.last(), batch.first()) else {
            return true;
        };
        self.compare(last, first) == Ordering::Less
    }

    /// Adds an ordered batch at the end.
    pub(super) fn append(&mut self, batch: Vec<Item>, marks: &Marks) {
        let start = self.all.len() as u32;
        Arc::make_mut(&mut self.all).extend(batch);
        self.measures = None;
        self.repeats.start();
        let new = start..self.all.len() as u32;
        if self.source == ListSource::All {
            if self.queue.is_empty() {
                let mut accepts = self.accepts(marks);
                let shown: Vec<u32> = new.filter(|at| accepts(*at)).collect();
                drop(accepts);
                self.visible.extend(shown);
                self.arrange(marks);
            } else {
                self.queue.extend(new);
            }
        }
        self.pending_target = self.pending_target.take().filter(|_| self.touched);
        self.follow_target();
    }

    /// Puts changed articles in place of the old ones and takes out those that are gone. The
    /// selected article stays selected, in its row of the screen; if it is gone, the cursor stays
    /// where it was in the order.
    pub(crate) fn replace(&mut self, difference: Difference, marks: &Marks) {
        let Difference { update, outdated } = difference;
        let changed = update.changed;
        self.keep_range();
        let selected = self.target();
        let selected = selected.map(|item| {
            let new = changed
                .iter()
                .find(|new| key(&new.entry) == key(&item.entry));
            new.cloned().unwrap_or(item)
        });
        // Articles that stay are not looked at: there may be a million.
        self.quick.articles_moved();
        let mut next = outdated.into_iter().peekable();
        let mut at = 0;
        let mut dated = 0;
        Arc::make_mut(&mut self.all).retain(|item| {
            at += 1;
            let stays = next.next_if_eq(&(at - 1)).is_none();
            dated += usize::from(!stays && item.entry.is_dated());
            stays
        });
        self.dated = self.dated.saturating_sub(dated);
        if let Some(sorting) = &mut self.sorting {
            let gone = update
                .gone
                .into_iter()
                .map(|gone| key_of(&gone.root, &gone.id));
            let outdated: HashSet<_> = gone
                .chain(changed.iter().map(|item| key(&item.entry)))
                .collect();
            sorting
                .late
                .retain(|item| !outdated.contains(&key(&item.entry)));
            sorting.outdated.extend(outdated);
        }
        let row = self.cursor.saturating_sub(self.top);
        // The view is filled again below: its indexes are void.
        self.visible.clear();
        self.folding.articles_changed();
        self.queue.clear();
        self.add(changed, marks);
        self.show(selected.clone(), marks);
        if !self.touched {
            return;
        }
        if let Some(item) = selected.filter(|_| !self.is_filtering()) {
            self.cursor = self.index_of(&item).min(self.len().saturating_sub(1));
        }
        self.top = self.cursor.saturating_sub(row);
    }
}
