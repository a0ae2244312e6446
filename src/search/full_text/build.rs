//! Brings a full-text index up to date: finds out which files changed, reads them with all
//! processors, newest first, and writes them in batches. A batch that is written stays, whatever
//! happens to the program; the next update goes on from there.

use super::file::Result;
use super::hits::Bits;
use super::store::{self, Documents, Flags, MAX_TEXT, Record};
use super::sums::Sums;
use crate::clean::{self, Settings};
use crate::document::{Block, BlockKind, Document};
use crate::library::{self, Cancel, Entry, Stamp, newness_of};
use crate::text::floor_char_boundary;
use rusqlite::Connection;
use std::cmp::Reverse;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

/// Records that wait to be written. Reading is held up when there are more.
const WAITING: usize = 128;

/// A batch is written when it has this many documents, or this many bytes of tokens and texts, or
/// this long after its first one. Each batch is a segment of the index: larger ones cost less.
const BATCH: usize = 4_096;
const BATCH_BYTES: usize = 24 << 20;
const BATCH_AGE: Duration = Duration::from_secs(2);

/// What an update has to do.
#[derive(Debug, Default)]
pub struct Plan {
    /// The articles to read, newest first.
    todo: Vec<Changed>,
    /// Numbers of documents without an article.
    gone: Vec<u32>,
    /// The size of the files to read.
    pub bytes: u64,
    /// The files that were looked up.
    pub looked_up: usize,
}

/// An article whose file is not that of its document.
#[derive(Clone, Copy, Debug)]
struct Changed {
    /// Its index in the list of articles.
    at: usize,
    /// The size of the file.
    bytes: u64,
    /// `None`: a later change of the file could leave the same stamp.
    stamp: Option<Stamp>,
}

impl Plan {
    /// Articles to read.
    pub fn articles(&self) -> usize {
        self.todo.len()
    }

    /// Keeps the documents of other articles.
    pub(super) fn without_removals(self) -> Self {
        Self {
            gone: Vec::new(),
            ..self
        }
    }

    /// The articles whose documents are not those of this plan. `articles`: those of the plan.
    pub(super) fn left<'a>(&self, articles: &[&'a Entry], documents: &Documents) -> Vec<&'a Entry> {
        let is_left = |todo: &&Changed| {
            let entry = articles.get(todo.at);
            let document = entry.and_then(|entry| documents.get(entry.id()));
            !document.is_some_and(|document| document.is_of(todo.stamp))
        };
        let left = self.todo.iter().filter(is_left);
        left.filter_map(|todo| articles.get(todo.at).copied())
            .collect()
    }

    pub fn is_empty(&self) -> bool {
        self.todo.is_empty() && self.gone.is_empty()
    }
}

/// Compares all articles of a library with its documents. `unchanged`: the documents whose files are
/// known to be as they were; the others are looked up. `None` if cancelled.
pub fn plan(
    articles: &[&Entry],
    documents: &Documents,
    unchanged: &Bits,
    cancel: &Cancel,
) -> Option<Plan> {
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let size = articles.len().div_ceil(workers).max(1_024);
    let parts: Vec<_> = thread::scope(|scope| {
        let parts: Vec<_> = articles
            .chunks(size)
            .enumerate()
            .map(|(part, articles)| {
                let known = (documents, unchanged);
                scope.spawn(move || changed(articles, part * size, known, cancel))
            })
            .collect();
        parts
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect()
    });
    if cancel.is_cancelled() {
        return None;
    }
    let (mut todo, mut looked_up) = (Vec::new(), 0);
    for (changed, files) in parts.into_iter().flatten() {
        todo.extend(changed);
        looked_up += files;
    }
    let newness = |todo: &Changed| articles.get(todo.at).map(|entry| newness_of(entry.date));
    todo.sort_by_cached_key(|todo| Reverse(newness(todo)));
    let bytes = todo.iter().map(|todo| todo.bytes).sum();
    let gone = documents.others(articles.iter().map(|entry| entry.id()));
    Some(Plan {
        todo,
        gone,
        bytes,
        looked_up,
    })
}

/// The articles whose files are not those of the documents, and how many files were looked up.
/// `first`: the index of the first article.
fn changed(
    articles: &[&Entry],
    first: usize,
    (documents, unchanged): (&Documents, &Bits),
    cancel: &Cancel,
) -> (Vec<Changed>, usize) {
    let (mut changed, mut looked_up) = (Vec::new(), 0);
    for (at, entry) in articles.iter().enumerate() {
        if cancel.is_cancelled() {
            break;
        }
        let document = documents.get(entry.id());
        if document.is_some_and(|document| unchanged.has(document.number)) {
            continue;
        }
        looked_up += 1;
        let before = SystemTime::now();
        let stamp = Stamp::of_file(&entry.path()).ok();
        if !document.is_some_and(|document| document.is_of(stamp)) {
            changed.push(Changed {
                at: first + at,
                bytes: stamp.map_or(0, |stamp| stamp.size),
                stamp: stamp.and_then(|stamp| stamp.settled(before)),
            });
        }
    }
    (changed, looked_up)
}

/// Reads and writes what is planned. `progress` receives the number of articles that are written.
/// Stops early if cancelled.
///
/// # Errors
/// The index cannot be written, for example because the disk is full. What was written before is
/// kept.
pub fn run(
    (connection, sums): (&mut Connection, &Sums),
    plan: &Plan,
    articles: &[&Entry],
    cleaning: &Settings,
    cancel: &Cancel,
    progress: &mut dyn FnMut(usize),
) -> Result<()> {
    for numbers in plan.gone.chunks(BATCH) {
        sums.write(connection, |transaction| {
            store::remove(transaction, numbers)
        })?;
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let workers = workers.min(plan.todo.len());
    let (sender, queue) = sync_channel(WAITING);
    // The next batch is read while one is written.
    let (batch_sender, batches) = sync_channel(0);
    let next = AtomicUsize::new(0);
    thread::scope(|scope| {
        // Dropping the batches after an error ends the other threads.
        let batches = batches;
        let next = &next;
        for _ in 0..workers {
            let sender = sender.clone();
            thread::Builder::new()
                .name("full text".to_owned())
                .spawn_scoped(scope, move || {
                    read_all(plan, articles, cleaning, cancel, next, &sender);
                })?;
        }
        drop(sender);
        thread::Builder::new()
            .name("batches".to_owned())
            .spawn_scoped(scope, move || collect(&queue, cancel, &batch_sender))?;
        let mut done = 0;
        while let Ok(batch) = batches.recv() {
            sums.write(connection, |transaction| store::put(transaction, &batch))?;
            done += batch.len();
            progress(done);
        }
        Ok(())
    })
}

/// Groups the records that the readers send into batches, on a thread of its own.
fn collect(queue: &Receiver<Record>, cancel: &Cancel, sender: &SyncSender<Vec<Record>>) {
    while let Ok(record) = queue.recv() {
        let end = Instant::now() + BATCH_AGE;
        let mut bytes = record.bytes();
        let mut batch = vec![record];
        while batch.len() < BATCH && bytes < BATCH_BYTES && !cancel.is_cancelled() {
            match queue.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(record) => {
                    bytes += record.bytes();
                    batch.push(record);
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        // The writer has failed; it reports why.
        if sender.send(batch).is_err() {
            return;
        }
    }
}

/// One thread that reads. `next` is the next item of the plan.
fn read_all(
    plan: &Plan,
    articles: &[&Entry],
    cleaning: &Settings,
    cancel: &Cancel,
    next: &AtomicUsize,
    sender: &SyncSender<Record>,
) {
    while !cancel.is_cancelled() {
        let Some(todo) = plan.todo.get(next.fetch_add(1, Ordering::Relaxed)) else {
            return;
        };
        let Some(entry) = articles.get(todo.at) else {
            return;
        };
        // The writer has failed; it reports why.
        if sender.send(read(entry, todo.stamp, cleaning)).is_err() {
            return;
        }
    }
}

/// Reads an article. One that cannot be read has no words, and is read again by the next update.
fn read(entry: &Entry, stamp: Option<Stamp>, cleaning: &Settings) -> Record {
    let (text, flags, is_read) = read_text(entry, cleaning);
    Record::new(entry.id(), stamp.filter(|_| is_read), flags, &text)
}

/// The text of an article as the reader shows it, what else it contains, and whether it could be
/// read.
pub fn read_text(entry: &Entry, cleaning: &Settings) -> (String, Flags, bool) {
    let opened = library::open_with(entry, Some(cleaning)).ok();
    let is_read = opened.is_some();
    let mut flags = Flags::empty();
    flags.set(Flags::PARTIAL | Flags::UNREAD, !is_read);
    let document = opened.map(|article| article.document).unwrap_or_default();
    flags |= blocks_flags(&document.blocks) | footnote_flags(&document);
    let mut text = clean::visible_text(&document);
    if text.len() > MAX_TEXT {
        text.truncate(floor_char_boundary(&text, MAX_TEXT));
        flags |= Flags::PARTIAL;
    }
    (text, flags, is_read)
}

fn footnote_flags(document: &Document) -> Flags {
    let notes = document.footnotes.iter();
    notes.fold(Flags::empty(), |all, note| all | blocks_flags(&note.blocks))
}

/// The recursion is bounded, because builders limit the depth of nesting.
fn blocks_flags(blocks: &[Block]) -> Flags {
    let mut all = Flags::empty();
    for block in blocks.iter().filter(|block| block.cut.is_none()) {
        match &block.kind {
            BlockKind::Figure { images, .. } if !images.is_empty() => all |= Flags::IMAGE,
            BlockKind::Code { .. } => all |= Flags::CODE,
            _ => {}
        }
        for inner in block.children() {
            all |= blocks_flags(inner);
        }
    }
    all
}
