//! The file of an index: where it is, its tables, and what happens to a file that is damaged, of
//! another version, or not ours.

use super::chunk::Damaged;
use super::hash::hash;
use crate::fs as files;
use crate::library::{self, ScanOptions, TextFiles};
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Tells our files from other SQLite files: `knbo`.
const APPLICATION: i32 = 0x6b6e_626f;

/// The version of the tables and the codec. The revision of the parser is added, because an index
/// holds what it returned.
const FORMAT: i32 = 4;
pub const VERSION: i32 = FORMAT * 10_000 + library::REVISION;

/// The statements that make the tables, with the names that they make. A file with any other
/// content, such as a trigger, is not ours.
const SCHEMA: [(&str, &str); 5] = [
    // `generation` is another random number after each complete scan, also in a file made anew.
    (
        "library",
        "CREATE TABLE library(identity TEXT NOT NULL, generation INTEGER NOT NULL) STRICT",
    ),
    // Paths are IDs: relative to the library, '' for the library itself. `modified` is known only
    // for a folder whose files are all in the index; `ignore` is the time of its `.ignore` file.
    (
        "folder",
        "CREATE TABLE folder(path TEXT PRIMARY KEY NOT NULL, modified INTEGER, ignore INTEGER) \
         STRICT, WITHOUT ROWID",
    ),
    // `first` is the lowest ID; every ID is below the first one of the next chunk. `newest` sorts
    // as the list does.
    (
        "chunk",
        "CREATE TABLE chunk(id INTEGER PRIMARY KEY, first TEXT NOT NULL UNIQUE, \
         newest INTEGER NOT NULL, articles INTEGER NOT NULL, dated INTEGER NOT NULL, \
         problems INTEGER NOT NULL, unsettled INTEGER NOT NULL, rows BLOB NOT NULL) STRICT",
    ),
    ("newest", "CREATE INDEX newest ON chunk(newest DESC)"),
    // One row: the newest articles as in a chunk, and the totals of all chunks.
    (
        "front",
        "CREATE TABLE front(id INTEGER PRIMARY KEY CHECK(id = 0), newest INTEGER NOT NULL, \
         articles INTEGER NOT NULL, dated INTEGER NOT NULL, problems INTEGER NOT NULL, \
         unsettled INTEGER NOT NULL, rows BLOB NOT NULL) STRICT",
    ),
];

/// The most bytes of a value. No chunk has so many; without a limit, a damaged file could demand
/// a gigabyte.
const LONGEST_VALUE: i32 = 64 << 20;

/// Why an index cannot be used.
#[derive(Debug)]
pub enum IndexError {
    File(std::io::Error),
    Database(rusqlite::Error),
    /// What it holds is not as it was written.
    Damaged,
}

pub type Result<T, E = IndexError> = std::result::Result<T, E>;

impl From<std::io::Error> for IndexError {
    fn from(error: std::io::Error) -> Self {
        Self::File(error)
    }
}

impl From<Damaged> for IndexError {
    fn from(_: Damaged) -> Self {
        Self::Damaged
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
            Self::Damaged => out.write_str("the file is damaged"),
        }
    }
}

impl IndexError {
    /// Whether the file may not be written, or nothing beside it.
    fn is_refusal(&self) -> bool {
        match self {
            Self::File(error) => matches!(
                error.kind(),
                ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem
            ),
            Self::Database(rusqlite::Error::SqliteFailure(failure, _)) => matches!(
                failure.code,
                ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied
            ),
            Self::Database(_) | Self::Damaged => false,
        }
    }

    /// Whether another program was writing for longer than this one waits.
    pub fn is_busy(&self) -> bool {
        let Self::Database(error) = self else {
            return false;
        };
        matches!(
            error.sqlite_error_code(),
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
        )
    }

    /// Whether the file itself is at fault, rather than the disk or another program.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::File(_) => false,
            // A table or value that is not as we write it is damage, too.
            Self::Database(rusqlite::Error::SqliteFailure(failure, _)) => matches!(
                failure.code,
                ErrorCode::DatabaseCorrupt
                    | ErrorCode::NotADatabase
                    | ErrorCode::TooBig
                    | ErrorCode::Unknown
            ),
            Self::Database(_) | Self::Damaged => true,
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

/// Opens the index, or creates it. A damaged file, or one that is not ours, is set aside first. A
/// good one that may not be written is opened for reading.
/// `wait`: how long this program waits for another that writes.
///
/// # Errors
/// The folder or the file cannot be written, or another program holds its lock for too long.
pub fn open(folder: &Path, identity: &Identity, wait: Duration) -> Result<Connection> {
    let file = identity.file(folder);
    let opened = open_or_create(folder, &file, identity, wait);
    match &opened {
        Err(error) if error.is_refusal() => open_read_only(&file, identity).map_or(opened, Ok),
        _ => opened,
    }
}

fn open_or_create(
    folder: &Path,
    file: &Path,
    identity: &Identity,
    wait: Duration,
) -> Result<Connection> {
    fs::create_dir_all(folder)?;
    match try_open(file, identity, wait) {
        Ok(Some(connection)) => return Ok(connection),
        Ok(None) => {}
        Err(error) if error.is_damage() => {}
        Err(error) => return Err(error),
    }
    set_aside(file)?;
    match try_open(file, identity, wait)? {
        Some(connection) => Ok(connection),
        // Only if another program writes a file of its own here again and again.
        None => Err(IndexError::Damaged),
    }
}

/// Opens an index that is complete without its write-ahead log. SQLite would create files beside
/// it to read it, unless the file counts as immutable.
fn open_read_only(file: &Path, identity: &Identity) -> Option<Connection> {
    let log = fs::metadata(beside(file, "-wal"));
    if log.is_ok_and(|log| log.len() > 0) {
        return None;
    }
    let mut address = String::from("file:");
    for byte in file.as_os_str().as_encoded_bytes() {
        match byte {
            b'/' | b'.' | b'-' | b'_' => address.push(char::from(*byte)),
            letter if letter.is_ascii_alphanumeric() => address.push(char::from(*letter)),
            other => address.push_str(&format!("%{other:02X}")),
        }
    }
    address.push_str("?immutable=1");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(address, flags).ok()?;
    distrust(&connection).ok()?;
    let found = state(&connection, identity).ok()?;
    (found == State::Current).then_some(connection)
}

/// `None` for a file that is not ours.
fn try_open(file: &Path, identity: &Identity, wait: Duration) -> Result<Option<Connection>> {
    let mut connection = Connection::open(file)?;
    connection.busy_timeout(wait)?;
    distrust(&connection)?;
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

/// Somebody may have edited the file: nothing in its schema is run, and no value is too large.
fn distrust(connection: &Connection) -> Result<()> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
    connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, LONGEST_VALUE)?;
    Ok(())
}

fn state(connection: &Connection, identity: &Identity) -> Result<State> {
    let number = |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
    let (application, version) = (number("application_id")?, number("user_version")?);
    let schema = schema(connection)?;
    if application != APPLICATION {
        let empty = application == 0 && version == 0 && schema.is_empty();
        return Ok(if empty { State::Empty } else { State::Foreign });
    }
    if version != VERSION {
        return Ok(State::Older);
    }
    let is_ours = schema
        .iter()
        .map(|(name, sql)| (&**name, &**sql))
        .eq(SCHEMA);
    if !is_ours {
        return Err(IndexError::Damaged);
    }
    let mut stored = connection.prepare("SELECT identity FROM library")?;
    let stored = stored.query_map([], |row| row.get(0))?;
    match &*stored.collect::<rusqlite::Result<Vec<String>>>()? {
        [stored] if *stored == identity.text => Ok(State::Current),
        [_] => Ok(State::Older),
        _ => Err(IndexError::Damaged),
    }
}

/// The names of a file and the statements that made them, in the order in which they were made.
fn schema(connection: &Connection) -> Result<Vec<(String, String)>> {
    // What SQLite makes by itself has no statement.
    let all = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid";
    let mut all = connection.prepare(all)?;
    let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
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
        for (_, statement) in SCHEMA {
            transaction.execute_batch(statement)?;
        }
        let library = "INSERT INTO library VALUES(?, random())";
        transaction.execute(library, [&identity.text])?;
        transaction.pragma_update(None, "application_id", APPLICATION)?;
        transaction.pragma_update(None, "user_version", VERSION)?;
    }
    Ok(transaction.commit()?)
}

/// A file that SQLite keeps beside a database.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Renames a file that cannot be used, and the files that SQLite keeps beside it, to a name that
/// is free: they may be somebody's data.
///
/// # Errors
/// The folder cannot be written.
pub fn set_aside(file: &Path) -> std::io::Result<()> {
    // The database is last: without its write-ahead log it could be taken for a good one.
    const ENDS: [&str; 4] = ["-wal", "-shm", "-journal", ""];
    let mut aside = file.with_extension("damaged");
    let mut number = 1;
    while ENDS
        .iter()
        .any(|end| fs::symlink_metadata(beside(&aside, end)).is_ok())
    {
        number += 1;
        aside = file.with_extension(format!("damaged-{number}"));
    }
    for end in ENDS {
        match fs::rename(beside(file, end), beside(&aside, end)) {
            Err(error) if !files::is_absent(&error) => return Err(error),
            _ => {}
        }
    }
    Ok(())
}
