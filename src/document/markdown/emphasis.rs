//! Emphasis next to ideographs.
//!
//! In CommonMark, `**` next to punctuation opens or closes emphasis only if there is a space or
//! punctuation on its outer side (left- and right-flanking delimiter runs). Chinese and Japanese
//! have no spaces: in `**走了。**门没有关` the second `**` closes nothing. This pass inserts
//! an empty comment, which counts as punctuation and shows nothing, between the delimiter and the
//! ideograph outside. The result follows the proposal known as CJK-friendly emphasis.

use super::super::is_wide;
use super::source::{APART, insert, literal};
use pulldown_cmark::Options;
use std::borrow::Cow;

/// Separates delimiters from the ideographs on their outer sides.
pub fn set_apart(source: &str, options: Options) -> Cow<'_, str> {
    let mut places = places(source);
    places.extend(underscores(source));
    places.extend(single_underscores(source));
    places.sort_unstable();
    if places.is_empty() {
        return Cow::Borrowed(source);
    }
    insert(source, places, APART, literal(source, options))
}

/// The offsets between a run of `*` or `~` with punctuation on its inner side and the ideograph
/// on its outer side.
fn places(source: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut rest = 0;
    while let Some(from) = memchr::memchr2(b'*', b'~', rest_of(source, rest).as_bytes()) {
        let from = rest + from;
        let (before, tail) = source.split_at(from);
        let delimiter = if tail.starts_with('*') { '*' } else { '~' };
        let after = tail.trim_start_matches(delimiter);
        let to = source.len() - after.len();
        rest = to;
        let (Some(prior), Some(next)) = (before.chars().next_back(), after.chars().next()) else {
            continue;
        };
        if prior == '\\' || delimiter == '~' && to - from != 2 {
            continue;
        }
        // The characters beyond adjacent `~~`; see `opens`.
        let star = delimiter == '*';
        let right = after
            .trim_start_matches('~')
            .chars()
            .next()
            .filter(|_| star);
        let left = before
            .trim_end_matches('~')
            .chars()
            .next_back()
            .filter(|_| star);
        if opens(prior, next, right) {
            places.push(from);
        } else if opens(next, prior, left) {
            places.push(to);
        }
    }
    places
}

/// The offsets between `__` around bold ideographs and the ideographs on its outer sides:
/// `这是__粗体__字`. CommonMark takes underscores between letters for a part of a word. Only pairs
/// on one line without other underscores count, and only around ideographs: `调用__init__方法` is
/// a name.
fn underscores(source: &str) -> Vec<usize> {
    const MARK: &str = "__";
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(rest_of(source, from).as_bytes(), MARK.as_bytes()) {
        let open = from + at;
        let inner = open + MARK.len();
        let Some(length) = rest_of(source, inner).find(['_', '\n']) else {
            break;
        };
        let close = inner + length;
        let behind = rest_of(source, close).strip_prefix(MARK);
        let Some(behind) = behind.filter(|behind| !behind.starts_with('_')) else {
            from = close + 1;
            continue;
        };
        let words = source.get(inner..close).unwrap_or_default();
        let is_bold = words.starts_with(is_wide) && words.ends_with(is_wide);
        let before = source.get(..open).unwrap_or_default();
        if is_bold && !before.ends_with(['_', '\\']) {
            places.extend(before.ends_with(is_ideograph).then_some(open));
            let end = close + MARK.len();
            places.extend(behind.starts_with(is_ideograph).then_some(end));
        }
        from = close + MARK.len();
    }
    places
}

/// The offsets after `_` around Hangul that a particle follows: `_변경_과는`. Only pairs on one line.
fn single_underscores(source: &str) -> Vec<usize> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(at) = memchr::memchr(b'_', rest_of(source, from).as_bytes()) {
        let open = from + at;
        let inner = open + 1;
        let Some(length) = rest_of(source, inner).find(['_', '\n']) else {
            break;
        };
        let close = inner + length;
        let words = source.get(inner..close).unwrap_or_default();
        let before = source.get(..open).unwrap_or_default();
        let opens = !before.ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == '\\');
        let particle = rest_of(source, close).strip_prefix('_');
        let is_emphasis = words.starts_with(is_hangul) && words.ends_with(is_hangul);
        if opens && is_emphasis && particle.is_some_and(|rest| rest.starts_with(is_hangul)) {
            places.push(close + 1);
            from = close + 1;
        } else {
            from = close.max(inner);
        }
    }
    places
}

fn rest_of(source: &str, from: usize) -> &str {
    source.get(from..).unwrap_or_default()
}

/// Whether a delimiter must be separated from the character on its outer side: the inner one is
/// punctuation, and one of the two belongs to a script without spaces. `struck` is the first
/// character beyond adjacent `~`, which GitHub ignores here: `**~~a~~**b`.
fn opens(outer: char, inner: char, struck: Option<char>) -> bool {
    let wide = |c: char| is_wide(c) || "“”‘’…—·".contains(c);
    match struck.filter(|_| inner == '~') {
        Some(inner) if inner.is_alphanumeric() => outer.is_alphanumeric(),
        Some(inner) => opens(outer, inner, None),
        None => is_mark(inner) && (is_ideograph(outer) || outer.is_alphanumeric() && wide(inner)),
    }
}

/// Whether a character belongs to a script without spaces, or to Hangul, whose particles follow a
/// word without a space.
fn is_ideograph(c: char) -> bool {
    c.is_alphanumeric() && (is_wide(c) || is_hangul(c)) || is_voicing_mark(c)
}

fn is_hangul(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7a3}')
}

/// Decomposed kana end with such a mark.
fn is_voicing_mark(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

fn is_mark(c: char) -> bool {
    let is_accent = matches!(c, '\u{300}'..='\u{36f}') || is_voicing_mark(c);
    !c.is_alphanumeric() && !is_accent && !c.is_whitespace() && !c.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delimiters_next_to_ideographs() {
        let check = |source: &str, expected: &str| {
            let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_MATH;
            let shown = set_apart(source, options).replace(APART, "|");
            assert_eq!(shown, expected);
        };
        check(
            "마지막 _변경_과는 다른 _위치_",
            "마지막 _변경_|과는 다른 _위치_",
        );
        check("_a_과는 b_변경_과는", "_a_과는 b_변경_과는");
        check("他说**“不”**，走", "他说|**“不”**，走");
        check("**走了。**门", "**走了。**|门");
        check("**한국어(韓)**는", "**한국어(韓)**|는");
        check("*斜（体）*字~~删。~~后", "*斜（体）*|字~~删。~~|后");
        check("**背景：**v1，abc**“引”**", "**背景：**|v1，abc|**“引”**");
        check("**是**的", "**是**的");
        check("这是__粗体__字，__粗__", "这是|__粗体__|字，__粗__");
        check("调用__init__方法", "调用__init__方法");
        check("甲___乙___丙，甲_乙__丙", "甲___乙___丙，甲_乙__丙");
        check("`甲__乙__丙`", "`甲__乙__丙`");
        check("か\u{3099}**行**は", "か\u{3099}**行**は");
        check("か\u{3099}**（行）**は", "か\u{3099}|**（行）**|は");
        check("\u{1112}\u{1161}**(韓)**", "\u{1112}\u{1161}|**(韓)**");
        check("e\u{301}**e\u{301}**", "e\u{301}**e\u{301}**");
        check("a**~~b~~**c **~~b~~** d", "a|**~~b~~**|c **~~b~~** d");
        check("a**“b”**c", "a|**“b”**|c");
        check("a**(b)**c", "a**(b)**c");
        check("`字**“`码", "`字**“`码");
        check("文\n\n    字**“不”\n", "文\n\n    字**“不”\n");
        check("$字**“$ 字\\*“", "$字**“$ 字\\*“");
    }
}
