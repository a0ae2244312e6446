//! The articles of several libraries that have the terms of a query in their texts.

use super::engine::FullText;
use super::file::Result;
use super::hits::TermHits;
use super::store::{Documents, Flags};
use crate::library::{Cancel, Entry};
use crate::search::{Feature, Query, TextHits};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers for the texts of articles from the full-text indexes of this machine. The text of an
/// article that is not indexed, or that the index has not read again since it changed, is unknown.
#[derive(Debug, Default)]
pub struct LocalHits(Vec<Library>);

#[derive(Debug)]
struct Library {
    /// As in the entries of the library.
    root: PathBuf,
    documents: Arc<Documents>,
    /// By their numbers in the query.
    terms: Vec<TermHits>,
    patterns: Vec<TermHits>,
    /// IDs of articles whose files are not those of the documents.
    stale: HashSet<Box<str>>,
}

impl LocalHits {
    /// Adds the hits of one library. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn add(
        &mut self,
        root: &Path,
        index: &FullText,
        query: &Query,
        cancel: &Cancel,
    ) -> Result<()> {
        let terms = query.text_terms().iter();
        let patterns = query.patterns().iter();
        self.0.push(Library {
            root: root.to_owned(),
            documents: index.documents(),
            terms: terms
                .map(|term| index.find(term, cancel))
                .collect::<Result<_>>()?,
            patterns: patterns
                .map(|pattern| index.find_pattern(pattern, cancel))
                .collect::<Result<_>>()?,
            stale: HashSet::new(),
        });
        Ok(())
    }

    /// Marks articles of a library whose documents are not up to date.
    pub fn set_stale<'a>(&mut self, articles: impl IntoIterator<Item = &'a Entry>) {
        for entry in articles {
            let root = entry.root.as_os_str();
            let mut libraries = self.0.iter_mut();
            if let Some(library) = libraries.find(|library| library.root.as_os_str() == root) {
                library.stale.insert(entry.id.as_ref().into());
            }
        }
    }

    fn library(&self, entry: &Entry) -> Option<&Library> {
        let root = entry.root.as_os_str();
        self.0
            .iter()
            .find(|library| library.root.as_os_str() == root)
    }
}

impl TextHits for LocalHits {
    fn is_known(&self, entry: &Entry) -> bool {
        self.library(entry).is_some_and(|library| {
            let document = library.documents.get(&entry.id);
            document.is_some_and(|document| !document.flags.contains(Flags::PARTIAL))
                && !library.stale.contains(&*entry.id)
        })
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let hits = self
            .library(entry)
            .and_then(|library| library.terms.get(term));
        hits.is_some_and(|hits| hits.holds(&entry.id))
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        let hits = self
            .library(entry)
            .and_then(|library| library.patterns.get(pattern));
        hits.is_some_and(|hits| hits.holds(&entry.id))
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        let flag = match feature {
            Feature::Image => Flags::IMAGE,
            Feature::Code => Flags::CODE,
        };
        let document = self
            .library(entry)
            .and_then(|library| library.documents.get(&entry.id));
        document.is_some_and(|document| document.flags.contains(flag))
    }
}
