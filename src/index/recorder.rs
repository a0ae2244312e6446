//! Compares the files of a scan with the indexes, and hands what was read to the threads that
//! write.

use super::chunk::File;
use super::database::Result;
use super::known::{Folders, KnownFiles};
use super::store::{self, Changes};
use crate::library::{self, Check, FileRead, FolderStamp, Known, Rules, Stamp};
use rusqlite::Connection;
use std::path::Path;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Files that are handed over together.
const BATCH: usize = 256;
/// Batches that wait to be written. A scan that is faster than the disk waits.
pub const WAITING: usize = 64;
/// A transaction is written when it has this many files, or this long after its first one. In
/// between, other programs can write.
const TRANSACTION: usize = 8_192;
const TRANSACTION_AGE: Duration = Duration::from_millis(250);

/// A file that was read, ready to be written: its ID, and what it is.
pub type Record = (String, File);

/// One library in a scan.
#[derive(Debug)]
pub struct Recording {
    /// The root as it was given to the scan.
    pub root: std::path::PathBuf,
    pub known: KnownFiles,
    pending: Mutex<Vec<Record>>,
    sender: SyncSender<Vec<Record>>,
    /// The folders that were listed.
    listed: Mutex<Folders>,
}

impl Recording {
    pub fn new(root: &Path, known: KnownFiles, sender: SyncSender<Vec<Record>>) -> Self {
        Self {
            root: root.to_owned(),
            known,
            pending: Mutex::default(),
            sender,
            listed: Mutex::default(),
        }
    }

    fn push(&self, record: Record) {
        let mut pending = lock(&self.pending);
        pending.push(record);
        if pending.len() >= BATCH {
            self.send(&mut pending);
        }
    }

    /// When the writing thread has failed, what was read is dropped here.
    fn send(&self, pending: &mut Vec<Record>) {
        let _ = self.sender.send(std::mem::take(pending));
    }

    /// Hands over the last files. Returns what is known, and the folders.
    pub fn end(self) -> (KnownFiles, Folders) {
        self.send(&mut lock(&self.pending));
        let listed = self.listed.into_inner();
        (self.known, listed.unwrap_or_else(PoisonError::into_inner))
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The libraries of a scan.
#[derive(Debug, Default)]
pub struct Recorder(pub Vec<Recording>);

impl Recorder {
    fn of(&self, root: &Path) -> Option<&Recording> {
        let is = |recording: &&Recording| recording.root.as_os_str() == root.as_os_str();
        self.0.iter().find(is)
    }
}

impl Known for Recorder {
    fn check(&self, root: &Path, id: &str, stamp: &dyn Fn() -> Option<Stamp>) -> Check {
        self.of(root)
            .map_or(Check::New, |recording| recording.known.check(id, stamp))
    }

    fn record(&self, file: &FileRead<'_>) {
        if let Some(recording) = self.of(file.root) {
            recording.push((file.id.to_owned(), File::of(file)));
        }
    }

    fn has_other_facts(&self, root: &Path, folder: &str, rules: Rules) -> bool {
        self.of(root).is_some_and(|recording| {
            let before = recording.known.folders.get(folder).copied().flatten();
            library::has_other_facts(rules, before.and_then(|before| before.rules))
        })
    }

    fn listed(&self, root: &Path, folder: &str, stamp: Option<FolderStamp>) {
        if let Some(recording) = self.of(root) {
            lock(&recording.listed).insert(folder.to_owned(), stamp);
        }
    }
}

/// Writes until the scan has ended. Returns the connection, and the first error.
pub fn write_all(
    mut connection: Connection,
    queue: &Receiver<Vec<Record>>,
) -> (Connection, Result<()>) {
    while let Ok(records) = queue.recv() {
        let end = Instant::now() + TRANSACTION_AGE;
        let mut records = records;
        while records.len() < TRANSACTION {
            match queue.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(more) => records.extend(more),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        // All at once: sorting them is quicker than adding one by one to a map. Of two with one
        // ID, the later one stays.
        let records = records.into_iter().map(|(id, file)| (id, Some(file)));
        let changes: Changes = records.collect();
        let written = store::write(&mut connection, |transaction| {
            store::change(transaction, changes)
        });
        if let Err(error) = written {
            return (connection, Err(error));
        }
    }
    (connection, Ok(()))
}
