//! The index of metadata: where its file is, and its tables.

use super::database::{Database, Result, Tables};
use crate::library::{self, ScanOptions, TextFiles, hash};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The version of the tables and the codec. The revision of the parser is added, because an index
/// holds what it returned.
const FORMAT: i32 = 7;

pub static TABLES: Tables = Tables {
    // `knbo`.
    application: 0x6b6e_626f,
    version: FORMAT * 10_000 + library::REVISION,
    statements: SCHEMA,
    fill_library: "INSERT INTO library VALUES(?, random())",
    // No chunk has so many bytes.
    longest_value: 64 << 20,
};

const SCHEMA: &[&str] = &[
    // `generation` is another random number after each complete scan, also in a file made anew.
    "CREATE TABLE library(identity TEXT NOT NULL, generation INTEGER NOT NULL) STRICT",
    // Paths are IDs: relative to the library, '' for the library itself. `modified` is known only
    // for a folder whose files are all in the index; `ignore` is its rules.
    "CREATE TABLE folder(path TEXT PRIMARY KEY NOT NULL, modified INTEGER, ignore INTEGER) \
         STRICT, WITHOUT ROWID",
    // `first` is the lowest ID; every ID is below the first one of the next chunk. `newest` sorts
    // as the list does.
    "CREATE TABLE chunk(id INTEGER PRIMARY KEY, first TEXT NOT NULL UNIQUE, \
         newest INTEGER NOT NULL, articles INTEGER NOT NULL, dated INTEGER NOT NULL, \
         problems INTEGER NOT NULL, unsettled INTEGER NOT NULL, rows BLOB NOT NULL) STRICT",
    "CREATE INDEX newest ON chunk(newest DESC)",
    // One row: the newest articles as in a chunk, and the totals of all chunks.
    "CREATE TABLE front(id INTEGER PRIMARY KEY CHECK(id = 0), newest INTEGER NOT NULL, \
         articles INTEGER NOT NULL, dated INTEGER NOT NULL, problems INTEGER NOT NULL, \
         unsettled INTEGER NOT NULL, rows BLOB NOT NULL) STRICT",
    // Articles that arrived after the first complete scan, until they are seen and rules were
    // applied to them. `print` identifies the text, so that a file that was moved has not arrived.
    "CREATE TABLE arrival(id TEXT PRIMARY KEY NOT NULL, print INTEGER NOT NULL, \
         seen INTEGER NOT NULL, ruled INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE INDEX arrived ON arrival(print)",
];

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

/// Opens the index, or creates it. See [`Database::open`].
///
/// # Errors
/// The folder or the file cannot be written, or another program holds its lock for too long.
pub fn open(folder: &Path, identity: &Identity, wait: Duration) -> Result<Connection> {
    let database = Database {
        tables: &TABLES,
        file: identity.file(folder),
        identity: &identity.text,
    };
    database.open(wait)
}
