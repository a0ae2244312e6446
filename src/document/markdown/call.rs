//! Footnote references at the end of a link's text: `[文[^1]](address)`.
//!
//! GitHub renders both, as nested links, which HTML does not allow. pulldown-cmark recognises
//! neither. The reference is moved after the link: `[文](address)[^1]`.

use super::source::{OPTIONS, literal};
use std::borrow::Cow;
use std::collections::HashSet;

/// Maximum length of the text and of the address of such a link, in bytes. Bounds the time.
const LONGEST: usize = 2_000;

/// Moves footnote references from the end of link texts to after the links.
pub fn set_apart(source: &str) -> Cow<'_, str> {
    if !source.contains("]](") {
        return Cow::Borrowed(source);
    }
    let defined = definitions(source);
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

/// Labels of the footnotes that a source defines.
fn definitions(source: &str) -> HashSet<&str> {
    let label = |line: &'_ str| -> Option<usize> {
        let rest = line.strip_prefix("[^")?;
        rest.find("]:")
    };
    let lines = source.lines().map(str::trim_start);
    lines
        .filter_map(|line| line.get(2..2 + label(line)?))
        .collect()
}

/// The offset of the footnote references at the end of a text; its length if it has none.
fn calls(text: &str, defined: &HashSet<&str>) -> usize {
    let mut end = text.len();
    while let Some(inner) = text.get(..end).and_then(|text| text.strip_suffix(']')) {
        match inner.rsplit_once("[^") {
            Some((before, label)) if defined.contains(label) => end = before.len(),
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
        ] {
            let source = source.to_owned() + NOTES;
            assert_eq!(set_apart(&source), expected.to_owned() + NOTES);
        }
    }
}
