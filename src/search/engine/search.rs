//! Searches an engine: asks for the candidates page by page.

use super::connection::{Engine, Kind};
use super::document::{self, FIELDS};
use super::error::{EngineError, Result};
use super::found::{Found, Scope, Wanted, hits, library_name};
use super::lookup::Lookup;
use super::patience::Patience;
use super::reading::Reading;
use crate::http::{Fault, Method};
use crate::library::{Cancel, Entry, id_of_name};
use crate::search::Query;
use crate::search::full_text::Snippet;
use crate::text::WidthPolicy;
use serde_json::{Value, json};
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

impl Engine {
    /// Finds the articles that match a query. Reads page by page what may match, and keeps what
    /// does, so that a query which the engine cannot decide takes time and not memory.
    ///
    /// # Errors
    /// The engine does not answer, or the search was cancelled.
    pub fn search(
        &self,
        query: &Query,
        scope: &Scope,
        wanted: Wanted<'_>,
        cancel: &Cancel,
    ) -> Result<Found> {
        let patience = Patience {
            total: self.options.patience.total.min(PATIENCE),
            ..self.options.patience
        };
        let mut search = |_: &EngineError| {};
        let once = || self.search_once(query, scope, wanted, cancel);
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
        wanted: Wanted<'_>,
        cancel: &Cancel,
    ) -> Result<Found> {
        self.check_index(cancel)?;
        let libraries: Vec<String> = scope.roots.keys().cloned().collect();
        let marks = match wanted {
            Wanted::All(facts) | Wanted::Newest(_, facts) => Some(facts.marks),
            Wanted::Hits(_) => None,
        };
        let lookup = Lookup::new(query, &libraries, marks);
        let mut fields = FIELDS.to_vec();
        fields.extend(lookup.needs_texts.then_some("text"));
        let sort = match wanted {
            Wanted::Newest(..) => json!([{ "newness": "desc" }, { "key": "asc" }]),
            Wanted::All(_) | Wanted::Hits(_) => json!([{ "key": "asc" }]),
        };
        let size = match lookup.needs_texts {
            true => PAGE_OF_TEXTS,
            false => PAGE,
        };
        let body = json!({ "query": lookup.query, "_source": fields, "sort": sort });
        let mut reading = Reading::new(query, scope, wanted, lookup.needs_texts);
        self.pages(body, size, cancel, &mut |answer| reading.page(answer))?;
        let mut found = reading.found;
        found
            .entries
            .sort_by(|one, other| (one.id(), one.root()).cmp(&(other.id(), other.root())));
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
                let library = library_name(entry.root());
                let library = library.unwrap_or_else(|_| id_of_name(entry.root().as_os_str()));
                document::key(&library, entry.id())
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
