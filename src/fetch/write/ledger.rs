//! The ledger: which files of a library kanbao wrote, with what content, and which articles they
//! are. One SQLite file per library, in the data directory, named by the ID in the library: a library
//! that is moved keeps it.
//!
//! A file is noted before it is written (`pending`: the hash of the content to come), and again when
//! it is there. So whatever is killed in between can be settled by looking at the file
//! ([`Ledger::settle`]): nothing is written twice, and nothing is taken for written that is not. A
//! ledger that is lost is made again from the front matter of the files.

use super::identity::{Identity, Key, source};
use crate::index::{Database, IndexError, Tables};
use rusqlite::{Connection, OptionalExtension, Row, Statement, params};
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Result<T> = std::result::Result<T, IndexError>;

static TABLES: Tables = Tables {
    // `knbw`.
    application: 0x6b6e_6277,
    version: 3,
    statements: STATEMENTS,
    fill_library: "INSERT INTO library VALUES(?)",
    longest_value: 1 << 20,
};

const STATEMENTS: &[&str] = &[
    "CREATE TABLE library(identity TEXT NOT NULL) STRICT",
    // `path` is relative to the library, with `/`. `hash`: of the file that kanbao wrote, 0 if
    // unknown. `content`: of the title and body that the source gave it, 0 if unknown. `updated`: when
    // the source wrote this version, in seconds. The rest: see `Identity`.
    "CREATE TABLE article(number INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, \
     hash INTEGER NOT NULL, pending INTEGER, content INTEGER NOT NULL, updated INTEGER, \
     site TEXT NOT NULL, host INTEGER NOT NULL, source INTEGER, title INTEGER NOT NULL, date INTEGER, \
     text INTEGER NOT NULL, whole INTEGER NOT NULL, guid INTEGER NOT NULL, link INTEGER NOT NULL, \
     titled_date INTEGER NOT NULL, titled_text INTEGER NOT NULL) STRICT",
    "CREATE INDEX wholes ON article(source, whole)",
    "CREATE INDEX guids ON article(source, guid) WHERE guid != 0",
    "CREATE INDEX links ON article(source, link) WHERE link != 0",
    "CREATE INDEX titled_dates ON article(source, titled_date) WHERE titled_date != 0",
    "CREATE INDEX titled_texts ON article(source, titled_text) WHERE titled_text != 0",
    "CREATE INDEX pages ON article(link, text) WHERE link != 0",
    "CREATE INDEX unsettled ON article(pending) WHERE pending IS NOT NULL",
    // Folders of sites whose files are known.
    "CREATE TABLE known(site TEXT PRIMARY KEY NOT NULL) STRICT, WITHOUT ROWID",
    // The sources that have had another name, such as the former address of a feed. `source`: its first.
    "CREATE TABLE renamed(name INTEGER PRIMARY KEY, source INTEGER NOT NULL) STRICT",
];

/// A file that kanbao wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    pub number: i64,
    /// Relative to the library.
    pub path: String,
    /// Of the file that kanbao wrote; 0 if that is unknown.
    pub hash: u64,
    /// Of the file that is being written.
    pub pending: Option<u64>,
    pub version: Version,
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

const COLUMNS: &str = "number, path, hash, pending, content, updated, site, host, source, title, \
                       date, text, whole, guid, link, titled_date, titled_text";

fn written(row: &Row<'_>) -> rusqlite::Result<Written> {
    let hash = |at: usize| row.get::<_, i64>(at).map(i64::cast_unsigned);
    let filled = |at: usize| {
        let number = row.get::<_, Option<i64>>(at);
        number.map(|number| number.map(i64::cast_unsigned))
    };
    Ok(Written {
        number: row.get(0)?,
        path: row.get(1)?,
        hash: hash(2)?,
        pending: filled(3)?,
        version: Version {
            content: hash(4)?,
            updated: row.get(5)?,
        },
        identity: Identity {
            site: row.get(6)?,
            host: hash(7)?,
            source: filled(8)?,
            title: hash(9)?,
            date: row.get(10)?,
            text: hash(11)?,
            whole: hash(12)?,
            guid: hash(13)?,
            link: hash(14)?,
            titled_date: hash(15)?,
            titled_text: hash(16)?,
        },
    })
}

/// The queries for files with a key.
pub struct ByKey<'a> {
    key: Key,
    own: Statement<'a>,
    /// `None`: all files have a source.
    free: Option<Statement<'a>>,
}

impl ByKey<'_> {
    /// The two newest rows with the key of an article, from its source. If that has none: of files
    /// without a source, in the folder of its site and from its host.
    pub fn newest(&mut self, article: &Identity) -> Result<[Option<Written>; 2]> {
        let value = article.key(self.key).cast_signed();
        let source = article.source.map(u64::cast_signed);
        let own = two(&mut self.own, params![value, source])?;
        if matches!(own, [Some(_), _]) {
            return Ok(own);
        }
        let host = article.host.cast_signed();
        match &mut self.free {
            Some(free) => two(free, params![value, article.site, host]),
            None => Ok(own),
        }
    }
}

fn two(query: &mut Statement<'_>, values: impl rusqlite::Params) -> Result<[Option<Written>; 2]> {
    let mut rows = query.query_map(values, written)?;
    let mut next = || rows.next().transpose();
    Ok([next()?, next()?])
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

    /// Finds files by a key.
    ///
    /// # Errors
    /// The ledger cannot be read; the same holds for the other methods.
    pub fn by_key(&self, key: Key) -> Result<ByKey<'_>> {
        let column = match key {
            Key::Whole => "whole",
            Key::Guid => "guid",
            Key::Link => "link",
            Key::TitleAndDate => "titled_date",
            Key::TitleAndText => "titled_text",
        };
        let prepared = |condition: &str| {
            self.connection.prepare(&format!(
                "SELECT {COLUMNS} FROM article WHERE {column} = ? AND {column} != 0 \
                 AND {condition} ORDER BY updated DESC, number DESC LIMIT 2"
            ))
        };
        let is_free = "source IS NULL AND site = ? AND host = ?";
        let free = self.one("source IS NULL", params![])?;
        Ok(ByKey {
            key,
            own: prepared("source = ?")?,
            free: free.map(|_| prepared(is_free)).transpose()?,
        })
    }

    fn one(&self, condition: &str, values: impl rusqlite::Params) -> Result<Option<Written>> {
        let query = format!("SELECT {COLUMNS} FROM article WHERE {condition} LIMIT 1");
        let mut query = self.connection.prepare(&query)?;
        Ok(query.query_row(values, written).optional()?)
    }

    /// A file of another source with the address and the text of an article.
    pub fn elsewhere(&self, article: &Identity) -> Result<Option<Written>> {
        let (link, text) = (article.link.cast_signed(), article.text.cast_signed());
        let source = article.source.map(u64::cast_signed);
        let condition = "link = ? AND link != 0 AND text = ? AND source IS NOT ?";
        self.one(condition, params![link, text, source])
    }

    /// What the ledger knows about a path.
    pub fn at(&self, path: &str) -> Result<Option<Written>> {
        self.one("path = ?", params![path])
    }

    /// The row with a number.
    pub fn numbered(&self, number: i64) -> Result<Option<Written>> {
        self.one("number = ?", params![number])
    }

    /// Files of which it is not known whether they were written.
    pub fn unsettled(&self) -> Result<Vec<Written>> {
        self.all("pending IS NOT NULL", params![])
    }

    /// All files of a source.
    pub fn of_source(&self, key: &str) -> Result<Vec<Written>> {
        let source = self.source(source(key))?.cast_signed();
        self.all("source = ?", params![source])
    }

    fn all(&self, condition: &str, values: impl rusqlite::Params) -> Result<Vec<Written>> {
        let query = format!("SELECT {COLUMNS} FROM article WHERE {condition} ORDER BY number");
        let mut query = self.connection.prepare(&query)?;
        let rows = query.query_map(values, written)?;
        Ok(rows.collect::<rusqlite::Result<_>>()?)
    }

    fn execute(&self, statement: &str, values: impl rusqlite::Params) -> Result<usize> {
        let mut statement = self.connection.prepare(statement)?;
        Ok(statement.execute(values)?)
    }

    /// Notes a file. `hash`: of its content if kanbao wrote it, else 0. `pending`: of the content
    /// that will be written.
    pub fn add(
        &self,
        path: &str,
        (hash, pending): (u64, Option<u64>),
        version: Version,
        identity: &Identity,
    ) -> Result<i64> {
        self.execute(
            "INSERT INTO article(path, hash, pending, content, updated, site, host, source, title, \
             date, text, whole, guid, link, titled_date, titled_text) \
             VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            params![
                path,
                hash.cast_signed(),
                pending.map(u64::cast_signed),
                version.content.cast_signed(),
                version.updated,
                identity.site,
                identity.host.cast_signed(),
                identity.source.map(u64::cast_signed),
                identity.title.cast_signed(),
                identity.date,
                identity.text.cast_signed(),
                identity.whole.cast_signed(),
                identity.guid.cast_signed(),
                identity.link.cast_signed(),
                identity.titled_date.cast_signed(),
                identity.titled_text.cast_signed(),
            ],
        )?;
        Ok(self.connection.last_insert_rowid())
    }

    /// Notes what the source calls an article now. Its file stays in the folder of its site.
    pub fn recognize(&self, number: i64, identity: &Identity) -> Result<()> {
        self.execute(
            "UPDATE article SET host = ?, source = ?, title = ?, date = ?, text = ?, whole = ?, \
             guid = ?, link = ?, titled_date = ?, titled_text = ? WHERE number = ?",
            params![
                identity.host.cast_signed(),
                identity.source.map(u64::cast_signed),
                identity.title.cast_signed(),
                identity.date,
                identity.text.cast_signed(),
                identity.whole.cast_signed(),
                identity.guid.cast_signed(),
                identity.link.cast_signed(),
                identity.titled_date.cast_signed(),
                identity.titled_text.cast_signed(),
                number,
            ],
        )?;
        Ok(())
    }

    /// Notes that a file is about to be replaced.
    pub fn expect(&self, number: i64, pending: u64) -> Result<()> {
        let statement = "UPDATE article SET pending = ? WHERE number = ?";
        self.execute(statement, params![pending.cast_signed(), number])?;
        Ok(())
    }

    /// Notes the content of a file, and which version of the article it is if that has changed.
    pub fn settle(&self, number: i64, hash: u64, news: Option<&(Version, Identity)>) -> Result<()> {
        let content = news.map(|(version, _)| version.content.cast_signed());
        let updated = news.and_then(|(version, _)| version.updated);
        self.execute(
            "UPDATE article SET hash = ?, pending = NULL, content = ifnull(?, content), \
             updated = ifnull(?, updated) WHERE number = ?",
            params![hash.cast_signed(), content, updated, number],
        )?;
        match news {
            Some((_, identity)) => self.recognize(number, identity),
            None => Ok(()),
        }
    }

    /// Notes that a file is the user's, who edited it: its source has another one.
    pub fn disown(&self, number: i64) -> Result<()> {
        let statement = "UPDATE article SET source = NULL WHERE number = ?";
        self.execute(statement, params![number])?;
        Ok(())
    }

    /// Forgets a file that was not written.
    pub fn forget(&self, number: i64) -> Result<()> {
        self.execute("DELETE FROM article WHERE number = ?", params![number])?;
        Ok(())
    }

    /// The source with a name: the one that had another name before, or a source of this name.
    pub fn source(&self, name: u64) -> Result<u64> {
        let query = "SELECT source FROM renamed WHERE name = ?";
        let mut query = self.connection.prepare(query)?;
        let source = query.query_row(params![name.cast_signed()], |row| row.get::<_, i64>(0));
        Ok(source.optional()?.map_or(name, i64::cast_unsigned))
    }

    /// Gives a source another name. The former one still means it, so nothing is lost if the program
    /// is killed before the name is changed elsewhere.
    pub fn rename_source(&self, from: u64, to: u64) -> Result<()> {
        let (kept, merged) = (self.source(from)?.cast_signed(), self.source(to)?);
        let statement = "INSERT OR REPLACE INTO renamed VALUES(?, ?)";
        self.execute(statement, params![to.cast_signed(), kept])?;
        let statement = "UPDATE article SET source = ? WHERE source = ?";
        self.execute(statement, params![kept, merged.cast_signed()])?;
        Ok(())
    }

    /// Whether the files of a site are known, and notes that they are now.
    pub fn is_new_site(&self, site: &str) -> Result<bool> {
        let statement = "INSERT OR IGNORE INTO known VALUES(?)";
        Ok(self.execute(statement, params![site])? > 0)
    }
}
