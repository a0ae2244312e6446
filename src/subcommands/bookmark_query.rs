//! The bookmarks and highlighted articles that match a query.

use super::context::Context;
use super::libraries::{self, Roots};
use super::list::parse_query;
use super::mark_store::MarkStore;
use super::text_search::{Searched, TextSearch, say};
use crate::cli::Bookmarks;
use crate::error::Result;
use crate::library::Entry;
use crate::search::{Evaluator, Facts};
use crate::user::event::Subject;
use crate::user::marks::Numbers;
use crate::user::{Kept, Marks};
use std::path::PathBuf;

/// The marks, and what was chosen of them, the newest bookmarks first.
pub struct Chosen {
    pub store: MarkStore,
    pub rows: Vec<Row>,
}

/// A bookmark, or an article with other marks.
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
    /// Those with highlights, tags, collections or a note, and those to read later.
    All,
}

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
    let mut rows = Rows::default();
    for kept in marks.bookmarks() {
        rows.add(kept.clone(), marks);
    }
    for subject in unbookmarked(marks, with) {
        rows.add(Kept::of(subject.clone()), marks);
    }
    for entry in entries {
        rows.attach(entry, marks);
    }
    rows.all
}

/// The articles with other marks. Some of them may have a bookmark, too.
fn unbookmarked(marks: &Marks, with: With) -> impl Iterator<Item = &Subject> {
    let highlights = marks.all_highlights().into_iter();
    let highlights = highlights.filter(move |_| with != With::Bookmarks);
    let queue = (with == With::All).then(|| marks.queue());
    let annotated = (with == With::All).then(|| marks.annotated());
    highlights
        .map(|one| one.subject)
        .chain(queue.into_iter().flatten().map(|one| one.subject))
        .chain(annotated.into_iter().flatten())
}

/// Rows, each article once.
#[derive(Default)]
struct Rows {
    all: Vec<Row>,
    numbers: Numbers,
}

impl Rows {
    fn add(&mut self, kept: Kept, marks: &Marks) {
        let who = marks.identity_of(&kept);
        if self.numbers.get(&who).is_none() {
            self.numbers.insert(&who, self.all.len());
            self.all.push(Row { kept, entry: None });
        }
    }

    /// Adds an article to its row. Of two copies the first counts.
    fn attach(&mut self, entry: Entry, marks: &Marks) {
        // A bookmark may name the article by the path that it had.
        let kept = marks.bookmark(&entry).map(|kept| marks.identity_of(kept));
        let number = kept.and_then(|who| self.numbers.get(&who));
        let number = number.or_else(|| self.numbers.get(&marks.identity(&entry)));
        if let Some(row) = number.and_then(|number| self.all.get_mut(number)) {
            row.entry.get_or_insert(entry);
        }
    }
}
