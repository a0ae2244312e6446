//! The journal: user events, one per line, in append-only files that are merged by time. It is the
//! source of truth for bookmarks, read marks and positions.
//!
//! Every writer has its own file, `<machine>-<n>.jsonl`. The machine name is random and kept in
//! the state folder, which is not synchronized; `n` is the first number whose lock is free, so two
//! instances never share a file, and Syncthing or git never see two machines change one. A written
//! line never changes.
//!
//! A torn last line (power cut, full disk) is ignored, and the next line starts after a line end
//! of its own. Any other damaged line is reported and left in place; the rest of its step counts.
//! An unknown action and a torn line are damage within a step of several lines.
//!
//! The lines of this run are kept in memory. If another program replaces the file or its folder,
//! the next write or [`Journal::sync`] restores what the new file lacks.

mod cache;
mod caching;
mod compact;
mod damage;
mod gaps;
mod history;
mod lines;
mod own;
mod reading;
mod tail;

use crate::error::Error;
use crate::fs::Lock;
use crate::paths::Directories;
use caching::Caching;
pub use damage::Damage;
pub use history::HistoryReader;
use own::Own;
use reading::FileReading;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use tail::Tail;

pub use super::event::Event;
use super::event::Writer;
use super::libraries::LibraryNames;
use super::marks::{Libraries, Marks};

/// What could not be read of the journal.
#[derive(Debug, Default)]
pub struct JournalUpdate {
    pub damage: Vec<Damage>,
    /// Files that could not be read; they are tried again.
    pub unreadable: Vec<Error>,
}

/// The files of the journal: all are polled, one is written.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    state: PathBuf,
    /// The file of the cache, and the thread that writes it.
    cache: PathBuf,
    caching: Caching,
    tails: BTreeMap<PathBuf, Tail>,
    own: Option<Own>,
    /// Files that must not be written any more; their locks stay ours.
    spoilt: Vec<Lock>,
    /// The random name of this machine.
    machine: String,
    writer: Writer,
    names: LibraryNames,
    /// The lines of this run: how many bytes the system has accepted, and how many are known to be
    /// on disk.
    run: Vec<u8>,
    written: usize,
    synced: usize,
}

impl Journal {
    /// For a program that may change marks. The machine gets its name at once, because every event
    /// contains it: instances that start together must not be different machines.
    pub fn open(places: &Directories) -> Self {
        own::store_machine(&places.state, &own::machine_name(&places.state));
        Self::new(places)
    }

    /// Does not write: files are created at the first [`append`](Self::append).
    pub fn new(places: &Directories) -> Self {
        let machine = own::machine_name(&places.state);
        Self {
            names: LibraryNames::read(places, &machine),
            folder: places.journal(),
            state: places.state.clone(),
            cache: places.marks_cache(),
            caching: Caching::default(),
            writer: Writer::new(&machine),
            tails: BTreeMap::new(),
            own: None,
            spoilt: Vec::new(),
            machine,
            run: Vec::new(),
            written: 0,
            synced: 0,
        }
    }

    /// Marks whose events this journal is to write, for the libraries at these roots.
    pub fn marks(&mut self, roots: &[PathBuf]) -> Marks {
        let mut marks = Marks::new(self.writer, self.names.open(roots));
        marks.expect_history();
        marks
    }

    /// The libraries under all their names. Another instance may have named one since the start.
    pub(crate) fn refresh_libraries(&mut self) -> Libraries {
        self.names.refresh()
    }

    /// Reads the steps of this machine.
    pub(crate) fn history(&self) -> HistoryReader {
        HistoryReader {
            folder: self.folder.clone(),
            state: self.state.clone(),
            writer: self.writer,
        }
    }

    /// Reports the events of all files that are new since the last call, except those of this run.
    /// The order is irrelevant. The first call reports everything; a replaced file is reported
    /// again. Cheap if nothing changed: one stat per file.
    pub fn read(&mut self, take: &mut dyn FnMut(Event)) -> JournalUpdate {
        let mut reading = JournalUpdate::default();
        let ours: OnceCell<HashSet<&[u8]>> = OnceCell::new();
        let run = &self.run;
        let is_ours = |line: &[u8]| {
            let lines = || run.split_inclusive(|byte| *byte == b'\n').collect();
            !run.is_empty() && ours.get_or_init(lines).contains(line)
        };
        for path in files(&self.folder, &self.state, &mut reading) {
            let own = self.own.as_mut().filter(|own| own.path == path);
            if let Some(own) = own {
                if own.heard && own.is_in_place() {
                    continue;
                }
                own.heard = own.is_open();
            }
            let mut file = FileReading::new(&path);
            let tail = self.tails.entry(path.clone()).or_default();
            let read = tail.read(&path, &mut |number, line| {
                file.line(number, line, &is_ours, take);
            });
            file.stand_in(None, take);
            reading.damage.append(&mut file.damage);
            if let Err(error) = read {
                reading.unreadable.push(Error::unreadable(&path, &error));
            }
        }
        reading
    }

    /// Writes events and makes them durable. Without events, retries what is pending.
    ///
    /// # Errors
    /// They cannot be written (disk full, no permission). Nothing is lost: they stay in memory and
    /// are written by the next successful call.
    pub fn append(&mut self, events: &[Event]) -> io::Result<()> {
        self.write(events)?;
        self.sync()
    }

    /// The fast half of [`append`](Self::append): once the system has the data, it survives the
    /// program, but not yet a power cut.
    ///
    /// # Errors
    /// See [`append`](Self::append).
    pub(crate) fn write(&mut self, events: &[Event]) -> io::Result<()> {
        for event in events {
            event.write(&mut self.run);
        }
        if let Some(own) = &mut self.own
            && !own.is_in_place()
        {
            // After a failed write, only the unwritten part is known to be missing.
            if own.is_open() {
                self.synced = 0;
            }
            own.close();
            self.written = 0;
        }
        let lines = self.run.get(self.written..).unwrap_or_default();
        if lines.is_empty() {
            return Ok(());
        }
        if self.own.is_none() {
            adopt(&self.state, &self.folder);
        }
        self.names.write()?;
        let claim = || Own::claim(&self.folder, &self.state, &self.machine);
        self.own.get_or_insert_with(claim).write(lines)?;
        self.written = self.run.len();
        Ok(())
    }

    /// The second half: makes written data survive a power cut.
    ///
    /// # Errors
    /// See [`append`](Self::append).
    pub(crate) fn sync(&mut self) -> io::Result<()> {
        if self.written <= self.synced {
            return Ok(());
        }
        let Some(mut own) = self.own.take() else {
            return Ok(());
        };
        if let Err(error) = own.sync() {
            // After a failed sync, the system may have dropped the pages and report the next sync
            // as a success. This file is no longer trusted; a new one gets all lines.
            self.spoilt.extend(own.lock);
            self.written = 0;
            return Err(error);
        }
        self.own = Some(own);
        self.synced = self.written;
        Ok(())
    }

    /// Names of libraries that are not on disk yet, as lines.
    pub(crate) fn unwritten_names(&self) -> &[u8] {
        self.names.unwritten()
    }

    /// Events that are not known to be on disk.
    pub fn unsaved(&self) -> usize {
        self.waiting()
            .split_inclusive(|byte| *byte == b'\n')
            .count()
    }

    fn waiting(&self) -> &[u8] {
        self.run.get(self.synced..).unwrap_or_default()
    }

    /// Writes pending events to a file outside the journal, for a program that must end.
    ///
    /// # Errors
    /// Neither the state folder nor the temporary folder accepts it.
    pub fn rescue(&mut self) -> io::Result<PathBuf> {
        let names = self.names.unwritten();
        let path = rescue(&self.state, self.waiting(), names)
            .or_else(|_| rescue(&std::env::temp_dir(), self.waiting(), names))?;
        self.written = self.run.len();
        self.synced = self.run.len();
        Ok(path)
    }
}

/// Prefix of rescue files. In the state folder they are read as part of the journal.
const RESCUED: &str = "kanbao-";

/// Writes lines that the journal did not accept to a new, private file. Without the names beside
/// it, the libraries of these events would get others.
///
/// # Errors
/// The folder does not accept it.
pub fn rescue(folder: &Path, lines: &[u8], names: &[u8]) -> io::Result<PathBuf> {
    LibraryNames::rescue(folder, names)?;
    crate::fs::write_private(folder, RESCUED, lines)
}

/// Moves rescue files into the journal, where other machines see them.
fn adopt(state: &Path, folder: &Path) {
    for path in rescued(state) {
        if let Some(name) = path.file_name() {
            // If moving fails (another disk), the file is read where it is.
            let _ = fs::create_dir_all(folder).and_then(|()| fs::rename(&path, folder.join(name)));
        }
    }
}

fn rescued(state: &Path) -> Vec<PathBuf> {
    let mut files = listed(state).unwrap_or_default();
    let is_rescued = |name: &OsStr| name.as_encoded_bytes().starts_with(RESCUED.as_bytes());
    files.retain(|path| path.file_name().is_some_and(is_rescued));
    files
}

fn files(folder: &Path, state: &Path, reading: &mut JournalUpdate) -> Vec<PathBuf> {
    let mut files = match listed(folder) {
        Ok(files) => files,
        Err(error) if crate::fs::is_absent(&error) => Vec::new(),
        Err(error) => {
            reading.unreadable.push(Error::unreadable(folder, &error));
            Vec::new()
        }
    };
    files.extend(rescued(state));
    files
}

/// The files of a folder that may hold events.
fn listed(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut files: Vec<_> = fs::read_dir(folder)?
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
        .collect();
    files.sort();
    Ok(files)
}

#[cfg(test)]
mod tests;
