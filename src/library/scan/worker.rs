//! One thread of a scan: lists folders, reads files, and sends results in batches.

use super::known::{Check, FileRead, FolderStamp, Gone, Stamp};
use super::links::{is_around, mark};
use super::options::TextFiles;
use super::queue::{Busy, Folder, Shared, Task};
use super::skip::{self, Listing};
use crate::document::Format;
use crate::fs::FolderHandle;
use crate::library::file::{Reader, Rejected};
use crate::library::labels::Interner;
use crate::library::parse_entry::{self, Origin};
use crate::library::{Entry, Problem, ProblemKind, format, front_matter, id};
use std::ffi::{OsStr, OsString};
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
    /// Articles that no earlier scan knows.
    pub entries: Vec<Entry>,
    pub changed: Vec<Entry>,
    pub problems: Vec<Problem>,
    /// Articles of the earlier scan that are among the problems now.
    pub gone: Vec<Gone>,
    /// Folders that were listed.
    pub folders: Vec<Folder>,
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

/// What was found in a folder.
#[derive(Default)]
struct Listed {
    /// The files to read. After an error those that were found before it.
    names: Vec<OsString>,
    is_complete: bool,
    /// If it is complete, and every later change gives the folder another stamp.
    stamp: Option<FolderStamp>,
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
            words: String::new(),
            id: String::new(),
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
                Task::Count(folder, kind) => self.count(folder, kind),
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
                let (result, _) = self.parse(&root, path.to_owned(), &id.as_str().into());
                self.add(&root, id.into(), result, Check::New);
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
        if seen || is_around(&folder.path, &folder.root) {
            self.problem(folder.path, ProblemKind::Loop, "");
        } else {
            self.enter(folder);
        }
    }

    fn list(&mut self, folder: Folder) {
        let Listed {
            mut names,
            is_complete,
            stamp,
        } = self.list_names(&folder);
        if let (Some(known), false) = (self.shared.known, self.shared.cancel.is_cancelled()) {
            known.listed(&folder.root, &folder.id, stamp);
        }
        if is_complete {
            self.batch.folders.push(folder.clone());
        }
        names.sort_unstable_by(|a, b| b.cmp(a));
        let folder = Arc::new(folder);
        while !names.is_empty() {
            let rest = names.split_off(names.len().min(CHUNK));
            self.put(&folder, std::mem::replace(&mut names, rest));
        }
    }

    fn list_names(&mut self, folder: &Folder) -> Listed {
        let mut listed = Listed::default();
        let listing = match Listing::read(&folder.path, folder.ignore.as_ref()) {
            Ok(listing) => listing,
            Err(cause) => {
                self.failed(folder.path.clone(), &cause);
                return listed;
            }
        };
        let mut is_read = Vec::with_capacity(listing.entries.len());
        for (name, kind) in &listing.entries {
            if self.shared.cancel.is_cancelled() {
                return Listed::default();
            }
            is_read.push(self.sort(folder, &listing, name, *kind));
        }
        let entries = listing.entries.into_iter().zip(is_read);
        let names = entries.filter(|(_, is_read)| *is_read);
        listed.names = names.map(|((name, _), _)| name).collect();
        for cause in &listing.failed {
            self.failed(folder.path.clone(), cause);
        }
        listed.is_complete = listing.failed.is_empty();
        let is_settled = folder.is_settled && listing.are_rules_settled;
        listed.stamp = (listed.is_complete && is_settled).then_some(FolderStamp {
            modified: folder.modified,
            ignore: listing.rules_modified,
        });
        listed
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
    fn sort(&mut self, folder: &Folder, listing: &Listing, name: &OsStr, kind: FileType) -> bool {
        let path = || folder.path.join(name);
        if let Some(reason) = listing.skips(&folder.path, name, kind.is_dir()) {
            if kind.is_dir() && reason != ProblemKind::Hidden {
                self.shared.queue().skipped.push((path(), reason));
            } else {
                self.problem(path(), reason, "");
            }
            return false;
        }
        if kind.is_symlink() {
            return match fs::metadata(path()) {
                Ok(data) if data.is_dir() => {
                    if self.shared.options.follow {
                        let below = folder.child(name, listing.ignore.as_ref());
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
    fn count(&mut self, folder: PathBuf, kind: ProblemKind) {
        let files = skip::count_files(&folder, || self.shared.cancel.is_cancelled());
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

    fn read_all(&mut self, folder: &Folder, names: Vec<OsString>) {
        let known = self.shared.known;
        let handle = known.and_then(|_| FolderHandle::open(&folder.path).ok());
        for name in names {
            if self.shared.cancel.is_cancelled() {
                return;
            }
            id::write(&folder.id, &name, &mut self.id);
            let check = known.map_or(Check::New, |known| {
                let stamp = handle.as_ref().and_then(|handle| stamp(handle, &name));
                known.check(&folder.root, &self.id, stamp)
            });
            match check {
                Check::Unchanged => self.batch.unchanged += 1,
                Check::Problem(kind, detail) => {
                    self.problem(folder.path.join(&name), kind, &detail);
                }
                Check::New | Check::Changed => {
                    let id = self.id.as_str().into();
                    self.read(&folder.root, folder.path.join(&name), id, check);
                }
            }
            if self.batch.len() >= BATCH || self.since.elapsed() > AGE {
                self.send();
            }
        }
    }

    fn read(&mut self, root: &Arc<PathBuf>, path: PathBuf, id: Arc<str>, check: Check) {
        let (result, stamp) = self.parse(root, path, &id);
        if let Some(known) = self.shared.known {
            known.record(&FileRead {
                root,
                id: &id,
                stamp,
                result: result.as_ref(),
            });
        }
        self.add(root, id, result, check);
    }

    /// Adds what a file turned out to be to the batch.
    fn add(
        &mut self,
        root: &Arc<PathBuf>,
        id: Arc<str>,
        result: Result<Entry, Problem>,
        check: Check,
    ) {
        match result {
            Ok(entry) if check == Check::Changed => self.batch.changed.push(entry),
            Ok(entry) => self.batch.entries.push(entry),
            Err(problem) => {
                self.batch.problems.push(problem);
                if check == Check::Changed {
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
        id: &Arc<str>,
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
            id: Arc::clone(id),
            path: &path,
        };
        let zone = &self.shared.options.zone;
        let entry = parse_entry::entry(&content, origin, zone, &mut self.interner, &mut self.words);
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
