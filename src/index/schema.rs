//! The file of an index: where it is, its tables, and what happens to a file that is damaged, of
//! another version, or not ours.

use super::hash::hash;
use crate::fs as files;
use crate::library::{self, ScanOptions, TextFiles};
use rusqlite::{Connection, ErrorCode, TransactionBehavior};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Tells our files from other SQLite files: `knbo`.
const APPLICATION: i32 = 0x6b6e_626f;

/// The version of the tables and the codec. The revision of the parser is added, because an index
/// holds what it returned.
const FORMAT: i32 = 2;
pub const VERSION: i32 = FORMAT * 10_000 + library::REVISION;

const TABLES: &str = "
-- `generation` begins at random, so that a file that was made anew is not taken for the old one.
CREATE TABLE library(identity TEXT NOT NULL, generation INTEGER NOT NULL) STRICT;
-- Paths are IDs: relative to the library, '' for the library itself. `modified` is known only for
-- a folder whose files are all in the index; `ignore` is the time of its `.ignore` file.
CREATE TABLE folder(
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL UNIQUE,
    modified INTEGER,
    ignore INTEGER
) STRICT;
-- `modified` is unknown for a file that is to be read again. `newness` sorts as the list does.
CREATE TABLE article(
    id INTEGER PRIMARY KEY,
    folder INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER,
    newness INTEGER NOT NULL,
    row BLOB NOT NULL,
    UNIQUE(folder, name)
) STRICT;
CREATE INDEX newest ON article(newness DESC);
CREATE INDEX unsettled ON article(id) WHERE modified IS NULL;
-- Files that were read and are not articles.
CREATE TABLE problem(
    folder INTEGER NOT NULL,
    name TEXT NOT NULL,
    size INTEGER NOT NULL,
    modified INTEGER,
    kind TEXT NOT NULL,
    detail TEXT NOT NULL,
    PRIMARY KEY(folder, name)
) STRICT, WITHOUT ROWID;
";

/// Why an index cannot be used.
#[derive(Debug)]
pub enum IndexError {
    File(std::io::Error),
    Database(rusqlite::Error),
}

pub type Result<T, E = IndexError> = std::result::Result<T, E>;

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<rusqlite::Error> for IndexError {
    fn from(error: rusqlite::Error) -> Self {
        Self::Database(error)
    }
}

impl std::fmt::Display for IndexError {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::File(error) => error.fmt(out),
            Self::Database(error) => error.fmt(out),
        }
    }
}

impl IndexError {
    /// Whether the file itself is at fault, rather than the disk or another program.
    pub fn is_damage(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        // A table or value that is not as we write it is damage, too.
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => matches!(
                failure.code,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase | ErrorCode::Unknown
            ),
            _ => true,
        }
    }
}

/// What an index holds: one library, read in one way.
#[derive(Clone, Debug)]
pub struct Identity {
    text: String,
}

impl Identity {
    /// # Errors
    /// The folder does not exist.
    pub fn new(root: &Path, options: &ScanOptions) -> Result<Self> {
        // The same library by another path is the same index.
        let root = fs::canonicalize(root)?;
        let links = if options.follow { "follow" } else { "skip" };
        let texts = match options.text_files {
            TextFiles::All => "all",
            TextFiles::WithFrontMatter => "with front matter",
        };
        let zone = options.zone.name();
        // The path comes last: it may contain anything.
        let text = format!(
            "zone {zone}, links {links}, texts {texts}, {}",
            library::id_of_name(root.as_os_str())
        );
        Ok(Self { text })
    }

    /// The file in a folder of indexes.
    pub fn file(&self, folder: &Path) -> PathBuf {
        folder.join(format!("{:016x}.sqlite", hash(0, self.text.as_bytes())))
    }
}

/// What a file turned out to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Current,
    /// Without tables.
    Empty,
    /// Another version, or another library with the same hash.
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
        None => Err(IndexError::Database(rusqlite::Error::InvalidQuery)),
    }
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
        let tables =
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        let tables: Vec<String> = transaction
            .prepare(tables)?
            .query_map([], |row| row.get(0))?
            .collect::<rusqlite::Result<_>>()?;
        for table in tables {
            let name = table.replace('"', "\"\"");
            transaction.execute_batch(&format!("DROP TABLE IF EXISTS \"{name}\""))?;
        }
        transaction.execute_batch(TABLES)?;
        let library = "INSERT INTO library VALUES(?, random() / 2)";
        transaction.execute(library, [&identity.text])?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(transaction.commit()?)
}

/// Renames a file that cannot be used, and the files that SQLite keeps beside it, to a name that
/// is free: they may be somebody's data.
///
/// # Errors
/// The folder cannot be written.
pub fn set_aside(file: &Path) -> std::io::Result<()> {
    // The database is last: without its write-ahead log it could be taken for a good one.
    const ENDS: [&str; 4] = ["-wal", "-shm", "-journal", ""];
    let named = |path: &Path, end: &str| {
        let mut name = path.as_os_str().to_owned();
        name.push(end);
        PathBuf::from(name)
    };
    let mut aside = file.with_extension("damaged");
    let mut number = 1;
    while ENDS
        .iter()
        .any(|end| fs::symlink_metadata(named(&aside, end)).is_ok())
    {
        number += 1;
        aside = file.with_extension(format!("damaged-{number}"));
    }
    for end in ENDS {
        match fs::rename(named(file, end), named(&aside, end)) {
            Err(error) if !files::is_absent(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
