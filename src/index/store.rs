//! Reads and writes the chunks and folders of an index.

use super::arrivals::{self, Turnover};
use super::chunk::{self, Damaged, Files, Rows, Summary};
use super::columns::{blob, text};
use super::database::Result;
use super::front::{self, Front};
use super::known::{Folders, KnownFiles, key};
use super::schema::TABLES;
use crate::library::{FolderStamp, is_id};
use rusqlite::{Connection, OptionalExtension, Statement, Transaction};
use std::collections::{BTreeMap, HashSet};

/// No more room than this is made in advance.
const MOST: usize = 4_000_000;

/// Reads what a scan needs to know before the articles, and makes room for them.
///
/// # Errors
/// The index cannot be read.
pub fn read_folders(connection: &Connection, known: &mut KnownFiles) -> Result<()> {
    known.folders = folders(connection)?;
    known.generation = generation(connection)?;
    let articles = usize::try_from(front::totals(connection)?.articles);
    known.reserve(articles.unwrap_or_default().min(MOST));
    Ok(())
}

/// Reads the files that are not articles.
///
/// # Errors
/// The index cannot be read.
pub fn read_problems(connection: &Connection, known: &mut KnownFiles) -> Result<()> {
    let mut statement = connection.prepare("SELECT rows FROM chunk WHERE problems > 0")?;
    let mut chunks = statement.query([])?;
    while let Some(row) = chunks.next()? {
        let mut rows = Rows::new(blob(row, 0)?)?;
        while let Some(row) = rows.read()? {
            if !row.fields.is_article() {
                let (kind, detail) = row.fields.problem().ok_or(Damaged)?;
                known.add_problem(row.id.to_owned(), row.stamp, kind, detail)?;
            }
        }
    }
    Ok(())
}

fn folders(connection: &Connection) -> Result<Folders> {
    let mut statement = connection.prepare("SELECT path, modified, ignore FROM folder")?;
    let mut rows = statement.query([])?;
    let mut folders = Folders::new();
    while let Some(row) = rows.next()? {
        let path = text(row, 0)?;
        if !path.is_empty() && !is_id(path) {
            return Err(Damaged.into());
        }
        let (modified, rules) = (row.get::<_, Option<i64>>(1)?, row.get(2)?);
        let stamp = modified.map(|modified| FolderStamp { modified, rules });
        folders.insert(path.to_owned(), stamp);
    }
    Ok(folders)
}

fn generation(connection: &Connection) -> Result<i64> {
    let generation = "SELECT generation FROM library";
    Ok(connection.query_row(generation, [], |row| row.get(0))?)
}

/// Tells scans that have read the index before that it is not the same any more.
const NEXT_GENERATION: &str = "UPDATE library SET generation = random();";

/// The IDs of the articles with these keys. One that another program removed is left out.
///
/// # Errors
/// The index cannot be read.
pub fn ids_of(connection: &Connection, keys: &HashSet<u64>) -> Result<Vec<String>> {
    let mut ids = Vec::with_capacity(keys.len());
    if keys.is_empty() {
        return Ok(ids);
    }
    let mut statement = connection.prepare("SELECT rows FROM chunk WHERE articles > 0")?;
    let mut chunks = statement.query([])?;
    while let Some(row) = chunks.next()? {
        let mut rows = Rows::new(blob(row, 0)?)?;
        while let Some(row) = rows.read()? {
            if row.fields.is_article() && keys.contains(&key(row.id)) {
                ids.push(row.id.to_owned());
            }
        }
    }
    Ok(ids)
}

/// Writes in one transaction, and checks first that no other version has replaced the tables.
///
/// # Errors
/// Nothing is written then.
pub fn write<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    TABLES.write(connection, work)
}

/// Removes every file.
///
/// # Errors
/// The index cannot be written.
pub fn clear(connection: &mut Connection) -> Result<()> {
    write(connection, |transaction| {
        transaction.execute_batch("DELETE FROM chunk; DELETE FROM front; DELETE FROM folder;")?;
        Ok(transaction.execute_batch(NEXT_GENERATION)?)
    })
}

/// Files by ID; `None` for one that is removed.
pub type Changes = BTreeMap<String, Option<chunk::File>>;

/// Writes and removes files.
///
/// # Errors
/// The index cannot be read or written.
pub fn change(transaction: &Transaction<'_>, changes: Changes) -> Result<()> {
    if changes.is_empty() {
        return Ok(());
    }
    let mut front = Front::read(transaction)?;
    for (id, file) in &changes {
        front.change(id, file.as_ref())?;
    }
    let mut turnover = Turnover::begin(transaction)?;
    change_chunks(transaction, changes, turnover.as_mut())?;
    if let Some(turnover) = turnover {
        turnover.write(transaction)?;
    }
    front.write(transaction)
}

fn change_chunks(
    transaction: &Transaction<'_>,
    changes: Changes,
    mut turnover: Option<&mut Turnover>,
) -> Result<()> {
    // IDs below all chunks belong to the first one.
    let mut find = transaction.prepare(
        "SELECT id, first, rows FROM chunk WHERE first = coalesce(\
         (SELECT max(first) FROM chunk WHERE first <= ?), (SELECT min(first) FROM chunk))",
    )?;
    let mut next = transaction.prepare("SELECT min(first) FROM chunk WHERE first > ?")?;
    let mut remove = transaction.prepare("DELETE FROM chunk WHERE id = ?")?;
    let mut put = transaction.prepare(
        "INSERT INTO chunk(first, newest, articles, dated, problems, unsettled, rows) \
         VALUES(?, ?, ?, ?, ?, ?, ?)",
    )?;
    let mut changes = changes.into_iter().peekable();
    while let Some((id, _)) = changes.peek() {
        let chunk = find.query_row([id], |row| {
            let (number, first): (i64, String) = (row.get(0)?, row.get(1)?);
            Ok((number, first, chunk::decode(row.get_ref(2)?.as_blob()?)))
        });
        let (number, end, mut files) = match chunk.optional()? {
            Some((number, first, files)) => {
                let end: Option<String> = next.query_row([first], |row| row.get(0))?;
                (Some(number), end, files?)
            }
            None => (None, None, Files::new()),
        };
        let is_here = |id: &String| end.as_ref().is_none_or(|end| id < end);
        let mut added = Vec::new();
        while let Some((id, file)) = changes.next_if(|(id, _)| is_here(id)) {
            if let Some(turnover) = &mut turnover {
                turnover.note(&id, files.get(&id), file.as_ref())?;
            }
            match file {
                Some(file) => added.push((id, file)),
                None => drop(files.remove(&id)),
            }
        }
        // Replaces those that are there.
        files.append(&mut added.into_iter().collect());
        remove.execute([number])?;
        for chunk in chunk::cut(files) {
            put_chunk(&mut put, &chunk)?;
        }
    }
    Ok(())
}

fn put_chunk(put: &mut Statement<'_>, files: &Files) -> Result<()> {
    let first = files.keys().next().ok_or(Damaged)?;
    let Summary {
        newest,
        articles,
        dated,
        problems,
        unsettled,
    } = chunk::summary(files).ok_or(Damaged)?;
    let rows = chunk::encode(files);
    put.execute((first, newest, articles, dated, problems, unsettled, rows))?;
    Ok(())
}

/// What a complete scan found out about the library as a whole.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The IDs of files that are gone.
    pub removed: Vec<&'a str>,
    pub folders: &'a Folders,
    /// The generation of the index when the scan read it.
    pub generation: i64,
}

/// Ends a complete scan. Only now are the stamps of folders written: they promise that every file
/// of the folder is in the index. Since the scan read the index, another program may have emptied
/// it, or have ended a scan that saw other files. Then nothing is written: the stamps that are
/// there hold, and files that are gone are removed by the next scan.
///
/// # Errors
/// The index cannot be written.
pub fn finish(transaction: &Transaction<'_>, outcome: &Outcome<'_>) -> Result<()> {
    if generation(transaction)? != outcome.generation {
        return Ok(());
    }
    let removed = outcome.removed.iter().map(|id| ((*id).to_owned(), None));
    change(transaction, removed.collect())?;
    arrivals::tidy(transaction)?;
    let mut known = folders(transaction)?;
    let mut put = transaction.prepare("INSERT OR REPLACE INTO folder VALUES(?, ?, ?)")?;
    for (path, stamp) in outcome.folders {
        if known.remove(path) != Some(*stamp) {
            let modified = stamp.map(|stamp| stamp.modified);
            put.execute((path, modified, stamp.and_then(|stamp| stamp.rules)))?;
        }
    }
    // The others are gone.
    let mut remove = transaction.prepare("DELETE FROM folder WHERE path = ?")?;
    for path in known.keys() {
        remove.execute([path])?;
    }
    Ok(transaction.execute_batch(NEXT_GENERATION)?)
}
