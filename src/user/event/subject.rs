//! The articles that an event is about.

use super::LibraryId;
use crate::library::{Entry, Fingerprint, hash};
use std::sync::Arc;

/// An article, with everything needed to find it on another machine and to name it after its file
/// is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// `None` in lines of the first versions.
    pub library: Option<LibraryId>,
    /// The article's ID: its path in the library.
    pub id: Arc<str>,
    pub fingerprint: Fingerprint,
    /// The article's web address.
    pub address: Option<Arc<str>>,
    /// Only in events that describe articles which may be gone; see [`super::Action::describes`].
    pub title: Arc<str>,
    pub source: Arc<str>,
}

impl Subject {
    /// An article of a library.
    pub fn new(entry: &Entry, library: Option<LibraryId>) -> Self {
        Self {
            library,
            id: entry.id().into(),
            fingerprint: entry.fingerprint,
            address: None,
            title: (entry.title()).into(),
            source: (&*entry.labels.source).into(),
        }
    }

    /// What an event over many articles says of this one.
    pub(crate) fn target(&self) -> Target {
        Target {
            path: path_key(library_key(self.library.as_deref()), &self.id),
            fingerprint: self.fingerprint,
            address: self.address.as_deref().map_or(0, address_key),
        }
    }
}

/// The key of a library in those of its paths. `None`: events of the first versions name none.
pub(crate) fn library_key(library: Option<&str>) -> u64 {
    library.map_or(0, |library| hash(1, library.as_bytes()))
}

/// The key of a path in a library. A path counts only within one library.
pub(crate) fn path_key(library_key: u64, id: &str) -> u64 {
    hash(library_key, id.as_bytes())
}

/// The key of a web address.
pub(crate) fn address_key(address: &str) -> u64 {
    hash(2, address.as_bytes()).max(1)
}

/// An article as hashes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Target {
    /// Of the library and the path.
    pub path: u64,
    pub fingerprint: Fingerprint,
    /// Of the web address; 0 without one. Not written by [`to_bytes`](Self::to_bytes).
    pub address: u64,
}

/// Bytes of a target in an event over many articles.
pub(crate) const TARGET_BYTES: usize = 28;

impl Target {
    /// The article at its path, equal for all events of a step.
    pub(crate) fn key(self) -> Self {
        Self {
            fingerprint: self.fingerprint.text(),
            address: 0,
            ..self
        }
    }

    /// The path and the fingerprint without its `start`, which only lines of the first versions
    /// need.
    pub(crate) fn to_bytes(self) -> [u8; TARGET_BYTES] {
        let mut bytes = self.fingerprint.to_bytes();
        if let Some(first) = bytes.first_chunk_mut() {
            *first = self.path.to_le_bytes();
        }
        bytes
    }

    pub(crate) fn from_bytes(mut bytes: [u8; TARGET_BYTES]) -> Self {
        let path = bytes.first_chunk().copied().unwrap_or_default();
        if let Some(first) = bytes.first_chunk_mut() {
            *first = [0; 8];
        }
        Self {
            path: u64::from_le_bytes(path),
            fingerprint: Fingerprint::from_bytes(bytes),
            address: 0,
        }
    }
}
