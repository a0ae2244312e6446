//! Runs the program: the event loop, worker threads, signals, and the start of subcommands.

pub mod app_driver;
mod arriving;
mod ask_engine;
mod boilerplate_learner;
mod configuration;
mod effects;
mod event;
mod event_loop;
#[cfg(feature = "fetch")]
mod feeds;
mod graphics_state;
mod in_sight;
mod job_context;
pub mod jobs;
mod journal_writer;
mod kept;
mod last_names;
mod launch;
mod line_mode;
mod opening;
mod pacing;
mod picture_queue;
mod pictures;
mod priority;
mod reconfigure;
mod requests;
mod setup;
pub mod signals;
mod text_search;
mod texts;
mod watcher;
mod web_pages;
mod workers;

use crate::cli::{self, Cli, Command, Stop};
use crate::error::{Error, Exit};
use crate::locale::Locale;
use crate::paths::Directories;
use crate::search::{Today, rules};
use crate::subcommands::completions;
use crate::subcommands::context::Context;
use crate::user::{Config, IfMissing, now};
use std::ffi::OsString;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// Runs the program.
pub fn run(args: impl Iterator<Item = OsString>) -> ExitCode {
    // Without it the program ends at such a limit, as it would without this line.
    let _ = signals::let_large_writes_fail();
    let args: Vec<OsString> = args.collect();
    let language = cli::language(&args);
    let locale = locale(language.as_deref(), None);
    if let Some(shell) = std::env::var_os(completions::VARIABLE) {
        return ExitCode::from(completions::answer(&shell, &args, &locale) as u8);
    }
    let exit = match cli::parse(args, &locale) {
        Ok(cli) => dispatch(&cli, language.as_deref(), locale),
        Err(Stop::Show(text)) => crate::subcommands::text(&text, &locale),
        Err(Stop::Wrong(error)) => crate::subcommands::print_error(&error, &locale),
    };
    ExitCode::from(exit as u8)
}

fn locale(option: Option<&str>, config: Option<&str>) -> Locale {
    Locale::choose(option, config, |name| std::env::var(name).ok())
}

/// The path of the config; `None` when there is neither `--config` nor a home directory.
fn config_file(cli: &Cli) -> Option<PathBuf> {
    let standard = || Directories::standard().map(|places| places.config_file());
    cli.global.config.clone().or_else(standard)
}

/// The errors in the queries of rules.
fn rule_faults(config: &Config, file: Option<&Path>, locale: &Locale) -> Vec<Error> {
    let today = Today::at(now(), &config.zone());
    let errors = |file| rules::errors(&config.rules, file, today, locale);
    file.map(errors).unwrap_or_default()
}

fn dispatch(cli: &Cli, language: Option<&str>, errors_locale: Locale) -> Exit {
    let file = config_file(cli);
    let if_missing = match cli.global.config {
        Some(_) => IfMissing::Fail,
        None => IfMissing::UseDefaults,
    };
    if let Some(Command::Config(command)) = &cli.command {
        return crate::subcommands::config(*command, file.as_deref(), if_missing, &errors_locale);
    }
    let config = file.as_deref().map_or_else(
        || Ok(Config::default()),
        |path| Config::load(path, if_missing),
    );
    let (config, mut faults) = match config {
        Ok(config) => (config, Vec::new()),
        Err(error) => (Config::default(), error.errors(&errors_locale)),
    };
    faults.extend(rule_faults(&config, file.as_deref(), &errors_locale));
    if !faults.is_empty() && !cli.command.as_ref().is_some_and(Command::helps) {
        for fault in &faults {
            crate::subcommands::print_error(fault, &errors_locale);
        }
        return Exit::Usage;
    }
    let mut context = Context::new(
        &cli.global,
        locale(language, config.language.as_deref()),
        &config,
    );
    context.config_faults = faults;
    match &cli.command {
        Some(command) => crate::subcommands::run(command, &context),
        None if cli.global.plain || std::io::stdout().is_terminal() => {
            let exit = launch::run_reader(&cli.paths, &context, &config, &cli.global);
            exit.unwrap_or_else(|error| crate::subcommands::print_error(&error, &context.locale))
        }
        None => crate::subcommands::list_paths(&cli.paths, &context),
    }
}
