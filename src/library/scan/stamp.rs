//! What tells whether a file has changed since a scan read it.

use crate::fs::nanoseconds;
use crate::library::mix;
use std::fs;
use std::io;
use std::path::Path;
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
