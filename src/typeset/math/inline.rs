//! Where a formula in a line of text may be broken.

use std::ops::Range;

/// Characters of the shortest end of a formula that may begin a line.
const SHORTEST_END: usize = 3;

/// Characters of the longest list in brackets that is not broken at its commas.
const LONGEST_LIST: usize = 12;

/// The parts (bytes) of a formula on one line that must not be broken: it breaks only after
/// relations, operators and commas outside of all brackets, and after the commas of a long list
/// in one pair of brackets, which would leave a hole if it moved to the next line as a whole.
pub fn unbroken(formula: &str) -> Vec<Range<usize>> {
    let whole = 0..formula.len();
    let parts = split(formula, whole, |part, depth| depth == 0 && may_end(part));
    let split_list = |part: Range<usize>| {
        let words = formula.get(part.clone()).unwrap_or_default();
        if words.chars().count() <= LONGEST_LIST {
            return vec![part];
        }
        split(formula, part, |item, depth| {
            depth == 1 && item.ends_with([',', ';'])
        })
    };
    parts.into_iter().flat_map(split_list).collect()
}

/// Splits a part of a formula at the spaces where a line may end; `ends` is given what is before
/// the space, and how many brackets are open.
fn split(
    formula: &str,
    part: Range<usize>,
    ends: impl Fn(&str, usize) -> bool,
) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let (mut start, mut depth) = (part.start, 0_usize);
    let words = formula.get(part.clone()).unwrap_or_default();
    for (at, c) in words.char_indices() {
        let at = part.start + at;
        match c {
            '(' | '[' | '{' | '⟨' | '⌊' | '⌈' => depth += 1,
            ')' | ']' | '}' | '⟩' | '⌋' | '⌉' => depth = depth.saturating_sub(1),
            ' ' if ends(formula.get(start..at).unwrap_or_default(), depth) => {
                parts.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
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
