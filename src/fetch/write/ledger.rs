//! The ledger: which files of a library kanbao wrote, with what content, and which articles they
//! are. One SQLite file per library, in the data directory, named by the ID in the library: a library
//! that is moved keeps it, and a copy of a library begins with a copy of it.
//!
//! A file is noted before it is written (`pending`: the hash of the content to come), and again when
//! it is there. So whatever is killed in between can be settled by looking at the file
//! ([`Ledger::settle`]): nothing is written twice, and nothing is taken for written that is not. A
//! ledger that is lost is made again from the front matter of the files.

use super::identity::{Clock, Identity, Moment, OF_USER, source_hash};
use crate::index::{Database, IndexError, Tables};
use rusqlite::{Connection, Row, params};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Result<T> = std::result::Result<T, IndexError>;

static TABLES: Tables = Tables {
    // `knbw`.
    application: 0x6b6e_6277,
    version: 4,
    statements: STATEMENTS,
    fill_library: "INSERT INTO library VALUES(?)",
    longest_value: 1 << 20,
};

const STATEMENTS: &[&str] = &[
    "CREATE TABLE library(identity TEXT NOT NULL) STRICT",
    // `path` is relative to the library, with `/`. `hash`: of the file that kanbao wrote, 0 if
    // unknown. `content`: of the title and body that the source gave it, 0 if unknown. `updated`: when
    // the source wrote this version; `corrected`: when a version was written of which the source did not
    // say when it wrote it; in seconds. `is_retired`: kanbao removed the file because it was old.
    "CREATE TABLE file(number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, \
     hash INTEGER NOT NULL, pending INTEGER, content INTEGER NOT NULL, updated INTEGER, \
     corrected INTEGER NOT NULL DEFAULT 0, is_retired INTEGER NOT NULL DEFAULT 0) STRICT",
    // What a source says of the article in a file: see `Identity`. Several sources may have the article;
    // `is_first`: this one brought it.
    "CREATE TABLE item(number INTEGER PRIMARY KEY, file INTEGER NOT NULL, is_first INTEGER NOT NULL, \
     site TEXT NOT NULL, host INTEGER NOT NULL, source INTEGER, guid INTEGER NOT NULL, \
     link INTEGER NOT NULL, title INTEGER NOT NULL, date INTEGER, clock INTEGER NOT NULL, \
     text INTEGER NOT NULL, is_long INTEGER NOT NULL) STRICT",
    "CREATE INDEX files ON item(file)",
    "CREATE INDEX guids ON item(source, guid) WHERE guid != 0",
    "CREATE INDEX links ON item(source, link) WHERE link != 0",
    "CREATE INDEX titles ON item(source, title, text, date)",
    "CREATE INDEX texts ON item(source, text)",
    "CREATE INDEX dates ON item(source, date)",
    "CREATE INDEX contents ON item(text, title)",
    "CREATE INDEX unsettled ON file(pending) WHERE pending IS NOT NULL",
];

/// A file that kanbao wrote, and what a source says of the article in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Of the file.
    pub number: i64,
    /// Of what the source says.
    pub item: i64,
    /// Relative to the library.
    pub path: String,
    /// Of the file that kanbao wrote; 0 if that is unknown.
    pub hash: u64,
    /// Of the file that is being written.
    pub pending: Option<u64>,
    pub version: Version,
    /// When a version was written of which the source did not say when it wrote it, in seconds since 1970.
    pub corrected: i64,
    /// kanbao removed the file because it was old.
    pub is_retired: bool,
    /// The source brought the article before other sources did.
    pub is_first: bool,
    pub identity: Identity,
}

/// What a source says of the version of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Version {
    /// Hash of the title and body; 0 if unknown.
    pub content: u64,
    /// When it was written, in seconds since 1970.
    pub updated: Option<i64>,
}

/// A new content of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Of what the source says.
    pub item: i64,
    pub version: Version,
    pub identity: Identity,
    /// Now, if the source does not say when it wrote this version.
    pub corrected: Option<i64>,
}

const COLUMNS: &str = "file.number, item.number, path, hash, pending, content, updated, corrected, \
                       is_first, site, host, source, guid, link, title, date, clock, text, is_long, \
                       is_retired";

/// A query for rows, the newest first.
pub(super) fn select(condition: &str) -> String {
    format!(
        "SELECT {COLUMNS} FROM item JOIN file ON file.number = item.file WHERE {condition} \
         ORDER BY item.number DESC"
    )
}

pub(super) fn written(row: &Row<'_>) -> rusqlite::Result<Written> {
    let hash = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let filled = |at: usize| {
        let number = row.get::<_, Option<i64>>(at);
        number.map(|number| number.map(i64::cast_unsigned))
    };
    let clock = match row.get::<_, i64>(16)? {
        1 => Clock::Time,
        2 => Clock::Made,
        _ => Clock::Day,
    };
    let seconds: Option<i64> = row.get(15)?;
    Ok(Written {
        number: row.get(0)?,
        item: row.get(1)?,
        path: row.get(2)?,
        hash: hash(3)?,
        pending: filled(4)?,
        version: Version {
            content: hash(5)?,
            updated: row.get(6)?,
        },
        corrected: row.get(7)?,
        is_first: row.get(8)?,
        is_retired: row.get(19)?,
        identity: Identity {
            site: row.get(9)?,
            host: hash(10)?,
            source: filled(11)?,
            guid: hash(12)?,
            link: hash(13)?,
            title: hash(14)?,
            date: seconds.map(|seconds| Moment { seconds, clock }),
            text: hash(17)?,
            is_long: row.get(18)?,
        },
    })
}

/// The open ledger of one library.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// The file of the ledger. `data`: the data directory; `id`: that of the library.
    pub fn file(data: &Path, id: &str) -> PathBuf {
        data.join("written").join(format!("{id}.sqlite"))
    }

    /// Opens the ledger, or creates it.
    ///
    /// # Errors
    /// The file cannot be written, or another program holds its lock for longer than `wait`.
    pub fn open(file: PathBuf, id: &str, wait: Duration) -> Result<Self> {
        let database = Database {
            tables: &TABLES,
            file,
            identity: id,
        };
        let connection = database.open(wait)?;
        Ok(Self { connection })
    }

    /// Makes a copy of the ledger for a copy of the library, without the files that `is_foreign` says the copy
    /// never had.
    ///
    /// # Errors
    /// The copy cannot be written.
    pub fn copy_to(&self, file: &Path, id: &str, is_foreign: &dyn Fn(&str) -> bool) -> Result<()> {
        let part = file.with_extension("part");
        let name = part.to_string_lossy();
        self.execute("VACUUM INTO ?", params![&*name])?;
        let connection = Connection::open(&part)?;
        let copy = Self { connection };
        copy.change(|copy| {
            copy.execute("UPDATE library SET identity = ?", params![id])?;
            for (number, path) in copy.files()? {
                if is_foreign(&path) {
                    copy.forget(number)?;
                }
            }
            Ok(())
        })?;
        drop(copy);
        Ok(std::fs::rename(&part, file)?)
    }

    /// All files, with their paths.
    fn files(&self) -> Result<Vec<(i64, String)>> {
        let mut query = self.connection.prepare("SELECT number, path FROM file")?;
        let files = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok(files.collect::<rusqlite::Result<_>>()?)
    }

    /// Makes several changes in one transaction.
    ///
    /// # Errors
    /// Nothing is changed then.
    pub fn change<T>(&self, work: impl FnOnce(&Self) -> Result<T>) -> Result<T> {
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let done = work(self);
        let end = if done.is_ok() { "COMMIT" } else { "ROLLBACK" };
        self.connection.execute_batch(end)?;
        done
    }

    /// Articles of other sources with the title and text of one.
    pub fn elsewhere(&self, article: &Identity, most: usize) -> Result<Vec<Written>> {
        let (title, text) = (article.title.cast_signed(), article.text.cast_signed());
        let source = article.source.map(u64::cast_signed);
        let condition = "text = ? AND title = ? AND source IS NOT NULL AND source IS NOT ?";
        self.some(condition, params![text, title, source], most)
    }

    /// The paths of the known files in the folder of a site.
    pub fn paths(&self, site: &str) -> Result<HashSet<String>> {
        let query = "SELECT path FROM file WHERE path >= ? AND path < ?";
        let mut query = self.connection.prepare(query)?;
        // `0` is next to `/`.
        let range = params![format!("{site}/"), format!("{site}0")];
        let paths = query.query_map(range, |row| row.get(0))?;
        Ok(paths.collect::<rusqlite::Result<_>>()?)
    }

    /// What the ledger knows about a path.
    pub fn at(&self, path: &str) -> Result<Option<Written>> {
        Ok(self.some("path = ?", params![path], 1)?.pop())
    }

    /// What a source said of a file.
    pub fn item(&self, number: i64) -> Result<Option<Written>> {
        Ok(self.some("item.number = ?", params![number], 1)?.pop())
    }

    /// Files of which it is not known whether they were written.
    pub fn unsettled(&self) -> Result<Vec<Written>> {
        self.some("pending IS NOT NULL AND is_first", params![], usize::MAX)
    }

    /// The articles of a source that are from before a time, or without a date.
    pub fn older(&self, key: &str, than: i64) -> Result<Vec<Written>> {
        let condition = "source = ? AND (date IS NULL OR date < ?)";
        let source = source_hash(key).cast_signed();
        self.some(condition, params![source, than], usize::MAX)
    }

    /// The sources that have the article of a file.
    pub fn sources(&self, file: i64) -> Result<Vec<u64>> {
        let query = "SELECT source FROM item WHERE file = ? AND source IS NOT NULL";
        let mut query = self.connection.prepare(query)?;
        let sources = query.query_map([file], |row| row.get::<_, i64>(0))?;
        let sources = sources.map(|source| source.map(i64::cast_unsigned));
        Ok(sources.collect::<rusqlite::Result<_>>()?)
    }

    /// At most `most` rows, the newest first.
    fn some(
        &self,
        condition: &str,
        values: impl rusqlite::Params,
        most: usize,
    ) -> Result<Vec<Written>> {
        let most = i64::try_from(most).unwrap_or(i64::MAX);
        let query = format!("{} LIMIT {most}", select(condition));
        let mut query = self.connection.prepare(&query)?;
        let rows = query.query_map(values, written)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// For queries that are prepared.
    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<usize> {
        let mut statement = self.connection.prepare(statement)?;
        Ok(statement.execute(values)?)
    }

    /// Notes a file. `hash`: of its content if kanbao wrote it, else 0. `pending`: of the content
    /// that will be written. Returns its row.
    pub fn add(
        &self,
        path: &str,
        (hash, pending): (u64, Option<u64>),
        version: Version,
        identity: &Identity,
    ) -> Result<Written> {
        self.execute(
            "INSERT INTO file(path, hash, pending, content, updated) VALUES(?, ?, ?, ?, ?)",
            params![
                path,
                hash.cast_signed(),
                pending.map(u64::cast_signed),
                version.content.cast_signed(),
                version.updated,
            ],
        )?;
        let number = self.connection.last_insert_rowid();
        Ok(Written {
            number,
            item: self.add_item(number, true, identity)?,
            path: path.to_owned(),
            hash,
            ..Written::default()
        })
    }

    /// Notes that a source has the article of a file. Returns the number of the row.
    pub fn add_item(&self, file: i64, is_first: bool, identity: &Identity) -> Result<i64> {
        self.execute(
            "INSERT INTO item(file, is_first, host, source, guid, link, title, date, clock, text, \
             is_long, site) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                file,
                is_first,
                identity.host.cast_signed(),
                identity.source.map(u64::cast_signed),
                identity.guid.cast_signed(),
                identity.link.cast_signed(),
                identity.title.cast_signed(),
                identity.date.map(|date| date.seconds),
                clock(identity),
                identity.text.cast_signed(),
                identity.is_long,
                identity.site,
            ],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes that the user imported or saved the article of a file that a feed brought.
    pub fn hold(&self, file: i64) -> Result<()> {
        if self.is_held(file)? {
            return Ok(());
        }
        let user = Identity {
            source: Some(OF_USER),
            ..Identity::default()
        };
        self.add_item(file, false, &user).map(|_| ())
    }

    /// Whether the user imported or saved the article of a file, too.
    pub fn is_held(&self, file: i64) -> Result<bool> {
        Ok(self.sources(file)?.contains(&OF_USER))
    }

    /// Notes what the source calls an article now. Its file stays in the folder of its site.
    pub fn recognize(&self, item: i64, identity: &Identity) -> Result<()> {
        self.execute(
            "UPDATE item SET host = ?, source = ?, guid = ?, link = ?, title = ?, date = ?, \
             clock = ?, text = ?, is_long = ? WHERE number = ?",
            params![
                identity.host.cast_signed(),
                identity.source.map(u64::cast_signed),
                identity.guid.cast_signed(),
                identity.link.cast_signed(),
                identity.title.cast_signed(),
                identity.date.map(|date| date.seconds),
                clock(identity),
                identity.text.cast_signed(),
                identity.is_long,
                item,
            ],
        )?;
        Ok(())
    }

    /// Notes that a file is about to be replaced.
    pub fn expect(&self, number: i64, pending: u64) -> Result<()> {
        let statement = "UPDATE file SET pending = ? WHERE number = ?";
        self.execute(statement, params![pending.cast_signed(), number])?;
        Ok(())
    }

    /// Notes the content of a file, and which version of the article it is if that has changed.
    pub fn settle(&self, number: i64, hash: u64, news: Option<&News>) -> Result<()> {
        let content = news.map(|news| news.version.content.cast_signed());
        let updated = news.and_then(|news| news.version.updated);
        let corrected = news.and_then(|news| news.corrected);
        self.execute(
            "UPDATE file SET hash = ?, pending = NULL, content = ifnull(?, content), \
             updated = ifnull(?, updated), corrected = ifnull(?, corrected) WHERE number = ?",
            params![hash.cast_signed(), content, updated, corrected, number],
        )?;
        match news {
            Some(news) => self.recognize(news.item, &news.identity),
            None => Ok(()),
        }
    }

    /// Notes that a file is the user's, who edited it: its sources have another one, `beside`.
    pub fn disown(&self, edited: &Written, beside: i64) -> Result<()> {
        let statement = "UPDATE item SET source = NULL WHERE number = ?";
        self.execute(statement, params![edited.item])?;
        let statement =
            "UPDATE item SET file = ?, is_first = 0 WHERE file = ? AND source IS NOT NULL";
        self.execute(statement, params![beside, edited.number])?;
        Ok(())
    }

    /// Notes that a file was removed because it was old.
    pub fn retire(&self, number: i64) -> Result<()> {
        let statement = "UPDATE file SET is_retired = 1 WHERE number = ?";
        self.execute(statement, params![number])?;
        Ok(())
    }

    /// Forgets a file that was not written.
    pub fn forget(&self, number: i64) -> Result<()> {
        self.execute("DELETE FROM item WHERE file = ?", params![number])?;
        self.execute("DELETE FROM file WHERE number = ?", params![number])?;
        Ok(())
    }
}

fn clock(identity: &Identity) -> i64 {
    match identity.date.map(|date| date.clock) {
        None | Some(Clock::Day) => 0,
        Some(Clock::Time) => 1,
        Some(Clock::Made) => 2,
    }
}
