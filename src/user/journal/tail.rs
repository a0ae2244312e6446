//! Reads what was appended to a file, or all of it if the file was replaced.

use super::lines::{Line, Lines};
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::fs::identity;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

/// Bytes compared at the beginning and before the read position before reading continues.
const SAMPLE: u64 = 512;

/// The read position, and samples to recognize the file.
#[derive(Debug, Default)]
pub struct Tail {
    /// State after the last complete read.
    looks: Option<Looks>,
    first: Vec<u8>,
    last: Vec<u8>,
    lines: Lines,
}

/// Metadata that changes when the file changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Looks {
    file: (u64, u64),
    length: u64,
    /// Nanoseconds since 1970.
    modified: Option<i64>,
}

impl Looks {
    fn of(meta: &Metadata) -> Self {
        Self {
            file: identity(meta),
            length: meta.len(),
            modified: meta.modified().ok().map(crate::fs::nanoseconds),
        }
    }
}

impl Tail {
    /// Reports lines that are new since the last call, or all lines if the file was replaced,
    /// truncated or rewritten in place.
    ///
    /// # Errors
    /// The file cannot be opened or read.
    pub fn read(&mut self, path: &Path, take: &mut dyn FnMut(usize, Line<'_>)) -> io::Result<()> {
        if self.looks == Some(Looks::of(&fs::metadata(path)?)) {
            return Ok(());
        }
        let mut file = crate::fs::open(path)?;
        let looks = Looks::of(&file.metadata()?);
        if !self.goes_on(looks, &mut file)? {
            *self = Self::default();
        }
        file.seek(SeekFrom::Start(self.lines.bytes()))?;
        let new = looks.length.saturating_sub(self.lines.bytes());
        self.lines.read(file.by_ref().take(new), take)?;
        (self.first, self.last) = self.sample(&mut file)?;
        self.looks = Some(looks);
        Ok(())
    }

    /// Whether the file at a path begins with what was read in an earlier run. A synchronizer may
    /// have replaced it by a longer one.
    pub fn resumes(&mut self, path: &Path) -> bool {
        let Ok(looks) = fs::metadata(path).map(|meta| Looks::of(&meta)) else {
            return false;
        };
        if self.looks == Some(looks) {
            return true;
        }
        let begins = crate::fs::open(path).and_then(|mut file| {
            let known = self.looks.get_or_insert(looks);
            // Nothing was appended: it was written in place.
            if known.length == looks.length && known.modified != looks.modified {
                return Ok(false);
            }
            known.file = looks.file;
            self.goes_on(looks, &mut file)
        });
        begins.unwrap_or(false)
    }

    pub fn encode(&self, out: &mut ByteWriter) {
        let looks = self.looks.unwrap_or_default();
        let numbers = [looks.file.0, looks.file.1, looks.length];
        numbers.into_iter().for_each(|number| out.number(number));
        out.signed(looks.modified.unwrap_or(i64::MIN));
        out.bytes(&self.first);
        out.bytes(&self.last);
        self.lines.encode(out);
    }

    pub fn decode(bytes: &mut ByteReader<'_>) -> Option<Self> {
        let looks = Looks {
            file: (bytes.number()?, bytes.number()?),
            length: bytes.number()?,
            modified: Some(bytes.signed()?).filter(|time| *time != i64::MIN),
        };
        Some(Self {
            looks: Some(looks),
            first: bytes.bytes()?.to_owned(),
            last: bytes.bytes()?.to_owned(),
            lines: Lines::decode(bytes)?,
        })
    }

    /// Whether the file still begins with what was read. Only samples are compared: comparing
    /// everything would read a large file again whenever it grows.
    fn goes_on(&self, looks: Looks, file: &mut File) -> io::Result<bool> {
        let known = self.looks.is_some_and(|old| old.file == looks.file);
        if !known || looks.length < self.lines.bytes() {
            return Ok(false);
        }
        let (first, last) = self.sample(file)?;
        Ok(first == self.first && last == self.last)
    }

    fn sample(&self, file: &mut File) -> io::Result<(Vec<u8>, Vec<u8>)> {
        let length = self.lines.bytes().min(SAMPLE);
        let mut at = |start| {
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(start))?;
            file.by_ref().take(length).read_to_end(&mut bytes)?;
            io::Result::Ok(bytes)
        };
        Ok((at(0)?, at(self.lines.bytes() - length)?))
    }
}
