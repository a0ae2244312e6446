//! Places the rows of a panel: in one column, or help in as many as fit.

use super::pane::{Kind, Panel, PanelRow};
use crate::app::context::Context;
use crate::app::wrapping::wrap;
use crate::text::WidthPolicy;
use crate::typeset::signs::screen_form;

/// Cells of a row of a single column, in a window that is wider than the second number.
const ROW: u16 = 110;
const FULL: u16 = 130;

/// Cells of a column of help.
const COLUMN: u16 = 40;
const WIDEST: u16 = 50;
const MOST: u16 = 3;
/// Blank cells at the end of a row.
pub(crate) const MARGIN: u16 = 1;
/// In a narrower row a path and what is said of it have a line each, and a link has what its text needs.
pub(crate) const NARROW: u16 = 60;
/// Between a text and the second one that follows it.
pub(crate) const DASH: &str = " — ";
/// Windows lower than this do not repeat headings.
const REPEATS: u16 = 6;

/// Where a row is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// The index of the row.
    pub at: usize,
    pub column: u16,
    pub y: u16,
    /// Rows of the screen.
    pub rows: u16,
    /// A heading that is repeated, because its group goes on in this column.
    pub continued: bool,
}

/// The rows that stay in one column with a heading.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Together {
    /// The row below it.
    Row,
    /// Its whole group, if a column is high enough for it.
    Group,
}

impl Panel {
    pub fn columns(&self, width: u16) -> u16 {
        match self.kind {
            Kind::Help => (width / COLUMN).clamp(1, MOST),
            _ => 1,
        }
    }

    /// Where the columns start in a window, and the cells of each. In a wide one they are in its
    /// middle: the two ends of a row are not further apart than the eye can follow.
    pub fn block(&self, width: u16) -> (u16, u16) {
        match self.columns(width) {
            1 if width > FULL => ((width - ROW) / 2, ROW),
            1 if width >= NARROW + 2 * self.inset => (self.inset, width - 2 * self.inset),
            1 => (0, width),
            columns => {
                let cells = (width / columns).min(WIDEST);
                ((width - columns * cells) / 2, cells)
            }
        }
    }

    /// The rows that are visible in a window, column by column. When all of them are, columns break
    /// between groups if there is room, and are as low as they can be, so that they are about
    /// equal.
    pub(crate) fn places(&self, (width, height): (u16, u16)) -> Vec<Place> {
        let columns = self.columns(width);
        let repeats = height >= REPEATS;
        let flow = |height, together| self.flow(columns, height, together, repeats);
        let places = flow(height, Together::Row);
        let is_whole = |places: &[Place]| {
            let rows = places.iter().filter(|place| !place.continued);
            rows.count() == self.len()
        };
        if self.top > 0 || columns == 1 || !is_whole(&places) {
            return places;
        }
        let fits = |height, together| {
            let lower = flow(height, together);
            is_whole(&lower).then_some(lower)
        };
        let group = self.longest_group();
        // A repeated heading needs a row below it.
        let least = if repeats { 2 } else { 1 };
        let lowest = |from: u16, together| {
            let heights = (from.max(least)..=height).rev();
            heights.map_while(|height| fits(height, together)).last()
        };
        lowest(group, Together::Group)
            .or_else(|| lowest(1, Together::Row))
            .unwrap_or(places)
    }

    /// Rows of the longest group with its heading, at least 1.
    fn longest_group(&self) -> u16 {
        let heads = (0..self.len()).filter(|at| self.is_heading(*at) || *at == 0);
        let rows = heads.map(|at| 1 + self.rows_below(at)).max().unwrap_or(1);
        u16::try_from(rows).unwrap_or(u16::MAX)
    }

    fn is_heading(&self, at: usize) -> bool {
        self.row(at).is_some_and(|row| row.heading && !row.attached)
    }

    /// Rows after the one at `at`, up to the next heading.
    fn rows_below(&self, at: usize) -> usize {
        let below = at + 1..self.len();
        below.take_while(|at| !self.is_heading(*at)).count()
    }

    /// How many rows after the one at `at` belong in its column: one after a heading, and the last
    /// of a group, which would be alone in the next column.
    fn rows_to_keep(&self, at: usize, columns: u16) -> u16 {
        let below = self.rows_below(at);
        match (self.is_heading(at), below) {
            (true, 2) if columns > 1 => 2,
            (true, _) => self.height(at + 1),
            (false, below) => u16::from(below == 1 && columns > 1),
        }
    }

    /// The heading of the group of the row at `at`.
    fn heading_of(&self, at: usize) -> Option<usize> {
        (0..=at).rev().find(|at| self.is_heading(*at))
    }

    /// Fills columns of `height` rows. A heading has a blank row above it, and with `repeats` it
    /// is repeated in the first row of a column that begins within its group.
    fn flow(&self, columns: u16, height: u16, together: Together, repeats: bool) -> Vec<Place> {
        let mut places = Vec::new();
        let (mut column, mut y) = (0, 0_u16);
        for at in self.top..self.len() {
            let heading = self.is_heading(at);
            let blank = u16::from(heading && y > 0);
            let below = match together {
                Together::Group if heading => {
                    u16::try_from(self.rows_below(at)).unwrap_or(u16::MAX)
                }
                _ => self.rows_to_keep(at, columns),
            };
            let breaks = below < height && y.saturating_add(blank + below) >= height;
            let own = if heading { 2 } else { self.height(at) };
            if (breaks || y + blank + own > height) && y > 0 {
                (column, y) = (column + 1, 0);
            } else {
                y += blank;
            }
            if column == columns || y >= height {
                break;
            }
            let above = self.heading_of(at).filter(|above| *above != at);
            if let Some(above) = above.filter(|_| y == 0 && repeats) {
                places.push(Place {
                    at: above,
                    column,
                    y,
                    rows: 1,
                    continued: true,
                });
                y += 1;
            }
            // A row that is higher than its column is cut.
            let rows = self.height(at).min(height.saturating_sub(y)).max(1);
            places.push(Place {
                at,
                column,
                y,
                rows,
                continued: false,
            });
            y += rows;
        }
        places
    }

    /// Measures the rows of a single column: a narrow one breaks their texts into lines. Those of panels
    /// that leave the article visible are cut instead where not all of them would fit.
    pub(crate) fn fit(&mut self, context: &Context) {
        self.inset = match (self.kind, context.layout.list) {
            (Kind::Outline | Kind::Links | Kind::Marks, None) => context.layout.text.x,
            _ => 0,
        };
        let (width, most) = (self.body(context).width, self.most_rows(context));
        if self.measured.replace((width, most)) == Some((width, most)) {
            return;
        }
        self.heights.clear();
        if self.columns(width) > 1 {
            return;
        }
        let (policy, language) = (context.settings.options.width, context.language());
        let (_, width) = self.block(width);
        let left = left_cells(self.all().iter(), width, policy);
        let room = text_cells(left, width);
        let lines = |text: &str, room| {
            let lines = wrap(&screen_form(text, policy), room, language, policy);
            (lines.len() as u16).max(1)
        };
        let height = |row: &PanelRow| match row.heading {
            true if row.attached => lines(&row.right, legend_cells(width)),
            false if self.kind == Kind::Problems => 1 + u16::from(is_stacked(row, width)),
            false if !row.heat.is_empty() => 1,
            false if row.follows => self.lines_of_link(row, room, &lines, policy),
            false if row.far.is_empty() => lines(&row.right, room),
            _ => 1,
        };
        self.heights = self.all().iter().map(height).collect();
        let is_whole = matches!(self.kind, Kind::Help | Kind::Stats | Kind::Problems);
        if !is_whole && self.all_rows() > most {
            self.heights.clear();
        }
    }

    /// Lines of a text with its second text: one where both fit, else the second one is below.
    fn lines_of_link(
        &self,
        row: &PanelRow,
        room: u16,
        lines: &dyn Fn(&str, u16) -> u16,
        policy: WidthPolicy,
    ) -> u16 {
        if self.kind != Kind::Links || is_one_line(row, room, policy) {
            return 1;
        }
        lines(&row.right, room) + u16::from(!row.far.is_empty())
    }

    /// Moves the window so that the cursor is visible, and as many as fit of the rows directly
    /// above it that cannot be chosen: the cursor does not come nearer to them.
    pub(crate) fn scroll(&mut self, size: (u16, u16)) {
        let fixed = |at: &usize| self.row(*at).is_some_and(|row| row.heading);
        let above = (0..self.cursor).rev().take_while(fixed).last();
        let first = above.unwrap_or(self.cursor);
        if !self.has_cursor() {
            self.scroll_to(first, size);
            return;
        }
        let rows = usize::from(self.columns(size.0)) * usize::from(size.1.max(1));
        // Blank rows and repeated headings make a window hold fewer rows than this.
        let lowest = (self.cursor + 1).saturating_sub(rows);
        self.top = self.top.min(first).max(lowest);
        while self.top < self.cursor
            && !self
                .places(size)
                .iter()
                .any(|place| place.at == self.cursor)
        {
            self.top += 1;
        }
    }

    /// Shows a row at the top, or the last rows if fewer than a window follow it.
    fn scroll_to(&mut self, first: usize, size: (u16, u16)) {
        self.top = first;
        let shows_last = |panel: &Self| {
            let places = panel.places(size);
            places.iter().any(|place| place.at + 1 == panel.len())
        };
        while self.top > 0 {
            self.top -= 1;
            if !shows_last(self) {
                self.top += 1;
                break;
            }
        }
        // The next key scrolls from here.
        let is_plain = |at: &usize| self.row(*at).is_some_and(|row| !row.heading);
        self.cursor = (self.top..self.len()).find(is_plain).unwrap_or(self.top);
    }
}

/// Cells of the keys or numbers in a column of `width` cells: the widest of those that fit in what
/// the widest text leaves, from a third to half of the column.
pub(crate) fn left_cells<'r>(
    rows: impl Iterator<Item = &'r PanelRow> + Clone,
    width: u16,
    policy: WidthPolicy,
) -> u16 {
    let texts = rows
        .clone()
        .map(|row| policy.str(&screen_form(&row.right, policy)));
    let text = u16::try_from(texts.max().unwrap_or_default()).unwrap_or(u16::MAX);
    let most = width.saturating_sub(text.saturating_add(3 + MARGIN));
    let most = most.clamp(width / 3, (width / 2).max(width / 3));
    let keys = rows.map(|row| policy.str(&row.left) as u16);
    keys.filter(|cells| *cells <= most).max().unwrap_or(most)
}

/// Whether a text and the second one that follows it fit in one line.
pub(crate) fn is_one_line(row: &PanelRow, room: u16, policy: WidthPolicy) -> bool {
    let dash = match row.far.is_empty() {
        true => 0,
        false => policy.str(DASH),
    };
    let text = policy.str(&screen_form(&row.right, policy));
    text + dash + policy.str(&row.far) <= usize::from(room)
}

/// Whether a row has a path above what is said of it.
pub(crate) fn is_stacked(row: &PanelRow, width: u16) -> bool {
    row.tail && width < NARROW && !row.far.is_empty()
}

/// Cells of a heading or a legend in a column of `width` cells.
pub(crate) fn legend_cells(width: u16) -> u16 {
    width.saturating_sub(1)
}

/// Cells of the texts in a column of `width` cells, beside keys or numbers.
pub(crate) fn text_cells(left: u16, width: u16) -> u16 {
    let before = if left > 0 { left + 3 } else { 1 };
    width.saturating_sub(before + MARGIN)
}

#[cfg(test)]
mod tests {
    use super::super::pane::{Choice, PanelRow};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_cursor_is_visible_and_no_two_rows_share_a_place(
            rows in prop::collection::vec(prop::bool::weighted(0.2), 1..80),
            size in (1..160_u16, 1..30_u16),
            moves in prop::collection::vec(-50..50_isize, 1..8),
        ) {
            let row = |heading| match heading {
                true => PanelRow::heading("移动"),
                false => PanelRow::new("j", "下一行", Choice::Nothing),
            };
            let rows = rows.into_iter().map(row).collect();
            let mut panel = Panel::new(Kind::Help, rows, 0);
            for by in moves {
                panel.move_by(by);
                panel.scroll(size);
                let places = panel.places(size);
                prop_assert!(places.iter().any(|place| place.at == panel.cursor));
                let has_heading = (0..=places[0].at).any(|at| panel.is_heading(at));
                if size.1 >= REPEATS && has_heading {
                    for column in 0..=places[places.len() - 1].column {
                        let first = places.iter().find(|place| place.column == column);
                        prop_assert!(first.is_some_and(|first| panel.is_heading(first.at)));
                    }
                }
                for (index, place) in places.iter().enumerate() {
                    prop_assert!(place.column < panel.columns(size.0) && place.y < size.1);
                    let shared = |other: &Place| (other.column, other.y) == (place.column, place.y);
                    prop_assert!(!places[..index].iter().any(shared));
                }
            }
        }
    }
}
