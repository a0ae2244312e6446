//! The file of a full-text index: where it is, its tables, and what happens to a file that is
//! damaged, of another version, or not ours.

use crate::clean::Settings;
use crate::fs as files;
use crate::index::{self, IndexError, set_aside};
use crate::library::{self, ScanOptions};
use rusqlite::{Connection, Transaction, TransactionBehavior};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Result<T, E = IndexError> = std::result::Result<T, E>;

/// Tells our files from other SQLite files: `knbt`.
const APPLICATION: i32 = 0x6b6e_6274;

/// The version of the tables, the tokens and the text that they are made of. The revision of the
/// parser is added, because an index holds what it returned.
const FORMAT: i32 = 2;
const VERSION: i32 = FORMAT * 10_000 + library::REVISION;

/// `ascii` splits tokens at spaces, and changes no letter of a folded text.
const TABLES: &str = "
CREATE TABLE library(identity TEXT NOT NULL) STRICT;
-- Numbers are not used again: a reader may still hold them. `size` and `modified` are those of
-- the file; `modified` is unknown for a file that is to be read again. `flags`: see `Flags`.
-- `sum` is the hash of the row.
CREATE TABLE document(
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    modified INTEGER,
    flags INTEGER NOT NULL,
    sum INTEGER NOT NULL
) STRICT;
-- Apart from `document`, so that reading all documents does not read all texts. `length` is that
-- of the text in bytes, `text` is compressed, `sum` is the hash of the
-- row.
CREATE TABLE body(
    number INTEGER PRIMARY KEY,
    length INTEGER NOT NULL,
    sum INTEGER NOT NULL,
    text BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE posting USING fts5(
    tokens, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii'
);
-- A batch of documents is one segment (bytes).
INSERT INTO posting(posting, rank) VALUES('hashsize', 16777216);
";

/// What an index holds: the texts of one library, cleaned in one way.
#[derive(Clone, Debug)]
pub struct Identity {
    /// The index of the metadata of the same articles.
    metadata: index::Identity,
    /// The cleaning, and the library.
    text: String,
}

impl Identity {
    /// # Errors
    /// The folder does not exist.
    pub fn new(root: &Path, options: &ScanOptions, cleaning: &Settings) -> Result<Self> {
        let metadata = index::Identity::new(root, options)?;
        let root = library::id_of_name(fs::canonicalize(root)?.as_os_str());
        // The footers that a session has learned are not part of the settings.
        let text = format!("{:?} {:?} {root}", cleaning.off, cleaning.rules);
        Ok(Self { metadata, text })
    }

    /// The file in a folder of indexes.
    pub fn file(&self, folder: &Path) -> PathBuf {
        self.metadata.file(folder).with_extension("text")
    }
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Current,
    /// Without tables.
    Empty,
    /// Another version, other settings, or another library with the same hash.
    Older,
    Foreign,
}

/// Opens the index, or creates it. A damaged file, or one that is not ours, is set aside first.
/// `wait`: how long this program waits for another that writes.
///
/// # Errors
/// The folder or the file cannot be written, or another program holds its lock for too long.
pub fn open(folder: &Path, identity: &Identity, wait: Duration) -> Result<Connection> {
    fs::create_dir_all(folder)?;
    let file = identity.file(folder);
    match try_open(&file, identity, wait) {
        Ok(Some(connection)) => return Ok(connection),
        Ok(None) => {}
        Err(error) if error.is_damage() => {}
        Err(error) => return Err(error),
    }
    set_aside(&file)?;
    match try_open(&file, identity, wait)? {
        Some(connection) => Ok(connection),
        // Only if another program writes a file of its own here again and again.
        None => Err(damaged()),
    }
}

/// An index without a file, for articles that are in no library.
///
/// # Errors
/// SQLite has no memory.
pub fn open_in_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory()?;
    create_tables(&connection, "")?;
    Ok(connection)
}

pub fn damaged() -> IndexError {
    IndexError::Database(rusqlite::Error::InvalidQuery)
}

/// `None` for a file that is not ours.
fn try_open(file: &Path, identity: &Identity, wait: Duration) -> Result<Option<Connection>> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(wait)?;
    let found = state(&connection, identity)?;
    if found == State::Foreign {
        return Ok(None);
    }
    // The write-ahead log needs memory that processes share, which a network drive does not have.
    if files::is_remote(file) {
        connection.pragma_update(None, "journal_mode", "DELETE")?;
    } else {
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "NORMAL")?;
    }
    if found != State::Current {
        create(&mut connection, identity)?;
    }
    Ok(Some(connection))
}

fn state(connection: &Connection, identity: &Identity) -> Result<State> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    if application != APPLICATION {
        let tables = "SELECT count(*) FROM sqlite_master";
        let tables: i64 = connection.query_row(tables, [], |row| row.get(0))?;
        let empty = application == 0 && version == 0 && tables == 0;
        return Ok(if empty { State::Empty } else { State::Foreign });
    }
    if version != VERSION {
        return Ok(State::Older);
    }
    let stored: String =
        connection.query_row("SELECT identity FROM library", [], |row| row.get(0))?;
    Ok(if stored == identity.text {
        State::Current
    } else {
        State::Older
    })
}

/// Creates the tables in one transaction, in place of those of another version.
fn create(connection: &mut Connection, identity: &Identity) -> Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    // Another program may have been faster.
    if state(&transaction, identity)? != State::Current {
        drop_tables(&transaction)?;
        create_tables(&transaction, &identity.text)?;
    }
    Ok(transaction.commit()?)
}

fn create_tables(connection: &Connection, identity: &str) -> Result<()> {
    connection.execute_batch(TABLES)?;
    connection.execute("INSERT INTO library VALUES(?)", [identity])?;
    connection.pragma_update(None, "application_id", APPLICATION)?;
    Ok(connection.pragma_update(None, "user_version", VERSION)?)
}

/// A virtual table drops the tables behind it itself, so it comes first.
fn drop_tables(transaction: &Transaction<'_>) -> Result<()> {
    for kind in ["sql LIKE 'CREATE VIRTUAL%'", "name NOT LIKE 'sqlite_%'"] {
        let tables = format!("SELECT name FROM sqlite_master WHERE type = 'table' AND {kind}");
        let tables: Vec<String> = transaction
            .prepare(&tables)?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for table in tables {
            let name = table.replace('"', "\"\"");
            transaction.execute_batch(&format!("DROP TABLE IF EXISTS \"{name}\""))?;
        }
    }
    Ok(())
}

/// Writes in one transaction, and checks first that no other program has replaced the tables.
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
