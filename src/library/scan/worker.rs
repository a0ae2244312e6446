//! One thread of a scan: takes work from the queue, compares and reads files, and sends results in
//! batches. `listing` lists folders.

mod listing;

use super::known::{Check, FileRead, Gone};
use super::links::{is_around, mark};
use super::options::TextFiles;
use super::queue::{Busy, Chunk, FileSeen, Folder, Seen, Shared, Task};
use super::stamp::Stamp;
use crate::document::Format;
use crate::fs::FolderHandle;
use crate::library::file::{Reader, Rejected};
use crate::library::labels::Interner;
use crate::library::parse_entry::{self, Buffers, Origin};
use crate::library::site::Site;
use crate::library::{Entry, Problem, ProblemKind, format, front_matter, id, id_key};
use std::cell::Cell;
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::sync::mpsc::SyncSender;
use std::time::{Duration, Instant};

/// Files per chunk: enough to keep the queue cheap, few enough to balance the load.
const CHUNK: usize = 64;
/// In folders with more files, other threads help with the comparison with the earlier scan.
const COMPARED: usize = if cfg!(test) { 2 } else { 4 * CHUNK };
/// A batch is sent when it reaches this size or age.
const BATCH: usize = 256;
const AGE: Duration = Duration::from_millis(25);

#[derive(Default)]
pub struct Batch {
    /// Articles that no earlier scan knows.
    pub entries: Vec<Entry>,
    pub changed: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// Articles of the earlier scan that are among the problems now.
    pub gone: Vec<Gone>,
    /// Folders that were listed.
    pub folders: Vec<Folder>,
    /// Articles that are there.
    pub seen: Vec<Seen>,
    /// Number of articles that are as the earlier scan found them.
    unchanged: usize,
}

impl Batch {
    /// How many files it accounts for.
    pub fn files(&self) -> usize {
        let accounted: usize = self.problems.iter().map(Problem::count).sum();
        self.entries.len() + self.changed.len() + accounted + self.unchanged
    }

    /// How much there is to send.
    fn len(&self) -> usize {
        self.entries.len() + self.changed.len() + self.problems.len() + self.folders.len()
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
    buffers: Buffers,
    id: String,
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
            buffers: Buffers::default(),
            id: String::new(),
        }
    }

    pub fn run(mut self) {
        while let Some(task) = self.next() {
            let busy = Busy(self.shared);
            match task {
                Task::List(folder) => self.list(folder),
                Task::Read(chunk) => self.read_chunk(chunk),
                Task::Root(path) => self.root(&path),
                Task::Link(folder) => self.follow(folder),
                Task::Count(folder, kind) => self.count(folder, kind),
            }
            if self.since.elapsed() > AGE {
                self.send();
            }
            drop(busy);
        }
    }

    /// Sends pending results before the thread blocks.
    fn next(&mut self) -> Option<Task> {
        let task = self.shared.try_next(self.walker);
        task.or_else(|| {
            self.send();
            self.shared.next(self.walker)
        })
    }

    fn send(&mut self) {
        self.since = Instant::now();
        if self.batch.len() + self.batch.unchanged > 0 {
            // A send error means that the receiver is gone: the scan is over.
            let _ = self.sender.send(std::mem::take(&mut self.batch));
        }
    }

    fn problem(&mut self, path: PathBuf, kind: ProblemKind, detail: &str) {
        self.batch.problems.push(problem(path, kind, detail));
    }

    fn failed(&mut self, path: PathBuf, cause: &io::Error) {
        self.problem(path, ProblemKind::Unreadable, &cause.to_string());
    }

    /// A path named by the user: a folder is a library; a file is read whatever its name.
    fn root(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => {
                let root = Arc::new(path.to_owned());
                self.enter(Folder::new(root, path.to_owned(), String::new()));
            }
            Ok(_) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
                self.shared.found.fetch_add(1, Ordering::Relaxed);
                let root = path.parent().unwrap_or(Path::new(""));
                let (root, id) = (Arc::new(root.to_owned()), id::of_name(&name));
                // Not remembered: a scan of the folder around it may leave it out.
                let (result, stamp) = self.parse(&root, path.to_owned(), &id, None);
                if result.is_ok() {
                    let folder = Folder::new(Arc::clone(&root), root.to_path_buf(), String::new());
                    self.see(&Arc::new(folder), &id, stamp);
                }
                self.add(&root, id.into(), result, &Check::New);
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
        self.shared.add(|queue| {
            queue.seen.extend(mark);
            queue.folders.push(folder);
        });
    }

    /// Follows a link to a folder, when nothing else is left.
    fn follow(&mut self, folder: Folder) {
        let known = self.shared.known;
        if known.is_some_and(|known| !known.enters(&folder.path)) {
            return;
        }
        let seen = mark(&folder.path).is_none_or(|mark| {
            self.shared.queue().seen.contains(&mark)
                || known.is_some_and(|known| known.has_entered(mark))
        });
        if seen || is_around(&folder.path, &folder.root) {
            self.problem(folder.path, ProblemKind::Loop, "");
        } else {
            self.enter(folder);
        }
    }

    /// Compares files with the earlier scan. Returns those that have changed, and those that it
    /// does not know.
    fn compare(
        &mut self,
        folder: &Arc<Folder>,
        names: Vec<OsString>,
    ) -> (Vec<OsString>, Vec<OsString>) {
        let (mut changed, mut new) = (Vec::new(), Vec::new());
        let Some(known) = self.shared.known else {
            return (changed, names);
        };
        let handle = FolderHandle::open(&folder.path).ok();
        for name in names {
            if self.shared.cancel.is_cancelled() {
                break;
            }
            id::write(&folder.id, &name, &mut self.id);
            let found = Cell::new(None);
            let stamp = || {
                found.set(handle.as_ref().and_then(|handle| stamp(handle, &name)));
                found.get()
            };
            let check = match known.check(&folder.root, &self.id, &stamp) {
                Check::Unchanged if folder.is_stale => Check::Changed,
                Check::Problem(..) if folder.is_stale => Check::New,
                check => check,
            };
            match check {
                Check::Unchanged => {
                    self.batch.unchanged += 1;
                    let id = std::mem::take(&mut self.id);
                    self.see(folder, &id, found.get());
                    self.id = id;
                }
                Check::Problem(kind, detail) => {
                    self.problem(folder.path.join(&name), kind, &detail);
                }
                Check::New => new.push(name),
                Check::Changed => changed.push(name),
            }
        }
        (changed, new)
    }

    fn read_chunk(&mut self, chunk: Chunk) {
        let Chunk {
            folder,
            names,
            check,
        } = chunk;
        match check {
            Some(check) => self.read_all(&folder, &names, &check),
            None => {
                let (changed, new) = self.compare(&folder, names);
                self.read_all(&folder, &changed, &Check::Changed);
                self.read_all(&folder, &new, &Check::New);
            }
        }
    }

    fn read_all(&mut self, folder: &Arc<Folder>, names: &[OsString], check: &Check) {
        for name in names {
            if self.shared.cancel.is_cancelled() {
                return;
            }
            id::write(&folder.id, name, &mut self.id);
            let id = self.id.as_str().into();
            self.read(folder, name, id, check);
            if self.batch.len() >= BATCH || self.since.elapsed() > AGE {
                self.send();
            }
        }
    }

    fn read(&mut self, folder: &Arc<Folder>, name: &OsStr, id: Arc<str>, check: &Check) {
        let root = &folder.root;
        let (result, stamp) = self.parse(root, folder.path.join(name), &id, folder.site.as_deref());
        if let Some(known) = self.shared.known {
            known.record(&FileRead {
                root,
                id: &id,
                stamp,
                result: result.as_ref(),
            });
        }
        if result.is_ok() {
            self.see(folder, &id, stamp);
        }
        self.add(root, id, result, check);
    }

    /// Notes an article that is there.
    fn see(&mut self, folder: &Arc<Folder>, id: &str, stamp: Option<Stamp>) {
        let file = FileSeen {
            key: id_key(id),
            print: stamp.map(Stamp::print),
        };
        match self.batch.seen.last_mut() {
            Some(seen) if Arc::ptr_eq(&seen.folder, folder) => seen.files.push(file),
            _ => self.batch.seen.push(Seen {
                folder: Arc::clone(folder),
                files: vec![file],
            }),
        }
    }

    /// Adds what a file turned out to be to the batch.
    fn add(
        &mut self,
        root: &Arc<PathBuf>,
        id: Arc<str>,
        result: Result<Entry, Problem>,
        check: &Check,
    ) {
        match result {
            Ok(entry) if *check == Check::Changed => self.batch.changed.push(entry),
            Ok(entry) => {
                if self.batch.entries.is_empty() {
                    self.batch.entries.reserve(BATCH);
                }
                self.batch.entries.push(entry);
            }
            Err(problem) => {
                self.batch.problems.push(problem);
                if *check == Check::Changed {
                    let root = Arc::clone(root);
                    self.batch.gone.push(Gone { root, id });
                }
            }
        }
    }

    /// Reads a file. Without a stamp the next scan must read it again.
    fn parse(
        &mut self,
        root: &Arc<PathBuf>,
        path: PathBuf,
        id: &str,
        site: Option<&Site>,
    ) -> (Result<Entry, Problem>, Option<Stamp>) {
        let content = match self.reader.read(&path) {
            Ok(content) => content,
            Err(rejected) => return (Err(rejection(path, &rejected)), None),
        };
        let stamp = content.settled;
        if self.shared.options.text_files == TextFiles::WithFrontMatter
            && format::by_name(&path) == Some(Format::Plain)
            && !front_matter::opens(content.bytes)
        {
            return (Err(problem(path, ProblemKind::UnknownFormat, "")), stamp);
        }
        let origin = Origin {
            root,
            id,
            path: &path,
            site,
        };
        let zone = &self.shared.options.zone;
        let (interner, buffers) = (&mut self.interner, &mut self.buffers);
        let entry = parse_entry::entry(&content, origin, zone, interner, buffers);
        (entry, stamp)
    }
}

/// `None` for a file that cannot be looked up. It is read, and the error reported.
fn stamp(folder: &FolderHandle, name: &OsStr) -> Option<Stamp> {
    let (size, modified) = folder.state(name).ok()?;
    Some(Stamp { size, modified })
}

fn rejection(path: PathBuf, rejected: &Rejected) -> Problem {
    match rejected {
        Rejected::NotRegular => problem(path, ProblemKind::NotRegular, ""),
        Rejected::Failed(cause) => problem(path, ProblemKind::Unreadable, &cause.to_string()),
    }
}

fn problem(path: PathBuf, kind: ProblemKind, detail: &str) -> Problem {
    Problem {
        path: Arc::new(path),
        kind,
        files: 1,
        detail: crate::text::sanitize_line(detail),
    }
}
