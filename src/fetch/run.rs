//! Fetches feeds: several at once, each new item as an article.
//!
//! The articles of a feed are written before its state. A program that is killed in between reads the
//! feed again, and finds its articles written.

use super::NewArticle;
use super::feed::{self, Feed, Item, NotAFeed, Source};
use super::moves::{Unfollowed, unfollowed};
use super::queue::{self, Limits};
use super::source::{Answer, Fetched};
use super::state::{FeedState, States};
use super::write::{Outcome, Stored};
use crate::error::{Error, Exit, Result};
use crate::http;
use crate::library::Zone;
use crate::text::host;
use crate::user::feeds::{FeedChange, FeedSettings};
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

/// Maximum time to read the bytes of a feed.
const READ: Duration = Duration::from_secs(10);
/// The time between two writes of the states while feeds are fetched.
const SAVE: Duration = Duration::from_secs(2);

/// Gets a feed: see [`Clients::get`](super::source::Clients::get).
pub type Get<'a> =
    dyn Fn(&FeedSettings, Option<&FeedState>, &dyn Fn() -> bool) -> Answer + Sync + 'a;

/// What is fetched, and how.
pub struct Fetch<'a> {
    pub feeds: &'a [FeedSettings],
    /// Whether the user has a feed at an address.
    pub is_known: &'a (dyn Fn(&str) -> bool + Sync),
    /// Gets a feed, given what is known of the last answer.
    pub get: &'a Get<'a>,
    pub limits: Limits,
    /// The ID of the library that the articles go to. A feed whose last answer went to another one is read as if
    /// for the first time.
    pub library: &'a str,
    /// The zone of dates without one.
    pub zone: &'a Zone,
    /// In seconds since 1970.
    pub now: u64,
    /// The user named the feeds: they are fetched even if they should wait or are gone.
    pub is_forced: bool,
    /// Whole feeds are asked for, and nothing is remembered.
    pub is_rehearsal: bool,
    pub is_cancelled: &'a (dyn Fn() -> bool + Sync),
}

/// What happened to the items of a feed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub items: usize,
    pub new: usize,
    pub updated: usize,
    /// Of the updated ones, those beside a file that the user edited.
    pub beside_edited: usize,
}

impl Counts {
    pub fn of(stored: &[Stored]) -> Self {
        let count = |outcome: Outcome| {
            let same = stored.iter().filter(|stored| stored.outcome == outcome);
            same.count()
        };
        let beside_edited = count(Outcome::BesideEdited);
        Self {
            items: stored.len(),
            new: count(Outcome::Written),
            updated: count(Outcome::Updated) + beside_edited,
            beside_edited,
        }
    }
}

/// What became of a feed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcomes {
    /// `is_cut`: there were too many items.
    Read {
        counts: Counts,
        is_cut: bool,
    },
    Unchanged,
    /// It was not asked for: it waits until this time, in seconds since 1970.
    Waiting(u64),
    /// The server says that it will not come back; `is_news`: for the first time.
    Gone {
        is_news: bool,
    },
    Failed(Failure),
}

/// Why a feed could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Failure {
    Network(http::Error),
    Status(u16),
    /// The server asks to wait.
    Later(u16),
    NotAFeed(NotAFeed),
    Local(io::ErrorKind, String),
    NoVariable(String),
}

/// A feed, and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    pub feed: &'a FeedSettings,
    /// The name of the source.
    pub name: String,
    pub outcome: Outcomes,
    /// The new address that the server names, and that the feed is not given.
    pub unfollowed: Option<Unfollowed>,
}

/// Where articles go, and who is told.
pub struct Sinks<'s> {
    /// Writes the articles of a feed.
    pub store: &'s mut dyn FnMut(&[NewArticle]) -> Result<Counts>,
    /// Describes a failure, for the state.
    pub describe: &'s dyn Fn(&Failure) -> String,
    /// Told of each feed, and how many are done.
    pub report: &'s mut dyn FnMut(&Row<'_>, usize),
}

/// What a thread made of an answer.
enum Got {
    Feed(Box<Parsed>),
    Unchanged { moved: Option<String> },
    Gone,
    Failed { failure: Failure, wait: Option<u64> },
}

impl Got {
    fn moved(&self) -> Option<&String> {
        match self {
            Self::Feed(parsed) => parsed.head.moved.as_ref(),
            Self::Unchanged { moved } => moved.as_ref(),
            Self::Gone | Self::Failed { .. } => None,
        }
    }
}

struct Parsed {
    title: String,
    articles: Vec<NewArticle>,
    is_cut: bool,
    head: Fetched,
}

/// Fetches feeds. Returns the changes of addresses that servers asked for.
///
/// # Errors
/// The articles or the states cannot be written. What was written before is remembered.
pub fn fetch(
    job: &Fetch<'_>,
    states: &mut States,
    sinks: &mut Sinks<'_>,
) -> Result<Vec<FeedChange>> {
    let known: Vec<FeedState> = job.feeds.iter().map(|feed| states.of(feed)).collect();
    let mut run = Run {
        job,
        states,
        sinks,
        done: 0,
        moves: Vec::new(),
        saved: Instant::now(),
        error: None,
    };
    let mut asked: Vec<(&FeedSettings, &FeedState)> = Vec::new();
    for (feed, state) in job.feeds.iter().zip(&known) {
        match left_alone(job, state) {
            Some(outcome) => run.report(feed, state, outcome, None),
            None => asked.push((feed, state)),
        }
    }
    let host_of = |(feed, _): &(&FeedSettings, &FeedState)| host(&feed.address).to_owned();
    let hosts: Vec<String> = asked.iter().map(host_of).collect();
    let stop = std::sync::atomic::AtomicBool::new(false);
    let is_stopped = || (job.is_cancelled)() || stop.load(std::sync::atomic::Ordering::Relaxed);
    let work = |number: usize| {
        let (feed, state) = asked.get(number)?;
        Some(get(job, feed, state, &is_stopped))
    };
    queue::each(
        &hosts,
        job.limits,
        &is_stopped,
        &work,
        &mut |number, got| {
            if let Some(((feed, state), got)) = asked.get(number).zip(got)
                && run.error.is_none()
            {
                run.take(feed, state, got);
                stop.store(run.error.is_some(), std::sync::atomic::Ordering::Relaxed);
            }
        },
    );
    run.finish()
}

/// Whether a feed is not asked for now.
fn left_alone(job: &Fetch<'_>, state: &FeedState) -> Option<Outcomes> {
    if job.is_forced || job.is_rehearsal {
        None
    } else if state.is_gone {
        Some(Outcomes::Gone { is_news: false })
    } else {
        (state.not_before > job.now).then_some(Outcomes::Waiting(state.not_before))
    }
}

/// Gets a feed and makes articles of its items.
fn get(
    job: &Fetch<'_>,
    feed: &FeedSettings,
    state: &FeedState,
    is_cancelled: &dyn Fn() -> bool,
) -> Got {
    let is_known = !job.is_rehearsal && state.library == job.library;
    let failed = |failure, wait| Got::Failed { failure, wait };
    match (job.get)(feed, Some(state).filter(|_| is_known), is_cancelled) {
        Answer::Unchanged { moved } => Got::Unchanged { moved },
        Answer::Gone => Got::Gone,
        Answer::Later { status, wait } => failed(Failure::Later(status), wait),
        Answer::Status(status) => failed(Failure::Status(status), None),
        Answer::Network(error) => failed(Failure::Network(error), None),
        Answer::Local(kind, cause) => failed(Failure::Local(kind, cause), None),
        Answer::NoVariable(name) => failed(Failure::NoVariable(name), None),
        Answer::Feed(fetched) => match parse(&fetched, job.zone, is_cancelled) {
            Ok(parsed) => {
                let site = site(feed, state, &parsed.title, &fetched);
                let Feed { items, is_cut, .. } = parsed;
                let articles = items
                    .into_iter()
                    .map(|item| article(item, feed, (&site, &state.id)));
                Got::Feed(Box::new(Parsed {
                    articles: articles.collect(),
                    title: site,
                    is_cut,
                    head: Fetched {
                        bytes: Vec::new(),
                        ..fetched
                    },
                }))
            }
            Err(error) => failed(Failure::NotAFeed(error), None),
        },
    }
}

/// Reads a feed that was fetched.
///
/// # Errors
/// It is something else, takes too long, or the reading was cancelled.
pub fn parse(
    fetched: &Fetched,
    zone: &Zone,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<Feed, NotAFeed> {
    let source = Source {
        address: fetched.address.as_deref(),
        content_type: fetched.content_type.as_deref(),
        zone,
    };
    let start = Instant::now();
    feed::parse(&fetched.bytes, &source, &|| {
        is_cancelled() || start.elapsed() >= READ
    })
}

/// The name of the source: that of the user, else the first that the feed had, else its host.
fn site(feed: &FeedSettings, state: &FeedState, title: &str, fetched: &Fetched) -> String {
    let host = fetched.address.as_deref().map_or("", host);
    let names = [&*feed.name, &*state.title, title, host, "feed"];
    let named = names.into_iter().find(|name| !name.trim().is_empty());
    named.unwrap_or_default().to_owned()
}

fn article(item: Item, feed: &FeedSettings, (site, id): (&str, &str)) -> NewArticle {
    let author = item.authors.join(", ");
    NewArticle {
        body: item.body(),
        title: item.title,
        date: item.published.or(item.updated),
        author: Some(author).filter(|author| !author.is_empty()),
        site: site.to_owned(),
        category: feed.category.clone(),
        tags: feed.tags.iter().cloned().chain(item.tags).collect(),
        link: item.link,
        source: id.to_owned(),
        guid: item.id,
        updated: item.updated,
        folder: feed.folder.clone(),
    }
}

/// The failure of a feed whose articles cannot be written. `None`: those of no feed can be.
fn not_stored(error: &Error) -> Option<Failure> {
    use io::ErrorKind::{QuotaExceeded, ReadOnlyFilesystem, ResourceBusy, StorageFull};
    let kind = error.cause?;
    if matches!(
        kind,
        QuotaExceeded | ReadOnlyFilesystem | ResourceBusy | StorageFull
    ) {
        return None;
    }
    let path = error.path.as_deref().unwrap_or(Path::new(""));
    let what = format!("{}: {}", path.display(), error.what);
    Some(Failure::Local(kind, what))
}

/// A run, on the thread that writes.
struct Run<'r, 'a, 's> {
    job: &'r Fetch<'a>,
    states: &'r mut States,
    sinks: &'r mut Sinks<'s>,
    done: usize,
    moves: Vec<FeedChange>,
    saved: Instant,
    error: Option<Error>,
}

impl Run<'_, '_, '_> {
    fn report(
        &mut self,
        feed: &FeedSettings,
        state: &FeedState,
        outcome: Outcomes,
        unfollowed: Option<Unfollowed>,
    ) {
        self.done += 1;
        let name = [&feed.name, &state.title]
            .into_iter()
            .find(|name| !name.is_empty());
        let row = Row {
            feed,
            name: name.cloned().unwrap_or_else(|| feed.key()),
            outcome,
            unfollowed,
        };
        (self.sinks.report)(&row, self.done);
    }

    fn take(&mut self, feed: &FeedSettings, known: &FeedState, got: Got) {
        // What a user interrupts is no failure of the feed.
        if matches!(got, Got::Failed { .. }) && (self.job.is_cancelled)() {
            return;
        }
        let mut state = known.clone();
        let now = self.job.now;
        let unfollowed = self.note_move(feed, got.moved());
        let outcome = match got {
            Got::Feed(_) if matches!(unfollowed, Some(Unfollowed::Taken(_))) => {
                state.succeed(now);
                Outcomes::Unchanged
            }
            Got::Feed(parsed) => match (self.sinks.store)(&parsed.articles) {
                Ok(counts) => {
                    state.succeed(now);
                    state.etag = parsed.head.etag;
                    state.last_modified = parsed.head.last_modified;
                    state.library = self.job.library.to_owned();
                    if state.title.is_empty() {
                        state.title = parsed.title;
                    }
                    Outcomes::Read {
                        counts,
                        is_cut: parsed.is_cut,
                    }
                }
                Err(error) => match not_stored(&error) {
                    Some(failure) => {
                        state.fail(now, None, (self.sinks.describe)(&failure));
                        Outcomes::Failed(failure)
                    }
                    None => {
                        self.error = Some(error);
                        return;
                    }
                },
            },
            Got::Unchanged { .. } => {
                state.succeed(now);
                Outcomes::Unchanged
            }
            Got::Gone => {
                let is_news = !state.is_gone;
                state.is_gone = true;
                Outcomes::Gone { is_news }
            }
            Got::Failed { failure, wait } => {
                state.fail(now, wait, (self.sinks.describe)(&failure));
                Outcomes::Failed(failure)
            }
        };
        self.report(feed, &state, outcome, unfollowed);
        if !self.job.is_rehearsal {
            self.states.set(feed.key(), state);
            if self.saved.elapsed() >= SAVE {
                self.save();
            }
        }
    }

    /// Notes the new address of a feed, unless it must not follow.
    fn note_move(&mut self, feed: &FeedSettings, moved: Option<&String>) -> Option<Unfollowed> {
        let to = moved.filter(|to| **to != feed.address)?;
        let has = |change: &FeedChange| matches!(change, FeedChange::Move { to: other, .. } if other == to);
        let is_taken = (self.job.is_known)(to) || self.moves.iter().any(has);
        let unfollowed = unfollowed(feed, to, is_taken);
        if unfollowed.is_none() {
            let (from, to) = (feed.key(), to.clone());
            self.moves.push(FeedChange::Move { from, to });
        }
        unfollowed
    }

    fn save(&mut self) {
        self.saved = Instant::now();
        if let Err(cause) = self.states.save() {
            let what = cause.to_string();
            self.error
                .get_or_insert_with(|| Error::new(Exit::Unreadable, what));
        }
    }

    fn finish(mut self) -> Result<Vec<FeedChange>> {
        if !self.job.is_rehearsal {
            self.save();
        }
        match self.error {
            Some(error) => Err(error),
            None => Ok(self.moves),
        }
    }
}
