//! The only room that touches the world: terminal, threads, clipboard, opener, printing.

pub mod clipboard;
mod host;
pub mod keys;
pub mod launch;
pub mod open;
pub mod panics;
pub mod print;
pub mod probe;
pub mod recorder;
pub mod repeats;
mod requests;
pub mod runtime;
mod scanning;
pub mod screen;
pub mod session;
pub mod signals;
pub mod terminal;
pub mod worker;

use crate::cli::{self, Cli, Command, Stop};
use crate::disk::Places;
use crate::error::Exit;
use crate::locale::Locale;
use crate::profile::Config;
use print::Context;
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::PathBuf;
use std::process::ExitCode;

/// Runs the program.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    let args: Vec<OsString> = args.collect();
    let language = cli::language(&args);
    let locale = locale(language.as_deref(), None);
    let exit = match cli::parse(args, &locale) {
        Ok(cli) => obey(&cli, language.as_deref(), locale),
        Err(Stop::Show(text)) => print::text(&text, &locale),
        Err(Stop::Wrong(error)) => print::complain(&error, &locale),
    };
    ExitCode::from(exit as u8)
}

fn locale(option: Option<&str>, config: Option<&str>) -> Locale {
    Locale::choose(option, config, |name| std::env::var(name).ok())
}

/// The config file that counts; None when there is no home and none was named.
fn config_file(cli: &Cli) -> Option<PathBuf> {
    let standard = || Places::standard().map(|places| places.config_file());
    cli.global.config.clone().or_else(standard)
}

fn obey(cli: &Cli, language: Option<&str>, spoken: Locale) -> Exit {
    let file = config_file(cli);
    if let Some(Command::Config(command)) = &cli.command {
        return print::config(
            *command,
            file.as_deref(),
            cli.global.config.is_some(),
            &spoken,
        );
    }
    let asked = cli.global.config.is_some();
    let config = file.map_or_else(
        || Ok(Config::default()),
        |path| Config::load(&path, asked, &spoken),
    );
    let config = match config {
        Ok(config) => config,
        Err(errors) => {
            errors.iter().for_each(|error| {
                print::complain(error, &spoken);
            });
            return Exit::Usage;
        }
    };
    let context = Context::new(
        &cli.global,
        locale(language, config.language.as_deref()),
        &config,
    );
    match &cli.command {
        Some(command) => print::run(command, &context),
        None if std::io::stdout().is_terminal() => {
            let read = launch::read(&cli.paths, &context, &config, &cli.global);
            read.unwrap_or_else(|error| print::complain(&error, &context.locale))
        }
        None => print::list_paths(&cli.paths, &context),
    }
}
