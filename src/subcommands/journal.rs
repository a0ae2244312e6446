//! `kanbao journal compact`.

use super::context::Context;
use super::output::Output;
use crate::cli;
use crate::error::{Error, Exit, Result};
use crate::paths::Directories;
use crate::user::Journal;
use serde::Serialize;
use std::io;
use std::path::PathBuf;

/// What `--json` prints.
#[derive(Serialize)]
struct Report {
    snapshot: Option<PathBuf>,
    bytes_before: u64,
    bytes_after: u64,
    /// Files that a running kanbao writes, which were left as they are.
    files_in_use: usize,
}

pub fn run(
    command: &cli::Journal,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let cli::Journal::Compact { json } = command;
    let locale = &context.locale;
    let places = Directories::standard()
        .ok_or_else(|| Error::new(Exit::Unreadable, locale.text("journal.no-home")))?;
    let done = Journal::new(&places).compact();
    let done = done.map_err(|cause| Error::unreadable(&places.journal(), &cause))?;
    let printed = if *json {
        let report = Report {
            snapshot: done.snapshot,
            bytes_before: done.before,
            bytes_after: done.after,
            files_in_use: done.in_use,
        };
        // Paths that are not Unicode cannot be written as JSON; a snapshot has a plain name.
        out.json_line(serde_json::to_string(&report).unwrap_or_default())
    } else {
        let key = match done.snapshot {
            Some(_) => "journal.compacted",
            None => "journal.compact",
        };
        let mut text = locale.fill(key, &[("before", &done.before), ("after", &done.after)]);
        if done.in_use > 0 {
            text.push_str(&locale.fill("journal.in-use", &[("count", &done.in_use)]));
        }
        out.line(&text)
    };
    Ok(printed.map(|()| Exit::Done))
}
