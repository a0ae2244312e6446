//! Standard places, read-only open, atomic write, locks: the only file that knows `directories`.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where things of ours live, from XDG and the platform's habits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Places {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    /// What belongs to this machine alone and must not be synchronised.
    pub state: PathBuf,
}

impl Places {
    /// None when there is no home.
    pub fn standard() -> Option<Self> {
        let dirs = directories::ProjectDirs::from("", "", "kanbao")?;
        Some(Self {
            config: dirs.config_dir().to_owned(),
            data: dirs.data_dir().to_owned(),
            cache: dirs.cache_dir().to_owned(),
            state: dirs
                .state_dir()
                .unwrap_or_else(|| dirs.data_local_dir())
                .to_owned(),
        })
    }

    /// All places below one folder: for tests, and for a reader on a stick.
    pub fn under(root: &Path) -> Self {
        Self {
            config: root.join("config"),
            data: root.join("data"),
            cache: root.join("cache"),
            state: root.join("state"),
        }
    }

    pub fn config_file(&self) -> PathBuf {
        self.config.join("config.toml")
    }

    /// The user's own themes.
    pub fn themes(&self) -> PathBuf {
        self.config.join("themes")
    }

    /// Bookmarks, read marks and places, one file for each writer.
    pub fn journal(&self) -> PathBuf {
        self.data.join("journal")
    }
}

/// The home folder, for `~/` in the config.
pub fn home() -> Option<PathBuf> {
    directories::BaseDirs::new().map(|dirs| dirs.home_dir().to_owned())
}

/// Opens a regular file for reading, never anything else: opening a named pipe would wait
/// for a writer, opening a device may act on it.
///
/// # Errors
/// When there is no such file, it is not a regular one, or it may not be read.
pub fn open(path: &Path) -> io::Result<File> {
    if !fs::metadata(path)?.is_file() {
        return Err(io::Error::new(
            io::ErrorKind::InvalidInput,
            "not a regular file",
        ));
    }
    File::open(path)
}

/// Reads at most `limit` bytes of a regular file; true when there are more.
///
/// # Errors
/// As [`open`], and when reading fails.
pub fn read(path: &Path, limit: usize) -> io::Result<(Vec<u8>, bool)> {
    let file = open(path)?;
    let expected = file.metadata().map_or(0, |meta| meta.len());
    let mut bytes = Vec::with_capacity(limit.min(usize::try_from(expected).unwrap_or(limit)));
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    let more = bytes.len() > limit;
    bytes.truncate(limit);
    Ok((bytes, more))
}

/// Writes a file whole or not at all: into a neighbour, then in its place, both made
/// durable. Missing folders are made. A symbolic link stays one; what it points to is
/// replaced.
///
/// # Errors
/// When a folder or the file cannot be written; the old file is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    beside.push(format!(".{}-{count}.tmp", std::process::id()));
    let beside = folder.join(beside);
    let written = write_new(&beside, bytes).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error is the one to tell; a leftover does no harm.
        let _ = fs::remove_file(&beside);
    }
    written?;
    sync_folder(folder);
    Ok(())
}

fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Makes the names in a folder durable. Some systems cannot open a folder; their renames
/// are durable by themselves or not at all, so there is no error to tell.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// A lock that lasts as long as this value, and never longer than the process.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// None when another process, or another `Lock` of this one, has it.
    ///
    /// # Errors
    /// When the lock file cannot be made or the system has no locks there.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Self { _file: file })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(error)) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_replaced_whole_and_leaves_nothing_beside_it() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("a/b.toml");
        for text in ["one", "two, longer", ""] {
            write_atomically(&path, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        assert!(write_atomically(root.path(), b"a folder").is_err());
        assert!(root.path().is_dir());
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let root = tempfile::tempdir().unwrap();
        let (real, link) = (root.path().join("real"), root.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_atomically(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[test]
    fn only_regular_files_are_read_and_only_so_far() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("f");
        fs::write(&path, "12345").unwrap();
        assert_eq!(read(&path, 5).unwrap(), (b"12345".to_vec(), false));
        assert_eq!(read(&path, 3).unwrap(), (b"123".to_vec(), true));
        assert!(read(root.path(), 3).is_err());
        assert!(open(Path::new("/dev/null")).is_err());
    }

    #[test]
    fn a_lock_is_held_by_one() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("deep/lock");
        let held = Lock::take(&path).unwrap();
        assert!(held.is_some());
        assert!(Lock::take(&path).unwrap().is_none());
        drop(held);
        assert!(Lock::take(&path).unwrap().is_some());
    }
}
