//! Tells which sources need the expansion of `template`.

use super::heading::crowded_hashes;
use super::island;
use regex::Regex;
use std::sync::LazyLock;

/// A source with none of these, and without special lines ([`is_special`]), needs no expansion.
const SIGNS: &[&str] = &[
    "{%",
    "{{",
    "{:",
    "[#]:",
    "[toc]",
    "[TOC]",
    ":::",
    "!!! ",
    "??? ",
    "???+ ",
    "=== \"",
    "<!-- tab ",
    "> [!",
    "){",
    "]{",
    "]: ",
    "\n    <",
    "`{",
    "\u{3000}",
];

/// Finds any of the [`SIGNS`] in one search.
static ANY_SIGN: LazyLock<Regex> = LazyLock::new(|| {
    let signs = SIGNS.iter().map(|sign| regex::escape(sign));
    let pattern = signs.collect::<Vec<_>>().join("|");
    Regex::new(&pattern).expect("escaped literals are a valid pattern")
});

/// Whether a source has tags or lines that are not CommonMark.
pub fn need_expansion(source: &str) -> bool {
    ANY_SIGN.is_match(source) || source.lines().any(is_special) || island::may_have(source)
}

/// Whether a line begins with a colon, is a crowded heading or may be the delimiter row of a table.
fn is_special(line: &str) -> bool {
    let begin = line.trim_start_matches([' ', '\t', '>', '-', '|']);
    match begin.as_bytes().first() {
        Some(b':') => true,
        Some(b'#') => crowded_hashes(begin).is_some(),
        Some(_) => false,
        None => line.contains('|'),
    }
}
