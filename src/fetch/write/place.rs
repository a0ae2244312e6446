//! The folder of a library, and file operations that never leave it.

use crate::fs::{Staging, exchange, random_name};
use crate::library::{hash, written_head};
use std::fs;
use std::io::{
    self,
    ErrorKind::{InvalidInput, Unsupported},
};
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Files of kanbao in a library. A scan skips this folder and accounts for it.
const OWN: &str = ".kanbao";
/// The file with the ID of the library, in the folder above.
const ID: &str = "library";
/// A temporary file of this age belongs to a program that was killed.
const LEFT_OVER: Duration = Duration::from_secs(3600);
/// Maximum bytes of a file that is compared with what kanbao wrote.
const MAX_FILE: usize = 16 << 20;
/// Maximum names of a folder that files may have.
const MAX_TAKEN: usize = 16;
/// Maximum removed files of one name.
const MAX_REMOVED: usize = 1000;

/// A library that is written to.
#[derive(Debug)]
pub struct Place {
    /// Canonical.
    root: PathBuf,
    staging: Staging,
}

/// What is at a path.
#[derive(Debug, PartialEq, Eq)]
pub enum Found {
    Nothing,
    /// The text of a regular file, and the hash of its bytes.
    File(String, u64),
    /// A folder, a link, a device, or a file that cannot be read.
    Other,
}

impl Place {
    /// Opens a library, and creates it if it is missing.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn open(library: &Path) -> io::Result<Self> {
        fs::create_dir_all(library)?;
        let root = fs::canonicalize(library)?;
        let own = Self::folder_in(&root, Path::new(OWN))?;
        let staging = Staging::open(own.join("staging"), LEFT_OVER)?;
        Ok(Self { root, staging })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The random ID of the library at a canonical path, which it keeps wherever it is moved or
    /// synchronized. `None`: it has none, because kanbao did not write there.
    pub fn id_of(root: &Path) -> Option<String> {
        let (id, _) = crate::fs::read(&root.join(OWN).join(ID), 64).ok()?;
        let id = String::from_utf8(id).ok()?;
        let id = id.trim();
        let is_id = id.len() == 16 && id.bytes().all(|byte| byte.is_ascii_hexdigit());
        is_id.then(|| id.to_owned())
    }

    /// The ID of the library, which gets one if it has none.
    ///
    /// # Errors
    /// It has none, and the folder cannot be written.
    pub fn id(&self) -> io::Result<String> {
        if let Some(id) = Self::id_of(&self.root) {
            return Ok(id);
        }
        let file = self.ready(&format!("{OWN}/{ID}"))?;
        let new = format!("{}\n", random_name());
        if file.exists() {
            self.staging.put(&file, new.as_bytes())?;
        } else if let Err(error) = self.staging.create(&file, new.as_bytes())
            && error.kind() != io::ErrorKind::AlreadyExists
        {
            return Err(error);
        }
        // Another program may have been first.
        Self::id_of(&self.root).ok_or_else(|| io::ErrorKind::InvalidData.into())
    }

    /// Gives the library another ID in one step.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn set_id(&self, id: &str) -> io::Result<()> {
        let file = self.ready(&format!("{OWN}/{ID}"))?;
        self.staging.put(&file, format!("{id}\n").as_bytes())
    }

    /// The path of a file, without following a link at its end.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What is at a path.
    pub fn look(&self, relative: &str) -> Found {
        look(&self.path(relative))
    }

    /// Whether the folder of a file is in the library, also if it is a link.
    pub fn is_inside(&self, relative: &str) -> bool {
        let folder = self.path(relative);
        let folder = folder.parent().map(fs::canonicalize);
        folder.is_some_and(|folder| folder.is_ok_and(|folder| folder.starts_with(&self.root)))
    }

    /// Creates a file and the folders around it.
    ///
    /// # Errors
    /// The file exists, a folder leads out of the library, or it cannot be written.
    pub fn create(&self, relative: &str, bytes: &[u8]) -> io::Result<()> {
        self.staging.create(&self.ready(relative)?, bytes)
    }

    /// Replaces a file that has the content with the hash `known`, and keeps that among the earlier
    /// versions. Returns false if another program wrote the file meanwhile: then that stays, even if it was
    /// written in the moment of the exchange.
    ///
    /// # Errors
    /// As for [`create`](Self::create).
    pub fn replace(&self, relative: &str, known: u64, text: &str) -> io::Result<bool> {
        let new = hash_of(text.as_bytes());
        let path = self.ready(relative)?;
        let version = self.version(relative, [known, new])?;
        // The new text is where the old one will be, so that a program that is killed in between leaves
        // none without a name.
        self.staging.put(&version, text.as_bytes())?;
        let exchanged = match has(&path, known) {
            true => exchanged(&path, &version, known),
            false => Ok(false),
        };
        // Otherwise it is the old text, or an edit that was saved over the new one.
        if has(&version, new) {
            fs::remove_file(&version)?;
        }
        match exchanged {
            Err(error) if matches!(error.kind(), Unsupported | InvalidInput) => {
                self.replace_by_link(&path, &version, (known, text))
            }
            Err(error) if crate::fs::is_absent(&error) => Ok(false),
            exchanged => exchanged,
        }
    }

    /// The path of a version, free or with one of two contents.
    fn version(&self, relative: &str, [known, new]: [u64; 2]) -> io::Result<PathBuf> {
        let stem = relative.strip_suffix(".md").unwrap_or(relative);
        let stem = format!("{OWN}/versions/{stem}.{known:016x}");
        for number in 1..=MAX_TAKEN {
            let number = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            let path = self.ready(&format!("{stem}{number}.md"))?;
            match look(&path) {
                Found::Nothing => return Ok(path),
                Found::File(_, hash) if hash == known || hash == new => return Ok(path),
                _ => {}
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// As [`replace`](Self::replace), for file systems that cannot exchange names.
    fn replace_by_link(
        &self,
        path: &Path,
        version: &Path,
        (known, text): (u64, &str),
    ) -> io::Result<bool> {
        let is_known = || has(path, known);
        // The new content is on the disk before the old one is looked at for the last time.
        self.staging.replace_if(path, text.as_bytes(), &|| {
            if !is_known() {
                return Ok(false);
            }
            let is_kept = self.keep(path, version)?;
            if is_known() {
                return Ok(true);
            }
            // A version must not change with the file.
            if is_kept {
                fs::remove_file(version)?;
            }
            Ok(false)
        })
    }

    /// Makes a version of the file itself: what a program writes into it from now on is in the
    /// version as well. Returns whether the version is new.
    fn keep(&self, path: &Path, version: &Path) -> io::Result<bool> {
        match fs::hard_link(path, version) {
            Ok(()) => Ok(true),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
            // The file system has no hard links.
            Err(_) => {
                let (bytes, _) = crate::fs::read(path, MAX_FILE)?;
                self.staging.create(version, &bytes).map(|()| true)
            }
        }
    }

    /// The first folder of those named after a site that is not another program's file.
    pub fn free_folder(&self, site: &str) -> String {
        let mut folder = String::new();
        for part in site.split('/').filter(|part| !part.is_empty()) {
            if !folder.is_empty() {
                folder.push('/');
            }
            folder += part;
            let is_file = |folder: &str| {
                let data = fs::symlink_metadata(self.path(folder));
                data.is_ok_and(|data| !data.is_dir() && !data.is_symlink())
            };
            for _ in 0..MAX_TAKEN {
                if !is_file(&folder) {
                    break;
                }
                folder.push('_');
            }
        }
        folder
    }

    /// Moves a file to the removed ones, under a free name. Returns where it is now.
    ///
    /// # Errors
    /// It cannot be moved, or there is no free name.
    pub fn remove(&self, relative: &str) -> io::Result<PathBuf> {
        let stem = relative.strip_suffix(".md").unwrap_or(relative);
        for number in 1..=MAX_REMOVED {
            let mark = match number {
                1 => String::new(),
                number => format!("-{number}"),
            };
            let removed = self.ready(&format!("{OWN}/removed/{stem}{mark}.md"))?;
            if fs::symlink_metadata(&removed).is_err_and(|error| crate::fs::is_absent(&error)) {
                fs::rename(self.path(relative), &removed)?;
                return Ok(removed);
            }
        }
        Err(io::ErrorKind::AlreadyExists.into())
    }

    /// Syncs the names in the folders of some files.
    pub fn sync<'a>(&self, files: impl Iterator<Item = &'a str>) {
        let folders = files.filter_map(|file| Path::new(file).parent());
        let folders: std::collections::BTreeSet<&Path> = folders.collect();
        for folder in folders {
            crate::fs::sync_folder(&self.root.join(folder));
        }
    }

    /// The paths of the Markdown files in the folder of a site and in the folders of its months, at
    /// most `most`.
    pub fn files_of(&self, site: &str, most: usize) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![(site.to_owned(), true)];
        while let Some((folder, has_months)) = folders.pop() {
            let path = self.path(&folder);
            let is_inside = fs::canonicalize(&path).is_ok_and(|real| real.starts_with(&self.root));
            // A folder that is not there has no files.
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            for entry in entries.filter(|_| is_inside) {
                let Ok(name) = entry.file_name().into_string() else {
                    continue;
                };
                let kind = entry.file_type();
                let path = format!("{folder}/{name}");
                if kind.as_ref().is_ok_and(fs::FileType::is_dir) && has_months {
                    folders.push((path, false));
                } else if kind.is_ok_and(|kind| kind.is_file()) && name.ends_with(".md") {
                    files.push(path);
                }
                if files.len() >= most {
                    return files;
                }
            }
        }
        files
    }

    /// The path of a file whose folder exists afterwards.
    fn ready(&self, relative: &str) -> io::Result<PathBuf> {
        let relative = Path::new(relative);
        let folder = relative.parent().unwrap_or(Path::new(""));
        let name = relative.file_name().ok_or(io::ErrorKind::InvalidInput)?;
        Ok(Self::folder_in(&self.root, folder)?.join(name))
    }

    /// Creates folders one by one. A link may lead to another folder of the library, not out of it.
    fn folder_in(root: &Path, relative: &Path) -> io::Result<PathBuf> {
        let mut path = root.to_owned();
        for part in relative.components() {
            let Component::Normal(name) = part else {
                return Err(io::ErrorKind::InvalidInput.into());
            };
            path.push(name);
            match fs::create_dir(&path) {
                Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(error),
                _ => {}
            }
            if fs::symlink_metadata(&path)?.is_symlink() {
                path = fs::canonicalize(&path)?;
                if !path.starts_with(root) {
                    let kind = io::ErrorKind::PermissionDenied;
                    return Err(io::Error::new(kind, "a link leads out of the library"));
                }
            }
        }
        Ok(path)
    }
}

/// Exchanges a file with its new text, unless it is another's by now: an edit that was saved after the
/// last look goes back.
pub(super) fn exchanged(path: &Path, new: &Path, known: u64) -> io::Result<bool> {
    exchange(new, path)?;
    if has(new, known) {
        return Ok(true);
    }
    exchange(new, path).map(|()| false)
}

fn has(path: &Path, hash: u64) -> bool {
    matches!(look(path), Found::File(_, own) if own == hash)
}

fn look(path: &Path) -> Found {
    match fs::symlink_metadata(path) {
        Err(error) if crate::fs::is_absent(&error) => Found::Nothing,
        Ok(data) if data.is_file() => match crate::fs::read(path, MAX_FILE) {
            Ok((bytes, false)) => {
                let hash = hash_of(&bytes);
                Found::File(String::from_utf8_lossy(&bytes).into_owned(), hash)
            }
            _ => Found::Other,
        },
        _ => Found::Other,
    }
}

/// The hash of a content. Never 0, which means that it is unknown.
pub fn hash_of(bytes: &[u8]) -> u64 {
    hash(bytes.len() as u64, bytes).max(1)
}

/// The head of a file that is an article.
pub fn head_of(text: &str) -> Option<crate::library::WrittenHead> {
    written_head(&text.replace("\r\n", "\n"))
}
