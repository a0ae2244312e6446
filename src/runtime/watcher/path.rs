//! Paths as the watcher sees them.

use crate::fs::is_absent;
use std::path::{Path, PathBuf};

pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

pub fn is_folder_gone(path: &Path) -> bool {
    match path.metadata() {
        Ok(data) => !data.is_dir(),
        Err(error) => is_absent(&error),
    }
}

/// Hidden folders are not scanned.
pub fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}
