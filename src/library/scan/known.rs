//! What an earlier scan found, so that unchanged files are not read again.

use crate::fs::nanoseconds;
use crate::library::{Entry, Problem, ProblemKind, id};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

/// What tells that a file changed. Not its inode: some network file systems renumber them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    pub size: u64,
    /// Last modification, in nanoseconds since 1970.
    pub modified: i64,
}

/// A file whose modification time is this close to the time of the scan may change again without
/// getting another one: some file systems count in steps of two seconds.
const RACY: i64 = 2_000_000_000;

impl Stamp {
    /// # Errors
    /// The file cannot be found.
    pub fn of_file(path: &Path) -> io::Result<Self> {
        fs::metadata(path).map(|data| Self::of(&data))
    }

    pub fn of(data: &fs::Metadata) -> Self {
        Self {
            size: data.len(),
            modified: data.modified().map_or(0, nanoseconds),
        }
    }

    /// Whether a change right after the scan could leave the stamp as it is.
    pub fn is_racy(self) -> bool {
        (self.modified - nanoseconds(SystemTime::now())).abs() <= RACY
    }
}

/// A file compared with the earlier scan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// It is read, and what it is is sent for the first time.
    New,
    /// An article that was sent, and may have changed: it is read again.
    Changed,
    /// An article, unchanged.
    Unchanged,
    /// Still not an article, with the detail of the problem.
    Problem(ProblemKind, String),
}

/// A file that was read.
#[derive(Clone, Copy, Debug)]
pub struct FileRead<'a> {
    pub root: &'a Path,
    pub id: &'a str,
    /// As it was before the file was read; a change during that gives the file another stamp.
    pub stamp: Stamp,
    pub result: Result<&'a Entry, &'a Problem>,
}

/// An article that is not there any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gone {
    pub root: Arc<PathBuf>,
    pub id: Arc<str>,
}

impl Gone {
    /// The file that the article was in.
    pub fn path(&self) -> PathBuf {
        self.root.join(id::path(&self.id))
    }
}

/// Remembers scans. Called by all threads of a scan.
pub trait Known: Sync {
    fn check(&self, root: &Path, id: &str, stamp: Stamp) -> Check;

    fn record(&self, file: &FileRead<'_>);

    /// A folder was listed. `modified` is the time of its last change before that, if it was
    /// listed without errors.
    fn listed(&self, root: &Path, folder: &str, modified: Option<i64>);

    /// Whether a folder that was found in another one is scanned.
    fn enters(&self, folder: &Path) -> bool {
        let _ = folder;
        true
    }
}
