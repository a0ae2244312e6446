//! `kanbao bookmark`: add, remove, tag, note, list, export, import.

use super::bookmark_query::{Chosen, Row, With};
use super::context::Context;
use super::errors::print_error;
use super::exchange::Exporter;
use super::mark::Words;
use super::output::Output;
use super::{import, mark};
use crate::cli::{Articles, Bookmark, Bookmarks, ExportFormat, MarkKind};
use crate::error::{Error, Exit, Result};
use crate::interchange::{self, Item};
use crate::library::{Date, DateOrigin};
use crate::text;
use crate::user::marks::{self, Edit, Spot};
use crate::user::{Kept, now};
use std::collections::BTreeSet;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;

pub fn run(
    command: &Bookmark,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    match command {
        Bookmark::Add(articles) => change(articles, MarkKind::Bookmark, context, out),
        Bookmark::Remove(articles) => change(articles, MarkKind::Unbookmark, context, out),
        Bookmark::Tag {
            articles,
            add,
            remove,
        } => tag(articles, add, remove, context, out),
        Bookmark::Note { articles, text } => note(articles, text, context, out),
        Bookmark::List(bookmarks) => {
            // With the articles: a bookmark may be known only by the article that has it.
            let chosen = Chosen::new(bookmarks, With::Bookmarks, true, context)?;
            Ok(list(&chosen, bookmarks.json, context, out))
        }
        Bookmark::Export {
            bookmarks,
            format,
            into,
        } => match (into, format) {
            (Some(folder), None | Some(ExportFormat::Markdown)) => {
                export_into(folder, bookmarks, context, out)
            }
            (_, Some(format)) if bookmarks.json && *format != ExportFormat::Json => {
                Err(Error::usage(context.locale.text("bookmark.json-only")))
            }
            (Some(_), Some(_)) => Err(Error::usage(context.locale.text("bookmark.only-markdown"))),
            (None, format) => export(format.unwrap_or_default(), bookmarks, context, out),
        },
        Bookmark::Import(import) => import::run(import, context, out),
    }
}

/// `bookmark add` and `bookmark remove` are `mark bookmark` and `mark unbookmark`.
fn change(
    articles: &Articles,
    mark: MarkKind,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let chosen = mark::choose(
        &articles.articles,
        &articles.library,
        Words::OfBookmarks,
        context,
    )?;
    mark::set(mark, chosen, articles.json, context, out)
}

/// Adds and removes tags of the user. A tagged article is bookmarked.
fn tag(
    articles: &Articles,
    add: &[String],
    remove: &[String],
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let [add, remove] = [add, remove].map(split);
    let removed: BTreeSet<String> = remove.iter().map(|name| text::tag(name)).collect();
    let add = { add.into_iter() }.filter(|name| !removed.contains(&text::tag(name)));
    let remove = remove.into_iter().map(Edit::Untag);
    let edits: Vec<Edit> = add.map(Edit::Tag).chain(remove).collect();
    edit(articles, &edits, context, out)
}

/// The names of tags, which commas part. Blanks belong to a name here: shells part arguments.
fn split(names: &[String]) -> Vec<String> {
    let names = names.iter().flat_map(|name| name.split([',', '，', '、']));
    let names = names.map(str::trim).filter(|name| !name.is_empty());
    names.map(str::to_owned).collect()
}

/// Sets the note; an empty one removes it. An article with a note is bookmarked.
fn note(
    articles: &Articles,
    note: &str,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    if note.trim().chars().count() > text::MAX_NOTE {
        return Err(Error::usage(context.locale.text("notice.note-too-long")));
    }
    edit(articles, &[Edit::Note(note.to_owned())], context, out)
}

/// Makes changes to all articles as one step.
fn edit(
    articles: &Articles,
    edits: &[Edit],
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let mut chosen = mark::choose(
        &articles.articles,
        &articles.library,
        Words::OfBookmarks,
        context,
    )?;
    let spots = chosen.entries.iter().map(|entry| (entry, Spot::default()));
    let spots: Vec<_> = spots.collect();
    let mut events = chosen.store.marks.edit(&spots, edits, now());
    mark::add_addresses(&mut events, &chosen.entries);
    chosen.store.keep(&events, context)?;
    let summary = mark::Summary {
        found: chosen.entries.len(),
        changed: marks::articles(&events),
    };
    let printed = summary.print(articles.json, context, out);
    Ok(printed.map(|()| chosen.exit))
}

fn list(chosen: &Chosen, json: bool, context: &Context, out: &mut Output<'_>) -> io::Result<Exit> {
    let exporter = Exporter::new(&chosen.store.marks);
    for row in &chosen.rows {
        let Row { kept, entry } = row;
        if json {
            let item = exporter.item(kept, entry.as_ref());
            print_json(&interchange::to_json_lines([&item]), out)?;
        } else {
            out.article(
                &[
                    &day(kept, context),
                    &kept.subject.source,
                    &kept.subject.title,
                ],
                row.id(),
            )?;
        }
    }
    if !chosen.rows.is_empty() {
        return Ok(Exit::Done);
    }
    if chosen.store.partial {
        return Ok(chosen.exit().max(Exit::Found));
    }
    let say = |key| context.locale.text(key);
    let none = Error::new(Exit::Found, say("bookmark.none")).hint(say("bookmark.none.hint"));
    Ok(print_error(
        &chosen.no_match(none, context),
        &context.locale,
    ))
}

fn print_json(lines: &str, out: &mut Output<'_>) -> io::Result<()> {
    lines
        .lines()
        .try_for_each(|line| out.json_line(line.to_owned()))
}

/// The chosen bookmarks with the addresses of their articles. Highlights without a bookmark are
/// included where the format has room for highlights.
fn items(chosen: &Chosen, format: ExportFormat) -> Vec<Item> {
    let exporter = Exporter::new(&chosen.store.marks);
    let rows = chosen.rows.iter();
    let items = rows.map(|Row { kept, entry }| {
        let mut item = exporter.item(kept, entry.as_ref());
        // A browser opens an article without an address as a file.
        if format == ExportFormat::Html && item.address.is_empty() {
            let path = entry.as_ref().map(|entry| entry.path());
            let path = path.and_then(|path| std::fs::canonicalize(path).ok());
            item.address = path.map_or(String::new(), |path| interchange::file_address(&path));
        }
        item
    });
    items.collect()
}

/// Prints bookmarks in a format.
fn export(
    format: ExportFormat,
    bookmarks: &Bookmarks,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let with = match format {
        ExportFormat::Json => With::All,
        // A list for reading.
        ExportFormat::Markdown => With::Highlighted,
        ExportFormat::Csv | ExportFormat::Html => With::Bookmarks,
    };
    let chosen = Chosen::new(bookmarks, with, true, context)?;
    let items = items(&chosen, format);
    let mut exit = chosen.exit();
    let printed = match format {
        ExportFormat::Json => print_json(&interchange::to_json_lines(&items), out),
        ExportFormat::Markdown => print_lines(&interchange::to_markdown(&items), out),
        ExportFormat::Csv => print_lines(&interchange::to_csv(&items), out),
        ExportFormat::Html => {
            let without = items.iter().filter(|item| item.address.is_empty()).count();
            if without > 0 {
                let values: [(&str, &dyn Display); 1] = [("count", &without)];
                let what = context.locale.fill("bookmark.no-address", &values);
                exit = exit.max(print_error(&Error::new(Exit::Found, what), &context.locale));
            }
            print_lines(&interchange::to_html(&items), out)
        }
    };
    Ok(printed.map(|()| exit))
}

fn print_lines(text: &str, out: &mut Output<'_>) -> io::Result<()> {
    text.lines().try_for_each(|line| out.cells(line))
}

/// Writes one Markdown file per bookmark into a new or empty folder.
fn export_into(
    folder: &Path,
    bookmarks: &Bookmarks,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let unwritable = |cause: io::Error| Error::unreadable(folder, &cause);
    std::fs::create_dir_all(folder).map_err(unwritable)?;
    // Notes that the user changed there must not be overwritten.
    if std::fs::read_dir(folder)
        .map_err(unwritable)?
        .next()
        .is_some()
    {
        let what = context.locale.text("bookmark.folder-not-empty");
        return Err(Error::usage(what).path(folder));
    }
    let chosen = Chosen::new(bookmarks, With::All, true, context)?;
    let items = items(&chosen, ExportFormat::Markdown);
    for (name, text) in interchange::to_markdown_files(&items) {
        let path = folder.join(name);
        write_new(&path, &text).map_err(|cause| Error::unreadable(&path, &cause))?;
    }
    let written = context
        .locale
        .fill("bookmark.written", &[("count", &items.len())]);
    Ok(out.line(&written).map(|()| chosen.exit()))
}

/// Writes a file that does not exist yet. Not synced, which would take minutes for thousands of
/// files: an export can be repeated.
fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let mut file = std::fs::File::create_new(path)?;
    file.write_all(text.as_bytes())
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
