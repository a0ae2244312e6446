//! Which events belong to which article: by path, fingerprint, and web address with the title.

use super::record::Record;
use crate::library::{ByHash, Fingerprint};
use crate::user::event::Target;
use std::collections::HashMap;

/// Paths under which an article is looked up: one more than names of its library, of which each machine
/// may give one before it knows of the others.
const PATHS: usize = 16;

/// Everything by which an article is recognized.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// Keys of the path: under the names of its library, and last without a library, as the first
    /// versions wrote it. 0: not used.
    pub(crate) paths: [u64; PATHS],
    pub(crate) fingerprint: Fingerprint,
    /// The key of the web address, or 0.
    pub(crate) address: u64,
}

impl Identity {
    /// The first keys are used, as many as there is room for.
    pub(crate) fn new(
        paths: impl Iterator<Item = u64>,
        unnamed: u64,
        fingerprint: Fingerprint,
    ) -> Self {
        let mut all = [0; PATHS];
        let keys = paths.take(PATHS - 1).chain([unnamed]);
        all.iter_mut()
            .zip(keys)
            .for_each(|(place, key)| *place = key);
        Self {
            paths: all,
            fingerprint,
            address: 0,
        }
    }

    pub(super) fn has_path(&self, path: u64) -> bool {
        path != 0 && self.paths.contains(&path)
    }

    pub(crate) fn paths(&self) -> impl Iterator<Item = u64> {
        self.paths.into_iter().filter(|path| *path != 0)
    }

    /// The keys under which the article's events are looked up, beside its paths.
    pub(crate) fn asked_under(&self) -> impl Iterator<Item = u64> {
        let print = self.fingerprint;
        let keys = if print.is_start_only() {
            [start(print.start), address(self.address), None]
        } else {
            [
                whole(print.whole),
                page(print.address()),
                start_only(print.start),
            ]
        };
        keys.into_iter().flatten()
    }
}

fn only(path: u64) -> [u64; PATHS] {
    let mut paths = [0; PATHS];
    paths[0] = path;
    paths
}

impl Identity {
    /// The article of a record.
    pub(super) fn of(record: &Record) -> Self {
        Self {
            paths: only(record.path),
            fingerprint: record.fingerprint,
            address: record.address,
        }
    }
}

impl From<Target> for Identity {
    fn from(target: Target) -> Self {
        Self {
            paths: only(target.path),
            fingerprint: target.fingerprint,
            address: target.address,
        }
    }
}

/// The keys under which an event is stored, beside its path.
pub(crate) fn kept_under(target: &Target) -> impl Iterator<Item = u64> + use<> {
    let print = target.fingerprint;
    let keys = if print.is_start_only() {
        [start_only(print.start), address(target.address)]
    } else {
        // Many articles may name one address, so it counts only together with the title.
        [whole(print.whole), page(print.address())]
    };
    keys.into_iter().flatten()
}

// Different constants, so that keys of different kinds do not meet. 0 is an unknown hash.

/// The whole text.
fn whole(hash: u64) -> Option<u64> {
    (hash != 0).then_some(hash)
}

/// The start, of events that know nothing else.
fn start_only(hash: u64) -> Option<u64> {
    (hash != 0).then_some(hash ^ 0x9e37_79b9_7f4a_7c15)
}

/// The start, for articles of which nothing else is known.
pub(crate) fn start(hash: u64) -> Option<u64> {
    (hash != 0).then_some(hash ^ 0xc2b2_ae3d_27d4_eb4f)
}

/// The title and the web address.
pub(crate) fn page(hash: u64) -> Option<u64> {
    (hash != 0).then_some(hash ^ 0x2545_f491_4f6c_dd1d)
}

/// The web address of a link, whose text is not known.
pub(crate) fn address(hash: u64) -> Option<u64> {
    (hash != 0).then_some(hash ^ 0x1656_67b1_9e37_79f9)
}

/// Numbers of articles.
#[derive(Debug, Default)]
pub(crate) struct Numbers {
    keys: HashMap<u64, usize, ByHash>,
    paths: HashMap<u64, Vec<(Fingerprint, usize)>, ByHash>,
}

impl Numbers {
    /// The number of an article that was added at this path or another.
    pub fn get(&self, who: &Identity) -> Option<usize> {
        let here = |path: u64| {
            let mut numbers = self.paths.get(&path)?.iter();
            let (_, number) = numbers.find(|(print, _)| print.fits(who.fingerprint))?;
            Some(*number)
        };
        let elsewhere = || {
            let mut keys = who.asked_under();
            keys.find_map(|key| self.keys.get(&key).copied())
        };
        who.paths().find_map(here).or_else(elsewhere)
    }

    /// Adds an article. Keys that are known keep their number.
    pub fn insert(&mut self, who: &Identity, number: usize) {
        let print = who.fingerprint;
        // The path without a library is shared by all libraries, so it is only that of a mark
        // which names none.
        let named = who.paths().count().max(2) - 1;
        for path in who.paths().take(named) {
            self.paths.entry(path).or_default().push((print, number));
        }
        let target = Target {
            path: 0,
            fingerprint: print,
            address: who.address,
        };
        for key in kept_under(&target).chain(start(print.start)) {
            self.keys.entry(key).or_insert(number);
        }
    }
}

/// A set of articles.
#[derive(Debug, Default)]
pub(crate) struct Articles(Numbers);

impl Articles {
    /// Adds an article. Returns false if it is already present, at this path or another.
    pub fn insert(&mut self, who: &Identity) -> bool {
        let is_new = self.0.get(who).is_none();
        self.0.insert(who, 0);
        is_new
    }
}
