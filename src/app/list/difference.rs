//! What an update changes in a list: one pass over all articles. For long lists a thread does it.

use super::key::{Key, key, key_of};
use crate::app::message::{Difference, Item, Update};
use crate::library::{Entry, Gone, folder, id_key};
use std::collections::{HashMap, HashSet};
use std::path::Path;
use std::sync::Arc;

impl Difference {
    /// One pass over all articles.
    pub(crate) fn new(mut update: Update, all: &[Item]) -> Self {
        let changed = update.changed.iter();
        let changed: HashMap<_, _> = changed.map(|item| (key(&item.entry), item)).collect();
        let gone = update.gone.iter();
        let gone: HashSet<_> = gone.map(|gone| key_of(&gone.root, &gone.id)).collect();
        // An id is cheaper to look up than a key; most articles of the list are not among them.
        let ids: HashSet<&str> = changed.keys().chain(&gone).map(Key::id).collect();
        let listed = update.listed.iter();
        let folders: HashMap<(&Path, &str), _> = listed
            .map(|((root, folder), present)| ((root.as_path(), folder.as_str()), present))
            .collect();
        let is_missing = |entry: &Entry| {
            let present = folders.get(&(entry.root().as_path(), folder(entry)));
            present.is_some_and(|present| !present.contains(&id_key(entry.id())))
        };
        let mut outdated = Vec::new();
        let (mut equal, mut missing) = (HashSet::new(), Vec::new());
        for (at, item) in (0_u32..).zip(all) {
            let entry = &item.entry;
            if ids.contains(entry.id()) {
                let key = key(entry);
                let new = changed.get(&key);
                if new.is_some_and(|new| new.entry == *entry) {
                    equal.insert(key);
                    continue;
                }
                if new.is_some() || gone.contains(&key) {
                    outdated.push(at);
                    continue;
                }
            }
            if !folders.is_empty() && is_missing(entry) {
                outdated.push(at);
                missing.push(Gone {
                    root: Arc::clone(entry.root()),
                    id: entry.id().into(),
                });
            }
        }
        update
            .changed
            .retain(|item| !equal.contains(&key(&item.entry)));
        update.gone.extend(missing);
        Self { update, outdated }
    }
}
