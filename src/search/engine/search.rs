//! Searches an engine: reads the candidates page by page and decides which ones match.

use super::connection::{Engine, Kind};
use super::document::{self, Decoder, FIELDS};
use super::error::{EngineError, Partial, Result};
use super::hits::{Document, EngineHits};
use super::lookup::Lookup;
use super::patience::Patience;
use crate::http::{Fault, Method};
use crate::library::{Cancel, Entry, id_of_name, id_path, newness_of};
use crate::search::full_text::Snippet;
use crate::search::{Evaluator, Facts, Query};
use crate::text::{WidthPolicy, fold_into};
use serde_json::{Value, json};
use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Documents of one page, without and with their texts.
const PAGE: usize = 2_000;
const PAGE_OF_TEXTS: usize = 200;
/// Snippets of one request.
const PAGE_OF_SNIPPETS: usize = 50;
/// For how long a view of the index is kept between two pages.
const KEPT: &str = "2m";
/// After this time a shard returns what it has found so far.
const SHARD_TIME: &str = "30s";
/// A search waits less than a push: somebody is watching.
const PATIENCE: Duration = Duration::from_secs(10);

/// The name of a library in an engine: its absolute path, written as an ID.
///
/// # Errors
/// The folder does not exist.
pub fn library_name(root: &Path) -> std::io::Result<String> {
    Ok(id_of_name(fs::canonicalize(root)?.as_os_str()))
}

/// The libraries that are searched.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The roots by the names of their libraries. Without any, all libraries of the engine are
    /// searched.
    roots: HashMap<String, Arc<PathBuf>>,
}

impl Scope {
    /// Folders that do not exist are left out.
    pub fn new<'a>(roots: impl IntoIterator<Item = &'a PathBuf>) -> Self {
        let named = |root: &PathBuf| Some((library_name(root).ok()?, Arc::new(root.clone())));
        let roots = roots.into_iter().filter_map(named).collect();
        Self { roots }
    }
}

/// The newest articles that match, at least `count` of them if there are as many.
#[derive(Clone, Copy, Debug)]
pub struct Newest<'a> {
    pub count: usize,
    pub facts: Facts<'a>,
}

/// What an engine has found.
#[derive(Debug, Default)]
pub struct Found {
    /// The articles that may match, by root and ID. [`Query::retain`] decides with the hits.
    pub entries: Vec<Entry>,
    pub hits: EngineHits,
    /// What is missing.
    pub partial: Option<Partial>,
}

impl Engine {
    /// Finds the articles that match a query. `newest`: only some of them.
    ///
    /// # Errors
    /// The engine does not answer, or the search was cancelled.
    pub fn search(
        &self,
        query: &Query,
        scope: &Scope,
        newest: Option<Newest<'_>>,
        cancel: &Cancel,
    ) -> Result<Found> {
        let patience = Patience {
            total: self.options.patience.total.min(PATIENCE),
            ..self.options.patience
        };
        let mut search = |_: &EngineError| {};
        let once = || self.search_once(query, scope, newest, cancel);
        let found = patience.retry(cancel, &mut search, once)?;
        if found.partial.is_none() {
            return Ok(found);
        }
        // A node that has just gone is replaced by another one with the same articles.
        std::thread::sleep(self.options.patience.first);
        once().or(Ok(found))
    }

    fn search_once(
        &self,
        query: &Query,
        scope: &Scope,
        newest: Option<Newest<'_>>,
        cancel: &Cancel,
    ) -> Result<Found> {
        self.check_index(cancel)?;
        let libraries: Vec<String> = scope.roots.keys().cloned().collect();
        let lookup = Lookup::new(query, &libraries);
        let mut fields = FIELDS.to_vec();
        fields.extend(lookup.needs_texts.then_some("text"));
        let mut reading = Reading {
            query,
            scope: scope.clone(),
            decoder: Decoder::default(),
            found: Found::default(),
            folded: String::new(),
            needs_texts: lookup.needs_texts,
        };
        let sort = match newest {
            Some(_) => json!([{ "newness": "desc" }, { "key": "asc" }]),
            None => json!([{ "key": "asc" }]),
        };
        let size = match lookup.needs_texts {
            true => PAGE_OF_TEXTS,
            false => PAGE,
        };
        let body = json!({ "query": lookup.query, "_source": fields, "sort": sort });
        let mut enough = Enough::default();
        self.pages(body, size, cancel, &mut |answer| {
            let from = reading.found.entries.len();
            reading.page(answer)?;
            let Some(newest) = newest else {
                return Ok(true);
            };
            let Found { entries, hits, .. } = &mut reading.found;
            let mut page = entries.split_off(from);
            let is_reached = enough.is_reached(newest, (query, hits), &mut page);
            entries.append(&mut page);
            Ok(!is_reached)
        })?;
        let mut found = reading.found;
        found
            .entries
            .sort_by(|one, other| (&one.id, &one.root).cmp(&(&other.id, &other.root)));
        Ok(found)
    }

    /// The number of articles of some libraries, and of those with a written date.
    ///
    /// # Errors
    /// The engine does not answer.
    pub fn count(&self, scope: &Scope, cancel: &Cancel) -> Result<(usize, usize)> {
        self.check_index(cancel)?;
        let libraries: Vec<&String> = scope.roots.keys().collect();
        let mut filter = Vec::new();
        if !libraries.is_empty() {
            filter.push(json!({ "terms": { "library": libraries } }));
        }
        let count = |filter: &[Value]| -> Result<usize> {
            let path = format!("/{}/_count", self.index);
            let body = json!({ "query": { "bool": { "filter": filter } } });
            let answer = self.call(Method::Post, &path, Some(&body), cancel)?;
            let count = answer.get("count").and_then(Value::as_u64);
            Ok(count.ok_or(EngineError::Answer)? as usize)
        };
        let all = count(&filter)?;
        filter.push(json!({ "exists": { "field": "seconds" } }));
        Ok((all, count(&filter)?))
    }

    /// Reads the pages of a search over one view of the index. `page` returns whether to go on.
    ///
    /// # Errors
    /// The engine does not answer, or `page` fails.
    pub(super) fn pages(
        &self,
        mut body: Value,
        mut size: usize,
        cancel: &Cancel,
        page: &mut dyn FnMut(&Value) -> Result<bool>,
    ) -> Result<()> {
        let view = self.open_view(cancel)?;
        let path = match &view {
            Some(_) => "/_search".to_owned(),
            None => format!("/{}/_search", self.index),
        };
        set(&mut body, "timeout", json!(SHARD_TIME));
        set(&mut body, "track_total_hits", json!(false));
        if let Some(id) = &view {
            set(&mut body, "pit", json!({ "id": id, "keep_alive": KEPT }));
        }
        let read = loop {
            set(&mut body, "size", json!(size));
            let answer = match self.call(Method::Post, &path, Some(&body), cancel) {
                // Long texts: fewer of them at once.
                Err(EngineError::Http(error))
                    if matches!(error.fault, Fault::Large(_)) && size > 1 =>
                {
                    size = size.div_ceil(8);
                    continue;
                }
                Err(error) => break Err(error),
                Ok(answer) => answer,
            };
            let Some(hits) = hits(&answer) else {
                break Err(EngineError::Answer);
            };
            let last = hits.last().and_then(|hit| hit.get("sort")).cloned();
            let count = hits.len();
            match page(&answer) {
                Ok(true) if count == size => {}
                done => break done.map(drop),
            }
            // The same page would be read again and again.
            let Some(last) = last.filter(|last| body.get("search_after") != Some(last)) else {
                break Err(EngineError::Answer);
            };
            set(&mut body, "search_after", last);
        };
        if let Some(id) = &view {
            self.close_view(id);
        }
        read
    }

    /// Opens a view of the index in which nothing changes. `None` if the engine has none.
    fn open_view(&self, cancel: &Cancel) -> Result<Option<String>> {
        let (path, name) = match self.kind {
            Kind::OpenSearch => ("_search/point_in_time", "pit_id"),
            Kind::Elasticsearch => ("_pit", "id"),
        };
        let path = format!("/{}/{path}?keep_alive={KEPT}", self.index);
        match self.call(Method::Post, &path, None, cancel) {
            Ok(answer) => {
                let id = answer.get(name).and_then(Value::as_str);
                id.map(|id| Some(id.to_owned())).ok_or(EngineError::Answer)
            }
            Err(EngineError::Refused(_)) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Closes a view. If that fails, the engine closes it later.
    fn close_view(&self, id: &str) {
        let (path, body) = match self.kind {
            Kind::OpenSearch => ("/_search/point_in_time", json!({ "pit_id": [id] })),
            Kind::Elasticsearch => ("/_pit", json!({ "id": id })),
        };
        let _ = self.call(Method::Delete, path, Some(&body), &Cancel::default());
    }

    /// The passages of articles that show most of the terms of a query, at most `cells` wide.
    ///
    /// # Errors
    /// The engine does not answer.
    pub fn snippets(
        &self,
        entries: &[Entry],
        query: &Query,
        (cells, policy): (usize, WidthPolicy),
        cancel: &Cancel,
    ) -> Result<Vec<Option<Snippet>>> {
        let mut snippets = Vec::with_capacity(entries.len());
        for page in entries.chunks(PAGE_OF_SNIPPETS) {
            let key = |entry: &Entry| {
                let library = library_name(&entry.root);
                let library = library.unwrap_or_else(|_| id_of_name(entry.root.as_os_str()));
                document::key(&library, &entry.id)
            };
            let keys: Vec<String> = page.iter().map(key).collect();
            let path = format!("/{}/_mget?_source_includes=text", self.index);
            let answer = self.call(Method::Post, &path, Some(&json!({ "ids": keys })), cancel)?;
            let documents = answer.get("docs").and_then(Value::as_array);
            let documents = documents.filter(|documents| documents.len() == page.len());
            for document in documents.ok_or(EngineError::Answer)? {
                let source = document.get("_source");
                let text = source.and_then(|source| document::text(source).ok());
                snippets.push(text.and_then(|text| Snippet::of(&text, query, cells, policy)));
            }
        }
        Ok(snippets)
    }
}

/// Sets a field of a request.
fn set(body: &mut Value, name: &str, value: Value) {
    if let Some(fields) = body.as_object_mut() {
        fields.insert(name.to_owned(), value);
    }
}

pub(super) fn hits(answer: &Value) -> Option<&Vec<Value>> {
    answer.pointer("/hits/hits")?.as_array()
}

/// A search that is being read.
struct Reading<'a> {
    query: &'a Query,
    scope: Scope,
    decoder: Decoder,
    found: Found,
    folded: String,
    needs_texts: bool,
}

impl Reading<'_> {
    fn page(&mut self, answer: &Value) -> Result<()> {
        self.found.partial = Partial::and(self.found.partial, Partial::of(answer));
        for hit in hits(answer).ok_or(EngineError::Answer)? {
            let source = hit.get("_source").ok_or(EngineError::Answer)?;
            let library = source.get("library").and_then(Value::as_str);
            let root = self.root(library.ok_or(EngineError::Answer)?);
            let entry = self.decoder.entry(source, &root)?;
            let document = self.document(hit, source)?;
            self.found.hits.insert(&entry, document);
            self.found.entries.push(entry);
        }
        Ok(())
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

/// Counts matches, newest first.
#[derive(Default)]
struct Enough {
    count: usize,
    /// The newness of the last article that is needed; others of the same moment may come before
    /// it in the list.
    last: Option<i64>,
}

impl Enough {
    /// Removes the articles of a page that do not match. Returns whether no article of the
    /// following pages is needed.
    fn is_reached(
        &mut self,
        newest: Newest<'_>,
        (query, hits): (&Query, &EngineHits),
        page: &mut Vec<Entry>,
    ) -> bool {
        let mut evaluator = Evaluator::new(query, newest.facts, hits);
        let mut is_reached = false;
        let mut all_matches = Vec::with_capacity(page.len());
        for entry in page.iter() {
            let at = newness_of(entry.date);
            is_reached |= self.last.is_some_and(|last| at < last);
            let matches = evaluator.matches(entry);
            self.count += usize::from(matches);
            if self.count >= newest.count {
                self.last.get_or_insert(at);
            }
            all_matches.push(matches);
        }
        let mut all_matches = all_matches.into_iter();
        page.retain(|_| all_matches.next().unwrap_or(false));
        is_reached
    }
}
