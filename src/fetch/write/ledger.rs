//! The ledger: which files of a library kanbao wrote, with what content, and which articles they
//! are. One SQLite file per library, in the data directory.
//!
//! A file is noted before it is written (`pending`: the hash of the content to come), and again when
//! it is there. So whatever is killed in between can be settled by looking at the file
//! ([`Ledger::settle`]): nothing is written twice, and nothing is taken for written that is not. A
//! ledger that is lost is made again from the front matter of the files.

use super::identity::Identity;
use crate::index::{Database, IndexError, Tables};
use crate::library;
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Result<T> = std::result::Result<T, IndexError>;

static TABLES: Tables = Tables {
    // `knbw`.
    application: 0x6b6e_6277,
    version: 2,
    statements: STATEMENTS,
    fill_library: "INSERT INTO library VALUES(?)",
    longest_value: 1 << 20,
};

const STATEMENTS: &[&str] = &[
    "CREATE TABLE library(identity TEXT NOT NULL) STRICT",
    // `path` is relative to the library, with `/`. `hash`: of the content that kanbao wrote, 0 if
    // unknown. `updated`: when the source wrote this version, in seconds. `page`, `titled_page`:
    // hashes, to find rows by. The rest: see `Identity`.
    "CREATE TABLE article(number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, \
     hash INTEGER NOT NULL, pending INTEGER, updated INTEGER, site TEXT NOT NULL, source INTEGER, \
     guid TEXT, title TEXT NOT NULL, link TEXT, host TEXT NOT NULL, whole INTEGER NOT NULL, \
     date INTEGER, page INTEGER NOT NULL, titled_page INTEGER NOT NULL) STRICT",
    "CREATE INDEX guids ON article(guid, source)",
    "CREATE INDEX pages ON article(page, date)",
    "CREATE INDEX titled_pages ON article(titled_page)",
    "CREATE INDEX texts ON article(site, whole)",
    "CREATE INDEX unsettled ON article(pending) WHERE pending IS NOT NULL",
    // Folders of sites whose files are known.
    "CREATE TABLE known(site TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID",
];

/// A file that kanbao wrote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub number: i64,
    /// Relative to the library.
    pub path: String,
    /// Of the content that kanbao wrote; 0 if that is unknown.
    pub hash: u64,
    /// Of the content that is being written.
    pub pending: Option<u64>,
    pub updated: Option<i64>,
    pub identity: Identity,
}

const COLUMNS: &str =
    "number, path, hash, pending, updated, site, source, guid, title, link, host, whole, date";
/// Maximum rows that are compared with an article, the newest first.
const MAX_COMPARED: u32 = 64;

fn written(row: &Row<'_>) -> rusqlite::Result<Written> {
    Ok(Written {
        number: row.get(0)?,
        path: row.get(1)?,
        hash: row.get::<_, i64>(2)?.cast_unsigned(),
        pending: row.get::<_, Option<i64>>(3)?.map(i64::cast_unsigned),
        updated: row.get(4)?,
        identity: Identity {
            site: row.get(5)?,
            source: row.get::<_, Option<i64>>(6)?.map(i64::cast_unsigned),
            guid: row.get(7)?,
            title: row.get(8)?,
            link: row.get(9)?,
            host: row.get(10)?,
            whole: row.get::<_, i64>(11)?.cast_unsigned(),
            date: row.get(12)?,
        },
    })
}

/// The open ledger of one library.
#[derive(Debug)]
pub struct Ledger {
    connection: Connection,
}

impl Ledger {
    /// The file of the ledger. `data`: the data directory; `library`: a canonical path.
    pub fn file(data: &Path, library: &Path) -> PathBuf {
        let id = library::id_of_name(library.as_os_str());
        let name = library::hash(0, id.as_bytes());
        data.join("written").join(format!("{name:016x}.sqlite"))
    }

    /// Opens the ledger, or creates it.
    ///
    /// # Errors
    /// The file cannot be written, or another program holds its lock for longer than `wait`.
    pub fn open(file: PathBuf, library: &Path, wait: Duration) -> Result<Self> {
        let database = Database {
            tables: &TABLES,
            file,
            identity: &library::id_of_name(library.as_os_str()),
        };
        let connection = database.open(wait)?;
        Ok(Self { connection })
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

    /// The newest file of an article: by its guid, else by its address, else by its text. Each only
    /// finds rows; [`Identity::is`] decides.
    ///
    /// # Errors
    /// The ledger cannot be read; the same holds for the other methods.
    pub fn find(&self, identity: &Identity) -> Result<Option<Written>> {
        let Identity {
            site, guid, date, ..
        } = identity;
        let signed = |number: u64| number.cast_signed();
        let (page, titled_page) = (signed(identity.page()), signed(identity.titled_page()));
        let source = identity.source.map(signed);
        let mut found = None;
        if guid.is_some() {
            let condition = "guid = ? AND (source = ? OR source IS NULL)";
            found = self.same(identity, condition, params![guid, source])?;
        }
        if found.is_none() && page != 0 {
            found = self.same(identity, "titled_page = ?", params![titled_page])?;
        }
        if found.is_none() && page != 0 {
            found = self.same(identity, "page = ? AND date IS ?", params![page, date])?;
        }
        if found.is_none() && identity.whole != 0 {
            let whole = signed(identity.whole);
            found = self.same(identity, "site = ? AND whole = ?", params![site, whole])?;
        }
        Ok(found)
    }

    /// The newest of some rows that is an article.
    fn same(
        &self,
        identity: &Identity,
        condition: &str,
        values: impl rusqlite::Params,
    ) -> Result<Option<Written>> {
        let query = format!(
            "SELECT {COLUMNS} FROM article WHERE {condition} ORDER BY number DESC \
             LIMIT {MAX_COMPARED}"
        );
        let mut query = self.connection.prepare(&query)?;
        for row in query.query_map(values, written)? {
            let row = row?;
            if identity.is(&row.identity) {
                return Ok(Some(row));
            }
        }
        Ok(None)
    }

    fn one(&self, condition: &str, values: impl rusqlite::Params) -> Result<Option<Written>> {
        let query =
            format!("SELECT {COLUMNS} FROM article WHERE {condition} ORDER BY number DESC LIMIT 1");
        let mut query = self.connection.prepare(&query)?;
        Ok(query.query_row(values, written).optional()?)
    }

    /// What the ledger knows about a path.
    pub fn at(&self, path: &str) -> Result<Option<Written>> {
        self.one("path = ?", params![path])
    }

    /// Files of which it is not known whether they were written.
    pub fn unsettled(&self) -> Result<Vec<Written>> {
        self.all("pending IS NOT NULL", params![])
    }

    /// All files of a site.
    pub fn of_site(&self, site: &str) -> Result<Vec<Written>> {
        self.all("site = ?", params![site])
    }

    fn all(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Written>> {
        let query = format!("SELECT {COLUMNS} FROM article WHERE {condition} ORDER BY number");
        let mut query = self.connection.prepare(&query)?;
        let rows = query.query_map(values, written)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    /// Notes a file. `hash`: of its content if kanbao wrote it, else 0. `pending`: of the content
    /// that will be written.
    pub fn add(
        &self,
        path: &str,
        hash: u64,
        pending: Option<u64>,
        updated: Option<i64>,
        identity: &Identity,
    ) -> Result<i64> {
        let mut statement = self.connection.prepare(
            "INSERT INTO article(path, hash, pending, updated, site, source, guid, title, link, host, \
             whole, date, page, titled_page) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let number = statement.insert(params![
            path,
            hash.cast_signed(),
            pending.map(u64::cast_signed),
            updated,
            identity.site,
            identity.source.map(u64::cast_signed),
            identity.guid,
            identity.title,
            identity.link,
            identity.host,
            identity.whole.cast_signed(),
            identity.date,
            identity.page().cast_signed(),
            identity.titled_page().cast_signed(),
        ])?;
        Ok(number)
    }

    /// Notes that a file is about to be replaced.
    pub fn expect(&self, number: i64, pending: u64) -> Result<()> {
        let statement = "UPDATE article SET pending = ? WHERE number = ?";
        let mut statement = self.connection.prepare(statement)?;
        statement.execute(params![pending.cast_signed(), number])?;
        Ok(())
    }

    /// Notes the content of a file, and which version it is.
    pub fn settle(&self, number: i64, hash: u64, updated: Option<i64>) -> Result<()> {
        let mut statement = self.connection.prepare(
            "UPDATE article SET hash = ?, pending = NULL, updated = ifnull(?, updated) \
             WHERE number = ?",
        )?;
        statement.execute(params![hash.cast_signed(), updated, number])?;
        Ok(())
    }

    /// Notes the source of a file whose source was unknown.
    pub fn adopt(&self, number: i64, identity: &Identity) -> Result<()> {
        let statement = "UPDATE article SET source = ? WHERE number = ? AND source IS NULL";
        let mut statement = self.connection.prepare(statement)?;
        statement.execute(params![identity.source.map(u64::cast_signed), number])?;
        Ok(())
    }

    /// Notes that a source is called by another key.
    pub fn rename_source(&self, from: u64, to: u64) -> Result<()> {
        let statement = "UPDATE article SET source = ? WHERE source = ?";
        let mut statement = self.connection.prepare(statement)?;
        statement.execute(params![to.cast_signed(), from.cast_signed()])?;
        Ok(())
    }

    /// Forgets a file that was not written.
    pub fn forget(&self, number: i64) -> Result<()> {
        let mut statement = self
            .connection
            .prepare("DELETE FROM article WHERE number = ?")?;
        statement.execute(params![number])?;
        Ok(())
    }

    /// Whether the files of a site are known, and notes that they are now.
    pub fn is_new_site(&self, site: &str) -> Result<bool> {
        let mut statement = self
            .connection
            .prepare("INSERT OR IGNORE INTO known VALUES(?)")?;
        Ok(statement.execute(params![site])? > 0)
    }
}

impl Written {
    /// A row that was just added.
    pub fn at(number: i64, path: String) -> Self {
        Self {
            number,
            path,
            hash: 0,
            pending: None,
            updated: None,
            identity: Identity::default(),
        }
    }
}
