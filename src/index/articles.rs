//! Reads the articles of an index, the newest first, without reading all of it for them.

use super::chunk::{Damaged, Rows, Summary};
use super::codec::KnownLabels;
use super::known::{KnownFiles, key};
use super::schema::Result;
use super::store::{blob, text};
use crate::library::Entry;
use rusqlite::{Connection, Row};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::path::PathBuf;
use std::sync::Arc;

/// Reads the articles of an index in two parts, the newest first.
pub struct Articles<'a> {
    connection: &'a Connection,
    root: Arc<PathBuf>,
    labels: KnownLabels,
}

impl<'a> Articles<'a> {
    pub fn new(connection: &'a Connection, root: Arc<PathBuf>) -> Self {
        Self {
            connection,
            root,
            labels: KnownLabels::default(),
        }
    }

    /// Takes at least as many of the newest articles as asked for, and all that are as new as the
    /// last one; remembers them in `known`. Returns the newness of the last one.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn newest(
        &mut self,
        count: usize,
        known: &mut KnownFiles,
        mut take: impl FnMut(Entry),
    ) -> Result<i64> {
        let sql = "SELECT newest, rows FROM chunk WHERE articles > 0 ORDER BY newest DESC";
        let mut statement = self.connection.prepare(sql)?;
        let mut found = statement.query([])?;
        // The newest articles are in as many chunks at most.
        let mut chunks: Vec<(i64, Vec<u8>)> = Vec::new();
        let mut newest: BinaryHeap<Reverse<i64>> = BinaryHeap::new();
        let least = |newest: &BinaryHeap<Reverse<i64>>| {
            let is_full = newest.len() >= count;
            newest.peek().filter(|_| is_full).map(|least| least.0)
        };
        while let Some(row) = found.next()? {
            let first: i64 = row.get(0)?;
            if least(&newest).is_some_and(|least| first < least) {
                break;
            }
            let bytes = blob(row, 1)?;
            let mut rows = Rows::new(bytes)?;
            while let Some(row) = rows.read()? {
                if row.fields.is_article() {
                    newest.push(Reverse(row.fields.newness()));
                }
                if newest.len() > count {
                    newest.pop();
                }
            }
            chunks.push((first, bytes.to_vec()));
        }
        let least = least(&newest).unwrap_or(i64::MIN);
        for (_, bytes) in chunks.iter().filter(|(first, _)| *first >= least) {
            self.take_chunk(bytes, Part::Newest(least), known, &mut |entry| {
                take(entry);
                true
            })?;
        }
        Ok(least)
    }

    /// Takes the articles that [`newest`](Self::newest) left out, until `take` returns false;
    /// remembers them and the problems in `known`.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn others(
        &mut self,
        least: i64,
        known: &mut KnownFiles,
        mut take: impl FnMut(Entry) -> bool,
    ) -> Result<()> {
        let sql = "SELECT rows, first, newest, articles, dated, problems, unsettled FROM chunk \
                   ORDER BY newest DESC";
        let mut statement = self.connection.prepare(sql)?;
        let mut found = statement.query([])?;
        while let Some(row) = found.next()? {
            let bytes = blob(row, 0)?;
            let read = self.take_chunk(bytes, Part::Others(least), known, &mut take)?;
            let Some(read) = read else {
                return Ok(());
            };
            if read.first != text(row, 1)? || read.summary != summary(row, 2)? {
                return Err(Damaged.into());
            }
        }
        Ok(())
    }

    /// Takes the articles of one part. `None` if `take` returned false.
    fn take_chunk(
        &mut self,
        bytes: &[u8],
        part: Part,
        known: &mut KnownFiles,
        take: &mut impl FnMut(Entry) -> bool,
    ) -> Result<Option<ChunkRead>> {
        let mut rows = Rows::new(bytes)?;
        let labels = rows.labels.iter().map(|bytes| self.labels.get(bytes));
        let labels = labels.collect::<Option<Vec<_>>>().ok_or(Damaged)?;
        let mut read = ChunkRead::default();
        while let Some(row) = rows.read()? {
            read.summary.add(&row.fields, row.stamp);
            if read.first.is_empty() {
                row.id.clone_into(&mut read.first);
            }
            if row.fields.is_article() {
                if !part.has(row.fields.newness()) {
                    continue;
                }
                let labels = labels.get(row.labels).ok_or(Damaged)?;
                let entry = row.fields.entry(row.id, &self.root, labels);
                known.add_article(key(row.id), row.stamp)?;
                if !take(entry.ok_or(Damaged)?) {
                    return Ok(None);
                }
            } else if matches!(part, Part::Others(_)) {
                let (kind, detail) = row.fields.problem().ok_or(Damaged)?;
                known.add_problem(row.id.to_owned(), row.stamp, kind, detail)?;
            }
        }
        Ok(Some(read))
    }
}

/// Articles that are at least as new as a number, or those that are not.
#[derive(Clone, Copy, Debug)]
enum Part {
    Newest(i64),
    Others(i64),
}

impl Part {
    fn has(self, newness: i64) -> bool {
        match self {
            Self::Newest(least) => newness >= least,
            Self::Others(least) => newness < least,
        }
    }
}

/// What was found in a chunk.
struct ChunkRead {
    first: String,
    summary: Summary,
}

impl Default for ChunkRead {
    fn default() -> Self {
        Self {
            first: String::new(),
            summary: Summary::EMPTY,
        }
    }
}

/// The summary of a chunk in consecutive columns.
fn summary(row: &Row<'_>, column: usize) -> Result<Summary> {
    Ok(Summary {
        newest: row.get(column)?,
        articles: row.get(column + 1)?,
        dated: row.get(column + 2)?,
        problems: row.get(column + 3)?,
        unsettled: row.get(column + 4)?,
    })
}
