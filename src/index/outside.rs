//! Files that were read outside a scan, by a watcher.

use super::chunk::File;
use super::codec::{encode, encode_labels, encode_problem};
use super::store::{self, Changes};
use super::update::{Failure, Indexes, Open, failure};
use crate::library::{FileRead, ScanOptions};
use std::path::Path;

impl File {
    pub fn of(file: &FileRead<'_>) -> Self {
        let (labels, fields) = match file.result {
            Ok(entry) => (encode_labels(&entry.labels), encode(entry)),
            Err(problem) => (Vec::new(), encode_problem(problem.kind, &problem.detail)),
        };
        Self {
            stamp: file.stamp,
            labels,
            fields,
        }
    }
}

/// Files of one library that were read, or are gone.
#[derive(Debug, Default)]
pub struct ReadFiles(Changes);

impl ReadFiles {
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn add(&mut self, file: &FileRead<'_>) {
        self.0.insert(file.id.to_owned(), Some(File::of(file)));
    }

    pub fn add_gone(&mut self, id: &str) {
        self.0.insert(id.to_owned(), None);
    }

    /// Later ones replace earlier ones.
    pub fn append(&mut self, mut later: Self) {
        self.0.append(&mut later.0);
    }
}

/// Writes files to the index of their library. The stamps of folders stay as they are, so the next
/// scan looks at all files, but it does not read these again.
///
/// # Errors
/// The index cannot be written.
pub fn write(
    indexes: &Indexes,
    root: &Path,
    options: &ScanOptions,
    files: ReadFiles,
) -> Result<(), Failure> {
    let Some(folder) = indexes.folder.as_ref().filter(|_| !files.is_empty()) else {
        return Ok(());
    };
    let index = Open::new(root, folder, indexes.wait, options);
    let written = index.and_then(|mut index| {
        store::write(&mut index.connection, |transaction| {
            store::change(transaction, files.0)
        })
    });
    written.map_err(|error| failure(root, &error))
}
