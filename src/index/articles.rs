//! Reads the articles of an index, the newest first, without reading all of it for them.

use super::chunk::{Damaged, Row, Rows, Summary};
use super::codec::{Fields, KnownLabels};
use super::columns::{SUMMARY, blob, summary, text};
use super::database::Result;
use super::front::{self, Rank, Ranked};
use super::known::{KnownFiles, key};
use crate::library::{Entry, Labels, Names};
use rusqlite::Connection;
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

    /// Takes as many of the newest articles as asked for, unless there are fewer; remembers them in
    /// `known`. Returns them as they are stored.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn newest(
        &mut self,
        count: usize,
        known: &mut KnownFiles,
        mut take: impl FnMut(Entry),
    ) -> Result<Ranked> {
        let newest = front::newest(self.connection, count)?;
        for (rank, file) in &newest {
            let labels = self.labels.get(&file.labels).ok_or(Damaged)?;
            let fields = Fields::new(&file.fields).ok_or(Damaged)?;
            let entry = fields.entry(rank.id(), &self.root, &labels);
            known.add_article(key(rank.id()), file.stamp)?;
            take(entry.ok_or(Damaged)?);
        }
        Ok(newest)
    }

    /// Takes the articles that [`newest`](Self::newest) left out, until `take` returns false;
    /// remembers them and the problems in `known`. `newest`: what that returned. The chunks must
    /// have the same.
    ///
    /// # Errors
    /// The index cannot be read, or what it holds does not agree.
    pub fn others(
        &mut self,
        newest: Ranked,
        known: &mut KnownFiles,
        mut take: impl FnMut(Entry) -> bool,
    ) -> Result<()> {
        let sql = format!("SELECT rows, first, {SUMMARY} FROM chunk ORDER BY newest DESC");
        let mut statement = self.connection.prepare(&sql)?;
        let mut found = statement.query([])?;
        let mut first = First::new(newest);
        let mut totals = Summary::EMPTY;
        while let Some(row) = found.next()? {
            let bytes = blob(row, 0)?;
            let read = self.take_chunk(bytes, &mut first, known, &mut take)?;
            let Some(read) = read else {
                return Ok(());
            };
            if read.first != text(row, 1)? || read.summary != summary(row, 2)? {
                return Err(Damaged.into());
            }
            totals.join(read.summary);
        }
        if first.left.is_empty() && totals == front::totals(self.connection)? {
            Ok(())
        } else {
            Err(Damaged.into())
        }
    }

    /// Takes the articles of a chunk that were not taken first. `None` if `take` returned false.
    fn take_chunk(
        &mut self,
        bytes: &[u8],
        first: &mut First,
        known: &mut KnownFiles,
        take: &mut impl FnMut(Entry) -> bool,
    ) -> Result<Option<ChunkRead>> {
        let mut rows = Rows::new(bytes)?;
        let label_bytes = rows.labels.clone();
        let labels = label_bytes.iter().map(|bytes| self.labels.get(bytes));
        let labels = labels.collect::<Option<Vec<_>>>().ok_or(Damaged)?;
        let mut read = ChunkRead::default();
        let mut found = Found::default();
        while let Some(row) = rows.read()? {
            read.summary.add(&row.fields, row.stamp);
            if read.first.is_empty() {
                row.id.clone_into(&mut read.first);
            }
            if row.fields.is_article() {
                if first.includes(&row) {
                    first.check(&row, &label_bytes)?;
                    continue;
                }
                known.add_article(key(row.id), row.stamp)?;
                found.add(&row)?;
            } else {
                let (kind, detail) = row.fields.problem().ok_or(Damaged)?;
                known.add_problem(row.id.to_owned(), row.stamp, kind, detail)?;
            }
        }
        for entry in found.entries(&self.root, &labels) {
            if !take(entry?) {
                return Ok(None);
            }
        }
        Ok(Some(read))
    }
}

/// Articles of a chunk.
#[derive(Default)]
struct Found<'a> {
    names: Names,
    /// The other fields, and the number of the labels.
    fields: Vec<(Fields<'a>, usize)>,
}

impl<'a> Found<'a> {
    fn add(&mut self, row: &Row<'a, '_>) -> Result<(), Damaged> {
        let mut fields = row.fields;
        let title = fields.title().ok_or(Damaged)?;
        self.names.push(row.id, &title);
        self.fields.push((fields, row.labels));
        Ok(())
    }

    fn entries(
        self,
        root: &Arc<PathBuf>,
        labels: &[Arc<Labels>],
    ) -> impl Iterator<Item = Result<Entry, Damaged>> {
        let names = self.names.finish(root);
        names.zip(self.fields).map(|(name, (fields, number))| {
            let labels = labels.get(number).ok_or(Damaged)?;
            fields.named(name, labels).ok_or(Damaged)
        })
    }
}

/// The articles that were taken first, while the chunks are read.
struct First {
    last: Option<Rank>,
    /// Those that were not found in a chunk so far.
    left: Ranked,
}

impl First {
    fn new(newest: Ranked) -> Self {
        Self {
            last: newest.last_key_value().map(|(rank, _)| rank.clone()),
            left: newest,
        }
    }

    /// Whether an article must be one of them.
    fn includes(&self, row: &Row<'_, '_>) -> bool {
        let last = self.last.as_ref();
        last.is_some_and(|last| last.includes(row.fields.newness(), row.id))
    }

    fn check(&mut self, row: &Row<'_, '_>, labels: &[&[u8]]) -> Result<(), Damaged> {
        let rank = Rank::new(row.fields.newness(), row.id);
        if self.left.remove(&rank) == Some(row.file(labels)?) {
            Ok(())
        } else {
            Err(Damaged)
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
