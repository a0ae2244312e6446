//! The head of an article as it is read: title, source, author, date, reading time, categories.

use super::message::Listed;
use crate::document::{Block, BlockKind, Document, Style, Text};
use crate::library::{DateOrigin, Zone};
use crate::locale::Locale;
use crate::role::Role;
use crate::typeset::{Indent, Line, Options, Page};

/// The lines of the head, within the measure of `options`, an empty line at the end.
pub fn header(item: &Listed, options: &Options, locale: &Locale, zone: &Zone) -> Vec<Line> {
    let mut lines = set(&item.entry.title, Role::Title, options);
    lines.extend(set(&byline(item, locale, zone), Role::Byline, options));
    let entry = &item.entry;
    let categories: Vec<&str> = entry
        .categories
        .iter()
        .chain(&entry.tags)
        .map(AsRef::as_ref)
        .filter(|name| **name != *entry.source)
        .collect();
    if !categories.is_empty() {
        lines.extend(set(&categories.join(" / "), Role::Byline, options));
    }
    lines.push(Line::default());
    lines
}

fn byline(item: &Listed, locale: &Locale, zone: &Zone) -> String {
    let entry = &item.entry;
    let mut parts: Vec<String> = Vec::new();
    if !entry.source.is_empty() {
        parts.push(entry.source.to_string());
    }
    if !entry.author.is_empty() && entry.author != entry.source {
        parts.push(entry.author.to_string());
    }
    if let Some(date) = entry.date {
        let (year, month, day, hour, minute) = date.civil(zone);
        let mut text = format!("{year}-{month:02}-{day:02}");
        if !matches!(date.origin, DateOrigin::FileName | DateOrigin::Folders) {
            text.push_str(&format!(" {hour:02}:{minute:02}"));
        }
        if date.origin == DateOrigin::Modified {
            text = locale.fill("reader.modified", &[("date", &text)]);
        }
        parts.push(text);
    }
    parts.push(locale.fill("reader.minutes", &[("minutes", &entry.count.minutes())]));
    parts.join(" ⋅ ")
}

/// A text of one role through the typesetter, without indent.
fn set(text: &str, role: Role, options: &Options) -> Vec<Line> {
    if text.is_empty() {
        return Vec::new();
    }
    let block: Block = BlockKind::Preserved {
        text: Text::new(text),
    }
    .into();
    let mut document = Document {
        blocks: vec![block],
        ..Document::default()
    };
    document.number();
    let options = Options {
        indent: Indent::Blank,
        hanging: false,
        justify: false,
        leading: 0,
        ..*options
    };
    let page = Page::new(&document, &options);
    let lines = (0..page.len()).map(|at| page.line(at));
    lines
        .map(|line| recolour(line, role))
        .filter(|line| line.cells > 0)
        .collect()
}

fn recolour(mut line: Line, role: Role) -> Line {
    for span in &mut line.spans {
        span.role = role;
        span.style = Style::PLAIN;
        span.source = None;
    }
    line
}
