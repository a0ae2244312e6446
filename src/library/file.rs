//! Reads untrusted files: read-only, regular files only, never blocking on a pipe, never more than
//! [`LIMIT`] bytes, into a reusable buffer.

use super::scan::Stamp;
use std::io::{self, Read};
use std::path::Path;
use std::time::SystemTime;

/// Maximum bytes read from a file.
pub const LIMIT: usize = 16 * 1024 * 1024;

/// A buffer larger than this is released after a large file.
const KEEP: usize = 1024 * 1024;

/// The buffer of one thread.
#[derive(Debug, Default)]
pub struct Reader {
    buffer: Vec<u8>,
}

/// The content of a file, up to the limit.
#[derive(Debug)]
pub struct Content<'a> {
    pub bytes: &'a [u8],
    /// The file is longer than [`LIMIT`].
    pub cut: bool,
    /// As it was before the file was read. `None` without a file.
    pub stamp: Option<Stamp>,
    /// The same, if every later change of the file gives it another stamp.
    pub settled: Option<Stamp>,
}

/// Why a file could not be read.
#[derive(Debug)]
pub enum Rejected {
    /// A pipe, device, socket or folder.
    NotRegular,
    Failed(io::Error),
}

impl From<io::Error> for Rejected {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}

impl Reader {
    /// Reads a file.
    ///
    /// # Errors
    /// It is not a regular file, or it cannot be read.
    /// The path is not a regular file, or it cannot be read.
    pub fn read(&mut self, path: &Path) -> Result<Content<'_>, Rejected> {
        let before = SystemTime::now();
        let file = crate::fs::without_waiting().read(true).open(path)?;
        let data = file.metadata()?;
        if !data.is_file() {
            return Err(Rejected::NotRegular);
        }
        if self.buffer.len() > KEEP {
            self.buffer = Vec::new();
        }
        let stamp = Stamp::of(&data);
        let (length, cut) = fill(&mut self.buffer, file, data.len())?;
        Ok(Content {
            bytes: self.buffer.get(..length).unwrap_or(&[]),
            cut,
            stamp: Some(stamp),
            settled: stamp.settled(before),
        })
    }
}

/// Reads to the end or to the limit. A file of its stated size takes one call.
fn fill(buffer: &mut Vec<u8>, mut file: impl Read, claimed: u64) -> io::Result<(usize, bool)> {
    let claimed = usize::try_from(claimed).unwrap_or(usize::MAX).min(LIMIT);
    let wanted = claimed.max(16 * 1024) + 1;
    if buffer.len() < wanted {
        buffer.resize(wanted, 0);
    }
    let mut length = 0;
    loop {
        let Some(room) = buffer.get_mut(length..).filter(|room| !room.is_empty()) else {
            if length > LIMIT {
                return Ok((LIMIT, true));
            }
            let more = (length * 2).min(LIMIT + 1);
            buffer.resize(more, 0);
            continue;
        };
        match file.read(room) {
            Ok(0) => break,
            Ok(read) => length += read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        // The stated size was read: this is the end; no second call is needed.
        if length == claimed && length < LIMIT && length > 0 {
            break;
        }
    }
    Ok((length.min(LIMIT), length > LIMIT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fills_from_any_size() {
        fn check(content: &[u8], claimed: u64, length: usize, cut: bool) {
            let mut buffer = Vec::new();
            assert_eq!(
                fill(&mut buffer, content, claimed).expect("memory"),
                (length, cut)
            );
            assert_eq!(buffer.get(..length), content.get(..length));
        }
        check(b"", 0, 0, false);
        check(b"abc", 3, 3, false);
        // Files in /proc state a size of 0, growing files one that is too small.
        check(&[7; 50_000], 0, 50_000, false);
        check(&vec![7; LIMIT], LIMIT as u64, LIMIT, false);
        check(&vec![7; LIMIT + 9], LIMIT as u64 + 9, LIMIT, true);
    }

    #[test]
    #[cfg(unix)]
    fn rejects_what_is_not_a_regular_file() {
        let mut reader = Reader::default();
        assert!(matches!(
            reader.read(Path::new("/dev/null")),
            Err(Rejected::NotRegular)
        ));
        assert!(matches!(
            reader.read(Path::new("/")),
            Err(Rejected::NotRegular)
        ));
        assert!(matches!(
            reader.read(Path::new("/no/such")),
            Err(Rejected::Failed(_))
        ));
    }
}
