//! Break opportunities inside web addresses.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use std::ops::Range;

/// Whether an address may break at a byte: after `/ ? & = -`, but neither before another mark, nor
/// after the scheme, which would be alone at the end of a line.
pub fn may_break(address: &str, at: usize) -> bool {
    let (head, tail) = (&address[..at], &address[at..]);
    head.ends_with(['/', '?', '&', '=', '-'])
        && !head.ends_with("://")
        && tail.starts_with(|c: char| c.is_alphanumeric() || "%~@_".contains(c))
}

/// The scheme of the first address of a text, with its slashes and the first character after them: no
/// line ends inside them. Empty without a scheme.
pub fn unbroken(text: &str) -> Range<usize> {
    let Some((before, host)) = text.split_once("://") else {
        return 0..0;
    };
    let start = before
        .trim_end_matches(|c: char| c.is_ascii_alphabetic())
        .len();
    let first = host.chars().next().map_or(0, char::len_utf8);
    start..before.len() + 3 + first
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_break_beside_their_marks() {
        let check = |expected: &str| {
            let address = expected.replace('|', "");
            let mut shown = String::new();
            for (at, c) in address.char_indices() {
                if at > 0 && may_break(&address, at) {
                    shown.push('|');
                }
                shown.push(c);
            }
            assert_eq!(shown, expected);
        };
        check("http://www3.ocn.ne.jp/|~hoge/|index.html");
        check("https://www.example.org/|a_b-|c?|d=|1.5&|e=|2#f");
        check("https://10.0.0.1:8080/|v1.2/");
        check("https://zh.example.org/|wiki/|%E4%B9%A6");
        check("www.example.org/...");
    }

    #[test]
    fn the_scheme_stays_with_the_host() {
        for (text, expected) in [
            ("https://example.org/", 0..9),
            ("（http://例.example/", 3..13),
            ("www.example.org", 0..0),
            ("://", 0..3),
        ] {
            assert_eq!(unbroken(text), expected, "{text}");
        }
    }
}
