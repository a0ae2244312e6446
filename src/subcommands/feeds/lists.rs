//! `kanbao feed list`, `remove`, `import` and `export`.

use super::newsboat;
use super::session::Session;
use crate::cli::is_stdin;
use crate::error::{Error, Exit, Result};
use crate::fetch::feed::lists;
use crate::subcommands::context::Context;
use crate::subcommands::output::Output;
use crate::text::sanitize_line;
use crate::user::feeds::{FeedChange, FeedSettings};
use serde::Serialize;
use std::collections::HashSet;
use std::io::{self, Read};
use std::path::Path;

/// Maximum bytes of an imported list.
const LARGEST: usize = 16 << 20;

/// One line of `feed list --json`: a contract with scripts.
#[derive(Serialize)]
struct ListRow {
    name: String,
    address: String,
    exec: Vec<String>,
    category: Option<String>,
    tags: Vec<String>,
    /// Failures since the feed was last read.
    failures: u32,
    gone: bool,
    muted: bool,
    error: Option<String>,
}

pub fn list(json: bool, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let session = Session::open(context)?;
    let feeds = session.named(&[])?;
    for feed in &feeds {
        let printed = if json {
            out.json(&row(feed, &session))
        } else {
            let state = session.states.of(feed);
            let note = match &state.error {
                _ if feed.muted => context.locale.text("feeds.is-muted").to_owned(),
                _ if state.is_gone => context.locale.text("feeds.is-gone").to_owned(),
                Some(error) => sanitize_line(error),
                None => String::new(),
            };
            let category = feed.category.as_deref().unwrap_or_default();
            let fields = [&session.name(feed), category, &note].map(sanitize_line);
            let [name, category, note] = &fields;
            out.article(&[name, category, note], &feed.key())
        };
        if printed.is_err() {
            return Ok(printed.map(|()| Exit::Done));
        }
    }
    Ok(Ok(Exit::Done))
}

fn row(feed: &FeedSettings, session: &Session<'_>) -> ListRow {
    let state = session.states.of(feed);
    ListRow {
        name: session.name(feed),
        address: match feed.exec.is_empty() {
            true => feed.key(),
            false => String::new(),
        },
        exec: feed.exec.clone(),
        category: feed.category.clone(),
        tags: feed.tags.clone(),
        failures: state.failures,
        gone: state.is_gone,
        muted: feed.muted,
        error: state.error,
    }
}

pub fn remove(
    names: &[String],
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let mut session = Session::open(context)?;
    let feeds = session.named(names)?;
    let changes: Vec<_> = feeds
        .iter()
        .map(|feed| FeedChange::Remove(feed.key()))
        .collect();
    session.change(&changes)?;
    for feed in &feeds {
        let name = session.name(feed);
        let printed = out.line(&context.locale.fill("feeds.removed", &[("name", &name)]));
        session.states.remove(&feed.key());
        if printed.is_err() {
            return Ok(printed.map(|()| Exit::Done));
        }
    }
    session.save()?;
    Ok(Ok(Exit::Done))
}

pub fn import(
    file: &Path,
    is_dry_run: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let locale = &context.locale;
    let bytes = read(file).map_err(|cause| Error::unreadable(file, &cause))?;
    if newsboat::is_database(&bytes) && !is_stdin(file.as_os_str()) {
        return newsboat::import(file, is_dry_run, context, out);
    }
    let Some(list) = lists::read(&bytes) else {
        let error = Error::new(Exit::Found, locale.text("feeds.no-list"));
        return Err(error.path(file));
    };
    let session = Session::open(context)?;
    let known: HashSet<String> = session.feeds.iter().map(FeedSettings::key).collect();
    let is_new = |feed: &&FeedSettings| !known.contains(&feed.key());
    let new: Vec<&FeedSettings> = list.feeds.iter().filter(is_new).collect();
    let changes: Vec<_> = new
        .iter()
        .map(|feed| FeedChange::Add((*feed).clone()))
        .collect();
    if !is_dry_run {
        session.change(&changes)?;
    }
    let key = if is_dry_run {
        "feeds.would-import"
    } else {
        "feeds.imported"
    };
    let text = locale.fill(
        key,
        &[
            ("new", &new.len()),
            ("known", &(list.feeds.len() - new.len())),
            ("skipped", &list.skipped),
        ],
    );
    Ok(out.line(&text).map(|()| Exit::Done))
}

fn read(file: &Path) -> io::Result<Vec<u8>> {
    if !is_stdin(file.as_os_str()) {
        return crate::fs::read(file, LARGEST).map(|(bytes, _)| bytes);
    }
    let mut bytes = Vec::new();
    io::stdin()
        .lock()
        .take(LARGEST as u64)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

pub fn export(context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let session = Session::open(context)?;
    let feeds = session.named(&[])?;
    let opml = lists::to_opml(&feeds);
    let mut lines = opml.lines();
    let printed = lines.try_for_each(|line| out.cells(line));
    Ok(printed.map(|()| Exit::Done))
}
