//! Addresses in running text: where they end and where they may be broken.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use std::ops::Range;

/// The bytes of the address that begins at `at`, or an empty range. It ends at the first
/// character that is no printable ASCII, before marks that belong to the sentence.
pub fn find(text: &str, at: usize) -> Range<usize> {
    let rest = &text[at..];
    let known = ["http://", "https://", "www."].iter().any(|head| {
        rest.get(..head.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(head))
    });
    if !known {
        return at..at;
    }
    let inside = |c: char| c.is_ascii_graphic() && !matches!(c, '<' | '>' | '"' | '`' | '|');
    let end = rest.find(|c| !inside(c)).unwrap_or(rest.len());
    let address = rest[..end].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', ']', '}', '\'']);
    at..at + address.len()
}

/// Inside an address: after `/ ? & = # - _ .`, not before another mark nor inside a number.
pub fn may_break(before: char, after: char) -> bool {
    match before {
        '.' => after.is_ascii_alphabetic(),
        '/' | '?' | '&' | '=' | '#' | '-' | '_' => after.is_ascii_alphanumeric(),
        _ => false,
    }
}
