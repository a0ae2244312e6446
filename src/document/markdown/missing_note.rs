//! References to footnotes that the source does not define: `[^1]` becomes a raised `1`, which is what
//! the author saw in the text.

use super::super::is_wide;
use super::source::{literal, overlaps, replace};
use memchr::memmem;
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

const OPENING: &str = "[^";

/// Maximum bytes of a label.
const MAX_LABEL: usize = 32;

/// Replaces the references without a definition, outside of code.
pub fn raise(source: &str, options: Options) -> Cow<'_, str> {
    let defined: HashSet<&str> = labels(source)
        .filter(|(range, _)| is_definition(source, range))
        .map(|(_, label)| label)
        .collect();
    let mut line = Line {
        source,
        end: 0,
        has_wide: false,
    };
    let is_missing = |(range, label): &(Range<usize>, &str)| {
        let has_wide = line.has_wide_before(range.start);
        !defined.contains(label) && has_wide && is_reference(source, range, label)
    };
    let missing: Vec<_> = labels(source).filter(is_missing).collect();
    if missing.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    let missing = missing
        .into_iter()
        .filter(|(range, _)| !overlaps(&literal, range));
    replace(
        source,
        missing.map(|(range, label)| (range, format!("<sup>{label}</sup>"))),
    )
}

/// The labels with their brackets.
fn labels(source: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    memmem::find_iter(source.as_bytes(), OPENING).filter_map(move |at| {
        let inner = source.get(at + OPENING.len()..)?;
        let length = inner.bytes().take(MAX_LABEL + 1).position(|b| b == b']')?;
        let range = at..at + OPENING.len() + length + 1;
        Some((range, inner.get(..length)?)).filter(|(_, label)| !label.is_empty())
    })
}

/// Whether brackets begin a line and a colon follows them.
fn is_definition(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).unwrap_or_default();
    let before = before.trim_end_matches([' ', '\t', '>']);
    let after = source.get(range.end..).unwrap_or_default();
    after.starts_with(':') && (before.is_empty() || before.ends_with('\n'))
}

/// The part of a line before a place, read on from place to place.
struct Line<'a> {
    source: &'a str,
    end: usize,
    has_wide: bool,
}

impl Line<'_> {
    /// Whether an ideograph or the like is before a place on its line. The places are in order.
    fn has_wide_before(&mut self, end: usize) -> bool {
        let read = self.source.get(std::mem::replace(&mut self.end, end)..end);
        let read = read.unwrap_or_default();
        self.has_wide = match read.rsplit_once('\n') {
            Some((_, line)) => line.contains(is_wide),
            None => self.has_wide || read.contains(is_wide),
        };
        self.has_wide
    }
}

/// Whether brackets are a reference rather than a set of a regular expression: a number or a word in
/// ideographs directly behind a text, and no repetition behind it. GitHub shows the brackets.
fn is_reference(source: &str, range: &Range<usize>, label: &str) -> bool {
    let before = source
        .get(..range.start)
        .and_then(|text| text.chars().next_back());
    let after = source.get(range.end..).unwrap_or_default();
    let is_number = label.len() <= 3 && label.bytes().all(|byte| byte.is_ascii_digit());
    let is_word = label.chars().all(|c| c.is_alphabetic() && !c.is_ascii());
    let is_behind = before.is_some_and(|c| {
        c.is_alphanumeric() || !c.is_ascii() && !c.is_whitespace() || ".,;!?)*]\"'".contains(c)
    });
    (is_number || is_word) && is_behind && !after.starts_with(['*', '+', '?', '{', '(', ':', '['])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_without_a_definition_are_raised() {
        let check = |source: &str, expected: &str| {
            assert_eq!(raise(source, Options::empty()), expected, "{source}");
        };
        check(
            "一句[^1]，两句。[^注]",
            "一句<sup>1</sup>，两句。<sup>注</sup>",
        );
        check(
            "有[^1]无[^2]\n\n[^1]: 注",
            "有[^1]无<sup>2</sup>\n\n[^1]: 注",
        );
        for same in [
            "有[^1]\n\n> [^1]: 注",
            "匹配[^0-9]与[^abc]",
            "形如 [^1] 的",
            "数[^1]+个",
            "码 `字[^1]`",
            "[^1]",
            "A note[^1]",
            "一行\nA note[^1]",
        ] {
            check(same, same);
        }
    }
}
