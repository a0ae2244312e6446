//! Searches the stored texts of documents, with all processors.

use super::file::Result;
use super::store::{Bodies, Body};
use crate::library::Cancel;
use rusqlite::Connection;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// Documents that are handed over together.
const BATCH: usize = 64;

/// The documents to search.
#[derive(Clone, Copy, Debug)]
pub enum Among<'a> {
    All,
    These(&'a [u32]),
}

/// The numbers of the documents whose texts match, unordered. Incomplete if cancelled.
///
/// # Errors
/// The index cannot be read.
pub fn scan(
    connection: &Connection,
    among: Among<'_>,
    cancel: &Cancel,
    matches: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<u32>> {
    if let Among::These(numbers) = among
        && numbers.len() <= BATCH
    {
        let mut bodies = Bodies::new(connection)?;
        let mut batch = Vec::with_capacity(numbers.len());
        for number in numbers {
            batch.extend(bodies.get(*number)?.map(|body| (*number, body)));
        }
        return matching(&batch, matches);
    }
    let workers = thread::available_parallelism().map_or(1, usize::from);
    let (sender, queue) = sync_channel(2 * workers);
    // The queue belongs to the workers: when all have failed, sending fails too.
    let queue = Arc::new(Mutex::new(queue));
    thread::scope(|scope| {
        let spawn = |_| {
            let queue = Arc::clone(&queue);
            let builder = thread::Builder::new().name("search".to_owned());
            builder.spawn_scoped(scope, move || work(&queue, matches))
        };
        let workers: Vec<_> = (0..workers).map(spawn).collect::<Result<_, _>>()?;
        drop(queue);
        let sent = send(connection, among, cancel, sender);
        let mut found = Vec::new();
        for worker in workers {
            found.extend(
                worker
                    .join()
                    .unwrap_or_else(|_| Err(super::file::damaged()))?,
            );
        }
        sent.map(|()| found)
    })
}

type Batch = Vec<(u32, Body)>;

/// Reads the texts. Dropping the sender ends the workers.
fn send(
    connection: &Connection,
    among: Among<'_>,
    cancel: &Cancel,
    sender: SyncSender<Batch>,
) -> Result<()> {
    let mut batch = Vec::with_capacity(BATCH);
    // Returns false when there is no use in reading more: every worker has failed.
    let mut push = |item| {
        batch.push(item);
        batch.len() < BATCH || sender.send(std::mem::take(&mut batch)).is_ok()
    };
    match among {
        Among::These(numbers) => {
            let mut bodies = Bodies::new(connection)?;
            for number in numbers {
                let body = bodies.get(*number)?;
                if cancel.is_cancelled() || !body.is_none_or(|body| push((*number, body))) {
                    return Ok(());
                }
            }
        }
        Among::All => {
            let mut statement = connection.prepare("SELECT number, length, sum, text FROM body")?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let number: u32 = row.get(0)?;
                if cancel.is_cancelled() || !push((number, Body::of_row(row, 1)?)) {
                    return Ok(());
                }
            }
        }
    }
    // An error here is that of the workers.
    let _ = sender.send(batch);
    Ok(())
}

fn work(
    queue: &Mutex<Receiver<Batch>>,
    matches: &(dyn Fn(&str) -> bool + Sync),
) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    loop {
        let batch = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(batch) = batch else { return Ok(found) };
        found.extend(matching(&batch, matches)?);
    }
}

fn matching(batch: &Batch, matches: &(dyn Fn(&str) -> bool + Sync)) -> Result<Vec<u32>> {
    let mut found = Vec::new();
    for (number, body) in batch {
        if matches(&body.text()?) {
            found.push(*number);
        }
    }
    Ok(found)
}
