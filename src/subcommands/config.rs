//! `kanbao config`: prints the path of the config, writes the commented default, or checks it.

use super::errors::print_error;
use super::output::Output;
use crate::cli::Config as Command;
use crate::error::{Error, Exit, Result};
use crate::locale::Locale;
use crate::paths::Directories;
use crate::search::{Today, rules};
use crate::user::config::DEFAULT_FILE;
use crate::user::{self, Config, IfMissing, now};
use std::io;
use std::path::Path;

pub fn run(
    command: Command,
    file: Option<&Path>,
    if_missing: IfMissing,
    locale: &Locale,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let file = file.ok_or_else(|| Error::usage(locale.text("config.no-home")))?;
    let shown = file.to_string_lossy();
    match command {
        Command::Path => Ok(out.line(&shown).map(|()| Exit::Done)),
        Command::Init if file.exists() => {
            let hint = locale.text("config.exists-hint");
            Err(Error::usage(locale.text("config.exists"))
                .path(file)
                .hint(hint))
        }
        Command::Init => {
            crate::fs::write_atomically(file, DEFAULT_FILE.as_bytes())
                .map_err(|error| Error::unreadable(file, &error))?;
            let text = locale.fill("config.written", &[("path", &shown)]);
            Ok(out.line(&text).map(|()| Exit::Done))
        }
        Command::Check => check(file, if_missing, locale, out),
    }
}

fn check(
    file: &Path,
    if_missing: IfMissing,
    locale: &Locale,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let themes = Directories::standard().map(|places| places.themes());
    let faults = user::config::check(file, if_missing, &themes.unwrap_or_default());
    let mut errors: Vec<Error> = faults
        .iter()
        .flat_map(|fault| fault.errors(locale))
        .collect();
    if let Ok(config) = Config::load(file, if_missing) {
        let today = Today::at(now(), &config.zone());
        errors.extend(rules::errors(&config.rules, file, today, locale));
    }
    for error in &errors {
        print_error(error, locale);
    }
    if !errors.is_empty() {
        return Ok(Ok(Exit::Usage));
    }
    let key = if file.exists() {
        "config.right"
    } else {
        "config.absent"
    };
    let text = locale.fill(key, &[("path", &file.to_string_lossy())]);
    Ok(out.line(&text).map(|()| Exit::Done))
}
