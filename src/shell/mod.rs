//! The only room that touches the world: terminal, threads, clipboard, opener, printing.

pub mod clipboard;
pub mod keys;
pub mod open;
pub mod print;
pub mod probe;
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
        Ok(cli) => {
            let context = print::Context::new(&cli.global, locale);
            match &cli.command {
                Some(command) => print::run(command, &context),
                None => print::list_paths(&cli.paths, &context),
            }
        }
        Err(Stop::Show(text)) => print::text(&text),
        Err(Stop::Wrong(error)) => print::complain(&error),
    };
    ExitCode::from(exit as u8)
}
