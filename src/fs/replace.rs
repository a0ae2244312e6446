//! Atomic replacement of files.

use super::{not_regular, sync_folder};
use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

/// Replaces a file atomically: writes a temporary file beside it, syncs it and renames it.
/// Creates missing folders. A symbolic link is kept and its target replaced, unless that is a
/// device or a pipe.
///
/// # Errors
/// A folder or the file cannot be written. The old file is then unchanged.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    replace(path, bytes, &OpenOptions::new())
}

/// The same for a file that only the user can read.
///
/// # Errors
/// As for [`write_atomically`].
pub(crate) fn write_private_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    replace(path, bytes, &options)
}

fn replace(path: &Path, bytes: &[u8], options: &OpenOptions) -> io::Result<()> {
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    if fs::metadata(&path).is_ok_and(|meta| !meta.is_file()) {
        return Err(not_regular());
    }
    let beside = beside(&path)?;
    let written = write_with(options, &beside, bytes).and_then(|()| fs::rename(&beside, &path));
    if written.is_err() {
        // The first error is the one to report; a leftover temporary file is harmless.
        let _ = fs::remove_file(&beside);
    }
    written?;
    sync_folder(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// Creates a file that is never seen incomplete, and fails if it exists: of several programs, one
/// succeeds. Creates missing folders.
///
/// # Errors
/// The file exists, or it or a folder cannot be written.
pub fn create_atomically(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let beside = beside(path)?;
    let linked = write_new(&beside, bytes).and_then(|()| fs::hard_link(&beside, path));
    let _ = fs::remove_file(&beside);
    match linked {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
            // The file system has no hard links: others may see the file before its content.
            write_new(path, bytes)?;
        }
        linked => linked?,
    }
    sync_folder(path.parent().unwrap_or(Path::new(".")));
    Ok(())
}

/// The path of a temporary file beside another, in a folder that exists afterwards.
fn beside(path: &Path) -> io::Result<PathBuf> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let folder = path.parent().unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let name = path
        .file_name()
        .ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    beside.push(format!(".{}-{count}.tmp", std::process::id()));
    remove_leftovers(path);
    Ok(folder.join(beside))
}

/// A temporary file of this age belongs to a program that was killed.
const LEFT_OVER: std::time::Duration = std::time::Duration::from_secs(3600);

/// Removes the temporary files of programs that were killed while they replaced a file.
fn remove_leftovers(path: &Path) {
    let folder = path.parent().unwrap_or(Path::new("."));
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return;
    };
    let prefix = format!(".{name}.");
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let own = entry.file_name();
        let own = own.to_str().and_then(|own| own.strip_prefix(&*prefix));
        let is_temporary = own
            .and_then(|own| own.strip_suffix(".tmp")?.split_once('-'))
            .is_some_and(|(process, count)| {
                [process, count]
                    .iter()
                    .all(|part| part.parse::<u64>().is_ok())
            });
        let age = || entry.metadata().ok()?.modified().ok()?.elapsed().ok();
        if is_temporary && age().is_some_and(|age| age > LEFT_OVER) {
            // It may be gone already.
            let _ = fs::remove_file(entry.path());
        }
    }
}

pub(super) fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_with(&OpenOptions::new(), path, bytes)
}

fn write_with(options: &OpenOptions, path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut options = options.clone();
    let mut file = options.write(true).create_new(true).open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs::File;

    #[test]
    fn a_file_is_replaced_without_leftovers() {
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

    #[test]
    fn temporary_files_of_killed_programs_are_removed() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("marks");
        let old = std::time::SystemTime::now() - LEFT_OVER * 2;
        for (name, is_old, stays) in [
            (".marks.12-0.tmp", true, false),
            (".marks.12-1.tmp", false, true),
            (".marks.x-0.tmp", true, true),
            (".marks.tmp", true, true),
            (".other.12-0.tmp", true, true),
        ] {
            let file = File::create(root.path().join(name)).unwrap();
            if is_old {
                file.set_modified(old).unwrap();
            }
            write_atomically(&path, b"new").unwrap();
            assert_eq!(root.path().join(name).exists(), stays, "{name}");
        }
    }
}
