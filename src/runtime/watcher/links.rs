//! Articles that are symbolic links. The system reports a change of the file behind a link under
//! that file's name, if it watches its folder at all.
//!
//! So links are compared whenever something has changed, and now and then if one of them leads
//! out of the watched folders.

use super::file_stamps::FileStamps;
use super::path::absolute;
use super::roots::Roots;
use crate::fs::identity;
use crate::library::{Folder, Stamp, id_join, id_of_name};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What tells that there is another file behind a link, or that it has changed. `None`: there is
/// no file.
type State = Option<(Stamp, (u64, u64))>;

#[derive(Debug, Default)]
pub struct Links {
    all: Vec<Link>,
    /// What was behind them when they were compared.
    states: HashMap<PathBuf, State>,
    /// Folders with links were listed since they were found.
    are_outdated: bool,
    /// Something has changed.
    pub are_due: bool,
    /// Some lead to files whose changes are not reported.
    pub polls: bool,
}

#[derive(Debug)]
struct Link {
    path: PathBuf,
    root: Arc<PathBuf>,
    id: String,
}

impl Links {
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    pub fn scan_started(&mut self) {
        // Single files that the user named may be links.
        *self = Self {
            are_outdated: true,
            ..Self::default()
        };
    }

    pub fn folder_listed(&mut self, folder: &Folder) {
        self.are_outdated |= !folder.links.is_empty();
    }

    /// There is a link that is not known yet.
    pub fn expire(&mut self) {
        self.are_outdated = true;
    }

    /// Finds the links among the articles, if there may be others than before.
    pub fn find(&mut self, folders: &HashMap<PathBuf, Folder>, roots: &Roots) {
        if !std::mem::take(&mut self.are_outdated) {
            return;
        }
        let in_folders = folders.iter().flat_map(|(path, folder)| {
            folder.links.iter().map(|name| Link {
                path: path.join(name),
                root: Arc::clone(&folder.root),
                id: id_join(&folder.id, name),
            })
        });
        let files = roots.files().filter(|path| path.is_symlink());
        let alone = files.filter_map(|path| {
            let folder = roots.folder_of_file(path)?;
            Some(Link {
                path: path.clone(),
                root: folder.root,
                id: id_of_name(path.file_name()?),
            })
        });
        self.all = in_folders.chain(alone).collect();
        let roots: HashSet<&PathBuf> = self.all.iter().map(|link| &*link.root).collect();
        let roots: Vec<_> = roots
            .into_iter()
            .filter_map(|root| Some((fs::canonicalize(root).ok()?, absolute(root))))
            .collect();
        let is_reported = |link: &Link| {
            // A folder is watched under the name that leads there from a library.
            let target = fs::canonicalize(&link.path).ok();
            let folder = target.as_deref().and_then(Path::parent);
            folder.is_some_and(|folder| {
                roots.iter().any(|(canonical, named)| {
                    let below = folder.strip_prefix(canonical);
                    below.is_ok_and(|below| folders.contains_key(&named.join(below)))
                })
            })
        };
        self.polls = !self.all.iter().all(is_reported);
    }

    /// The links that lead to another file or to one that has changed, compared with the last call;
    /// at first with what the scan has found.
    pub fn changed(&mut self, stamps: &FileStamps) -> Vec<PathBuf> {
        self.are_due = false;
        let mut changed = Vec::new();
        for Link { path, root, id } in &self.all {
            let data = fs::metadata(path).ok();
            let now = data.map(|data| (Stamp::of(&data), identity(&data)));
            let is_same = match self.states.insert(path.clone(), now) {
                Some(before) => before == now,
                None => now.is_some_and(|(now, _)| stamps.is_unchanged(root, id, now)),
            };
            if !is_same {
                changed.push(path.clone());
            }
        }
        // They may lead elsewhere.
        self.are_outdated |= !changed.is_empty();
        changed
    }
}
