//! What tells articles of several libraries apart.

use crate::library::Entry;
use std::path::PathBuf;
use std::sync::Arc;

/// The id of an article, and the root of its library.
pub type Key = (Arc<str>, Arc<PathBuf>);

pub fn key(entry: &Entry) -> Key {
    (Arc::clone(&entry.id), Arc::clone(&entry.root))
}
