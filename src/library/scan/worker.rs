//! One thread of a scan: lists folders, reads files, and sends results in batches.

use super::queue::{Busy, Folder, Shared, Task, is_hidden};
use crate::library::file::{Reader, Rejected};
use crate::library::labels::Interner;
use crate::library::parse_entry::{self, Origin};
use crate::library::{Entry, Problem, ProblemKind, format, id};
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

/// Files per chunk: enough to keep the queue cheap, few enough to balance the load.
const CHUNK: usize = 64;
/// A batch is sent when it reaches this size or age.
const BATCH: usize = 256;
const AGE: Duration = Duration::from_millis(25);

#[derive(Default)]
pub struct Batch {
    pub entries: Vec<Entry>,
    pub problems: Vec<Problem>,
}

impl Batch {
    fn len(&self) -> usize {
        self.entries.len() + self.problems.len()
    }
}

/// A thread and its buffers.
pub struct Worker<'a, 'b> {
    shared: &'a Shared<'b>,
    sender: SyncSender<Batch>,
    walker: bool,
    batch: Batch,
    since: Instant,
    reader: Reader,
    interner: Interner,
    words: String,
}

impl<'a, 'b> Worker<'a, 'b> {
    pub fn new(shared: &'a Shared<'b>, sender: SyncSender<Batch>, walker: bool) -> Self {
        Self {
            shared,
            sender,
            walker,
            batch: Batch::default(),
            since: Instant::now(),
            reader: Reader::default(),
            interner: Interner::default(),
            words: String::new(),
        }
    }

    pub fn run(mut self) {
        while let Some(task) = self.shared.next(self.walker) {
            let busy = Busy(self.shared);
            match task {
                Task::List(folder) => self.list(folder),
                Task::Read(folder, names) => self.read_all(&folder, names),
                Task::Root(path) => self.root(&path),
                Task::Link(folder) => self.follow(folder),
            }
            // Sends pending results before the thread may block.
            if self.since.elapsed() > AGE || self.shared.queue().files.is_empty() {
                self.send();
            }
            drop(busy);
        }
        self.send();
    }

    fn send(&mut self) {
        self.since = Instant::now();
        if self.batch.len() > 0 {
            // A send error means that the receiver is gone: the scan is over.
            let _ = self.sender.send(std::mem::take(&mut self.batch));
        }
    }

    fn problem(&mut self, path: PathBuf, kind: ProblemKind, detail: &str) {
        self.batch.problems.push(Problem {
            path: Arc::new(path),
            kind,
            detail: crate::text::sanitize_line(detail),
        });
    }

    fn failed(&mut self, path: PathBuf, cause: &io::Error) {
        self.problem(path, ProblemKind::Unreadable, &cause.to_string());
    }

    /// A path named by the user: a folder is a library; a file is read whatever its name.
    fn root(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => {
                self.enter(Folder {
                    root: Arc::new(path.to_owned()),
                    path: path.to_owned(),
                    id: String::new(),
                });
            }
            Ok(_) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
                self.shared.found.fetch_add(1, Ordering::Relaxed);
                let root = path.parent().unwrap_or(Path::new(""));
                self.read(
                    &Arc::new(root.to_owned()),
                    path.to_owned(),
                    id::of_name(&name),
                );
            }
            Err(cause) => self.failed(path.to_owned(), &cause),
        }
    }

    fn enter(&self, folder: Folder) {
        let mark = self
            .shared
            .options
            .follow
            .then(|| mark(&folder.path))
            .flatten();
        let mut queue = self.shared.queue();
        queue.seen.extend(mark);
        queue.folders.push(folder);
    }

    /// Follows a link to a folder, when nothing else is left.
    fn follow(&mut self, folder: Folder) {
        let seen = mark(&folder.path).is_none_or(|mark| self.shared.queue().seen.contains(&mark));
        if seen {
            self.problem(folder.path, ProblemKind::Loop, "");
        } else {
            self.enter(folder);
        }
    }

    fn list(&mut self, folder: Folder) {
        let entries = match fs::read_dir(&folder.path) {
            Ok(entries) => entries,
            Err(cause) => return self.failed(folder.path, &cause),
        };
        let folder = Arc::new(folder);
        let mut chunk = Vec::with_capacity(CHUNK);
        for entry in entries {
            if self.shared.cancel.is_cancelled() {
                return;
            }
            let (name, kind) = match entry.and_then(|e| Ok((e.file_name(), e.file_type()?))) {
                Ok(found) => found,
                Err(cause) => {
                    self.failed(folder.path.clone(), &cause);
                    continue;
                }
            };
            if self.sort(&folder, &name, kind) {
                chunk.push(name);
                if chunk.len() == CHUNK {
                    self.put(
                        &folder,
                        std::mem::replace(&mut chunk, Vec::with_capacity(CHUNK)),
                    );
                }
            }
        }
        if !chunk.is_empty() {
            self.put(&folder, chunk);
        }
    }

    fn put(&self, folder: &Arc<Folder>, names: Vec<OsString>) {
        self.shared.found.fetch_add(names.len(), Ordering::Relaxed);
        let mut queue = self.shared.queue();
        queue.waiting += names.len();
        queue.files.push_back((folder.clone(), names));
        drop(queue);
        self.shared.wake.notify_one();
    }

    /// Whether a file in a folder is read; folders are queued, other files are reported.
    fn sort(&mut self, folder: &Arc<Folder>, name: &OsString, kind: FileType) -> bool {
        let path = || folder.path.join(name);
        if kind.is_symlink() {
            return match fs::metadata(path()) {
                Ok(data) if data.is_dir() => {
                    if self.shared.options.follow {
                        let below = folder.child(name);
                        self.shared.queue().links.insert(below.id.clone(), below);
                    } else {
                        self.problem(path(), ProblemKind::Link, "");
                    }
                    false
                }
                _ => self.known(folder, name),
            };
        }
        if kind.is_dir() {
            if is_hidden(name) {
                self.problem(path(), ProblemKind::Hidden, "");
            } else {
                self.enter(folder.child(name));
            }
            return false;
        }
        if !kind.is_file() {
            self.problem(path(), ProblemKind::NotRegular, "");
            return false;
        }
        self.known(folder, name)
    }

    fn known(&mut self, folder: &Folder, name: &OsString) -> bool {
        let known = format::by_name(Path::new(name)).is_some();
        if !known {
            self.problem(folder.path.join(name), ProblemKind::UnknownFormat, "");
        }
        known
    }

    fn read_all(&mut self, folder: &Folder, names: Vec<OsString>) {
        for name in names {
            if self.shared.cancel.is_cancelled() {
                return;
            }
            let id = id::join(&folder.id, &name);
            self.read(&folder.root, folder.path.join(&name), id);
            if self.batch.len() >= BATCH || self.since.elapsed() > AGE {
                self.send();
            }
        }
    }

    fn read(&mut self, root: &Arc<PathBuf>, path: PathBuf, id: String) {
        let content = match self.reader.read(&path) {
            Ok(content) => content,
            Err(Rejected::NotRegular) => return self.problem(path, ProblemKind::NotRegular, ""),
            Err(Rejected::Failed(cause)) => return self.failed(path, &cause),
        };
        let origin = Origin {
            root,
            id: id.into(),
            path: &path,
        };
        let zone = &self.shared.options.zone;
        match parse_entry::entry(&content, origin, zone, &mut self.interner, &mut self.words) {
            Ok(entry) => self.batch.entries.push(entry),
            Err(problem) => self.batch.problems.push(problem),
        }
    }
}

/// The identity of a folder: its device and inode.
#[cfg(unix)]
fn mark(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
fn mark(path: &Path) -> Option<(u64, u64)> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(path).ok()?.hash(&mut hasher);
    Some((hasher.finish(), 0))
}
