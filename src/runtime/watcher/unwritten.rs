//! What the watcher has read and the indexes do not have yet.
//!
//! A file that changes again at once may keep its time of modification, so a scan that reads a file
//! which changed a moment ago reads it again at the next start. The system reports every change of
//! a watched file. So what was read is written when nothing has been reported for longer than the
//! coarsest clock of a file system needs for its next step.

use crate::index::{self, Indexes, ReadFiles};
use crate::library::ProblemKind::{NotRegular, Unreadable};
use crate::library::{FileRead, Gone, ScanOptions, Stamp};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Some file systems count in steps of two seconds.
const DELAY: Duration = Duration::from_millis(2_500);

/// Files that were read, by library.
#[derive(Debug, Default)]
pub struct Unwritten {
    indexes: Indexes,
    libraries: HashMap<PathBuf, ReadFiles>,
    due: Option<Instant>,
}

impl Unwritten {
    pub fn new(indexes: Indexes) -> Self {
        Self {
            indexes,
            ..Self::default()
        }
    }

    /// Adds what one batch of changes has led to.
    pub fn add(&mut self, batch: HashMap<PathBuf, ReadFiles>, now: Instant) {
        if self.indexes.folder.is_none() || batch.values().all(ReadFiles::is_empty) {
            return;
        }
        for (root, files) in batch {
            self.libraries.entry(root).or_default().append(files);
        }
        self.due = Some(now + DELAY);
    }

    /// How long until it is to be written; `None` if there is nothing.
    pub fn wait(&self, now: Instant) -> Option<Duration> {
        self.due.map(|due| due.saturating_duration_since(now))
    }

    /// A scan reads the same files and writes them itself.
    pub fn clear(&mut self) {
        self.libraries.clear();
        self.due = None;
    }

    /// Writes what is due. Whether there was something.
    pub fn write(&mut self, options: &ScanOptions, now: Instant) -> bool {
        if self.due.is_none_or(|due| due > now) {
            return false;
        }
        self.due = None;
        for (root, files) in self.libraries.drain() {
            // The next start finds and reports the same failure.
            let _ = index::write(&self.indexes, &root, options, files);
        }
        true
    }
}

/// The files that a batch of changes has read, by library. Called by several threads.
#[derive(Debug, Default)]
pub struct Batch(Mutex<Read>);

#[derive(Debug, Default)]
struct Read {
    /// What the files were like before they were read.
    stamps: HashMap<(PathBuf, String), Stamp>,
    libraries: HashMap<PathBuf, ReadFiles>,
}

impl Batch {
    /// A file is going to be read, and every later change of it is reported.
    pub fn begin(&self, root: &Path, id: &str, stamp: Stamp) {
        let key = (root.to_owned(), id.to_owned());
        self.lock().stamps.insert(key, stamp);
    }

    pub fn add(&self, file: &FileRead<'_>) {
        let mut read = self.lock();
        let key = (file.root.to_owned(), file.id.to_owned());
        let stamp = read.stamps.remove(&key).or(file.stamp);
        // A file that could not be read is tried again, whatever its stamp.
        let is_read = file
            .result
            .err()
            .is_none_or(|problem| !matches!(problem.kind, Unreadable | NotRegular));
        let stamp = stamp.filter(|_| is_read);
        let files = read.libraries.entry(file.root.to_owned()).or_default();
        files.add(&FileRead { stamp, ..*file });
    }

    /// Adds the files that are gone.
    pub fn end(self, gone: &[Gone]) -> HashMap<PathBuf, ReadFiles> {
        let read = self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut libraries = read.libraries;
        for gone in gone {
            let files = libraries.entry(gone.root.to_path_buf()).or_default();
            files.add_gone(&gone.id);
        }
        libraries
    }

    fn lock(&self) -> MutexGuard<'_, Read> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
