//! The column of names of the list that was searched last: a search of a long list has most
//! articles ruled out by it.

use crate::app::message::Item;
use crate::library::Entry;
use crate::search::full_text::{FullText, LocalHits, NameColumn};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

#[derive(Debug, Default)]
pub struct LastNames(Mutex<Last>);

#[derive(Debug, Default)]
struct Last {
    list: Weak<Vec<Item>>,
    /// Without articles if it was not worth making.
    column: Option<Arc<NameColumn>>,
    /// A column was made before.
    made: bool,
}

impl Last {
    /// Whether neither the list nor what is indexed has changed.
    fn is_of(&self, list: &Weak<Vec<Item>>, texts: &HashMap<PathBuf, FullText>) -> bool {
        let column = self.column.as_ref();
        Weak::ptr_eq(&self.list, list) && column.is_some_and(|column| column.is_of(&by_root(texts)))
    }

    /// The column, unless it was not made.
    fn column(&self) -> Option<Arc<NameColumn>> {
        self.column.clone().filter(|column| !column.is_empty())
    }
}

impl LastNames {
    fn lock(&self) -> MutexGuard<'_, Last> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The column of a list, if it was made before.
    pub fn known(
        &self,
        list: &Weak<Vec<Item>>,
        texts: &HashMap<PathBuf, FullText>,
    ) -> Option<Arc<NameColumn>> {
        let last = self.lock();
        last.column().filter(|_| last.is_of(list, texts))
    }

    /// The column of a list. While articles arrive or are being indexed, the next search would need
    /// another one: it is made for the first search, and then when nothing has changed since the
    /// search before. `None` also for a short list.
    pub fn made(
        &self,
        list: &Weak<Vec<Item>>,
        texts: &HashMap<PathBuf, FullText>,
    ) -> Option<Arc<NameColumn>> {
        let all = list
            .upgrade()
            .filter(|all| all.len() >= LocalHits::NEWEST)?;
        let mut last = self.lock();
        let is_same = last.is_of(list, texts);
        if !is_same || last.column().is_none() {
            let is_worth = is_same || !last.made;
            let articles = all.iter().filter(|_| is_worth).map(|item| &item.entry);
            let articles: Vec<&Entry> = articles.collect();
            last.column = Some(Arc::new(NameColumn::of(&articles, &by_root(texts))));
            last.list = list.clone();
            last.made |= is_worth;
        }
        last.column()
    }
}

/// The indexes by the roots of their libraries.
pub fn by_root(texts: &HashMap<PathBuf, FullText>) -> Vec<(&Path, &FullText)> {
    let indexes = texts.iter().map(|(root, index)| (root.as_path(), index));
    indexes.collect()
}
