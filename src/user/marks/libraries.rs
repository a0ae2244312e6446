//! The names of libraries: random IDs that are the same on every machine, each mapped to a folder.

use super::articles::Identity;
use crate::library::Entry;
use crate::user::event::{GONE, LibraryId, Subject, Target, library_key, path_key};
use std::path::{Path, PathBuf};

/// The libraries that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Libraries {
    /// A folder, as entries name it, and its names. New events have the first. There are several
    /// where two machines named a library before they knew of each other.
    folders: Vec<(PathBuf, Vec<Name>)>,
}

/// A name of a library.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Name {
    id: LibraryId,
    /// See [`library_key`]. Lists ask for the marks of every article.
    key: u64,
}

impl From<LibraryId> for Name {
    fn from(id: LibraryId) -> Self {
        let key = library_key(Some(&id));
        Self { id, key }
    }
}

impl Libraries {
    /// Adds a folder with its IDs.
    pub fn add(&mut self, folder: PathBuf, ids: Vec<LibraryId>) {
        let names = ids.into_iter().map(Name::from).collect();
        self.folders.push((folder, names));
    }

    fn names(&self, root: &Path) -> &[Name] {
        // Comparing the components of paths is ten times slower.
        let same = |(folder, _): &&(PathBuf, Vec<Name>)| folder.as_os_str() == root.as_os_str();
        self.folders
            .iter()
            .find(same)
            .map_or(&[], |(_, names)| names)
    }

    /// The folder of a library that is open.
    pub(crate) fn folder(&self, library: &str) -> Option<&Path> {
        let has_it =
            |(_, names): &&(PathBuf, Vec<Name>)| names.iter().any(|name| *name.id == *library);
        self.folders
            .iter()
            .find(has_it)
            .map(|(folder, _)| &**folder)
    }

    /// The library of an article. `None` if its folder has no name.
    pub(crate) fn of(&self, entry: &Entry) -> Option<LibraryId> {
        let name = self.names(entry.root()).first();
        name.map(|name| name.id.clone())
            .or_else(|| gone_from(entry.root()))
    }

    /// An article as an event over many holds it.
    pub(crate) fn target(&self, entry: &Entry) -> Target {
        let key = match self.names(entry.root()).first() {
            Some(name) => name.key,
            None => library_key(gone_from(entry.root()).as_deref()),
        };
        Target {
            path: path_key(key, entry.id()),
            fingerprint: entry.fingerprint,
            address: 0,
        }
    }

    /// Whether an article that an event names is of the library of a folder. Events of the first
    /// versions name no library.
    pub(crate) fn has(&self, root: &Path, subject: &Subject) -> bool {
        let own = subject.library.as_ref();
        own.is_none_or(|own| self.names(root).iter().any(|name| name.id == *own))
    }

    /// Everything by which an article is recognized.
    pub(crate) fn identity(&self, entry: &Entry) -> Identity {
        let names = self.names(entry.root());
        let gone = names.is_empty().then(|| gone_from(entry.root())).flatten();
        let gone = gone.map(|id| library_key(Some(&id)));
        let keys = names.iter().map(|name| name.key).chain(gone);
        let paths = keys.map(|library| path_key(library, entry.id()));
        Identity::new(paths, unnamed(entry.id()), entry.fingerprint)
    }

    /// The same for an article that an event names.
    pub(crate) fn identity_of(&self, subject: &Subject) -> Identity {
        self.identity_in(subject.library.as_ref(), &subject.id, subject.target())
    }

    fn identity_in(&self, library: Option<&LibraryId>, id: &str, target: Target) -> Identity {
        let Some(own) = library else {
            return target.into();
        };
        let has_it = |(_, names): &&(PathBuf, Vec<Name>)| names.iter().any(|name| name.id == *own);
        let open = self.folders.iter().find(has_it);
        let names = open.map_or(&[][..], |(_, names)| names);
        let own = names.is_empty().then(|| library_key(Some(own)));
        let keys = names.iter().map(|name| name.key).chain(own);
        let paths = keys.map(|library| path_key(library, id));
        Identity {
            address: target.address,
            ..Identity::new(paths, unnamed(id), target.fingerprint)
        }
    }
}

/// The key of a path in events that name no library.
fn unnamed(id: &str) -> u64 {
    path_key(library_key(None), id)
}

/// The library of an article that is gone; see [`crate::user::Kept::entry`].
fn gone_from(root: &Path) -> Option<LibraryId> {
    root.to_str()?.strip_prefix(GONE).map(Into::into)
}
