//! Compares all files with the list, where changes are not reported or reports were lost.

use super::Watch;
use crate::library::{Stamp, id_of_name};
use notify::Watcher;
use std::ffi::OsStr;
use std::path::{Path, PathBuf};

impl Watch {
    /// Has all folders listed again, and all files compared.
    pub fn compare_all(&mut self) {
        if std::mem::take(&mut self.watches_anew) {
            self.watch_anew();
        }
        self.again.extend(self.folders.keys().cloned());
        let is_changed = |path: &&PathBuf| {
            let (Some(folder), Some(name)) = (self.roots.folder_of_file(path), path.file_name())
            else {
                return false;
            };
            let id = id_of_name(name);
            let now = Stamp::of_file(path);
            !now.is_ok_and(|now| self.stamps.is_unchanged(&folder.root, &id, now))
        };
        let changed = self.roots.files().filter(is_changed).cloned();
        self.files.extend(changed.collect::<Vec<_>>());
    }

    /// Before the folders are listed: later changes are reported.
    fn watch_anew(&mut self) {
        let folders = std::mem::take(&mut self.folders);
        for (path, folder) in &folders {
            if let Some(system) = &mut self.system {
                // It may be another folder now, which the system does not know.
                let _ = system.unwatch(path);
            }
            self.watch(folder, path);
        }
        self.folders = folders;
        self.watch_around();
    }

    /// A link was found apart from a listing of its folder.
    pub fn add_link(&mut self, folder: &Path, name: &OsStr) {
        if let Some(folder) = self.folders.get_mut(folder)
            && !folder.links.iter().any(|known| known == name)
        {
            folder.links.push(name.to_owned());
            self.links.expire();
        }
    }

    /// Has links read again whose targets have changed, if anything has.
    pub fn compare_links(&mut self) {
        if self.has_changes() {
            self.links.find(&self.folders, &self.roots);
            self.files.extend(self.links.changed(&self.stamps));
        }
    }
}
