//! Walking folders and reading every article, on threads of their own.
//!
//! One queue holds folders to list and chunks of files to read. The first thread prefers
//! folders, so that the number of files is known early; the others prefer files, so that
//! the first articles come at once. Results come back in batches over a bounded channel.
//! More threads than cores: on a cold cache they wait for the disk.

use super::file::{Reader, Refusal};
use super::reading::{self, Names, Origin};
use super::{Entry, Problem, ProblemKind, Zone, format, id};
use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ffi::OsString;
use std::fs::{self, FileType};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError, SyncSender};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What arrives while a scan goes on.
#[derive(Clone, Debug)]
pub enum ScanEvent {
    /// So many files are known so far; `done` of them are read.
    Progress { found: usize, done: usize },
    /// A batch of articles, in no order.
    Entries(Vec<Entry>),
    /// What is no article. What was read in part stands in [`Entry::partial`].
    Problems(Vec<Problem>),
    /// The last event. `files` counts every file seen: entries plus skipped problems.
    Finished { files: usize, cancelled: bool },
}

#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// For dates that name no zone.
    pub zone: Zone,
    /// Follow symbolic links to folders, each folder once.
    pub follow: bool,
}

/// Ends a scan early.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Files in a chunk: enough to make the queue cheap, few enough to share work evenly.
const CHUNK: usize = 64;
/// A batch is sent when it is this full, or this old.
const BATCH: usize = 256;
const AGE: Duration = Duration::from_millis(25);
/// Files waiting to be read; beyond it the walker helps reading.
const WAITING: usize = 100_000;
/// How often the progress is told while nothing else is.
const TICK: Duration = Duration::from_millis(100);

/// Scans folders and single files; returns when all is read or it is cancelled. `sink` is
/// called on the calling thread, with what several threads found. The events' order
/// differs from run to run; the set of entries and problems does not.
pub fn scan(
    roots: &[PathBuf],
    options: &ScanOptions,
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
) {
    let shared = Shared {
        queue: Mutex::new(Queue::new(roots)),
        wake: Condvar::new(),
        found: AtomicUsize::new(0),
        options,
        cancel,
    };
    let threads = std::thread::available_parallelism().map_or(2, |n| (n.get() * 2).clamp(2, 16));
    let (sender, receiver) = mpsc::sync_channel::<Batch>(64);
    let mut done = 0;
    std::thread::scope(|scope| {
        for number in 0..threads {
            let sender = sender.clone();
            let shared = &shared;
            scope.spawn(move || Worker::new(shared, sender, number == 0).run());
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(TICK) {
                Ok(batch) => {
                    done += batch.entries.len() + batch.problems.len();
                    if !batch.entries.is_empty() {
                        sink(ScanEvent::Entries(batch.entries));
                    }
                    if !batch.problems.is_empty() {
                        sink(ScanEvent::Problems(batch.problems));
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            let found = shared.found.load(Ordering::Relaxed).max(done);
            sink(ScanEvent::Progress { found, done });
        }
    });
    sink(ScanEvent::Finished {
        files: done,
        cancelled: cancel.is_cancelled(),
    });
}

/// A folder to list, with the id of what is in it.
#[derive(Debug)]
struct Folder {
    path: PathBuf,
    id: String,
}

#[derive(Debug)]
enum Task {
    List(Folder),
    Read(Arc<Folder>, Vec<OsString>),
    /// A file or folder named by the user, or a link to be followed.
    Root(PathBuf),
    Link(String, PathBuf),
}

/// What is to be done, and by how many it is being done.
#[derive(Debug, Default)]
struct Queue {
    roots: VecDeque<PathBuf>,
    folders: Vec<Folder>,
    files: VecDeque<(Arc<Folder>, Vec<OsString>)>,
    waiting: usize,
    /// Links to folders, by id. One is followed only when nothing else is left: so a folder
    /// is always found under its own path first, and every run gives the same result.
    links: BTreeMap<String, PathBuf>,
    /// Device and number of every folder listed, when links are followed.
    seen: HashSet<(u64, u64)>,
    busy: usize,
}

impl Queue {
    /// Roots that lie in other roots would be found twice.
    fn new(roots: &[PathBuf]) -> Self {
        let canonical: Vec<PathBuf> = roots
            .iter()
            .map(|root| fs::canonicalize(root).unwrap_or_else(|_| root.clone()))
            .collect();
        let kept = roots.iter().enumerate().filter(|(number, _)| {
            canonical.get(*number).is_some_and(|own| {
                !canonical.iter().enumerate().any(|(other, path)| {
                    (own != path && own.starts_with(path)) || (own == path && other < *number)
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

struct Shared<'a> {
    queue: Mutex<Queue>,
    wake: Condvar,
    found: AtomicUsize,
    options: &'a ScanOptions,
    cancel: &'a Cancel,
}

impl Shared<'_> {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits for something to do. None: all is done, or it is cancelled.
    fn next(&self, walker: bool) -> Option<Task> {
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
struct Busy<'a, 'b>(&'a Shared<'b>);

impl Drop for Busy<'_, '_> {
    fn drop(&mut self) {
        self.0.queue().busy -= 1;
        self.0.wake.notify_all();
    }
}

#[derive(Default)]
struct Batch {
    entries: Vec<Entry>,
    problems: Vec<Problem>,
}

impl Batch {
    fn len(&self) -> usize {
        self.entries.len() + self.problems.len()
    }
}

/// One thread and its buffers.
struct Worker<'a, 'b> {
    shared: &'a Shared<'b>,
    sender: SyncSender<Batch>,
    walker: bool,
    batch: Batch,
    since: Instant,
    reader: Reader,
    names: Names,
    words: String,
}

impl<'a, 'b> Worker<'a, 'b> {
    fn new(shared: &'a Shared<'b>, sender: SyncSender<Batch>, walker: bool) -> Self {
        Self {
            shared,
            sender,
            walker,
            batch: Batch::default(),
            since: Instant::now(),
            reader: Reader::default(),
            names: Names::default(),
            words: String::new(),
        }
    }

    fn run(mut self) {
        while let Some(task) = self.shared.next(self.walker) {
            let busy = Busy(self.shared);
            match task {
                Task::List(folder) => self.list(folder),
                Task::Read(folder, names) => self.read_all(&folder, names),
                Task::Root(path) => self.root(&path),
                Task::Link(id, path) => self.follow(id, path),
            }
            // What a thread has is sent before it may have to wait.
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
            // An error means that nobody listens any more: the scan is over.
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

    /// What the user named: a folder is a library, a file is read whatever it is called.
    fn root(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(data) if data.is_dir() => {
                self.enter(Folder {
                    path: path.to_owned(),
                    id: String::new(),
                });
            }
            Ok(_) => {
                let name = path.file_name().unwrap_or(path.as_os_str()).to_owned();
                self.shared.found.fetch_add(1, Ordering::Relaxed);
                self.read(path.to_owned(), id::of_name(&name));
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

    /// A link to a folder, when nothing else is left to do.
    fn follow(&mut self, id: String, path: PathBuf) {
        let seen = mark(&path).is_none_or(|mark| self.shared.queue().seen.contains(&mark));
        if seen {
            self.problem(path, ProblemKind::Loop, "");
        } else {
            self.enter(Folder { path, id });
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

    /// Whether a name in a folder is to be read; folders are queued, the rest is told.
    fn sort(&mut self, folder: &Arc<Folder>, name: &OsString, kind: FileType) -> bool {
        let path = || folder.path.join(name);
        if kind.is_symlink() {
            return match fs::metadata(path()) {
                Ok(data) if data.is_dir() => {
                    if self.shared.options.follow {
                        let id = id::join(&folder.id, name);
                        self.shared.queue().links.insert(id, path());
                    } else {
                        self.problem(path(), ProblemKind::Link, "");
                    }
                    false
                }
                _ => self.known(folder, name),
            };
        }
        if kind.is_dir() {
            if name.as_encoded_bytes().starts_with(b".") {
                self.problem(path(), ProblemKind::Hidden, "");
            } else {
                self.enter(Folder {
                    path: path(),
                    id: id::join(&folder.id, name),
                });
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
            self.read(folder.path.join(&name), id);
            if self.batch.len() >= BATCH || self.since.elapsed() > AGE {
                self.send();
            }
        }
    }

    fn read(&mut self, path: PathBuf, id: String) {
        let content = match self.reader.read(&path) {
            Ok(content) => content,
            Err(Refusal::NotRegular) => return self.problem(path, ProblemKind::NotRegular, ""),
            Err(Refusal::Failed(cause)) => return self.failed(path, &cause),
        };
        let origin = Origin {
            id: id.into(),
            path: Arc::new(path),
        };
        let zone = &self.shared.options.zone;
        match reading::entry(&content, origin, zone, &mut self.names, &mut self.words) {
            Ok(entry) => self.batch.entries.push(entry),
            Err(problem) => self.batch.problems.push(problem),
        }
    }
}

/// What tells a folder from every other: its device and number.
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

#[cfg(test)]
mod tests {
    use super::*;

    struct Seen {
        ids: Vec<String>,
        problems: Vec<(String, ProblemKind)>,
        files: usize,
    }

    fn run(roots: &[PathBuf], follow: bool) -> Seen {
        let mut seen = Seen {
            ids: Vec::new(),
            problems: Vec::new(),
            files: 0,
        };
        let options = ScanOptions {
            zone: Zone::named("UTC").expect("UTC"),
            follow,
        };
        scan(
            roots,
            &options,
            &Cancel::default(),
            &mut |event| match event {
                ScanEvent::Entries(entries) => {
                    seen.ids
                        .extend(entries.iter().map(|entry| entry.id.to_string()));
                }
                ScanEvent::Problems(problems) => {
                    seen.problems.extend(problems.iter().map(|problem| {
                        let name = problem.path.file_name().expect("a name");
                        (name.to_string_lossy().into_owned(), problem.kind)
                    }));
                }
                ScanEvent::Finished { files, .. } => seen.files = files,
                ScanEvent::Progress { found, done } => assert!(found >= done),
            },
        );
        seen.ids.sort();
        seen.problems.sort_by(|a, b| a.0.cmp(&b.0));
        assert_eq!(seen.files, seen.ids.len() + seen.problems.len());
        seen
    }

    fn library(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a temporary folder");
        for (name, text) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
            fs::write(path, text).expect("a file");
        }
        folder
    }

    #[test]
    fn every_file_is_accounted_for() {
        let folder = library(&[
            ("a.md", "甲"),
            (".md", "无名"),
            ("b/c d .md", "乙"),
            ("b/empty.txt", " \n"),
            ("b/data.md", "\0\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}"),
            ("b/x.png", "x"),
            (".git/objects/x.md", "不看"),
        ]);
        let seen = run(&[folder.path().to_owned()], false);
        assert_eq!(seen.ids, [".md", "a.md", "b/c d .md"]);
        let expected = [
            (".git", ProblemKind::Hidden),
            ("data.md", ProblemKind::Binary),
            ("empty.txt", ProblemKind::Empty),
            ("x.png", ProblemKind::UnknownFormat),
        ];
        assert_eq!(
            seen.problems,
            expected.map(|(name, kind)| (name.to_owned(), kind))
        );
    }

    #[test]
    fn roots_may_be_files_and_lie_in_each_other() {
        let folder = library(&[("a.md", "甲"), ("b/c.md", "乙"), ("notes.log", "记")]);
        let root = folder.path().to_owned();
        assert_eq!(
            run(&[root.clone(), root.join("b"), root.clone()], false).ids,
            ["a.md", "b/c.md"]
        );
        assert_eq!(run(&[root.join("notes.log")], false).ids, ["notes.log"]);
        let gone = run(&[root.join("gone")], false);
        assert_eq!(
            gone.problems,
            [("gone".to_owned(), ProblemKind::Unreadable)]
        );
    }

    #[test]
    #[cfg(unix)]
    fn links_and_pipes() {
        use std::os::unix::fs::symlink;
        let folder = library(&[("a.md", "甲"), ("b/c.md", "乙")]);
        let other = library(&[("far.md", "远")]);
        let root = folder.path();
        symlink(root, root.join("b/loop")).expect("a link");
        symlink(other.path(), root.join("far")).expect("a link");
        symlink(root.join("a.md"), root.join("z.md")).expect("a link");
        symlink("/dev/zero", root.join("zero.md")).expect("a link");
        symlink("nowhere.md", root.join("gone.md")).expect("a link");
        rustix::fs::mknodat(
            rustix::fs::CWD,
            root.join("pipe.md"),
            rustix::fs::FileType::Fifo,
            0o600.into(),
            0,
        )
        .expect("a pipe");
        let still = run(&[root.to_owned()], false);
        assert_eq!(still.ids, ["a.md", "b/c.md", "z.md"]);
        let named = |name: &str, kind| (name.to_owned(), kind);
        let rest = [
            named("gone.md", ProblemKind::Unreadable),
            named("pipe.md", ProblemKind::NotRegular),
            named("zero.md", ProblemKind::NotRegular),
        ];
        assert!(
            rest.iter().all(|problem| still.problems.contains(problem)),
            "{:?}",
            still.problems
        );
        assert!(still.problems.contains(&named("loop", ProblemKind::Link)));
        let followed = run(&[root.to_owned()], true);
        assert_eq!(followed.ids, ["a.md", "b/c.md", "far/far.md", "z.md"]);
        assert!(
            followed
                .problems
                .contains(&named("loop", ProblemKind::Loop))
        );
    }

    #[test]
    fn cancelled_before_it_began() {
        let folder = library(&[("a.md", "甲")]);
        let cancel = Cancel::default();
        cancel.cancel();
        let options = ScanOptions {
            zone: Zone::system(),
            follow: false,
        };
        let mut ended = false;
        scan(
            &[folder.path().to_owned()],
            &options,
            &cancel,
            &mut |event| {
                ended = matches!(
                    event,
                    ScanEvent::Finished {
                        cancelled: true,
                        ..
                    }
                );
            },
        );
        assert!(ended);
    }
}
