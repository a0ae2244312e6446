//! Metadata of an article, and an opened article.

use super::{Date, Labels, Name, Problem, id};
use crate::clean::Cut;
use crate::document::{Document, Format};
use crate::library::Fingerprint;
use crate::text::{Count, Language, sanitize_line};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Metadata of one article, for the list. All strings are sanitized single lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    pub name: Name,
    pub labels: Arc<Labels>,
    pub date: Option<Date>,
    pub language: Language,
    pub count: Count,
    pub format: Format,
    /// Identifies the article after its file was moved or edited.
    pub fingerprint: Fingerprint,
    /// Why the file was read only in part, if it was.
    pub partial: Option<Box<Problem>>,
    /// The file is gone; the entry is what its bookmark remembers.
    pub gone: bool,
}

impl Entry {
    /// The path relative to the library with `/` between folders; bytes that are not UTF-8 are
    /// written `%XX` (and `%` as `%25`). The key of marks and the ID on the command line.
    pub fn id(&self) -> &str {
        self.name.id()
    }

    /// Never empty.
    pub fn title(&self) -> &str {
        self.name.title()
    }

    /// The folder of the library.
    pub fn root(&self) -> &Arc<PathBuf> {
        self.name.root()
    }

    /// Whether it is the same file of the same library, which may have changed since. Two libraries
    /// may have files of the same path.
    pub(crate) fn is_at(&self, other: &Self) -> bool {
        self.id() == other.id() && self.root() == other.root()
    }

    /// The address of a bookmarked link, or `None` for an article with a file. The ID of such a
    /// link is its address.
    pub(crate) fn link(&self) -> Option<&str> {
        let is_link = self.root().as_os_str().is_empty() && self.id().contains("://");
        is_link.then_some(self.id())
    }

    /// Whether it has a date of its own.
    pub(crate) fn is_dated(&self) -> bool {
        self.date.is_some_and(Date::is_written)
    }

    /// A page of a published site that is not in the list, as far as its path tells. `None` for a
    /// path that is not below the root.
    pub(crate) fn of_site_page(root: &Arc<PathBuf>, path: &Path) -> Option<Self> {
        let below = path.strip_prefix(root.as_path()).ok()?;
        let names = below.iter();
        let id = names.fold(String::new(), |folder, name| id::join(&folder, name));
        let title = below.to_string_lossy();
        let title = title
            .strip_suffix("index.html")
            .filter(|folder| !folder.is_empty())
            .unwrap_or(&title);
        Some(Self {
            name: Name::new(root, &id, &sanitize_line(title)),
            labels: Arc::default(),
            date: None,
            language: Language::default(),
            count: Count::default(),
            format: Format::Html,
            fingerprint: Fingerprint::default(),
            partial: None,
            gone: false,
        })
    }

    /// The file of the article.
    pub fn path(&self) -> PathBuf {
        self.root().join(id::path(self.id()))
    }
}

/// An opened article, cleaned and ready for typesetting.
#[derive(Clone, Debug)]
pub struct Article {
    pub entry: Entry,
    /// The article's web address, if the metadata names it.
    pub address: Option<Box<str>>,
    pub document: Document,
    pub cuts: Vec<Cut>,
}
