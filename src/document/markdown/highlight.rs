//! Highlighted text, `==text==`, as Obsidian and Pandoc write it: becomes `<mark>`.

use super::source::{literal, overlaps, replace};
use memchr::memmem;
use pulldown_cmark::Options;
use std::borrow::Cow;
use std::ops::Range;

const DELIMITER: &str = "==";

/// Replaces pairs of `==` around words by the tags of `<mark>`.
pub fn mark(source: &str, options: Options) -> Cow<'_, str> {
    let pairs: Vec<_> = pairs(source).collect();
    if pairs.is_empty() {
        return Cow::Borrowed(source);
    }
    let literal = literal(source, options);
    let delimiters = pairs.into_iter().filter_map(|pair| {
        let (open, close) = (pair.start..pair.start + 2, pair.end - 2..pair.end);
        // Code inside of highlighted text is fine, a delimiter in code is not one.
        let is_one = !overlaps(&literal, &open) && !overlaps(&literal, &close);
        is_one.then_some([(open, "<mark>"), (close, "</mark>")])
    });
    replace(source, delimiters.flatten())
}

/// The highlighted texts with their delimiters. A pair is on one line.
fn pairs(source: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let mut open: Option<usize> = None;
        while let Some(at) = memmem::find(source.as_bytes().get(from..)?, DELIMITER.as_bytes()) {
            let start = from + at;
            let (before, rest) = source.split_at_checked(start)?;
            let after = rest.trim_start_matches('=');
            from = source.len() - after.len();
            if from - start > DELIMITER.len() {
                open = None;
                continue;
            }
            let inner = open.and_then(|open| source.get(open + DELIMITER.len()..start));
            if let (Some(open), Some(inner)) = (open, inner)
                && !inner.contains(['\n', '|'])
                && closes(before, after)
            {
                return Some(open..from);
            }
            open = opens(before, after).then_some(start);
        }
        None
    })
}

/// Whether a delimiter between two texts opens: not the operator of `a==b`.
fn opens(before: &str, after: &str) -> bool {
    let outside = |c: char| !c.is_ascii_alphanumeric() && !"\\!<>:)]\"'".contains(c);
    let inside = |c: char| !c.is_whitespace() && !"),.;:?!，。；：）、|".contains(c);
    before.chars().next_back().is_none_or(outside) && after.chars().next().is_some_and(inside)
}

/// Whether a delimiter between two texts closes.
fn closes(before: &str, after: &str) -> bool {
    let inside = |c: char| !c.is_whitespace() && !"\\!<>([{（".contains(c);
    let outside = |c: char| !c.is_ascii_alphanumeric();
    before.chars().next_back().is_some_and(inside) && after.chars().next().is_none_or(outside)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_of_equal_signs_highlight() {
        let check = |source: &str, expected: &str| {
            let shown = mark(source, Options::empty());
            let shown = shown.replace("<mark>", "[").replace("</mark>", "]");
            assert_eq!(shown, expected);
        };
        check("这是==重点==的话", "这是[重点]的话");
        check("- ==Guest OS기반== 가상화", "- [Guest OS기반] 가상화");
        check("==a== b ==c d==.", "[a] b [c d].");
        check("| ==가격== | ==b== |", "| [가격] | [b] |");
        check("==`a` b==", "[`a` b]");
        check("a==b and c==d", "a==b and c==d");
        check("a == b == c", "a == b == c");
        check("用(==)和(==)比", "用(==)和(==)比");
        check("`==a==` \\==a==", "`==a==` \\==a==");
        check("===a=== ====", "===a=== ====");
        check("==a\nb==", "==a\nb==");
        check("题\n==\n文", "题\n==\n文");
    }
}
