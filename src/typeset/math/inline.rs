//! Where a formula in a line of text may be broken.

use std::ops::Range;

/// Characters of the shortest end of a formula that may begin a line.
const SHORTEST_END: usize = 3;

/// A part (bytes) of a formula that must not be broken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    pub range: Range<usize>,
    /// A break after it tears brackets or factors.
    pub tears: bool,
}

/// The parts of a formula on one line that must not be broken: it breaks only after
/// relations, operators and commas outside of all brackets, and before a modulus. A long part may
/// not fit on a line of `room` characters: it breaks after these signs in one pair of brackets, too,
/// and between a factor in brackets and the next factor. Such a break is better avoided.
pub fn unbroken(formula: &str, room: usize) -> Vec<Part> {
    let whole = 0..formula.len();
    let parts = split(formula, whole, |part, rest, depth| {
        depth == 0 && (may_end(part) || rest.starts_with("(mod "))
    });
    let split_long = |part: Range<usize>| {
        let words = formula.get(part.clone()).unwrap_or_default();
        let characters = words.chars().count();
        if characters <= room {
            return vec![part];
        }
        split(formula, part, |item, rest, depth| match depth {
            0 => {
                let is_factor = item.ends_with([')', ']']) && !ends_with_limits(item);
                is_factor && rest.starts_with(char::is_alphanumeric)
            }
            1 => may_end(item),
            _ => false,
        })
    };
    let parts = parts.into_iter().map(split_long);
    let named = parts.flat_map(|parts| {
        let last = parts.len().saturating_sub(1);
        let part = move |(at, range)| Part {
            range,
            tears: at < last,
        };
        parts.into_iter().enumerate().map(part)
    });
    named.collect()
}

/// Splits a part of a formula at the spaces where a line may end; `ends` is given what is before
/// and after the space, and how many brackets are open. The brackets of a script count twice.
fn split(
    formula: &str,
    part: Range<usize>,
    ends: impl Fn(&str, &str, usize) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = part.start;
    let (mut open, mut depth) = (Vec::new(), 0_usize);
    let mut before = ' ';
    let words = formula.get(part.clone()).unwrap_or_default();
    for (at, c) in words.char_indices() {
        let at = part.start + at;
        match c {
            '(' | '[' | '{' | '⟨' | '⌊' | '⌈' => {
                let levels = if matches!(before, '_' | '^') { 2 } else { 1 };
                open.push(levels);
                depth += levels;
            }
            ')' | ']' | '}' | '⟩' | '⌋' | '⌉' => {
                depth -= open.pop().unwrap_or_default();
            }
            ' ' => {
                let rest = formula.get(at + 1..).unwrap_or_default();
                if ends(formula.get(start..at).unwrap_or_default(), rest, depth) {
                    parts.push(start..at);
                    start = at + 1;
                }
            }
            _ => {}
        }
        before = c;
    }
    // A short end such as `0` does not begin a line alone.
    let end = formula.get(start..part.end).unwrap_or_default();
    if end.chars().count() < SHORTEST_END
        && let Some(last) = parts.last_mut()
    {
        last.end = part.end;
    } else {
        parts.push(start..part.end);
    }
    parts
}

/// Whether a part of a formula ends with the limits of a sum or product, whose summand comes next:
/// `∑ᵢ₌₀^(n/2−1)`.
pub fn ends_with_limits(part: &str) -> bool {
    let Some((_, limits)) = part.rsplit_once(['∑', '∏', '∫', '⋃', '⋂']) else {
        return false;
    };
    let mut depth = 0_usize;
    let mut before = ' ';
    limits.chars().all(|c| {
        let in_brackets = depth > 0;
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_script =
            matches!(c, '\u{2070}'..='\u{209f}' | '\u{1d2c}'..='\u{1d6a}' | '¹' | '²' | '³');
        let follows_sign = matches!(before, '^' | '_');
        before = c;
        in_brackets || is_script || follows_sign || matches!(c, '^' | '_')
    })
}

/// Whether a line may end after this part of a formula: a comma, or an operator with a space
/// before it.
fn may_end(part: &str) -> bool {
    let mut chars = part.chars().rev();
    match chars.next() {
        Some(',' | ';') => true,
        Some(c) => {
            let operator = !c.is_alphanumeric() && !"(|‖…⋯∂∇∑∏∫".contains(c);
            operator && matches!(chars.next(), None | Some(' '))
        }
        None => false,
    }
}
