//! `kanbao feed import` of newsboat's `cache.db`: its articles, and which of them were read.

use super::session::Session;
use crate::error::{Error, Exit, Result};
use crate::fetch::newsboat::{self, NewsboatItem};
use crate::fetch::{NewArticle, Outcome, Writer};
use crate::library;
use crate::subcommands::context::Context;
use crate::subcommands::libraries::Roots;
use crate::subcommands::mark_store::MarkStore;
use crate::subcommands::output::Output;
use crate::user::feeds::FeedSettings;
use crate::user::now;
use std::fmt::Display;
use std::io;
use std::path::Path;

/// Whether a file is a database of SQLite (its file format, section 1.2).
pub fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(b"SQLite format 3\0")
}

/// Imports the articles of a cache.
///
/// # Errors
/// It cannot be read, or the library or the journal cannot be written.
pub fn import(
    file: &Path,
    is_dry_run: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let mut items: Vec<NewsboatItem> = Vec::new();
    newsboat::read(file, &mut |item| items.push(item))
        .map_err(|cause| Error::new(Exit::Unreadable, cause).path(file))?;
    let read = items.iter().filter(|item| item.is_read).count();
    let (mut written, mut known) = (0, 0);
    if !is_dry_run {
        (written, known) = write(&items, context)?;
    }
    let key = match is_dry_run {
        true => "feeds.would-import-articles",
        false => "feeds.imported-articles",
    };
    let values: &[(&str, &dyn Display)] = &[
        ("count", &items.len()),
        ("read", &read),
        ("written", &written),
        ("known", &known),
    ];
    let line = context.locale.fill(key, values);
    Ok(out.line(&line).map(|()| Exit::Done))
}

/// Writes the articles, and marks those read that newsboat knows as read. Returns how many are new, and
/// how many were there.
fn write(items: &[NewsboatItem], context: &Context) -> Result<(usize, usize)> {
    let session = Session::open(context)?;
    let home = session.library(None)?;
    let writer = Writer::open(&home.library, &session.places.data)?;
    let mut store = MarkStore::open(&Roots::Paths(vec![home.library.clone()]), context);
    let (mut written, mut known) = (0, 0);
    let mut events = Vec::new();
    for batch in items.chunk_by(|one, other| one.feed == other.feed) {
        let id = batch.first().map(|item| FeedSettings::at(&*item.feed));
        let id = id.map_or_else(String::new, |feed| session.states.of(&feed).id);
        let article = |item: &NewsboatItem| NewArticle {
            source: id.clone(),
            ..item.article.clone()
        };
        let articles: Vec<NewArticle> = batch.iter().map(article).collect();
        for (item, stored) in batch.iter().zip(writer.write(&articles)?) {
            match stored.outcome {
                Outcome::Unchanged | Outcome::Duplicate => known += 1,
                _ => written += 1,
            }
            let id = stored
                .path
                .strip_prefix(&home.library)
                .unwrap_or(&stored.path);
            let id = library::id_of_name(id.as_os_str());
            let entry = library::entry_at(&home.library, &id, &context.scan.zone);
            if let Ok(entry) = entry
                && item.is_read
                && !store.marks.is_read(&entry)
            {
                events.extend(store.marks.set_read(&entry, true, now()));
            }
        }
    }
    store.keep(&events, context)?;
    Ok((written, known))
}
