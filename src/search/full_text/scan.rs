//! Searches the stored texts of documents, with all processors.

use super::file::{Result, damaged};
use super::store::{Bodies, Body};
use crate::library::Cancel;
use crate::search::TextTerm;
use crate::text::{fold_into, searchable};
use rusqlite::Transaction;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Documents that are handed over together: so many, or so many compressed bytes.
const BATCH: usize = 64;
const BATCH_BYTES: usize = 256 << 10;

/// The documents to search.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    All,
    These(&'a [u32]),
}

/// Whether the text of the document with a number matches.
pub type Matches<'a> = dyn Fn(u32, &mut Text<'_>) -> Result<bool> + Sync + 'a;

/// A text that is searched.
pub struct Text<'a> {
    bytes: &'a [u8],
    is_simple: bool,
    /// What is searched of it, folded. It keeps its memory from text to text.
    folded: &'a mut String,
    is_folded: bool,
}

impl Text<'_> {
    /// # Errors
    /// It is no text.
    pub fn text(&self) -> Result<&str> {
        str::from_utf8(self.bytes).map_err(|_| damaged())
    }

    /// What is searched of it, folded.
    ///
    /// # Errors
    /// It is no text.
    pub fn folded(&mut self) -> Result<&str> {
        if !self.is_folded {
            let text = str::from_utf8(self.bytes).map_err(|_| damaged())?;
            self.folded.clear();
            fold_into(&searchable(text).text, self.folded);
            self.is_folded = true;
        }
        Ok(self.folded)
    }

    /// # Errors
    /// It is no text.
    pub fn has(&mut self, term: &TextTerm) -> Result<bool> {
        if self.is_simple
            && let Some(is_there) = term.is_in_simple(self.bytes)
        {
            return Ok(is_there);
        }
        Ok(term.is_in(self.folded()?))
    }
}

/// The numbers of the documents whose texts match, unordered. Incomplete if cancelled.
///
/// # Errors
/// The index cannot be read, or has not the text of each document.
pub fn scan(
    snapshot: &Transaction<'_>,
    among: Among<'_>,
    cancel: &Cancel,
    matches: &Matches<'_>,
) -> Result<Vec<u32>> {
    if let Among::These(numbers) = among
        && numbers.len() <= BATCH
    {
        let mut bodies = Bodies::new(snapshot)?;
        let mut search = Search::new(matches);
        for number in numbers {
            if cancel.is_cancelled() {
                break;
            }
            search.look_at(*number, &bodies.get(*number)?.ok_or_else(damaged)?)?;
        }
        return Ok(search.found);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (sender, queue) = sync_channel(workers);
    // The queue belongs to the workers: when all have failed, sending fails too.
    let queue = Arc::new(Mutex::new(queue));
    thread::scope(|scope| {
        let spawn = |_| {
            let queue = Arc::clone(&queue);
            let builder = thread::Builder::new().name("search".to_owned());
            builder.spawn_scoped(scope, move || work(&queue, Search::new(matches)))
        };
        let workers: Vec<_> = (0..workers).map(spawn).collect::<Result<_, _>>()?;
        drop(queue);
        let sent = send(snapshot, among, cancel, sender);
        let mut found = Vec::new();
        for worker in workers {
            found.extend(worker.join().unwrap_or_else(|_| Err(damaged()))?);
        }
        sent.map(|()| found)
    })
}

type Item = (u32, Body);

/// Hands texts over in batches.
struct Sender {
    sender: SyncSender<Vec<Item>>,
    batch: Vec<Item>,
    /// Compressed bytes of the batch.
    bytes: usize,
}

impl Sender {
    /// Returns false when there is no use in reading more: every worker has failed.
    fn push(&mut self, item: Item) -> bool {
        self.bytes += item.1.bytes();
        self.batch.push(item);
        self.batch.len() < BATCH && self.bytes < BATCH_BYTES || self.flush()
    }

    fn flush(&mut self) -> bool {
        self.bytes = 0;
        self.sender.send(std::mem::take(&mut self.batch)).is_ok()
    }
}

/// Reads the texts. Dropping the sender ends the workers.
fn send(
    snapshot: &Transaction<'_>,
    among: Among<'_>,
    cancel: &Cancel,
    sender: SyncSender<Vec<Item>>,
) -> Result<()> {
    let mut sender = Sender {
        sender,
        batch: Vec::new(),
        bytes: 0,
    };
    // After an error of the workers nobody needs the rest; the error is theirs.
    match among {
        Among::These(numbers) => {
            let mut bodies = Bodies::new(snapshot)?;
            for number in numbers {
                let body = bodies.get(*number)?.ok_or_else(damaged)?;
                if cancel.is_cancelled() || !sender.push((*number, body)) {
                    return Ok(());
                }
            }
        }
        Among::All => {
            let all = "SELECT number, length, simple, sum, text FROM body";
            let mut statement = snapshot.prepare(all)?;
            let mut rows = statement.query([])?;
            let mut count: i64 = 0;
            while let Some(row) = rows.next()? {
                let number: u32 = row.get(0)?;
                let body = Body::of_row(row, 1, number)?;
                count += 1;
                if cancel.is_cancelled() || !sender.push((number, body)) {
                    return Ok(());
                }
            }
            let documents = "SELECT count(*) FROM document";
            let documents: i64 = snapshot.query_row(documents, [], |row| row.get(0))?;
            if count != documents {
                return Err(damaged());
            }
        }
    }
    let _ = sender.flush();
    Ok(())
}

fn work(queue: &Mutex<Receiver<Vec<Item>>>, mut search: Search<'_>) -> Result<Vec<u32>> {
    loop {
        let batch = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = batch else {
            return Ok(search.found);
        };
        for (number, body) in &batch {
            search.look_at(*number, body)?;
        }
    }
}

/// Texts that are searched one after another, in the same memory.
struct Search<'a> {
    matches: &'a Matches<'a>,
    text: Vec<u8>,
    folded: String,
    found: Vec<u32>,
}

impl<'a> Search<'a> {
    fn new(matches: &'a Matches<'a>) -> Self {
        Self {
            matches,
            text: Vec::new(),
            folded: String::new(),
            found: Vec::new(),
        }
    }

    fn look_at(&mut self, number: u32, body: &Body) -> Result<()> {
        let mut text = Text {
            bytes: body.bytes_in(&mut self.text)?,
            is_simple: body.is_simple,
            folded: &mut self.folded,
            is_folded: false,
        };
        if (self.matches)(number, &mut text)? {
            self.found.push(number);
        }
        Ok(())
    }
}
