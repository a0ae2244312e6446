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

    /// Adds a file that is not an article any more, unless it was read: then its problem is known.
    pub fn add_gone(&mut self, id: &str) {
        self.0.entry(id.to_owned()).or_insert(None);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Problem, ProblemKind};

    /// A file that became empty is reported as read and as gone. The index must know it, or a
    /// later change of its text goes unnoticed.
    #[test]
    fn a_file_that_was_read_is_not_gone() {
        let problem = Problem {
            path: Path::new("a.md").to_owned().into(),
            kind: ProblemKind::Empty,
            files: 1,
            detail: String::new(),
        };
        let mut files = ReadFiles::default();
        files.add(&FileRead {
            root: Path::new("news"),
            id: "a.md",
            stamp: None,
            result: Err(&problem),
        });
        files.add_gone("a.md");
        files.add_gone("b.md");
        let is_there = |id| files.0.get(id).map(Option::is_some);
        assert_eq!(is_there("a.md"), Some(true));
        assert_eq!(is_there("b.md"), Some(false));
    }
}
