//! Tags as they stand in the text of a source: their names, and where they end.
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

use crate::text::floor_char_boundary;
use std::collections::HashSet;

/// Blanks, slashes and ends of quotes in one tag, which part its attributes: to the parser these
/// cost their square. A tag with more keeps none.
const MAX_PARTS: usize = 512;

/// The name of a tag in lower case; empty if it is none.
pub fn lower_name<'a>(bytes: &[u8], buffer: &'a mut [u8; 64]) -> &'a str {
    let mut length = 0;
    for (slot, byte) in buffer.iter_mut().zip(bytes) {
        if byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'<') || !byte.is_ascii() {
            break;
        }
        *slot = byte.to_ascii_lowercase();
        length += 1;
    }
    buffer
        .get(..length)
        .and_then(|name| std::str::from_utf8(name).ok())
        .unwrap_or_default()
}

/// Whether what stands behind the name of a tag can stand there: its end, or attributes. In
/// `a<b && c>d` and `若a<b，则` a sum has the looks of one. `name` is the name's length, and
/// `glued` says that a letter or digit stands right before the `<`.
pub fn is_tag(tag: &str, name: usize, glued: bool) -> bool {
    let start = if tag.starts_with("</") { 2 } else { 1 };
    let rest = &tag_head(tag)[start..];
    let Some(rest) = rest.get(name..) else {
        return true;
    };
    let attributes = rest.trim_start();
    if attributes.is_empty() || attributes.starts_with('/') {
        return true;
    }
    if attributes.len() == rest.len() {
        return false;
    }
    if ["=\"", "='"].iter().any(|sign| rest.contains(sign)) {
        return true;
    }
    let first = |c: char| c.is_ascii_alphabetic() || "_:@#*([{\"'".contains(c);
    let short = name == 1 && (rest.contains('<') || (glued && !rest.contains('=')));
    attributes.starts_with(first) && !short
}

/// Whether a letter or a digit stands right before `at`.
pub fn is_glued(source: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| source.as_bytes().get(at));
    before.is_some_and(u8::is_ascii_alphanumeric)
}

/// Where a tag ends.
pub struct TagEnd {
    /// Behind the `>`.
    pub at: usize,
    /// A quote in it never ends, or it has too many attributes.
    pub broken: bool,
}

impl TagEnd {
    pub fn find(source: &str, open: usize) -> Option<Self> {
        let bytes = source.as_bytes();
        let mut quote = None;
        let mut after_equals = false;
        let mut first_end = None;
        let mut parts = 0;
        for (at, byte) in bytes.iter().enumerate().skip(open + 1) {
            match (quote, *byte) {
                (None, b'>') => {
                    return Some(Self {
                        at: at + 1,
                        broken: parts > MAX_PARTS,
                    });
                }
                // A quote opens only behind `=`, as for the parser.
                (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
                (Some(open_quote), byte) if byte == open_quote => {
                    quote = None;
                    parts += 1;
                }
                (Some(_), b'>') if first_end.is_none() => first_end = Some(at + 1),
                (Some(_), b'<') if is_tag_like(&source[at..]) && first_end.is_some() => {
                    return first_end.map(|at| Self { at, broken: true });
                }
                _ => {}
            }
            match quote {
                None if byte.is_ascii_whitespace() || *byte == b'/' => parts += 1,
                None => after_equals = *byte == b'=',
                Some(_) => {}
            }
        }
        first_end.map(|at| Self { at, broken: true })
    }
}

/// Whether markup begins here that has no business within an attribute.
fn is_tag_like(rest: &str) -> bool {
    ["</p", "</div", "</a", "</span", "<p>", "<p ", "<br", "<div"]
        .iter()
        .any(|tag| rest.starts_with(tag))
}

/// Finds a tag's beginning without regard to case; the name must end there.
pub fn find_tag(source: &str, tag: &str) -> Option<usize> {
    let mut from = 0;
    while let Some(found) = source[from..].find('<') {
        let at = from + found;
        let head = source.as_bytes().get(at..at + tag.len());
        let next = source.as_bytes().get(at + tag.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(tag.as_bytes()))
            && next.is_none_or(|byte| !byte.is_ascii_alphanumeric() && *byte != b'-')
        {
            return Some(at);
        }
        from = at + 1;
    }
    None
}

/// Where those elements `name` begin that hold another of the same name. An end tag ends the
/// innermost open element, so an element without end tag is never among them. Linear.
pub fn wrapping(source: &str, name: &str) -> HashSet<usize> {
    let mut found = HashSet::new();
    // Where each open element begins, and whether it holds a whole one.
    let mut open: Vec<(usize, bool)> = Vec::new();
    for (at, _) in source.match_indices('<') {
        let rest = &source[at + 1..];
        let (rest, closing) = match rest.strip_prefix('/') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let mut buffer = [0; 64];
        if lower_name(rest.as_bytes(), &mut buffer) != name {
            continue;
        }
        if !closing {
            open.push((at, false));
        } else if let Some((start, holds)) = open.pop() {
            if holds {
                found.insert(start);
            }
            if let Some((_, holds)) = open.last_mut() {
                *holds = true;
            }
        }
    }
    found
}

/// A tag as far as its `>`, at most 512 bytes of it.
pub fn tag_head(tag: &str) -> &str {
    tag[..floor_char_boundary(tag, 512)]
        .split('>')
        .next()
        .unwrap_or_default()
}
