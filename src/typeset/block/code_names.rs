//! Where a name in code is cut that is wider than the room.

use crate::text::ceil_char_boundary;

/// Bytes of the longest name of a host, with its scheme.
const LONGEST_HOST: usize = 260;

/// The end of the last part of a name in the last two thirds of `from..to`; `to` without one, and
/// where a name ends.
pub(super) fn name_end(line: &str, from: usize, to: usize) -> usize {
    let goes_on = |c: char| c.is_alphanumeric() || c == '_';
    if !line.get(to..).unwrap_or_default().starts_with(goes_on) {
        return to;
    }
    let part = line.get(from..to).unwrap_or_default().as_bytes();
    let in_host = in_address(line.get(..to).unwrap_or_default());
    let follows = line.as_bytes().get(to).copied();
    let ends = |at: &usize| {
        let (before, after) = (part[at - 1], part.get(*at).copied().or(follows));
        let after = after.unwrap_or(b' ');
        let begins = after.is_ascii_alphanumeric();
        let is_part = |at: usize| part.get(at).is_some_and(u8::is_ascii_alphanumeric);
        let is_inner = *at > 1 && is_part(at - 2) && begins;
        before == b'_' && begins
            || matches!(before, b'-' | b'/') && is_inner
            || in_host && before == b'.' && is_inner && !is_short_end(line, from + at)
            || !in_host
                && after == b'.'
                && before.is_ascii_alphanumeric()
                && part.get(at + 1).is_some_and(u8::is_ascii_alphabetic)
            || before.is_ascii_lowercase() && after.is_ascii_uppercase()
    };
    let mut places = (part.len() / 3 + 1..=part.len()).rev();
    places.find(ends).map_or(to, |at| from + at)
}

/// Whether a word has only a few letters from a byte on, such as the `com` of a host.
fn is_short_end(line: &str, at: usize) -> bool {
    let rest = line.get(at..).unwrap_or_default();
    rest.split(' ').next().is_none_or(|end| end.len() <= 3)
}

/// Whether a line ends inside the host of an address. Only its end is looked at.
pub(super) fn in_address(before: &str) -> bool {
    let start = ceil_char_boundary(before, before.len().saturating_sub(LONGEST_HOST));
    let word = before.get(start..).unwrap_or_default().rsplit(' ').next();
    word.is_some_and(|word| word.contains("://"))
}

/// Whether a text ends with the sign that begins a comment, alone: no line ends with it.
pub(super) fn ends_with_comment_sign(before: &str) -> bool {
    let sign = before.trim_end_matches(['/', '#', '-', '*', ';', '!', '<', '%']);
    let is_sign = matches!(
        before.get(sign.len()..),
        Some("//" | "///" | "#" | "--" | "/*" | "/**" | "<!--" | ";;" | "%")
    );
    is_sign && (sign.is_empty() || sign.ends_with(' '))
}
