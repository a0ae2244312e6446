//! Watches the folders of the journal, so that its thread sleeps until another program writes there.

use super::job::Input;
use crate::fs::{identity, is_remote};
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::Sender;
use std::sync::{Arc, Weak};

/// How often a folder that is replaced while it is being watched is looked up again.
const ATTEMPTS: usize = 8;

pub struct FolderWatch {
    /// The folders to watch. They may be missing.
    wanted: [PathBuf; 2],
    /// `None` before the start, and where the system cannot watch.
    system: Option<RecommendedWatcher>,
    /// What is watched: the folders, or the nearest ones around those that are missing. A folder
    /// that replaces another one has another identity.
    watched: BTreeMap<PathBuf, (u64, u64)>,
    /// A change was reported and not handled yet: it is not reported twice.
    is_reported: Arc<AtomicBool>,
    polls: bool,
}

impl FolderWatch {
    pub fn new(wanted: [PathBuf; 2]) -> Self {
        Self {
            wanted,
            system: None,
            watched: BTreeMap::new(),
            is_reported: Arc::default(),
            polls: true,
        }
    }

    /// Reports every later change.
    pub fn start(&mut self, changes: &Weak<Sender<Input>>) {
        let (changes, is_reported) = (Weak::clone(changes), Arc::clone(&self.is_reported));
        let system = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // The thread's own reading is an event, too.
            let is_change = event.is_ok_and(|event| !matches!(event.kind, EventKind::Access(_)));
            if is_change
                && !is_reported.swap(true, Ordering::AcqRel)
                && let Some(changes) = changes.upgrade()
            {
                // The thread has ended: nothing to report.
                let _ = changes.send(Input::Changed);
            }
        });
        self.system = system.ok();
        self.refresh();
    }

    /// Whether changes may come that are not reported, so that the folders must be read now and
    /// then.
    pub const fn polls(&self) -> bool {
        self.polls
    }

    /// Watches the folders as they are now. Called before changes are read, so that none is missed.
    pub fn refresh(&mut self) {
        self.is_reported.store(false, Ordering::Release);
        let Some(system) = &mut self.system else {
            return;
        };
        for _ in 0..ATTEMPTS {
            let now: BTreeMap<_, _> = self
                .wanted
                .iter()
                .filter_map(|path| nearest(path))
                .collect();
            if now == self.watched {
                return;
            }
            for path in self.watched.keys() {
                // The system has forgotten a folder that is gone.
                let _ = system.unwatch(path);
            }
            self.polls = now.is_empty();
            for path in now.keys() {
                let watched = system.watch(path, RecursiveMode::NonRecursive);
                self.polls |= watched.is_err() || is_remote(path);
            }
            // Looked up again: a folder may have come before the one around it was watched.
            self.watched = now;
        }
        self.polls = true;
    }
}

/// A folder, or the nearest one around it that exists, with its identity.
fn nearest(path: &Path) -> Option<(PathBuf, (u64, u64))> {
    path.ancestors().find_map(|folder| {
        let data = fs::metadata(folder).ok().filter(fs::Metadata::is_dir)?;
        Some((folder.to_owned(), identity(&data)))
    })
}
