//! Runs of text in Markdown: their markup, and characters that must be escaped.

use crate::document::{Inline, Style, Text, math, script};

/// A run with the markup of its style. Spaces stay outside: `** 文**` would not be emphasis.
pub fn signed(run: &Inline) -> String {
    let body = run.text.trim_matches([' ', '\n']);
    if body.is_empty() {
        return run.text.clone();
    }
    let (before, after) = run.text.split_once(body).unwrap_or_default();
    if run.style.has(Style::CODE) {
        let ticks = if body.contains('`') { "``" } else { "`" };
        let blank = if body.contains('`') { " " } else { "" };
        return format!("{before}{ticks}{blank}{body}{blank}{ticks}{after}");
    }
    let raised = run.style.intersects(Style::SUPERSCRIPT | Style::SUBSCRIPT);
    let mut out = match body {
        body if run.style.has(Style::MATH) && math::is_formula(body) => format!("${body}$"),
        body if run.style.has(Style::MATH) => body.to_owned(),
        body if raised => escape(&script::on_the_line(body)),
        body => escape(body),
    };
    for (style, open, close) in [
        (Style::SUPERSCRIPT, "<sup>", "</sup>"),
        (Style::SUBSCRIPT, "<sub>", "</sub>"),
        (Style::KEYBOARD, "<kbd>", "</kbd>"),
        (Style::MARK, "<mark>", "</mark>"),
        (Style::UNDERLINE, "<u>", "</u>"),
        (Style::STRIKE, "~~", "~~"),
        (Style::EMPHASIS, "*", "*"),
        (Style::STRONG, "**", "**"),
    ] {
        if run.style.has(style) {
            out = format!("{open}{out}{close}");
        }
    }
    format!("{before}{out}{after}")
}

/// Escapes the characters that are Markdown syntax.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(
            c,
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '$' | '~' | '&'
        ) {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

/// Escapes the start of a paragraph that would otherwise be read as another kind of block.
pub fn escape_start(line: &str) -> String {
    let digits = line.bytes().take_while(u8::is_ascii_digit).count();
    let numbered = digits > 0
        && line
            .get(digits..)
            .is_some_and(|rest| rest.starts_with(['.', ')']));
    if numbered {
        let (number, rest) = line.split_at(digits);
        return format!("{number}\\{rest}");
    }
    if line.starts_with(['#', '>', '+', '-', '=', '|', ':']) {
        return format!("\\{line}");
    }
    line.to_owned()
}

/// The text without its cut runs.
pub fn shown_text(text: &Text) -> String {
    text.runs
        .iter()
        .filter(|run| run.cut.is_none())
        .map(|run| run.text.as_str())
        .collect()
}
