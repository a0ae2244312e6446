//! Markers of list items.

use super::counter::{Counter, alphabetic};
use crate::document::marker::{self, Marker, PICTOGRAPH};
use crate::document::{BlockKind, Item, ListKind, Numbering};
use crate::text::WidthPolicy;
use crate::typeset::Options;
use crate::typeset::signs::page_form;

/// The markers of a list's items in order, each with what parts it from the item. `depth`: the number of
/// bullet lists around this one.
pub fn markers(kind: &ListKind, items: &[Item], depth: usize, policy: WidthPolicy) -> Vec<String> {
    let mut next = match kind {
        ListKind::Ordered {
            start, reversed, ..
        } if *reversed && *start == 1 => i32::try_from(items.len()).unwrap_or(i32::MAX),
        ListKind::Ordered { start, .. } => *start,
        _ => 1,
    };
    let mut markers = Vec::with_capacity(items.len());
    for item in items {
        let mut marker = match kind {
            ListKind::Handmade => String::new(),
            ListKind::Bullet => match (item.checked, depth % 3) {
                (Some(_), _) => String::new(),
                (None, 0) => policy.narrow("• ", "* ").into(),
                (None, 1) => policy.narrow("◦ ", "- ").into(),
                (None, _) => policy.narrow("▪ ", "+ ").into(),
            },
            ListKind::Ordered {
                numbering,
                reversed,
                ..
            } => {
                let value = item.value.unwrap_or(next);
                next = value.saturating_add(if *reversed { -1 } else { 1 });
                let suffix = Counter::of(*numbering).map_or(". ", |counter| counter.suffix);
                format!("{}{suffix}", number(value, *numbering))
            }
        };
        match item.checked {
            Some(true) => marker.push_str(policy.narrow("☑ ", "[x] ")),
            Some(false) => marker.push_str(policy.narrow("☐ ", "[ ] ")),
            None => {}
        }
        markers.push(marker);
    }
    markers
}

/// The cells of the marker that is part of an item's own text, with the blanks after it, and its
/// bytes without them.
pub fn handmade(text: &str, options: &Options) -> (u16, u32) {
    let length = match marker::of_line(text) {
        None => return (0, 0),
        Some(Marker::Sign(PICTOGRAPH)) => text.chars().position(char::is_whitespace).unwrap_or(0),
        Some(Marker::Sign(_) | Marker::Number(0, _)) => 1,
        Some(Marker::Number(..)) => {
            let closes = |c| matches!(c, '、' | '）' | ')' | '．' | '.');
            text.chars().position(closes).map_or(0, |at| at + 1)
        }
    };
    let bytes: usize = text.chars().take(length).map(char::len_utf8).sum();
    let blanks = text.chars().skip(length).take_while(|c| c.is_whitespace());
    let length = length + blanks.count();
    let marker: String = text.chars().take(length).collect();
    let cells = options.width.str(&page_form(&marker, options));
    (cells as u16, bytes as u32)
}

/// The cells of the widest number that is part of the own text of an item.
pub fn widest_number(items: &[Item], options: &Options) -> u16 {
    let texts = items.iter().filter_map(|item| match item.blocks.first() {
        Some(block) => match &block.kind {
            BlockKind::Paragraph { text, .. } => Some(text.plain()),
            _ => None,
        },
        None => None,
    });
    let numbered = texts.filter(|text| starts_with_digit(text));
    let cells = numbered.map(|text| handmade(&text, options).0);
    cells.max().unwrap_or(0)
}

/// Numbers in digits are aligned at the right, others at the left.
pub fn starts_with_digit(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_digit())
}

/// The bytes of the number that a heading starts with: `一、`, `2.1`, `第三章`.
pub fn heading_number(text: &str) -> usize {
    let bytes = |count: usize| text.chars().take(count).map(char::len_utf8).sum();
    match marker::of_line(text) {
        Some(Marker::Number(0, _)) => return bytes(1),
        Some(Marker::Number(..)) => {
            let closes = |c| matches!(c, '、' | '）' | ')' | '．' | '.');
            return text.chars().position(closes).map_or(0, |at| bytes(at + 1));
        }
        Some(Marker::Sign(_)) => return 0,
        None => {}
    }
    let digits = |c: &char| c.is_ascii_digit() || *c == '.';
    let length = text.chars().take_while(digits).count();
    let number = text.get(..length).unwrap_or_default();
    // `3 个问题` and `2026 年` count something.
    let section = number.starts_with('0') || number.trim_end_matches('.').contains('.');
    let spaced = text.chars().nth(length).is_some_and(char::is_whitespace);
    if section && spaced && !number.starts_with('.') && length < 8 {
        return length;
    }
    let han = |c: &char| c.is_ascii_digit() || "〇零一二三四五六七八九十百".contains(*c);
    let length = text.chars().skip(1).take_while(han).count();
    if text.starts_with('第') && length > 0 {
        let unit = text.chars().nth(1 + length);
        if unit.is_some_and(|c| "章节節回部编編篇条條講讲课課".contains(c)) {
            return bytes(length + 2);
        }
    }
    0
}

/// A number in a numbering; decimal where the numbering cannot represent it.
pub fn number(value: i32, numbering: Numbering) -> String {
    if let Some(counter) = Counter::of(numbering) {
        return counter.number(value);
    }
    let written = match numbering {
        Numbering::LowerAlpha | Numbering::UpperAlpha => alphabetic(value, LETTERS),
        Numbering::LowerRoman | Numbering::UpperRoman => roman(value),
        _ => None,
    };
    match (written, numbering) {
        (None, _) => value.to_string(),
        (Some(written), Numbering::UpperAlpha | Numbering::UpperRoman) => written.to_uppercase(),
        (Some(written), _) => written,
    }
}

const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

fn roman(value: i32) -> Option<String> {
    const DIGITS: [(i32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..4000).contains(&value) {
        return None;
    }
    let mut left = value;
    let mut written = String::new();
    for (worth, digit) in DIGITS {
        while left >= worth {
            written.push_str(digit);
            left -= worth;
        }
    }
    Some(written)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers() {
        fn check(value: i32, expected: [&str; 3]) {
            let ways = [
                Numbering::Decimal,
                Numbering::LowerAlpha,
                Numbering::UpperRoman,
            ];
            assert_eq!(ways.map(|way| number(value, way)), expected);
        }
        check(1, ["1", "a", "I"]);
        check(27, ["27", "aa", "XXVII"]);
        check(1994, ["1994", "bxr", "MCMXCIV"]);
        check(0, ["0", "0", "0"]);
        check(-3, ["-3", "-3", "-3"]);
        check(5000, ["5000", "gjh", "5000"]);
    }

    #[test]
    fn numbers_of_headings() {
        let check = |text: &str, number: &str| {
            assert_eq!(text.get(..heading_number(text)), Some(number));
        };
        check("一、开端", "一、");
        check("（三）尾声", "（三）");
        check("2. 结构", "2.");
        check("2.1 结构", "2.1");
        check("第十二章 雨", "第十二章");
        check("第一次见面", "");
        check("01 开端", "01");
        check("2026 年的雨", "");
        check("3 个问题", "");
        check("开端", "");
        check("", "");
    }

    #[test]
    fn markers_of_lists() {
        fn check(kind: &ListKind, values: &[Option<i32>], expected: &[&str]) {
            let items: Vec<Item> = values
                .iter()
                .map(|value| Item {
                    value: *value,
                    ..Item::default()
                })
                .collect();
            assert_eq!(markers(kind, &items, 0, WidthPolicy::default()), expected);
        }
        let ordered = |start, reversed| ListKind::Ordered {
            start,
            numbering: Numbering::Decimal,
            reversed,
        };
        check(&ListKind::Bullet, &[None, None], &["• ", "• "]);
        check(
            &ordered(3, false),
            &[None, Some(7), None],
            &["3. ", "7. ", "8. "],
        );
        let chinese = ListKind::Ordered {
            start: 1,
            numbering: Numbering::SimpChineseInformal,
            reversed: false,
        };
        check(&chinese, &[None, Some(11)], &["一、", "十一、"]);
        check(
            &ordered(1, true),
            &[None, None, None],
            &["3. ", "2. ", "1. "],
        );
    }
}
