//! `kanbao fetch` and `kanbao feed check`.

use super::intake::Intake;
use super::session::{Session, cancelled_by_signals};
use super::words::{self, JsonRow};
use crate::cli::Fetch as Command;
use crate::error::{Error, Exit, Result};
use crate::fetch::queue::Limits;
use crate::fetch::run::{self, Counts, Fetch, Outcomes, Row, Sinks};
use crate::fetch::source::Clients;
use crate::fetch::{NewArticle, Writer};
use crate::http::Policy;
use crate::library::Date;
use crate::subcommands::context::Context;
use crate::subcommands::errors::print_error;
use crate::subcommands::output::Output;
use crate::subcommands::progress::ProgressBar;
use crate::user::feeds::FeedSettings;
use crate::user::now;
use std::cell::Cell;
use std::collections::HashSet;
use std::io;

/// `kanbao fetch`.
pub fn run(command: &Command, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let mut session = Session::open(context)?;
    let (feeds, muted) = session.wanted(&command.feeds)?;
    let _lock = session.lock()?;
    let print = Print {
        is_json: command.json,
        is_quiet: command.quiet,
    };
    if command.dry_run {
        return rehearse(&mut session, &feeds, print, out);
    }
    let mut intake = Intake::open(&session, command.into.as_deref())?;
    let clients = clients(context)?;
    let get = |feed: &FeedSettings, known: Option<&_>, is_cancelled: &dyn Fn() -> bool| {
        clients.get(feed, known, is_cancelled)
    };
    let cancel = cancelled_by_signals()?;
    let is_cancelled = || cancel.is_cancelled();
    let writer = intake.writer();
    let job = Job {
        feeds: &feeds,
        get: &get,
        writer: Some(&writer),
        is_forced: !command.feeds.is_empty(),
        is_cancelled: &is_cancelled,
    };
    let mut store = |articles: &[NewArticle]| intake.store(articles);
    let fetched = job.print(print, &mut session, &mut store, out)?;
    // What follows is said on its own lines, which are no rows of feeds.
    let mut silent = Output::to(io::sink());
    let said = match command.json || command.quiet {
        true => &mut silent,
        false => &mut *out,
    };
    let followed = intake.follow(&feeds, &session, &is_cancelled, said)?;
    let told = muted.iter().try_for_each(|feed| {
        let name = session.name(feed);
        said.line(&context.locale.fill("feeds.left-muted", &[("name", &name)]))
    });
    // What is moved is always said.
    let mut errors = Output::to(io::stderr());
    let said = match command.json || command.quiet {
        true => &mut errors,
        false => out,
    };
    let retired = intake.retire(&feeds, &session, said)?;
    Ok(fetched.and_then(|exit| followed.and(told).and(retired).map(|()| exit)))
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
    let cancel = cancelled_by_signals()?;
    let job = Job {
        feeds,
        get: &get,
        writer: None,
        is_forced: true,
        is_cancelled: &|| cancel.is_cancelled(),
    };
    let mut store = |articles: &[NewArticle]| {
        Ok(Counts {
            items: articles.len(),
            ..Counts::default()
        })
    };
    job.print(print, session, &mut store, out)
}

/// The HTTP clients of a run.
///
/// # Errors
/// The proxy of the environment cannot be read.
pub fn clients(context: &Context) -> Result<Clients> {
    let clients = Clients::new(Policy::default());
    clients.map_err(|error| Error::new(Exit::Network, error.describe(&context.locale)))
}

/// What is printed.
#[derive(Clone, Copy, Debug, Default)]
pub struct Print {
    pub is_json: bool,
    /// Failures only.
    pub is_quiet: bool,
}

/// A run.
pub struct Job<'a> {
    pub feeds: &'a [FeedSettings],
    pub get: &'a run::Get<'a>,
    /// `None`: a rehearsal, which writes nothing.
    pub writer: Option<&'a Writer>,
    pub is_forced: bool,
    pub is_cancelled: &'a (dyn Fn() -> bool + Sync),
}

impl Job<'_> {
    /// Fetches the feeds, and tells what became of each, and how many are done.
    ///
    /// # Errors
    /// The articles or the states cannot be written.
    pub fn run(
        &self,
        session: &mut Session<'_>,
        store: &mut dyn FnMut(&[NewArticle]) -> Result<Counts>,
        report: &mut dyn FnMut(&Row<'_>, usize),
    ) -> Result<()> {
        let context = session.context;
        let addresses: HashSet<String> = session.feeds.iter().map(FeedSettings::key).collect();
        let fetch = Fetch {
            feeds: self.feeds,
            is_known: &|address| addresses.contains(address),
            get: self.get,
            limits: Limits::default(),
            library: self.writer.map_or("", Writer::library_id),
            zone: &context.scan.zone,
            now: now() / 1000,
            is_forced: self.is_forced,
            is_rehearsal: self.writer.is_none(),
            is_cancelled: self.is_cancelled,
        };
        let mut sinks = Sinks {
            store,
            describe: &|failure| words::describe(failure, &context.locale),
            report,
        };
        let moves = run::fetch(&fetch, &mut session.states, &mut sinks)?;
        match self.writer {
            None => Ok(()),
            Some(_) => session.move_feeds(&moves),
        }
    }

    /// Fetches the feeds and prints a line for each.
    ///
    /// # Errors
    /// The articles or the states cannot be written, or a signal ended the run.
    pub fn print(
        &self,
        print: Print,
        session: &mut Session<'_>,
        store: &mut dyn FnMut(&[NewArticle]) -> Result<Counts>,
        out: &mut Output<'_>,
    ) -> Result<io::Result<Exit>> {
        let context = session.context;
        let is_rehearsal = self.writer.is_none();
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
                let newest = newest.take().filter(|_| is_rehearsal);
                printed = print.row(row, newest, is_rehearsal, context, out);
            }
            bar.show(self.feeds.len(), done);
        };
        let fetched = self.run(session, &mut store, &mut report);
        bar.clear();
        fetched?;
        if (self.is_cancelled)() {
            let what = context.locale.text("index.interrupted");
            return Err(Error::new(Exit::Interrupted, what));
        }
        Ok(printed.map(|()| exit))
    }
}

impl Print {
    fn row(
        self,
        row: &Row<'_>,
        newest: Option<Date>,
        is_rehearsal: bool,
        context: &Context,
        out: &mut Output<'_>,
    ) -> io::Result<()> {
        let locale = &context.locale;
        if self.is_json {
            let json: JsonRow = words::json(row, locale);
            return out.json(&json).and_then(|()| out.flush());
        }
        let line = match &row.outcome {
            Outcomes::Failed(_) if !context.is_on_screen => {
                out.flush()?;
                let what = words::line(row, &context.scan.zone, locale);
                print_error(&Error::new(words::exit(&row.outcome), what), locale);
                return Ok(());
            }
            _ if self.is_quiet => return Ok(()),
            Outcomes::Read { counts, .. } if is_rehearsal => {
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
