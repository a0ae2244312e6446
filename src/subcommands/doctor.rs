//! `kanbao doctor`: lists the files that are used, their errors, and the capabilities of the
//! terminal.

use super::capabilities::{self, Capability};
use super::context::Context;
use super::errors::localized;
use super::libraries::{self, Roots};
use super::output::Output;
use super::variables::VARIABLES;
use super::wrap;
use crate::error::Exit;
use crate::fs::{broken_link, is_remote, link_target, watch_limit};
use crate::library::POLL_PERIOD;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::text::sanitize_line;
use crate::user::Journal;
use serde_json::Value;
use std::io;
use std::path::{Path, PathBuf};

/// How soon changes of a library are shown.
fn watching(library: &Path, locale: &Locale) -> String {
    let seconds = POLL_PERIOD.as_secs();
    match watch_limit() {
        _ if is_remote(library) => locale.fill("doctor.watching.remote", &[("seconds", &seconds)]),
        Some(count) => locale.fill(
            "doctor.watching.limit",
            &[("count", &count), ("seconds", &seconds)],
        ),
        None => locale.text("doctor.watching.all").to_owned(),
    }
}

/// A line of the report: the locale key of its label, and its value.
struct Line(&'static str, String);

/// Lines that may come more than once: arrays in JSON.
const REPEATED: &[&str] = &["problem", "libraries", "watching", "environment"];

pub fn run(json: bool, context: &Context, out: &mut Output<'_>) -> io::Result<Exit> {
    let locale = &context.locale;
    let lines = report(context);
    if json {
        return out.json(&in_json(&lines)).map(|()| Exit::Done);
    }
    for Line(key, value) in &lines {
        let line = sanitize_line(&format!("{}: {value}", locale.text(key)));
        match context.columns {
            Some(columns) => wrap::wrap(&line, columns)
                .lines()
                .try_for_each(|line| out.cells(line))?,
            None => out.cells(&line)?,
        }
    }
    Ok(Exit::Done)
}

/// The report by the last parts of the keys: `version`, `libraries`, `colours`.
fn in_json(lines: &[Line]) -> serde_json::Map<String, Value> {
    let mut found = serde_json::Map::new();
    for name in REPEATED {
        found.insert((*name).to_owned(), Value::Array(Vec::new()));
    }
    for Line(key, value) in lines {
        let name = key.strip_prefix("doctor.").unwrap_or(key);
        let value = Value::from(sanitize_line(value).trim_end());
        match found.get_mut(name) {
            Some(Value::Array(values)) => values.push(value),
            _ => {
                found.insert(name.to_owned(), value);
            }
        }
    }
    found
}

fn report(context: &Context) -> Vec<Line> {
    let locale = &context.locale;
    let mut lines = vec![Line("doctor.version", env!("CARGO_PKG_VERSION").to_owned())];
    let mut line = |key, value| lines.push(Line(key, value));
    if let Some(path) = &context.config_file {
        line("doctor.config", with_status(path, locale));
    }
    for fault in &context.config_faults {
        line("doctor.problem", fault.to_string());
    }
    if let Some(places) = Directories::standard() {
        for (key, path) in files(&places) {
            line(key, with_status(&path, locale));
        }
        for problem in misplaced(&places, locale) {
            line("doctor.problem", problem);
        }
        let update = Journal::new(&places).read(&mut drop);
        let damage = update.damage.iter().map(|damage| damage.error(locale));
        for error in update.unreadable.into_iter().chain(damage) {
            line("doctor.problem", localized(&error, locale).to_string());
        }
        line("doctor.cache", with_status(&places.cache, locale));
        line("doctor.state", with_status(&places.state, locale));
    }
    match libraries::resolve(&[], &context.libraries) {
        Ok(Roots::Sample) => line("doctor.libraries", locale.text("doctor.sample").to_owned()),
        Ok(roots) => {
            for path in roots.paths() {
                line("doctor.libraries", with_status(&path, locale));
                line("doctor.watching", watching(&path, locale));
            }
        }
        Err(error) => line("doctor.libraries", localized(&error, locale).to_string()),
    }
    line("doctor.terminal", terminal(context));
    for Capability(key, value) in capabilities::rows(context) {
        line(key, value);
    }
    let shown = VARIABLES.iter().filter(|row| !row.is_secret);
    for name in shown.flat_map(|row| row.names) {
        if let Some(value) = std::env::var_os(name) {
            let value = format!("{name}={}", value.to_string_lossy());
            line("doctor.environment", value);
        }
    }
    lines
}

/// What is beside the configuration and in the data folder.
fn files(places: &Directories) -> Vec<(&'static str, PathBuf)> {
    let mut files = vec![
        ("doctor.themes", places.themes()),
        ("doctor.folder", places.data.clone()),
        ("doctor.data", places.journal()),
        ("doctor.library-names", places.libraries()),
    ];
    if cfg!(feature = "fetch") {
        files.push(("doctor.feeds", places.config.join("feeds.toml")));
        files.push(("doctor.fetched", places.data.join("feeds.json")));
        files.push(("doctor.written", places.data.join("written")));
    }
    files
}

/// Folders to synchronize that hold themselves: `ln -s` makes that where the folder is there already.
fn misplaced(places: &Directories, locale: &Locale) -> Vec<String> {
    let folders = [places.journal(), places.libraries()];
    let inner = folders.iter().filter_map(|folder| {
        let inner = folder.join(folder.file_name()?);
        inner.symlink_metadata().is_ok().then_some(inner)
    });
    let describe = |inner: PathBuf| {
        let what = locale.text("doctor.misplaced");
        format!("{}: {what}", inner.display())
    };
    inner.map(describe).collect()
}

/// A path, where it leads if it is a link, and whether it is missing.
fn with_status(path: &Path, locale: &Locale) -> String {
    if let Some((link, target)) = broken_link(path) {
        let what = locale.fill("error.link", &[("target", &target.display())]);
        return format!("{}: {what}", link.display());
    }
    let missing = match path.exists() {
        true => "",
        false => locale.text("doctor.missing"),
    };
    match link_target(path) {
        Some(target) => format!("{} -> {} {missing}", path.display(), target.display()),
        None => format!("{} {missing}", path.display()),
    }
}

fn terminal(context: &Context) -> String {
    let locale = &context.locale;
    match context.columns {
        Some(columns) => locale.fill("doctor.terminal.yes", &[("columns", &columns)]),
        None => locale.text("doctor.terminal.no").to_owned(),
    }
}
