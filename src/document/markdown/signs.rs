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
    ANY_SIGN.is_match(source)
        || source.lines().any(is_special)
        || has_bare_rows(source)
        || island::may_have(source)
}

/// Whether two rows of a table begin a block, without a delimiter row.
fn has_bare_rows(source: &str) -> bool {
    const PREFIX: &[char] = &[' ', '\t', '>', '-', '*', '+'];
    // Most sources have no line that ends with a bar.
    if memchr::memmem::find(source.as_bytes(), b"|\n").is_none() {
        return false;
    }
    let is_row = |line: &str| line.trim_start_matches(PREFIX).starts_with('|');
    let is_delimiter = |line: &str| !line.contains(|c| !" \t\r>|:-".contains(c));
    let (mut above, mut row) = ("", "");
    source.lines().any(|line| {
        let begins = is_row(row) && !is_row(above) && !is_delimiter(row);
        (above, row) = (row, line);
        begins && is_row(line) && !is_delimiter(line)
    })
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
