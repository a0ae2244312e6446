//! `kanbao highlight`: lists highlights.

use super::bookmark_query::{Chosen, With};
use super::context::Context;
use super::errors::print_error;
use super::exchange::Exporter;
use super::output::Output;
use crate::cli::{Bookmarks, Highlight};
use crate::error::{Error, Exit, Result};
use crate::library::utc_rfc3339;
use serde::Serialize;
use std::io;

/// One line of `highlight list --json`: a contract with scripts.
#[derive(Serialize)]
struct HighlightRow<'a> {
    highlight: &'a str,
    quote: &'a str,
    note: &'a str,
    colour: &'a str,
    /// RFC 3339.
    added: Option<String>,
    /// The article.
    id: &'a str,
    address: &'a str,
    title: &'a str,
    source: &'a str,
}

/// The name of the first colour, which the journal leaves out.
const FIRST: &str = "mark-1";

pub fn run(
    command: &Highlight,
    context: &Context,
    out: &mut Output<'_>,
) -> Result<io::Result<Exit>> {
    let Highlight::List(highlights) = command;
    let chosen = Chosen::new(highlights, With::Highlights, highlights.json, context)?;
    Ok(list(highlights, &chosen, context, out))
}

/// The highlights by article, in the order of their places.
fn list(
    highlights: &Bookmarks,
    chosen: &Chosen,
    context: &Context,
    out: &mut Output<'_>,
) -> io::Result<Exit> {
    let exporter = Exporter::new(&chosen.store.marks);
    let mut is_empty = true;
    for row in &chosen.rows {
        let item = exporter.item(&row.kept, row.entry.as_ref());
        for one in &item.highlights {
            is_empty = false;
            let added = one.added.map(utc_rfc3339);
            if highlights.json {
                out.json(&HighlightRow {
                    highlight: &one.id,
                    quote: &one.quote,
                    note: &one.note,
                    colour: match &*one.colour {
                        "" => FIRST,
                        colour => colour,
                    },
                    added,
                    id: row.id(),
                    address: &item.address,
                    title: &item.title,
                    source: &item.source,
                })?;
            } else {
                out.article(&[&one.quote, &one.note, &item.title], row.id())?;
            }
        }
    }
    if !is_empty {
        return Ok(Exit::Done);
    }
    if chosen.store.partial {
        return Ok(chosen.exit().max(Exit::Found));
    }
    let none = Error::new(Exit::Found, context.locale.text("highlight.none"));
    Ok(print_error(
        &chosen.no_match(none, context),
        &context.locale,
    ))
}
