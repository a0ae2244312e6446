//! Spaces that CommonMark takes for text or does not expect: no-break spaces behind the sign of a list
//! item, and spaces inside the delimiters of strong text, `** 强调 **`. Editors of Chinese text leave
//! both.

use super::super::is_wide;
use super::source::{literal, overlaps, replace};
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::ops::Range;

const STRONG: &str = "**";
const NO_BREAK: char = '\u{a0}';

/// Replaces both by what CommonMark expects, outside of code.
pub fn settle(source: &str, options: Options) -> Cow<'_, str> {
    let mut edits: Vec<(Range<usize>, &str)> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        edits.extend(item_space(line).map(|range| (shifted(range, start), " ")));
        let spaces = strong_spaces(line).into_iter();
        edits.extend(spaces.map(|range| (shifted(range, start), "")));
        start += line.len();
    }
    if edits.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    edits.retain(|(range, _)| !overlaps(&literal, range));
    replace(source, edits)
}

fn shifted(range: Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

/// The no-break spaces behind the sign of a list item at the start of a line.
fn item_space(line: &str) -> Option<Range<usize>> {
    if !line.contains(NO_BREAK) {
        return None;
    }
    let content = line.trim_start_matches(' ');
    let digits = content.trim_start_matches(|c: char| c.is_ascii_digit());
    let behind = match content.len() - digits.len() {
        // A star may also be emphasis.
        0 => content.strip_prefix(['-', '+']),
        1..=9 => digits.strip_prefix(['.', ')']),
        _ => None,
    }?;
    let rest = behind.trim_start_matches([' ', NO_BREAK]);
    let from = line.len() - behind.len();
    let to = line.len() - rest.len();
    let has_no_break = line.get(from..to)?.contains(NO_BREAK);
    (has_no_break && !rest.trim().is_empty()).then_some(from..to)
}

/// The spaces inside the delimiters of strong text on a line. Only pairs around text with ideographs
/// or the like count, so that `2 ** 3 ** 4` stays as it is.
fn strong_spaces(line: &str) -> Vec<Range<usize>> {
    let mut spaces = Vec::new();
    let signs: Vec<usize> = line.match_indices(STRONG).map(|(at, _)| at).collect();
    if signs.len() % 2 == 1 || line.contains("***") || line.contains("\\*") {
        return spaces;
    }
    for pair in signs.chunks_exact(2) {
        let &[open, close] = pair else { continue };
        let inner = open + STRONG.len()..close;
        let text = line.get(inner.clone()).unwrap_or_default();
        let words = text.trim();
        let is_operator = |at| is_operator(line, at);
        let is_sum = is_operator(open) || is_operator(close);
        if words.len() == text.len() || !words.contains(is_wide) || is_sum {
            continue;
        }
        let leading = text.len() - text.trim_start().len();
        spaces.push(inner.start..inner.start + leading);
        spaces.push(inner.start + leading + words.len()..inner.end);
    }
    spaces
}

/// Whether stars stand between blanks behind a number or a name in ASCII, as a power does: `2 ** 甲`.
fn is_operator(line: &str, at: usize) -> bool {
    let before = line.get(..at).unwrap_or_default();
    let after = line.get(at + STRONG.len()..).unwrap_or_default();
    let is_operand = |c: char| c.is_ascii_alphanumeric() || c == ')';
    before.ends_with(' ') && after.starts_with(' ') && before.trim_end().ends_with(is_operand)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_where_none_are_expected() {
        let check = |source: &str, expected: &str| {
            assert_eq!(settle(source, Options::empty()), expected, "{source}");
        };
        check("中文 ** 强调 ** 后面", "中文 **强调** 后面");
        check("- **\u{a0}强调**后", "- **强调**后");
        check("**甲 **与** 乙**", "**甲**与**乙**");
        check("1.\u{a0}**甲**：乙", "1. **甲**：乙");
        check("-\u{a0}\u{a0}甲\n- 乙", "- 甲\n- 乙");
        for same in [
            "2 ** 3 ** 4",
            "**甲** 与 **乙**",
            "** 甲 **乙** 丙",
            "`** 强调 **`",
            "```\n** 强调 **\n```",
            "*** 甲 ***",
            "计算 2 ** 甲 加 3 ** 乙",
            "甲\u{a0}乙",
        ] {
            check(same, same);
        }
    }
}
