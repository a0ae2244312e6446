//! The names of libraries: random IDs that are the same on every machine, each mapped to a folder.

use super::articles::Identity;
use crate::library::Entry;
use crate::user::event::{GONE, Kept, LibraryId, Subject, Target, path_key};
use std::path::{Path, PathBuf};

/// The libraries that are open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Libraries {
    /// A folder, as entries name it, and its IDs. New events have the first. There are several
    /// where two machines named a library before they knew of each other.
    folders: Vec<(PathBuf, Vec<LibraryId>)>,
}

impl Libraries {
    /// Adds a folder with its IDs.
    pub fn add(&mut self, folder: PathBuf, ids: Vec<LibraryId>) {
        self.folders.push((folder, ids));
    }

    fn ids(&self, root: &Path) -> &[LibraryId] {
        // Comparing the components of paths is ten times slower.
        let same =
            |(folder, _): &&(PathBuf, Vec<LibraryId>)| folder.as_os_str() == root.as_os_str();
        self.folders.iter().find(same).map_or(&[], |(_, ids)| ids)
    }

    /// The library of an article. `None` if its folder has no name.
    pub(crate) fn of(&self, entry: &Entry) -> Option<LibraryId> {
        let ids = self.ids(&entry.root).first().cloned();
        ids.or_else(|| gone_from(&entry.root))
    }

    /// Everything by which an article is recognized.
    pub(crate) fn identity(&self, entry: &Entry) -> Identity {
        let ids = self.ids(&entry.root);
        let gone = gone_from(&entry.root).filter(|_| ids.is_empty());
        let ids = ids.iter().chain(&gone);
        let paths = ids.map(|library| path_key(Some(library), &entry.id));
        Identity::new(paths, path_key(None, &entry.id), entry.fingerprint)
    }

    /// The same for an article that an event names.
    pub(crate) fn identity_of(&self, subject: &Subject) -> Identity {
        self.identity_in(subject.library.as_ref(), &subject.id, subject.target())
    }

    /// The same for the article of a bookmark.
    pub(crate) fn identity_of_kept(&self, kept: &Kept) -> Identity {
        self.identity_of(&kept.subject)
    }

    fn identity_in(&self, library: Option<&LibraryId>, id: &str, target: Target) -> Identity {
        let Some(own) = library else {
            return target.into();
        };
        let has_it = |(_, ids): &&(PathBuf, Vec<LibraryId>)| ids.contains(own);
        let ids = self.folders.iter().find(has_it);
        let ids = ids.map_or(std::slice::from_ref(own), |(_, ids)| ids.as_slice());
        let paths = ids.iter().map(|library| path_key(Some(library), id));
        let unnamed = path_key(None, id);
        Identity {
            address: target.address,
            ..Identity::new(paths, unnamed, target.fingerprint)
        }
    }
}

/// The library of an article that is gone; see [`crate::user::Kept::entry`].
fn gone_from(root: &Path) -> Option<LibraryId> {
    root.to_str()?.strip_prefix(GONE).map(Into::into)
}
