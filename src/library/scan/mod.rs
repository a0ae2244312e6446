//! Walks folders and reads articles on several threads.
//!
//! One queue holds folders to list and chunks of files to read. The first thread prefers folders,
//! so that the number of files is known early; the others prefer files, so that the first articles
//! arrive at once. Folders that changed last come first, and in a folder the last name: most
//! libraries number or date their files, and the newest articles are read first. What an earlier scan
//! knows is compared where its folder is listed, and only what is new or changed is queued. Results
//! are sent in batches over a bounded channel. There are more threads than cores, since on a cold
//! cache they wait for the disk.

mod known;
mod links;
mod options;
mod queue;
mod rules;
mod skip;
mod stamp;
mod worker;

pub use known::{Check, FileRead, FolderStamp, Gone, Known};
pub use links::mark;
pub use options::{Cancel, ScanOptions, TextFiles};
pub(crate) use options::{IGNORE, POLL_PERIOD};
pub use queue::{Again, FileSeen, Folder, Seen, distinct_roots};
pub use rules::{Rules, has_other_facts};
pub use skip::is_marker;
pub use stamp::Stamp;

use super::{Arrivals, Entry, Problem};
use options::TICK;
use queue::Shared;
use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::mpsc::{self, RecvTimeoutError};
use worker::{Batch, Worker};

/// Events of a scan.
#[derive(Clone, Debug)]
pub enum ScanEvent {
    /// Progress: `found` files are known, `done` of them are read.
    Progress { found: usize, done: usize },
    /// A batch of articles, unordered.
    Entries(Vec<Entry>),
    /// Articles that were sent before, by an index, and have changed since.
    Changed(Vec<Entry>),
    /// Articles that were sent before and are not there any more.
    Gone(Vec<Gone>),
    /// Articles that arrived after the first scan, as far as an index knows them: in addition to
    /// those that were sent before.
    Arrived(Arrivals),
    /// Everything that was sent before is void: the scan starts again.
    Reset,
    /// Folders that were listed, for a watcher.
    Folders(Vec<Folder>),
    /// Articles that are there, for a watcher.
    Seen(Vec<Seen>),
    /// What is not an article. Files that are read in part are in [`Entry::partial`].
    Problems(Vec<Problem>),
    /// The last event. `files` counts every file: entries, and those that problems account for.
    Finished { files: usize, cancelled: bool },
}

/// Scans folders and single files; returns when everything is read or the scan is cancelled.
/// `sink` is called on the calling thread. The order of events differs between runs; the set of
/// entries and problems does not.
pub fn scan(
    roots: &[PathBuf],
    options: &ScanOptions,
    cancel: &Cancel,
    sink: &mut dyn FnMut(ScanEvent),
) {
    scan_known(roots, options, cancel, None, sink);
}

/// Like [`scan`], but reads only files that an earlier scan does not know, or that have changed.
/// Sends nothing for the others. The roots are distinct if there is an earlier scan.
pub fn scan_known(
    roots: &[PathBuf],
    options: &ScanOptions,
    cancel: &Cancel,
    known: Option<&dyn Known>,
    sink: &mut dyn FnMut(ScanEvent),
) {
    run(&Shared::new(roots, options, cancel, known), sink);
}

/// Scans some folders and files of libraries again, and the folders in them that `known` enters.
pub fn scan_again(
    again: Again,
    options: &ScanOptions,
    cancel: &Cancel,
    known: &dyn Known,
    sink: &mut dyn FnMut(ScanEvent),
) {
    let shared = Shared::new(&[], options, cancel, Some(known));
    shared.queue().put(again);
    run(&shared, sink);
}

fn run(shared: &Shared<'_>, sink: &mut dyn FnMut(ScanEvent)) {
    let threads = std::thread::available_parallelism().map_or(2, |n| (n.get() * 2).clamp(2, 16));
    let (sender, receiver) = mpsc::sync_channel::<Batch>(64);
    let mut done = 0;
    std::thread::scope(|scope| {
        for number in 0..threads {
            let sender = sender.clone();
            scope.spawn(move || Worker::new(shared, sender, number == 0).run());
        }
        drop(sender);
        loop {
            match receiver.recv_timeout(TICK) {
                Ok(batch) => {
                    done += batch.files();
                    send(batch, sink);
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
        cancelled: shared.cancel.is_cancelled(),
    });
}

fn send(batch: Batch, sink: &mut dyn FnMut(ScanEvent)) {
    if !batch.folders.is_empty() {
        sink(ScanEvent::Folders(batch.folders));
    }
    if !batch.seen.is_empty() {
        sink(ScanEvent::Seen(batch.seen));
    }
    if !batch.entries.is_empty() {
        sink(ScanEvent::Entries(batch.entries));
    }
    if !batch.changed.is_empty() {
        sink(ScanEvent::Changed(batch.changed));
    }
    if !batch.gone.is_empty() {
        sink(ScanEvent::Gone(batch.gone));
    }
    if !batch.problems.is_empty() {
        sink(ScanEvent::Problems(batch.problems));
    }
}

#[cfg(test)]
mod tests;
