//! What follows when feeds were fetched: the full text of new articles, the rules that are applied to
//! them, and old articles that leave.

use super::session::Session;
use crate::error::{Error, Exit, Result};
use crate::fetch::pages::Pages;
use crate::fetch::save::{Page, Web};
use crate::fetch::{Keep, NewArticle, Outcome, Retired, Stored, Writer, is_full_text, source_hash};
use crate::index::IndexError;
use crate::library::{self, ArticleSet, Cancel, Entry};
use crate::search::rule_texts::{RuleTexts, changes};
use crate::search::rules::compile;
use crate::search::{Facts, Today};
use crate::subcommands::libraries::Roots;
use crate::subcommands::mark::add_addresses;
use crate::subcommands::mark_store::MarkStore;
use crate::subcommands::output::Output;
use crate::user::feeds::FeedSettings;
use crate::user::now;
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};

/// An article that a feed brought.
pub struct Arrived {
    /// The ID of the feed.
    source: String,
    link: String,
    path: PathBuf,
}

/// The articles of a batch whose file is new or has changed.
pub fn arrived(articles: &[NewArticle], stored: &[Stored]) -> Vec<Arrived> {
    let pairs = articles.iter().zip(stored);
    let is_new = |(_, stored): &(&NewArticle, &Stored)| {
        matches!(stored.outcome, Outcome::Written | Outcome::Updated)
    };
    let arrived = pairs.filter(is_new).filter_map(|(article, stored)| {
        Some(Arrived {
            source: article.source.clone(),
            link: article.link.clone()?,
            path: stored.path.clone(),
        })
    });
    arrived.collect()
}

/// Gives new articles of feeds with `full-text` the text of their page, where that is longer and
/// consistent with theirs. One request at a time, with a pause for each host. Prints counts.
///
/// # Errors
/// The proxy of the environment cannot be read, or a signal ended the run.
pub fn complete(
    feeds: &[FeedSettings],
    arrived: &[Arrived],
    (session, writer): (&Session<'_>, &Writer),
    is_cancelled: &dyn Fn() -> bool,
    out: &mut Output<'_>,
) -> Result<io::Result<()>> {
    let mut pages = Pages::default();
    let locale = &session.context.locale;
    for feed in feeds.iter().filter(|feed| feed.full_text) {
        let allowed = feed.allow_private.then_some(&*feed.address);
        let web = Web::new(allowed)
            .map_err(|failure| Error::new(Exit::Network, failure.describe(locale)))?;
        let key = session.states.of(feed).id;
        let own: Vec<&Arrived> = arrived.iter().filter(|one| one.source == key).collect();
        let mut count = 0;
        for article in &own {
            let page = pages.get(&article.link, &web, is_cancelled);
            if is_cancelled() {
                let what = locale.text("index.interrupted");
                return Err(Error::new(Exit::Interrupted, what));
            }
            count +=
                usize::from(page.is_some_and(|page| full_text(article, &page, session, writer)));
        }
        let name = session.name(feed);
        let values: &[(&str, &dyn Display)] =
            &[("name", &name), ("count", &count), ("all", &own.len())];
        if !own.is_empty()
            && let Err(error) = out.line(&locale.fill("feeds.full-text", values))
        {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}

/// Whether the file of an article has the text of its page now. A page that cannot be used leaves it as
/// it is. `page`: its bytes and address.
fn full_text(
    article: &Arrived,
    (bytes, address): &(Vec<u8>, String),
    session: &Session<'_>,
    writer: &Writer,
) -> bool {
    let zone = &session.context.scan.zone;
    let body = || {
        let page = Page::read(bytes, Some(address), zone).ok()?;
        page.body(None).ok()
    };
    let Some(body) = body() else {
        return false;
    };
    let change = |text: &str| {
        let is_fuller = is_full_text(library::body_of(text), &body);
        is_fuller.then(|| library::with_body(text, &body))
    };
    matches!(writer.rewrite(&article.path, &change), Ok(Some(_)))
}

/// Applies the rules of the configuration to new articles, and prints how many they changed.
///
/// # Errors
/// The texts cannot be read, or the journal cannot be written.
pub fn rule(
    new: &[PathBuf],
    (session, library): (&Session<'_>, &Path),
    out: &mut Output<'_>,
) -> Result<io::Result<()>> {
    let context = session.context;
    let zone = &context.scan.zone;
    let rules = compile(&context.rules, Today::at(now(), zone));
    // The reader applies them itself, to its own marks.
    if rules.is_empty() || new.is_empty() || context.is_on_screen {
        return Ok(Ok(()));
    }
    let entry = |path: &PathBuf| {
        let id = library::id_of_name(path.strip_prefix(library).ok()?.as_os_str());
        library::entry_at(library, &id, zone).ok()
    };
    let entries: Vec<Entry> = new.iter().filter_map(entry).collect();
    let unread = |error: IndexError| {
        let values: [(&str, &dyn Display); 1] = [("error", &error)];
        let what = context.locale.fill("notice.not-ruled", &values);
        Error::new(Exit::Unreadable, what)
    };
    let cancel = Cancel::default();
    let texts = RuleTexts::read(&entries, &rules, &context.cleaning, &cancel).map_err(unread)?;
    let mut store = MarkStore::open(&Roots::Paths(vec![library.to_owned()]), context);
    let facts = Facts {
        marks: &store.marks,
        zone,
    };
    let changes = changes(&rules, &entries, &texts, facts, &cancel).map_err(unread)?;
    let mut changed = ArticleSet::default();
    for entry in changes.iter().flat_map(|(_, entries)| entries) {
        changed.insert(entry.root(), entry.id());
    }
    if changed.is_empty() {
        return Ok(Ok(()));
    }
    let mut events = store.marks.apply_rules(&changes, now());
    add_addresses(&mut events, &entries);
    store.keep(&events, context)?;
    let count = changed.len();
    Ok(out.line(&context.locale.fill("feeds.ruled", &[("count", &count)])))
}

/// Moves articles that are older than `keep` of their feed aside, and prints how many.
///
/// # Errors
/// The ledger cannot be read, or a file cannot be moved.
pub fn retire(
    feeds: &[FeedSettings],
    (session, writer): (&Session<'_>, &Writer),
    out: &mut Output<'_>,
) -> Result<io::Result<()>> {
    if feeds.iter().all(|feed| feed.keep.is_none()) {
        return Ok(Ok(()));
    }
    let context = session.context;
    let roots = Roots::Paths(vec![writer.library().to_owned()]);
    let store = MarkStore::open(&roots, context);
    // What is bookmarked may be in the part that cannot be read.
    if store.partial {
        return Ok(Ok(()));
    }
    let seconds = (now() / 1000).cast_signed();
    let id = |feed: &FeedSettings| session.states.of(feed).id;
    let keep = |feed: &FeedSettings| {
        let unread = feed.keep_unread;
        feed.keep.map(|days| Keep { days, unread })
    };
    let keeps = session.feeds.iter().chain(feeds);
    let keeps = keeps
        .map(|feed| (source_hash(&id(feed)), keep(feed)))
        .collect();
    for feed in feeds.iter().filter(|feed| feed.keep.is_some()) {
        let Retired {
            removed,
            unread,
            marked,
            edited,
            shared,
        } = writer.retire(&id(feed), &keeps, (&store.marks, seconds), false)?;
        let (removed, name) = (removed.len(), session.name(feed));
        let kept = unread + marked + edited + shared;
        let values: &[(&str, &dyn Display)] =
            &[("name", &name), ("removed", &removed), ("kept", &kept)];
        if removed > 0
            && let Err(error) = out.line(&context.locale.fill("feeds.retired", values))
        {
            return Ok(Err(error));
        }
    }
    Ok(Ok(()))
}
