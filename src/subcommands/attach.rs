//! Finds the articles of the library that imported items are about.

use crate::interchange::{Item, file_address};
use crate::library::{self, Entry, Fingerprint};
use crate::text::{fold, page_key};
use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::thread;

/// The articles of the libraries by path, address and title.
pub struct Catalogue<'e> {
    entries: &'e [Entry],
    /// Several libraries may have the same path.
    by_id: HashMap<&'e str, Vec<usize>>,
    /// Hashes of whole texts.
    texts: HashSet<u64>,
    by_address: HashMap<String, usize>,
    /// `None`: several articles have this title.
    by_title: HashMap<String, Option<usize>>,
    /// The keys of the addresses that the metadata of the articles name.
    addresses: Vec<Option<String>>,
}

impl<'e> Catalogue<'e> {
    /// Reads the addresses of the articles if an item could be found by one: they are in the
    /// files, not in the index.
    pub fn new(entries: &'e [Entry], items: &[Item]) -> Self {
        let mut catalogue = Self {
            entries,
            by_id: HashMap::new(),
            texts: entries
                .iter()
                .map(|entry| entry.fingerprint.whole)
                .collect(),
            by_address: HashMap::new(),
            by_title: HashMap::new(),
            addresses: Vec::new(),
        };
        for (at, entry) in entries.iter().enumerate() {
            catalogue.by_id.entry(entry.id()).or_default().push(at);
            let title = catalogue.by_title.entry(fold(entry.title()));
            title.and_modify(|place| *place = None).or_insert(Some(at));
        }
        let needed = items.iter().filter(|item| !is_own(item));
        let needed: Vec<&str> = needed.map(|item| &*item.address).collect();
        if needed.iter().any(|address| !address.is_empty()) {
            let addresses = addresses(entries).into_iter();
            let keys = addresses.map(|address| address.map(|address| page_key(&address)));
            catalogue.addresses = keys.collect();
            for (at, key) in catalogue.addresses.iter().enumerate() {
                if let Some(key) = key {
                    catalogue.by_address.insert(key.clone(), at);
                }
            }
        }
        if needed.iter().any(|address| address.starts_with("file:")) {
            for (at, entry) in entries.iter().enumerate() {
                if let Ok(path) = std::fs::canonicalize(entry.path()) {
                    let key = page_key(&file_address(&path));
                    catalogue.by_address.insert(key, at);
                }
            }
        }
        catalogue
    }

    /// Whether the library has the article of an item of our own exports.
    pub fn has_own(&self, item: &Item) -> bool {
        let print = item.own.fingerprint;
        let at_path = self.at_path(item).any(|at| {
            let entry = self.entries.get(at);
            entry.is_some_and(|entry| entry.fingerprint.fits(print))
        });
        is_own(item) && (at_path || print.whole != 0 && self.texts.contains(&print.whole))
    }

    fn at_path(&self, item: &Item) -> impl Iterator<Item = usize> {
        let here = self.by_id.get(&*item.own.id);
        here.into_iter().flatten().copied()
    }

    /// The number of the article of an item: by address, else by path, else by title, if only one
    /// article has it. A path may be that of another article in another library, and a title too,
    /// so neither counts if the addresses differ.
    pub fn find(&self, item: &Item) -> Option<usize> {
        if is_own(item) {
            return None;
        }
        let title = fold(&item.title);
        let may_be = |at: &usize| {
            let entry = self.entries.get(*at);
            let has_title = entry.is_some_and(|entry| fold(entry.title()) == title);
            let has_address = self.addresses.get(*at).is_some_and(Option::is_some);
            let differs = !item.address.is_empty() && has_address;
            !differs && (has_title || title.is_empty())
        };
        let known = |text: &str| !text.is_empty();
        let by_address = || self.by_address.get(&page_key(&item.address)).copied();
        let by_path = || {
            let mut here = self.at_path(item).filter(may_be);
            here.next().filter(|_| here.next().is_none())
        };
        let by_title = || (*self.by_title.get(&title)?).filter(may_be);
        let found = known(&item.address).then(by_address).flatten();
        let found = found.or_else(by_path);
        found.or_else(|| known(&item.title).then(by_title).flatten())
    }
}

/// Whether an item says which article it is about, as our own exports do: by a fingerprint, which
/// finds the article also after a move.
fn is_own(item: &Item) -> bool {
    item.own.fingerprint != Fingerprint::default()
}

/// The addresses that the metadata of the articles name. Reads the files, on all cores.
fn addresses(entries: &[Entry]) -> Vec<Option<String>> {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let share = entries.len().div_ceil(cores).max(1);
    let address = |entry| library::address_of(entry).ok().flatten();
    thread::scope(|scope| {
        let parts = entries.chunks(share);
        let parts = parts.map(|part| scope.spawn(move || part.iter().map(address).collect()));
        let parts: Vec<_> = parts.collect();
        let parts = parts.into_iter().map(|part| part.join());
        // A thread ends early only if reading panics; its articles have no address then.
        let parts = parts.map(|part: thread::Result<Vec<_>>| part.unwrap_or_default());
        parts.flatten().collect()
    })
}
