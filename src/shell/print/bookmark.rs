//! `kanbao bookmark`: list, export, import.

use super::Context;
use super::complain;
use super::diary::{self, Diary};
use super::out::Out;
use crate::cli::{Bookmark, ExportFormat};
use crate::document::Place;
use crate::error::{Error, Exit, Result};
use crate::library::{Date, DateOrigin};
use crate::profile::{Kept, event};
use crate::text::sanitize_line;
use serde::{Deserialize, Serialize};
use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

/// A line of `bookmark export`: what `bookmark import` reads.
#[derive(Serialize, Deserialize)]
struct Row {
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    source: String,
    /// RFC 3339, to the millisecond.
    since: String,
    /// Sixteen hexadecimal digits: as a number, other programs would round it.
    #[serde(default)]
    fingerprint: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
}

/// No line of an export is longer; a longer one is no export.
const LONGEST: u64 = 1024 * 1024;

pub fn run(command: &Bookmark, context: &Context, out: &mut Out<'_>) -> Result<io::Result<Exit>> {
    let mut diary = Diary::open(context);
    match command {
        Bookmark::List { json } => Ok(list(&diary, *json, context, out)),
        Bookmark::Export { format } => Ok(export(&diary, *format, context, out)),
        Bookmark::Import { file } => {
            let (kept, exit) = read(file, context)?;
            let events = diary.marks.import(&kept, diary::now());
            diary.keep(&events, context)?;
            let added = events.len();
            let sum = context.locale.fill(
                "bookmark.imported",
                &[("added", &added), ("found", &kept.len())],
            );
            Ok(out.line(&sum).map(|()| exit))
        }
    }
}

fn list(diary: &Diary, json: bool, context: &Context, out: &mut Out<'_>) -> io::Result<Exit> {
    let mut exit = Exit::Found;
    for kept in diary.marks.bookmarks() {
        exit = Exit::Done;
        if json {
            out.json(&row(kept))?;
        } else {
            out.fields(&[&day(kept, context), &kept.source, &kept.title, &kept.id])?;
        }
    }
    Ok(exit)
}

fn export(
    diary: &Diary,
    format: ExportFormat,
    context: &Context,
    out: &mut Out<'_>,
) -> io::Result<Exit> {
    for kept in diary.marks.bookmarks() {
        if format == ExportFormat::Json {
            out.json(&row(kept))?;
            continue;
        }
        let title = kept.title.replace('[', "\\[").replace(']', "\\]");
        let parts: Vec<&str> = [kept.source.as_str(), &kept.id]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        out.line(&format!(
            "- {} **{title}** ({})",
            day(kept, context),
            parts.join(", ")
        ))?;
        if let Some(passage) = &kept.passage {
            out.cells(&format!("  > {}", sanitize_line(passage)))?;
        }
    }
    Ok(Exit::Done)
}

/// The day on which it was bookmarked.
fn day(kept: &Kept, context: &Context) -> String {
    let date = Date {
        seconds: i64::try_from(kept.since / 1000).unwrap_or(0),
        offset: 0,
        origin: DateOrigin::FrontMatter,
    };
    let (year, month, day, ..) = date.civil(&context.scan.zone);
    format!("{year:04}-{month:02}-{day:02}")
}

fn row(kept: &Kept) -> Row {
    Row {
        id: kept.id.to_string(),
        title: kept.title.clone(),
        source: kept.source.clone(),
        since: event::rfc3339(kept.since),
        fingerprint: format!("{:016x}", kept.fingerprint),
        place: kept.place,
        passage: kept.passage.clone(),
    }
}

/// Every line that is a bookmark; the others are told with their number, and the exit code
/// says that there were some.
fn read(path: &Path, context: &Context) -> Result<(Vec<Kept>, Exit)> {
    let failed = |cause: io::Error| Error::unreadable(path, &cause);
    let input: Box<dyn Read> = if path.as_os_str() == OsStr::new("-") {
        Box::new(io::stdin())
    } else {
        Box::new(File::open(path).map_err(failed)?)
    };
    let mut input = BufReader::new(input);
    let (mut all, mut exit) = (Vec::new(), Exit::Done);
    for number in 1.. {
        let mut line = Vec::new();
        let read = input
            .by_ref()
            .take(LONGEST)
            .read_until(b'\n', &mut line)
            .map_err(failed)?;
        if read == 0 {
            break;
        }
        if line.trim_ascii().is_empty() {
            continue;
        }
        match kept(&line) {
            Ok(kept) => all.push(kept),
            Err(cause) => {
                let what = context
                    .locale
                    .fill("bookmark.bad-line", &[("cause", &cause)]);
                exit = complain(&Error::new(Exit::Found, what).path(path).at(number, 1));
            }
        }
    }
    Ok((all, exit))
}

fn kept(line: &[u8]) -> Result<Kept, String> {
    let row: Row = serde_json::from_slice(line).map_err(|error| error.to_string())?;
    let since = event::milliseconds(&row.since).ok_or_else(|| format!("since: {}", row.since))?;
    Ok(Kept {
        id: sanitize_line(&row.id).into(),
        fingerprint: u64::from_str_radix(&row.fingerprint, 16).unwrap_or(0),
        title: sanitize_line(&row.title),
        source: sanitize_line(&row.source),
        since,
        place: row.place,
        passage: row.passage.map(|passage| sanitize_line(&passage)),
    })
}
