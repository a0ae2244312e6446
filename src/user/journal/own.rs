//! The journal file that this run writes, under a name that no other instance or machine uses.

use super::lines::{Line, Lines};
use crate::fs::{Lock, identity};
use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

#[derive(Debug)]
pub struct Own {
    pub path: PathBuf,
    pub lock: Option<Lock>,
    /// Whether foreign lines in it were read since it was opened.
    pub heard: bool,
    /// `None` before it is opened and after a failed write.
    file: Option<File>,
    /// Length and identity after our last write.
    length: u64,
    /// It may contain lines of this run.
    used: bool,
    /// The directory entry is not known to be on disk.
    new: bool,
}

impl Own {
    /// A file under the first free name; it is created at the first write.
    pub fn claim(folder: &Path, state: &Path, machine: &str) -> Self {
        let (name, lock) = free_name(state, &store_machine(state, machine));
        Self {
            path: folder.join(format!("{name}.jsonl")),
            lock,
            heard: false,
            file: None,
            length: 0,
            used: false,
            new: false,
        }
    }

    pub fn is_open(&self) -> bool {
        self.file.is_some()
    }

    /// Whether the path still leads to the open file and its length is unchanged. If not, another
    /// program replaced, removed, truncated or wrote it.
    pub fn is_in_place(&self) -> bool {
        let there = fs::metadata(&self.path);
        let here = self.file.as_ref().map(File::metadata);
        match (here, there) {
            (Some(Ok(here)), Ok(there)) => {
                identity(&here) == identity(&there) && there.len() == self.length
            }
            _ => false,
        }
    }

    /// Reopens the file at the next write.
    pub fn close(&mut self) {
        self.file = None;
        self.heard = false;
    }

    /// Appends lines. A reopened file gets only those that it lacks.
    ///
    /// # Errors
    /// They cannot be written. Some may have been; the file is reopened.
    pub fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let result = match self.file.take() {
            Some(file) => self.append(file, lines),
            None => {
                let mut file = self.open()?;
                if std::mem::replace(&mut self.used, true) {
                    missing(&mut file, lines).and_then(|lines| self.append(file, &lines))
                } else {
                    self.append(file, lines)
                }
            }
        };
        if result.is_err() {
            self.close();
        }
        result
    }

    fn append(&mut self, mut file: File, lines: &[u8]) -> io::Result<()> {
        file.write_all(lines)?;
        self.length = file.metadata()?.len();
        self.file = Some(file);
        Ok(())
    }

    /// Makes written data durable.
    ///
    /// # Errors
    /// The system reports a failure, or the file is not open.
    pub fn sync(&mut self) -> io::Result<()> {
        let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        file.sync_data()?;
        if std::mem::take(&mut self.new) {
            // The folder may be new, too.
            self.path
                .ancestors()
                .skip(1)
                .take(2)
                .for_each(crate::fs::sync_folder);
        }
        Ok(())
    }

    fn open(&mut self) -> io::Result<File> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut file = crate::fs::without_waiting()
            .create(true)
            .read(true)
            .append(true)
            .open(&self.path)?;
        let length = file.metadata()?.len();
        if length == 0 {
            self.new = true;
            return Ok(file);
        }
        // The last line may be torn: start on a new line.
        let mut last = [0];
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
        Ok(file)
    }
}

/// The lines that a file lacks, in order.
fn missing(file: &mut File, lines: &[u8]) -> io::Result<Vec<u8>> {
    let ours = || lines.split_inclusive(|byte| *byte == b'\n');
    if !file.metadata()?.is_file() {
        return Ok(lines.to_owned());
    }
    let mut wanted: HashSet<&[u8]> = ours().collect();
    file.seek(SeekFrom::Start(0))?;
    Lines::default().read(file, &mut |_, line| {
        if let Line::Whole(line) = line {
            wanted.remove(line);
        }
    })?;
    Ok(ours()
        .filter(|line| wanted.contains(line))
        .collect::<Vec<_>>()
        .concat())
}

/// The first name of this machine that no other instance holds; a name for this run only where
/// locks are not supported.
fn free_name(state: &Path, machine: &str) -> (String, Option<Lock>) {
    const MOST: u32 = 1000;
    for number in 1..=MOST {
        let name = format!("{machine}-{number}");
        match Lock::take(&state.join(format!("{name}.lock"))) {
            Ok(Some(lock)) => return (name, Some(lock)),
            Ok(None) => {}
            Err(_) => break,
        }
    }
    (crate::fs::random_name(), None)
}

/// The random name of this machine; a new one if it has none yet.
pub fn machine_name(state: &Path) -> String {
    read_machine(state).unwrap_or_else(crate::fs::random_name)
}

fn read_machine(state: &Path) -> Option<String> {
    const MOST: usize = 64;
    let (bytes, more) = crate::fs::read(&state.join("machine"), MOST).ok()?;
    let name = String::from_utf8(bytes).ok()?.trim().to_owned();
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    (!more && plain && !name.is_empty()).then_some(name)
}

/// Stores a new name of this machine. Returns the name that counts: where several instances start at
/// once, that of the first one. If the state folder is not writable, it is only that of this run.
pub fn store_machine(state: &Path, new: &str) -> String {
    if let Some(name) = read_machine(state) {
        return name;
    }
    let path = state.join("machine");
    // An earlier version was interrupted by a power cut.
    if fs::metadata(&path).is_ok_and(|meta| meta.is_file() && meta.len() == 0) {
        let _ = fs::remove_file(&path);
    }
    let _created = crate::fs::create_atomically(&path, new.as_bytes());
    read_machine(state).unwrap_or_else(|| new.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;
    use std::sync::Barrier;

    #[test]
    fn instances_that_start_at_once_are_one_machine() {
        for is_empty in [false, true] {
            let root = tempfile::tempdir().unwrap();
            let state = root.path().join("state/kanbao");
            if is_empty {
                fs::create_dir_all(&state).unwrap();
                fs::write(state.join("machine"), "").unwrap();
                store_machine(&state, "a");
            }
            let barrier = Barrier::new(8);
            let names: BTreeSet<String> = std::thread::scope(|scope| {
                let (barrier, state) = (&barrier, &state);
                let name = move |number: usize| {
                    barrier.wait();
                    store_machine(state, &format!("{number:016x}"))
                };
                let threads = (0..8).map(|number| scope.spawn(move || name(number)));
                let threads: Vec<_> = threads.collect();
                let names = threads.into_iter().map(|thread| thread.join().unwrap());
                names.collect()
            });
            assert_eq!(names.len(), 1, "{names:?}");
            let left = fs::read_dir(&state).unwrap();
            assert_eq!(left.count(), 1, "no temporary files");
        }
    }
}
