//! What stands around the text of an article: at its head title, source, author, date,
//! reading time and categories; at its foot what is missing from the text and why.

use crate::app::message::Listed;
use crate::document::{Block, BlockKind, Document, Style, Text};
use crate::library::{Article, DateOrigin, Zone};
use crate::locale::Locale;
use crate::role::Role;
use crate::typeset::{Indent, Line, Options, Page};

/// The lines of the head, within the measure of `options`, an empty line at the end.
pub fn header(item: &Listed, options: &Options, locale: &Locale, zone: &Zone) -> Vec<Line> {
    let mut lines = set(&item.entry.title, Role::Title, options);
    lines.extend(set(
        &byline(item, options, locale, zone),
        Role::Byline,
        options,
    ));
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

/// The lines of the foot: what a reader must know of the text as a whole, and how much the
/// cleaning rules took away. Empty when there is nothing to say.
pub fn footer(article: &Article, options: &Options, locale: &Locale) -> Vec<Line> {
    let mut lines = Vec::new();
    for flaw in &article.document.flaws {
        let key = format!("flaw.{}", flaw.name());
        lines.extend(set(locale.text(&key), Role::Notice, options));
    }
    if !article.cuts.is_empty() && !options.show_cut {
        let text = locale.fill("reader.cut", &[("count", &article.cuts.len())]);
        lines.extend(set(&text, Role::Meta, options));
    }
    if !lines.is_empty() {
        lines.insert(0, Line::default());
    }
    lines
}

/// Source, author, date and reading time, in lines that break between them.
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
    // Of an article that is gone it may not be known.
    let minutes = entry.count.minutes();
    if minutes > 0 {
        parts.push(locale.fill("reader.minutes", &[("minutes", &minutes)]));
    }
    let (room, cells) = (usize::from(options.measure), |text: &str| {
        options.width.str(text)
    });
    let mut lines = parts.iter().fold(String::new(), |mut lines, part| {
        let last = lines.rsplit('\n').next().unwrap_or_default();
        let joint = match lines.is_empty() {
            true => "",
            false if cells(last) + 3 + cells(part) <= room => " ⋅ ",
            false => "\n",
        };
        lines.push_str(joint);
        lines.push_str(part);
        lines
    });
    lines.truncate(lines.trim_end().len());
    lines
}

/// A level of headings that have no mark before them.
const HEAD: u8 = 6;

/// A text of one role through the typesetter, without indent.
fn set(text: &str, role: Role, options: &Options) -> Vec<Line> {
    if text.is_empty() {
        return Vec::new();
    }
    let text = Text::new(text);
    let block: Block = match role {
        // Its lines are balanced like a heading's.
        Role::Title => BlockKind::Heading {
            level: HEAD,
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
