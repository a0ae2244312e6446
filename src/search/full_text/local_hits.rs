//! The articles of several libraries that have the terms of a query in their texts.

use super::candidates::Candidates;
use super::engine::FullText;
use super::file::Result;
use super::first_hits::FirstHits;
use super::hits::{Bits, TermHits};
use super::narrowing::NameColumn;
use super::rank::Scores;
use super::store::{Document, Documents, Flags};
use crate::library::{Cancel, Entry};
use crate::search::{Answer, Evaluator, Facts, Feature, Query, TextHits};
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Answers for the texts of articles from the full-text indexes of this machine. The text of an
/// article that is not indexed, or that the index has not read again since it changed, is unknown.
#[derive(Debug, Default)]
pub struct LocalHits {
    libraries: Vec<Library>,
    /// See [`among`](Self::among).
    among: Option<Vec<u32>>,
}

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
    /// Only the first articles of a list were searched: the documents of those that match. What
    /// the texts of others have is not known.
    matched: Option<Bits>,
    /// How relevant the articles are, if that was asked for.
    scores: Option<Scores>,
}

impl Library {
    fn new(root: &Path, candidates: &Candidates<'_>, hits: [Vec<TermHits>; 2]) -> Self {
        let [terms, patterns] = hits;
        Self {
            root: root.to_owned(),
            documents: candidates.documents(),
            terms,
            patterns,
            stale: HashSet::new(),
            matched: None,
            scores: None,
        }
    }

    /// Whether the whole text of an article was searched. `document`: that of the article.
    fn is_known(&self, entry: &Entry, document: Option<Document>) -> bool {
        let is_whole = |document: Document| !document.flags.contains(Flags::PARTIAL);
        let was_searched = |document: Document| {
            let matched = self.matched.as_ref();
            matched.is_none_or(|matched| matched.has(document.number))
        };
        document.is_some_and(|document| is_whole(document) && was_searched(document))
            && !self.stale.contains(entry.id())
    }
}

/// The first hits are looked for among so many articles.
const FIRST: usize = 50_000;
/// Hardly more texts than this are read for the first articles: about 30 ms. They are not read again.
const MOST: usize = 2_000;
/// The same for the newest ones: if they are not enough, all are looked at.
const MOST_OF_NEWEST: usize = 300;

impl LocalHits {
    /// The newest hits are looked for among so many articles; few in tests.
    pub const NEWEST: usize = if cfg!(test) { 300 } else { 4_000 };

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
        self.confirm(root, &index.candidates(query)?, cancel)
    }

    /// Adds those of the candidates of one library that are hits. Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn confirm(
        &mut self,
        root: &Path,
        candidates: &Candidates<'_>,
        cancel: &Cancel,
    ) -> Result<()> {
        let hits = candidates.confirmed(cancel)?;
        self.libraries.push(Library::new(root, candidates, hits));
        Ok(())
    }

    /// Finds how relevant the texts of the library are that was added last, for
    /// [`rank_titles`](Self::rank_titles). Incomplete if cancelled.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn rank_texts(&mut self, candidates: &Candidates<'_>, cancel: &Cancel) -> Result<()> {
        if let Some(library) = self.libraries.last_mut() {
            library.scores = Some(Scores::of_texts(candidates, &library.terms, cancel)?);
        }
        Ok(())
    }

    /// Adds how relevant the titles of articles are to the scores of the texts, which must be
    /// known.
    pub fn rank_titles<'e>(&mut self, query: &Query, articles: impl Iterator<Item = &'e Entry>) {
        for entry in articles {
            let root = entry.root().as_os_str();
            let mut libraries = self.libraries.iter_mut();
            let library = libraries.find(|library| library.root.as_os_str() == root);
            if let Some(library) = library
                && let Some(document) = library.documents.get(entry.id())
                && let Some(scores) = &mut library.scores
            {
                scores.add_title(document.number, entry.title(), query.text_terms());
            }
        }
    }

    /// Finds out which articles of a list may match.
    pub fn narrow(&mut self, query: &Query, column: &NameColumn) {
        self.among = column.among_hits(query, |root| {
            let mut libraries = self.libraries.iter();
            let is_root = |library: &&Library| library.root.as_os_str() == root.as_os_str();
            let library = libraries.find(is_root)?;
            Some((&library.documents, library.terms.as_slice()))
        });
    }

    /// The indexes of the articles of a list that may match, in order, whatever the user did with
    /// them. `None`: any may.
    pub fn among(&self) -> Option<&[u32]> {
        self.among.as_deref()
    }

    /// Whether the articles were ranked.
    pub fn are_ranked(&self) -> bool {
        self.libraries
            .iter()
            .any(|library| library.scores.is_some())
    }

    /// How relevant an article is; 0 if that is not known.
    pub fn score(&self, entry: &Entry) -> u32 {
        let score = self.library(entry).and_then(|library| {
            let document = library.documents.get(entry.id())?;
            Some(library.scores.as_ref()?.of(document.number))
        });
        score.unwrap_or_default()
    }

    /// The hits of the first articles of a list, up to so many that match. Of others it is not
    /// known whether they match.
    ///
    /// # Errors
    /// An index cannot be read.
    pub fn first<'e>(
        libraries: &[(&Path, Candidates<'_>)],
        query: &Query,
        facts: Facts<'_>,
        articles: impl Iterator<Item = &'e Entry>,
        (wanted, cancel): (usize, &Cancel),
    ) -> Result<Self> {
        let first = FirstHits::new(libraries, MOST);
        let articles = articles.take(FIRST);
        Self::of_first(first, query, facts, articles, (wanted, cancel)).map(|(hits, _)| hits)
    }

    /// The same among a few articles, such as the first [`Self::NEWEST`], without reading all postings.
    /// `None` if there are not enough matches, or if that would not be faster.
    ///
    /// # Errors
    /// An index cannot be read.
    pub fn newest(
        indexes: &[(&Path, &FullText)],
        query: &Query,
        facts: Facts<'_>,
        articles: &[&Entry],
        (wanted, cancel): (usize, &Cancel),
    ) -> Result<Option<Self>> {
        let mut libraries = Vec::new();
        for (root, index) in indexes {
            let of_root = |entry: &&Entry| entry.root().as_os_str() == root.as_os_str();
            let of_root = articles.iter().copied().filter(of_root);
            match index.candidates_among(query, of_root)? {
                Some(candidates) => libraries.push((*root, candidates)),
                None => return Ok(None),
            }
        }
        let first = FirstHits::new(&libraries, MOST_OF_NEWEST);
        let articles = articles.iter().copied();
        let (hits, found) = Self::of_first(first, query, facts, articles, (wanted, cancel))?;
        Ok((found >= wanted).then_some(hits))
    }

    /// The hits of articles, and how many of these match.
    fn of_first<'e>(
        first: FirstHits<'_>,
        query: &Query,
        facts: Facts<'_>,
        articles: impl Iterator<Item = &'e Entry>,
        (wanted, cancel): (usize, &Cancel),
    ) -> Result<(Self, usize)> {
        // No text is read of articles that the metadata rules out.
        let query = query.with_texts_last();
        let mut evaluator = Evaluator::new(&query, facts, &first);
        let found = first.find(&mut evaluator, articles, (wanted, cancel))?;
        drop(evaluator);
        let libraries = first.into_libraries().into_iter().map(|library| Library {
            matched: Some(library.matched()),
            ..Library::new(library.root, library.candidates, library.hits())
        });
        let libraries = libraries.collect();
        Ok((
            Self {
                libraries,
                among: None,
            },
            found,
        ))
    }

    /// Marks articles of a library whose documents are not up to date.
    pub fn set_stale<'a>(&mut self, articles: impl IntoIterator<Item = &'a Entry>) {
        for entry in articles {
            let root = entry.root().as_os_str();
            let mut libraries = self.libraries.iter_mut();
            if let Some(library) = libraries.find(|library| library.root.as_os_str() == root) {
                library.stale.insert(entry.id().into());
            }
        }
    }

    /// How many articles the indexes have.
    pub fn documents(&self) -> usize {
        let libraries = self.libraries.iter();
        libraries.map(|library| library.documents.len()).sum()
    }

    fn library(&self, entry: &Entry) -> Option<&Library> {
        let root = entry.root().as_os_str();
        self.libraries
            .iter()
            .find(|library| library.root.as_os_str() == root)
    }
}

impl TextHits for LocalHits {
    fn is_known(&self, entry: &Entry) -> bool {
        self.library(entry)
            .is_some_and(|library| library.is_known(entry, library.documents.get(entry.id())))
    }

    /// With one look at the documents, which takes most of the time.
    fn answer(&self, term: usize, entry: &Entry) -> Answer {
        let Some(library) = self.library(entry) else {
            return Answer::Unknown;
        };
        let document = library.documents.get(entry.id());
        let hits = library.terms.get(term).zip(document);
        match hits.is_some_and(|(hits, document)| hits.has(document.number)) {
            true => Answer::Yes,
            false if library.is_known(entry, document) => Answer::No,
            false => Answer::Unknown,
        }
    }

    fn is_at_hand(&self) -> bool {
        true
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        let hits = self
            .library(entry)
            .and_then(|library| library.terms.get(term));
        hits.is_some_and(|hits| hits.holds(entry.id()))
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        let hits = self
            .library(entry)
            .and_then(|library| library.patterns.get(pattern));
        hits.is_some_and(|hits| hits.holds(entry.id()))
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        let document = self
            .library(entry)
            .and_then(|library| library.documents.get(entry.id()));
        document.is_some_and(|document| document.flags.contains(feature.into()))
    }
}
