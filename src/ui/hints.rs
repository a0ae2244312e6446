//! Finds the keys in hints, `q back  ? help`, and makes buttons of them.

use super::button::Button;
use super::canvas::Canvas;
use crate::input::{Code, Key};
use crate::text::WidthPolicy;
use ratatui::layout::Rect;
use std::ops::Range;

/// Makes buttons of the hints of a text that was written at a cell. `has_digits`: digits are keys now,
/// not counts.
pub(super) fn make_buttons(canvas: &mut Canvas, (x, y): (u16, u16), text: &str, has_digits: bool) {
    for (cells, key) in hints(text, has_digits, canvas.policy()) {
        let area = Rect {
            x: x + cells.start,
            y,
            width: cells.end - cells.start,
            height: 1,
        };
        canvas.annotations.buttons.push(Button { area, key });
    }
}

/// The keys of a text, and the cells of each: two blanks separate the hints, and each begins with its
/// keys, the last of which has the words.
fn hints(text: &str, has_digits: bool, policy: WidthPolicy) -> Vec<(Range<u16>, Key)> {
    let mut found = Vec::new();
    let mut at = 0;
    for hint in text.split("  ") {
        let end = at + policy.str(hint) as u16;
        let (first, mut rest) = (found.len(), hint);
        let mut from = at;
        while let Some((label, words)) = rest.split_once(' ') {
            let is_count = |key: &Key| matches!(key.code, Code::Char('0'..='9')) && !has_digits;
            let Some(key) = Key::labelled(label).filter(|key| !is_count(key)) else {
                break;
            };
            let cells = policy.str(label) as u16;
            found.push((from..from + cells, key));
            (from, rest) = (from + cells + 1, words);
        }
        if let Some((cells, _)) = found.get_mut(first..).and_then(<[_]>::last_mut) {
            cells.end = end;
        }
        at = end + 2;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_hint_begins_with_its_keys() {
        #[track_caller]
        fn check(text: &str, has_digits: bool, expected: &[(Range<u16>, &str)]) {
            let found = hints(text, has_digits, WidthPolicy::default());
            let found: Vec<_> = found
                .into_iter()
                .map(|(cells, key)| (cells, key.label()))
                .collect();
            let expected: Vec<_> = expected
                .iter()
                .map(|(cells, key)| (cells.clone(), (*key).to_owned()))
                .collect();
            assert_eq!(found, expected, "{text}");
        }
        check("q 返回  ? 帮助", false, &[(0..6, "q"), (8..14, "?")]);
        check("Esc clear", false, &[(0..9, "Esc")]);
        check("1 picked  r read", false, &[(10..16, "r")]);
        check(
            "1 2 高亮  > 引用",
            true,
            &[(0..1, "1"), (2..8, "2"), (10..16, ">")],
        );
        check("按词选  h l 移动", false, &[(8..9, "h"), (10..16, "l")]);
        check("12g", false, &[]);
        check("^F page", false, &[(0..7, "^F")]);
    }
}
