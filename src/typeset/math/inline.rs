//! Where a formula in a line of text may be broken.

use std::ops::Range;

/// Characters of the shortest end of a formula that may begin a line.
const SHORTEST_END: usize = 3;

/// The parts (bytes) of a formula on one line that must not be broken: it breaks only after
/// relations, operators and commas outside of all brackets.
pub fn unbroken(formula: &str) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, c) in formula.char_indices() {
        match c {
            '(' | '[' | '{' | '⟨' | '⌊' | '⌈' => depth += 1,
            ')' | ']' | '}' | '⟩' | '⌋' | '⌉' => depth = depth.saturating_sub(1),
            ' ' if depth == 0 && may_end(formula.get(start..at).unwrap_or_default()) => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
    }
    // A short end such as `0` does not begin a line alone.
    let end = formula.get(start..).unwrap_or_default();
    if end.chars().count() < SHORTEST_END
        && let Some(last) = parts.last_mut()
    {
        last.end = formula.len();
    } else {
        parts.push(start..formula.len());
    }
    parts
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
