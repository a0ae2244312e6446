//! Lists folders: which of their files are read, which folders are entered, and what is left out.

use super::{CHUNK, COMPARED, Worker, problem};
use crate::library::scan::known::{Check, FolderStamp};
use crate::library::scan::queue::{Chunk, Folder};
use crate::library::scan::rules::{self, Rules};
use crate::library::scan::skip::{self, Listing};
use crate::library::site::Site;
use crate::library::{Problem, ProblemKind, format};
use std::ffi::{OsStr, OsString};
use std::fs::{self, FileType};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What was found in a folder.
#[derive(Default)]
struct Listed {
    /// The files to read. After an error those that were found before it.
    names: Vec<OsString>,
    /// Those of them that are symbolic links.
    links: Vec<OsString>,
    is_complete: bool,
    rules: Rules,
    /// If it is complete, and every later change gives the folder another stamp.
    stamp: Option<FolderStamp>,
}

impl Worker<'_, '_> {
    pub(super) fn list(&mut self, mut folder: Folder) {
        let Listed {
            names,
            links,
            is_complete,
            rules,
            stamp,
        } = self.list_names(&mut folder);
        self.shared.found.fetch_add(names.len(), Ordering::Relaxed);
        let known = self.shared.known;
        if let (Some(known), false) = (known, self.shared.cancel.is_cancelled()) {
            known.listed(&folder.root, &folder.id, stamp);
        }
        if is_complete {
            self.batch.folders.push(Folder {
                rules,
                links,
                is_stale: false,
                ..folder.clone()
            });
        }
        let folder = Arc::new(folder);
        if known.is_none() {
            self.put(&folder, names, Some(Check::New));
        } else if names.len() <= COMPARED {
            let (changed, new) = self.compare(&folder, names);
            self.put(&folder, changed, Some(Check::Changed));
            self.put(&folder, new, Some(Check::New));
        } else {
            self.put(&folder, names, None);
        }
    }

    fn list_names(&mut self, folder: &mut Folder) -> Listed {
        let mut listed = Listed::default();
        let listing = match Listing::read(&folder.path, folder.ignore.as_ref()) {
            Ok(listing) => listing,
            Err(cause) => {
                self.failed(folder.path.clone(), &cause);
                return listed;
            }
        };
        let is_top = |site: &Arc<Site>| site.folder() == folder.path;
        let mut is_settled = folder.is_settled && listing.are_rules_settled;
        listed.rules = listing.rules_modified;
        if folder.site.as_ref().is_none_or(is_top) {
            folder.site = listing.site(&folder.path, &folder.id).map(Arc::new);
            if folder.site.is_some() {
                let (rules, are_settled) = rules::of_site(&folder.path, listed.rules);
                listed.rules = rules;
                is_settled &= are_settled;
            }
        }
        // Before the folders in it are queued, which are stale as well.
        let known = self.shared.known;
        folder.is_stale |= known
            .is_some_and(|known| known.has_other_facts(&folder.root, &folder.id, listed.rules));
        let mut is_read = Vec::with_capacity(listing.entries.len());
        for (name, kind) in &listing.entries {
            if self.shared.cancel.is_cancelled() {
                return Listed::default();
            }
            let is_article = self.sort(folder, &listing, name, *kind);
            if is_article && kind.is_symlink() {
                listed.links.push(name.clone());
            }
            is_read.push(is_article);
        }
        let entries = listing.entries.into_iter().zip(is_read);
        let names = entries.filter(|(_, is_read)| *is_read);
        listed.names = names.map(|((name, _), _)| name).collect();
        for cause in &listing.failed {
            self.failed(folder.path.clone(), cause);
        }
        listed.is_complete = listing.failed.is_empty();
        listed.stamp = (listed.is_complete && is_settled).then_some(FolderStamp {
            modified: folder.modified,
            rules: listed.rules,
        });
        listed
    }

    /// Queues files, the last name first.
    fn put(&self, folder: &Arc<Folder>, mut names: Vec<OsString>, check: Option<Check>) {
        names.sort_unstable_by(|a, b| b.cmp(a));
        while !names.is_empty() {
            let rest = names.split_off(names.len().min(CHUNK));
            self.shared.add_files(Chunk {
                folder: Arc::clone(folder),
                names: std::mem::replace(&mut names, rest),
                check: check.clone(),
            });
        }
    }

    /// Whether a file in a folder is read; folders are queued, other files are reported.
    fn sort(&mut self, folder: &Folder, listing: &Listing, name: &OsStr, kind: FileType) -> bool {
        let path = || folder.path.join(name);
        let is_link_to_folder =
            kind.is_symlink() && fs::metadata(path()).is_ok_and(|data| data.is_dir());
        let is_followed = is_link_to_folder && self.shared.options.follow;
        if let Some(reason) = listing.skips(&folder.path, name, kind.is_dir() || is_followed) {
            // The files behind a link are not counted: they may be those of the whole disk.
            if kind.is_dir() && reason != ProblemKind::Hidden {
                self.shared.queue().skipped.push((path(), reason));
            } else {
                self.problem(path(), reason, "");
            }
            return false;
        }
        if is_followed {
            let below = folder.child(name, listing.ignore.as_ref());
            self.shared.queue().links.insert(below.id.clone(), below);
            return false;
        }
        if is_link_to_folder {
            self.problem(path(), ProblemKind::Link, "");
            return false;
        }
        if kind.is_symlink() {
            return self.known(folder, name);
        }
        if kind.is_dir() {
            if self.shared.known.is_none_or(|known| known.enters(&path())) {
                self.enter(folder.child(name, listing.ignore.as_ref()));
            }
            return false;
        }
        if !kind.is_file() {
            self.problem(path(), ProblemKind::NotRegular, "");
            return false;
        }
        self.known(folder, name)
    }

    /// Reports a folder that is left out, with the number of its files.
    pub(super) fn count(&mut self, folder: PathBuf, kind: ProblemKind) {
        let known = self.shared.known;
        let files = known
            .and_then(|known| known.files_left_out(&folder))
            .unwrap_or_else(|| skip::count_files(&folder, || self.shared.cancel.is_cancelled()));
        self.shared
            .found
            .fetch_add(files as usize, Ordering::Relaxed);
        self.batch.problems.push(Problem {
            files,
            ..problem(folder, kind, "")
        });
    }

    fn known(&mut self, folder: &Folder, name: &OsStr) -> bool {
        let known = format::by_file_name(name).is_some();
        if !known {
            self.problem(folder.path.join(name), ProblemKind::UnknownFormat, "");
        }
        known
    }
}
