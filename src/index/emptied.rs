//! An empty folder in place of a library: more often the mount point of a drive that is not there
//! than a library whose articles were all removed. Its index is kept.

use super::front;
use crate::locale::Locale;
use crate::text::sanitize_line;
use rusqlite::Connection;
use std::fs;
use std::path::{Path, PathBuf};

/// A library whose folder is empty while its index has articles.
#[derive(Clone, Debug)]
pub struct Emptied {
    root: PathBuf,
    /// How many articles the index has.
    pub(super) articles: i64,
}

impl Emptied {
    /// `None` unless the folder is empty and the index is not.
    pub fn of(root: &Path, connection: &Connection) -> Option<Self> {
        let is_empty = fs::read_dir(root).is_ok_and(|mut entries| entries.next().is_none());
        // An index that cannot be read is noticed by what reads all of it.
        let totals = is_empty.then(|| front::totals(connection).ok())??;
        (totals.articles > 0).then(|| Self {
            root: root.to_owned(),
            articles: totals.articles,
        })
    }

    /// A sentence in the language of the interface.
    pub(crate) fn describe(&self, locale: &Locale) -> String {
        let path = sanitize_line(&self.root.to_string_lossy());
        let count = self.articles;
        locale.fill(
            "notice.library-empty",
            &[("path", &path), ("count", &count)],
        )
    }
}
