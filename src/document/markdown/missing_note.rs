//! References to footnotes that the source does not define: `[^1]` becomes a raised `1`, which is what
//! the author saw in the text.

use super::super::is_wide;
use super::source::literal;
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
    let is_missing = |(range, label): &(Range<usize>, &str)| {
        !defined.contains(label) && is_reference(source, range, label)
    };
    let missing: Vec<_> = labels(source).filter(is_missing).collect();
    if missing.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    let is_literal = |range: &Range<usize>| {
        let next = literal.partition_point(|part| part.end <= range.start);
        literal.get(next).is_some_and(|part| part.start < range.end)
    };
    let mut out = String::with_capacity(source.len() + missing.len() * 8);
    let mut done = 0;
    for (range, label) in missing.into_iter().filter(|(range, _)| !is_literal(range)) {
        out.push_str(source.get(done..range.start).unwrap_or_default());
        out.extend(["<sup>", label, "</sup>"]);
        done = range.end;
    }
    out.push_str(source.get(done..).unwrap_or_default());
    Cow::Owned(out)
}

/// The labels with their brackets.
fn labels(source: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    memmem::find_iter(source.as_bytes(), OPENING).filter_map(move |at| {
        let inner = source.get(at + OPENING.len()..)?;
        let (label, _) = inner.split_once(']')?;
        let range = at..at + OPENING.len() + label.len() + 1;
        (!label.is_empty() && label.len() <= MAX_LABEL).then_some((range, label))
    })
}

/// Whether brackets begin a line and a colon follows them.
fn is_definition(source: &str, range: &Range<usize>) -> bool {
    let before = source.get(..range.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or_default();
    let after = source.get(range.end..).unwrap_or_default();
    after.starts_with(':') && line.chars().all(|c| matches!(c, ' ' | '\t' | '>'))
}

/// Whether brackets are a reference rather than a set of a regular expression: a number or a word in
/// ideographs directly behind a text, in a line with ideographs or the like, and no repetition behind it.
/// GitHub shows the brackets.
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
    let line = source.get(..range.start).unwrap_or_default();
    let line = line.rsplit('\n').next().unwrap_or_default();
    (is_number || is_word)
        && is_behind
        && line.contains(is_wide)
        && !after.starts_with(['*', '+', '?', '{', '(', ':', '['])
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
        ] {
            check(same, same);
        }
    }
}
