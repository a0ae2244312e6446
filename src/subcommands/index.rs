//! `kanbao index`: brings the indexes of libraries up to date, for cron or a timer.

use super::context::Context;
#[cfg(feature = "opensearch")]
use super::engine;
use super::errors::print_error;
#[cfg(feature = "opensearch")]
use super::libraries::Roots;
use super::libraries::{self, Found};
use super::output::Output;
use super::progress::ProgressBar;
use super::text_search::failed;
use super::unread::Unread;
use crate::cli::Index;
use crate::error::{Error, Exit, Result};
use crate::index::{self, Failure, IndexError, Indexes, Report};
use crate::library::{Cancel, Entry, ScanEvent, distinct_roots};
use crate::search::full_text::FullText;
use crate::text::{grouped, sanitize_line};
use serde::Serialize;
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// One line of `index --json`: a contract with scripts.
#[derive(Default, Serialize)]
struct IndexRow {
    library: String,
    articles: usize,
    problems: usize,
    added: usize,
    changed: usize,
    removed: usize,
    /// Size of both indexes.
    bytes: u64,
    seconds: f64,
    /// Whether every file and folder was looked at.
    complete: bool,
}

/// One line of `index --to URL --json`.
#[cfg(feature = "opensearch")]
#[derive(Serialize)]
struct PushRow {
    library: String,
    articles: usize,
    added: usize,
    changed: usize,
    removed: usize,
    /// Bytes that were sent.
    bytes: u64,
    seconds: f64,
}

pub fn run(command: &Index, context: &Context, out: &mut Output<'_>) -> Result<io::Result<Exit>> {
    let named = [command.paths.as_slice(), &command.library].concat();
    let Some(mut paths) = libraries::chosen(&named, &context.libraries) else {
        let what = context.locale.text("index.no-library");
        return Err(Error::usage(what));
    };
    if context.indexes.folder.is_none() && command.to.is_none() {
        return Err(Error::usage(context.locale.text("index.off")));
    }
    // A library that fails does not keep the others from being indexed.
    let mut exit = Exit::Done;
    paths.retain(|path| {
        let checked = match named.as_slice() {
            [] => libraries::readable(path),
            _ => libraries::folder(path, &context.locale),
        };
        match checked {
            Ok(()) => true,
            Err(error) => {
                exit = exit.max(print_error(&error, &context.locale));
                false
            }
        }
    });
    let cancel = Cancel::default();
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, cancel.flag())
            .map_err(|cause| Error::new(Exit::Unreadable, cause.to_string()))?;
    }
    let roots = distinct_roots(&paths);
    let roots = roots.iter().filter(|root| root.is_dir());
    if let Some(address) = &command.to {
        let pushed = push(address, roots, command, context, &cancel, out)?;
        return Ok(pushed.map(|pushed| exit.max(pushed)));
    }
    for root in roots {
        match update(root, command, context, &cancel) {
            Ok((row, unread)) => {
                let printed = print(&row, command, context, out);
                exit = exit.max(unread.report(context));
                if printed.is_err() {
                    return Ok(printed.map(|()| exit));
                }
            }
            Err(what) => {
                let error = Error::new(Exit::Unreadable, what);
                exit = exit.max(print_error(&error, &context.locale));
            }
        }
        if cancel.is_cancelled() {
            return Err(Error::new(
                Exit::Interrupted,
                context.locale.text("index.interrupted"),
            ));
        }
    }
    Ok(Ok(exit))
}

/// Pushes libraries to an engine. A library that fails does not keep the others from being pushed.
#[cfg(feature = "opensearch")]
fn push<'a>(
    address: &str,
    roots: impl Iterator<Item = &'a PathBuf>,
    command: &Index,
    context: &Context,
    cancel: &Cancel,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    use crate::search::engine::EngineError;
    let failed = |error: EngineError| match error {
        EngineError::Cancelled => {
            let what = context.locale.text("index.interrupted");
            Error::new(Exit::Interrupted, what)
        }
        error => Error::new(Exit::Network, error.describe(&context.locale)),
    };
    let engine = engine::connect(address, context, cancel).map_err(failed)?;
    let mut exit = Exit::Done;
    for root in roots {
        let start = Instant::now();
        let roots = Roots::Paths(vec![root.clone()]);
        let found = libraries::read(&roots, context);
        let mut unread = Unread::of(&found.problems);
        let entries: Vec<&Entry> = found.entries.iter().collect();
        // An empty folder is more often one that is not mounted than one whose articles are gone.
        if entries.is_empty() {
            let what = context.locale.text("list.empty");
            let error = Error::new(Exit::Found, what).path(root);
            exit = exit.max(unread.report(context));
            exit = exit.max(print_error(&error, &context.locale));
            continue;
        }
        let library = (root.as_path(), &*entries, &*unread.paths());
        let report = engine::push(&engine, library, command.rebuild, context, cancel);
        let report = match report {
            Ok(report) => report,
            // The engine was waited for: the others would wait for it as long.
            Err(error) if error.may_pass() || error == EngineError::Cancelled => {
                return Err(failed(error));
            }
            Err(error) => {
                exit = exit.max(print_error(&failed(error).path(root), &context.locale));
                continue;
            }
        };
        let kept = report.unread.iter().filter_map(|at| entries.get(*at));
        unread.add(&kept.copied().collect::<Vec<_>>());
        exit = exit.max(unread.report(context));
        let row = PushRow {
            library: root.to_string_lossy().into_owned(),
            articles: entries.len(),
            added: report.added,
            changed: report.changed,
            removed: report.removed,
            bytes: report.bytes,
            seconds: start.elapsed().as_secs_f64(),
        };
        let printed = match command.json {
            true => out.json(&row),
            false => {
                let library = sanitize_line(&row.library);
                out.line(&engine::line(&library, &report, row.seconds, context))
            }
        };
        if printed.is_err() {
            return Ok(printed.map(|()| exit));
        }
    }
    Ok(Ok(exit))
}

#[cfg(not(feature = "opensearch"))]
fn push<'a>(
    _: &str,
    _: impl Iterator<Item = &'a PathBuf>,
    _: &Index,
    context: &Context,
    _: &Cancel,
    _: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    Err(Error::usage(context.locale.text("engine.none")))
}

/// Updates the index of the metadata, then that of the texts. The error is a sentence.
fn update(
    root: &Path,
    command: &Index,
    context: &Context,
    cancel: &Cancel,
) -> Result<(IndexRow, Unread), String> {
    let describe = |failure: Failure| failure.describe(&context.locale);
    let start = Instant::now();
    let indexes = Indexes {
        wait: Indexes::LONG_WAIT,
        ..context.indexes.clone()
    };
    if command.rebuild {
        index::clear(&indexes, root, &context.scan).map_err(describe)?;
    }
    let mut row = IndexRow {
        library: root.to_string_lossy().into_owned(),
        ..IndexRow::default()
    };
    let mut bar = ProgressBar::new(context, "index.progress");
    let mut found = Found::default();
    let roots: [PathBuf; 1] = [root.to_owned()];
    let Report {
        failures,
        known,
        current,
        emptied,
    } = index::scan(
        &indexes,
        &roots,
        &context.scan,
        cancel,
        &mut |event| match event {
            ScanEvent::Progress { found, done } => bar.show(found, done),
            event => {
                row.take(&event);
                found.take(event);
            }
        },
    );
    bar.clear();
    if let Some(failure) = failures.into_iter().next() {
        return Err(describe(failure));
    }
    if let Some(emptied) = emptied.first() {
        return Err(emptied.describe(&context.locale));
    }
    let (entries, problems) = found.sorted();
    let mut unread = Unread::of(&problems);
    let entries: Vec<&Entry> = entries.iter().collect();
    let is_current = !current.is_empty();
    let articles = (&*entries, is_current);
    let texts = update_texts(root, articles, &indexes, command, context, cancel);
    let (bytes, unread_texts) = texts.map_err(|error| failed(root, &error, context))?;
    row.problems += unread_texts.len();
    unread.add(&unread_texts);
    row.added = row.articles.saturating_sub(known);
    row.articles = row.articles.saturating_sub(row.removed);
    row.bytes = index::size(&indexes, root, &context.scan) + bytes;
    row.complete &= !cancel.is_cancelled() && unread.is_empty();
    row.seconds = start.elapsed().as_secs_f64();
    Ok((row, unread))
}

/// Returns the size of the index of the texts in bytes, and the articles that cannot be read.
/// Writes nothing if cancelled: then the articles are not known to be all. `is_current`: the index
/// of the metadata has all stamps.
fn update_texts<'a>(
    root: &Path,
    (entries, is_current): (&[&'a Entry], bool),
    indexes: &Indexes,
    command: &Index,
    context: &Context,
    cancel: &Cancel,
) -> Result<(u64, Vec<&'a Entry>), IndexError> {
    let Some(folder) = &indexes.folder else {
        return Ok((0, Vec::new()));
    };
    let cleaning = &context.cleaning;
    let mut index = FullText::open(folder, root, &context.scan, cleaning, indexes.wait)?;
    if command.rebuild {
        index.clear()?;
    }
    let mut bar = ProgressBar::new(context, "index.progress");
    for is_again in [false, true] {
        let plan = match is_current {
            true => index.plan_after_scan(entries, cancel),
            false => index.plan(entries, cancel),
        };
        let Some(plan) = plan else {
            break;
        };
        let all = plan.articles();
        let mut progress = |done| bar.show(all, done);
        let updated = index
            .verify(cancel)
            .and_then(|()| index.update(&plan, entries, cleaning, cancel, &mut progress));
        match updated {
            Err(error) if error.is_damage() && !is_again => index = index.rebuild()?,
            updated => {
                bar.clear();
                updated?;
                break;
            }
        }
    }
    let unread = index.unread(entries);
    Ok((index.close(), unread))
}

impl IndexRow {
    fn take(&mut self, event: &ScanEvent) {
        match event {
            ScanEvent::Entries(entries) => self.articles += entries.len(),
            ScanEvent::Changed(entries) => self.changed += entries.len(),
            ScanEvent::Gone(gone) => self.removed += gone.len(),
            ScanEvent::Problems(problems) => self.problems += problems.len(),
            ScanEvent::Reset => {
                let library = std::mem::take(&mut self.library);
                *self = Self {
                    library,
                    ..Self::default()
                };
            }
            ScanEvent::Finished { cancelled, .. } => self.complete = !*cancelled,
            ScanEvent::Arrived(_)
            | ScanEvent::Folders(_)
            | ScanEvent::Seen(_)
            | ScanEvent::Progress { .. } => {}
        }
    }
}

fn print(
    row: &IndexRow,
    command: &Index,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<()> {
    if command.json {
        return out.json(row);
    }
    let [articles, added, changed, removed] =
        [row.articles, row.added, row.changed, row.removed].map(grouped);
    let megabytes = format!("{:.1}", row.bytes as f64 / 1e6);
    let seconds = format!("{:.1}", row.seconds);
    let library = sanitize_line(&row.library);
    let values: [(&str, &dyn Display); 7] = [
        ("library", &library),
        ("articles", &articles),
        ("added", &added),
        ("changed", &changed),
        ("removed", &removed),
        ("megabytes", &megabytes),
        ("seconds", &seconds),
    ];
    out.line(&context.locale.fill("index.done", &values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Gone, sample};

    /// What was found before a scan starts again is found once more.
    #[test]
    fn a_scan_that_starts_again_is_counted_once() {
        let mut row = IndexRow::default();
        for _ in 0..2 {
            let entries = sample::entries();
            let gone = entries.iter().take(1).map(|entry| Gone {
                root: entry.root().clone(),
                id: entry.id().into(),
            });
            let gone = gone.collect();
            row.take(&ScanEvent::Reset);
            row.take(&ScanEvent::Entries(entries.clone()));
            row.take(&ScanEvent::Changed(entries));
            row.take(&ScanEvent::Gone(gone));
        }
        let count = sample::entries().len();
        let found = (row.articles, row.changed, row.removed);
        assert_eq!(found, (count, count, 1));
    }
}
