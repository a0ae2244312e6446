//! Numbers of a column that are aligned at their decimal point.

use super::columns::ContentWidth;
use super::placement::{Placed, words_of};
use crate::text::WidthPolicy;

/// Cells of the longest part before and from the decimal point on, for each column of numbers
/// whose parts after it differ. None for other columns.
pub(crate) fn decimals(
    numeric: &[bool],
    rows: &[Vec<Placed>],
    head: usize,
    width: WidthPolicy,
) -> Vec<Option<(u16, u16)>> {
    let mut found = vec![None::<(u16, u16)>; numeric.len()];
    let mut differs = vec![false; numeric.len()];
    for placed in rows.iter().skip(head).flatten() {
        if placed.span != 1 || !numeric.get(placed.column).is_some_and(|numeric| *numeric) {
            continue;
        }
        let words = words_of(placed.cell);
        if !words.contains(|c: char| c.is_ascii_digit()) {
            continue;
        }
        let (whole, part) = split(words.trim(), width);
        let widest = &mut found[placed.column];
        differs[placed.column] |= widest.is_some_and(|(_, other)| other != part);
        let (whole_before, part_before) = widest.unwrap_or_default();
        *widest = Some((whole.max(whole_before), part.max(part_before)));
    }
    let kept = found.into_iter().zip(differs);
    kept.map(|(widest, differs)| widest.filter(|_| differs))
        .collect()
}

/// Widens the columns to what their aligned numbers need.
pub(crate) fn widen(wanted: &mut [ContentWidth], decimals: &[Option<(u16, u16)>]) {
    for (column, decimals) in wanted.iter_mut().zip(decimals) {
        if let Some((whole, part)) = decimals {
            column.max_content = column.max_content.max(whole + part);
            column.min_content = column.min_content.max(whole + part);
        }
    }
}

/// Cells to the right of a number, so that its decimal point is below those of the others.
pub(crate) fn pad(words: &str, decimals: Option<(u16, u16)>, width: WidthPolicy) -> u16 {
    let words = words.trim();
    match decimals {
        Some((_, widest)) if words.contains(|c: char| c.is_ascii_digit()) => {
            widest.saturating_sub(split(words, width).1)
        }
        _ => 0,
    }
}

/// Cells of a number before its decimal point, and from it on. A unit belongs to the second part.
fn split(words: &str, width: WidthPolicy) -> (u16, u16) {
    let end = match words.rfind('.') {
        Some(at) => at,
        None => words
            .rfind(|c: char| c.is_ascii_digit())
            .map_or(0, |at| at + 1),
    };
    let (whole, part) = words.split_at(end);
    (width.str(whole) as u16, width.str(part) as u16)
}
