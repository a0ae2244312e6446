//! The front of an index: its newest articles and its totals in one row.
//!
//! Where dates follow no order, each of the newest articles is in another chunk. The front saves
//! the first screen from reading those chunks. It is written in the transaction that changes the
//! chunks, so both have the same articles after a crash at any moment.

use super::chunk::{self, BYTES, Damaged, FILES, File, Files, Rows, Summary};
use super::codec::Fields;
use super::columns::{SUMMARY, blob, summary};
use super::database::Result;
use crate::library::compare_ids;
use rusqlite::{Connection, Transaction};
use std::cmp::{Ordering, Reverse};
use std::collections::BTreeMap;

/// With fewer articles the front is filled again from the chunks. A screen shows about as many.
pub const FEWEST: usize = 64;

/// The place of an article in a list that is sorted by date: the newest first, then by ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rank {
    newness: Reverse<i64>,
    id: String,
}

impl Rank {
    pub fn new(newness: i64, id: &str) -> Self {
        Self {
            newness: Reverse(newness),
            id: id.to_owned(),
        }
    }

    pub fn id(&self) -> &str {
        &self.id
    }

    /// Whether an article is at this place or before it.
    pub fn includes(&self, newness: i64, id: &str) -> bool {
        order((Reverse(newness), id), self.place()) != Ordering::Greater
    }

    fn place(&self) -> (Reverse<i64>, &str) {
        (self.newness, &self.id)
    }
}

impl PartialOrd for Rank {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Rank {
    fn cmp(&self, other: &Self) -> Ordering {
        order(self.place(), other.place())
    }
}

fn order(one: (Reverse<i64>, &str), other: (Reverse<i64>, &str)) -> Ordering {
    one.0
        .cmp(&other.0)
        .then_with(|| compare_ids(one.1, other.1))
}

/// Articles in the order of a list that is sorted by date.
pub type Ranked = BTreeMap<Rank, File>;

/// The numbers of a whole index.
///
/// # Errors
/// The index cannot be read.
pub fn totals(connection: &Connection) -> Result<Summary> {
    let sql = format!("SELECT {SUMMARY} FROM front");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    rows.next()?
        .map_or(Ok(Summary::EMPTY), |row| summary(row, 0))
}

/// The newest articles of an index, as many as asked for unless there are fewer.
///
/// # Errors
/// The index cannot be read.
pub fn newest(connection: &Connection, count: usize) -> Result<Ranked> {
    let front = Front::read(connection)?;
    if front.last.is_some() && front.files.len() < count {
        return newest_of_chunks(connection, count);
    }
    let mut newest = rank_all(front.files)?;
    while newest.len() > count {
        newest.pop_last();
    }
    Ok(newest)
}

/// The newest articles of the chunks. Reads only chunks whose newest article is among them.
///
/// # Errors
/// The index cannot be read.
pub fn newest_of_chunks(connection: &Connection, count: usize) -> Result<Ranked> {
    let sql = "SELECT newest, rows FROM chunk WHERE articles > 0 ORDER BY newest DESC";
    let mut statement = connection.prepare(sql)?;
    let mut found = statement.query([])?;
    let mut newest = Ranked::new();
    while let Some(row) = found.next()? {
        let last = |newest: &Ranked| {
            let last = newest.last_key_value().map(|(rank, _)| rank.clone());
            last.filter(|_| newest.len() >= count)
        };
        let first: i64 = row.get(0)?;
        if last(&newest).is_some_and(|last| first < last.newness.0) {
            break;
        }
        let mut rows = Rows::new(blob(row, 1)?)?;
        let labels = rows.labels.clone();
        while let Some(row) = rows.read()? {
            let newness = row.fields.newness();
            let is_late = || last(&newest).is_some_and(|last| !last.includes(newness, row.id));
            if !row.fields.is_article() || is_late() {
                continue;
            }
            newest.insert(Rank::new(newness, row.id), row.file(&labels)?);
            if newest.len() > count {
                newest.pop_last();
            }
        }
    }
    Ok(newest)
}

fn rank(id: &str, file: &File) -> Result<Rank, Damaged> {
    let fields = Fields::new(&file.fields).filter(Fields::is_article);
    Ok(Rank::new(fields.ok_or(Damaged)?.newness(), id))
}

fn rank_all(files: Files) -> Result<Ranked, Damaged> {
    let files = files.into_iter();
    files
        .map(|(id, file)| Ok((rank(&id, &file)?, file)))
        .collect()
}

/// The first articles that one row may hold, at least one.
fn cut(newest: Ranked) -> Files {
    let mut files = Files::new();
    let mut bytes = 0;
    for (Rank { id, .. }, file) in newest {
        bytes += id.len() + file.labels.len() + file.fields.len();
        if files.len() == FILES || bytes > BYTES && !files.is_empty() {
            break;
        }
        files.insert(id, file);
    }
    files
}

/// The totals of all chunks.
///
/// # Errors
/// The index cannot be read.
pub fn totals_of_chunks(connection: &Connection) -> Result<Summary> {
    let sql = format!("SELECT {SUMMARY} FROM chunk");
    let mut statement = connection.prepare(&sql)?;
    let mut rows = statement.query([])?;
    let mut totals = Summary::EMPTY;
    while let Some(row) = rows.next()? {
        totals.join(summary(row, 0)?);
    }
    Ok(totals)
}

/// The front while the chunks are changed.
#[derive(Debug)]
pub struct Front {
    files: Files,
    /// All articles up to this one are in the front. `None`: all articles of the index are.
    last: Option<Rank>,
}

impl Front {
    /// # Errors
    /// The index cannot be read.
    pub fn read(connection: &Connection) -> Result<Self> {
        let sql = format!("SELECT rows, {SUMMARY} FROM front");
        let mut statement = connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        // An index without files has no front.
        let Some(row) = rows.next()? else {
            return Ok(Self {
                files: Files::new(),
                last: None,
            });
        };
        let files = chunk::decode(blob(row, 0)?)?;
        let is_all = usize::try_from(summary(row, 1)?.articles) == Ok(files.len());
        let last = if is_all {
            None
        } else {
            let ranks = files.iter().map(|(id, file)| rank(id, file));
            let ranks: Vec<_> = ranks.collect::<Result<_, _>>()?;
            Some(ranks.into_iter().max().ok_or(Damaged)?)
        };
        Ok(Self { files, last })
    }

    /// Puts a file into the front if it belongs there, in place of the file with the same ID.
    ///
    /// # Errors
    /// The fields of the file are damaged.
    pub fn change(&mut self, id: &str, file: Option<&File>) -> Result<(), Damaged> {
        self.files.remove(id);
        let Some(file) = file else {
            return Ok(());
        };
        let fields = Fields::new(&file.fields).ok_or(Damaged)?;
        let last = self.last.as_ref();
        let is_new = last.is_none_or(|last| last.includes(fields.newness(), id));
        if fields.is_article() && is_new {
            self.files.insert(id.to_owned(), file.clone());
        }
        Ok(())
    }

    /// Writes the front, with the totals of the chunks as they are now.
    ///
    /// # Errors
    /// The index cannot be read or written.
    pub fn write(self, transaction: &Transaction<'_>) -> Result<()> {
        let totals = totals_of_chunks(transaction)?;
        let all = usize::try_from(totals.articles).unwrap_or(usize::MAX);
        let newest = if self.files.len() < FEWEST.min(all) {
            newest_of_chunks(transaction, FILES)?
        } else {
            rank_all(self.files)?
        };
        let rows = chunk::encode(&cut(newest));
        let Summary {
            newest,
            articles,
            dated,
            problems,
            unsettled,
        } = totals;
        transaction.execute("DELETE FROM front", [])?;
        let put = "INSERT INTO front VALUES(0, ?, ?, ?, ?, ?, ?)";
        transaction.execute(put, (newest, articles, dated, problems, unsettled, rows))?;
        Ok(())
    }
}
