//! Matches events to articles by path and fingerprint.

use crate::library::Fingerprint;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Keys by which an article is found at another path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Whole(u64),
    /// The start, for events that know nothing else.
    StartOnly(u64),
    /// The start, for articles of which nothing else is known.
    Start(u64),
}

/// The keys under which an event is stored.
pub(crate) fn kept_under(print: Fingerprint) -> impl Iterator<Item = Key> {
    let start = print.is_start_only().then_some(Key::StartOnly(print.start));
    let keys = [
        Some(Key::Whole(print.whole)),
        start,
        Some(Key::Start(print.start)),
    ];
    keys.into_iter().flatten().filter(is_known)
}

/// The keys under which an article's events are looked up.
pub(crate) fn asked_under(print: Fingerprint) -> impl Iterator<Item = Key> {
    let keys = if print.is_start_only() {
        [Key::Start(print.start), Key::Start(0)]
    } else {
        [Key::Whole(print.whole), Key::StartOnly(print.start)]
    };
    keys.into_iter().filter(is_known)
}

fn is_known(key: &Key) -> bool {
    let (Key::Whole(hash) | Key::StartOnly(hash) | Key::Start(hash)) = key;
    *hash != 0
}

/// A set of articles, by path and fingerprint.
#[derive(Debug, Default)]
pub(crate) struct Articles {
    keys: HashSet<Key>,
    paths: HashMap<Arc<str>, Vec<Fingerprint>>,
}

impl Articles {
    /// Adds an article. Returns false if it is already present, at this path or another.
    pub fn insert(&mut self, id: &Arc<str>, print: Fingerprint) -> bool {
        let here = self.paths.entry(Arc::clone(id)).or_default();
        let known = here.iter().any(|other| other.fits(print))
            || asked_under(print).any(|key| self.keys.contains(&key));
        here.push(print);
        self.keys.extend(kept_under(print));
        !known
    }
}
