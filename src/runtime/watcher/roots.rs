//! The folders of the libraries: whether they are there, and are still the ones that were scanned.

use super::above::IS_REPORTED;
use super::path::absolute;
use crate::fs::identity;
use crate::library::Folder;
use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Device and inode of a folder.
type Identity = (u64, u64);

/// What the user named, by absolute path.
#[derive(Debug, Default)]
pub struct Roots {
    /// `None` for a folder that is gone.
    folders: BTreeMap<PathBuf, Option<Identity>>,
    /// Those that were removed, made or renamed since the last look: one may be another folder with
    /// the inode of the old one.
    doubted: HashSet<PathBuf>,
    /// Single files, as they were named. Editors replace them, so their identity says nothing.
    files: BTreeMap<PathBuf, PathBuf>,
}

/// What has become of a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RootChange {
    Gone,
    /// It is there again, or another one took its place.
    Replaced,
}

impl Roots {
    pub fn new(roots: &[PathBuf]) -> Self {
        let (files, folders): (Vec<_>, Vec<_>) = roots.iter().partition(|root| root.is_file());
        Self {
            folders: folders.iter().map(|root| (absolute(root), None)).collect(),
            doubted: HashSet::new(),
            files: files
                .into_iter()
                .map(|root| (absolute(root), root.clone()))
                .collect(),
        }
    }

    /// The folders of the libraries, by absolute path.
    pub fn libraries(&self) -> impl Iterator<Item = &PathBuf> {
        self.folders.keys()
    }

    /// The folders around single files, and around libraries where the system does not report that
    /// a folder itself is moved.
    pub fn around(&self) -> Vec<PathBuf> {
        let libraries = self.folders.keys().filter(|_| !IS_REPORTED);
        let mut seen = HashSet::new();
        // The system reports a folder under one name only. `..` leads to a folder a second time.
        let around = libraries
            .chain(self.files.keys())
            .filter_map(|path| path.parent());
        around
            .filter(|path| folder(path).is_none_or(|identity| seen.insert(identity)))
            .map(Path::to_owned)
            .collect()
    }

    /// Whether the user named this file itself.
    pub fn is_file(&self, path: &Path) -> bool {
        self.files.contains_key(path)
    }

    /// The folder of a single file that the user named, as the scan of it has it.
    pub fn folder_of_file(&self, file: &Path) -> Option<Folder> {
        let folder = self.files.get(file)?.parent().unwrap_or(Path::new(""));
        let root = Arc::new(folder.to_owned());
        Some(Folder::new(root, folder.to_owned(), String::new()))
    }

    /// Whether a path is the folder of a library.
    pub fn has_library(&self, path: &Path) -> bool {
        self.folders.contains_key(path)
    }

    /// Whether a path is the folder of a library, or leads to it.
    pub fn has_in(&self, path: &Path) -> bool {
        self.folders.keys().any(|root| root.starts_with(path))
    }

    /// The system has reported that a folder was removed, made or renamed: the library, or a
    /// folder above it.
    pub fn doubt(&mut self, path: &Path) {
        let inside = self.folders.keys().filter(|root| root.starts_with(path));
        self.doubted.extend(inside.cloned());
    }

    /// Single files that the user named, as the system names them.
    pub fn files(&self) -> impl Iterator<Item = &PathBuf> {
        self.files.keys()
    }

    /// Whether one is gone. The system does not report that something is mounted in its place, or
    /// that a folder comes back whose own folder was not there.
    pub fn is_any_gone(&self) -> bool {
        self.folders.values().any(Option::is_none)
    }

    /// A scan starts: it finds the folders as they are.
    pub fn scan_started(&mut self) {
        self.doubted.clear();
        for (path, state) in &mut self.folders {
            *state = folder(path);
        }
    }

    /// The folders that have changed since the last look.
    pub fn look(&mut self) -> Vec<(PathBuf, RootChange)> {
        let mut changes = Vec::new();
        for (path, state) in &mut self.folders {
            let is_doubted = self.doubted.remove(path);
            let is_same = |now: Option<Identity>| now == *state && !(is_doubted && now.is_some());
            let now = folder(path).filter(|now| is_same(Some(*now)) || !is_empty(path));
            let change = match now {
                _ if is_same(now) => continue,
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
