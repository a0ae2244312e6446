//! What tells articles of several libraries apart.

use crate::library::Entry;
use crate::text::SharedText;
use std::path::PathBuf;
use std::sync::Arc;

/// The id of an article, and the root of its library.
pub type Key = (SharedText, Arc<PathBuf>);

pub fn key(entry: &Entry) -> Key {
    (entry.id.clone(), Arc::clone(&entry.root))
}
