//! `kanbao list`: prints articles as a table or as lines of JSON.

use super::candidates::{Candidates, Texts};
use super::context::Context;
use super::errors::print_error;
use super::libraries::{self, Roots};
use super::mark_store::{MarkStore, Shown};
use super::output::{Output, printed_id};
use super::unread::Unread;
use crate::cli::{List, SortKey};
use crate::error::{Error, Exit, Result};
use crate::library::{self, Date, Entry, Fingerprint, Order, Sort, Versions};
use crate::locale::Locale;
use crate::search::{Facts, Query, Today};
use crate::text::{
    Collation, {self, Language},
};
use crate::user;
use serde::Serialize;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// One line of `list --json`: a contract with scripts.
#[derive(Serialize)]
struct ListRow<'a> {
    id: &'a str,
    path: String,
    title: &'a str,
    date: Option<String>,
    source: &'a str,
    author: &'a str,
    categories: Vec<&'a str>,
    language: Language,
    characters: u32,
    minutes: u32,
    read: bool,
    bookmarked: bool,
    place: Option<f32>,
    /// The passage of the text that the query found.
    snippet: Option<String>,
    /// The ID of the version whose row stands for this one in the list of the screen.
    folded_into: Option<&'a str>,
    /// Its file: the version may be in another library.
    folded_into_path: Option<String>,
}

/// Width of the source column in cells.
const SOURCE: usize = 16;

pub fn run(list: &List, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    libraries::folders(&list.library, &context.locale)?;
    if let Some(word) = list.query.iter().find(|word| is_folder_path(word)) {
        return Err(folder_error(word, Exit::Usage, &context.locale));
    }
    let query = parse_query(&list.query.join(" "), context)?;
    let roots = libraries::resolve(&list.library, &context.libraries)?;
    Ok(print(&roots, list, &query, context, out))
}

/// Parses a query of the command line.
///
/// # Errors
/// It is not a query.
pub(super) fn parse_query(text: &str, context: &Context) -> Result<Query> {
    let today = Today::at(user::now(), &context.scan.zone);
    Query::parse(text, today).map_err(|error| error.localized(&context.locale))
}

/// Lists the articles of the roots that match the query. Also used for `kanbao PATH…` without a terminal.
pub fn print(
    roots: &Roots,
    list: &List,
    query: &Query,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    let mut store = MarkStore::open(roots, context);
    let facts = Facts {
        marks: &store.marks,
        zone: &context.scan.zone,
    };
    let by_relevance = list.sort == Some(SortKey::Relevance);
    let Candidates {
        mut entries,
        all,
        usual,
        texts,
        unread,
        unseen,
    } = Candidates::find(roots, list, query, facts, context);
    store.marks.unseen = unseen;
    let facts = Facts {
        marks: &store.marks,
        zone: &context.scan.zone,
    };
    let mut folding = Folding::new(&entries, list.json && context.fold_versions);
    query.retain(&mut entries, facts, texts.hits());
    if !query.asks_for_hidden() {
        entries.retain(|entry| !store.marks.is_hidden(entry));
    }
    let mut exit = Exit::Done;
    if entries.is_empty() {
        let error = nothing_found(list, all, (&texts, &unread), context);
        exit = print_error(&error, &context.locale);
    } else {
        texts.report(context);
        // The printed rows are right, so that it is no failure.
        unread.report(context);
    }
    let order = Order {
        collation: Collation::of_language(context.locale.tag()),
        pace: store.marks.pace(),
        ..list.sort.map_or(usual, sort_of).into()
    };
    library::arrange(&mut entries, order, |entry| entry);
    if by_relevance {
        entries.sort_by_cached_key(|entry| Reverse(texts.score(entry)));
    }
    entries.truncate(list.limit.unwrap_or(usize::MAX));
    let snippets = match list.json {
        true => texts.snippets(&entries, query, context),
        false => Vec::new(),
    };
    let mut snippets = snippets.into_iter();
    for entry in &entries {
        if list.json {
            let version = folding.next(entry);
            let row = ListRow {
                snippet: snippets.next().flatten(),
                folded_into: version.map(Entry::id),
                folded_into_path: version.map(shown_path),
                ..row(entry, store.of(entry))
            };
            out.json(&row)?;
        } else {
            print_row(entry, store.of(entry), context, out)?;
        }
    }
    Ok(exit)
}

/// The error when none of `all` articles matches.
fn nothing_found(
    list: &List,
    all: usize,
    (texts, unread): (&Texts, &Unread),
    context: &Context,
) -> Error {
    // A word that is a folder's name may also be searched for.
    let folder = list.query.iter().find(|word| Path::new(word).is_dir());
    if let Some(word) = folder {
        return folder_error(word, Exit::Found, &context.locale);
    }
    let words = list.query.join(" ");
    let unsearched = texts.shortfall(context).filter(|_| all > 0);
    let unsearched = unsearched.map(|what| (what, texts.exit()));
    let so_far = unread.nothing_so_far(&words, unsearched, context);
    so_far.unwrap_or_else(|| empty_error(all, &words, &context.locale))
}

/// Which of the printed articles are folded on the screen.
struct Folding<'a> {
    versions: Versions,
    /// The first printed version, by the number of its article.
    rows: HashMap<u32, &'a Entry>,
}

impl<'a> Folding<'a> {
    fn new(entries: &[Entry], is_on: bool) -> Self {
        let print = |at: usize| {
            let entry = entries.get(at);
            entry.map_or_else(Fingerprint::default, |entry| entry.fingerprint)
        };
        let versions = is_on.then(|| Versions::of(entries.len(), print, || false));
        Self {
            versions: versions.flatten().unwrap_or_default(),
            rows: HashMap::new(),
        }
    }

    /// The version that was printed before the next article, if there is one.
    fn next(&mut self, entry: &'a Entry) -> Option<&'a Entry> {
        let number = self.versions.number(entry.fingerprint)?;
        let before = self.rows.get(&number).copied();
        self.rows.entry(number).or_insert(entry);
        before
    }
}

/// Whether a word of a query can only be meant as the path of a folder: it is no regular expression.
fn is_folder_path(word: &str) -> bool {
    let inner = word
        .strip_prefix('/')
        .and_then(|rest| rest.strip_suffix('/'));
    let is_pattern = inner.is_some_and(|inner| !inner.is_empty());
    (word.contains('/') || matches!(word, "." | "..")) && !is_pattern && Path::new(word).is_dir()
}

fn folder_error(word: &str, exit: Exit, locale: &Locale) -> Error {
    let what = locale.fill("list.folder", &[("folder", &word)]);
    Error::new(exit, what)
}

/// The error for an empty list.
fn empty_error(all: usize, words: &str, locale: &Locale) -> Error {
    let (what, hint) = match all {
        0 => (locale.text("list.empty").to_owned(), "list.empty.hint"),
        _ => {
            let values: [(&str, &dyn Display); 2] = [("words", &words), ("count", &all)];
            (locale.fill("list.nothing", &values), "list.nothing.hint")
        }
    };
    Error::new(Exit::Found, what).hint(locale.text(hint))
}

fn sort_of(key: SortKey) -> Sort {
    match key {
        SortKey::Date => Sort::Date,
        SortKey::Source => Sort::Source,
        SortKey::Title => Sort::Title,
        SortKey::Length => Sort::Length,
        SortKey::Folder => Sort::Folder,
        SortKey::Relevance => Sort::Relevance,
    }
}

fn row(entry: &Entry, marks: Shown) -> ListRow<'_> {
    ListRow {
        id: entry.id(),
        path: shown_path(entry),
        title: entry.title(),
        date: entry
            .date
            .filter(|date| date.is_written())
            .map(Date::rfc3339),
        source: &entry.labels.source,
        author: &entry.labels.author,
        categories: entry.labels.categories.iter().map(|name| &**name).collect(),
        language: entry.language,
        characters: entry.count.characters,
        minutes: marks.minutes,
        read: marks.read,
        bookmarked: marks.bookmarked,
        place: marks.place,
        snippet: None,
        folded_into: None,
        folded_into_path: None,
    }
}

fn shown_path(entry: &Entry) -> String {
    entry.path().to_string_lossy().into_owned()
}

/// Day and minute in the user's time zone; empty if the date is only the file's.
fn shown_date(entry: &Entry, context: &Context) -> String {
    entry
        .date
        .filter(|date| date.is_written())
        .map_or(String::new(), |date| date.shown(&context.scan.zone))
}

/// On a terminal a row of a table; elsewhere four fields with tabs between them.
fn print_row(
    entry: &Entry,
    marks: Shown,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    if let Some(columns) = context.columns {
        let lines = table_row(entry, marks, columns, context);
        return lines.iter().try_for_each(|line| out.cells(line));
    }
    let date = shown_date(entry, context);
    out.article(&[&date, &entry.labels.source, entry.title()], entry.id())
}

/// A row of the width of the terminal: marks, date, source, title and ID. An ID is whole, because it is
/// given to other commands; where the title would have too little room, it has a line of its own.
fn table_row(entry: &Entry, marks: Shown, columns: usize, context: &Context) -> Vec<String> {
    const LEAST_TITLE: usize = 24;
    let sign = match marks {
        Shown {
            bookmarked: true, ..
        } => '*',
        Shown { read: true, .. } => ' ',
        Shown { .. } => '.',
    };
    let policy = context.policy;
    let date = shown_date(entry, context);
    let source = text::fit(&entry.labels.source, SOURCE, policy);
    let room = columns.saturating_sub(2 + 16 + 2 + SOURCE + 2).max(8);
    let id = printed_id(entry.id());
    let title = |room| text::truncate(entry.title(), room, policy).0;
    let beside = room.saturating_sub(policy.str(&id) + 2);
    let start = format!("{sign} {date:16}  {source}  ");
    if beside >= LEAST_TITLE.min(policy.str(entry.title())) {
        let title = text::fit(&title(beside), beside, policy);
        return vec![format!("{start}{title}  {id}")];
    }
    vec![format!("{start}{}", title(room)), format!("    {id}")]
}
