//! Which columns of a table that is scrolled sideways are shown. A column is whole where it can be: a
//! number without its first digits is another number.

use super::grid_table::Columns;
use super::placement::GAP;
use crate::typeset::lines::Window;

/// Cells of a sign that there is more text, and the blank beside it. At the left they are the gap
/// before a column.
pub const SIGN: u16 = GAP;

/// The first column takes at most one of so many equal parts of a window in which others are moved.
const LARGEST_PART: u16 = 3;

impl Columns {
    /// The part of the columns that is shown when they are scrolled by some cells. The first column
    /// stays where it is. If it is wide, it is cut once the others are moved.
    pub fn window(&self, scroll: u16, width: u16) -> Window {
        let names = self.names();
        let fixed = names.min(width / LARGEST_PART);
        let cut = names - fixed;
        let past = self.total().saturating_sub(width);
        let from = match scroll {
            0 => 0,
            from if from < past => self.start_before(from.max(cut), fixed, width),
            _ => self.start_after(past, fixed, width).max(cut),
        };
        let (fixed, names) = match (from, cut) {
            (0, 1..) => (0, 0),
            _ => (fixed, names),
        };
        let window = Window {
            fixed,
            names,
            from,
            width,
            until: width,
        };
        Window {
            until: self.until(window),
            ..window
        }
    }

    /// Cells of the first column, which names the rows, and the gap after it.
    fn names(&self) -> u16 {
        self.widths.first().map_or(0, |width| width + GAP)
    }

    /// How far to scroll so that the first column that is not whole in a window is at its start.
    pub fn next(&self, window: Window) -> Option<u16> {
        let end = window.from + window.until;
        let is_cut = |(start, width): &(&u16, &u16)| **start > 0 && *start + *width > end;
        let (start, _) = self.starts.iter().zip(&self.widths).find(is_cut)?;
        let fixed = self.names().min(window.width / LARGEST_PART);
        Some(self.scroll_to(*start, fixed))
    }

    /// How far to scroll for the column at `start` to be the first one after the names. A sign is
    /// before it unless no column is hidden between them.
    fn scroll_to(&self, start: u16, fixed: u16) -> u16 {
        let sign = if start <= self.names() { 0 } else { SIGN };
        start.saturating_sub(fixed + sign)
    }

    /// How far to scroll for each column to start a window, and the cells of the column.
    fn scrolls(&self, fixed: u16) -> impl Iterator<Item = (u16, u16)> {
        let columns = self.starts.iter().zip(&self.widths).skip(1);
        columns.map(move |(start, width)| (self.scroll_to(*start, fixed), *width))
    }

    /// At most `from`, so that a column is whole at the left. A column that is wider than the window is
    /// cut.
    fn start_before(&self, from: u16, fixed: u16, width: u16) -> u16 {
        let before = self.scrolls(fixed).filter(|(start, _)| *start <= from);
        let column = before.max_by_key(|(start, _)| *start);
        let whole = column.filter(|(_, cells)| fixed + SIGN + cells + SIGN <= width);
        whole.map_or(from, |(start, _)| start)
    }

    /// At least `past`, which shows the end of the columns. If the column there is wider than the
    /// window, its end is shown.
    fn start_after(&self, past: u16, fixed: u16, width: u16) -> u16 {
        let start = self.start_before(past, fixed, width);
        if start == past && self.scrolls(fixed).all(|(start, _)| start != past) {
            return past;
        }
        let after = self.scrolls(fixed).filter(|(start, _)| *start >= past);
        let after = after.map(|(start, _)| start).min();
        // The last column is wider than what is left of the window.
        after.unwrap_or(past)
    }

    /// Where text ends in a window that does not reach the end of the table.
    fn until(&self, window: Window) -> u16 {
        let Window {
            fixed, from, width, ..
        } = window;
        if from + width >= self.total() {
            return width;
        }
        let room = width.saturating_sub(SIGN);
        let columns = self.starts.iter().zip(&self.widths);
        let ends = columns.map(|(start, width)| (start + width).saturating_sub(from));
        let whole = ends.filter(|end| *end > fixed && *end <= room).max();
        whole.unwrap_or(room)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The columns that are at least partly shown after each step, from the left end on.
    #[test]
    fn every_column_is_whole_in_some_window() {
        for widths in [
            vec![4, 6, 6, 6, 6, 6, 6],
            vec![4, 14, 3, 14, 3, 14, 9, 9],
            vec![2, 20, 9, 20, 9, 20],
            vec![30, 6, 6, 6, 6],
        ] {
            let columns = Columns::new(widths.clone());
            for width in 24..=60_u16 {
                let mut seen = vec![false; widths.len()];
                let mut scroll = 0;
                loop {
                    let window = columns.window(scroll, width);
                    let shown = window.fixed + window.from..window.from + window.until;
                    for (at, start) in columns.starts.iter().enumerate() {
                        let end = start + widths[at];
                        let is_fixed = end <= window.fixed;
                        seen[at] |= is_fixed || shown.start <= *start && end <= shown.end;
                    }
                    if window.from + width >= columns.total() {
                        break;
                    }
                    let step = scroll + width / 2;
                    let next = columns.next(window).filter(|next| *next > scroll);
                    scroll = next.map_or(step, |next| next.min(step));
                }
                for (at, seen) in seen.iter().enumerate() {
                    let names = (widths[0] + GAP).min(width / LARGEST_PART);
                    let fits = at > 0 && 2 * SIGN + widths[at] + names <= width;
                    assert!(*seen || !fits, "column {at} of {widths:?} in {width}");
                }
            }
        }
    }
}
