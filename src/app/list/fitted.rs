//! Fits the columns of a list to the rows on the screen: a name or a date elsewhere takes no cells from
//! the titles here. All rows have one left edge for the source.

use super::age::AgeCells;
use super::groups;
use super::pane::ListPane;
use super::rows::{ArticleRow, Columns, Shape};
use super::window::Slot;
use crate::app::context::Context;
use crate::typeset::signs::screen_form;

impl ListPane {
    /// The shape of the rows in the window. Their heights are the same.
    pub(crate) fn fitted(&self, shape: Shape, slots: &[Slot], context: &Context) -> Shape {
        // A wider title may need fewer lines, which would change the window.
        let Some(columns) = shape.columns.filter(|_| shape.lines == 1) else {
            return shape;
        };
        let rows = slots.iter().filter_map(|slot| self.row(slot.at, shape));
        let rows: Vec<_> = rows.collect();
        let dates = rows.iter().filter_map(|row| {
            let date = row.item.entry.date.filter(|_| shape.has_age(row));
            Some((shape.age_form(row), date?))
        });
        let ages = AgeCells::measure(dates, context.dates(), shape.policy).widest();
        let names = rows.iter().map(|row| {
            let source = shape.source(row.item);
            let shown = groups::shown_source(row.item, source, &context.locale);
            shape.policy.str(&shown) as u16
        });
        columns.fit(shape, (ages, names.collect()), widest_title(shape, &rows))
    }
}

fn widest_title(shape: Shape, rows: &[ArticleRow<'_>]) -> u16 {
    let cells = rows.iter().map(|row| {
        let title = screen_form(row.item.entry.title(), shape.policy);
        let apart = shape.apart_cells(row).map_or(0, |cells| cells + 2);
        shape.policy.str(&title) as u16 + apart
    });
    cells.max().unwrap_or_default()
}

impl Columns {
    /// The columns with the cells that dates and names need; `title` are those of the widest title.
    fn fit(self, shape: Shape, (ages, names): (u16, Vec<u16>), title: u16) -> Shape {
        if self.age.is_none() && self.source.is_none() {
            return shape;
        }
        let right = self.star + self.age.map_or(1, |(_, cells)| cells + 2);
        let age = self.age.filter(|_| ages > 0);
        let mut columns = Self {
            age: age.map(|_| (right - ages, ages)),
            star: right - age.map_or(1, |_| ages + 2),
            source: None,
        };
        let start = shape.title.0;
        let mut end = columns.star - 1;
        // A long name has the cells that no title needs.
        let room = end.saturating_sub(start + title + 2);
        let own = match (self.source, usual(names)) {
            (Some(_), Some((_, widest))) if widest <= room => widest,
            (Some((_, cells)), Some((usual, _))) => usual.min(cells),
            _ => 0,
        };
        if own > 0 {
            columns.source = Some((end - own, own));
            end -= own + 2;
        }
        Shape {
            columns: Some(columns),
            title: (start, end - start),
            ..shape
        }
    }
}

/// The cells of a column that is not much wider than three of four names, and of the widest one.
fn usual(mut names: Vec<u16>) -> Option<(u16, u16)> {
    names.sort_unstable();
    let most = names.get(names.len() * 3 / 4)?;
    let widest = names.last()?;
    Some(((*widest).min(most * 3 / 2 + 2), *widest))
}
