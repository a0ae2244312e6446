//! What a scan changes in the list: articles that come after all others, as an index sends them,
//! and articles that changed or are gone.

use super::key::key;
use super::pane::{ListPane, ListSource};
use crate::app::message::{Listed, Update};
use crate::library::{Entry, Gone};
use crate::user::marks::Marks;
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

impl ListPane {
    /// Whether all articles of an ordered batch come after those of the list.
    pub(super) fn follows(&self, batch: &[Arc<Listed>]) -> bool {
        let (Some(last), Some(first)) = (self.all.last(), batch.first()) else {
            return true;
        };
        self.compare(last, first) == Ordering::Less
    }

    /// Adds an ordered batch at the end.
    pub(super) fn append(&mut self, batch: Vec<Arc<Listed>>, marks: &Marks) {
        let start = self.all.len() as u32;
        Arc::make_mut(&mut self.all).extend(batch);
        self.measures = None;
        let new = start..self.all.len() as u32;
        if self.source == ListSource::All {
            if self.queue.is_empty() {
                let mut accepts = self.accepts(marks);
                let shown: Vec<u32> = new.filter(|at| accepts(*at)).collect();
                drop(accepts);
                self.visible.extend(shown);
            } else {
                self.queue.extend(new);
            }
        }
        self.pending_target = self.pending_target.take().filter(|_| self.touched);
        self.follow_target();
    }

    /// The articles that are not in the folders any more that were read whole.
    pub(crate) fn missing(&self, update: &Update) -> Vec<Gone> {
        if update.listed.is_empty() {
            return Vec::new();
        }
        let folders: HashSet<(&Path, &str)> = update
            .listed
            .iter()
            .map(|(root, folder)| (root.as_path(), folder.as_str()))
            .collect();
        let found = update.changed.iter();
        let found: HashSet<_> = found.map(|item| key(&item.entry)).collect();
        let is_missing = |entry: &Entry| {
            let folder = entry.id.rsplit_once('/').map_or("", |(folder, _)| folder);
            folders.contains(&(entry.root.as_path(), folder)) && !found.contains(&key(entry))
        };
        let missing = self.all.iter().filter(|item| is_missing(&item.entry));
        missing
            .map(|item| Gone {
                root: Arc::clone(&item.entry.root),
                id: Arc::clone(&item.entry.id),
            })
            .collect()
    }

    /// Those of the articles that differ from what the list has.
    pub(crate) fn without_equal(&self, mut items: Vec<Arc<Listed>>) -> Vec<Arc<Listed>> {
        if items.is_empty() {
            return items;
        }
        let mut new: HashMap<_, _> = items.iter().map(|item| (key(&item.entry), item)).collect();
        // An id is cheaper to look up than a key; most articles of the list are not among them.
        let ids: HashSet<&str> = items.iter().map(|item| &*item.entry.id).collect();
        for old in self.all.iter().filter(|old| ids.contains(&*old.entry.id)) {
            let key = key(&old.entry);
            if new.get(&key).is_some_and(|new| new.entry == old.entry) {
                new.remove(&key);
            }
        }
        let different: HashSet<_> = new.into_keys().collect();
        items.retain(|item| different.contains(&key(&item.entry)));
        items
    }

    /// Puts changed articles in place of the old ones and takes out those that are gone. The
    /// selected article stays selected, in its row of the screen; if it is gone, the cursor stays
    /// where it was in the order.
    pub(crate) fn replace(&mut self, changed: Vec<Arc<Listed>>, gone: &[Gone], marks: &Marks) {
        let outdated: HashSet<_> = gone
            .iter()
            .map(|gone| (Arc::clone(&gone.id), Arc::clone(&gone.root)))
            .chain(changed.iter().map(|item| key(&item.entry)))
            .collect();
        let ids: HashSet<&str> = outdated.iter().map(|(id, _)| &**id).collect();
        let is_outdated = |item: &Arc<Listed>| {
            ids.contains(&*item.entry.id) && outdated.contains(&key(&item.entry))
        };
        self.keep_range();
        let selected = self.target();
        let selected = selected.map(|item| {
            let new = changed
                .iter()
                .find(|new| key(&new.entry) == key(&item.entry));
            new.cloned().unwrap_or(item)
        });
        Arc::make_mut(&mut self.all).retain(|item| !is_outdated(item));
        if let Some(sorting) = &mut self.sorting {
            sorting.late.retain(|item| !is_outdated(item));
            sorting.outdated.extend(outdated.iter().cloned());
        }
        let row = self.cursor.saturating_sub(self.top);
        // The view is filled again below: its indexes are void.
        self.visible.clear();
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
