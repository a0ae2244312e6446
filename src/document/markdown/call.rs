//! Footnote references at the end of a link's text, `[文[^1]](address)`, or before a link,
//! `[^1][文](address)`.
//!
//! GitHub renders the first form as nested links, which HTML does not allow, and pulldown-cmark
//! recognises neither of the two: the reference is moved after the link, `[文](address)[^1]`.
//! pulldown-cmark reads the second form as a link with an undefined label, so a separator is
//! inserted between the two.

use super::source::{APART, OPTIONS, insert, literal};
use std::borrow::Cow;
use std::collections::HashSet;

/// Maximum length of the text and of the address of such a link, in bytes. Bounds the time.
const LONGEST: usize = 2_000;

/// Separates footnote references from links.
pub fn set_apart(source: &str) -> Cow<'_, str> {
    match move_out(source) {
        Cow::Borrowed(source) => separate(source),
        Cow::Owned(moved) => Cow::Owned(separate(&moved).into_owned()),
    }
}

/// Inserts a separator between footnote references and the links after them.
fn separate(source: &str) -> Cow<'_, str> {
    if !source.contains("][") || !source.contains("[^") {
        return Cow::Borrowed(source);
    }
    let defined = definitions(source, "[^");
    let links = definitions(source, "[");
    let is_between = |at: usize| {
        let (before, behind) = source.split_at(at);
        let label = behind.get(1..).and_then(|rest| rest.split_once(']'));
        // `[^1][a]` with a definition of `[a]` is one link.
        let is_link = label.is_some_and(|(label, _)| links.contains(label));
        !behind.starts_with("[^") && !is_link && calls(before, &defined) < at
    };
    let places = source.match_indices("][").map(|(at, _)| at + 1);
    let places: Vec<usize> = places.filter(|at| is_between(*at)).collect();
    if places.is_empty() {
        return Cow::Borrowed(source);
    }
    insert(source, places, APART, literal(source, OPTIONS))
}

/// Moves footnote references from the end of link texts to after the links.
fn move_out(source: &str) -> Cow<'_, str> {
    if !source.contains("]](") {
        return Cow::Borrowed(source);
    }
    let defined = definitions(source, "[^");
    let mut literal = literal(source, OPTIONS).into_iter().peekable();
    let mut out = String::with_capacity(source.len());
    let mut done = 0;
    for (at, _) in source.match_indices("]](") {
        while literal.next_if(|range| range.end <= at).is_some() {}
        let (text, rest) = source.split_at(at + 1);
        let inside = literal.peek().is_some_and(|range| range.contains(&at));
        let Some(text) = text.get(done..).filter(|_| !inside) else {
            continue;
        };
        let link = text.get(..calls(text, &defined)).unwrap_or_default();
        let Some(length) = destination(rest).filter(|_| link.len() < text.len() && opened(link))
        else {
            continue;
        };
        let (destination, _) = rest.split_at(length);
        let (_, calls) = text.split_at(link.len());
        out.extend([link, destination, calls]);
        done = at + 1 + length;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// Labels of the footnotes or links that a source defines. Each definition starts with `sign`.
fn definitions<'a>(source: &'a str, sign: &str) -> HashSet<&'a str> {
    let lines = source.lines().map(str::trim_start);
    let labels = lines.filter_map(|line| line.strip_prefix(sign)?.split_once("]:"));
    labels.map(|(label, _)| label).collect()
}

/// The offset of the footnote references at the end of a text; its length if it has none.
fn calls(text: &str, defined: &HashSet<&str>) -> usize {
    let mut end = text.len();
    while let Some(inner) = text.get(..end).and_then(|text| text.strip_suffix(']')) {
        // Search back to the nearest bracket only, because a label contains none. A search for
        // `[^` could scan the whole text each time.
        let Some((before, label)) = inner.rfind(['[', ']']).map(|at| inner.split_at(at)) else {
            break;
        };
        match label.strip_prefix("[^") {
            Some(label) if defined.contains(label) => end = before.len(),
            _ => break,
        }
    }
    end
}

/// Whether the last unclosed bracket in a text opens a link rather than an image.
fn opened(text: &str) -> bool {
    let paragraph = text.rfind("\n\n").map_or(0, |at| at + 2);
    let mut depth = 0;
    for (at, c) in text.char_indices().rev() {
        if at < paragraph || text.len() - at > LONGEST {
            return false;
        }
        match c {
            ']' => depth += 1,
            '[' if depth == 0 => return !text.get(..at).unwrap_or_default().ends_with('!'),
            '[' => depth -= 1,
            _ => {}
        }
    }
    false
}

/// The length of `](address)` at the start of a text.
fn destination(text: &str) -> Option<usize> {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(at + 1),
            ')' => depth -= 1,
            '\n' => return None,
            _ if at > LONGEST => return None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_move_out_of_links() {
        const NOTES: &str = "\n\n[^1]: 注\n[^2]: 注\n";
        for (source, expected) in [
            ("[文[^1]](u(1) \"题\") 后", "[文](u(1) \"题\")[^1] 后"),
            ("[文[^1][^2]](u)", "[文](u)[^1][^2]"),
            (
                "[文[^3]](u) ![图[^1]](u) `[文[^1]](u)`",
                "[文[^3]](u) ![图[^1]](u) `[文[^1]](u)`",
            ),
            ("[a[b]](u) c[^1]](u)", "[a[b]](u) c[^1]](u)"),
            ("[^1][文](u)", "[^1]<!---->[文](u)"),
            ("[^1][^2][文](u)", "[^1][^2]<!---->[文](u)"),
            ("`[^1][文](u)` [^3][文](u)", "`[^1][文](u)` [^3][文](u)"),
            ("[^1][a]\n\n[a]: u", "[^1][a]\n\n[a]: u"),
        ] {
            let source = source.to_owned() + NOTES;
            assert_eq!(set_apart(&source), expected.to_owned() + NOTES);
        }
    }
}
