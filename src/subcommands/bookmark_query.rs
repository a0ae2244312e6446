//! The bookmarks and highlighted articles that match a query.

use super::context::Context;
use super::libraries::{self, Roots, Scanned};
use super::list::parse_query;
use super::mark_store::MarkStore;
use super::text_search::{Searched, TextSearch, say};
use super::unread::{Unread, so_far};
use crate::cli::Bookmarks;
use crate::error::{Error, Exit, Result};
use crate::library::{Entry, id_path};
use crate::search::{Answer, Evaluator, Facts, Query};
use crate::user::event::Subject;
use crate::user::marks::Numbers;
use crate::user::{Kept, Marks};
use std::fmt::Display;
use std::path::PathBuf;

/// The marks, and what was chosen of them, the newest bookmarks first.
pub struct Chosen {
    pub store: MarkStore,
    pub rows: Vec<Row>,
    /// The query, as typed.
    words: String,
    /// How many there were to choose from.
    all: usize,
    /// How a command ends whose rows may be incomplete, because articles could not be read or their
    /// texts were not searched.
    gap: Option<Exit>,
}

/// A bookmark, or an article with other marks.
pub struct Row {
    pub kept: Kept,
    /// The article, if it is in the library and that was read.
    pub entry: Option<Entry>,
}

/// Which articles are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum With {
    Bookmarks,
    /// Those with highlights, with or without a bookmark.
    Highlights,
    /// Those with a bookmark, and those with highlights.
    Highlighted,
    /// Those with a bookmark, and those with highlights, tags, collections or a note, and those to read later.
    All,
}

/// The libraries, their articles, and what could not be read, which is reported. A library that is configured and missing is no reason to
/// refuse bookmarks.
///
/// # Errors
/// A folder that the user named is missing.
pub fn library(named: &[PathBuf], context: &Context) -> Result<(Roots, Scanned)> {
    let none = || (Roots::Sample, Scanned::default());
    libraries::folders(named, &context.locale)?;
    match libraries::resolve(named, &context.libraries) {
        Ok(Roots::Sample) => Ok(none()),
        Ok(roots) => {
            let found = libraries::read(&roots, context);
            Unread::of(&found.problems).report(context);
            Ok((roots, found))
        }
        Err(error) if !named.is_empty() => Err(error),
        Err(_) => Ok(none()),
    }
}

impl Chosen {
    /// The bookmarks that match a query; with `--library`, only those whose article is in it, or was
    /// in a folder of it that cannot be read.
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
        let words = bookmarks.query.join(" ");
        let query = parse_query(&words, context)?;
        let is_all = query.is_empty() && bookmarks.library.is_empty();
        let (roots, found) = if is_all && !needs_articles {
            (Roots::Sample, Scanned::default())
        } else {
            library(&bookmarks.library, context)?
        };
        let unread = Unread::of(&found.problems);
        let mut store = MarkStore::open(&roots, context);
        store.attach_links(&found.entries);
        store.marks.unseen = found.arrivals.unseen;
        let mut rows = rows(&store, found.entries, with);
        if with == With::Highlights {
            rows.retain(|row| !store.marks.highlights(&row.shown()).is_empty());
        }
        let mut is_missing = false;
        if !bookmarks.library.is_empty() {
            let before = rows.len();
            let roots = roots.paths();
            rows.retain(|row| row.entry.is_some() || is_hidden(&row.kept, &roots, &unread, &store));
            // An article that could not be read may be one of them, or may be gone.
            is_missing = rows.len() < before || rows.iter().any(|row| row.entry.is_none());
        }
        let all = rows.len();
        let mut gap = None;
        if !query.is_empty() {
            is_missing |= all > 0;
            gap = retain(&mut rows, &query, &roots, &store, context);
        }
        if is_missing && !unread.is_empty() {
            gap = Some(Exit::Unreadable);
        }
        Ok(Self {
            store,
            rows,
            words,
            all,
            gap,
        })
    }

    /// How an export of the rows ends: with success only if there cannot be more of them.
    pub fn exit(&self) -> Exit {
        self.gap.unwrap_or(Exit::Done)
    }

    /// The error when there is no row. `none`: about a journal without such marks.
    pub fn no_match(&self, none: Error, context: &Context) -> Error {
        if let Some(exit) = self.gap {
            return Error::new(exit, so_far(&self.words, context));
        }
        if self.all == 0 || self.words.is_empty() {
            return none;
        }
        let values: [(&str, &dyn Display); 2] = [("words", &self.words), ("count", &self.all)];
        Error::new(Exit::Found, context.locale.fill("list.nothing", &values))
    }
}

/// Whether an article is where a library could not be read: then its marks alone are known.
fn is_hidden(kept: &Kept, roots: &[PathBuf], unread: &Unread, store: &MarkStore) -> bool {
    let subject = &kept.subject;
    roots.iter().any(|root| {
        unread.hides(&root.join(id_path(&subject.id))) && store.marks.is_in_library(subject, root)
    })
}

/// Keeps the rows that match. Returns how a command ends if that is not known of all of them.
fn retain(
    rows: &mut Vec<Row>,
    query: &Query,
    roots: &Roots,
    store: &MarkStore,
    context: &Context,
) -> Option<Exit> {
    let present = rows.iter().filter_map(|row| row.entry.clone());
    let present: Vec<Entry> = present.collect();
    let searched = Searched {
        entries: &present,
        scanned: None,
    };
    let texts = TextSearch::run(roots, searched, query, false, context);
    if let Some(shortfall) = texts.shortfall(context) {
        say(&shortfall, context);
    }
    let facts = Facts {
        marks: &store.marks,
        zone: &context.scan.zone,
    };
    // An article that is gone is searched by what its bookmark says.
    let shown: Vec<Entry> = rows.iter().map(Row::shown).collect();
    let mut evaluator = Evaluator::new(query, facts, &texts.hits).in_notes();
    let answers: Vec<Answer> = shown.iter().map(|entry| evaluator.answer(entry)).collect();
    let gap = answers.contains(&Answer::Unknown).then(|| texts.exit());
    let mut answers = answers.into_iter();
    rows.retain(|_| answers.next() == Some(Answer::Yes));
    gap
}

impl Row {
    /// The path that the article has now, or had.
    pub fn id(&self) -> &str {
        let kept = &self.kept.subject.id;
        self.entry.as_ref().map_or(kept, |entry| entry.id())
    }

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
        } else if let Some(kept) = marks.bookmark(&entry).cloned() {
            // The bookmark of a copy that was edited, after it was removed from the other one.
            self.numbers.insert(&marks.identity(&entry), self.all.len());
            let entry = Some(entry);
            self.all.push(Row { kept, entry });
        }
    }
}
