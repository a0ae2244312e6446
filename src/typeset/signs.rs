//! Signs that are drawn in another form than the source has. Where ambiguous characters take one
//! cell, terminals clip ※ and ℃, whose glyphs are two cells wide, and —— and …… are one
//! ideograph long instead of two. Only the screen changes: a sign is drawn for one character of
//! the shown text, so that search, copied text and positions keep the source.

use crate::document::Style;
use crate::text::{Ambiguous, WidthPolicy};
use std::ops::Range;

/// A character and what is drawn for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sign {
    /// Bytes of the character in the text as shown.
    pub start: u32,
    pub end: u32,
    pub drawn: &'static str,
}

/// Bytes of the characters in `signs`, all of U+2000 to U+2FFF.
const SIGN_LEN: usize = 3;

/// Whether a policy needs other forms: wide terminals draw all of them as the source has them.
pub fn clips(policy: WidthPolicy) -> bool {
    policy.ambiguous == Ambiguous::Narrow
}

/// Appends the signs of a run that starts at a byte of the text as shown.
pub fn find(run: &str, style: Style, base: u32, signs: &mut Vec<Sign>) {
    if run.is_ascii() || style.has(Style::CODE) || style.has(Style::MATH) {
        return;
    }
    let mut after_pair = 0;
    for (at, c) in run.char_indices() {
        let drawn = match c {
            '※' => "＊",
            '℃' => "°C",
            '—' | '…' if at < after_pair => form(c),
            '—' | '…' => {
                let rest = run.get(at..).unwrap_or_default();
                let count = rest.chars().take_while(|next| *next == c).count();
                after_pair = at + count * SIGN_LEN;
                if count < 2 {
                    continue;
                }
                form(c)
            }
            _ => continue,
        };
        let start = base + at as u32;
        signs.push(Sign {
            start,
            end: start + SIGN_LEN as u32,
            drawn,
        });
    }
}

/// The form of one half of a pair.
fn form(c: char) -> &'static str {
    if c == '—' { "──" } else { "⋯" }
}

/// The cells of the sign at a byte of a text, if one is there. `signs` are in order.
pub fn cells_at(signs: &[Sign], at: u32, policy: WidthPolicy) -> Option<u32> {
    if signs.is_empty() {
        return None;
    }
    let index = signs.binary_search_by_key(&at, |sign| sign.start).ok()?;
    Some(policy.str(signs[index].drawn) as u32)
}

/// The signs that start within a range (bytes).
pub fn within(signs: &[Sign], range: &Range<u32>) -> Range<usize> {
    let from = signs.partition_point(|sign| sign.start < range.start);
    let to = signs.partition_point(|sign| sign.start < range.end);
    from..to.max(from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_pairs_and_clipped_signs_have_another_form() {
        fn check(run: &str, expected: &str) {
            let mut signs = Vec::new();
            find(run, Style::PLAIN, 0, &mut signs);
            let mut drawn = run.to_owned();
            for sign in signs.iter().rev() {
                drawn.replace_range(sign.start as usize..sign.end as usize, sign.drawn);
            }
            assert_eq!(drawn, expected, "{run}");
        }
        check("他说——好……", "他说────好⋯⋯");
        check("a—b… c", "a—b… c");
        check("36℃※注", "36°C＊注");
        check("———", "──────");
        check("", "");
    }
}
