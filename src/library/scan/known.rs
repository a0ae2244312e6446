//! What an earlier scan found, so that unchanged files are not read again.

use super::options::IGNORE;
use crate::fs::nanoseconds;
use crate::library::{Entry, Problem, ProblemKind, id, mix};
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

/// A file whose modification time is this close to the time when it was looked up may change again
/// without getting another one: some file systems count in steps of two seconds.
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

    /// A hash of 63 bits; never 0.
    pub fn print(self) -> u64 {
        (mix(self.size, self.modified.cast_unsigned()) >> 1).max(1)
    }

    /// The stamp, if every later change of the file gives it another one. `before` is a time
    /// before the file was looked up: the clock may be far ahead when the file has been parsed.
    pub fn settled(self, before: SystemTime) -> Option<Self> {
        let age = nanoseconds(before).saturating_sub(self.modified);
        (age.saturating_abs() > RACY).then_some(self)
    }
}

/// What tells that a scan could find other files in a folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FolderStamp {
    /// Last change of its list of files, in nanoseconds since 1970.
    pub modified: i64,
    /// Last modification of its `.ignore` file, if it has one.
    pub ignore: Option<i64>,
}

impl FolderStamp {
    /// Whether a folder still has this stamp.
    pub fn is_of(self, folder: &Path) -> bool {
        let modified = |path: &Path| Stamp::of_file(path).ok().map(|stamp| stamp.modified);
        modified(folder) == Some(self.modified)
            && (self.ignore.is_none() || modified(&folder.join(IGNORE)) == self.ignore)
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn recent_and_impossible_times() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_800_000_000);
        let check = |modified: i64, is_settled: bool| {
            let stamp = Stamp { size: 3, modified };
            let expected = is_settled.then_some(stamp);
            assert_eq!(stamp.settled(now), expected, "{modified}");
        };
        let number = nanoseconds(now);
        check(number, false);
        check(number - RACY, false);
        check(number - RACY - 1, true);
        // It changed between the look at the clock and the look at the file.
        check(number + 1, false);
        // The clock of another machine is ahead.
        check(number + RACY + 1, true);
        check(i64::MIN, true);
        check(i64::MAX, true);
    }
}
