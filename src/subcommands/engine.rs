//! Search engines for the subcommands: `list --engine` and `index --to`.

use super::context::Context;
use super::errors::print_error;
use super::libraries;
use super::progress::ProgressBar;
use crate::error::{Error, Exit};
use crate::library::{Cancel, Entry, Sort};
use crate::search::engine::{
    Engine, EngineError, Environment, Found, Options, PushReport, Pushed, Scope, Wanted,
};
use crate::search::{Facts, Query};
use crate::text::grouped;
use std::fmt::Display;
use std::path::{Path, PathBuf};

/// Width of a snippet in cells.
const SNIPPET: usize = 120;

/// What an engine has found.
pub struct EngineSearch {
    engine: Engine,
    pub found: Found,
    /// Articles of the libraries that were searched.
    pub all: usize,
    pub usual_sort: Sort,
}

/// Connects to the engine at an address.
///
/// # Errors
/// No engine answers there.
pub fn connect(address: &str, context: &Context, cancel: &Cancel) -> Result<Engine, EngineError> {
    let options = Options {
        environment: Environment::read(),
        shards: context.engine.shards,
        replicas: context.engine.replicas,
        ..Options::default()
    };
    Engine::connect(address, options, cancel)
}

impl EngineSearch {
    /// Searches the engine at an address. `limit`: the newest articles that are enough, if they are
    /// listed by date.
    ///
    /// # Errors
    /// The engine does not answer.
    pub fn run(
        address: &str,
        named: &[PathBuf],
        query: &Query,
        (limit, facts): (Option<usize>, Facts<'_>),
        context: &Context,
    ) -> Result<Self, EngineError> {
        let cancel = Cancel::default();
        let engine = connect(address, context, &cancel)?;
        // Without a library on this machine, all of the engine are searched.
        let roots = libraries::chosen(named, &context.libraries).unwrap_or_default();
        let scope = Scope::new(&roots);
        let (all, dated) = engine.count(&scope, &cancel)?;
        let usual_sort = Sort::usual(dated, all);
        let wanted = match limit.filter(|_| usual_sort == Sort::Date) {
            Some(count) => Wanted::Newest(count, facts),
            None => Wanted::All(facts),
        };
        let found = engine.search(query, &scope, wanted, &cancel)?;
        Ok(Self {
            engine,
            found,
            all,
            usual_sort,
        })
    }

    /// A sentence about what is missing.
    pub fn shortfall(&self, context: &Context) -> Option<String> {
        let partial = self.found.partial?;
        Some(partial.describe(&context.locale))
    }

    /// The passages of articles that the query found.
    pub fn snippets(
        &self,
        entries: &[Entry],
        query: &Query,
        context: &Context,
    ) -> Vec<Option<String>> {
        if query.text_terms().is_empty() && query.patterns().is_empty() {
            return Vec::new();
        }
        let size = (SNIPPET, context.policy);
        let found = self
            .engine
            .snippets(entries, query, size, &Cancel::default());
        match found {
            Ok(snippets) => {
                let snippets = snippets.into_iter();
                snippets
                    .map(|snippet| snippet.map(|snippet| snippet.text))
                    .collect()
            }
            Err(error) => {
                say(&error.describe(&context.locale), context);
                Vec::new()
            }
        }
    }
}

fn say(what: &str, context: &Context) {
    print_error(&Error::new(Exit::Done, what), &context.locale);
}

/// Pushes a library to an engine and shows how far that is. `unread`: what could not be read.
///
/// # Errors
/// The engine does not answer for too long, or refuses.
pub fn push(
    engine: &Engine,
    (root, entries, unread): (&Path, &[&Entry], &[&Path]),
    is_again: bool,
    context: &Context,
    cancel: &Cancel,
) -> Result<PushReport, EngineError> {
    let mut bar = ProgressBar::new(context, "index.progress");
    let mut last = None;
    let settings = (&context.cleaning, is_again);
    let report = engine.push(
        root,
        (entries, unread),
        settings,
        cancel,
        &mut |pushed| match pushed {
            Pushed::Done { done, all } => {
                last = None;
                bar.show(all, done);
            }
            Pushed::Waiting(error) => {
                let detail = error.describe(&context.locale);
                // The same reason is not repeated at each attempt.
                if last.as_ref() != Some(&detail) {
                    bar.clear();
                    let values: [(&str, &dyn Display); 1] = [("detail", &detail)];
                    say(&context.locale.fill("engine.waiting", &values), context);
                }
                last = Some(detail);
            }
        },
    );
    bar.clear();
    let report = report?;
    match report.refused {
        0 => Ok(report),
        count => Err(EngineError::Articles(count, report.reason)),
    }
}

/// The line of `index --to`.
pub fn line(library: &str, report: &PushReport, seconds: f64, context: &Context) -> String {
    let [added, changed, removed] = [report.added, report.changed, report.removed].map(grouped);
    let megabytes = format!("{:.1}", report.bytes as f64 / 1e6);
    let seconds = format!("{seconds:.1}");
    let values: [(&str, &dyn Display); 6] = [
        ("library", &library),
        ("added", &added),
        ("changed", &changed),
        ("removed", &removed),
        ("megabytes", &megabytes),
        ("seconds", &seconds),
    ];
    context.locale.fill("engine.pushed", &values)
}
