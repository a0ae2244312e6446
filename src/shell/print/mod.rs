//! The commands that print and end: a pipe is their reader as often as a person is.
//!
//! Each takes the [`Context`] and a printer and gives an exit code. What fails before the
//! first line is an [`Error`]; what fails while printing is an error of the pipe, and a
//! pipe that was closed ends the program quietly.

mod ansi;
mod bookmark;
mod check;
mod config;
mod diary;
mod doctor;
pub mod libraries;
mod list;
mod manual;
mod mark;
pub mod out;
mod show;

use crate::clean::Settings;
use crate::cli::{AmbiguousWidth, Cli, Command, Global, List};
use crate::disk::Places;
use crate::error::{Error, Exit, Result};
use crate::library::ScanOptions;
use crate::locale::Locale;
use crate::profile::{Config, Theme};
use crate::text::{Ambiguous, WidthPolicy};
use crate::typeset::Options;
use out::Out;
use std::io::{self, IsTerminal, Write};
use std::path::PathBuf;

/// What the commands know of the world and the user's wishes.
#[derive(Debug)]
pub struct Context {
    pub locale: Locale,
    pub scan: ScanOptions,
    /// The libraries of the configuration.
    pub libraries: Vec<PathBuf>,
    pub policy: WidthPolicy,
    /// Cells of the terminal, when standard output is one.
    pub columns: Option<usize>,
    /// The reader's settings of typesetting; the measure is the command's.
    pub typeset: Options,
    /// The rules of cleaning.
    pub cleaning: Settings,
    pub theme: Theme,
    /// The options of the command line.
    pub global: Global,
}

impl Context {
    /// Reads the configuration, and chooses the language by it.
    ///
    /// # Errors
    /// All faults of the configuration, in its order.
    pub fn load(global: &Global) -> Result<Self, Vec<Error>> {
        let locale = locale(global, None);
        let config = match config::file(global) {
            Some(path) => Config::load(&path, global.config.is_some(), &locale)?,
            None => Config::default(),
        };
        Ok(Self::new(global, config))
    }

    /// What a configuration and the options of the command line come to.
    pub fn new(global: &Global, config: Config) -> Self {
        let locale = locale(global, config.language.as_deref());
        let themes = Places::standard().map(|places| places.themes());
        let theme = Theme::load(&config.theme, &themes.unwrap_or_default(), &locale);
        let default = WidthPolicy::default();
        let ambiguous = match global.ambiguous {
            AmbiguousWidth::Two => Ambiguous::Wide,
            AmbiguousWidth::One => Ambiguous::Narrow,
            AmbiguousWidth::Auto => config.ambiguous.unwrap_or(default.ambiguous),
        };
        Self {
            locale,
            // A theme with faults is told by the reader; a page is better plain than none.
            theme: theme.unwrap_or_default(),
            scan: ScanOptions {
                zone: config.zone(),
                follow: global.follow,
            },
            libraries: config.libraries,
            policy: WidthPolicy {
                ambiguous,
                emoji: config.emoji.unwrap_or(default.emoji),
                ..default
            },
            columns: columns(),
            typeset: config.typesetting,
            cleaning: config.cleaning,
            global: global.clone(),
        }
    }
}

/// The language of the interface: the option, the configuration, the environment.
pub fn locale(global: &Global, configured: Option<&str>) -> Locale {
    Locale::choose(global.lang.as_deref(), configured, |name| {
        std::env::var(name).ok()
    })
}

/// Whether a command must run although the configuration has faults: it may be the one
/// that tells them.
pub fn needs_no_config(command: &Command) -> bool {
    matches!(
        command,
        Command::Config(_) | Command::Doctor | Command::Completions { .. } | Command::Man
    )
}

/// Cells of the terminal that standard output is.
fn columns() -> Option<usize> {
    io::stdout()
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(io::stdout()).ok())
        .flatten()
        .map(|size| usize::from(size.ws_col))
        .filter(|&columns| columns > 0)
}

/// Runs what the command line asks for, where nobody looks at a terminal. A configuration
/// with faults ends it, unless the command is one that may tell them.
pub fn dispatch(cli: &Cli) -> Exit {
    let context = match Context::load(&cli.global) {
        Ok(context) => context,
        Err(_) if cli.command.as_ref().is_some_and(needs_no_config) => {
            Context::new(&cli.global, Config::default())
        }
        Err(faults) => return complain_all(&faults),
    };
    match &cli.command {
        Some(command) => run(command, &context),
        None => list_paths(&cli.paths, &context),
    }
}

/// Runs a command that prints.
pub fn run(command: &Command, context: &Context) -> Exit {
    let mut out = Out::stdout();
    let done = match command {
        Command::Show(show) => show::run(show, context, &mut out),
        Command::List(list) => list::run(list, context, &mut out),
        Command::Check(check) => check::run(check, context, &mut out),
        Command::Mark(mark) => mark::run(mark, context, &mut out),
        Command::Bookmark(command) => bookmark::run(command, context, &mut out),
        Command::Completions { shell } => Ok(manual::completions(*shell, context, &mut out)),
        Command::Man => Ok(manual::man(context, &mut out)),
        Command::Config(command) => config::run(*command, context, &mut out),
        Command::Doctor => Ok(doctor::run(context, &mut out)),
    };
    end(done, out, &context.locale)
}

/// `kanbao [PATH]…` when standard output is no terminal.
pub fn list_paths(paths: &[PathBuf], context: &Context) -> Exit {
    let mut out = Out::stdout();
    let done = libraries::resolve(paths, &context.libraries)
        .map(|roots| list::print(&roots, &List::default(), context, &mut out));
    end(done, out, &context.locale)
}

/// Help or the version.
pub fn text(text: &str) -> Exit {
    let mut out = Out::stdout();
    let done = out.text(text).map(|()| Exit::Done);
    end(Ok(done), out, &Locale::default())
}

/// Says what went wrong, on standard error, as one line.
pub fn complain(error: &Error) -> Exit {
    let line = crate::text::sanitize_line(&error.to_string());
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "kanbao: {line}");
    error.exit
}

/// Says all of it; the exit code is that of the first.
fn complain_all(errors: &[Error]) -> Exit {
    let exits: Vec<Exit> = errors.iter().map(complain).collect();
    exits.first().copied().unwrap_or(Exit::Usage)
}

fn end(done: Result<io::Result<Exit>>, out: Out<'_>, locale: &Locale) -> Exit {
    let written = match done {
        Ok(written) => written.and_then(|exit| out.finish().map(|()| exit)),
        Err(error) => {
            // What was printed before it still belongs to the reader.
            let _ = out.finish();
            return complain(&error);
        }
    };
    match written {
        Ok(exit) => exit,
        Err(cause) if cause.kind() == io::ErrorKind::BrokenPipe => Exit::Done,
        Err(cause) => complain(&Error::new(
            Exit::Unreadable,
            locale.fill("print.failed", &[("cause", &cause)]),
        )),
    }
}

/// The error of a file that is no article, in words.
fn failure(mut error: Error, locale: &Locale) -> Error {
    let key = format!("problem.{}", error.what);
    let words = locale.text(&key);
    if words != key {
        error.what = words.to_owned();
    }
    error
}
