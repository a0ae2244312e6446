//! The commands that print and end: a pipe is their reader as often as a person is.
//!
//! Each takes the [`Context`] and a printer and gives an exit code. What fails before the
//! first line is an [`Error`]; what fails while printing is an error of the pipe, and a
//! pipe that was closed ends the program quietly.

mod ansi;
mod bookmark;
mod capabilities;
mod check;
mod clean_report;
mod config;
mod doctor;
pub mod libraries;
mod list;
mod man;
mod mark;
mod mark_store;
pub mod output;
mod show;
mod wrap;

use crate::clean::Settings;
use crate::cli::{self, ColorWhen, Command, Global, List};
use crate::disk::Directories;
use crate::error::{Error, Exit, Result};
use crate::library::ScanOptions;
use crate::locale::Locale;
use crate::terminal::guard;
use crate::text::{Emoji, WidthPolicy};
use crate::typeset::Options;
use crate::user::theme::MONO;
use crate::user::{Config, Depth, Theme, ThemeChoice};
use output::Out;
use std::io::{self, IsTerminal, Write};
use std::os::fd::AsFd;
use std::path::{Path, PathBuf};

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
    pub theme: ThemeChoice,
    pub theme_name: String,
    /// Where the configuration is, or would be; None without a home.
    pub config_file: Option<PathBuf>,
}

impl Context {
    /// The command line wins over the config. Widths that neither names are narrow: a pipe
    /// cannot be asked.
    pub fn new(global: &Global, locale: Locale, config: &Config) -> Self {
        let ambiguous = global.ambiguous().or(config.ambiguous).unwrap_or_default();
        let policy = WidthPolicy {
            ambiguous,
            letters: ambiguous,
            // No terminal is there to draw a sequence badly: its text is what is wanted.
            emoji: config.emoji.unwrap_or(match io::stdout().is_terminal() {
                true => Emoji::Safe,
                false => Emoji::Full,
            }),
        };
        let places = Directories::standard();
        let name = match global.color {
            ColorWhen::Never => MONO,
            ColorWhen::Auto | ColorWhen::Always => &*config.theme,
        };
        let themes = places.as_ref().map(Directories::themes).unwrap_or_default();
        // The reader reports the faults of a theme; here another theme will do.
        let theme = ThemeChoice::load(name, &themes, &locale).unwrap_or_default();
        let standard = || places.map(|places| places.config_file());
        Self {
            locale,
            scan: ScanOptions {
                zone: config.zone(),
                follow: global.follow,
            },
            libraries: config.libraries.clone(),
            policy,
            columns: columns(&io::stdout()),
            typeset: Options {
                width: policy,
                ..config.typesetting
            },
            cleaning: config.cleaning.clone(),
            theme,
            theme_name: name.to_owned(),
            config_file: global.config.clone().or_else(standard),
        }
    }
}

impl Context {
    /// What `--format ansi` paints with. A printed page lies on the terminal's own background,
    /// so an automatic theme is one of those that leave it as it is.
    fn page_theme(&self) -> Theme {
        let mut colours = guard::colours();
        if self.theme.follows_terminal() {
            colours.depth = Depth::Sixteen;
        }
        self.theme.theme(colours)
    }
}

/// Cells of the terminal that a stream is.
fn columns(stream: &(impl IsTerminal + AsFd)) -> Option<usize> {
    stream
        .is_terminal()
        .then(|| rustix::termios::tcgetwinsize(stream).ok())
        .flatten()
        .map(|size| usize::from(size.ws_col))
        .filter(|&columns| columns > 0)
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
        Command::Completions { shell } => Ok(man::completions(*shell, context, &mut out)),
        Command::Man => Ok(man::man(context, &mut out)),
        Command::Doctor => Ok(doctor::run(context, &mut out)),
        // Works on a config with faults, too: see `config`.
        Command::Config(_) => Ok(Ok(Exit::Done)),
    };
    end(done, out, &context.locale)
}

/// `kanbao config`: works on a config with faults, too. `asked` says that it was named.
pub fn config(command: cli::Config, file: Option<&Path>, asked: bool, locale: &Locale) -> Exit {
    let mut out = Out::stdout();
    let done = config::run(command, file, asked, locale, &mut out);
    end(done, out, locale)
}

/// `kanbao [PATH]…` when standard output is no terminal.
pub fn list_paths(paths: &[PathBuf], context: &Context) -> Exit {
    let mut out = Out::stdout();
    let done = libraries::resolve(paths, &context.libraries)
        .map(|roots| list::print(&roots, &List::default(), context, &mut out));
    end(done, out, &context.locale)
}

/// Help or the version.
pub fn text(text: &str, locale: &Locale) -> Exit {
    let mut out = Out::stdout();
    let done = out.text(text).map(|()| Exit::Done);
    end(Ok(done), out, locale)
}

/// Says what went wrong, on standard error: one line, unless it is a terminal's.
pub fn print_error(error: &Error, locale: &Locale) -> Exit {
    let line = crate::text::sanitize_line(&in_words(error, locale).to_string());
    let line = format!("kanbao: {line}");
    let line = match columns(&io::stderr()) {
        Some(columns) => wrap::wrap(&line, columns),
        None => line,
    };
    // Nobody is left to be told when this fails.
    let _ = writeln!(io::stderr(), "{line}");
    error.exit
}

fn end(done: Result<io::Result<Exit>>, out: Out<'_>, locale: &Locale) -> Exit {
    let written = match done {
        Ok(written) => written.and_then(|exit| out.finish().map(|()| exit)),
        Err(error) => {
            // What was printed before it still belongs to the reader.
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

/// What the system said, in the language of the interface and with what can be done.
fn in_words(error: &Error, locale: &Locale) -> Error {
    let (what, hint) = match error.cause {
        Some(io::ErrorKind::NotFound) => ("error.not-found", "error.not-found.hint"),
        Some(io::ErrorKind::PermissionDenied) => {
            ("error.no-permission", "error.no-permission.hint")
        }
        _ => return error.clone(),
    };
    let mut told = error.clone();
    told.what = locale.text(what).to_owned();
    told.hint
        .get_or_insert_with(|| locale.text(hint).to_owned());
    told
}
