//! File access: read-only open, atomic replacement, locks, links.

mod links;
mod replace;
mod staged;

pub(crate) use links::{broken_link, link_target};
pub(crate) use replace::write_private_atomically;
pub use replace::{create_atomically, write_atomically};
pub(crate) use staged::Staging;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::hash::{BuildHasher, Hasher};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::thread;
use std::time::{Duration, Instant};

/// Creates a temporary folder that only this user may enter. Its name cannot be predicted: under
/// a fixed name, another user could have created it before.
///
/// # Errors
/// The folder cannot be created in the directory for temporary files.
pub fn private_folder() -> io::Result<PathBuf> {
    let path = std::env::temp_dir().join(format!("kanbao-{}", random_name()));
    let mut builder = fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&path)?;
    Ok(path)
}

/// Sixteen random hexadecimal digits. `RandomState` takes its keys from the system's source of
/// randomness.
pub fn random_name() -> String {
    let random = std::hash::RandomState::new().build_hasher().finish();
    format!("{random:016x}")
}

/// Options that never block: by default, opening a named pipe waits for its other end. A
/// terminal that is opened does not become the controlling terminal either.
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

pub(crate) fn not_regular() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")
}

/// Opens a regular file for reading.
///
/// # Errors
/// The file does not exist, is not a regular file, or may not be read.
pub fn open(path: &Path) -> io::Result<File> {
    // Checked before opening as well, because opening a device may have effects.
    if !fs::metadata(path)?.is_file() {
        return Err(not_regular());
    }
    let file = without_waiting().read(true).open(path)?;
    if file.metadata()?.is_file() {
        Ok(file)
    } else {
        Err(not_regular())
    }
}

/// Reads at most `limit` bytes of a regular file. The flag is true when there are more.
///
/// # Errors
/// As [`open`], or reading fails.
pub fn read(path: &Path, limit: usize) -> io::Result<(Vec<u8>, bool)> {
    let file = open(path)?;
    let expected = file.metadata().map_or(0, |meta| meta.len());
    let mut bytes = Vec::with_capacity(limit.min(usize::try_from(expected).unwrap_or(limit)));
    file.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    let more = bytes.len() > limit;
    bytes.truncate(limit);
    Ok((bytes, more))
}

/// Whether an error means that the file does not exist. Also true where a parent is not a
/// directory.
pub fn is_absent(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}

/// Syncs the names in a folder. Some systems cannot open a folder; nothing can be done there,
/// so this reports no error.
pub fn sync_folder(folder: &Path) {
    if let Ok(folder) = File::open(folder) {
        let _ = folder.sync_all();
    }
}

/// Exchanges the names of two files in one step, so that neither is lost whatever another program does
/// meanwhile.
///
/// # Errors
/// A file is missing; `Unsupported` or `InvalidInput` where the system or the file system cannot do it.
#[cfg(any(target_os = "linux", target_os = "macos"))]
pub(crate) fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE)?)
}

/// See above.
///
/// # Errors
/// Always.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
pub(crate) fn exchange(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

/// A folder whose files are looked up by name, without walking its path for each of them.
#[derive(Debug)]
pub struct FolderHandle {
    #[cfg(unix)]
    handle: std::os::fd::OwnedFd,
    #[cfg(not(unix))]
    path: PathBuf,
}

impl FolderHandle {
    /// # Errors
    /// The folder cannot be opened.
    pub fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            #[cfg(unix)]
            handle: {
                use rustix::fs::{Mode, OFlags};
                let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
                rustix::fs::open(path, flags, Mode::empty())?
            },
            #[cfg(not(unix))]
            path: path.to_owned(),
        })
    }

    /// The size of a file and the time of its last modification, in nanoseconds since 1970.
    /// Follows links.
    ///
    /// # Errors
    /// The file cannot be found.
    #[cfg(unix)]
    #[allow(
        clippy::unnecessary_cast,
        reason = "the types of the fields differ between systems"
    )]
    pub fn state(&self, name: &std::ffi::OsStr) -> io::Result<(u64, i64)> {
        let state = rustix::fs::statat(&self.handle, name, rustix::fs::AtFlags::empty())?;
        let seconds = i128::from(state.st_mtime as i64) * 1_000_000_000;
        let modified = saturated(seconds + i128::from(state.st_mtime_nsec as i64));
        Ok((state.st_size as u64, modified))
    }

    /// See above.
    ///
    /// # Errors
    /// The file cannot be found.
    #[cfg(not(unix))]
    pub fn state(&self, name: &std::ffi::OsStr) -> io::Result<(u64, i64)> {
        let data = fs::metadata(self.path.join(name))?;
        Ok((data.len(), data.modified().map_or(0, nanoseconds)))
    }
}

/// Nanoseconds since 1970. Times before 1678 and after 2261 become the first and the last of these.
pub fn nanoseconds(time: std::time::SystemTime) -> i64 {
    let number = |duration: std::time::Duration| duration.as_nanos().cast_signed();
    saturated(
        match time.duration_since(std::time::SystemTime::UNIX_EPOCH) {
            Ok(after) => number(after),
            Err(before) => -number(before.duration()),
        },
    )
}

/// The nearest number that 64 bits hold.
fn saturated(number: i128) -> i64 {
    i64::try_from(number).unwrap_or(if number < 0 { i64::MIN } else { i64::MAX })
}

/// Whether a file or folder is on a drive that other machines may write: NFS, SMB, sshfs and
/// other FUSE file systems, 9P, AFS, Ceph.
#[cfg(target_os = "linux")]
pub fn is_remote(path: &Path) -> bool {
    const REMOTE: &[u64] = &[
        0x6969,
        0xff53_4d42,
        0xfe53_4d42,
        0x517b,
        0x6573_5546,
        0x0102_1997,
        0x5346_414f,
        0x00c3_6400,
        0x7375_7245,
    ];
    // The magic numbers have 32 bits; some systems extend the sign.
    rustix::fs::statfs(path)
        .is_ok_and(|state| REMOTE.contains(&(state.f_type as u64 & 0xffff_ffff)))
}

/// Whether a file or folder is on a drive that other machines may write.
#[cfg(all(unix, not(target_os = "linux")))]
pub fn is_remote(path: &Path) -> bool {
    let _ = path;
    false
}

#[cfg(not(unix))]
pub fn is_remote(path: &Path) -> bool {
    // A share is named `\\\\server\\share`.
    path.as_os_str().as_encoded_bytes().starts_with(br"\\")
}

/// How many folders the system watches for one user; `None` if it has no such limit.
pub fn watch_limit() -> Option<usize> {
    let limit = fs::read_to_string("/proc/sys/fs/inotify/max_user_watches");
    limit.ok()?.trim().parse().ok()
}

/// Writes lines to a new file that only the user can read.
///
/// # Errors
/// The folder does not accept it.
pub(crate) fn write_private(folder: &Path, prefix: &str, lines: &[u8]) -> io::Result<PathBuf> {
    fs::create_dir_all(folder)?;
    let path = folder.join(format!("{prefix}{}.jsonl", random_name()));
    let mut options = fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.write(true).create_new(true).open(&path)?;
    file.write_all(lines)?;
    file.sync_all()?;
    sync_folder(folder);
    Ok(path)
}

/// Device and inode: equal for two paths of one file.
#[cfg(unix)]
pub fn identity(meta: &fs::Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt;
    (meta.dev(), meta.ino())
}

#[cfg(not(unix))]
pub fn identity(_: &fs::Metadata) -> (u64, u64) {
    (0, 0)
}

/// A file lock, released when this value is dropped or the process ends.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

impl Lock {
    /// Takes a lock that others hold only while they write a small file. `None`: one of them holds it
    /// for longer than this.
    ///
    /// # Errors
    /// Those of [`take`](Self::take).
    pub fn wait(path: &Path, longest: Duration) -> io::Result<Option<Self>> {
        const STEP: Duration = Duration::from_millis(5);
        let start = Instant::now();
        loop {
            let lock = Self::take(path)?;
            if lock.is_some() || start.elapsed() >= longest {
                return Ok(lock);
            }
            thread::sleep(STEP);
        }
    }

    /// Returns `None` when another process or another `Lock` of this process holds the lock, or
    /// when the path exists and is not a regular file.
    ///
    /// # Errors
    /// The lock file cannot be created, or its file system has no locks.
    pub fn take(path: &Path) -> io::Result<Option<Self>> {
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        // Opened for reading as well, because opening a pipe without a reader only for writing
        // fails.
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

    #[cfg(unix)]
    #[test]
    fn a_symbolic_link_is_kept() {
        let root = tempfile::tempdir().unwrap();
        let (real, link) = (root.path().join("real"), root.path().join("link"));
        fs::write(&real, "old").unwrap();
        std::os::unix::fs::symlink(&real, &link).unwrap();
        write_atomically(&link, b"new").unwrap();
        assert_eq!(fs::read_to_string(&real).unwrap(), "new");
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_are_exchanged() {
        let root = tempfile::tempdir().unwrap();
        let (one, other) = (root.path().join("one"), root.path().join("other"));
        fs::write(&one, "1").unwrap();
        assert!(is_absent(&exchange(&one, &other).unwrap_err()));
        fs::write(&other, "2").unwrap();
        exchange(&one, &other).unwrap();
        assert_eq!(fs::read_to_string(&one).unwrap(), "2");
        assert_eq!(fs::read_to_string(&other).unwrap(), "1");
    }

    #[test]
    fn only_regular_files_are_read_up_to_the_limit() {
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
    fn a_pipe_does_not_block() {
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
    fn a_private_folder_is_new_and_not_accessible_to_others() {
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

    /// Both ways to the time of a file agree, in every year that a file system may have.
    #[test]
    fn a_time_of_modification_is_the_same_number_everywhere() {
        let root = tempfile::tempdir().unwrap();
        let file = File::create(root.path().join("f")).unwrap();
        let epoch = std::time::SystemTime::UNIX_EPOCH;
        let year = std::time::Duration::from_secs(365 * 86_400);
        let check = |time: std::time::SystemTime| {
            file.set_modified(time).unwrap();
            // File systems that have no such year store another one.
            let stored = file.metadata().and_then(|data| data.modified()).unwrap();
            let found =
                FolderHandle::open(root.path()).and_then(|folder| folder.state("f".as_ref()));
            assert_eq!(found.unwrap(), (0, nanoseconds(stored)));
        };
        for years in [0, 1, 69, 135, 250, 291, 292, 293, 331] {
            check(epoch + year * years);
            check(epoch - year * years);
        }
        assert_eq!(nanoseconds(epoch + year * 400), i64::MAX);
        assert_eq!(nanoseconds(epoch - year * 400), i64::MIN);
    }

    #[test]
    fn a_lock_is_exclusive() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("deep/lock");
        let held = Lock::take(&path).unwrap();
        assert!(held.is_some());
        assert!(Lock::take(&path).unwrap().is_none());
        drop(held);
        assert!(Lock::take(&path).unwrap().is_some());
    }
}
