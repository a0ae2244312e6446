//! Hashes of the postings. FTS5 does not notice a changed byte in its tables: it would find fewer
//! or other documents.
//!
//! The table `block` has the hash of each row of `posting_data`, and under [`SEGMENTS`] that of the
//! table `posting_idx`. Not protected are `posting_config` and `posting_docsize`, which decide what
//! becomes of removed postings; a sample of the texts confirms each result.

use super::file::{Result, TABLES, damaged};
use crate::library::{Cancel, hash};
use rusqlite::{Connection, OptionalExtension, Transaction};
use std::collections::BTreeSet;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{SystemTime, UNIX_EPOCH};

/// In place of the ID of a row. Those of FTS5 are positive.
const SEGMENTS: i64 = -1;
/// In place of the ID of a row: when the hashes were last compared, in seconds since 1970.
const COMPARED: i64 = -2;

/// Comparing all hashes reads all postings, a second for 100,000 articles on a slow disk. Bits rot
/// slowly: once in so many seconds is enough. SQLite notices other damage by itself.
const INTERVAL: i64 = 86_400;

/// IDs of the rows of `posting_data` that a connection has changed.
#[derive(Clone, Debug, Default)]
pub struct Sums(Arc<Mutex<BTreeSet<i64>>>);

impl Sums {
    /// Watches what a connection writes.
    ///
    /// # Errors
    /// SQLite refuses to report changes.
    pub fn watch(connection: &mut Connection) -> Result<Self> {
        let sums = Self::default();
        let changed = sums.clone();
        connection.update_hook(Some(move |_, _: &str, table: &str, id| {
            if table == "posting_data" {
                changed.lock().insert(id);
            }
        }))?;
        Ok(sums)
    }

    fn lock(&self) -> MutexGuard<'_, BTreeSet<i64>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Writes in one transaction, with the hashes of what is written.
    ///
    /// # Errors
    /// Nothing is written then.
    pub fn write(
        &self,
        connection: &mut Connection,
        work: impl FnOnce(&Transaction<'_>) -> Result<()>,
    ) -> Result<()> {
        self.lock().clear();
        TABLES.write(connection, |transaction| {
            work(transaction)?;
            // Else FTS5 writes when the transaction ends.
            transaction.execute_batch("INSERT INTO posting(posting) VALUES('flush')")?;
            self.put(transaction)
        })
    }

    fn put(&self, transaction: &Transaction<'_>) -> Result<()> {
        let mut changed = mem::take(&mut *self.lock());
        let known = "SELECT count(*) FROM block";
        if transaction.query_row(known, [], |row| row.get::<_, i64>(0))? == 0 {
            // FTS5 makes the first rows with the tables.
            let mut all = transaction.prepare("SELECT id FROM posting_data")?;
            let all = all.query_map([], |row| row.get(0))?;
            changed.extend(all.collect::<rusqlite::Result<Vec<i64>>>()?);
        }
        let mut read = transaction.prepare("SELECT block FROM posting_data WHERE id = ?")?;
        let mut put = transaction.prepare("INSERT OR REPLACE INTO block VALUES(?, ?)")?;
        let mut remove = transaction.prepare("DELETE FROM block WHERE id = ?")?;
        for id in changed {
            let sum = read.query_row([id], |row| Ok(sum(id, row.get_ref(0)?.as_blob()?)));
            match sum.optional()? {
                Some(sum) => put.execute((id, sum))?,
                None => remove.execute([id])?,
            };
        }
        put.execute((SEGMENTS, segments(transaction)?))?;
        Ok(())
    }
}

/// Removes all postings. SQLite does not report rows when it removes all of a table.
///
/// # Errors
/// The index cannot be written.
pub fn clear(transaction: &Transaction<'_>) -> Result<()> {
    let all = "DELETE FROM block; INSERT INTO posting(posting) VALUES('delete-all');";
    Ok(transaction.execute_batch(all)?)
}

fn sum(id: i64, block: &[u8]) -> i64 {
    hash(id.cast_unsigned(), block).cast_signed()
}

/// The hash of the table that says in which row a token is.
fn segments(connection: &Connection) -> Result<i64> {
    let all = "SELECT segid, term, pgno FROM posting_idx ORDER BY segid, term";
    let mut all = connection.prepare(all)?;
    let mut rows = all.query([])?;
    let mut sum = 0;
    while let Some(row) = rows.next()? {
        let (segment, page): (i64, i64) = (row.get(0)?, row.get(2)?);
        sum = hash(sum, row.get_ref(1)?.as_bytes().map_err(|_| damaged())?);
        sum = hash(sum, &segment.to_le_bytes());
        sum = hash(sum, &page.to_le_bytes());
    }
    Ok(sum.cast_signed())
}

/// Whether the hashes were not compared for a day.
///
/// # Errors
/// The index cannot be read.
pub fn is_due(connection: &Connection) -> Result<bool> {
    let compared = "SELECT sum FROM block WHERE id = ?";
    let compared = connection.query_row(compared, [COMPARED], |row| row.get::<_, i64>(0));
    let until = compared
        .optional()?
        .map(|at| (at, at.saturating_add(INTERVAL)));
    let now = now();
    Ok(until.is_none_or(|(from, to)| !(from..to).contains(&now)))
}

/// Remembers that the hashes have been compared.
///
/// # Errors
/// The index cannot be written.
pub fn set_compared(connection: &mut Connection) -> Result<()> {
    let is_empty = "SELECT count(*) = 0 FROM document";
    if connection.query_row(is_empty, [], |row| row.get(0))? {
        return Ok(());
    }
    TABLES.write(connection, |transaction| {
        let put = "INSERT OR REPLACE INTO block VALUES(?, ?)";
        transaction.execute(put, (COMPARED, now()))?;
        Ok(())
    })
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_secs().cast_signed())
}

/// Compares the postings with their hashes, unless cancelled. Takes as long as reading them.
///
/// # Errors
/// They are damaged, or cannot be read.
pub fn verify(connection: &Connection, cancel: &Cancel) -> Result<()> {
    let snapshot = connection.unchecked_transaction()?;
    let count = |sql| snapshot.query_row(sql, [], |row| row.get::<_, i64>(0));
    let known = count("SELECT count(*) FROM block WHERE id >= -1")?;
    if known == 0 && count("SELECT count(*) FROM document")? == 0 {
        return Ok(());
    }
    let all = "SELECT data.id, data.block, block.sum FROM posting_data AS data \
               LEFT JOIN block USING(id)";
    let mut all = snapshot.prepare(all)?;
    let mut rows = all.query([])?;
    let mut found = 0;
    while let Some(row) = rows.next()? {
        if cancel.is_cancelled() {
            return Ok(());
        }
        let id: i64 = row.get(0)?;
        let block = row.get_ref(1)?.as_blob().map_err(|_| damaged())?;
        if row.get::<_, Option<i64>>(2)? != Some(sum(id, block)) {
            return Err(damaged());
        }
        found += 1;
    }
    let of_segments = "SELECT sum FROM block WHERE id = ?";
    let of_segments = snapshot.query_row(of_segments, [SEGMENTS], |row| row.get(0));
    if known != found + 1 || of_segments.optional()? != Some(segments(&snapshot)?) {
        return Err(damaged());
    }
    Ok(())
}
