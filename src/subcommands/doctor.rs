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
use crate::fs::{is_remote, watch_limit};
use crate::library::POLL_PERIOD;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::text::sanitize_line;
use crate::user::Journal;
use serde_json::Value;
use std::io;
use std::path::Path;

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
        line("doctor.folder", with_status(&places.data, locale));
        line("doctor.data", with_status(&places.journal(), locale));
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

/// A path, and whether it is missing.
fn with_status(path: &Path, locale: &Locale) -> String {
    let missing = match path.exists() {
        true => "",
        false => locale.text("doctor.missing"),
    };
    format!("{} {missing}", path.display())
}

fn terminal(context: &Context) -> String {
    let locale = &context.locale;
    match context.columns {
        Some(columns) => locale.fill("doctor.terminal.yes", &[("columns", &columns)]),
        None => locale.text("doctor.terminal.no").to_owned(),
    }
}
