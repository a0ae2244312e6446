//! The file of a full-text index: where it is, and its tables.

use crate::clean::Settings;
use crate::index::{self, Database, IndexError, Tables};
use crate::library::{self, ScanOptions};
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

pub type Result<T, E = IndexError> = std::result::Result<T, E>;

/// The version of the tables, the tokens and the text that they are made of. The revision of the
/// parser is added, because an index holds what it returned.
const FORMAT: i32 = 7;

pub static TABLES: Tables = Tables {
    // `knbt`.
    application: 0x6b6e_6274,
    version: FORMAT * 10_000 + library::REVISION,
    statements: STATEMENTS,
    fill_library: "INSERT INTO library VALUES(?)",
    // The tokens of the longest text take less.
    longest_value: 128 << 20,
};

const STATEMENTS: &[&str] = &[
    "CREATE TABLE library(identity TEXT NOT NULL) STRICT",
    // Numbers are not used again: a reader may still hold them. `size` and `modified` are those of
    // the file; `modified` is unknown for a file that is to be read again. `flags`: see `Flags`.
    // `sum` is the hash of the row.
    "CREATE TABLE document(number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, \
     size INTEGER NOT NULL, modified INTEGER, flags INTEGER NOT NULL, sum INTEGER NOT NULL) \
     STRICT",
    // Apart from `document`, so that reading all documents does not read all texts. `length` is
    // that of the text in bytes, `simple` says whether it is searched as it is, `text` is
    // compressed, `sum` is the hash of the row.
    "CREATE TABLE body(number INTEGER PRIMARY KEY, length INTEGER NOT NULL, \
     simple INTEGER NOT NULL, sum INTEGER NOT NULL, text BLOB NOT NULL) STRICT",
    // `ascii` splits tokens at spaces, and changes no letter of a folded text.
    "CREATE VIRTUAL TABLE posting USING fts5(tokens, content = '', contentless_delete = 1, \
     detail = none, tokenize = 'ascii')",
    // Hashes of the postings: see `sums`.
    "CREATE TABLE block(id INTEGER PRIMARY KEY, sum INTEGER NOT NULL) STRICT",
    // A batch of documents is one segment (bytes).
    "INSERT INTO posting(posting, rank) VALUES('hashsize', 16777216)",
];

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

    /// The index of the metadata of the same articles.
    pub fn metadata(&self) -> &index::Identity {
        &self.metadata
    }

    /// The file in a folder of indexes.
    pub fn file(&self, folder: &Path) -> PathBuf {
        self.metadata.file(folder).with_extension("text")
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

pub fn damaged() -> IndexError {
    IndexError::Damaged
}
