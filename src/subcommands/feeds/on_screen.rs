//! Feeds in the reader, which shows everything itself: they are fetched, listed, added and changed.

use super::add;
use super::fetch::{Job, clients};
use super::intake::Intake;
use super::session::Session;
use crate::cli::AddFeed;
use crate::error::Result;
use crate::fetch::run::{Outcomes, Row};
use crate::fetch::{NewArticle, site_folder};
use crate::subcommands::context::Context;
use crate::subcommands::output::Output;
use crate::text::sanitize_line;
use crate::user::feeds::{FeedChange, FeedSettings};
use std::io;
use std::path::PathBuf;

/// What a run has done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Total {
    pub feeds: usize,
    pub new: usize,
    /// Feeds that could not be read.
    pub failed: usize,
    /// Where the articles are.
    pub library: PathBuf,
}

impl Total {
    fn add(&mut self, row: &Row<'_>) {
        match &row.outcome {
            Outcomes::Read { counts, .. } => self.new += counts.new,
            Outcomes::Failed(_) | Outcomes::Gone { is_news: true } => self.failed += 1,
            Outcomes::Unchanged | Outcomes::Waiting(_) | Outcomes::Gone { .. } => {}
        }
    }
}

/// Fetches all feeds. `told` hears of each: the name, how many are done, and how many there are. `None`:
/// there is no feed.
///
/// # Errors
/// Another program fetches, or something cannot be read or written.
pub fn fetch_all(
    context: &Context,
    is_cancelled: &(dyn Fn() -> bool + Sync),
    told: &mut dyn FnMut(String, usize, usize),
) -> Result<Option<Total>> {
    let mut session = Session::open(context)?;
    if session.feeds.is_empty() {
        return Ok(None);
    }
    let (feeds, _) = session.wanted(&[])?;
    let _lock = session.lock()?;
    let mut intake = Intake::open(&session, None)?;
    let clients = clients(context)?;
    let get = |feed: &FeedSettings, known: Option<&_>, is_cancelled: &dyn Fn() -> bool| {
        clients.get(feed, known, is_cancelled)
    };
    let writer = intake.writer();
    let job = Job {
        feeds: &feeds,
        get: &get,
        writer: Some(&writer),
        is_forced: false,
        is_cancelled,
    };
    let mut total = Total {
        feeds: feeds.len(),
        library: intake.library.clone(),
        ..Total::default()
    };
    let mut store = |articles: &[NewArticle]| intake.store(articles);
    let mut report = |row: &Row<'_>, done: usize| {
        total.add(row);
        told(sanitize_line(&row.name), done, feeds.len());
    };
    job.run(&mut session, &mut store, &mut report)?;
    if !is_cancelled() {
        let mut silent = Output::to(io::sink());
        // Nothing is printed that could fail.
        let _ = intake.follow(&feeds, &session, is_cancelled, &mut silent)?;
        let _ = intake.retire(&feeds, &session, &mut silent)?;
    }
    Ok(Some(total))
}

/// A feed, for the sidebar.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    pub key: String,
    pub name: String,
    /// The folders of its articles in the library: that of its name, and that of its first name.
    pub folders: Vec<String>,
    pub error: Option<String>,
    pub is_muted: bool,
}

/// The feeds of the user.
///
/// # Errors
/// The file of the feeds has faults.
pub fn all(context: &Context) -> Result<Vec<Listed>> {
    let session = Session::open(context)?;
    let listed = session.feeds.iter().map(|feed| {
        let (state, name) = (session.states.of(feed), session.name(feed));
        let sites = [&name, &state.title].into_iter();
        let mut folders: Vec<String> = sites
            .filter(|site| !site.is_empty())
            .map(|site| {
                site_folder(&NewArticle {
                    site: site.clone(),
                    folder: feed.folder.clone(),
                    ..NewArticle::default()
                })
            })
            .collect();
        folders.dedup();
        let gone = || context.locale.text("feeds.is-gone").to_owned();
        let error = state.error.or_else(|| state.is_gone.then(gone));
        Listed {
            key: feed.key(),
            name,
            folders,
            error: error.map(|error| sanitize_line(&error)),
            is_muted: feed.muted,
        }
    });
    Ok(listed.collect())
}

/// Adds a feed and fetches it. Returns what was done, in words.
///
/// # Errors
/// The address has no feed, or the feed was added before.
pub fn add(address: &str, allow_private: bool, context: &Context) -> Result<String> {
    let command = AddFeed {
        address: address.to_owned(),
        name: None,
        category: None,
        allow_private,
        no_fetch: false,
    };
    let mut printed = Vec::new();
    let mut out = Output::to(&mut printed);
    // Memory takes everything.
    let _ = add::run(&command, context, &mut out)?;
    let _ = out.flush();
    drop(out);
    let lines = String::from_utf8_lossy(&printed);
    Ok(lines.lines().collect::<Vec<_>>().join(" ⋅ "))
}

/// Changes the file of the feeds.
///
/// # Errors
/// It has faults or cannot be written.
pub fn change(change: FeedChange, context: &Context) -> Result<()> {
    Session::open(context)?.change(&[change])
}
