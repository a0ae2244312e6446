//! Metadata of an article, and an opened article.

use super::{Date, Problem};
use crate::clean::Cut;
use crate::document::{Document, Format};
use crate::library::Fingerprint;
use crate::text::{Count, Language};
use std::path::PathBuf;
use std::sync::Arc;

/// Metadata of one article, for the list. All strings are sanitized single lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The path relative to the library with `/` between folders; bytes that are not UTF-8 are
    /// written `%XX` (and `%` as `%25`). The key of marks and the ID on the command line.
    pub id: Arc<str>,
    pub path: Arc<PathBuf>,
    /// Never empty.
    pub title: String,
    /// The site or feed: the second category in RSSHub's form, or the field that names it. May be
    /// empty.
    pub source: Arc<str>,
    pub author: Arc<str>,
    pub categories: Vec<Arc<str>>,
    pub tags: Vec<Arc<str>>,
    pub date: Option<Date>,
    pub language: Language,
    pub count: Count,
    pub format: Format,
    /// The article's web address and lead picture, if the metadata names them.
    pub address: Option<Box<str>>,
    pub picture: Option<Box<str>>,
    /// Identifies the article after its file was moved or edited.
    pub fingerprint: Fingerprint,
    /// Why the file was read only in part, if it was.
    pub partial: Option<Box<Problem>>,
}

/// An opened article, cleaned and ready for typesetting.
#[derive(Clone, Debug)]
pub struct Article {
    pub entry: Entry,
    pub document: Document,
    pub cuts: Vec<Cut>,
}
