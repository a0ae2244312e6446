//! The bookmarks and highlighted articles that match a query.

use super::context::Context;
use super::libraries::{self, Roots};
use super::list::parse_query;
use super::mark_store::MarkStore;
use super::text_search::{Searched, TextSearch, say};
use crate::cli::Bookmarks;
use crate::error::Result;
use crate::library::{Entry, Fingerprint};
use crate::search::{Evaluator, Facts};
use crate::user::Kept;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;

/// The marks, and what was chosen of them, the newest bookmarks first.
pub struct Chosen {
    pub store: MarkStore,
    pub rows: Vec<Row>,
}

/// A bookmark, or an article with highlights.
pub struct Row {
    pub kept: Kept,
    /// The article, if it is in the library and that was read.
    pub entry: Option<Entry>,
}

/// Which articles without a bookmark are chosen, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    Bookmarks,
    Highlighted,
    /// Those with highlights, and those to read later.
    All,
}

/// What an article is known by.
type Key = (Arc<str>, Fingerprint);

/// The libraries, and their articles. A library that is configured and missing is no reason to
/// refuse bookmarks.
///
/// # Errors
/// A folder that the user named is missing.
pub fn library(named: &[PathBuf], context: &Context) -> Result<(Roots, Vec<Entry>)> {
    libraries::folders(named, &context.locale)?;
    match libraries::resolve(named, &context.libraries) {
        Ok(Roots::Sample) => Ok((Roots::Sample, Vec::new())),
        Ok(roots) => {
            let entries = libraries::read(&roots, context).entries;
            Ok((roots, entries))
        }
        Err(error) if !named.is_empty() => Err(error),
        Err(_) => Ok((Roots::Sample, Vec::new())),
    }
}

impl Chosen {
    /// The bookmarks that match a query; with `--library`, only those whose article is in it.
    /// Without a query and a folder, the library is read only if the articles are needed, for their addresses.
    ///
    /// # Errors
    /// The query or a folder is wrong.
    pub fn new(
        bookmarks: &Bookmarks,
        with: With,
        needs_articles: bool,
        context: &Context,
    ) -> Result<Self> {
        let query = parse_query(&bookmarks.query.join(" "), context)?;
        let is_all = query.is_empty() && bookmarks.library.is_empty();
        let (roots, entries) = if is_all && !needs_articles {
            (Roots::Sample, Vec::new())
        } else {
            library(&bookmarks.library, context)?
        };
        let store = MarkStore::open(&roots, context);
        let mut rows = rows(&store, entries, with);
        if !bookmarks.library.is_empty() {
            rows.retain(|row| row.entry.is_some());
        }
        if !query.is_empty() {
            let present = rows.iter().filter_map(|row| row.entry.clone());
            let present: Vec<Entry> = present.collect();
            let searched = Searched {
                entries: &present,
                scanned: None,
            };
            let texts = TextSearch::run(&roots, searched, &query, false, context);
            if let Some(shortfall) = texts.shortfall(context) {
                say(&shortfall, context);
            }
            let facts = Facts {
                marks: &store.marks,
                zone: &context.scan.zone,
            };
            // An article that is gone is searched by what its bookmark says.
            let shown: Vec<Entry> = rows.iter().map(Row::shown).collect();
            let mut evaluator = Evaluator::new(&query, facts, &texts.hits);
            let matches: Vec<bool> = shown.iter().map(|entry| evaluator.matches(entry)).collect();
            let mut matches = matches.into_iter();
            rows.retain(|_| matches.next().unwrap_or(false));
        }
        Ok(Self { store, rows })
    }
}

impl Row {
    /// The article, or what stands for it when it is gone.
    pub fn shown(&self) -> Entry {
        self.entry.clone().unwrap_or_else(|| self.kept.entry())
    }
}

fn rows(store: &MarkStore, entries: Vec<Entry>, with: With) -> Vec<Row> {
    let marks = &store.marks;
    let mut kept: Vec<Kept> = marks.bookmarks().cloned().collect();
    if with != With::Bookmarks {
        let mut known = HashSet::new();
        let highlights = marks.all_highlights();
        let highlighted = highlights.iter().map(|one| one.subject);
        let queue = marks.queue();
        let queued = queue
            .iter()
            .map(|one| one.subject)
            .filter(|_| with == With::All);
        for subject in highlighted.chain(queued) {
            let other = Kept::of(subject);
            if !marks.is_bookmarked(&other.entry()) && known.insert(key(&other)) {
                kept.push(other);
            }
        }
    }
    let mut places: HashMap<Key, usize> = HashMap::new();
    for (at, kept) in kept.iter().enumerate() {
        places.insert(key(kept), at);
    }
    let rows = kept.into_iter().map(|kept| Row { kept, entry: None });
    let mut rows: Vec<Row> = rows.collect();
    for entry in entries {
        // A bookmark may name the article by the path that it had.
        let named = marks.bookmark(&entry).map(key);
        let named = named.unwrap_or_else(|| (Arc::clone(&entry.id), entry.fingerprint));
        let place = places.get(&named).and_then(|at| rows.get_mut(*at));
        if let Some(row) = place {
            row.entry.get_or_insert(entry);
        }
    }
    rows
}

fn key(kept: &Kept) -> Key {
    (Arc::clone(&kept.id), kept.fingerprint)
}
