//! List markers that authors type by hand: `1.`, `（二）`, `①`, `•`.

use super::Text;
use crate::text::{Script, floor_char_boundary, script};

/// The marker at the start of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Marker {
    /// The form of the number (digits, brackets and punctuation as one code), and its value.
    Number(u8, u32),
    Sign(char),
}

impl Marker {
    /// Whether this is the marker of the `nth` item (from 0) of a list that began with `first`.
    pub fn follows(self, first: Self, nth: usize) -> bool {
        match (first, self) {
            (Self::Number(form, from), Self::Number(other, number)) => {
                form == other && number as usize == from as usize + nth
            }
            (Self::Sign(sign), Self::Sign(other)) => sign == other,
            _ => false,
        }
    }
}

/// Characters at the start of a line that hold its marker and what shows that it is one.
const MAX_HEAD: usize = 8;

/// The sign that begins nothing but items, so that two lines are a list.
const BULLET: char = '•';

/// The signs before items.
const SIGNS: &str = "•●·■◆▪・★☆✅❌👉-–*○◇※▶✔→";

/// The sign of all pictographs before a space: each item of a list may have another one.
pub const PICTOGRAPH: char = '\u{1F300}';

/// The signs of three or more lines in a row: two lines of the same text are a list, too.
pub fn signs(marks: &[Option<Marker>]) -> Vec<char> {
    let mut signs = vec![BULLET];
    for three in marks.windows(3) {
        if let [Some(Marker::Sign(sign)), second, third] = three
            && *second == Some(Marker::Sign(*sign))
            && third == second
            && !signs.contains(sign)
        {
            signs.push(*sign);
        }
    }
    signs
}

/// The indices of the items if these lines begin with a list: at least three consecutive markers,
/// two that count from 1, or two of `signs`. Numbered items may have up to `gap` continuation lines
/// each.
pub fn list(marks: &[Option<Marker>], gap: usize, signs: &[char]) -> Option<Vec<usize>> {
    let first = (*marks.first()?)?;
    let gap = if matches!(first, Marker::Number(..)) {
        gap
    } else {
        0
    };
    let mut items = vec![0];
    let mut last = 0;
    while let Some(next) = marks
        .iter()
        .enumerate()
        .skip(last + 1)
        .take(gap + 1)
        .find(|(_, mark)| mark.is_some())
        .filter(|(_, mark)| mark.is_some_and(|mark| mark.follows(first, items.len())))
        .map(|(at, _)| at)
    {
        items.push(next);
        last = next;
    }
    let two_are_a_list = match first {
        Marker::Number(_, value) => value == 1,
        Marker::Sign(sign) => signs.contains(&sign),
    };
    (items.len() >= 3 || items.len() == 2 && two_are_a_list).then_some(items)
}

/// The indices of the items, and the lines of each, if these lines begin with at least three items
/// after the same sign that have equally many continuation lines, up to `gap`. Other lines between
/// signs may head a new list.
pub fn signed_list(marks: &[Option<Marker>], gap: usize) -> Option<(Vec<usize>, usize)> {
    let first = marks
        .first()?
        .filter(|mark| matches!(mark, Marker::Sign(_)))?;
    let lines = 1 + marks.iter().skip(1).position(Option::is_some)?;
    let is_item = |item: &&[Option<Marker>]| match item {
        [mark, rest @ ..] => {
            *mark == Some(first) && item.len() == lines && rest.iter().all(Option::is_none)
        }
        [] => false,
    };
    let items = marks.chunks(lines).take_while(is_item).count();
    (2..=gap + 1).contains(&lines).then_some(())?;
    (items >= 3).then(|| ((0..items).map(|item| item * lines).collect(), lines))
}

/// The marker at the start of a text.
pub fn of(text: &Text) -> Option<Marker> {
    // Most lines end here, before their text is copied.
    if !may_begin(text.chars()) {
        return None;
    }
    let head: String = text.chars().take(MAX_HEAD).collect();
    of_line(&head)
}

/// Whether a line of such characters may begin with a marker. A letter or a Han numeral is followed
/// by another numeral or by closing punctuation.
pub fn may_begin(mut line: impl Iterator<Item = char>) -> bool {
    let Some(first) = line.next() else {
        return false;
    };
    !first.is_alphabetic()
        || (first.is_ascii() || HAN.contains(first))
            && line
                .next()
                .is_some_and(|second| closes(second) || !first.is_ascii() && HAN.contains(second))
}

/// The marker at the start of a line.
pub fn of_line(line: &str) -> Option<Marker> {
    let end = line.char_indices().nth(MAX_HEAD);
    let head = end.map_or(line, |(end, _)| line.split_at(end).0);
    let first = head.chars().next()?;
    // Three families: bullets, circled numbers, and a letter, digits or Han numerals followed by
    // closing punctuation.
    if SIGNS.contains(first) {
        // `-5`, `*强调*` and `——` are not list items.
        let second = head.chars().nth(1)?;
        let spaced = second.is_whitespace() || !matches!(first, '-' | '–' | '*' | '·');
        return (spaced && second != first).then_some(Marker::Sign(first));
    }
    if is_pictograph(first) {
        return is_before_space(head).then_some(Marker::Sign(PICTOGRAPH));
    }
    if let Some(value) = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".chars().position(|c| c == first)
    {
        return Some(Marker::Number(0, value as u32 + 1));
    }
    let (open, rest) = match first {
        '（' | '(' => (1, head.get(first.len_utf8()..)?),
        _ => (0, head),
    };
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return lettered(rest, open);
    }
    // Full-width digits count like ASCII digits.
    let digit = |c: char| match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10),
        _ => None,
    };
    let digits: String = rest.chars().map_while(digit).take(3).collect();
    let width = rest.chars().next().map_or(1, char::len_utf8);
    let han: String = rest
        .chars()
        .take_while(|c| HAN.contains(*c))
        .take(3)
        .collect();
    let (value, length, form) = if digits.is_empty() {
        (han_number(&han)?, han.len(), 4)
    } else {
        (digits.parse().ok()?, digits.len() * width, 1)
    };
    let behind = rest.get(length..)?.chars().next()?;
    let after = rest.get(length + behind.len_utf8()..)?.chars().next();
    // `1.5` is a number and not an item.
    let closed = match behind {
        '、' | '）' | ')' | '．' => true,
        '.' => after.is_none_or(|c| !c.is_ascii_digit()),
        _ => false,
    };
    closed.then_some(Marker::Number(form + open + behind_form(behind), value))
}

/// The marker of a letter with closing punctuation. `open`: the form of the bracket before it.
fn lettered(text: &str, open: u8) -> Option<Marker> {
    let mut chars = text.chars();
    let (letter, behind) = (chars.next()?, chars.next()?);
    let closed = closes(behind);
    let form = if letter.is_ascii_uppercase() { 50 } else { 52 };
    let value = u32::from(letter.to_ascii_lowercase()) - u32::from('a') + 1;
    closed.then_some(Marker::Number(form + open + behind_form(behind), value))
}

fn is_pictograph(c: char) -> bool {
    matches!(c, '\u{1F300}'..='\u{1FAFF}')
}

/// Whether there is a space after the pictographs at the start of a text.
fn is_before_space(text: &str) -> bool {
    let is_joiner = |c: char| matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    let rest = text.trim_start_matches(|c| is_pictograph(c) || is_joiner(c));
    rest.starts_with(char::is_whitespace)
}

/// Whether a text is only the number of an item: `1. `, `（二）`, `③`.
pub fn is_number(text: &str) -> bool {
    let number = text.trim();
    let is_sign = |c: char| c.is_numeric() || HAN.contains(c) || "（(、.．)）".contains(c);
    number.chars().count() <= LONGEST_NUMBER
        && number.chars().all(is_sign)
        && matches!(of_line(&format!("{number}字")), Some(Marker::Number(..)))
}

/// Bytes of the longest number of Korean outlines (`10-12.`) and the space behind it.
const LONGEST_NUMBER: usize = 7;

/// Series that may go on at one time: nested numbers.
const MAX_SERIES: usize = 8;

/// Puts items together that follow one another, with others between them. An item of an outer series
/// ends the series inside it.
pub fn series<T>(
    items: impl IntoIterator<Item = T>,
    follows: impl Fn(&T, &T) -> bool,
) -> Vec<Vec<T>> {
    let mut all: Vec<Vec<T>> = Vec::new();
    // The series that may go on, the innermost last.
    let mut open: Vec<usize> = Vec::new();
    for item in items {
        let goes_on = |at: &usize| {
            let last = all.get(*at).and_then(|series| series.last());
            last.is_some_and(|last| follows(last, &item))
        };
        if let Some(depth) = open.iter().rposition(goes_on) {
            open.truncate(depth + 1);
        } else {
            if open.len() == MAX_SERIES {
                open.remove(0);
            }
            open.push(all.len());
            all.push(Vec::new());
        }
        if let Some(series) = open.last().and_then(|at| all.get_mut(*at)) {
            series.push(item);
        }
    }
    all
}

/// Whether a line begins with a number of Korean outlines, which no other text has at the start
/// of a line: `3-1.`, `가.`, `2)`, each before a space and a word.
pub fn is_numbered_line(line: &str) -> bool {
    // `line` may be the whole rest of a text, and is asked about at each of its line ends.
    let head = line.split_at(floor_char_boundary(line, LONGEST_NUMBER)).0;
    let Some(end) = head.find(' ') else {
        return false;
    };
    let (number, rest) = line.split_at(end);
    let number_of_two = |number: &str| {
        let digits = |part: &str| {
            (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        number
            .split_once('-')
            .is_some_and(|(first, second)| digits(first) && digits(second))
    };
    let syllable = |number: &str| {
        let mut chars = number.chars();
        chars.next().is_some_and(|c| SYLLABLES.contains(c)) && chars.next().is_none()
    };
    let closed = number.strip_suffix(['.', ')']);
    let item = number.strip_suffix(')').is_some_and(|digits| {
        matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit())
    });
    let is_number = item || closed.is_some_and(|number| number_of_two(number) || syllable(number));
    let letter = |c: char| matches!(script(c), Script::Hangul | Script::Latin | Script::Han);
    is_number && rest.trim_start().starts_with(letter)
}

/// Bytes of the number that a caption starts with: `图一`, `Figure 3`, `图 2—5`.
pub fn figure_number(caption: &str) -> usize {
    let names = ["图", "圖", "図", "그림", "Figure", "Fig."];
    let words = caption.trim_start();
    let rest = names.iter().find_map(|name| words.strip_prefix(name));
    let digit = |c: char| c.is_numeric() || HAN.contains(c);
    let rest = rest
        .map(str::trim_start)
        .filter(|rest| rest.starts_with(digit));
    let is_dash = |c: char| "-–—～".contains(c);
    rest.map_or(0, |rest| {
        let after = rest.trim_start_matches(|c| digit(c) || is_dash(c));
        let number = caption.strip_suffix(after).unwrap_or_default();
        number.trim_end_matches(is_dash).len()
    })
}

/// Bytes of the sign that an author put before a caption (`▲`), with the spaces after it: it is neither
/// shown nor searched. Before a letter it is a triangle: △ABC.
pub(crate) fn caption_sign(caption: &str) -> usize {
    let words = caption.trim_start();
    let rest = words.trim_start_matches(['▲', '△', '▼', '▽']);
    let is_sign = rest.len() < words.len() && !rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = rest.trim_start();
    if is_sign && !rest.is_empty() {
        caption.len() - rest.len()
    } else {
        0
    }
}

/// Whether a text begins with the word for the source of a quote.
pub fn names_source(text: &str) -> bool {
    let names = ["出典", "引用元", "출처"];
    let rest = names.iter().find_map(|name| text.strip_prefix(name));
    rest.is_some_and(|rest| rest.starts_with(['：', ':']))
}

/// The syllables that count the items of Korean lists.
const SYLLABLES: &str = "가나다라마바사아자차카타파하";

/// Whether a character is the punctuation after the number or letter of an item.
fn closes(c: char) -> bool {
    matches!(c, '、' | '.' | ')' | '）' | '．')
}

/// The part of a marker's form that its closing punctuation decides.
fn behind_form(c: char) -> u8 {
    match c {
        '、' => 10,
        '.' | '．' => 20,
        _ => 30,
    }
}

const HAN: &str = "一二三四五六七八九十";

fn han_number(text: &str) -> Option<u32> {
    let digit = |c: char| HAN.chars().position(|own| own == c).map(|at| at as u32 + 1);
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        [c] => digit(*c),
        ['十', c] => Some(10 + digit(*c)?),
        [c, '十'] => Some(10 * digit(*c)?),
        [c, '十', d] => Some(10 * digit(*c)? + digit(*d)?),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbered_lines() {
        for (line, numbered) in [
            ("3-1. 발송", true),
            ("12-3) user를", true),
            ("가. 목적", true),
            ("2) 범위", true),
            ("가) Rust", true),
            ("가다. 그리고", false),
            ("3-1 판", false),
            ("2024-11. 판", false),
            ("2). 끝", false),
            ("2) = x", false),
            ("1. 판", false),
            ("가.", false),
            ("", false),
        ] {
            assert_eq!(is_numbered_line(line), numbered, "{line}");
        }
    }

    #[test]
    fn numbers_go_on_in_series() {
        let items = ["一1", "a1", "a2", "一2", "a3", "a1", "a2"];
        let number = |item: &str| item.chars().last().and_then(|c| c.to_digit(10));
        let follows = |last: &&str, next: &&str| {
            last.chars().next() == next.chars().next()
                && number(last).map(|last| last + 1) == number(next)
        };
        let expected = [
            vec!["一1", "一2"],
            vec!["a1", "a2"],
            vec!["a3"],
            vec!["a1", "a2"],
        ];
        assert_eq!(series(items, follows), expected);
    }

    #[test]
    fn signed_lists() {
        let check = |lines: &[&str], expected: Option<(Vec<usize>, usize)>| {
            let marks: Vec<Option<Marker>> = lines.iter().map(|line| of_line(line)).collect();
            assert_eq!(signed_list(&marks, 2), expected, "{lines:?}");
        };
        let lines = ["• 甲", "一", "• 乙", "二", "• 丙", "三", "完"];
        check(&lines, Some((vec![0, 2, 4], 2)));
        check(&lines[..4], None);
        check(&["• 甲", "• 乙", "二：", "• 丙", "• 丁"], None);
        check(&["1. 甲", "一", "2. 乙", "二", "3. 丙", "三"], None);
        check(&["甲"], None);
        check(&[], None);
    }

    #[test]
    fn markers() {
        for (line, marked) in [
            ("1. 甲", true),
            ("2、乙", true),
            ("（3）丙", true),
            ("①丁", true),
            ("十二、戊", true),
            ("• 己", true),
            ("- 庚", true),
            ("３．辛", true),
            ("B. 壬", true),
            ("・癸", true),
            ("🍎 甲", true),
            ("🕵️ 乙", true),
            ("🍎", false),
            ("🍎苹果", false),
            ("1.5 亿", false),
            ("A4 纸", false),
            ("2021 年", false),
            ("——辛", false),
            ("一九九八", false),
            ("", false),
        ] {
            assert_eq!(of_line(line).is_some(), marked, "{line}");
        }
    }
}
