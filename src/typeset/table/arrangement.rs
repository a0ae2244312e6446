//! How the rows of a table are arranged: as a grid, as a list of links, as stacked rows where no
//! grid fits, or as a grid that is scrolled sideways.

use super::columns::{ContentWidth, share};
use super::decimals::{decimals, widen};
use super::grid_table::{Columns, Grid};
use super::placement::{GAP, Placed, head_rows, numeric};
use crate::document::{Align, Table};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, MIN_FOLDED, Typesetter};
use crate::typeset::lines::WideTable;

/// The widest page that is too narrow for a grid with a column of half its width, and the lines
/// of the highest cell beside one.
const NARROW: u16 = 48;
const HIGHEST: u16 = 3;

/// The lines of the highest cell of three or more columns on such a page.
const TOO_HIGH: u16 = 5;

/// The cells of a page on which no column beside others holds running text.
const VERY_NARROW: u16 = 24;

impl Typesetter<'_> {
    /// Lays out the rows of a table. `nested`: it is in a cell of another one.
    pub(super) fn rows(
        &mut self,
        table: &Table,
        rows: &[Vec<Placed>],
        columns: usize,
        nested: bool,
        context: LayoutContext,
    ) {
        let head = head_rows(table);
        let numeric = numeric(head, rows, columns);
        let decimals = decimals(&numeric, rows, head, self.options.width);
        let wanted = |cut_rows: usize| {
            let mut wanted = self.content_widths_of_columns(rows, cut_rows, columns, context);
            widen(&mut wanted, &decimals);
            wanted
        };
        let whole = wanted(0);
        let outer = LayoutContext {
            cell: nested,
            ..context
        };
        let page = self.page_of(&whole, outer, context);
        let (right, _) = self.margins(outer);
        let straight = page.width.min(context.width + right);
        // A list of links looks better than a table that starts left of the text.
        if total(&whole) > usize::from(straight)
            && let Some(listing) = self.listing(head, rows, columns, context)
        {
            self.table_caption(table, context);
            return self.list_rows(head, rows, listing, context);
        }
        let crowded = is_crowded(rows);
        let unfolded = unfolded(&whole, context.width, page.width);
        let unfolded = unfolded.filter(|_| !nested && !crowded);
        let folded = || {
            // If the columns do not fit with whole words in the head, those words may be cut.
            let share = |wanted: Vec<ContentWidth>| {
                let widths = share(&wanted, page.width)?;
                Some(self.balanced(rows, &wanted, widths, context))
            };
            let widths = share(whole.clone()).or_else(|| share(wanted(head)));
            widths.filter(|widths| !is_cramped(&whole, widths, page.width) && !crowded)
        };
        let scroll = self.options.sideways.filter(|_| unfolded.is_some());
        let is_wide = unfolded.is_some();
        let widths = unfolded.filter(|_| scroll.is_some()).or_else(folded);
        let line = self.compact.lines.len();
        let mut right = None;
        if let Some(widths) = widths {
            let grid = Grid {
                head,
                columns: Columns::new(widths),
                aligns: &table.columns,
                numeric,
                decimals,
            };
            let page = self.centred(page, self.margins(outer), outer);
            self.table_caption(table, page);
            right = self.grid_in_window(rows, &grid, scroll, page);
        } else {
            let page = LayoutContext {
                width: straight,
                ..page
            };
            self.table_caption(table, context);
            self.stacked_rows(head, rows, columns, page);
        }
        if is_wide {
            let lines = (line, self.compact.lines.len());
            self.compact.wide_tables.push(WideTable {
                lines,
                hidden: right.map(|(hidden, _)| hidden),
                next: right.and_then(|(_, next)| next),
            });
        }
    }

    fn table_caption(&mut self, table: &Table, context: LayoutContext) {
        if let Some(caption) = table.caption.as_ref().filter(|caption| !caption.is_blank()) {
            let setting = self.setting(caption, context);
            self.text(caption, Role::Caption, &setting, Align::Start, context);
        }
    }

    /// The surroundings of a table: as wide as its columns, up to both margins. Columns of running text
    /// are no wider than a line of text.
    fn page_of(
        &self,
        whole: &[ContentWidth],
        outer: LayoutContext,
        context: LayoutContext,
    ) -> LayoutContext {
        let lines = whole.iter().map(|column| ContentWidth {
            max_content: column.max_content.min(context.width),
            ..*column
        });
        let natural = total(&lines.collect::<Vec<_>>());
        let width = self.widened(natural, outer).width;
        // A few cells beyond the measure are used only if the columns fit with them.
        let (right, left) = self.margins(outer);
        let is_far = right.max(left) >= MIN_FOLDED;
        let fits = natural <= usize::from(width) || share(whole, context.width).is_none();
        LayoutContext {
            width: if is_far || fits { width } else { context.width },
            ..context
        }
    }

    /// Lays out a grid. If it is scrolled by some cells, shows what fits: the first column stays where
    /// it is. Returns the cells that are hidden at the right, and where the next column starts.
    fn grid_in_window(
        &mut self,
        rows: &[Vec<Placed>],
        grid: &Grid,
        scroll: Option<u16>,
        context: LayoutContext,
    ) -> Option<(u16, Option<u16>)> {
        let Some(scroll) = scroll else {
            self.grid(rows, grid, context);
            return None;
        };
        let window = grid.columns.window(scroll, context.width);
        let inner = self.enter_window(window, context);
        self.grid(rows, grid, inner);
        self.leave_frame();
        let end = window.from + window.width;
        let hidden = grid.columns.total().saturating_sub(end);
        Some((hidden, grid.columns.next(window)))
    }
}

/// Cells of a grid whose columns do not fold.
fn total(columns: &[ContentWidth]) -> usize {
    let cells = columns.iter().map(|column| usize::from(column.max_content));
    cells.sum::<usize>() + usize::from(GAP) * columns.len().saturating_sub(1)
}

/// The widths of the columns of a table that is scrolled: no wider than a line of text. None if that is
/// no wider than the page.
fn unfolded(whole: &[ContentWidth], measure: u16, page: u16) -> Option<Vec<u16>> {
    let widths = whole.iter().map(|column| column.max_content.min(measure));
    let widths: Vec<u16> = widths.collect();
    let gaps = GAP * (widths.len().max(1) as u16 - 1);
    (widths.iter().sum::<u16>() + gaps > page).then_some(widths)
}

/// Whether cells past the last column were clamped into it and overlap there.
fn is_crowded(rows: &[Vec<Placed>]) -> bool {
    let overlap = |pair: &[Placed]| pair[0].column + pair[0].span > pair[1].column;
    rows.iter().any(|row| row.windows(2).any(overlap))
}

/// Whether one of three or more columns takes half of a narrow page, so that another one wraps
/// into many short lines, or one wraps into even more. On a very narrow page, whether any column does.
fn is_cramped(wanted: &[ContentWidth], widths: &[u16], page: u16) -> bool {
    let takes_half = |width: u16| width * 2 >= page;
    let wraps = |(wanted, width): (&ContentWidth, &u16)| {
        !takes_half(*width) && wanted.max_content > width.saturating_mul(HIGHEST - 1)
    };
    let is_high =
        |(wanted, width): (&ContentWidth, &u16)| wanted.max_content > width.saturating_mul(HIGHEST);
    let mut columns = wanted.iter().zip(widths);
    if page < VERY_NARROW && widths.len() > 1 && columns.any(is_high) {
        return true;
    }
    let is_too_high = |(wanted, width): (&ContentWidth, &u16)| {
        wanted.max_content > width.saturating_mul(TOO_HIGH)
    };
    let takes_much = widths.iter().any(|width| takes_half(*width));
    page <= NARROW
        && widths.len() >= 3
        && (takes_much && wanted.iter().zip(widths).any(wraps)
            || wanted.iter().zip(widths).any(is_too_high))
}
