//! The subcommands that print and exit: show, list, check, index, mark, rules, bookmark, highlight,
//! import, feed, fetch, doctor, config, completions and man. [`run`] calls them; the other files here are
//! what they share.
//!
//! Each one takes the [`context::Context`] and a printer and returns an exit code.
//! Failures before the first line of output are an [`Error`]; a failure of printing is an
//! `io::Error`. A closed pipe ends the program without a message.

mod ansi;
mod attach;
mod bookmark;
mod bookmark_query;
mod candidates;
mod capabilities;
mod check;
mod checked;
mod clean_report;
pub(crate) mod completions;
mod config;
pub(crate) mod context;
pub(crate) mod current_folder;
mod doctor;
#[cfg(feature = "opensearch")]
mod engine;
mod errors;
mod exchange;
#[cfg(feature = "fetch")]
pub mod feeds;
mod highlight;
mod import;
mod import_articles;
mod index;
mod journal;
pub(crate) mod libraries;
mod list;
mod man;
mod mark;
mod mark_store;
mod named;
pub(crate) mod output;
mod progress;
mod rules;
mod save;
mod show;
mod stats;
mod text_search;
mod unread;
mod variables;
mod wrap;

use crate::cli::{self, Command, List};
use crate::error::{Error, Exit, Result};
use crate::locale::Locale;
use crate::search::Query;
use crate::user::IfMissing;
use context::Context;
pub(crate) use errors::localized;
pub use errors::print_error;
use output::Output;
use std::io;
use std::path::{Path, PathBuf};

/// Runs a command that prints.
pub fn run(command: &Command, context: &Context) -> Exit {
    let mut out = Output::stdout();
    let done = match command {
        Command::Show(show) => show::run(show, context, &mut out),
        Command::List(list) => list::run(list, context, &mut out),
        Command::Check(check) => check::run(check, context, &mut out),
        Command::Index(command) => index::run(command, context, &mut out),
        Command::Mark(mark) => mark::run(mark, context, &mut out),
        Command::Rules(command) => rules::run(command, context, &mut out),
        Command::Journal(command) => journal::run(command, context, &mut out),
        Command::Stats { json } => stats::run(*json, context, &mut out),
        Command::Bookmark(command) => bookmark::run(command, context, &mut out),
        Command::Highlight(command) => highlight::run(command, context, &mut out),
        Command::Import(import) => import::run(import, context, &mut out),
        #[cfg(feature = "fetch")]
        Command::Feed(command) => feeds::run(command, context, &mut out),
        #[cfg(feature = "fetch")]
        Command::Fetch(command) => feeds::fetch(command, context, &mut out),
        Command::Save(save) => save::run(save, context, &mut out),
        Command::Completions { shell } => Ok(completions::script(*shell, &mut out)),
        Command::Man(pages) => man::run(pages, context, &mut out),
        Command::Doctor { json } => Ok(doctor::run(*json, context, &mut out)),
        // Handled by `config` below, before the config is loaded.
        Command::Config(_) => Ok(Ok(Exit::Done)),
    };
    end(done, out, &context.locale)
}

/// `kanbao config`, which must also work when the config has errors.
pub fn config(
    command: cli::Config,
    file: Option<&Path>,
    if_missing: IfMissing,
    locale: &Locale,
) -> Exit {
    let mut out = Output::stdout();
    let done = config::run(command, file, if_missing, locale, &mut out);
    end(done, out, locale)
}

/// `kanbao [PATH]…` when standard output is not a terminal.
pub fn list_paths(paths: &[PathBuf], context: &Context) -> Exit {
    let mut out = Output::stdout();
    let done = libraries::resolve(paths, &context.libraries).map(|roots| {
        list::print(
            &roots,
            &List::default(),
            &Query::default(),
            context,
            &mut out,
        )
    });
    end(done, out, &context.locale)
}

/// Longest line of help. A pipe gets lines of this length, too.
const HELP: usize = 100;

/// Prints help or the version.
pub fn text(text: &str, locale: &Locale) -> Exit {
    let mut out = Output::stdout();
    let columns = output::columns(&io::stdout()).unwrap_or(HELP);
    let text = wrap::wrap_help(text, columns.min(HELP));
    let done = out.text(&text).map(|()| Exit::Done);
    end(Ok(done), out, locale)
}

/// Flushes the output and turns the result of a subcommand into an exit code.
fn end(done: Result<io::Result<Exit>>, out: Output<'_>, locale: &Locale) -> Exit {
    let written = match done {
        Ok(written) => written.and_then(|exit| out.finish().map(|()| exit)),
        Err(error) => {
            // The lines printed before the error are still valid output.
            let _ = out.finish();
            return print_error(&error, locale);
        }
    };
    match written {
        Ok(exit) => exit,
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(cause) => {
            let what = locale.fill("print.failed", &[("cause", &cause)]);
            print_error(&Error::new(Exit::Unreadable, what), locale)
        }
    }
}
