//! Standard places, read-only open, atomic write, locks: the only file that knows `directories`.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Where things of ours live, from XDG and the platform's habits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Directories {
    pub config: PathBuf,
    pub data: PathBuf,
    pub cache: PathBuf,
    /// What belongs to this machine alone and must not be synchronised.
    pub state: PathBuf,
}

impl Directories {
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

/// A folder made anew that only this user may enter, under a name that nobody can foresee:
/// what lies under a fixed name in a folder of all users may have been put there by another.
///
/// # Errors
/// When the folder for temporary files takes none.
pub fn private_folder() -> io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("kanbao-{}", random_name()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&path)?;
    Ok(path)
}

/// Sixteen hexadecimal digits. Each `RandomState` has keys of its own, from the system's
/// source of randomness.
pub fn random_name() -> String {
    let random = std::hash::RandomState::new().build_hasher().finish();
    format!("{random:016x}")
}

/// Options that never wait: without them, opening a named pipe waits for its other end.
/// Nor does a terminal that is opened become the program's own.
pub fn without_waiting() -> OpenOptions {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    {
        use rustix::fs::OFlags;
        use std::os::unix::fs::OpenOptionsExt;
        let flags = OFlags::NONBLOCK | OFlags::NOCTTY;
        options.custom_flags(flags.bits().cast_signed());
    }
    options
}

fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

/// Opens a regular file for reading, never anything else.
///
/// # Errors
/// When there is no such file, it is not a regular one, or it may not be read.
pub fn open(path: &Path) -> io::Result<File> {
    // Looked at before as well: opening a device may act on it.
    if !fs::metadata(path)?.is_file() {
        return Err(not_regular());
    }
    let file = without_waiting().read(true).open(path)?;
    match file.metadata()?.is_file() {
        true => Ok(file),
        false => Err(not_regular()),
    }
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

/// Whether an error says that there is no such file; also where a home is a file itself.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Writes a file whole or not at all: into a neighbour, then in its place, both made
/// durable. Missing folders are made. A symbolic link stays one; what it points to is
/// replaced, unless that is a device or a pipe.
///
/// # Errors
/// When a folder or the file cannot be written; the old file is then as it was.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
        return Err(not_regular());
    }
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
    /// None when another process, or another `Lock` of this one, has it, or when a lock of
    /// this name is not to be had because something else has the name.
    ///
    /// # Errors
    /// When the lock file cannot be made or the system has no locks there.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Reading as well, for a pipe that nobody reads cannot be opened for writing alone.
        let file = without_waiting()
            .create(true)
            .truncate(false)
            .read(true)
            .write(true)
            .open(path)?;
        if !file.metadata()?.is_file() {
            return Ok(None);
        }
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

    #[cfg(unix)]
    #[test]
    fn a_pipe_is_not_waited_for() {
        let root = tempfile::tempdir().unwrap();
        let pipe = root.path().join("pipe");
        let made = std::process::Command::new("mkfifo").arg(&pipe).status();
        assert!(made.unwrap().success());
        assert!(open(&pipe).is_err());
        assert!(write_atomically(&pipe, b"text").is_err());
        assert!(Lock::take(&pipe).unwrap().is_none());
        assert!(!fs::metadata(&pipe).unwrap().is_file());
    }

    #[cfg(unix)]
    #[test]
    fn a_private_folder_is_new_and_closed() {
        use std::os::unix::fs::PermissionsExt;
        let (one, two) = (private_folder().unwrap(), private_folder().unwrap());
        assert_ne!(one, two);
        for folder in [one, two] {
            assert_eq!(
                fs::metadata(&folder).unwrap().permissions().mode() & 0o77,
                0
            );
            fs::remove_dir(folder).unwrap();
        }
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
