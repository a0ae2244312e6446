//! Reads the pages of a search: which candidates match, and what is kept of them.

use super::document::{self, Decoder};
use super::error::{EngineError, Partial, Result};
use super::found::{Found, Scope, Wanted, hits};
use super::hits::Document;
use crate::library::{Entry, id_path, newness_of};
use crate::search::{Answer, Evaluator, Query};
use crate::text::{fold_into, searchable};
use serde_json::Value;
use std::path::PathBuf;
use std::sync::Arc;

/// A search that is being read.
pub(super) struct Reading<'a> {
    query: &'a Query,
    scope: Scope,
    wanted: Wanted<'a>,
    decoder: Decoder,
    pub found: Found,
    /// The folded text of a document; the memory is used again.
    folded: String,
    needs_texts: bool,
    enough: Enough,
}

/// Counts matches, newest first.
#[derive(Default)]
struct Enough {
    count: usize,
    /// The newness of the last article that is needed; others of the same moment may come before
    /// it in the list.
    last: Option<i64>,
}

impl<'a> Reading<'a> {
    pub fn new(query: &'a Query, scope: &Scope, wanted: Wanted<'a>, needs_texts: bool) -> Self {
        Self {
            query,
            scope: scope.clone(),
            wanted,
            decoder: Decoder::default(),
            found: Found::default(),
            folded: String::new(),
            needs_texts,
            enough: Enough::default(),
        }
    }

    /// Takes a page. Returns whether more pages are needed.
    ///
    /// # Errors
    /// The page is not what was asked for.
    pub fn page(&mut self, answer: &Value) -> Result<bool> {
        self.found.partial = Partial::and(self.found.partial, Partial::of(answer));
        let mut page = Vec::new();
        for hit in hits(answer).ok_or(EngineError::Answer)? {
            let source = hit.get("_source").ok_or(EngineError::Answer)?;
            let library = source.get("library").and_then(Value::as_str);
            let root = self.root(library.ok_or(EngineError::Answer)?);
            let entry = self.decoder.entry(source, &root)?;
            let document = self.document(hit, source)?;
            self.found.hits.insert(&entry, document);
            page.push(entry);
        }
        let are_kept = self.are_kept(&page);
        let is_reached = match self.wanted {
            Wanted::Newest(count, _) => self.enough.is_reached(count, &page, &are_kept),
            Wanted::All(_) | Wanted::Hits(_) => false,
        };
        for (entry, is_kept) in page.into_iter().zip(are_kept) {
            match (is_kept, self.wanted) {
                (false, _) => self.found.hits.remove(&entry),
                (true, Wanted::Hits(_)) => {}
                (true, _) => self.found.entries.push(entry),
            }
        }
        Ok(!is_reached)
    }

    /// Which articles of a page match, or may match with other marks.
    fn are_kept(&self, page: &[Entry]) -> Vec<bool> {
        let hits = &self.found.hits;
        let mut evaluator = match self.wanted {
            Wanted::All(facts) | Wanted::Newest(_, facts) => {
                Evaluator::new(self.query, facts, hits)
            }
            Wanted::Hits(zone) => Evaluator::with_any_marks(self.query, zone, hits),
        };
        let least = match self.wanted {
            Wanted::All(_) | Wanted::Newest(..) => Answer::Yes,
            Wanted::Hits(_) => Answer::Unknown,
        };
        let answers = page.iter().map(|entry| evaluator.answer(entry));
        answers.map(|answer| answer >= least).collect()
    }

    fn root(&mut self, library: &str) -> Arc<PathBuf> {
        let roots = &mut self.scope.roots;
        if let Some(root) = roots.get(library) {
            return Arc::clone(root);
        }
        let root = Arc::new(id_path(library));
        roots.insert(library.to_owned(), Arc::clone(&root));
        root
    }

    /// Decides which terms a document has: in its text, or for exact tokens as the engine says.
    fn document(&mut self, hit: &Value, source: &Value) -> Result<Document> {
        let flags = document::flags(source);
        if !self.needs_texts {
            let named = hit.get("matched_queries").and_then(Value::as_array);
            let named = named.into_iter().flatten();
            let terms = named.filter_map(|name| name.as_str()?.parse().ok());
            return Ok(Document {
                flags,
                terms: terms.collect(),
                patterns: Box::default(),
            });
        }
        let text = document::text(source)?;
        self.folded.clear();
        let text = searchable(&text).text;
        fold_into(&text, &mut self.folded);
        let terms = self.query.text_terms().iter().enumerate();
        let terms = terms.filter(|(_, term)| term.is_in(&self.folded));
        let patterns = self.query.patterns().iter().enumerate();
        let patterns = patterns.filter(|(_, pattern)| pattern.is_in(&text));
        Ok(Document {
            flags,
            terms: terms.map(|(number, _)| number).collect(),
            patterns: patterns.map(|(number, _)| number).collect(),
        })
    }
}

impl Enough {
    /// Counts the matches of a page. Returns whether no article of the following pages is needed.
    fn is_reached(&mut self, wanted: usize, page: &[Entry], matches: &[bool]) -> bool {
        let mut is_reached = false;
        for (entry, matches) in page.iter().zip(matches) {
            let at = newness_of(entry.date);
            is_reached |= self.last.is_some_and(|last| at < last);
            self.count += usize::from(*matches);
            if self.count >= wanted {
                self.last.get_or_insert(at);
            }
        }
        is_reached
    }
}
