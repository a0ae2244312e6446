//! The part of a Markdown file after the front matter: the note and the highlights.

use crate::interchange::item::{Highlight, Item};
use crate::interchange::record::Quote;

/// The line before the highlights.
const HEADING: &str = "## Highlights";

const COMMENT: (&str, &str) = ("<!-- ", " -->");

/// Beginnings of lines that have a meaning in this format. A line of a note that begins so gets a
/// backslash in front, which Markdown does not show.
const SIGNS: &[&str] = &[">", "#", "<!--", "\\"];

pub(super) fn write(item: &Item, out: &mut String) {
    push_lines(&item.note, out);
    if item.highlights.is_empty() {
        return;
    }
    *out += &format!("{HEADING}\n\n");
    for highlight in &item.highlights {
        for line in highlight.quote.lines() {
            *out += &format!("> {line}\n");
        }
        out.push('\n');
        push_lines(&highlight.note, out);
        let rest = Quote {
            quote: String::new(),
            note: String::new(),
            ..Quote::from(highlight)
        };
        // Strings always serialize. `>` is escaped, so that nothing in them ends the comment.
        let rest = serde_json::to_string(&rest).unwrap_or_default();
        let (open, close) = COMMENT;
        *out += &format!("{open}{}{close}\n\n", rest.replace('>', "\\u003e"));
    }
}

fn push_lines(text: &str, out: &mut String) {
    for line in text.lines() {
        if SIGNS.iter().any(|sign| line.starts_with(sign)) {
            out.push('\\');
        }
        out.push_str(line);
        out.push('\n');
    }
    if !text.is_empty() {
        out.push('\n');
    }
}

/// The note and the highlights of a body.
pub(super) fn read(body: &str) -> (String, Vec<Highlight>) {
    match body.lines().position(|line| line.trim_end() == HEADING) {
        Some(at) => {
            let lines: Vec<&str> = body.lines().collect();
            let (note, quotes) = lines.split_at_checked(at).unwrap_or_default();
            (plain(note), quotes_of(quotes.iter().skip(1).copied()))
        }
        None => (plain(&body.lines().collect::<Vec<_>>()), Vec::new()),
    }
}

/// The quotations of a text, each with the lines after it as its note.
pub(in crate::interchange) fn read_quotes(text: &str) -> Vec<Highlight> {
    quotes_of(text.lines())
}

fn quotes_of<'t>(lines: impl Iterator<Item = &'t str>) -> Vec<Highlight> {
    let mut found: Vec<Highlight> = Vec::new();
    let mut in_quote = false;
    for line in lines {
        let quoted = line.strip_prefix('>');
        match (quoted, found.last_mut()) {
            (Some(words), Some(last)) if in_quote => push_line(unspaced(words), &mut last.quote),
            (Some(words), _) => found.push(Highlight {
                quote: format!("{}\n", unspaced(words)),
                ..Highlight::default()
            }),
            (None, Some(last)) => match comment(line) {
                Some(rest) => {
                    let quote = std::mem::take(&mut last.quote);
                    let note = std::mem::take(&mut last.note);
                    *last = Highlight {
                        quote,
                        note,
                        ..rest
                    };
                }
                None => push_line(unescaped(line), &mut last.note),
            },
            (None, None) => {}
        }
        in_quote = quoted.is_some();
    }
    found
}

/// What a comment adds to the highlight above it.
fn comment(line: &str) -> Option<Highlight> {
    let (open, close) = COMMENT;
    let json = line.strip_prefix(open)?.trim_end().strip_suffix(close)?;
    let rest: Quote = serde_json::from_str(json).ok()?;
    Some(rest.into())
}

fn plain(lines: &[&str]) -> String {
    let mut out = String::new();
    for line in lines {
        push_line(unescaped(line), &mut out);
    }
    out
}

fn push_line(line: &str, out: &mut String) {
    out.push_str(line);
    out.push('\n');
}

fn unspaced(words: &str) -> &str {
    words.strip_prefix(' ').unwrap_or(words)
}

fn unescaped(line: &str) -> &str {
    line.strip_prefix('\\').unwrap_or(line)
}
