//! The articles of several libraries that have the terms of a query in their texts.

use super::engine::FullText;
use super::file::Result;
use super::hits::TermHits;
use super::store::{Documents, Flags};
use crate::library::{Cancel, Entry};
use crate::search::{Feature, Query, TextHits};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers for the texts of articles from the full-text indexes of this machine. An article that
/// is not indexed has no hit.
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
        });
        Ok(())
    }

    fn library(&self, entry: &Entry) -> Option<&Library> {
        let root = entry.root.as_os_str();
        self.0
            .iter()
            .find(|library| library.root.as_os_str() == root)
    }
}

impl TextHits for LocalHits {
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
