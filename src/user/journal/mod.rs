//! The journal: what the reader did, one event a line, in append-only files that are merged
//! by time. It is the truth of bookmarks, read marks and places.
//!
//! Every writer has a file of its own, `<machine>-<n>.jsonl`: the machine's name is made at
//! random and kept in the state folder, which nobody synchronises; `n` is the first number
//! whose lock is free, so two instances never share a file, and Syncthing or git never see two
//! machines change one. A line, once written, is never changed.
//!
//! A torn last line (power cut, full disk) is passed over in silence, and the next line begins
//! after a line end of its own. Any other damaged line is reported and stays where it is.
//!
//! The lines of this run are kept in memory. Where another program replaces the file or its
//! folder, the next write or [`Journal::sync`] writes again what the new file lacks.

mod lines;
mod own;
mod tail;

use crate::disk::{self, Directories, Lock};
use crate::error::{Error, Exit};
use crate::locale::Locale;
pub use lines::{LONGEST, Line, Lines};
use own::Own;
use std::cell::OnceCell;
use std::collections::{BTreeMap, HashSet};
use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tail::Tail;

pub use super::event::{Action, Event};

/// Lines that are no events, with none that is an event between them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    pub last: usize,
    /// What the parser said of the first.
    pub detail: String,
}

impl Damage {
    /// For a person, in the language of the interface.
    pub fn error(&self, locale: &Locale) -> Error {
        let key = match self.last {
            last if last == self.line => "journal.damaged",
            _ => "journal.damaged-lines",
        };
        let what = locale.fill(key, &[("detail", &self.detail), ("last", &self.last)]);
        Error::new(Exit::Found, what)
            .path(&self.path)
            .at(self.line, 1)
    }
}

/// What a reading of the journal could not take.
#[derive(Debug, Default)]
pub struct JournalUpdate {
    pub damage: Vec<Damage>,
    /// Files that could not be read; they are tried again.
    pub unreadable: Vec<Error>,
}

/// The files of the journal: read by polling, written through one file of our own.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    state: PathBuf,
    tails: BTreeMap<PathBuf, Tail>,
    own: Option<Own>,
    /// Numbers whose files must not be written any more; their locks stay ours.
    spoilt: Vec<Lock>,
    machine: Option<String>,
    /// The lines of this run: how many bytes of them the system has taken, and how many are
    /// known to be on the disk.
    run: Vec<u8>,
    written: usize,
    synced: usize,
}

impl Journal {
    /// Touches nothing on the disk: files are made at the first [`append`](Self::append).
    pub fn new(places: &Directories) -> Self {
        Self {
            folder: places.journal(),
            state: places.state.clone(),
            tails: BTreeMap::new(),
            own: None,
            spoilt: Vec::new(),
            machine: None,
            run: Vec::new(),
            written: 0,
            synced: 0,
        }
    }

    /// Tells of the events of all files that are new since the last reading, in no order that
    /// matters, those of this run left out: the first time of everything, and of all of a
    /// file again when it was replaced. Cheap when nothing changed: one look at each file.
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
            reading.damage.append(&mut file.damage);
            if let Err(error) = read {
                reading.unreadable.push(Error::unreadable(&path, &error));
            }
        }
        reading
    }

    /// Writes events and makes them durable before it returns. Without events, tries again
    /// what is waiting.
    ///
    /// # Errors
    /// When they cannot be written (disk full, no permission). Nothing is lost: they wait in
    /// memory and are written with the next call that succeeds.
    pub fn append(&mut self, events: &[Event]) -> io::Result<()> {
        self.write(events)?;
        self.sync()
    }

    /// The first half of [`append`](Self::append), and the fast one: what the system has
    /// outlives the program, though not yet a power cut.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn write(&mut self, events: &[Event]) -> io::Result<()> {
        for event in events {
            event.write(&mut self.run);
        }
        if let Some(own) = &mut self.own
            && !own.is_in_place()
        {
            // After a failed write nothing but the write is known to be missing.
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
        let claim = || Own::claim(&self.folder, &self.state, &mut self.machine);
        self.own.get_or_insert_with(claim).write(lines)?;
        self.written = self.run.len();
        Ok(())
    }

    /// The second half: what was written outlives a power cut.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn sync(&mut self) -> io::Result<()> {
        if self.written <= self.synced {
            return Ok(());
        }
        let Some(mut own) = self.own.take() else {
            return Ok(());
        };
        if let Err(error) = own.sync() {
            // After a failed sync the system may have dropped the pages and call the next
            // sync a success: this file is not trusted again. A new one gets all lines.
            self.spoilt.extend(own.lock);
            self.written = 0;
            return Err(error);
        }
        self.own = Some(own);
        self.synced = self.written;
        Ok(())
    }

    /// Where the files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Events that are not known to be on the disk.
    pub fn unsaved(&self) -> usize {
        self.waiting()
            .split_inclusive(|byte| *byte == b'\n')
            .count()
    }

    fn waiting(&self) -> &[u8] {
        self.run.get(self.synced..).unwrap_or_default()
    }

    /// Writes what waits to a file outside the journal, for a program that must end.
    ///
    /// # Errors
    /// When neither the state folder nor that for temporary files takes it.
    pub fn rescue(&mut self) -> io::Result<PathBuf> {
        let path = rescue(&self.state, self.waiting())
            .or_else(|_| rescue(&std::env::temp_dir(), self.waiting()))?;
        self.written = self.run.len();
        self.synced = self.run.len();
        Ok(path)
    }
}

/// How the names of files with rescued lines begin. In the state folder they are read as a
/// part of the journal.
const RESCUED: &str = "kanbao-";

/// Writes lines that the journal did not take into a new file, closed to other users.
///
/// # Errors
/// When the folder takes none.
pub fn rescue(folder: &Path, lines: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{RESCUED}{}.jsonl", disk::random_name()));
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(&path)?;
    file.write_all(lines)?;
    file.sync_all()?;
    disk::sync_folder(folder);
    Ok(path)
}

/// Moves rescued files into the journal, where other machines see them.
fn adopt(state: &Path, folder: &Path) {
    for path in rescued(state) {
        if let Some(name) = path.file_name() {
            // Where that fails, on another disk, the file is read where it is.
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
        Err(error) if disk::is_absent(&error) => Vec::new(),
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

/// One file while it is read.
struct FileReading<'a> {
    path: &'a Path,
    writer: Arc<str>,
    damage: Vec<Damage>,
    /// No event was read since the last damaged line.
    damaged: bool,
}

impl<'a> FileReading<'a> {
    fn new(path: &'a Path) -> Self {
        let writer = path.file_stem().unwrap_or_default();
        Self {
            path,
            writer: writer.to_string_lossy().into(),
            damage: Vec::new(),
            damaged: false,
        }
    }

    fn line(
        &mut self,
        number: usize,
        line: Line<'_>,
        is_ours: &dyn Fn(&[u8]) -> bool,
        take: &mut dyn FnMut(Event),
    ) {
        let (text, whole) = match line {
            Line::Whole(text) => (text, true),
            Line::Open(text) => (text, false),
            Line::TooLong => return self.damaged(number, "the line is too long".to_owned()),
        };
        if text.trim_ascii().is_empty() || is_ours(text) {
            return;
        }
        let number32 = u32::try_from(number).unwrap_or(u32::MAX);
        match Event::parse(text.trim_ascii(), &self.writer, number32) {
            Ok(Some(event)) => {
                self.damaged = false;
                take(event);
            }
            // Of a newer version of the program: not for us, and no damage.
            Ok(None) => {}
            // More of it may come.
            Err(_) if !whole => {}
            Err(error) if error.torn => {}
            Err(error) => self.damaged(number, error.detail),
        }
    }

    /// A large file without any event is one damage, not millions.
    fn damaged(&mut self, number: usize, detail: String) {
        match self.damage.last_mut().filter(|_| self.damaged) {
            Some(damage) => damage.last = number,
            None => self.damage.push(Damage {
                path: self.path.to_owned(),
                line: number,
                last: number,
                detail,
            }),
        }
        self.damaged = true;
    }
}
