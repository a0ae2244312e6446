//! The only room that touches the world: terminal, threads, clipboard, opener, printing.

pub mod keys;
pub mod print;
pub mod screen;
pub mod signals;
pub mod terminal;

use crate::cli::{self, Stop};
use crate::locale::Locale;
use std::ffi::OsString;
use std::process::ExitCode;

/// Runs the program.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let language = cli::language(&args);
    let locale = Locale::choose(language.as_deref(), None, |name| std::env::var(name).ok());
    let exit = match cli::parse(args, &locale) {
        Ok(cli) => print::dispatch(&cli),
        Err(Stop::Show(text)) => print::text(&text),
        Err(Stop::Wrong(error)) => print::complain(&error),
    };
    ExitCode::from(exit as u8)
}
