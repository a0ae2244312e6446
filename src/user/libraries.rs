//! The names of libraries on disk. Each machine has one file in the data directory, whose lines map
//! the random ID of a library to a folder, as in
//! `{"library":"5ca1ab1e5ca1ab1e","folder":"~/news"}`.
//!
//! A folder below the home directory is written with `~/`. Where another machine has a library at
//! the same place, it is the same library.

use super::event::LibraryId;
use super::marks::Libraries;
use crate::paths::{Directories, home};
use serde::{Deserialize, Serialize};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Maximum bytes of a file: about 10,000 libraries.
const MOST: usize = 1 << 20;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    library: String,
    folder: String,
}

/// The names of the libraries of this machine.
#[derive(Debug)]
pub struct LibraryNames {
    file: PathBuf,
    own: Vec<Line>,
    /// Of other machines.
    others: Vec<Line>,
    /// Lines that are not in the file yet.
    new: Vec<u8>,
    /// The folders that were opened, as entries name them and without links. They may be gone.
    folders: Vec<(PathBuf, PathBuf)>,
}

impl LibraryNames {
    /// Reads the files of all machines. What cannot be read counts as missing.
    pub fn read(places: &Directories, machine: &str) -> Self {
        let folder = places.libraries();
        let file = folder.join(format!("{machine}.jsonl"));
        Self {
            own: lines(&file),
            others: others(&file),
            file,
            new: Vec::new(),
            folders: Vec::new(),
        }
    }

    /// Reads the files again, because another instance or machine may have named a library that is
    /// open here.
    pub fn refresh(&mut self) -> Libraries {
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
        let all = self.own.iter().chain(&self.others);
        let here = all.filter(|line| line.folder == place);
        let mut ids: Vec<LibraryId> = Vec::new();
        for line in here {
            if !ids.iter().any(|id| **id == *line.library) {
                ids.push(line.library.as_str().into());
            }
        }
        if ids.is_empty() {
            let library = self.moved(folder).unwrap_or_else(crate::fs::random_name);
            ids.push(library.as_str().into());
            let line = Line {
                library,
                folder: place,
            };
            // Strings always serialize.
            self.new
                .extend(serde_json::to_vec(&line).unwrap_or_default());
            self.new.push(b'\n');
            self.own.push(line);
        }
        ids
    }

    /// The only library of this machine whose folder is gone and had the same name: it was moved.
    fn moved(&self, folder: &Path) -> Option<String> {
        let gone = |line: &&Line| {
            let old = expanded(&line.folder);
            // Without the folder around it, it is rather on a disk that is not mounted.
            old.file_name() == folder.file_name()
                && !old.exists()
                && old.parent().is_some_and(Path::exists)
        };
        let mut gone = self.own.iter().filter(gone).map(|line| &line.library);
        let first = gone.next()?;
        gone.all(|other| other == first).then(|| first.clone())
    }

    /// Stores new names. They come before the events that use them.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn write(&mut self) -> io::Result<()> {
        if self.new.is_empty() {
            return Ok(());
        }
        if let Some(folder) = self.file.parent() {
            fs::create_dir_all(folder)?;
        }
        let mut options = crate::fs::without_waiting();
        let mut file = options.create(true).append(true).open(&self.file)?;
        file.write_all(&self.new)?;
        file.sync_data()?;
        self.new.clear();
        Ok(())
    }
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

    #[test]
    fn a_folder_keeps_its_name() {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let folder = |name: &str| {
            let folder = root.path().join(name);
            fs::create_dir_all(&folder).unwrap();
            folder
        };
        let (one, two) = (folder("a/news"), folder("b/news"));
        let first = ids(&places, "m", &one);
        assert_eq!(ids(&places, "m", &one), first);
        assert_ne!(ids(&places, "m", &two), first, "another folder");
        // Another machine has a library at the same place.
        assert_eq!(ids(&places, "n", &one), first);
        // Moved: there is one such library that is gone.
        fs::remove_dir(&two).unwrap();
        fs::rename(&one, folder("c").join("news")).unwrap();
        assert_ne!(ids(&places, "m", &folder("c/news")), first, "two are gone");
        fs::write(places.libraries().join("m.jsonl"), "damaged\n{}\n").unwrap();
        let again = ids(&places, "m", &folder("d/news"));
        fs::remove_dir(folder("d/news")).unwrap();
        assert_eq!(ids(&places, "m", &folder("e/news")), again, "moved");
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
