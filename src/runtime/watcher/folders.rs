//! Which folders the system watches: those that a scan has listed, and those around the libraries.

use super::Watch;
use super::path::absolute;
use super::roots::RootChange;
use crate::app::Message;
use crate::fs::is_remote;
use crate::library::{Folder, Stamp};
use notify::{ErrorKind, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};

impl Watch {
    /// Watches for folders that take the place of a library, of a folder above it, or of a single
    /// file.
    pub fn watch_around(&mut self) {
        let Some(system) = &mut self.system else {
            return;
        };
        self.polls |= !self.above.watch(self.roots.libraries());
        for folder in self.roots.around() {
            // The watch may be on a folder that was moved.
            let _ = system.unwatch(&folder);
            // One that cannot be watched may be gone; then it is looked for now and then.
            let _ = system.watch(&folder, RecursiveMode::NonRecursive);
        }
    }

    /// What the app is told about libraries that are gone or are there again. What was watched in
    /// them is forgotten: the articles of a folder that was moved are not gone one by one.
    pub fn compare_roots(&mut self) -> Option<Message> {
        self.look_at_roots = false;
        let changes = self.roots.look();
        for (path, _) in &changes {
            self.forget(|folder| folder.starts_with(path));
            let is_elsewhere = |changed: &PathBuf| !changed.starts_with(path);
            self.files.retain(is_elsewhere);
            self.again.retain(is_elsewhere);
            self.replaced.retain(is_elsewhere);
        }
        if changes
            .iter()
            .any(|(_, change)| *change == RootChange::Replaced)
        {
            return Some(Message::Rescan);
        }
        let gone: Vec<PathBuf> = changes.into_iter().map(|(path, _)| path).collect();
        (!gone.is_empty()).then_some(Message::LibrariesGone(gone))
    }

    /// Forgets the folders that the scan has not listed: they are gone, or are left out now.
    pub fn scan_finished(&mut self) {
        self.scans = self.scans.saturating_sub(1);
        if self.scans == 0 {
            let listed = std::mem::take(&mut self.listed);
            self.forget(|folder| !listed.contains(folder));
        }
    }

    /// Forgets folders and their articles. Returns the folders.
    pub fn forget(&mut self, is_meant: impl Fn(&Path) -> bool) -> Vec<Folder> {
        let meant = self.folders.extract_if(|folder, _| is_meant(folder));
        let mut forgotten = Vec::new();
        for (path, folder) in meant {
            self.stamps.forget_folder(&folder);
            if let Some(system) = &mut self.system {
                // The system may have forgotten it already.
                let _ = system.unwatch(&path);
            }
            forgotten.push(folder);
        }
        forgotten
    }

    pub fn add(&mut self, folder: Folder) {
        let path = absolute(&folder.path);
        let is_scanned = self.scans > 0;
        // A scan may find another folder under a known path, whose report it has made void. The
        // system goes on with a watch of the same folder: nothing is missed in between.
        if is_scanned || !self.folders.contains_key(&path) {
            self.watch(&folder, &path);
        }
        if is_scanned {
            self.listed.insert(path.clone());
        }
        // It may have changed after it was listed and before it was watched.
        let now = Stamp::of_file(&folder.path);
        if now.is_ok_and(|now| now.modified != folder.modified) {
            self.again.insert(path.clone());
        }
        self.links.folder_listed(&folder);
        self.folders.insert(path, folder);
    }

    pub fn watch(&mut self, folder: &Folder, path: &Path) {
        let is_root = folder.id.is_empty();
        self.polls |= is_root && is_remote(path);
        let Some(system) = &mut self.system else {
            return;
        };
        // Linux watches single folders. A recursive watch there would look at every file, and
        // include the folders that a scan skips.
        let mode = if cfg!(any(target_os = "linux", target_os = "android")) {
            RecursiveMode::NonRecursive
        } else if is_root {
            RecursiveMode::Recursive
        } else {
            return;
        };
        let watched = system.watch(path, mode);
        let is_limit = |error: notify::Error| matches!(error.kind, ErrorKind::MaxFilesWatch);
        self.polls |= watched.is_err_and(is_limit);
    }
}
