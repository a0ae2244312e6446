//! The names of libraries on disk. Each machine has one file in the data directory, whose lines map
//! the random ID of a library to a folder, as in
//! `{"library":"5ca1ab1e5ca1ab1e","folder":"~/news"}`.
//!
//! A folder below the home directory is written with `~/`. Where another machine has a library at
//! the same place, it is the same library.
//!
//! A line also holds which folder it was, so that a library that was moved keeps its name. A folder
//! of the same name that replaces it does not get its marks.

use super::event::LibraryId;
use super::marks::Libraries;
use crate::fs::{identity, nanoseconds};
use crate::library::hash;
use crate::paths::{Directories, home};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Maximum bytes of a file: about 10,000 libraries.
const MOST: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    library: String,
    folder: String,
    /// Inode and time of birth of the folder, which it keeps when it is moved on its disk. Lines of
    /// older versions and of file systems without a time of birth lack it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<String>,
}

/// The names of the libraries of this machine.
#[derive(Debug)]
pub struct LibraryNames {
    file: PathBuf,
    machine: String,
    own: Vec<Line>,
    /// Of other machines.
    others: Vec<Line>,
    /// Lines that are not in the file yet.
    new: Vec<u8>,
    /// Files with such lines, of earlier runs that could not write them.
    rescued: Vec<PathBuf>,
    /// The folders that were opened, as entries name them and without links. They may be gone.
    folders: Vec<(PathBuf, PathBuf)>,
}

impl LibraryNames {
    /// Reads the files of all machines. What cannot be read counts as missing.
    pub fn read(places: &Directories, machine: &str) -> Self {
        let folder = places.libraries();
        let file = folder.join(format!("{machine}.jsonl"));
        let rescued = rescued(&places.state);
        let mut names = Self {
            own: lines(&file),
            others: others(&file),
            file,
            machine: machine.to_owned(),
            new: Vec::new(),
            rescued: Vec::new(),
            folders: Vec::new(),
        };
        for line in rescued.iter().flat_map(|path| lines(path)) {
            if !names.own.contains(&line) {
                names.add(line);
            }
        }
        names.rescued = rescued;
        names
    }

    /// Reads the files again, because another instance or machine may have named a library that is
    /// open here.
    pub fn refresh(&mut self) -> Libraries {
        // All instances of this machine write one file.
        for line in lines(&self.file) {
            if !self.own.contains(&line) {
                self.own.push(line);
            }
        }
        self.others = others(&self.file);
        self.libraries()
    }

    /// The libraries of roots. A folder that has no name gets one, which [`write`](Self::write)
    /// stores.
    pub fn open(&mut self, roots: &[PathBuf]) -> Libraries {
        for root in roots {
            // The folder of an article that was opened as a file is its library.
            let folder = match root.is_file() {
                true => root.parent().unwrap_or(Path::new("")),
                false => root,
            };
            let real = if folder.as_os_str().is_empty() {
                Path::new(".")
            } else {
                folder
            };
            if let Ok(real) = fs::canonicalize(real) {
                self.folders.push((folder.to_owned(), real));
            }
        }
        self.libraries()
    }

    fn libraries(&mut self) -> Libraries {
        let mut libraries = Libraries::default();
        for (folder, real) in self.folders.clone() {
            libraries.add(folder, self.ids(&real));
        }
        libraries
    }

    fn ids(&mut self, folder: &Path) -> Vec<LibraryId> {
        let place = portable(folder);
        let file = file_of(folder);
        let own = self.own.iter().enumerate();
        let own = own.filter(|(at, line)| line.folder == place && !self.has_moved(*at));
        let own: Vec<&Line> = own.map(|(_, line)| line).collect();
        let others = self.others.iter().filter(|line| line.folder == place);
        let mut ids: Vec<LibraryId> = Vec::new();
        for line in own.iter().copied().chain(others) {
            if !ids.iter().any(|id| **id == *line.library) {
                ids.push(line.library.as_str().into());
            }
        }
        // The folder was replaced, for example by a new copy, or its line is of an older version.
        let library = match own.last() {
            Some(last) => (file.is_some() && last.file != file).then(|| last.library.clone()),
            None if ids.is_empty() => {
                let library = file.as_deref().and_then(|file| self.moved(file));
                let invented = || invented(&self.machine, &place, file.as_deref());
                let library = library.unwrap_or_else(invented);
                ids.push(library.as_str().into());
                Some(library)
            }
            None => None,
        };
        if let Some(library) = library {
            self.add(Line {
                library,
                folder: place,
                file,
            });
        }
        ids
    }

    fn add(&mut self, line: Line) {
        // Strings always serialize.
        self.new
            .extend(serde_json::to_vec(&line).unwrap_or_default());
        self.new.push(b'\n');
        self.own.push(line);
    }

    /// The only library of this machine that was last seen as this folder at a place where the
    /// folder is no longer.
    fn moved(&self, file: &str) -> Option<String> {
        let has_gone = |(at, line): &(usize, &Line)| {
            line.file.as_deref() == Some(file)
                && self.is_last(*at)
                && file_of(&expanded(&line.folder)).as_deref() != Some(file)
        };
        let mut gone = self.own.iter().enumerate().filter(has_gone);
        let (_, first) = gone.next()?;
        gone.all(|(_, other)| other.library == first.library)
            .then(|| first.library.clone())
    }

    /// Whether a line is the last of this machine for its library and place.
    fn is_last(&self, at: usize) -> bool {
        let mut later = self.own.iter().skip(at);
        let Some(line) = later.next() else {
            return false;
        };
        !later.any(|other| other.library == line.library && other.folder == line.folder)
    }

    /// Whether the folder of a line of this machine was later found at another place.
    fn has_moved(&self, at: usize) -> bool {
        let lines = || self.own.iter().enumerate();
        let Some(line) = self.own.get(at) else {
            return false;
        };
        let same = lines().filter(|(_, other)| other.library == line.library);
        let Some((last, seen)) = same.clone().rfind(|(_, other)| other.folder == line.folder)
        else {
            return false;
        };
        seen.file.is_some()
            && same
                .skip_while(|(at, _)| *at <= last)
                .any(|(_, other)| other.folder != line.folder && other.file == seen.file)
    }

    /// Stores new names. They come before the events that use them.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self) -> io::Result<()> {
        if self.new.is_empty() {
            return Ok(());
        }
        // Another instance may have stored the same.
        let known = lines(&self.file);
        let new = self.new.split_inclusive(|byte| *byte == b'\n');
        let new = new.filter(|line| {
            let line: Option<Line> = serde_json::from_slice(line).ok();
            line.is_none_or(|line| !known.contains(&line))
        });
        self.new = new.flatten().copied().collect();
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = crate::fs::without_waiting();
        let mut file = options
            .create(true)
            .read(true)
            .append(true)
            .open(&self.file)?;
        // The last line may be torn: start on a new line.
        let length = file.metadata()?.len();
        if length > 0 {
            let mut last = [0];
            file.seek(SeekFrom::Start(length - 1))?;
            file.read_exact(&mut last)?;
            if last != *b"\n" {
                file.write_all(b"\n")?;
            }
        }
        file.write_all(&self.new)?;
        file.sync_data()?;
        self.new.clear();
        for path in self.rescued.drain(..) {
            // A file that stays is read again, to no effect.
            let _ = fs::remove_file(path);
        }
        Ok(())
    }

    /// New names that are not on disk yet, as lines.
    pub fn unwritten(&self) -> &[u8] {
        &self.new
    }

    /// Writes new names beside events that the journal did not accept, where the next run reads
    /// them.
    ///
    /// # Errors
    /// The folder does not accept them.
    pub fn rescue(folder: &Path, names: &[u8]) -> io::Result<()> {
        if !names.is_empty() {
            crate::fs::write_private(folder, RESCUED, names)?;
        }
        Ok(())
    }
}

/// Prefix of files in the state folder with names that were not stored.
const RESCUED: &str = "libraries-";

fn rescued(state: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(state).into_iter().flatten().flatten();
    let is_rescued = |name: &str| name.starts_with(RESCUED) && name.ends_with(".jsonl");
    let files = entries.filter(|entry| entry.file_name().to_str().is_some_and(is_rescued));
    let mut files: Vec<PathBuf> = files.map(|entry| entry.path()).collect();
    files.sort();
    files
}

/// The name of a folder that has none: random, because that of the machine is, and the same for all
/// instances that name it before the first of them stores it.
fn invented(machine: &str, place: &str, file: Option<&str>) -> String {
    let text = format!("{place}\0{}", file.unwrap_or_default());
    format!(
        "{:016x}",
        hash(hash(4, machine.as_bytes()), text.as_bytes())
    )
}

/// Inode and time of birth of a folder. Inodes alone are used again. The device is left out: its
/// number may change when the disk is mounted again.
fn file_of(folder: &Path) -> Option<String> {
    let meta = fs::metadata(folder).ok()?;
    let born = nanoseconds(meta.created().ok()?);
    Some(format!("{:x}-{born:x}", identity(&meta).1))
}

/// The lines of the files of other machines, beside that of this one.
fn others(own: &Path) -> Vec<Line> {
    let folder = own.parent().unwrap_or(Path::new(""));
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    let files = entries.map(|entry| entry.path());
    let is_other =
        |path: &PathBuf| *path != own && path.extension().is_some_and(|end| end == "jsonl");
    let mut files: Vec<PathBuf> = files.filter(is_other).collect();
    files.sort();
    files.iter().flat_map(|path| lines(path)).collect()
}

/// The lines of a file. Damaged ones are skipped.
fn lines(path: &Path) -> Vec<Line> {
    let Ok((bytes, _)) = crate::fs::read(path, MOST) else {
        return Vec::new();
    };
    let lines = bytes.split(|byte| *byte == b'\n');
    lines
        .filter_map(|line| serde_json::from_slice(line).ok())
        .collect()
}

/// A folder as other machines understand it.
fn portable(folder: &Path) -> String {
    let home = home().and_then(|home| fs::canonicalize(home).ok());
    match home.and_then(|home| folder.strip_prefix(home).ok().map(Path::to_owned)) {
        Some(inside) => format!("~/{}", inside.to_string_lossy()),
        None => folder.to_string_lossy().into_owned(),
    }
}

fn expanded(folder: &str) -> PathBuf {
    match (folder.strip_prefix("~/"), home()) {
        (Some(inside), Some(home)) => home.join(inside),
        _ => PathBuf::from(folder),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(places: &Directories, machine: &str, folder: &Path) -> Vec<LibraryId> {
        let mut names = LibraryNames::read(places, machine);
        let ids = names.ids(&fs::canonicalize(folder).unwrap());
        names.write().unwrap();
        ids
    }

    /// The libraries after each act: a letter for each new ID.
    #[test]
    fn a_library_keeps_its_name_where_it_is_the_same_folder() {
        // "a": opens it on machine m; "n:a" on machine n; "a>b" moves; "-a" removes, "+a" makes.
        let rows = [
            ("+a/news +b/news a/news a/news b/news n:a/news", "AABA"),
            ("+a/news a/news a/news>c/news c/news c/news", "AAA"),
            ("+a/news a/news a/news>c/old c/old", "AA"),
            ("+a/news a/news -a/news +c/news c/news", "AB"),
            ("+a/news a/news -a/news +a/news a/news a/news>b b", "AAA"),
            ("+a/news a/news a/news>b b +a/news a/news b", "AABA"),
            ("+a/news a/news a/news>b b b>a/news a/news", "AAA"),
            ("+a/news a/news torn +b b a/news b", "ABAB"),
            ("+a/news old a/news a/news -a/news +b/news b/news", "OOB"),
            ("+a/news old a/news>b b", "A"),
            ("+a/news rescued:a/news a/news n:a/news", "AAA"),
        ];
        for (acts, expected) in rows {
            assert_eq!(names_after(acts), expected, "{acts}");
        }
    }

    fn names_after(acts: &str) -> String {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let path = |name: &str| root.path().join(name);
        let stored = places.libraries().join("m.jsonl");
        let (mut seen, mut out): (Vec<LibraryId>, String) = (Vec::new(), String::new());
        for act in acts.split(' ') {
            let mut open = |machine: &str, name: &str, is_rescued: bool| {
                let folder = fs::canonicalize(path(name)).unwrap();
                let mut names = LibraryNames::read(&places, machine);
                let id = names.ids(&folder).remove(0);
                match is_rescued {
                    true => LibraryNames::rescue(&places.state, names.unwritten()).unwrap(),
                    false => names.write().unwrap(),
                }
                let at = seen.iter().position(|other| *other == id);
                let at = at.unwrap_or_else(|| {
                    seen.push(id.clone());
                    seen.len() - 1
                });
                match &*id {
                    "old" => out.push('O'),
                    _ => out.push(char::from(b'A' + u8::try_from(at).unwrap())),
                }
            };
            if let Some((from, to)) = act.split_once('>') {
                fs::create_dir_all(path(to).parent().unwrap()).unwrap();
                fs::rename(path(from), path(to)).unwrap();
            } else if let Some(name) = act.strip_prefix('+') {
                fs::create_dir_all(path(name)).unwrap();
            } else if let Some(name) = act.strip_prefix('-') {
                fs::remove_dir(path(name)).unwrap();
            } else if act == "torn" {
                let mut file = fs::OpenOptions::new().append(true).open(&stored).unwrap();
                file.write_all(b"{\"library\":\"12").unwrap();
            } else if act == "old" {
                let line = Line {
                    library: "old".to_owned(),
                    folder: portable(&fs::canonicalize(path("a/news")).unwrap()),
                    file: None,
                };
                fs::create_dir_all(places.libraries()).unwrap();
                fs::write(&stored, serde_json::to_vec(&line).unwrap()).unwrap();
            } else {
                match act.split_once(':') {
                    Some(("rescued", name)) => open("m", name, true),
                    Some((machine, name)) => open(machine, name, false),
                    None => open("m", act, false),
                }
            }
        }
        out
    }

    /// The second starts before the first has stored the name.
    #[test]
    fn instances_that_start_together_give_one_name() {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let folder = fs::canonicalize(root.path()).unwrap();
        let mut both = [(); 2].map(|()| LibraryNames::read(&places, "m"));
        let [one, two] = both.each_mut().map(|names| names.ids(&folder));
        assert_eq!(one, two);
        both.iter_mut().for_each(|names| names.write().unwrap());
        assert_eq!(ids(&places, "m", &folder), one);
        let stored = fs::read_to_string(places.libraries().join("m.jsonl")).unwrap();
        assert_eq!(stored.lines().count(), 1);
    }

    #[test]
    fn two_names_of_one_folder_are_one_library() {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let folder = fs::canonicalize(root.path()).unwrap();
        let (mut one, mut two) = (
            LibraryNames::read(&places, "m"),
            LibraryNames::read(&places, "n"),
        );
        let (first, second) = (one.ids(&folder).remove(0), two.ids(&folder).remove(0));
        one.write().unwrap();
        two.write().unwrap();
        assert_eq!(ids(&places, "m", &folder), [first.clone(), second.clone()]);
        assert_eq!(ids(&places, "n", &folder), [second, first]);
    }
}
