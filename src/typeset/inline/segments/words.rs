//! Breaks that tear a number or a word. Those in a Korean word are refused; the others are flagged,
//! and line fitting avoids them.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::latin;
use super::segment::SegmentFlags;
use super::segmenter::{Place, Rules};
use crate::text::property::{Property, Script};
use crate::text::{Language, script};
use crate::typeset::inline::kinsoku;

/// Kana that a short rest of a word may not begin with, and the fewest kana of a longer rest.
const WEAK_KANA: &str = "ンーァィゥェォッャュョヮヵヶ";
const MIN_REST: usize = 3;

/// Punctuation marks between a place and the letter beside it.
const MAX_MARKS: usize = 4;

/// Flags a break that separates a number from its unit, the parts of a date, the ends of a range
/// such as 9:00—21:00, or in a heading a letter from its noun.
pub(super) fn number(place: &Place<'_>, rules: &Rules) -> SegmentFlags {
    let mut torn = SegmentFlags::empty();
    if tears_number(place, rules) {
        torn.insert(SegmentFlags::TEARS_NUMBER);
        let part = matches!(place.before.c, '年' | '月');
        torn.set(SegmentFlags::BETWEEN_DATE_PARTS, part);
    }
    torn
}

fn tears_number(place: &Place<'_>, rules: &Rules) -> bool {
    let Place {
        text, at, spaced, ..
    } = *place;
    let (before, after) = (place.before.c, place.after.c);
    // Whether the character before `before` is a digit.
    let number = || {
        let second = text[..at].chars().rev().nth(1);
        second.is_some_and(|c| c.is_ascii_digit())
    };
    let japanese = rules.language == Language::Ja;
    match before {
        '第' if after.is_ascii_digit() => true,
        _ if spaced && after.is_ascii_digit() && latin::ends_with_month(&text[..at]) => {
            latin::is_day(&text[at..])
        }
        c if c.is_ascii_digit() && after == '/' => is_before_digit(&text[at + 1..]),
        '/' if after.is_ascii_digit() => {
            let head = text[..at].trim_end_matches(' ').trim_end_matches('/');
            head.trim_end_matches(' ')
                .ends_with(|c: char| c.is_ascii_digit())
        }
        c if c.is_ascii_digit() || japanese && kinsoku::is_wide_digit(c) => {
            kinsoku::is_counter(after)
                || !spaced && kinsoku::is_dash(after)
                || spaced && rules.language == Language::Latin && is_digit_group(text, at)
                || spaced && latin::follows_number(&text[at..])
                || japanese && kinsoku::starts_with_counter(&text[at..])
        }
        '年' | '月' if !spaced && after.is_ascii_digit() => number(),
        c if c.is_ascii_alphabetic() => {
            spaced && rules.heading && is_lone_letter(text, at, place.after.property)
        }
        c if kinsoku::is_dash(c) => !spaced && after.is_ascii_digit() && number(),
        _ => false,
    }
}

/// Whether a digit follows, after spaces or not: 10 / 12.
fn is_before_digit(text: &str) -> bool {
    let next = text.trim_start_matches(' ');
    next.starts_with(|c: char| c.is_ascii_digit())
}

/// Whether the three digits from a byte on go on a number in groups, as Latin text writes them:
/// 41 064.
fn is_digit_group(text: &str, at: usize) -> bool {
    let (before, after) = (text[..at].trim_end_matches(' '), &text[at..]);
    let head = before.trim_end_matches(|c: char| c.is_ascii_digit());
    let tail = after.trim_start_matches(|c: char| c.is_ascii_digit());
    before.len() - head.len() <= 3
        && after.len() - tail.len() == 3
        && !head.ends_with(char::is_alphanumeric)
        && !tail.starts_with(char::is_alphanumeric)
}

/// Whether one Latin letter, alone among ideographs, is before the space before `after`. It
/// counts or names what follows: K 线, A 股.
fn is_lone_letter(text: &str, at: usize, after: Property) -> bool {
    let mut before = text[..at].trim_end().chars().rev().skip(1);
    let outside = before.find(|c| *c != ' ');
    after.script() == Script::Han
        && outside.is_none_or(|c| !c.is_alphanumeric() || script(c) == Script::Han)
}

/// Flags a break that Japanese avoids: in a katakana word, between a Latin noun and its particle,
/// and in a number (JIS X 4051, 分離禁止): 622万円, 第2版, 約25円, 一つ.
pub(super) fn japanese(place: &Place<'_>) -> SegmentFlags {
    let Place {
        text, at, spaced, ..
    } = *place;
    let (before, after) = (place.before.c, place.after.c);
    if kinsoku::is_one_word(before, after, spaced) {
        let mut word = SegmentFlags::INSIDE_WORD;
        word.set(SegmentFlags::SHORT_REST, leaves_short_rest(&text[at..]));
        return word;
    }
    if spaced {
        return SegmentFlags::empty();
    }
    let digit = |c: char| c.is_ascii_digit() || kinsoku::is_wide_digit(c);
    let counter = || {
        kinsoku::is_numeral(after)
            || kinsoku::is_counter(after)
            || kinsoku::starts_with_counter(&text[at..])
    };
    match before {
        '第' | '約' if digit(after) => SegmentFlags::TEARS_NUMBER,
        '第' | '約' if kinsoku::is_numeral(after) => SegmentFlags::INSIDE_WORD,
        c if kinsoku::is_numeral(c) && counter() => {
            let head = text[..at].trim_end_matches(kinsoku::is_numeral);
            if head.ends_with(digit) {
                SegmentFlags::TEARS_NUMBER
            } else {
                SegmentFlags::INSIDE_WORD
            }
        }
        _ => SegmentFlags::empty(),
    }
}

/// Whether a line that begins with the rest of a katakana word has little of it: ン, ンク.
fn leaves_short_rest(rest: &str) -> bool {
    let kana = rest
        .chars()
        .take_while(|c| matches!(c, 'ァ'..='ヺ' | 'ー'..='ヿ'));
    rest.starts_with(|c| WEAK_KANA.contains(c)) && kana.take(MIN_REST).count() < MIN_REST
}

/// Whether a Hangul or Han letter touches a place without a space, with or without marks between
/// the two: 장/단점, 소설〈무정〉을, 15.(월).
pub(super) fn is_eojeol(text: &str, at: usize) -> bool {
    // These characters exist to allow a break.
    if text[..at].ends_with(['\u{200b}', '\u{ad}']) {
        return false;
    }
    touches_letter(text[..at].chars().rev()) || touches_letter(text[at..].chars())
}

fn touches_letter(characters: impl Iterator<Item = char>) -> bool {
    let mut letters = characters.take(MAX_MARKS + 1);
    letters
        .find(|c| c.is_alphanumeric() || c.is_whitespace())
        .is_some_and(|c| matches!(script(c), Script::Hangul | Script::Han))
}
