//! Reads changed folders and files again.

use super::Watch;
use super::file_stamps::FileStamps;
use super::path::{absolute, is_folder_gone};
use super::unwritten::Batch;
use crate::app::Update;
use crate::app::message::Item;
use crate::fs::is_absent;
use crate::library::{
    self, Again, Cancel, Check, FileRead, Folder, FolderStamp, Gone, Known, Problem, ProblemKind,
    ScanEvent, ScanOptions, Seen, Stamp, id_join,
};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

impl Watch {
    /// Reads what has changed.
    pub fn read(&mut self) -> Update {
        let mut update = Update::default();
        let files = self.changed_files(&mut update);
        let again: Vec<PathBuf> = self.again.drain().collect();
        self.forget_missing(&again, &mut update);
        self.replaced.clear();
        let known = |path: &PathBuf| self.folders.get(path).cloned();
        let folders = again.iter().filter_map(known).collect();
        let again = Again { folders, files };
        let watched = Watched {
            folders: &self.folders,
            stamps: &self.stamps,
            left_out: &self.left_out,
            marks: OnceLock::new(),
            is_reported: self.system.is_some() && !self.polls,
            batch: Batch::default(),
        };
        let (listed, seen) = scan(again, &self.options, &watched, &mut update);
        let mut read = watched.batch.end(&update.gone);
        // A file that was named alone is not part of the library around it.
        read.retain(|root, _| self.folders.contains_key(&absolute(root)));
        self.unwritten.add(read, Instant::now());
        // A file that is gone, and comes back as it was, is read.
        listed
            .iter()
            .for_each(|folder| self.stamps.forget_folder(folder));
        seen.iter().for_each(|seen| self.stamps.add(seen));
        for folder in listed {
            let known = self.folders.get(&absolute(&folder.path));
            // An edit of its `.ignore` file is reported only where the system watches.
            self.rescan |= known.is_some_and(|known| known.rules != folder.rules);
            self.add(folder);
        }
        self.rescan |= self.is_known_left_out(&update.problems);
        let many = update.problems.iter().filter(|problem| problem.files > 1);
        self.left_out
            .extend(many.map(|problem| (problem.path.to_path_buf(), problem.files)));
        update
    }

    /// The changed files to read, by folder. Those that are gone are noted.
    fn changed_files(&mut self, update: &mut Update) -> Vec<(Folder, Vec<OsString>)> {
        let mut files: HashMap<PathBuf, (Folder, Vec<OsString>)> = HashMap::new();
        for path in std::mem::take(&mut self.files) {
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                continue;
            };
            if self.is_replaced(parent) {
                continue;
            }
            let known = self.folders.get(parent).cloned();
            let Some(folder) = known.or_else(|| self.roots.folder_of_file(&path)) else {
                continue;
            };
            let id = id_join(&folder.id, name);
            // Its change was reported, so it is read whatever its stamp.
            self.stamps.forget_file(&folder, &id);
            if self.again.contains(parent) {
                continue;
            }
            let found = path.symlink_metadata();
            if found.as_ref().is_ok_and(Metadata::is_symlink) {
                self.add_link(parent, name);
            }
            // A file in a folder that may not be entered is there, and becomes a problem.
            if found.is_err_and(|error| is_absent(&error)) {
                update.gone.push(Gone {
                    root: folder.root,
                    id: id.into(),
                });
            } else {
                let in_folder = files.entry(parent.to_owned());
                let (_, names) = in_folder.or_insert((folder, Vec::new()));
                names.push(name.to_owned());
            }
        }
        files.into_values().collect()
    }

    /// Whether a folder, or one around it, is not the one that is watched.
    fn is_replaced(&self, path: &Path) -> bool {
        !self.replaced.is_empty() && path.ancestors().any(|part| self.replaced.contains(part))
    }

    /// Forgets the folders below `again` that are not there any more, or are others now; their
    /// articles are gone unless they are found again.
    fn forget_missing(&mut self, again: &[PathBuf], update: &mut Update) {
        if again.is_empty() {
            return;
        }
        let again: HashSet<&PathBuf> = again.iter().collect();
        let is_below = |path: &PathBuf| {
            path.ancestors()
                .any(|part| again.contains(&part.to_owned()))
        };
        let missing: HashSet<PathBuf> = self
            .folders
            .keys()
            .filter(|path| is_below(path) && (self.is_replaced(path) || is_folder_gone(path)))
            .cloned()
            .collect();
        for folder in self.forget(|path| missing.contains(path)) {
            update.listed.entry((folder.root, folder.id)).or_default();
        }
    }

    /// Whether a listing has left out a folder that is watched: a tool's file is beside it now, or
    /// it is a link.
    fn is_known_left_out(&self, problems: &[Problem]) -> bool {
        let left_out = |problem: &&Problem| {
            use ProblemKind::{Ignored, Link, Made};
            matches!(problem.kind, Made | Ignored | Link)
        };
        let mut left_out = problems.iter().filter(left_out);
        left_out.any(|problem| self.folders.contains_key(&absolute(&problem.path)))
    }
}

/// Reads folders and files. Returns the folders that were listed, and the articles that are there.
pub fn scan(
    again: Again,
    options: &ScanOptions,
    known: &Watched<'_>,
    update: &mut Update,
) -> (Vec<Folder>, Vec<Seen>) {
    let (mut listed, mut seen) = (Vec::new(), Vec::new());
    library::scan_again(
        again,
        options,
        &Cancel::default(),
        known,
        &mut |event| match event {
            ScanEvent::Entries(entries) | ScanEvent::Changed(entries) => {
                update.changed.extend(Item::of_entries(entries));
            }
            ScanEvent::Gone(gone) => update.gone.extend(gone),
            ScanEvent::Problems(problems) => update.problems.extend(problems),
            ScanEvent::Folders(found) => listed.extend(found),
            ScanEvent::Seen(found) => seen.extend(found),
            ScanEvent::Arrived(_)
            | ScanEvent::Reset
            | ScanEvent::Progress { .. }
            | ScanEvent::Finished { .. } => {}
        },
    );
    for folder in &listed {
        let name = (Arc::clone(&folder.root), folder.id.clone());
        update.listed.entry(name).or_default();
    }
    for Seen { folder, files } in &seen {
        let name = (Arc::clone(&folder.root), folder.id.clone());
        if let Some(present) = update.listed.get_mut(&name) {
            present.extend(files.iter().map(|file| file.key));
        }
    }
    (listed, seen)
}

/// Files that are as the list has them are not read; folders that are watched are not entered.
pub struct Watched<'a> {
    pub folders: &'a HashMap<PathBuf, Folder>,
    pub stamps: &'a FileStamps,
    /// Folders that are left out, with the number of their files.
    pub left_out: &'a HashMap<PathBuf, u32>,
    /// The marks of the folders, which are wanted when a link to a folder is followed.
    pub marks: OnceLock<HashSet<(u64, u64)>>,
    /// Whether the system reports every change.
    pub is_reported: bool,
    pub batch: Batch,
}

impl Known for Watched<'_> {
    /// Reports a file as changed, so that one that is no longer an article is reported as gone.
    fn check(&self, root: &Path, id: &str, stamp: &dyn Fn() -> Option<Stamp>) -> Check {
        let Some(stamp) = stamp() else {
            return Check::Changed;
        };
        if self.stamps.is_unchanged(root, id, stamp) {
            return Check::Unchanged;
        }
        if self.is_reported {
            self.batch.begin(root, id, stamp);
        }
        Check::Changed
    }

    fn record(&self, file: &FileRead<'_>) {
        self.batch.add(file);
    }

    fn listed(&self, _: &Path, _: &str, _: Option<FolderStamp>) {}

    fn enters(&self, folder: &Path) -> bool {
        !self.folders.contains_key(&absolute(folder))
    }

    fn has_entered(&self, mark: (u64, u64)) -> bool {
        let paths = || self.folders.values().map(|folder| &folder.path);
        let marks = || paths().filter_map(|path| library::mark(path)).collect();
        self.marks.get_or_init(marks).contains(&mark)
    }

    fn files_left_out(&self, folder: &Path) -> Option<u32> {
        self.left_out.get(folder).copied()
    }
}
