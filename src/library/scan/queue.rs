//! The work queue of a scan: folders to list and files to read, with blocking access.

use super::known::{Check, Known};
use super::options::{Cancel, ScanOptions, TICK};
use super::rules::Rules;
use super::skip::{self, Ignore};
use super::stamp::Stamp;
use crate::library::site::Site;
use crate::library::{ProblemKind, format, id};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BinaryHeap, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

/// Maximum queued files; beyond it the walker helps reading.
const WAITING: usize = 16_384;

/// A folder to list, with the ID prefix of its contents.
#[derive(Clone, Debug)]
pub struct Folder {
    /// The folder that the user named.
    pub root: Arc<PathBuf>,
    pub path: PathBuf,
    pub id: String,
    /// The time of the last change of its list of files, in nanoseconds since 1970; 0 if unknown.
    pub modified: i64,
    /// Whether it is known, and every later change gives another one.
    pub is_settled: bool,
    /// The `.ignore` files around it.
    pub ignore: Option<Arc<Ignore>>,
    /// The published site that it is a part of. Of its top, once that is listed.
    pub site: Option<Arc<Site>>,
    /// Whether its files are read although they have not changed, since the site tells something else.
    pub is_stale: bool,
    /// Once it is listed.
    pub rules: Rules,
    /// Once it is listed: its files that are symbolic links.
    pub links: Vec<OsString>,
}

/// The folder that changed last is the greatest; of equal ones, that with the last name.
impl Ord for Folder {
    fn cmp(&self, other: &Self) -> Ordering {
        (self.modified, &self.id).cmp(&(other.modified, &other.id))
    }
}

impl PartialOrd for Folder {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Folder {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Folder {}

impl Folder {
    /// A folder below the library `root`, or the library itself.
    pub fn new(root: Arc<PathBuf>, path: PathBuf, id: String) -> Self {
        let folder = Self {
            root,
            path,
            id,
            modified: 0,
            is_settled: false,
            ignore: None,
            site: None,
            is_stale: false,
            rules: None,
            links: Vec::new(),
        };
        folder.looked_up()
    }

    /// The folder with the time of its last change as it is now.
    fn looked_up(self) -> Self {
        let before = SystemTime::now();
        let stamp = Stamp::of_file(&self.path).ok();
        Self {
            modified: stamp.map_or(0, |stamp| stamp.modified),
            is_settled: stamp.is_some_and(|stamp| stamp.settled(before).is_some()),
            ..self
        }
    }

    /// A folder in this one, which the `.ignore` files apply to.
    pub fn child(&self, name: &OsStr, ignore: Option<&Arc<Ignore>>) -> Self {
        let root = Arc::clone(&self.root);
        Self {
            ignore: ignore.cloned(),
            site: self.site.clone(),
            is_stale: self.is_stale,
            ..Self::new(root, self.path.join(name), id::join(&self.id, name))
        }
    }
}

/// Articles of a folder that are there: they were read, or an earlier scan knows them.
#[derive(Clone, Debug)]
pub struct Seen {
    pub folder: Arc<Folder>,
    pub files: Vec<FileSeen>,
}

#[derive(Clone, Copy, Debug)]
pub struct FileSeen {
    /// The key of its ID.
    pub key: u64,
    /// The hash of its stamp; `None` if it may change without getting another one.
    pub print: Option<u64>,
}

/// What is scanned again.
#[derive(Debug, Default)]
pub struct Again {
    pub folders: Vec<Folder>,
    /// Single files, by folder.
    pub files: Vec<(Folder, Vec<OsString>)>,
}

/// Some files of a folder to read.
#[derive(Debug)]
pub struct Chunk {
    pub folder: Arc<Folder>,
    pub names: Vec<OsString>,
    /// How they differ from the earlier scan: new or changed. `None`: they are compared first.
    pub check: Option<Check>,
}

#[derive(Debug)]
pub enum Task {
    List(Folder),
    Read(Chunk),
    /// A path named by the user, or a link to follow.
    Root(PathBuf),
    Link(Folder),
    /// A folder that is left out, to count its files.
    Count(PathBuf, ProblemKind),
}

/// Pending work, and the number of threads busy with it.
#[derive(Debug, Default)]
pub struct Queue {
    roots: VecDeque<PathBuf>,
    pub folders: BinaryHeap<Folder>,
    files: VecDeque<Chunk>,
    /// Number of files in them.
    waiting: usize,
    /// Links to folders, by ID. They are followed only when nothing else is left, so that a folder
    /// is always found under its own path first and every run gives the same result.
    pub links: BTreeMap<String, Folder>,
    /// Device and inode of every listed folder, when links are followed.
    pub seen: HashSet<(u64, u64)>,
    /// Folders that are left out. Their files are counted when nothing else is left.
    pub skipped: Vec<(PathBuf, ProblemKind)>,
    busy: usize,
    /// Threads that wait for work.
    idle: usize,
}

impl Queue {
    pub fn new(roots: &[PathBuf]) -> Self {
        Self {
            roots: distinct_roots(roots).into(),
            ..Self::default()
        }
    }

    /// Adds what is scanned again.
    pub fn put(&mut self, again: Again) {
        for folder in again.folders {
            self.folders.push(folder.looked_up());
        }
        for (folder, names) in again.files {
            self.put_files(Chunk {
                folder: Arc::new(folder),
                names,
                check: None,
            });
        }
    }

    fn put_files(&mut self, chunk: Chunk) {
        self.waiting += chunk.names.len();
        self.files.push_back(chunk);
    }

    fn take(&mut self, walker: bool) -> Option<Task> {
        if let Some(root) = self.roots.pop_front() {
            return Some(Task::Root(root));
        }
        let walk = (walker && self.waiting < WAITING) || self.files.is_empty();
        if walk && let Some(folder) = self.folders.pop() {
            return Some(Task::List(folder));
        }
        if let Some(chunk) = self.files.pop_front() {
            self.waiting -= chunk.names.len();
            return Some(Task::Read(chunk));
        }
        if let Some((folder, kind)) = self.skipped.pop() {
            return Some(Task::Count(folder, kind));
        }
        if self.busy == 0 {
            let (_, folder) = self.links.pop_first()?;
            return Some(Task::Link(folder));
        }
        None
    }

    fn is_done(&self) -> bool {
        self.busy == 0
            && self.roots.is_empty()
            && self.folders.is_empty()
            && self.files.is_empty()
            && self.links.is_empty()
            && self.skipped.is_empty()
    }
}

/// The roots without those that another root's scan reaches: they would be scanned twice.
pub fn distinct_roots(roots: &[PathBuf]) -> Vec<PathBuf> {
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
    kept.map(|(_, root)| root.clone()).collect()
}

/// Whether the scan of one root reaches a path below it: it leaves out some folders, and files
/// that are not articles by name. Both paths are free of links.
fn reaches(root: &Path, path: &Path) -> bool {
    let Ok(below) = path.strip_prefix(root) else {
        return false;
    };
    let is_listed = path.is_dir() || path.is_file() && format::by_name(below).is_some();
    is_listed && !skip::passes_over(root, below)
}

pub struct Shared<'a> {
    queue: Mutex<Queue>,
    wake: Condvar,
    pub found: AtomicUsize,
    pub options: &'a ScanOptions,
    pub cancel: &'a Cancel,
    pub known: Option<&'a dyn Known>,
}

impl<'a> Shared<'a> {
    pub fn new(
        roots: &[PathBuf],
        options: &'a ScanOptions,
        cancel: &'a Cancel,
        known: Option<&'a dyn Known>,
    ) -> Self {
        Self {
            queue: Mutex::new(Queue::new(roots)),
            wake: Condvar::new(),
            found: AtomicUsize::new(0),
            options,
            cancel,
            known,
        }
    }

    pub fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds work and wakes a thread for it.
    pub fn add(&self, work: impl FnOnce(&mut Queue)) {
        let mut queue = self.queue();
        work(&mut queue);
        // A call of the system, which a busy queue does not need.
        if queue.idle > 0 {
            self.wake.notify_one();
        }
    }

    pub fn add_files(&self, chunk: Chunk) {
        self.add(|queue| queue.put_files(chunk));
    }

    /// The next work, if there is some at once.
    pub fn try_next(&self, walker: bool) -> Option<Task> {
        let mut queue = self.queue();
        let task = (!self.cancel.is_cancelled()).then(|| queue.take(walker))?;
        queue.busy += usize::from(task.is_some());
        task
    }

    /// Waits for work. `None` when everything is done or the scan is cancelled.
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
            queue.idle += 1;
            queue = self
                .wake
                .wait_timeout(queue, TICK)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
            queue.idle -= 1;
        }
    }
}

/// Marks a task as finished even after a panic, so that no thread waits forever.
pub struct Busy<'a, 'b>(pub &'a Shared<'b>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        let mut queue = self.0.queue();
        queue.busy -= 1;
        // Links are followed when no thread is busy, and the scan ends then.
        if queue.busy == 0 {
            self.0.wake.notify_all();
        }
    }
}
