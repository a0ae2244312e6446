//! Finds the articles of the library that imported items are about.

use crate::interchange::{Item, address_key, file_address};
use crate::library::{self, Entry, Fingerprint};
use crate::text::fold;
use std::collections::{HashMap, HashSet};
use std::num::NonZero;
use std::thread;

/// The articles of a library by path, address and title.
pub struct Catalogue<'e> {
    entries: &'e [Entry],
    by_id: HashMap<&'e str, usize>,
    /// Hashes of whole texts.
    texts: HashSet<u64>,
    by_address: HashMap<String, usize>,
    /// `None`: several articles have this title.
    by_title: HashMap<String, Option<usize>>,
    /// Whether the metadata of an article name an address.
    has_address: Vec<bool>,
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
            has_address: vec![false; entries.len()],
        };
        for (at, entry) in entries.iter().enumerate() {
            catalogue.by_id.insert(&entry.id, at);
            let title = catalogue.by_title.entry(fold(&entry.title));
            title.and_modify(|place| *place = None).or_insert(Some(at));
        }
        let needed = items.iter().filter(|item| !is_own(item));
        let needed: Vec<&str> = needed.map(|item| &*item.address).collect();
        if needed.iter().any(|address| !address.is_empty()) {
            for (at, address) in addresses(entries).into_iter().enumerate() {
                let Some(address) = address else { continue };
                catalogue.by_address.insert(address_key(&address), at);
                if let Some(has) = catalogue.has_address.get_mut(at) {
                    *has = true;
                }
            }
        }
        if needed.iter().any(|address| address.starts_with("file:")) {
            for (at, entry) in entries.iter().enumerate() {
                if let Ok(path) = std::fs::canonicalize(entry.path()) {
                    let key = address_key(&file_address(&path));
                    catalogue.by_address.insert(key, at);
                }
            }
        }
        catalogue
    }

    /// Whether the library has the article of an item of our own exports.
    pub fn has_own(&self, item: &Item) -> bool {
        let print = item.own.fingerprint;
        let at_path = self.by_id.get(&*item.own.id);
        let at_path = at_path.and_then(|at| self.entries.get(*at));
        is_own(item)
            && (at_path.is_some_and(|entry| entry.fingerprint.fits(print))
                || print.whole != 0 && self.texts.contains(&print.whole))
    }

    /// The article of an item: by path, else by address, else by a title that only one article
    /// has, unless the two have different addresses.
    pub fn find(&self, item: &Item) -> Option<&'e Entry> {
        if is_own(item) {
            return None;
        }
        let by_address = || self.by_address.get(&address_key(&item.address)).copied();
        let by_title = || {
            let at = (*self.by_title.get(&fold(&item.title))?)?;
            let differs = !item.address.is_empty() && self.has_address.get(at) == Some(&true);
            (!differs).then_some(at)
        };
        let known = |text: &str| !text.is_empty();
        let found = self.by_id.get(&*item.own.id).copied();
        let found = found.or_else(|| known(&item.address).then(by_address).flatten());
        let found = found.or_else(|| known(&item.title).then(by_title).flatten());
        self.entries.get(found?)
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
