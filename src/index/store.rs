//! Reads and writes the rows of an index.

use super::codec::{self, KnownLabels};
use super::known::{self, Folders, KnownFiles};
use super::schema::{IndexError, Result, VERSION};
use crate::library::{Entry, FolderStamp, ProblemKind, Stamp};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, TransactionBehavior};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A file that was read, ready to be written.
#[derive(Debug)]
pub struct Record {
    pub folder: String,
    pub name: String,
    /// `None`: the file is to be read again at the next scan.
    pub stamp: Option<Stamp>,
    /// Whether the index may have a row for the file.
    pub is_known: bool,
    pub content: Content,
}

#[derive(Debug)]
pub enum Content {
    Article { newness: i64, row: Vec<u8> },
    Problem { kind: ProblemKind, detail: String },
}

/// Splits an ID into its folder and its name.
pub fn split(id: &str) -> (&str, &str) {
    id.rsplit_once('/').unwrap_or(("", id))
}

fn join(folder: &str, name: &str) -> String {
    if folder.is_empty() {
        name.to_owned()
    } else {
        format!("{folder}/{name}")
    }
}

/// Reads articles in the order of the list, newest first.
pub struct Articles<'a> {
    connection: &'a Connection,
    root: Arc<PathBuf>,
    folders: HashMap<i64, Arc<str>>,
    labels: KnownLabels,
}

impl<'a> Articles<'a> {
    /// # Errors
    /// The index cannot be read.
    pub fn new(connection: &'a Connection, root: Arc<PathBuf>) -> Result<Self> {
        let mut folders = HashMap::new();
        let mut statement = connection.prepare("SELECT id, path FROM folder")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            folders.insert(row.get(0)?, Arc::from(text(row, 1)?));
        }
        Ok(Self {
            connection,
            root,
            folders,
            labels: KnownLabels::default(),
        })
    }

    /// Calls `take` with each article until it returns false; remembers them in `known`. A
    /// damaged row gives no article; its file is read again.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn read(
        &mut self,
        range: std::ops::Range<i64>,
        known: &mut KnownFiles,
        mut take: impl FnMut(Entry) -> bool,
    ) -> Result<()> {
        let sql = "SELECT id, folder, name, size, modified, row FROM article \
                   ORDER BY newness DESC LIMIT ? OFFSET ?";
        let mut statement = self.connection.prepare(sql)?;
        let length = range.end.saturating_sub(range.start);
        let mut rows = statement.query([length, range.start])?;
        let mut id = String::new();
        while let Some(row) = rows.next()? {
            let folder = self.folders.get(&row.get(1)?).ok_or_else(damaged)?;
            id.clear();
            id.push_str(folder);
            if !id.is_empty() {
                id.push('/');
            }
            id.push_str(text(row, 2)?);
            let key = known::key(&id);
            let number: i64 = row.get(0)?;
            let bytes = row.get_ref(5)?.as_blob().map_err(|_| damaged())?;
            let labels = &mut self.labels;
            let entry = codec::decode(bytes, key, id.as_str().into(), &self.root, labels);
            let number = u32::try_from(number).map_err(|_| damaged())?;
            let Some(entry) = entry else {
                known.add_damaged(key, number);
                continue;
            };
            known.add_article(key, number, stamp(row, 3)?);
            if !take(entry) {
                break;
            }
        }
        Ok(())
    }
}

fn damaged() -> IndexError {
    IndexError::Database(rusqlite::Error::InvalidQuery)
}

fn text<'a>(row: &'a Row<'_>, column: usize) -> Result<&'a str> {
    row.get_ref(column)?.as_str().map_err(|_| damaged())
}

/// The stamp in two columns, the second of which may be unknown.
fn stamp(row: &Row<'_>, column: usize) -> Result<Option<Stamp>> {
    let size: i64 = row.get(column)?;
    let modified: Option<i64> = row.get(column + 1)?;
    Ok(modified.map(|modified| Stamp {
        size: size.cast_unsigned(),
        modified,
    }))
}

/// An upper bound of the number of articles, known at once.
///
/// # Errors
/// The index cannot be read.
pub fn most_articles(connection: &Connection) -> Result<usize> {
    let most = "SELECT coalesce(max(id), 0) FROM article";
    let most: i64 = connection.query_row(most, [], |row| row.get(0))?;
    Ok(usize::try_from(most).unwrap_or_default().min(MOST))
}

/// No more room than this is made in advance.
const MOST: usize = 4_000_000;

/// Numbers of articles.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    pub all: i64,
    /// Those with a date that was written.
    pub dated: i64,
}

/// # Errors
/// The index cannot be read.
pub fn count(connection: &Connection) -> Result<Counts> {
    let sql = "SELECT count(*), coalesce(sum(newness > 0), 0) FROM article";
    Ok(connection.query_row(sql, [], |row| {
        let (all, dated) = (row.get(0)?, row.get(1)?);
        Ok(Counts { all, dated })
    })?)
}

/// Reads what a scan needs to know besides the articles.
///
/// # Errors
/// The index cannot be read.
pub fn read_known(connection: &Connection, known: &mut KnownFiles) -> Result<()> {
    known.folders = folders(connection)?;
    known.generation = generation(connection)?;
    let sql = "SELECT path, name, size, problem.modified, kind, detail \
               FROM problem JOIN folder ON folder.id = problem.folder";
    let mut statement = connection.prepare(sql)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let id = join(text(row, 0)?, text(row, 1)?);
        let kind = ProblemKind::named(text(row, 4)?).ok_or_else(damaged)?;
        known.add_problem(id, stamp(row, 2)?, kind, row.get(5)?);
    }
    Ok(())
}

fn folders(connection: &Connection) -> Result<Folders> {
    let mut statement = connection.prepare("SELECT path, modified, ignore FROM folder")?;
    let folders = statement.query_map([], |row| {
        let (modified, ignore) = (row.get::<_, Option<i64>>(1)?, row.get(2)?);
        let stamp = modified.map(|modified| FolderStamp { modified, ignore });
        Ok((row.get(0)?, stamp))
    })?;
    Ok(folders.collect::<rusqlite::Result<_>>()?)
}

fn generation(connection: &Connection) -> Result<i64> {
    let generation = "SELECT generation FROM library";
    Ok(connection.query_row(generation, [], |row| row.get(0))?)
}

/// Tells scans that have read the index before that it is not the same any more.
const NEXT_GENERATION: &str = "UPDATE library SET generation = generation + 1;";

/// Whether a file that is an article must be read again at the next scan.
///
/// # Errors
/// The index cannot be read.
pub fn has_unsettled(connection: &Connection) -> Result<bool> {
    let sql = "SELECT EXISTS(SELECT 1 FROM article WHERE modified IS NULL)";
    Ok(connection.query_row(sql, [], |row| row.get(0))?)
}

/// Writes in one transaction, and checks first that no other version has replaced the tables.
///
/// # Errors
/// Nothing is written then.
pub fn write<T>(
    connection: &mut Connection,
    work: impl FnOnce(&Transaction<'_>) -> Result<T>,
) -> Result<T> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let version: i32 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if version != VERSION {
        return Err(damaged());
    }
    let result = work(&transaction)?;
    transaction.commit()?;
    Ok(result)
}

/// Removes every row.
///
/// # Errors
/// The index cannot be written.
pub fn clear(connection: &mut Connection) -> Result<()> {
    write(connection, |transaction| {
        let tables = "DELETE FROM article; DELETE FROM problem; DELETE FROM folder;";
        transaction.execute_batch(tables)?;
        Ok(transaction.execute_batch(NEXT_GENERATION)?)
    })
}

/// The row numbers of folders, by path. Valid in one transaction: another program may remove a
/// folder.
type FolderRows = HashMap<String, i64>;

fn folder_row(transaction: &Transaction<'_>, path: &str, rows: &mut FolderRows) -> Result<i64> {
    if let Some(row) = rows.get(path) {
        return Ok(*row);
    }
    let known = "SELECT id FROM folder WHERE path = ?";
    let known = transaction.query_row(known, [path], |row| row.get(0));
    let row = match known.optional()? {
        Some(row) => row,
        None => {
            transaction.execute("INSERT INTO folder(path) VALUES(?)", [path])?;
            transaction.last_insert_rowid()
        }
    };
    rows.insert(path.to_owned(), row);
    Ok(row)
}

/// Writes files that were read.
///
/// # Errors
/// The index cannot be written.
pub fn put(transaction: &Transaction<'_>, records: &[Record]) -> Result<()> {
    let mut rows = FolderRows::new();
    let mut put_article = transaction.prepare(
        "INSERT INTO article(folder, name, size, modified, newness, row) VALUES(?, ?, ?, ?, ?, ?) \
         ON CONFLICT(folder, name) DO UPDATE SET size = excluded.size, \
         modified = excluded.modified, newness = excluded.newness, row = excluded.row",
    )?;
    let mut put_problem =
        transaction.prepare("INSERT OR REPLACE INTO problem VALUES(?, ?, ?, ?, ?, ?)")?;
    let mut no_article =
        transaction.prepare("DELETE FROM article WHERE folder = ? AND name = ?")?;
    let mut no_problem =
        transaction.prepare("DELETE FROM problem WHERE folder = ? AND name = ?")?;
    for record in records {
        let folder = folder_row(transaction, &record.folder, &mut rows)?;
        let name = record.name.as_str();
        let size = record.stamp.map_or(0, |stamp| stamp.size.cast_signed());
        let modified = record.stamp.map(|stamp| stamp.modified);
        match &record.content {
            Content::Article { newness, row } => {
                put_article.execute((folder, name, size, modified, newness, row))?;
                if record.is_known {
                    no_problem.execute((folder, name))?;
                }
            }
            Content::Problem { kind, detail } => {
                put_problem.execute((folder, name, size, modified, kind.name(), detail))?;
                if record.is_known {
                    no_article.execute((folder, name))?;
                }
            }
        }
    }
    Ok(())
}

/// The IDs of articles by row number. A row that another program removed, or whose number it used
/// again, is left out.
///
/// # Errors
/// The index cannot be read.
pub fn ids_of(connection: &Connection, rows: &[(u64, u32)]) -> Result<Vec<String>> {
    let mut find = connection.prepare(
        "SELECT path, name FROM article JOIN folder ON folder.id = article.folder \
         WHERE article.id = ?",
    )?;
    let mut ids = Vec::with_capacity(rows.len());
    for (key, row) in rows {
        let id = find.query_row([row], |row| {
            Ok(join(row.get_ref(0)?.as_str()?, row.get_ref(1)?.as_str()?))
        });
        ids.extend(id.optional()?.filter(|id| known::key(id) == *key));
    }
    Ok(ids)
}

/// What a complete scan found out about the library as a whole.
#[derive(Debug)]
pub struct Outcome<'a> {
    /// The IDs of files that are gone.
    pub removed: Vec<&'a str>,
    pub removed_problems: Vec<&'a str>,
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
    for (table, ids) in [
        ("article", &outcome.removed),
        ("problem", &outcome.removed_problems),
    ] {
        let mut remove = transaction.prepare(&format!(
            "DELETE FROM {table} WHERE name = ? AND \
             folder = (SELECT id FROM folder WHERE path = ?)"
        ))?;
        for id in ids {
            let (folder, name) = split(id);
            remove.execute([name, folder])?;
        }
    }
    finish_folders(transaction, outcome.folders)?;
    Ok(transaction.execute_batch(NEXT_GENERATION)?)
}

fn finish_folders(transaction: &Transaction<'_>, listed: &Folders) -> Result<()> {
    let mut known = folders(transaction)?;
    let mut put = transaction.prepare(
        "INSERT INTO folder(path, modified, ignore) VALUES(?, ?, ?) \
         ON CONFLICT(path) DO UPDATE SET modified = excluded.modified, ignore = excluded.ignore",
    )?;
    for (path, stamp) in listed {
        if known.remove(path) != Some(*stamp) {
            let modified = stamp.map(|stamp| stamp.modified);
            put.execute((path, modified, stamp.and_then(|stamp| stamp.ignore)))?;
        }
    }
    // The others are gone. Another program may just have found one that is new.
    let mut forget = transaction.prepare(
        "DELETE FROM folder WHERE path = ? AND \
         NOT EXISTS (SELECT 1 FROM article WHERE folder = folder.id)",
    )?;
    let mut doubt = transaction.prepare("UPDATE folder SET modified = NULL WHERE path = ?")?;
    for path in known.keys() {
        if forget.execute([path])? == 0 {
            doubt.execute([path])?;
        }
    }
    Ok(())
}
