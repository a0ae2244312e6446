//! The merged state of the journal in the cache directory, with how far each file was read, so that
//! a start reads only what is new.
//!
//! The journal is the truth. The cache is used if its own hash is right and every file that it
//! covers is still there and begins with what was read, compared by samples from the beginning and
//! the end of that part: journals are only appended to. Otherwise everything is read again.

use super::caching::Caching;
use super::tail::Tail;
use super::{Journal, JournalUpdate};
use crate::bytes::{Reader as ByteReader, Writer as ByteWriter};
use crate::library::hash;
use crate::user::marks::Marks;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

/// The beginning of the file. The number changes with the format.
const MAGIC: &[u8] = b"kanbao marks 5\n";

/// Maximum bytes: about two million marks.
const MOST: usize = 256 << 20;

/// With fewer new marks, reading them again is cheaper than writing the cache.
const ENOUGH: usize = 1_000;

impl Journal {
    /// Reads the whole journal, at the start of the program. Returns its marks.
    pub(crate) fn load(&mut self) -> (Marks, JournalUpdate) {
        let mut marks = self.restore().unwrap_or_default();
        let mut new = 0;
        let update = self.read(&mut |event| {
            new += event.count();
            marks.apply_all(&[event]);
        });
        // A damaged line may be repaired in place, which a cache would not show.
        let is_complete = update.unreadable.is_empty() && update.damage.is_empty();
        if new >= ENOUGH && is_complete {
            self.caching = Caching(self.store(&marks));
        }
        marks.learn_pace();
        (marks, update)
    }

    pub(super) fn restore(&mut self) -> Option<Marks> {
        let (bytes, more) = crate::fs::read(&self.cache, MOST).ok()?;
        let rest = bytes.strip_prefix(MAGIC).filter(|_| !more)?;
        let (sum, rest) = rest.split_first_chunk()?;
        if u64::from_le_bytes(*sum) != hash(0, rest) {
            return None;
        }
        let mut bytes = ByteReader(rest);
        let mut tails = BTreeMap::new();
        for _ in 0..bytes.number()? {
            let path = PathBuf::from(bytes.text()?);
            let mut tail = Tail::decode(&mut bytes)?;
            // Two programs with other data folders may share the cache folder.
            let is_here = |folder: &Path| path.parent() == Some(folder);
            if !(is_here(&self.folder) || is_here(&self.state)) || !tail.resumes(&path) {
                return None;
            }
            tails.insert(path, tail);
        }
        let marks = Marks::decode(&mut bytes)?;
        self.tails = tails;
        Some(marks)
    }

    /// Writes the cache. It is only worth time, so errors do not matter. Marks that are to be
    /// written to the journal do not wait for the disk.
    pub(super) fn store(&self, marks: &Marks) -> Option<JoinHandle<std::io::Result<()>>> {
        let mut out = ByteWriter::default();
        out.number(self.tails.len() as u64);
        for (path, tail) in &self.tails {
            out.bytes(path.to_str()?.as_bytes());
            tail.encode(&mut out);
        }
        marks.encode(&mut out);
        let sum = hash(0, &out.0).to_le_bytes();
        let bytes = [MAGIC, &sum, &out.0].concat();
        let path = self.cache.clone();
        let write = move || crate::fs::write_atomically(&path, &bytes);
        let thread = std::thread::Builder::new().name("marks cache".to_owned());
        thread.spawn(write).ok()
    }
}
