//! `kanbao fetch` and `kanbao feed check`.

use super::after;
use super::session::{Session, cancelled_by_signals};
use super::words::{self, JsonRow};
use crate::cli::Fetch as Command;
use crate::error::{Error, Exit, Result};
use crate::fetch::queue::Limits;
use crate::fetch::run::{self, Counts, Fetch, Outcomes, Row, Sinks};
use crate::fetch::source::Clients;
use crate::fetch::{NewArticle, Outcome, Writer};
use crate::http::Policy;
use crate::library::Date;
use crate::subcommands::context::Context;
use crate::subcommands::errors::print_error;
use crate::subcommands::output::Output;
use crate::subcommands::progress::ProgressBar;
use crate::user::feeds::FeedSettings;
use crate::user::now;
use std::cell::Cell;
use std::fs;
use std::io;
use std::path::Path;

/// `kanbao fetch`.
pub fn run(command: &Command, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let mut session = Session::open(context)?;
    let feeds = session.named(&command.feeds)?;
    let _lock = session.lock()?;
    let print = Print {
        is_json: command.json,
        is_quiet: command.quiet,
    };
    if command.dry_run {
        return rehearse(&mut session, &feeds, print, out);
    }
    let home = session.library(command.into.as_deref())?;
    let mut writer = Writer::open(&home.library, &session.places.data)?;
    let (mut arrived, mut new) = (Vec::new(), Vec::new());
    let mut store = |articles: &[NewArticle]| {
        let stored = writer.write(articles)?;
        let written = stored
            .iter()
            .filter(|stored| stored.outcome == Outcome::Written);
        new.extend(written.map(|stored| stored.path.clone()));
        arrived.extend(after::arrived(articles, &stored));
        Ok(Counts::of(&stored))
    };
    let clients = clients(context)?;
    let get = |feed: &FeedSettings, known: Option<&_>, is_cancelled: &dyn Fn() -> bool| {
        clients.get(feed, known, is_cancelled)
    };
    let job = Job {
        feeds: &feeds,
        get: &get,
        library: &identity(&home.library),
        is_forced: !command.feeds.is_empty(),
        is_rehearsal: false,
        print,
    };
    let fetched = job.run(&mut session, &mut store, out)?;
    for (from, to) in &session.moved {
        writer.rename_source(from, to)?;
    }
    // What follows is said on its own lines, which are no rows of feeds.
    let mut silent = Output::to(io::sink());
    let said = match command.json || command.quiet {
        true => &mut silent,
        false => out,
    };
    let cancel = cancelled_by_signals()?;
    let (session, is_cancelled) = (&session, || cancel.is_cancelled());
    let completed = after::complete(
        &feeds,
        &arrived,
        (session, &mut writer),
        &is_cancelled,
        said,
    )?;
    let ruled = after::rule(&new, (session, &home.library), said)?;
    let retired = after::retire(&feeds, (session, &mut writer), said)?;
    Ok(fetched.and_then(|exit| completed.and(ruled).and(retired).map(|()| exit)))
}

/// `kanbao feed check`: reads feeds without writing anything.
pub fn check(
    names: &[String],
    is_json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let mut session = Session::open(context)?;
    let feeds = session.named(names)?;
    let print = Print {
        is_json,
        is_quiet: false,
    };
    rehearse(&mut session, &feeds, print, out)
}

fn rehearse(
    session: &mut Session<'_>,
    feeds: &[FeedSettings],
    print: Print,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let clients = clients(session.context)?;
    let get = |feed: &FeedSettings, known: Option<&_>, is_cancelled: &dyn Fn() -> bool| {
        clients.get(feed, known, is_cancelled)
    };
    let job = Job {
        feeds,
        get: &get,
        library: "",
        is_forced: true,
        is_rehearsal: true,
        print,
    };
    let mut store = |articles: &[NewArticle]| {
        Ok(Counts {
            items: articles.len(),
            ..Counts::default()
        })
    };
    job.run(session, &mut store, out)
}

/// The HTTP clients of a run.
///
/// # Errors
/// The proxy of the environment cannot be read.
pub fn clients(context: &Context) -> Result<Clients> {
    let clients = Clients::new(Policy::default());
    clients.map_err(|error| Error::new(Exit::Network, error.describe(&context.locale)))
}

/// What identifies a library in the states.
pub fn identity(library: &Path) -> String {
    let path = fs::canonicalize(library).unwrap_or_else(|_| library.to_owned());
    path.to_string_lossy().into_owned()
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Print {
    pub is_json: bool,
    /// Failures only.
    pub is_quiet: bool,
}

/// A run with its output.
pub struct Job<'a> {
    pub feeds: &'a [FeedSettings],
    pub get: &'a run::Get<'a>,
    pub library: &'a str,
    pub is_forced: bool,
    pub is_rehearsal: bool,
    pub print: Print,
}

impl Job<'_> {
    /// Fetches the feeds and prints a line for each.
    ///
    /// # Errors
    /// The articles or the states cannot be written, or a signal ended the run.
    pub fn run(
        &self,
        session: &mut Session<'_>,
        store: &mut dyn FnMut(&[NewArticle]) -> Result<Counts>,
        out: &mut Output<'_>,
    ) -> Result<io::Result<Exit>> {
        let context = session.context;
        let cancel = cancelled_by_signals()?;
        let is_cancelled = || cancel.is_cancelled();
        let newest = Cell::new(None);
        let mut store = |articles: &[NewArticle]| {
            newest.set(articles.iter().filter_map(|article| article.date).max());
            store(articles)
        };
        let mut exit = Exit::Done;
        let mut printed = Ok(());
        let mut bar = ProgressBar::new(context, "feeds.progress");
        let mut report = |row: &Row<'_>, done: usize| {
            bar.clear();
            exit = exit.max(words::exit(&row.outcome));
            if printed.is_ok() {
                printed = self.print(row, newest.take(), context, out);
            }
            bar.show(self.feeds.len(), done);
        };
        let fetch = Fetch {
            feeds: self.feeds,
            get: self.get,
            limits: Limits::default(),
            library: self.library,
            zone: &context.scan.zone,
            now: now() / 1000,
            is_forced: self.is_forced,
            is_rehearsal: self.is_rehearsal,
            is_cancelled: &is_cancelled,
        };
        let mut sinks = Sinks {
            store: &mut store,
            describe: &|failure| words::describe(failure, &context.locale),
            report: &mut report,
        };
        let moves = run::fetch(&fetch, &mut session.states, &mut sinks);
        bar.clear();
        let moves = moves?;
        if !self.is_rehearsal {
            session.move_feeds(&moves)?;
        }
        if cancel.is_cancelled() {
            let what = context.locale.text("index.interrupted");
            return Err(Error::new(Exit::Interrupted, what));
        }
        Ok(printed.map(|()| exit))
    }

    fn print(
        &self,
        row: &Row<'_>,
        newest: Option<Date>,
        context: &Context,
        out: &mut Output<'_>,
    ) -> io::Result<()> {
        let locale = &context.locale;
        if self.print.is_json {
            let json: JsonRow = words::json(row, locale);
            return out.json(&json).and_then(|()| out.flush());
        }
        let line = match &row.outcome {
            Outcomes::Failed(_) => {
                out.flush()?;
                let what = words::line(row, &context.scan.zone, locale);
                print_error(&Error::new(words::exit(&row.outcome), what), locale);
                return Ok(());
            }
            _ if self.print.is_quiet => return Ok(()),
            Outcomes::Read { counts, .. } if self.is_rehearsal => {
                let day = newest.map(|date| date.shown(&context.scan.zone));
                let day = day.unwrap_or_else(|| "—".to_owned());
                let name = crate::text::sanitize_line(&row.name);
                locale.fill(
                    "feeds.checked",
                    &[("name", &name), ("items", &counts.items), ("date", &day)],
                )
            }
            _ => words::line(row, &context.scan.zone, locale),
        };
        out.line(&line).and_then(|()| out.flush())
    }
}
