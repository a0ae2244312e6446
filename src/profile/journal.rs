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

use crate::disk::{self, Lock, Places};
use crate::error::{Error, Exit};
use crate::locale::Locale;
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use super::event::{Action, Event};

/// A line that is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    pub path: PathBuf,
    /// From 1.
    pub line: usize,
    /// What the parser said.
    pub detail: String,
}

impl Damage {
    /// For a person, in the language of the interface.
    pub fn error(&self, locale: &Locale) -> Error {
        let what = locale.fill("journal.damaged", &[("detail", &self.detail)]);
        Error::new(Exit::Found, what)
            .path(&self.path)
            .at(self.line, 1)
    }
}

/// What a reading of the journal brought.
#[derive(Debug, Default)]
pub struct Reading {
    /// In no order that matters: `Marks` takes them in any.
    pub events: Vec<Event>,
    pub damage: Vec<Damage>,
    /// Files that could not be read; they are tried again.
    pub unreadable: Vec<Error>,
}

/// How far a file was read.
#[derive(Clone, Copy, Debug, Default)]
struct Seen {
    bytes: u64,
    lines: usize,
}

/// The files of the journal: read by polling, written through one file of our own.
#[derive(Debug)]
pub struct Journal {
    folder: PathBuf,
    state: PathBuf,
    seen: BTreeMap<PathBuf, Seen>,
    own: Option<Own>,
    /// Numbers whose files must not be written any more; their locks stay ours.
    spoilt: Vec<Lock>,
    machine: Option<String>,
    /// Lines that are not known to be on the disk.
    waiting: Vec<u8>,
    /// How many of these bytes the system has taken.
    written: usize,
    waiting_events: usize,
}

/// Our own file. `file` is None after a failed write, until it is opened anew.
#[derive(Debug)]
struct Own {
    path: PathBuf,
    lock: Option<Lock>,
    file: Option<File>,
    /// Its name is not known to be on the disk.
    new: bool,
}

impl Journal {
    /// Touches nothing on the disk: files are made at the first [`append`](Self::append).
    pub fn new(places: &Places) -> Self {
        Self {
            folder: places.journal(),
            state: places.state.clone(),
            seen: BTreeMap::new(),
            own: None,
            spoilt: Vec::new(),
            machine: None,
            waiting: Vec::new(),
            written: 0,
            waiting_events: 0,
        }
    }

    /// What is new in all files since the last reading, our own appends left out: the first
    /// time everything. Cheap when nothing changed: one look at the size of each file.
    pub fn read(&mut self) -> Reading {
        let mut reading = Reading::default();
        for path in self.files(&mut reading) {
            let seen = self.seen.entry(path.clone()).or_default();
            if let Err(error) = read_new(&path, seen, &mut reading) {
                reading.unreadable.push(Error::unreadable(&path, &error));
            }
        }
        reading
    }

    fn files(&self, reading: &mut Reading) -> Vec<PathBuf> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if disk::is_absent(&error) => return Vec::new(),
            Err(error) => {
                let error = Error::unreadable(&self.folder, &error);
                reading.unreadable.push(error);
                return Vec::new();
            }
        };
        let mut files: Vec<_> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|end| end == "jsonl"))
            .collect();
        files.sort();
        files
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
            event.write(&mut self.waiting);
        }
        self.waiting_events += events.len();
        let Some(lines) = self.waiting.get(self.written..).filter(|l| !l.is_empty()) else {
            return Ok(());
        };
        let mut own = match self.own.take() {
            Some(own) => own,
            None => claim(&self.folder, &self.state, &mut self.machine)?,
        };
        let result = own.write(lines);
        self.own = Some(own);
        if result.is_ok() {
            self.written = self.waiting.len();
        }
        result
    }

    /// The second half: what was written outlives a power cut.
    ///
    /// # Errors
    /// As [`append`](Self::append).
    pub fn sync(&mut self) -> io::Result<()> {
        if self.written == 0 {
            return Ok(());
        }
        let Some(mut own) = self.own.take() else {
            return Ok(());
        };
        if let Err(error) = own.sync() {
            // After a failed sync the system may have dropped the pages and call the next
            // sync a success: this file is not trusted again. What waits goes to a new one.
            self.spoilt.extend(own.lock);
            self.written = 0;
            return Err(error);
        }
        self.note_own(&own.path);
        self.own = Some(own);
        self.forget_waiting();
        Ok(())
    }

    /// Where the files are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Events that are not known to be on the disk.
    pub fn unsaved(&self) -> usize {
        self.waiting_events
    }

    fn forget_waiting(&mut self) {
        self.waiting.clear();
        self.written = 0;
        self.waiting_events = 0;
    }

    /// Writes what waits to a file outside the journal, for a program that must end: to be
    /// moved into the journal's folder by hand.
    ///
    /// # Errors
    /// When neither the state folder nor that for temporary files takes it.
    pub fn rescue(&mut self) -> io::Result<PathBuf> {
        let name = format!("kanbao-{}.jsonl", disk::random_name());
        let keep = |folder: &Path| {
            fs::create_dir_all(folder)?;
            let path = folder.join(&name);
            let mut file = OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(&path)?;
            file.write_all(&self.waiting)?;
            file.sync_all().map(|()| path)
        };
        let path = keep(&self.state).or_else(|_| keep(&std::env::temp_dir()))?;
        self.forget_waiting();
        Ok(path)
    }

    /// Our own lines need not be read back: they came from the marks. Where the file holds
    /// more than we know, the next reading takes it all; twice does no harm.
    fn note_own(&mut self, path: &Path) {
        let seen = self.seen.entry(path.to_owned()).or_default();
        let bytes = seen.bytes + self.waiting.len() as u64;
        if fs::metadata(path).is_ok_and(|meta| meta.len() == bytes) {
            seen.bytes = bytes;
            seen.lines += self.waiting_events;
        }
    }
}

/// A file of our own, under the first name that is free.
fn claim(folder: &Path, state: &Path, machine: &mut Option<String>) -> io::Result<Own> {
    fs::create_dir_all(folder)?;
    let machine = machine.get_or_insert_with(|| machine_name(state));
    let (name, lock) = free_name(state, machine);
    Ok(Own {
        path: folder.join(format!("{name}.jsonl")),
        lock,
        file: None,
        new: false,
    })
}

/// The first name of this machine that no other instance holds; a name for this run alone
/// where locks are not to be had.
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
    (disk::random_name(), None)
}

impl Own {
    fn write(&mut self, lines: &[u8]) -> io::Result<()> {
        let mut file = match self.file.take() {
            Some(file) => file,
            None => self.open()?,
        };
        file.write_all(lines)?;
        self.file = Some(file);
        Ok(())
    }

    fn sync(&mut self) -> io::Result<()> {
        let file = self.file.as_ref().ok_or(io::ErrorKind::NotFound)?;
        file.sync_data()?;
        if std::mem::take(&mut self.new)
            && let Some(folder) = self.path.parent()
        {
            disk::sync_folder(folder);
        }
        Ok(())
    }

    fn open(&mut self) -> io::Result<File> {
        let mut file = OpenOptions::new()
            .create(true)
            .read(true)
            .append(true)
            .open(&self.path)?;
        let length = file.metadata()?.len();
        if length == 0 {
            self.new = true;
            return Ok(file);
        }
        let mut last = [0];
        file.seek(SeekFrom::Start(length - 1))?;
        file.read_exact(&mut last)?;
        if last != *b"\n" {
            file.write_all(b"\n")?;
        }
        Ok(file)
    }
}

fn read_new(path: &Path, seen: &mut Seen, reading: &mut Reading) -> io::Result<()> {
    let mut file = disk::open(path)?;
    let length = file.metadata()?.len();
    if length < seen.bytes {
        // Another file took its place. Events may be taken twice without harm.
        *seen = Seen::default();
    }
    if length == seen.bytes {
        return Ok(());
    }
    file.seek(SeekFrom::Start(seen.bytes))?;
    let mut bytes = Vec::new();
    file.take(length - seen.bytes).read_to_end(&mut bytes)?;
    let writer: Arc<str> = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into())
        .unwrap_or_default();
    let read = read_lines(&bytes, seen.lines, &writer, path, reading);
    seen.bytes += read.bytes;
    seen.lines += read.lines;
    Ok(())
}

/// Reads lines; a last line without an end that is no whole event is left for the next time.
fn read_lines(
    bytes: &[u8],
    first: usize,
    writer: &Arc<str>,
    path: &Path,
    reading: &mut Reading,
) -> Seen {
    let mut read = Seen::default();
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        let whole = line.ends_with(b"\n");
        let number = first + read.lines + 1;
        let text = line.trim_ascii();
        if !text.is_empty() {
            match Event::parse(text, writer, number as u32) {
                Ok(Some(event)) => reading.events.push(event),
                // Of a newer version of the program: not for us, and no damage.
                Ok(None) => {}
                Err(_) if !whole => return read,
                Err(error) if error.torn => {}
                Err(error) => reading.damage.push(Damage {
                    path: path.to_owned(),
                    line: number,
                    detail: error.detail,
                }),
            }
        }
        read.bytes += line.len() as u64;
        read.lines += usize::from(whole);
    }
    read
}

/// The random name of this machine, made at the first need. Where the state folder cannot be
/// written, a name for this run alone.
fn machine_name(state: &Path) -> String {
    const MOST: usize = 64;
    let path = state.join("machine");
    let read = || {
        let (bytes, more) = disk::read(&path, MOST).ok()?;
        let name = String::from_utf8(bytes).ok()?.trim().to_owned();
        let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
        (!more && plain && !name.is_empty()).then_some(name)
    };
    if let Some(name) = read() {
        return name;
    }
    // Left empty by a power cut.
    if fs::metadata(&path).is_ok_and(|meta| meta.len() == 0) {
        let _ = fs::remove_file(&path);
    }
    let name = disk::random_name();
    let _made = fs::create_dir_all(state)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut file| file.write_all(name.as_bytes()));
    // Two instances may have begun at once: the one whose file it is gives the name to both.
    read().unwrap_or(name)
}
