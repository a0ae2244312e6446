//! The folders of the libraries: whether they are there, and are still the ones that were scanned.

use crate::fs::identity;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Device and inode of a folder.
type Identity = (u64, u64);

/// The folder of each library by absolute path; `None` for one that is gone.
#[derive(Debug, Default)]
pub struct Roots(BTreeMap<PathBuf, Option<Identity>>);

/// What has become of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootChange {
    Gone,
    /// It is there again, or another one took its place.
    Replaced,
}

impl Roots {
    /// Paths to single files are passed over: editors replace these.
    pub fn new(roots: &[PathBuf]) -> Self {
        let folders = roots.iter().filter(|root| !root.is_file());
        let folders = folders.map(|root| absolute(root));
        Self(folders.map(|path| (path, None)).collect())
    }

    /// The folders around those of the libraries.
    pub fn parents(&self) -> impl Iterator<Item = &Path> {
        self.0.keys().filter_map(|path| path.parent())
    }

    pub fn contains(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// Whether one is gone. The system does not report that something is mounted in its place, or
    /// that a folder further up comes back.
    pub fn is_any_gone(&self) -> bool {
        self.0.values().any(Option::is_none)
    }

    /// A scan starts: it finds the folders as they are.
    pub fn scan_started(&mut self) {
        for (path, state) in &mut self.0 {
            *state = folder(path);
        }
    }

    /// The folders that have changed since the last look.
    pub fn look(&mut self) -> Vec<(PathBuf, RootChange)> {
        let mut changes = Vec::new();
        for (path, state) in &mut self.0 {
            let now = folder(path).filter(|now| Some(*now) == *state || !is_empty(path));
            let change = match now {
                _ if now == *state => continue,
                None => RootChange::Gone,
                Some(_) => RootChange::Replaced,
            };
            *state = now;
            changes.push((path.clone(), change));
        }
        changes
    }
}

fn folder(path: &Path) -> Option<Identity> {
    let data = fs::metadata(path).ok().filter(fs::Metadata::is_dir)?;
    Some(identity(&data))
}

/// An empty folder in place of a library is the mount point of a drive that was taken out.
fn is_empty(path: &Path) -> bool {
    fs::read_dir(path).map_or(true, |mut entries| entries.next().is_none())
}

pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}
