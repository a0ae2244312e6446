//! What an earlier scan found, so that unchanged files are not read again.

use super::rules::{self, Rules};
use super::stamp::Stamp;
use crate::library::{Entry, Problem, ProblemKind, id};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What tells that a scan could find other files in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderStamp {
    /// Last change of its list of files, in nanoseconds since 1970.
    pub modified: i64,
    pub rules: Rules,
}

impl FolderStamp {
    /// Whether a folder still has this stamp.
    pub fn is_of(self, folder: &Path) -> bool {
        let modified = |path: &Path| Stamp::of_file(path).ok().map(|stamp| stamp.modified);
        modified(folder) == Some(self.modified) && rules::again(folder, self.rules) == self.rules
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
    /// `None`: the next scan must read the file again.
    pub stamp: Option<Stamp>,
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
    /// `stamp` looks the file up, which costs more than anything else here; `None` if that fails.
    fn check(&self, root: &Path, id: &str, stamp: &dyn Fn() -> Option<Stamp>) -> Check;

    fn record(&self, file: &FileRead<'_>);

    /// A folder was listed. There is a stamp if it was listed without errors, and if every later
    /// change gives it another one.
    fn listed(&self, root: &Path, folder: &str, stamp: Option<FolderStamp>);

    /// Whether the files that know of the pages of a site, whose top a folder is or was, are not those
    /// of the earlier scan.
    fn has_other_facts(&self, root: &Path, folder: &str, rules: Rules) -> bool {
        let _ = (root, folder, rules);
        false
    }

    /// Whether a folder that was found in another one is scanned.
    fn enters(&self, folder: &Path) -> bool {
        let _ = folder;
        true
    }

    /// Whether a folder with this mark is scanned already, under whatever name.
    fn has_entered(&self, mark: (u64, u64)) -> bool {
        let _ = mark;
        false
    }

    /// How many files a folder had that is left out, if it is not counted again.
    fn files_left_out(&self, folder: &Path) -> Option<u32> {
        let _ = folder;
        None
    }
}
