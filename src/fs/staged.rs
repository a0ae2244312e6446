//! Files that appear complete or not at all, written first into a folder of their own: a folder
//! with many files is not searched for what killed programs left, and a watcher of it sees no
//! temporary file.

use super::replace::write_new;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// A folder for files that are being written. It must be on the file system of the files.
#[derive(Debug)]
pub(crate) struct Staging(PathBuf);

impl Staging {
    /// Creates the folder. What killed programs left in it is removed if it is older than
    /// `left_over`.
    ///
    /// # Errors
    /// The folder cannot be created.
    pub fn open(folder: PathBuf, left_over: std::time::Duration) -> io::Result<Self> {
        fs::create_dir_all(&folder)?;
        for entry in fs::read_dir(&folder)?.flatten() {
            let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
            if age().is_some_and(|age| age >= left_over) {
                // It may be gone already.
                let _ = fs::remove_file(entry.path());
            }
        }
        Ok(Self(folder))
    }

    /// Creates a file, and fails if it exists. The folder of the file exists; its names are not
    /// synced.
    ///
    /// # Errors
    /// The file exists, or cannot be written.
    pub fn create(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let staged = self.stage(bytes)?;
        let linked = fs::hard_link(&staged, path);
        let created = match linked {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
            // The file system has no hard links.
            Err(_) if fs::symlink_metadata(path).is_ok() => {
                Err(io::ErrorKind::AlreadyExists.into())
            }
            Err(_) => return fs::rename(&staged, path),
        };
        let _ = fs::remove_file(&staged);
        created
    }

    /// Replaces a file, unless `is_wanted` is false when the new content is complete. A symbolic link
    /// is replaced itself, not its target. Returns whether the file was replaced.
    ///
    /// # Errors
    /// The file cannot be written; the old one is unchanged. Or that of `is_wanted`.
    pub fn replace_if(
        &self,
        path: &Path,
        bytes: &[u8],
        is_wanted: &dyn Fn() -> io::Result<bool>,
    ) -> io::Result<bool> {
        let staged = self.stage(bytes)?;
        let replaced = match is_wanted() {
            Ok(true) => fs::rename(&staged, path).map(|()| true),
            other => other,
        };
        if !matches!(replaced, Ok(true)) {
            let _ = fs::remove_file(&staged);
        }
        replaced
    }

    /// Writes a file in place of any that is there. The folder of the file exists; its names are not
    /// synced.
    ///
    /// # Errors
    /// The file cannot be written.
    pub fn put(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        self.replace_if(path, bytes, &|| Ok(true)).map(|_| ())
    }

    fn stage(&self, bytes: &[u8]) -> io::Result<PathBuf> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        let staged = self.0.join(format!("{}-{count}.tmp", std::process::id()));
        let written = write_new(&staged, bytes);
        if let Err(error) = written {
            let _ = fs::remove_file(&staged);
            return Err(error);
        }
        Ok(staged)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_file_is_created_once_and_replaced() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".k/staging");
        let staging = Staging::open(folder.clone(), Duration::ZERO).unwrap();
        let path = root.path().join("a.md");
        staging.create(&path, b"one").unwrap();
        assert!(staging.create(&path, b"two").is_err());
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert!(staging.replace_if(&path, b"three", &|| Ok(true)).unwrap());
        assert!(!staging.replace_if(&path, b"four", &|| Ok(false)).unwrap());
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        staging.put(&path, b"five").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "five");
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
        fs::write(folder.join("1-1.tmp"), "left").unwrap();
        Staging::open(folder.clone(), Duration::from_secs(60)).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 1);
        Staging::open(folder.clone(), Duration::ZERO).unwrap();
        assert_eq!(fs::read_dir(&folder).unwrap().count(), 0);
    }
}
