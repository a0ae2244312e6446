//! `kanbao mark`: changes read marks and bookmarks from scripts.

use super::context::Context;
use super::errors::print_error;
use super::libraries;
use super::list::parse_query;
use super::mark_store::MarkStore;
use super::output::Output;
use crate::cli::{Mark, MarkKind};
use crate::error::{Error, Exit, Result};
use crate::library::Entry;
use crate::search::{Evaluator, Facts, NoText};
use crate::user;
use std::io;

pub fn run(mark: &Mark, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    libraries::folders(&mark.library, &context.locale)?;
    let roots = libraries::resolve(&mark.library, &context.libraries)?;
    let (entries, _) = libraries::read(&roots, context);
    let mut store = MarkStore::open(context);
    let mut chosen = Vec::new();
    let mut exit = Exit::Done;
    for words in &mark.articles {
        let found = matching(words, &entries, &store, context)?;
        if found.is_empty() {
            let what = context.locale.fill("mark.none", &[("words", words)]);
            exit = print_error(&Error::new(Exit::Found, what), &context.locale);
        }
        chosen.extend(found);
    }
    chosen.sort_by(|a: &Entry, b: &Entry| a.id.cmp(&b.id));
    chosen.dedup_by(|a, b| a.id == b.id && a.root == b.root);
    let mut events = Vec::new();
    for entry in &chosen {
        let marks = &mut store.marks;
        let now = user::now();
        let change = match mark.mark {
            MarkKind::Read if !marks.is_read(entry) => marks.set_read(entry, true, now),
            MarkKind::Unread if marks.is_read(entry) => marks.set_read(entry, false, now),
            MarkKind::Bookmark if !marks.is_bookmarked(entry) => {
                marks.add_bookmark(entry, None, now)
            }
            MarkKind::Unbookmark if marks.is_bookmarked(entry) => marks.remove_bookmark(entry, now),
            _ => continue,
        };
        events.push(change);
    }
    store.keep(&events, context)?;
    let changed = events.len();
    let sum = context.locale.fill(
        "mark.sum",
        &[("found", &chosen.len()), ("changed", &changed)],
    );
    Ok(out.line(&sum).map(|()| exit))
}

/// The article with an id, even if only its bookmark is left; else all articles that match a
/// query.
///
/// # Errors
/// The words are not a query.
fn matching(
    words: &str,
    entries: &[Entry],
    store: &MarkStore,
    context: &Context,
) -> Result<Vec<Entry>> {
    let id = words.strip_prefix("./").unwrap_or(words);
    let by_id: Vec<Entry> = entries
        .iter()
        .filter(|entry| *entry.id == *id)
        .cloned()
        .collect();
    if !by_id.is_empty() {
        return Ok(by_id);
    }
    if let Some(kept) = store.marks.bookmarks().find(|kept| *kept.id == *id) {
        return Ok(vec![kept.entry()]);
    }
    let query = parse_query(words, context)?;
    if query.is_empty() {
        return Ok(Vec::new());
    }
    let facts = Facts {
        marks: &store.marks,
        zone: &context.scan.zone,
    };
    let mut evaluator = Evaluator::new(&query, facts, &NoText);
    let found = entries.iter().filter(|entry| evaluator.matches(entry));
    Ok(found.cloned().collect())
}
