//! `kanbao feed add`.

use super::fetch::{Job, Print, clients};
use super::intake::Intake;
use super::session::Session;
use super::words;
use crate::cli::AddFeed;
use crate::error::Exit;
use crate::error::{Error, Result};
use crate::fetch::NewArticle;
use crate::fetch::feed::{self, Feed, NotAFeed, pages};
use crate::fetch::run::{self, Failure, Outcomes};
use crate::fetch::source::{Answer, Clients, Fetched};
use crate::http::is_same_origin;
use crate::subcommands::context::Context;
use crate::subcommands::output::Output;
use crate::text::{host, sanitize_line};
use crate::user::feeds::{FeedChange, FeedSettings};
use std::io;

pub fn run(command: &AddFeed, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let mut session = Session::open(context)?;
    let mut feed = FeedSettings {
        name: command
            .name
            .as_deref()
            .map(sanitize_line)
            .unwrap_or_default(),
        category: command.category.as_deref().map(sanitize_line),
        allow_private: command.allow_private,
        ..FeedSettings::at(address(&command.address, context)?)
    };
    refuse_known(&session, &feed)?;
    if command.no_fetch {
        session.change(&[FeedChange::Add(feed.clone())])?;
        return Ok(print(&feed, context, out).map(|()| Exit::Done));
    }
    let _lock = session.lock()?;
    let clients = clients(context)?;
    let found = find(&feed, &clients, context).map_err(|failure| {
        let exit = words::exit(&Outcomes::Failed(failure.clone()));
        let what = words::describe(&failure, &context.locale);
        let error = Error::new(exit, format!("{}: {what}", sanitize_line(&feed.key())));
        match &failure {
            Failure::Network(cause) if cause.is_private() && !command.allow_private => {
                error.hint(context.locale.text("http.private-hint"))
            }
            _ => error,
        }
    })?;
    // The user has allowed the origin that they named, and no other.
    feed.allow_private &= is_same_origin(&feed.address, &found.address);
    feed.address = found.address;
    if feed.name.is_empty() {
        let named = [found.feed.title.as_str(), host(&feed.address)].into_iter();
        feed.name = named
            .filter(|name| !name.is_empty())
            .map(str::to_owned)
            .next()
            .unwrap_or_default();
    }
    refuse_known(&session, &feed)?;
    let mut intake = Intake::open(&session, None)?;
    session.change(&[FeedChange::Add(feed.clone())])?;
    if let Err(error) = print(&feed, context, out) {
        return Ok(Err(error));
    }
    // The feed was fetched to find it.
    let get =
        |_: &FeedSettings, _: Option<&_>, _: &dyn Fn() -> bool| Answer::Feed(found.fetched.clone());
    let feeds = [feed];
    let writer = intake.writer();
    let job = Job {
        feeds: &feeds,
        get: &get,
        writer: Some(&writer),
        is_forced: true,
        is_cancelled: &|| false,
    };
    let mut store = |articles: &[NewArticle]| intake.store(articles);
    let fetched = job.print(Print::default(), &mut session, &mut store, out)?;
    let followed = intake.follow(&feeds, &session, &|| false, out)?;
    let retired = intake.retire(&feeds, &session, out)?;
    Ok(fetched.and_then(|exit| followed.and(retired).map(|()| exit)))
}

/// The address as it is written into the file: `https://` may be left out.
fn address(typed: &str, context: &Context) -> Result<String> {
    let typed = typed.trim();
    let lower = typed.to_ascii_lowercase();
    let is_whole = ["http://", "https://", "file:"]
        .iter()
        .any(|scheme| lower.starts_with(scheme));
    if is_whole {
        return Ok(typed.to_owned());
    }
    let is_bare =
        !typed.is_empty() && !typed.contains("://") && !typed.contains(char::is_whitespace);
    if is_bare {
        return Ok(format!("https://{typed}"));
    }
    let shown = sanitize_line(typed);
    Err(Error::usage(
        context
            .locale
            .fill("feeds.bad-address", &[("word", &shown)]),
    ))
}

fn refuse_known(session: &Session<'_>, feed: &FeedSettings) -> Result<()> {
    let mut feeds = session.feeds.iter();
    match feeds.find(|known| known.key() == feed.key()) {
        Some(known) => {
            let name = session.name(known);
            let what = session
                .context
                .locale
                .fill("feeds.known", &[("name", &name)]);
            Err(Error::new(Exit::Found, what))
        }
        None => Ok(()),
    }
}

fn print(feed: &FeedSettings, context: &Context, out: &mut Output<'_>) -> io::Result<()> {
    let address = feed.key();
    let name = Some(&feed.name).filter(|name| !name.is_empty());
    let name = name.unwrap_or(&address);
    let values: [(&str, &dyn std::fmt::Display); 2] = [("name", name), ("address", &address)];
    out.line(&context.locale.fill("feeds.added", &values))
}

/// A feed that was found.
struct Found {
    address: String,
    feed: Feed,
    fetched: Fetched,
}

/// The feed at an address; of a page, the first of the feeds that it names, or one where sites usually have
/// theirs.
fn find(feed: &FeedSettings, clients: &Clients, context: &Context) -> Result<Found, Failure> {
    let fetched = get(feed, clients)?;
    match run::parse(&fetched, &context.scan.zone, &|| false) {
        Ok(parsed) => Ok(found(feed, parsed, fetched)),
        Err(NotAFeed::Page) => {
            let base = fetched
                .address
                .clone()
                .unwrap_or_else(|| feed.address.clone());
            let page = feed::text_of(&fetched.bytes, fetched.content_type.as_deref());
            let named = pages::named(&page, &base);
            let candidates = named.into_iter().chain(pages::guessed(&base));
            let mut tried = candidates.filter_map(|address| {
                // A page may lead to another origin, but not to one of the user's own network.
                let is_named = is_same_origin(&address, &feed.address);
                let candidate = FeedSettings {
                    allow_private: feed.allow_private && is_named,
                    ..FeedSettings::at(address)
                };
                let fetched = get(&candidate, clients).ok()?;
                let parsed = run::parse(&fetched, &context.scan.zone, &|| false).ok()?;
                Some(found(&candidate, parsed, fetched))
            });
            tried.next().ok_or(Failure::NotAFeed(NotAFeed::Page))
        }
        Err(error) => Err(Failure::NotAFeed(error)),
    }
}

fn found(feed: &FeedSettings, parsed: Feed, mut fetched: Fetched) -> Found {
    let address = fetched.moved.take().unwrap_or_else(|| feed.address.clone());
    Found {
        address,
        feed: parsed,
        fetched,
    }
}

fn get(feed: &FeedSettings, clients: &Clients) -> Result<Fetched, Failure> {
    match clients.get(feed, None, &|| false) {
        Answer::Feed(fetched) => Ok(fetched),
        Answer::Unchanged { .. } => Err(Failure::Status(304)),
        Answer::Gone => Err(Failure::Status(410)),
        Answer::Later { status, .. } => Err(Failure::Later(status)),
        Answer::Status(status) => Err(Failure::Status(status)),
        Answer::Network(error) => Err(Failure::Network(error)),
        Answer::Local(kind, cause) => Err(Failure::Local(kind, cause)),
        Answer::NoVariable(name) => Err(Failure::NoVariable(name)),
    }
}
