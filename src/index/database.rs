//! The SQLite files of indexes: how they are opened, and what happens to a file that is damaged, of
//! another version, or not ours. Each kind of index has its own [`Tables`].

use super::chunk::Damaged;
use crate::fs as files;
use crate::locale::Locale;
use crate::text::sanitize_line;
use rusqlite::config::DbConfig;
use rusqlite::limits::Limit;
use rusqlite::{Connection, ErrorCode, OpenFlags, Transaction, TransactionBehavior};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// How long to wait before a lock is asked for again.
const LOCK_PAUSE: Duration = Duration::from_millis(5);

/// The tables of a kind of index.
#[derive(Debug)]
pub(crate) struct Tables {
    /// Tells files of this kind from other SQLite files.
    pub application: i32,
    pub version: i32,
    /// The statements that make the tables. A file with any other content, such as a trigger, is
    /// not ours.
    pub statements: &'static [&'static str],
    /// The statement that fills the table `library`. Its parameter is the identity.
    pub fill_library: &'static str,
    /// The most bytes of a value. Without a limit, a damaged file could demand a gigabyte.
    pub longest_value: i32,
}

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

/// SQLITE_IOERR_SHORT_READ: a file has fewer pages than its write-ahead log says, because it was
/// truncated, or deleted while another program keeps the log.
const SHORT_READ: i32 = 522;

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

    /// A sentence about the index of a library.
    pub fn describe(&self, key: &str, root: &Path, locale: &Locale) -> String {
        let path = sanitize_line(&root.to_string_lossy());
        let cause = match self.is_busy() {
            true => locale.text("index.busy").to_owned(),
            false => sanitize_line(&self.to_string()),
        };
        locale.fill(key, &[("path", &path), ("cause", &cause)])
    }

    /// Whether another program was writing for longer than this one waits.
    pub fn is_busy(&self) -> bool {
        matches!(self, Self::Database(error) if is_locked(error))
    }

    /// Whether the file itself is at fault, rather than the disk or another program.
    pub fn is_damage(&self) -> bool {
        match self {
            Self::File(_) => false,
            // A table or value that is not as we write it is damage, too.
            Self::Database(rusqlite::Error::SqliteFailure(failure, _)) => {
                let is_damage = matches!(
                    failure.code,
                    ErrorCode::DatabaseCorrupt
                        | ErrorCode::NotADatabase
                        | ErrorCode::TooBig
                        | ErrorCode::Unknown
                );
                is_damage || failure.extended_code == SHORT_READ
            }
            Self::Database(_) | Self::Damaged => true,
        }
    }
}

/// A file of an index, and what it must hold.
#[derive(Debug)]
pub(crate) struct Database<'a> {
    pub tables: &'static Tables,
    pub file: PathBuf,
    /// Which library, read in which way.
    pub identity: &'a str,
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

impl Database<'_> {
    /// Opens the index, or creates it. A damaged file, or one that is not ours, is set aside first.
    /// A good one that may not be written is opened for reading.
    /// `wait`: how long this program waits for another that writes.
    ///
    /// # Errors
    /// The folder or the file cannot be written, or another program holds its lock for too long.
    pub fn open(&self, wait: Duration) -> Result<Connection> {
        let opened = self.open_or_create(wait);
        match &opened {
            Err(error) if error.is_refusal() => self.open_read_only().map_or(opened, Ok),
            _ => opened,
        }
    }

    fn open_or_create(&self, wait: Duration) -> Result<Connection> {
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        match self.try_open(wait) {
            Ok(Some(connection)) => return Ok(connection),
            Ok(None) => {}
            Err(error) if error.is_damage() => {}
            Err(error) => return Err(error),
        }
        set_aside(&self.file)?;
        // Only if another program writes a file of its own here again and again.
        self.try_open(wait)?.ok_or(IndexError::Damaged)
    }

    /// Opens an index that is complete without its write-ahead log. SQLite would create files
    /// beside it to read it, unless the file counts as immutable.
    fn open_read_only(&self) -> Option<Connection> {
        let log = fs::metadata(beside(&self.file, "-wal"));
        if log.is_ok_and(|log| log.len() > 0) {
            return None;
        }
        let mut address = String::from("file:");
        for byte in self.file.as_os_str().as_encoded_bytes() {
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
        self.distrust(&connection).ok()?;
        let found = self.state(&connection).ok()?;
        (found == State::Current).then_some(connection)
    }

    /// `None` for a file that is not ours.
    fn try_open(&self, wait: Duration) -> Result<Option<Connection>> {
        let mut connection = Connection::open(&self.file)?;
        connection.busy_timeout(wait)?;
        self.distrust(&connection)?;
        // In one transaction: a program that creates the tables meanwhile would make the file look
        // like a foreign one, and it would be set aside under that program.
        let snapshot = connection.transaction()?;
        let found = self.state(&snapshot)?;
        drop(snapshot);
        if found == State::Foreign {
            return Ok(None);
        }
        // The write-ahead log needs memory that processes share, which a network drive does not
        // have.
        if files::is_remote(&self.file) {
            connection.pragma_update(None, "journal_mode", "DELETE")?;
        } else {
            use_write_ahead_log(&connection, wait)?;
            connection.pragma_update(None, "synchronous", "NORMAL")?;
        }
        if found != State::Current {
            self.create(&mut connection)?;
        }
        Ok(Some(connection))
    }

    /// Somebody may have edited the file: nothing in its schema is run, and no value is too large.
    fn distrust(&self, connection: &Connection) -> Result<()> {
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
        connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_VIEW, false)?;
        connection.set_limit(Limit::SQLITE_LIMIT_LENGTH, self.tables.longest_value)?;
        Ok(())
    }

    fn state(&self, connection: &Connection) -> Result<State> {
        let number =
            |name: &str| connection.pragma_query_value(None, name, |row| row.get::<_, i32>(0));
        let (application, version) = (number("application_id")?, number("user_version")?);
        let schema = schema(connection)?;
        if application != self.tables.application {
            let empty = application == 0 && version == 0 && schema.is_empty();
            return Ok(if empty { State::Empty } else { State::Foreign });
        }
        if version != self.tables.version {
            return Ok(State::Older);
        }
        if schema != self.tables.schema()? {
            return Err(IndexError::Damaged);
        }
        let mut stored = connection.prepare("SELECT identity FROM library")?;
        let stored = stored.query_map([], |row| row.get(0))?;
        match &*stored.collect::<rusqlite::Result<Vec<String>>>()? {
            [stored] if *stored == self.identity => Ok(State::Current),
            [_] => Ok(State::Older),
            _ => Err(IndexError::Damaged),
        }
    }

    /// Creates the tables in one transaction, in place of those of another version.
    fn create(&self, connection: &mut Connection) -> Result<()> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been faster.
        if self.state(&transaction)? != State::Current {
            drop_tables(&transaction)?;
            self.tables.create(&transaction, self.identity)?;
        }
        Ok(transaction.commit()?)
    }
}

impl Tables {
    /// An index without a file.
    ///
    /// # Errors
    /// SQLite has no memory.
    pub fn in_memory(&self) -> Result<Connection> {
        let connection = Connection::open_in_memory()?;
        self.create(&connection, "")?;
        Ok(connection)
    }

    fn create(&self, connection: &Connection, identity: &str) -> Result<()> {
        for statement in self.statements {
            connection.execute_batch(statement)?;
        }
        connection.execute(self.fill_library, [identity])?;
        connection.pragma_update(None, "application_id", self.application)?;
        Ok(connection.pragma_update(None, "user_version", self.version)?)
    }

    /// What [`schema()`] must be. SQLite knows best which tables are behind a virtual one.
    fn schema(&self) -> Result<Vec<(String, String)>> {
        schema(&self.in_memory()?)
    }

    /// Writes in one transaction, and checks first that no other program has replaced the tables.
    ///
    /// # Errors
    /// Nothing is written then.
    pub fn write<T>(
        &self,
        connection: &mut Connection,
        work: impl FnOnce(&Transaction<'_>) -> Result<T>,
    ) -> Result<T> {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        let version: i32 =
            transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if version != self.version {
            return Err(IndexError::Damaged);
        }
        let result = work(&transaction)?;
        transaction.commit()?;
        Ok(result)
    }
}

/// SQLite waits for no lock here: it reads the mode first, and a reader that becomes a writer is
/// refused at once. Another program that creates the same file needs a few milliseconds.
fn use_write_ahead_log(connection: &Connection, wait: Duration) -> rusqlite::Result<()> {
    let end = Instant::now() + wait;
    loop {
        let result = connection.pragma_update(None, "journal_mode", "WAL");
        match &result {
            Err(error) if is_locked(error) && Instant::now() < end => thread::sleep(LOCK_PAUSE),
            _ => return result,
        }
    }
}

fn is_locked(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked)
    )
}

/// The names of a file and the statements that made them, in the order in which they were made.
fn schema(connection: &Connection) -> Result<Vec<(String, String)>> {
    // What SQLite makes by itself has no statement, or a name that nothing else may have. It keeps
    // the table of the sequences when the tables of another version are dropped: then it is first.
    let all = "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL \
               AND name != 'sqlite_sequence' ORDER BY rowid";
    let mut all = connection.prepare(all)?;
    let all = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(all.collect::<rusqlite::Result<_>>()?)
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

/// A file that SQLite keeps beside a database.
fn beside(file: &Path, end: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Copies of damaged files that are kept.
const KEPT: usize = 3;

/// What SQLite keeps beside a database. The database is last: without its write-ahead log it could
/// be taken for a good one.
const ENDS: [&str; 4] = ["-wal", "-shm", "-journal", ""];

/// Renames a file that cannot be used, and the files that SQLite keeps beside it, to a name that
/// is free: they may be somebody's data. The newest copies are kept.
///
/// # Errors
/// The folder cannot be written.
pub fn set_aside(file: &Path) -> std::io::Result<()> {
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
    remove_older(file, &aside);
    Ok(())
}

/// Removes the oldest copies of damaged files beside the newest one.
fn remove_older(file: &Path, newest: &Path) {
    let first = file.with_extension("damaged");
    let folder = file.parent().unwrap_or(Path::new("."));
    let Some(name) = first.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    let is_copy = |path: &Path| {
        let own = path.file_name().and_then(|own| own.to_str());
        let end = own.and_then(|own| own.strip_prefix(name));
        let numbered = |end: &str| {
            end.strip_prefix('-')
                .is_some_and(|n| n.parse::<u32>().is_ok())
        };
        path != newest && end.is_some_and(|end| end.is_empty() || numbered(end))
    };
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut copies: Vec<_> = entries
        .map(|entry| entry.path())
        .filter(|path| is_copy(path))
        .map(|path| {
            (
                fs::metadata(&path).and_then(|meta| meta.modified()).ok(),
                path,
            )
        })
        .collect();
    copies.sort();
    let surplus = (copies.len() + 1).saturating_sub(KEPT);
    for (_, path) in copies.iter().take(surplus) {
        for end in ENDS {
            // It may not be there.
            let _ = fs::remove_file(beside(path, end));
        }
    }
}
