//! Which events and questions are about the same article.

use crate::library::Fingerprint;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// What an article is found by at another path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Key {
    Whole(u64),
    /// The start, where the event knows no more.
    StartOnly(u64),
    /// The start, whatever else is known: for articles of which no more is known.
    Start(u64),
}

/// Under which keys an event is kept.
pub(crate) fn kept_under(print: Fingerprint) -> impl Iterator<Item = Key> {
    let start = print.is_start_only().then_some(Key::StartOnly(print.start));
    let keys = [
        Some(Key::Whole(print.whole)),
        start,
        Some(Key::Start(print.start)),
    ];
    keys.into_iter().flatten().filter(is_known)
}

/// Under which keys an article's events are looked for.
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
pub struct Articles {
    keys: HashSet<Key>,
    paths: HashMap<Arc<str>, Vec<Fingerprint>>,
}

impl Articles {
    /// Adds an article. False: it is there already, at this path or at another.
    pub fn insert(&mut self, id: &Arc<str>, print: Fingerprint) -> bool {
        let here = self.paths.entry(Arc::clone(id)).or_default();
        let known = here.iter().any(|other| other.fits(print))
            || asked_under(print).any(|key| self.keys.contains(&key));
        here.push(print);
        self.keys.extend(kept_under(print));
        !known
    }
}
