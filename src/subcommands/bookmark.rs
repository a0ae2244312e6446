//! `kanbao bookmark`: list, export, import.

use super::context::Context;
use super::errors::print_error;
use super::libraries::Roots;
use super::mark_store::MarkStore;
use super::output::Output;
use crate::cli::{Bookmark, ExportFormat};
use crate::error::{Error, Exit, Result};
use crate::library::{Date, DateOrigin};
use crate::user::{Kept, export, now};
use std::ffi::OsStr;
use std::io;
use std::path::Path;

pub fn run(
    command: &Bookmark,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let mut store = MarkStore::open(&Roots::Sample, context);
    match command {
        Bookmark::List { json } => Ok(list(&store, *json, context, out)),
        Bookmark::Export { format } => {
            let all = store.marks.bookmarks();
            let printed = match format {
                ExportFormat::Json => print_json(&export::to_json_lines(all), out),
                ExportFormat::Markdown => {
                    let text = export::to_markdown(all);
                    text.lines().try_for_each(|line| out.cells(line))
                }
            };
            Ok(printed.map(|()| Exit::Done))
        }
        Bookmark::Import { file } => {
            let (kept, exit) = read(file, context)?;
            let events = store.marks.import(&kept, now());
            store.keep(&events, context)?;
            let added = events.len();
            let sum = context.locale.fill(
                "bookmark.imported",
                &[("added", &added), ("found", &kept.len())],
            );
            Ok(out.line(&sum).map(|()| exit))
        }
    }
}

fn print_json(lines: &str, out: &mut Output<'_>) -> io::Result<()> {
    lines
        .lines()
        .try_for_each(|line| out.json_line(line.to_owned()))
}

fn list(
    store: &MarkStore,
    json: bool,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    let mut exit = Exit::Found;
    for kept in store.marks.bookmarks() {
        exit = Exit::Done;
        if json {
            print_json(&export::to_json_lines([kept]), out)?;
        } else {
            out.article(&[&day(kept, context), &kept.source, &kept.title], &kept.id)?;
        }
    }
    if exit == Exit::Found && !store.partial {
        let say = |key| context.locale.text(key);
        let none = Error::new(Exit::Found, say("bookmark.none")).hint(say("bookmark.none.hint"));
        print_error(&none, &context.locale);
    }
    Ok(exit)
}

/// The day on which the article was bookmarked.
fn day(kept: &Kept, context: &Context) -> String {
    let date = Date {
        seconds: i64::try_from(kept.since / 1000).unwrap_or(0),
        offset: 0,
        timed: false,
        origin: DateOrigin::FrontMatter,
    };
    date.shown(&context.scan.zone)
}

/// Reads the bookmarks of an export. Lines that are not bookmarks are reported with their number
/// and change the exit code.
fn read(path: &Path, context: &Context) -> Result<(Vec<Kept>, Exit)> {
    let mut exit = Exit::Done;
    let mut wrong = |number| {
        let what = context.locale.text("bookmark.bad-line");
        let error = Error::new(Exit::Found, what).path(path).at(number, 1);
        exit = print_error(&error, &context.locale);
    };
    let kept = if path.as_os_str() == OsStr::new("-") {
        export::from_json_lines(io::stdin().lock(), now(), &mut wrong)
    } else {
        crate::fs::open(path).and_then(|file| export::from_json_lines(file, now(), &mut wrong))
    };
    let kept = kept.map_err(|cause| Error::unreadable(path, &cause))?;
    Ok((kept, exit))
}
