//! Walking folders and reading every article, on threads of their own.
//!
//! One queue holds folders to list and chunks of files to read. The first thread prefers
//! folders, so that the number of files is known early; the others prefer files, so that
//! the first articles come at once. Results come back in batches over a bounded channel.
//! More threads than cores: on a cold cache they wait for the disk.

mod queue;
mod worker;

use super::{Entry, Problem, Zone};
use queue::Shared;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::Duration;
use worker::{Batch, Worker};

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
    let shared = Shared::new(roots, options, cancel);
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

#[cfg(test)]
mod tests;
