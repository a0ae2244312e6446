//! What a scan has still to do: one queue of folders to list and files to read, and the wait
//! for it.

use super::{Cancel, ScanOptions, TICK};
use crate::library::format;
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

/// Files waiting to be read; beyond it the walker helps reading.
const WAITING: usize = 100_000;

/// A folder to list, with the id of what is in it.
#[derive(Debug)]
pub struct Folder {
    pub path: PathBuf,
    pub id: String,
}

#[derive(Debug)]
pub enum Task {
    List(Folder),
    Read(Arc<Folder>, Vec<OsString>),
    /// A file or folder named by the user, or a link to be followed.
    Root(PathBuf),
    Link(String, PathBuf),
}

/// What is to be done, and by how many it is being done.
#[derive(Debug, Default)]
pub struct Queue {
    roots: VecDeque<PathBuf>,
    pub folders: Vec<Folder>,
    pub files: VecDeque<(Arc<Folder>, Vec<OsString>)>,
    pub waiting: usize,
    /// Links to folders, by id. One is followed only when nothing else is left: so a folder
    /// is always found under its own path first, and every run gives the same result.
    pub links: BTreeMap<String, PathBuf>,
    /// Device and number of every folder listed, when links are followed.
    pub seen: HashSet<(u64, u64)>,
    busy: usize,
}

impl Queue {
    /// Roots that the scan of another root reaches would be found twice.
    pub fn new(roots: &[PathBuf]) -> Self {
        let canonical: Vec<PathBuf> = roots
            .iter()
            .map(|root| fs::canonicalize(root).unwrap_or_else(|_| root.clone()))
            .collect();
        let kept = roots.iter().enumerate().filter(|(number, _)| {
            canonical.get(*number).is_some_and(|own| {
                !canonical.iter().enumerate().any(|(other, path)| {
                    (own != path && reaches(path, own)) || (own == path && other < *number)
                })
            })
        });
        Self {
            roots: kept.map(|(_, root)| root.clone()).collect(),
            ..Self::default()
        }
    }

    fn take(&mut self, walker: bool) -> Option<Task> {
        if let Some(root) = self.roots.pop_front() {
            return Some(Task::Root(root));
        }
        let walk = (walker && self.waiting < WAITING) || self.files.is_empty();
        if walk && let Some(folder) = self.folders.pop() {
            return Some(Task::List(folder));
        }
        if let Some((folder, names)) = self.files.pop_front() {
            self.waiting -= names.len();
            return Some(Task::Read(folder, names));
        }
        if self.busy == 0 {
            let (id, path) = self.links.pop_first()?;
            return Some(Task::Link(id, path));
        }
        None
    }

    fn is_done(&self) -> bool {
        self.busy == 0
            && self.roots.is_empty()
            && self.folders.is_empty()
            && self.files.is_empty()
            && self.links.is_empty()
    }
}

/// Whether the scan of one root finds a file or folder below it: it passes over hidden
/// folders and over files that are no articles by their name. Neither path has links in it.
fn reaches(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else {
        return false;
    };
    let folders = if path.is_dir() {
        below
    } else if path.is_file() && format::by_name(below).is_some() {
        below.parent().unwrap_or(below)
    } else {
        return false;
    };
    !folders.iter().any(is_hidden)
}

/// Hidden folders are not listed.
pub fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

pub struct Shared<'a> {
    queue: Mutex<Queue>,
    pub wake: Condvar,
    pub found: AtomicUsize,
    pub options: &'a ScanOptions,
    pub cancel: &'a Cancel,
}

impl<'a> Shared<'a> {
    pub fn new(roots: &[PathBuf], options: &'a ScanOptions, cancel: &'a Cancel) -> Self {
        Self {
            queue: Mutex::new(Queue::new(roots)),
            wake: Condvar::new(),
            found: AtomicUsize::new(0),
            options,
            cancel,
        }
    }

    pub fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to do. None: all is done, or it is cancelled.
    pub fn next(&self, walker: bool) -> Option<Task> {
        let mut queue = self.queue();
        loop {
            if self.cancel.is_cancelled() {
                self.wake.notify_all();
                return None;
            }
            if let Some(task) = queue.take(walker) {
                queue.busy += 1;
                return Some(task);
            }
            if queue.is_done() {
                self.wake.notify_all();
                return None;
            }
            queue = self
                .wake
                .wait_timeout(queue, TICK)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }
}

/// Says that a task is over, even when it panicked: nobody may wait for it forever.
pub struct Busy<'a, 'b>(pub &'a Shared<'b>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        self.0.queue().busy -= 1;
        self.0.wake.notify_all();
    }
}
