//! Symbolic links to folders: where they lead.

use std::fs;
use std::path::Path;

/// Whether a link leads to a folder around the library, such as `/`: it contains the library once
/// more, and more than anybody wants to read.
pub fn is_around(link: &Path, root: &Path) -> bool {
    let paths = fs::canonicalize(link).and_then(|link| Ok((link, fs::canonicalize(root)?)));
    paths.is_ok_and(|(target, root)| root.starts_with(target))
}

/// The identity of a folder: its device and inode.
#[cfg(unix)]
pub fn mark(path: &Path) -> Option<(u64, u64)> {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).ok().map(|data| (data.dev(), data.ino()))
}

#[cfg(not(unix))]
pub fn mark(path: &Path) -> Option<(u64, u64)> {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    fs::canonicalize(path).ok()?.hash(&mut hasher);
    Some((hasher.finish(), 0))
}
