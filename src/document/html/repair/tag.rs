//! Tags in unparsed source: their names, and where they end.
#![expect(clippy::string_slice, reason = "offsets come from searches for ASCII")]

use crate::text::floor_char_boundary;
use std::collections::HashSet;

/// Maximum number of attribute separators (spaces, slashes, closing quotes) in one tag. The
/// parser takes quadratic time in the number of attributes, so a tag with more loses all of them.
const MAX_PARTS: usize = 512;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TagKind {
    Start,
    End,
}

/// The tag name at the start of `bytes`, in lower case. Empty without a name, and for a name longer
/// than the buffer.
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

/// Whether the name of a tag is followed by the end of the tag or by attributes. Rejects
/// comparisons that look like tags, such as `a<b && c>d` and `若a<b，则`.
///
/// `name` is the length of the name; `glued` means that a letter or digit precedes the `<`.
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
    // Something other than a space follows the name.
    if attributes.len() == rest.len() {
        return false;
    }
    if ["=\"", "='"].iter().any(|sign| rest.contains(sign)) {
        return true;
    }
    let first = |c: char| c.is_ascii_alphabetic() || "_:@#*([{\"'".contains(c);
    // One-letter names are the usual names of variables: be strict.
    let short = name == 1 && (rest.contains('<') || (glued && !rest.contains('=')));
    attributes.starts_with(first) && !short
}

/// Whether a letter or digit directly precedes `at`.
pub fn is_glued(source: &str, at: usize) -> bool {
    let before = at.checked_sub(1).and_then(|at| source.as_bytes().get(at));
    before.is_some_and(u8::is_ascii_alphanumeric)
}

/// The end of a tag.
pub struct TagEnd {
    /// The offset after the `>`.
    pub at: usize,
    /// The tag has an unclosed quote or too many attributes; only its name can be kept.
    pub broken: bool,
}

impl TagEnd {
    /// Finds the end of the tag at `open`. If a quote is still open where other markup begins,
    /// the quote was never closed: the tag ends at the first `>` inside the quote.
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
                // As in the parser, a quote opens only after `=`.
                (None, b'"' | b'\'') if after_equals => quote = Some(*byte),
                (Some(open_quote), byte) if byte == open_quote => {
                    quote = None;
                    parts += 1;
                }
                // Where the tag ends if this quote turns out to be unclosed.
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

/// Whether `rest` begins with markup that does not occur in attribute values.
fn is_tag_like(rest: &str) -> bool {
    ["</p", "</div", "</a", "</span", "<p>", "<p ", "<br", "<div"]
        .iter()
        .any(|tag| rest.starts_with(tag))
}

/// Finds `tag` (`<name` or `</name`) as a whole name, ignoring case.
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

/// The offsets of the elements that contain another element of the same name. An end tag closes
/// the innermost open element, so an element without an end tag is not included. Linear.
pub fn wrapping(source: &str, name: &str) -> HashSet<usize> {
    let mut found = HashSet::new();
    // The offset of each open element, and whether it already contains a closed one.
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

/// A tag up to its first `>`, at most 512 bytes.
pub fn tag_head(tag: &str) -> &str {
    tag[..floor_char_boundary(tag, 512)]
        .split('>')
        .next()
        .unwrap_or_default()
}
