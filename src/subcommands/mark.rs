//! `kanbao mark`: changes read marks and bookmarks from scripts.

use super::context::Context;
use super::errors::print_error;
use super::libraries::{self, Scanned};
use super::list::parse_query;
use super::mark_store::MarkStore;
use super::named::named;
use super::output::Output;
use super::text_search::{Searched, TextSearch};
use super::unread::Unread;
use crate::cli::{Mark, MarkKind};
use crate::error::{Error, Exit, Result};
use crate::library::{self, Entry, Fingerprint};
use crate::locale::Locale;
use crate::search::{Answer, Evaluator, Facts, NoText, Query, TextHits};
use crate::user::event::{Action, Event};
use crate::user::marks::{Change, Numbers};
use crate::user::{self, Kept};
use serde::Serialize;
use std::collections::HashMap;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

pub fn run(mark: &Mark, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let chosen = choose(&mark.articles, &mark.library, Words::OfArticles, context)?;
    set(mark.mark, chosen, mark.json, context, out)
}

/// Sets a mark of articles.
///
/// # Errors
/// The journal cannot be written.
pub fn set(
    mark: MarkKind,
    mut chosen: Chosen,
    json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let marks = &mut chosen.store.marks;
    let (mut events, changed) = marks.change_all(&chosen.entries, change(mark), user::now());
    add_addresses(&mut events, &chosen.entries);
    chosen.store.keep(&events, context)?;
    let summary = Summary {
        found: chosen.entries.len(),
        changed,
    };
    Ok(summary.print(json, context, out).map(|()| chosen.exit))
}

/// Adds the web addresses to new bookmarks: they stay when the articles are gone.
pub fn add_addresses(events: &mut [Event], entries: &[Entry]) {
    let entries = entries.iter();
    let entries: HashMap<(&str, Fingerprint), &Entry> = entries
        .map(|entry| ((entry.id(), entry.fingerprint), entry))
        .collect();
    for event in events {
        let (Some(subject), Action::Bookmark(_)) = (event.subject(), &event.action) else {
            continue;
        };
        let entry = entries.get(&(&*subject.id, subject.fingerprint));
        let address = entry.and_then(|entry| library::address_of(entry).ok().flatten());
        event.set_address(address.map(Into::into));
    }
}

/// How many articles were found and changed.
#[derive(Serialize)]
pub struct Summary {
    pub found: usize,
    pub changed: usize,
}

impl Summary {
    /// Prints it as a sentence, or as a JSON object.
    pub fn print(&self, json: bool, context: &Context, out: &mut Output<'_>) -> io::Result<()> {
        if json {
            return out.json(self);
        }
        let values: [(&str, &dyn Display); 2] =
            [("found", &self.found), ("changed", &self.changed)];
        out.line(&context.locale.fill("mark.sum", &values))
    }
}

/// The articles to change, and the marks.
pub struct Chosen {
    pub entries: Vec<Entry>,
    pub store: MarkStore,
    /// [`Exit::Found`] if nothing matched, or if articles were not searched; [`Exit::Unreadable`] if
    /// some could not be read.
    pub exit: Exit,
}

/// Where the words of a query are found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    OfArticles,
    /// Also in notes and names of tags and collections, as in the list of bookmarks.
    OfBookmarks,
}

impl Words {
    fn evaluator<'a>(
        self,
        query: &'a Query,
        facts: Facts<'a>,
        hits: &'a dyn TextHits,
    ) -> Evaluator<'a> {
        let evaluator = Evaluator::new(query, facts, hits);
        match self {
            Self::OfArticles => evaluator,
            Self::OfBookmarks => evaluator.in_notes(),
        }
    }
}

/// Finds the articles with these IDs, and those that match the other words as a query. If there are
/// none, or texts were not searched, this is reported.
///
/// # Errors
/// The query or a folder is wrong.
pub fn choose(
    articles: &[String],
    library: &[PathBuf],
    words_of: Words,
    context: &Context,
) -> Result<Chosen> {
    let (mut chosen, failure) = find(articles, library, words_of, context)?;
    if let Some(error) = failure {
        chosen.exit = chosen.exit.max(print_error(&error, &context.locale));
    }
    Ok(chosen)
}

/// As [`choose`], with what is to be reported.
///
/// # Errors
/// The query or a folder is wrong.
pub fn find(
    articles: &[String],
    library: &[PathBuf],
    words_of: Words,
    context: &Context,
) -> Result<(Chosen, Option<Error>)> {
    libraries::folders(library, &context.locale)?;
    let roots = libraries::resolve(library, &context.libraries)?;
    let Scanned {
        entries,
        current,
        problems,
        arrivals,
    } = libraries::read(&roots, context);
    let mut store = MarkStore::open(&roots, context);
    store.marks.unseen = arrivals.unseen;
    store.attach_links(&entries);
    let mut words: Vec<&str> = Vec::new();
    let mut chosen = Vec::new();
    let named = named(articles, &entries, &store);
    for word in articles {
        match named.get(word.as_str()) {
            None => words.push(word),
            Some(found) => chosen.extend_from_slice(found),
        }
    }
    let (mut exit, mut failure) = (Exit::Done, None);
    let words = words.join(" ");
    let query = parse_query(&words, context)?;
    if !query.is_empty() {
        let facts = Facts {
            marks: &store.marks,
            zone: &context.scan.zone,
        };
        let searched = Searched {
            entries: &entries,
            scanned: Some(&current),
        };
        let texts = TextSearch::run(&roots, searched, &query, false, context);
        let unread = Unread::of(&problems);
        let mut evaluator = words_of.evaluator(&query, facts, &texts.hits);
        let before = chosen.len();
        let mut unknown = 0;
        let with_hidden = words_of == Words::OfBookmarks || query.asks_for_hidden();
        let is_shown = |entry: &&Entry| with_hidden || !store.marks.is_hidden(entry);
        for entry in entries.iter().filter(is_shown) {
            match evaluator.answer(entry) {
                Answer::Yes => chosen.push(entry.clone()),
                Answer::Unknown => unknown += 1,
                Answer::No => {}
            }
        }
        let missing = missing(library, &entries, &store);
        let mut evaluator = words_of.evaluator(&query, facts, &NoText::Unknown);
        let found = missing.iter().filter(|entry| evaluator.matches(entry));
        chosen.extend(found.cloned());
        let locale = &context.locale;
        if unknown > 0 {
            let what = locale.fill("mark.unknown", &[("count", &unknown)]);
            let mut error = Error::new(texts.exit(), what);
            error.hint = texts.shortfall(context);
            failure = Some(error);
        } else if chosen.len() == before && unread.is_empty() {
            failure = Some(none(articles, &words, locale));
        }
        exit = unread.report(context);
    }
    chosen.sort_by(|a: &Entry, b: &Entry| (a.id(), a.root()).cmp(&(b.id(), b.root())));
    chosen.dedup_by(|a, b| a.is_at(b));
    let chosen = Chosen {
        entries: chosen,
        store,
        exit,
    };
    Ok((chosen, failure))
}

/// The error when nothing matches. Whoever names a folder or a file of no library learns what to do.
fn none(articles: &[String], words: &str, locale: &Locale) -> Error {
    let existing = articles.iter().find(|word| Path::new(word).exists());
    let Some(path) = existing else {
        let what = locale.fill("mark.none", &[("words", &words)]);
        return Error::new(Exit::Found, what);
    };
    let key = match Path::new(path).is_dir() {
        true => "mark.folder",
        false => "mark.no-article",
    };
    Error::new(Exit::Found, locale.fill(key, &[("path", path)]))
}

const fn change(mark: MarkKind) -> Change {
    match mark {
        MarkKind::Read => Change::Read,
        MarkKind::Unread => Change::Unread,
        MarkKind::Bookmark => Change::Bookmark,
        MarkKind::Unbookmark => Change::Unbookmark,
        MarkKind::Hide => Change::Hide,
        MarkKind::Unhide => Change::Unhide,
    }
}

/// What the bookmarks of articles that are not in the libraries remember, unless the user named the
/// libraries.
fn missing(library: &[PathBuf], entries: &[Entry], store: &MarkStore) -> Vec<Entry> {
    if !library.is_empty() {
        return Vec::new();
    }
    let marks = &store.marks;
    let mut present = Numbers::default();
    for entry in entries {
        present.insert(&marks.identity(entry), 0);
        if let Some(kept) = marks.bookmark(entry) {
            present.insert(&marks.identity_of(kept), 0);
        }
    }
    let bookmarks = marks.bookmarks();
    let missing = bookmarks.filter(|kept| present.get(&marks.identity_of(kept)).is_none());
    missing.map(Kept::entry).collect()
}
