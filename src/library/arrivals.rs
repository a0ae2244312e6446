//! Articles that arrived after the first scan of their library.

use super::{ByHash, Entry, hash, id_key, mix, secret};
use std::collections::HashSet;
use std::path::Path;

/// A set of articles by library and ID: 8 bytes for each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleSet(HashSet<u64, ByHash>);

impl ArticleSet {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn has(&self, entry: &Entry) -> bool {
        !self.is_empty() && self.0.contains(&key(entry.root(), entry.id()))
    }

    pub fn insert(&mut self, root: &Path, id: &str) {
        self.0.insert(key(root, id));
    }

    pub fn remove(&mut self, entry: &Entry) {
        self.0.remove(&key(entry.root(), entry.id()));
    }

    pub fn extend(&mut self, others: &Self) {
        self.0.extend(&others.0);
    }

    pub fn remove_all(&mut self, others: &Self) {
        self.0.retain(|key| !others.0.contains(key));
    }
}

fn key(root: &Path, id: &str) -> u64 {
    let root = root.as_os_str().as_encoded_bytes();
    mix(hash(secret(), root), id_key(id))
}

/// What is left to do with articles that arrived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Arrivals {
    /// The user has not seen them.
    pub unseen: ArticleSet,
    /// The rules of the configuration were not applied to them.
    pub unruled: ArticleSet,
}

impl Arrivals {
    pub fn is_empty(&self) -> bool {
        self.unseen.is_empty() && self.unruled.is_empty()
    }

    pub fn insert(&mut self, root: &Path, id: &str) {
        self.unseen.insert(root, id);
        self.unruled.insert(root, id);
    }

    pub fn extend(&mut self, others: &Self) {
        self.unseen.extend(&others.unseen);
        self.unruled.extend(&others.unruled);
    }
}
