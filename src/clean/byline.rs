//! Names of people in bylines, and bylines without labels: names and a day.

use super::view::words;
use crate::document::{Block, BlockKind};
use crate::text::{Script, script};

/// Maximum characters of a byline.
const MAX_BYLINE: usize = 60;

/// Maximum characters of a name after a space, of its words, and their number.
const MAX_NAME: usize = 24;
const MAX_WORD: usize = 6;
const MAX_WORDS: usize = 5;

/// Whether a block is the byline of a WeChat article: names and a day, without labels:
/// `原创 张三 2026-02-01 00:01 浙江`.
pub fn is_byline(block: &Block) -> bool {
    if !matches!(block.kind, BlockKind::Paragraph { .. }) {
        return false;
    }
    let line = words(block, MAX_BYLINE + 1);
    let mut parts = line.split_whitespace();
    let names = parts.by_ref().take_while(|word| !is_day(word));
    let names: Vec<&str> = names.collect();
    let is_named = |words: &[&str]| words.is_empty() || is_name(&words.join(" "));
    // The rest is empty if there is no day.
    let mut rest: Vec<&str> = parts.collect();
    let is_dated = line.split_whitespace().count() > names.len();
    rest.retain(|word| !is_time(word));
    line.chars().count() <= MAX_BYLINE
        && is_dated
        && !names.is_empty()
        && is_named(&names)
        && is_named(&rest)
}

/// Whether a word is a day: `2026-02-01`, `2026/2/1`, `2026年2月1日`.
fn is_day(word: &str) -> bool {
    let word = word.strip_suffix('日').unwrap_or(word);
    let parts: Vec<&str> = word.split(['-', '/', '.', '年', '月']).collect();
    let is_number = |part: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    match parts.as_slice() {
        [year, month, day] => {
            year.len() == 4 && is_number(year, 4) && is_number(month, 2) && is_number(day, 2)
        }
        _ => false,
    }
}

/// Whether a word is a time: `00:01`, `8:03:04`.
fn is_time(word: &str) -> bool {
    let parts: Vec<&str> = word.split(':').collect();
    let is_number =
        |part: &&str| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_digit());
    matches!(parts.len(), 2 | 3) && parts.iter().all(is_number)
}

/// Whether a text is a few short words without punctuation; Latin ones have a capital.
pub fn is_name(text: &str) -> bool {
    let words = || {
        text.split([' ', '　', '、', '&', '＆', '·'])
            .filter(|word| !word.is_empty())
    };
    let is_word = |word: &str| {
        let first = word.chars().next().unwrap_or(' ');
        let is_short = word.chars().count() <= MAX_WORD;
        word.chars().all(char::is_alphanumeric)
            && match script(first) {
                Script::Latin => first.is_uppercase(),
                _ => is_short && first.is_alphabetic(),
            }
    };
    text.chars().count() <= MAX_NAME && words().count() <= MAX_WORDS && words().all(is_word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_names_and_a_day() {
        let check = |line: &str, expected: bool| {
            assert_eq!(is_byline(&Block::paragraph(line)), expected, "{line}");
        };
        check("原创 世超 2026-02-01 00:01 浙江", true);
        check("聊一聊 2026-01-30 00:01 浙江", true);
        check("Li Yuan 2026-01-27 10:09 中国台湾", true);
        check("张三 2026年2月1日", true);
        check("2026-02-01 00:01", false);
        check("会议 2026-02-01 开始，地点在桥西", false);
        check("桥西的早市 2026-02-01 已经开始了很久很久", false);
        check("截至 2026 年", false);
        check("版本 1.2.3 发布", false);
    }
}
