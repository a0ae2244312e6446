//! Searches the full-text indexes of a session.

use super::job_context::{JobContext, Sink};
use super::last_names::by_root;
use crate::app::message::Item;
use crate::app::view::Scope;
use crate::app::{Message, Ticket};
use crate::index::IndexError;
use crate::library::{Cancel, Entry};
use crate::search::full_text::{Candidates, FullText, LocalHits};
use crate::search::{Facts, Query};
use crate::user::Marks;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Weak};

/// So many articles that match are shown before all are found.
const FIRST: usize = 50;

/// The list that a search is for. Its first hits are sent before all are found.
#[derive(Clone, Copy)]
pub struct SearchedList<'a> {
    pub ticket: Ticket,
    pub all: &'a Weak<Vec<Item>>,
    pub marks: &'a Weak<Marks>,
    pub scope: &'a Scope,
    pub ranked: bool,
}

/// A search in the indexes of all libraries.
struct Search<'a> {
    query: &'a Query,
    list: Option<SearchedList<'a>>,
    context: &'a JobContext,
    cancel: &'a Cancel,
    send: Sink<'a>,
    /// Libraries whose indexes cannot be read.
    unusable: Vec<(PathBuf, IndexError)>,
}

/// Searches the indexes of all libraries. One that cannot be read has no hit; a damaged one is made
/// anew, empty, and the app is told to fill it. `None` if cancelled.
pub fn search(
    query: &Query,
    list: Option<SearchedList<'_>>,
    context: &JobContext,
    cancel: &Cancel,
    send: Sink<'_>,
) -> Option<LocalHits> {
    let mut texts = context.texts.lock();
    open_missing(&mut texts, context, send);
    let mut search = Search {
        query,
        list,
        context,
        cancel,
        send,
        unusable: Vec::new(),
    };
    for (root, index) in texts.iter_mut() {
        if let Err(error) = index.refresh() {
            search.unusable.push((root.clone(), error));
        }
    }
    let is_first_sent = list.is_some_and(|list| search.send_newest(&texts, list));
    let found = search.candidates(&texts);
    if !is_first_sent && let Some(list) = list {
        search.send_first(&texts, &found, list);
    }
    let mut hits = search.confirm(&found);
    drop(found);
    if cancel.is_cancelled() {
        return None;
    }
    let column = list.and_then(|list| context.names.made(list.all, &texts));
    if let Some(column) = column {
        hits.narrow(query, &column);
    }
    // While this thread holds the list, a change of it copies it: titles take little time.
    let ranked = list.filter(|list| list.ranked);
    if let Some(all) = ranked.and_then(|list| list.all.upgrade()) {
        hits.rank_titles(query, all.iter().map(|item| &item.entry));
    }
    let Search { unusable, send, .. } = search;
    for (root, error) in unusable {
        send(context.texts_failed(&root, &error));
        context.replace(&mut texts, &root, error.is_damage(), send);
        if let Some(index) = texts.get(&root) {
            // It is empty: the articles are known not to be searched.
            drop(hits.add(&root, index, query, cancel));
        }
    }
    Some(hits)
}

impl<'a> Search<'a> {
    /// Sends the first matches if they are among the newest articles. Whether they are.
    fn send_newest(&mut self, texts: &HashMap<PathBuf, FullText>, list: SearchedList<'_>) -> bool {
        let Some((all, marks)) = list.all.upgrade().zip(list.marks.upgrade()) else {
            return false;
        };
        let indexes = by_root(texts);
        if all.len() < LocalHits::NEWEST {
            return false;
        }
        let facts = self.facts(&marks);
        let is_shown = |item: &&Item| list.scope.may_hold(item, facts.marks, facts.zone);
        let newest = all.iter().take(LocalHits::NEWEST).filter(is_shown);
        let newest: Vec<&Entry> = newest.map(|item| &item.entry).collect();
        // What is wrong is found again when all are searched.
        let enough = (FIRST, self.cancel);
        let found = LocalHits::newest(&indexes, self.query, facts, &newest, enough);
        let Ok(Some(hits)) = found else {
            return false;
        };
        self.send_some(hits, list);
        true
    }

    /// Sends the first matches if it takes long to confirm all candidates.
    fn send_first(
        &mut self,
        texts: &HashMap<PathBuf, FullText>,
        found: &[(&Path, Candidates<'_>)],
        list: SearchedList<'_>,
    ) {
        let are_many = found.iter().any(|(_, candidates)| candidates.are_many());
        let shared = list.all.upgrade().zip(list.marks.upgrade());
        let Some((all, marks)) = shared.filter(|_| are_many) else {
            return;
        };
        let facts = self.facts(&marks);
        let is_shown = |item: &&Item| list.scope.may_hold(item, facts.marks, facts.zone);
        let column = self.context.names.known(list.all, texts);
        let among = column.and_then(|column| column.among_candidates(self.query, found));
        let indexes: Box<dyn Iterator<Item = usize>> = match &among {
            Some(among) => Box::new(among.iter().map(|at| *at as usize)),
            None => Box::new(0..all.len()),
        };
        let articles = indexes.filter_map(|at| all.get(at));
        let articles = articles.filter(is_shown).map(|item| &item.entry);
        let enough = (FIRST, self.cancel);
        // What is wrong is found again when all are confirmed.
        if let Ok(hits) = LocalHits::first(found, self.query, facts, articles, enough) {
            self.send_some(hits, list);
        }
    }

    fn facts<'m>(&self, marks: &'m Marks) -> Facts<'m>
    where
        'a: 'm,
    {
        Facts {
            marks,
            zone: &self.context.scan.zone,
        }
    }

    fn send_some(&mut self, hits: LocalHits, list: SearchedList<'_>) {
        let hits = Arc::new(hits);
        (self.send)(Message::TextFound {
            ticket: list.ticket,
            hits,
            finished: false,
        });
    }

    fn candidates<'t>(
        &mut self,
        texts: &'t HashMap<PathBuf, FullText>,
    ) -> Vec<(&'t Path, Candidates<'t>)>
    where
        'a: 't,
    {
        let mut found: Vec<(&Path, Candidates<'_>)> = Vec::new();
        for (root, index) in texts {
            self.context.keep_passages(root, index);
            match index.candidates(self.query) {
                Ok(candidates) => found.push((root, candidates)),
                Err(error) => self.unusable.push((root.clone(), error)),
            }
        }
        found
    }

    /// Confirms all candidates, and ranks the texts if the list wants it.
    fn confirm(&mut self, found: &[(&Path, Candidates<'_>)]) -> LocalHits {
        let mut hits = LocalHits::default();
        for (root, candidates) in found {
            let confirmed = hits.confirm(root, candidates, self.cancel);
            if self.list.is_some_and(|list| list.ranked) && confirmed.is_ok() {
                // Without ranks the order is that of the date.
                drop(hits.rank_texts(candidates, self.cancel));
            }
            if self.cancel.is_cancelled() {
                break;
            }
            if let Err(error) = confirmed {
                self.unusable.push(((*root).to_owned(), error));
            }
        }
        hits
    }
}

/// Opens the indexes of libraries that no search has opened yet.
pub fn open_missing(texts: &mut HashMap<PathBuf, FullText>, context: &JobContext, send: Sink<'_>) {
    for root in &context.roots {
        if context.has_index(root) && !texts.contains_key(root) {
            match context.open_texts(root) {
                Ok(Some(index)) => drop(texts.insert(root.clone(), index)),
                Ok(None) => {}
                Err(error) => drop(send(context.texts_failed(root, &error))),
            }
        }
    }
}
