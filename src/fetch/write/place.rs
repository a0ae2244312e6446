//! The folder of a library, and file operations that never leave it.

use crate::fs::Staging;
use crate::library::{hash, written_head};
use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::time::Duration;

/// Files of kanbao in a library. A scan skips this folder and accounts for it.
const OWN: &str = ".kanbao";
/// A temporary file of this age belongs to a program that was killed.
const LEFT_OVER: Duration = Duration::from_secs(3600);
/// Maximum bytes of a file that is compared with what kanbao wrote.
const MAX_FILE: usize = 16 << 20;
/// Maximum names of a folder that files may have.
const MAX_TAKEN: usize = 16;

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

    /// The path of a file, without following a link at its end.
    pub fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// What is at a path.
    pub fn look(&self, relative: &str) -> Found {
        let path = self.path(relative);
        match fs::symlink_metadata(&path) {
            Err(error) if crate::fs::is_absent(&error) => Found::Nothing,
            Ok(data) if data.is_file() => match crate::fs::read(&path, MAX_FILE) {
                Ok((bytes, false)) => {
                    let hash = hash_of(&bytes);
                    Found::File(String::from_utf8_lossy(&bytes).into_owned(), hash)
                }
                _ => Found::Other,
            },
            _ => Found::Other,
        }
    }

    /// Creates a file and the folders around it.
    ///
    /// # Errors
    /// The file exists, a folder leads out of the library, or it cannot be written.
    pub fn create(&self, relative: &str, bytes: &[u8]) -> io::Result<()> {
        self.staging.create(&self.ready(relative)?, bytes)
    }

    /// Replaces a file that has the content with the hash `known`, and keeps that among the earlier
    /// versions. Returns false, and changes nothing, if another program wrote the file meanwhile.
    ///
    /// # Errors
    /// As for [`create`](Self::create).
    pub fn replace(&self, relative: &str, known: u64, text: &str) -> io::Result<bool> {
        let stem = relative.strip_suffix(".md").unwrap_or(relative);
        let version = self.ready(&format!("{OWN}/versions/{stem}.{known:016x}.md"))?;
        let path = self.ready(relative)?;
        let is_known = || matches!(self.look(relative), Found::File(_, hash) if hash == known);
        // The new content is on the disk before the old one is looked at for the last time.
        self.staging.replace_if(&path, text.as_bytes(), &|| {
            if !is_known() {
                return Ok(false);
            }
            let is_kept = self.keep(&path, &version)?;
            if is_known() {
                return Ok(true);
            }
            // A version must not change with the file.
            if is_kept {
                fs::remove_file(&version)?;
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

    /// Moves a file to the removed ones. Returns where it is now.
    ///
    /// # Errors
    /// It cannot be moved.
    pub fn remove(&self, relative: &str) -> io::Result<PathBuf> {
        let removed = self.ready(&format!("{OWN}/removed/{relative}"))?;
        fs::rename(self.path(relative), &removed)?;
        Ok(removed)
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

/// The hash of a content. Never 0, which means that it is unknown.
pub fn hash_of(bytes: &[u8]) -> u64 {
    hash(bytes.len() as u64, bytes).max(1)
}

/// The head of a file that is an article.
pub fn head_of(text: &str) -> Option<crate::library::WrittenHead> {
    written_head(&text.replace("\r\n", "\n"))
}
