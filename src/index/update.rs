//! A scan with indexes: what they hold, then what has changed since.

use super::arrivals;
use super::articles::Articles;
use super::database::{IndexError, Result, set_aside};
use super::emptied::Emptied;
use super::front::{self, Ranked};
use super::known::{Folders, KnownFiles};
use super::recorder::{Record, Recorder, Recording, WAITING, write_all};
use super::schema::{self, Identity};
use super::store::{self, Outcome};
use crate::library::{self, Cancel, Gone, ScanEvent, ScanOptions, distinct_roots};
use crate::locale::Locale;
use crate::text::sanitize_line;
use rusqlite::Connection;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, sync_channel};
use std::thread;
use std::time::Duration;

/// The articles that are sent first: about as many as a screen shows.
const FIRST: usize = front::FEWEST;
/// The articles in each event after that: few enough to be added between two frames.
const BATCH: usize = 4_096;

/// How often a scan starts with the indexes, when others change them at the wrong moment.
const ATTEMPTS: usize = 3;

/// Where indexes are kept. `None`: there are none, and every file is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Indexes {
    pub folder: Option<PathBuf>,
    /// How long to wait for another program that writes.
    pub wait: Duration,
}

impl Indexes {
    /// The wait where somebody looks at the screen: reading files is better than waiting.
    pub const SHORT_WAIT: Duration = Duration::from_secs(1);
    /// The wait where the index is what is wanted.
    pub const LONG_WAIT: Duration = Duration::from_secs(10);
}

/// The end of a scan.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Indexes that cannot be used.
    pub failures: Vec<Failure>,
    /// How many articles the indexes had.
    pub known: usize,
    /// The libraries whose indexes now have the stamps of all files as the scan found them.
    pub current: Vec<PathBuf>,
    /// Libraries whose folders are empty while their indexes have articles. The indexes are kept.
    pub emptied: Vec<Emptied>,
}

/// An index that cannot be used, or not be written: the library, and why.
#[derive(Clone, Debug)]
pub struct Failure {
    pub root: PathBuf,
    pub cause: String,
    /// It could be read, so only changed files are read again.
    pub is_readable: bool,
    /// Another program was writing the index: the next run may use and write it.
    pub is_busy: bool,
}

impl Failure {
    /// A sentence in the language of the interface.
    pub(crate) fn describe(&self, locale: &Locale) -> String {
        let path = sanitize_line(&self.root.to_string_lossy());
        let key = match (self.is_readable, self.is_busy) {
            (true, true) => "notice.index-write-busy",
            (true, false) => "notice.index-not-written",
            (false, true) => "notice.index-busy",
            (false, false) => "notice.no-index",
        };
        locale.fill(key, &[("path", &path), ("cause", &self.cause)])
    }
}

/// An index that is open, for one scan.
pub(super) struct Open {
    pub root: PathBuf,
    folder: PathBuf,
    identity: Identity,
    wait: Duration,
    pub connection: Connection,
    pub known: KnownFiles,
    /// The articles that were sent first.
    first: Ranked,
}

impl Open {
    pub fn new(root: &Path, folder: &Path, wait: Duration, options: &ScanOptions) -> Result<Self> {
        let identity = Identity::new(root, options)?;
        Ok(Self {
            root: root.to_owned(),
            folder: folder.to_owned(),
            connection: schema::open(folder, &identity, wait)?,
            identity,
            wait,
            known: KnownFiles::default(),
            first: Ranked::new(),
        })
    }

    /// Starts again with an empty index, after the old one turned out to be damaged.
    fn rebuild(self) -> Result<Self> {
        let Self {
            root,
            folder,
            identity,
            wait,
            connection,
            ..
        } = self;
        drop(connection);
        set_aside(&identity.file(&folder))?;
        Ok(Self {
            connection: schema::open(&folder, &identity, wait)?,
            root,
            folder,
            identity,
            wait,
            known: KnownFiles::default(),
            first: Ranked::new(),
        })
    }
}

/// Like [`library::scan()`], with indexes.
///
/// A file that the index knows is sent as an entry, and once more as changed or gone if it is.
pub fn scan(
    indexes: &Indexes,
    roots: &[PathBuf],
    options: &ScanOptions,
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
) -> Report {
    let Some(folder) = &indexes.folder else {
        library::scan(roots, options, cancel, sink);
        return Report::default();
    };
    let roots = distinct_roots(roots);
    let mut report = Report::default();
    for _ in 0..ATTEMPTS {
        report = Report::default();
        let Report {
            failures, emptied, ..
        } = &mut report;
        let mut open = Vec::new();
        for root in roots.iter().filter(|root| root.is_dir()) {
            match Open::new(root, folder, indexes.wait, options) {
                Ok(index) => match Emptied::of(&index.root, &index.connection) {
                    Some(library) => emptied.push(library),
                    None => open.push(index),
                },
                Err(error) => failures.push(failure(root, &error)),
            }
        }
        let open = load_all(open, cancel, sink, failures);
        report.known = open.iter().map(|index| index.known.len()).sum();
        if let Some(finished) = update(&roots, open, options, cancel, sink, &mut report) {
            sink(finished);
            return report;
        }
        sink(ScanEvent::Reset);
    }
    report.current.clear();
    library::scan(&roots, options, cancel, sink);
    report
}

/// Empties the index of a library, so that the next scan reads every file.
///
/// # Errors
/// The index cannot be written.
pub fn clear(indexes: &Indexes, root: &Path, options: &ScanOptions) -> Result<(), Failure> {
    let Some(folder) = &indexes.folder else {
        return Ok(());
    };
    let index = Open::new(root, folder, indexes.wait, options);
    let cleared = index.and_then(|mut index| store::clear(&mut index.connection));
    cleared.map_err(|error| failure(root, &error))
}

/// The size of an index in bytes; 0 for a missing file.
pub fn size(indexes: &Indexes, root: &Path, options: &ScanOptions) -> u64 {
    let folder = indexes.folder.as_ref();
    let file = folder.and_then(|folder| Some(Identity::new(root, options).ok()?.file(folder)));
    file.and_then(|file| file.metadata().ok())
        .map_or(0, |data| data.len())
}

pub(super) fn failure(root: &Path, error: &IndexError) -> Failure {
    Failure {
        root: root.to_owned(),
        cause: sanitize_line(&error.to_string()),
        is_readable: false,
        is_busy: error.is_busy(),
    }
}

/// Sends what the indexes have. When one turns out to be damaged, everything is sent again.
fn load_all(
    mut open: Vec<Open>,
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
    failures: &mut Vec<Failure>,
) -> Vec<Open> {
    while let Err((at, error)) = try_load(&mut open, cancel, sink) {
        sink(ScanEvent::Reset);
        let index = open.remove(at);
        let root = index.root.clone();
        let rebuilt = if error.is_damage() {
            index.rebuild()
        } else {
            Err(error)
        };
        match rebuilt {
            Ok(index) => open.insert(at, index),
            Err(error) => failures.push(failure(&root, &error)),
        }
    }
    open
}

/// Sends the first articles of every index, then the others. The error comes with the number of
/// its index.
fn try_load(
    open: &mut [Open],
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
) -> Result<(), (usize, IndexError)> {
    for (at, index) in open.iter_mut().enumerate() {
        load_first(index, sink).map_err(|error| (at, error))?;
    }
    for (at, index) in open.iter_mut().enumerate() {
        load_others(index, cancel, sink).map_err(|error| (at, error))?;
    }
    Ok(())
}

/// Begins the transaction in which both parts are read: another program may write in between.
fn load_first(index: &mut Open, sink: &mut dyn FnMut(ScanEvent)) -> Result<()> {
    let Open {
        connection, known, ..
    } = index;
    *known = KnownFiles::default();
    if connection.is_autocommit() {
        connection.execute_batch("BEGIN")?;
    }
    let mut articles = Articles::new(connection, Arc::new(index.root.clone()));
    let mut newest = Vec::new();
    index.first = articles.newest(FIRST, known, |entry| newest.push(entry))?;
    send_arrivals(connection, &index.root, sink)?;
    sink(ScanEvent::Entries(newest));
    Ok(())
}

fn send_arrivals(
    connection: &Connection,
    root: &Path,
    sink: &mut dyn FnMut(ScanEvent),
) -> Result<()> {
    let arrivals = arrivals::read(connection, root)?;
    if !arrivals.is_empty() {
        sink(ScanEvent::Arrived(arrivals));
    }
    Ok(())
}

fn load_others(index: &mut Open, cancel: &Cancel, sink: &mut dyn FnMut(ScanEvent)) -> Result<()> {
    let Open {
        connection, known, ..
    } = index;
    store::read_folders(connection, known)?;
    let mut articles = Articles::new(connection, Arc::new(index.root.clone()));
    // The list keeps each batch where it is.
    let mut batch = Vec::with_capacity(BATCH);
    let first = std::mem::take(&mut index.first);
    articles.others(first, known, |entry| {
        batch.push(entry);
        if batch.len() == BATCH {
            let full = std::mem::replace(&mut batch, Vec::with_capacity(BATCH));
            sink(ScanEvent::Entries(full));
        }
        !cancel.is_cancelled()
    })?;
    if !batch.is_empty() {
        sink(ScanEvent::Entries(batch));
    }
    Ok(connection.execute_batch("COMMIT")?)
}

/// Walks the folders, and brings the indexes up to date. Returns the last event; `None` if an
/// index does not tell any more which articles are gone.
fn update(
    roots: &[PathBuf],
    open: Vec<Open>,
    options: &ScanOptions,
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
    report: &mut Report,
) -> Option<ScanEvent> {
    let mut recorder = Recorder::default();
    let mut queues: Vec<(PathBuf, Connection, Receiver<Vec<Record>>)> = Vec::new();
    for index in open {
        let (sender, queue) = sync_channel(WAITING);
        recorder
            .0
            .push(Recording::new(&index.root, index.known, sender));
        queues.push((index.root, index.connection, queue));
    }
    let mut finished = None;
    let ended = thread::scope(|scope| {
        let write = |(root, connection, queue): (PathBuf, Connection, Receiver<Vec<Record>>)| {
            let thread = thread::Builder::new()
                .name("index".to_owned())
                .spawn_scoped(scope, move || write_all(connection, &queue));
            (root, thread.expect("the system can start a thread"))
        };
        let writers: Vec<_> = queues.into_iter().map(write).collect();
        library::scan_known(
            roots,
            options,
            cancel,
            Some(&recorder),
            &mut |event| match event {
                ScanEvent::Finished { .. } => finished = Some(event),
                event => sink(event),
            },
        );
        let ends = recorder.0.into_iter().map(Recording::end);
        // All senders are gone before the first thread is waited for.
        let ends: Vec<_> = ends.collect();
        let joined = writers
            .into_iter()
            .map(|(root, thread)| (root, thread.join()));
        joined.zip(ends).collect::<Vec<_>>()
    });
    let mut is_told = true;
    for ((root, written), (known, folders)) in ended {
        let Ok((mut connection, written)) = written else {
            return None;
        };
        let mut written = written;
        if !cancel.is_cancelled() {
            let Some(gone) = gone(&root, &connection, &known) else {
                is_told = false;
                continue;
            };
            // After an error the index lacks files, which the times of folders would deny.
            written = written.and_then(|()| finish(&mut connection, &known, &folders, &gone));
            written = written.and_then(|()| send_arrivals(&connection, &root, sink));
            if !gone.is_empty() {
                sink(ScanEvent::Gone(gone));
            }
        }
        match written {
            Err(error) => report.failures.push(Failure {
                is_readable: true,
                ..failure(&root, &error)
            }),
            Ok(()) if cancel.is_cancelled() => {}
            Ok(()) => report.current.push(root),
        }
    }
    finished.filter(|_| is_told)
}

/// The articles whose files were not found. `None` if another program removed them meanwhile, or
/// the index cannot be read.
fn gone(root: &Path, connection: &Connection, known: &KnownFiles) -> Option<Vec<Gone>> {
    let keys = known.articles_not_found();
    let ids = store::ids_of(connection, &keys).ok()?;
    let root = Arc::new(root.to_owned());
    let gone = ids.iter().map(|id| Gone {
        root: Arc::clone(&root),
        id: id.as_str().into(),
    });
    (ids.len() == keys.len()).then(|| gone.collect())
}

/// Writes what a complete scan found out. Writes nothing if nothing has changed.
fn finish(
    connection: &mut Connection,
    known: &KnownFiles,
    folders: &Folders,
    gone: &[Gone],
) -> Result<()> {
    let mut removed = known.problems_not_found();
    removed.extend(gone.iter().map(|gone| &*gone.id));
    let outcome = Outcome {
        removed,
        folders,
        generation: known.generation,
    };
    if outcome.removed.is_empty() && *folders == known.folders {
        return Ok(());
    }
    store::write(connection, |transaction| {
        store::finish(transaction, &outcome)
    })
}
