//! `kanbao doctor`: lists the files that are used, their errors, and the capabilities of the
//! terminal.

use super::capabilities::{self, Capability};
use super::context::Context;
use super::errors::localized;
use super::libraries::{self, Roots};
use super::output::Output;
use super::wrap;
use crate::error::Exit;
use crate::fs::{is_remote, watch_limit};
use crate::library::POLL_PERIOD;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::text::sanitize_line;
use crate::user::Journal;
use std::io;
use std::path::Path;

/// Variables that kanbao reads; printed if they are set.
const VARIABLES: &[&str] = &[
    "TERM",
    "COLORTERM",
    "NO_COLOR",
    "LC_ALL",
    "LC_MESSAGES",
    "LANG",
    "TZ",
    "TMUX",
    "STY",
    "SSH_CONNECTION",
    "DISPLAY",
    "WAYLAND_DISPLAY",
    "KANBAO_LIBRARY",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_CACHE_HOME",
    "XDG_STATE_HOME",
];

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

pub fn run(context: &Context, out: &mut Output<'_>) -> io::Result<Exit> {
    let locale = &context.locale;
    let mut row = |key: &str, value: &str| {
        let line = sanitize_line(&format!("{}: {value}", locale.text(key)));
        match context.columns {
            Some(columns) => wrap::wrap(&line, columns)
                .lines()
                .try_for_each(|line| out.cells(line)),
            None => out.cells(&line),
        }
    };
    row("doctor.version", env!("CARGO_PKG_VERSION"))?;
    let with_status = |path: &Path| {
        let missing = if path.exists() {
            ""
        } else {
            locale.text("doctor.missing")
        };
        format!("{} {missing}", path.display())
    };
    if let Some(path) = &context.config_file {
        row("doctor.config", &with_status(path))?;
    }
    if let Some(places) = Directories::standard() {
        row("doctor.data", &with_status(&places.journal()))?;
        let update = Journal::new(&places).read(&mut drop);
        let damage = update.damage.iter().map(|damage| damage.error(locale));
        for error in update.unreadable.into_iter().chain(damage) {
            row("doctor.problem", &localized(&error, locale).to_string())?;
        }
        row("doctor.cache", &with_status(&places.cache))?;
        row("doctor.state", &with_status(&places.state))?;
    }
    match libraries::resolve(&[], &context.libraries) {
        Ok(Roots::Sample) => row("doctor.libraries", locale.text("doctor.sample"))?,
        Ok(roots) => {
            for path in roots.paths() {
                row("doctor.libraries", &with_status(&path))?;
                row("doctor.watching", &watching(&path, locale))?;
            }
        }
        Err(error) => row("doctor.libraries", &localized(&error, locale).to_string())?,
    }
    match context.columns {
        Some(columns) => {
            let size = locale.fill("doctor.terminal.yes", &[("columns", &columns)]);
            row("doctor.terminal", &size)?;
        }
        None => row("doctor.terminal", locale.text("doctor.terminal.no"))?,
    }
    for Capability(key, value) in capabilities::rows(context) {
        row(key, &value)?;
    }
    for name in VARIABLES {
        if let Some(value) = std::env::var_os(name) {
            row(
                "doctor.environment",
                &format!("{name}={}", value.to_string_lossy()),
            )?;
        }
    }
    Ok(Exit::Done)
}
