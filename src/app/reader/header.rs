//! The lines around the text of an article. Header: title, source, author, date, reading time
//! and categories. Footer: what is missing from the text and why.

use crate::app::message::Listed;
use crate::document::{Block, BlockKind, Document, Style, Text};
use crate::library::{Article, DateOrigin, Zone};
use crate::locale::Locale;
use crate::role::Role;
use crate::typeset::{Indent, Line, Options, Page};

/// The header within the measure of `options`: the title alone between empty lines, then source,
/// author, date and categories, and an empty line at its end. `low`: the window has room for the
/// title only.
pub fn header(
    item: &Listed,
    options: &Options,
    low: bool,
    locale: &Locale,
    zone: &Zone,
) -> Vec<Line> {
    let title = typeset(&item.entry.title, Role::Title, options);
    if low {
        return [title, vec![Line::default()]].concat();
    }
    let mut lines = [vec![Line::default()], title, vec![Line::default()]].concat();
    lines.extend(metadata(item, options, locale, zone));
    lines.push(Line::default());
    lines
}

/// The muted lines below the title.
fn metadata(item: &Listed, options: &Options, locale: &Locale, zone: &Zone) -> Vec<Line> {
    let byline = byline(item, options, locale, zone);
    let mut lines = typeset(&byline, Role::Byline, options);
    let entry = &item.entry;
    let categories: Vec<&str> = entry
        .categories
        .iter()
        .chain(&entry.tags)
        .map(AsRef::as_ref)
        .filter(|name| **name != *entry.source)
        .collect();
    if !categories.is_empty() {
        lines.extend(typeset(&categories.join(" / "), Role::Byline, options));
    }
    lines
}

/// The footer: flaws of the whole text, and how many blocks the cleaning rules removed. Empty
/// when there is nothing to report.
pub fn footer(article: &Article, options: &Options, locale: &Locale) -> Vec<Line> {
    let mut lines = Vec::new();
    for flaw in &article.document.flaws {
        let key = format!("flaw.{}", flaw.name());
        lines.extend(typeset(locale.text(&key), Role::Notice, options));
    }
    if !article.cuts.is_empty() && !options.show_cut {
        let text = locale.fill("reader.cut", &[("count", &article.cuts.len())]);
        lines.extend(typeset(&text, Role::Meta, options));
    }
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    lines
}

/// Source, author, date and reading time. Lines break only between them.
fn byline(item: &Listed, options: &Options, locale: &Locale, zone: &Zone) -> String {
    let entry = &item.entry;
    let mut parts: Vec<String> = Vec::new();
    if !entry.source.is_empty() {
        parts.push(entry.source.to_string());
    }
    if !entry.author.is_empty() && entry.author != entry.source {
        parts.push(entry.author.to_string());
    }
    if let Some(date) = entry.date {
        let mut text = date.shown(zone);
        if date.origin == DateOrigin::Modified {
            text = locale.fill("reader.modified", &[("date", &text)]);
        }
        parts.push(text);
    }
    // Unknown for an article whose file is gone.
    let minutes = entry.count.minutes();
    if minutes > 0 {
        parts.push(locale.fill("reader.minutes", &[("minutes", &minutes)]));
    }
    let (room, cells) = (usize::from(options.measure), |text: &str| {
        options.width.str(text)
    });
    let mut lines = parts.iter().fold(String::new(), |mut lines, part| {
        let last = lines.rsplit('\n').next().unwrap_or_default();
        let separator = if lines.is_empty() {
            ""
        } else if cells(last) + 3 + cells(part) <= room {
            " ⋅ "
        } else {
            "\n"
        };
        lines.push_str(separator);
        lines.push_str(part);
        lines
    });
    lines.truncate(lines.trim_end().len());
    lines
}

/// The level of headings that are typeset without a mark before them.
const PLAIN_HEADING: u8 = 6;

/// Typesets a text in one role, without indent.
pub fn typeset(text: &str, role: Role, options: &Options) -> Vec<Line> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = Text::new(text);
    let block: Block = match role {
        // As a heading, its lines are balanced.
        Role::Title => BlockKind::Heading {
            level: PLAIN_HEADING,
            text,
            anchor: None,
        }
        .into(),
        _ => BlockKind::Preserved { text }.into(),
    };
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
