//! Tables as a grid. Each cell is laid out by the same typesetter in the width of its columns.
//! A table that is too wide for a grid becomes stacked rows.

use super::columns::share;
use super::placement::{GAP, Placed, head_rows, numeric, place};
use crate::document::{Align, Cell, Table, Text};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;
use crate::typeset::{Anchor, AnchorKind};

/// A cell that has been laid out.
struct LaidOutCell {
    column: u16,
    /// Its lines that are not on the page yet.
    lines: std::vec::IntoIter<CompactLine>,
    /// How many more rows of the table it covers.
    covers: u16,
}

impl Typesetter<'_> {
    pub(crate) fn table(&mut self, table: &Table, context: LayoutContext) {
        let line = self.compact.lines.len();
        let before = self.anchors.len();
        let title = table.caption.as_ref().map(Text::plain).unwrap_or_default();
        self.anchors.push(Anchor {
            kind: AnchorKind::Table,
            line,
            text: title,
        });
        let context = LayoutContext {
            prose: false,
            depth: context.depth + 1,
            cell: true,
            ..context
        };
        if let Some(caption) = table.caption.as_ref().filter(|caption| !caption.is_blank()) {
            let setting = self.setting(caption, context);
            self.text(caption, Role::Caption, &setting, Align::Start, context);
        }
        let rows = place(table);
        let columns = rows
            .iter()
            .flatten()
            .map(|placed| placed.column + placed.span)
            .max()
            .unwrap_or(0);
        let head = head_rows(table);
        // If the columns do not fit with whole words in the head, those words may be cut.
        let widths = [0, head].into_iter().find_map(|cut_rows| {
            let wanted = self.content_widths_of_columns(&rows, cut_rows, columns, context);
            share(&wanted, context.width)
        });
        // Cells past the last column were clamped into it and overlap there.
        let crowded = rows.iter().any(|row| {
            row.windows(2)
                .any(|pair| pair[0].column + pair[0].span > pair[1].column)
        });
        match widths.filter(|_| !crowded) {
            Some(widths) => self.grid(table, head, &rows, &widths, context),
            None => self.stacked_rows(head, &rows, columns, context),
        }
        // Anchors inside the cells point to the table.
        for anchor in &mut self.anchors[before + 1..] {
            anchor.line = line;
        }
    }

    fn grid(
        &mut self,
        table: &Table,
        head: usize,
        rows: &[Vec<Placed>],
        widths: &[u16],
        context: LayoutContext,
    ) {
        let numeric = numeric(head, rows, widths.len());
        let mut starts = Vec::with_capacity(widths.len());
        let mut column = 0;
        for width in widths {
            starts.push(column);
            column += width + GAP;
        }
        let total = column.saturating_sub(GAP).clamp(1, context.width);
        let mut cells: Vec<LaidOutCell> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let above = index < head;
            // A cell of the head does not reach into the body.
            let below = if above { head } else { rows.len() } - index - 1;
            for (order, placed) in row.iter().enumerate() {
                let last = placed.column + placed.span - 1;
                let Some((&start, &end)) = starts.get(placed.column).zip(starts.get(last)) else {
                    continue;
                };
                let width = end + widths[last] - start;
                let align = match table.columns.get(placed.column) {
                    Some(Align::Start) | None if numeric[placed.column] => Align::End,
                    Some(align) => *align,
                    None => Align::Start,
                };
                if index > 0 || order > 0 {
                    self.separator = if order == 0 {
                        Separator::Line
                    } else {
                        Separator::Cell
                    };
                }
                let inside = if above || placed.cell.heading {
                    context.heading()
                } else {
                    context
                };
                let lines = self.cell(placed.cell, width, align, inside);
                cells.push(LaidOutCell {
                    column: start,
                    lines: lines.into_iter(),
                    covers: placed.cell.rows.saturating_sub(1).min(below as u16),
                });
            }
            self.row(&mut cells, context);
            if index + 1 == head && rows.len() > head {
                let dash = self.options.width.narrow("─", "-");
                self.push_chrome(
                    dash.repeat(usize::from(total)),
                    total,
                    Role::Rule,
                    0,
                    context,
                );
            }
        }
        self.separator = Separator::Paragraph;
    }

    /// Lays out one cell and returns its lines, which are not on the page yet.
    pub(crate) fn cell(
        &mut self,
        cell: &Cell,
        width: u16,
        align: Align,
        context: LayoutContext,
    ) -> Vec<CompactLine> {
        let inside = LayoutContext {
            width,
            frame: 0,
            separator: Separator::Line,
            align,
            ..context
        };
        // The cell is laid out into an empty page; frames of outside start no line in it.
        let outer = std::mem::take(&mut self.compact.lines);
        let first_prefixes = std::mem::take(&mut self.first_prefixes);
        self.tight_blocks(&cell.blocks, inside);
        self.first_prefixes = first_prefixes;
        std::mem::replace(&mut self.compact.lines, outer)
    }

    /// Puts a row of the table on the page. It is as high as its highest cell that ends in it;
    /// cells that span further rows continue in those.
    fn row(&mut self, cells: &mut Vec<LaidOutCell>, context: LayoutContext) {
        cells.sort_by_key(|cell| cell.column);
        let ending = cells.iter().filter(|cell| cell.covers == 0);
        let height = ending.map(|cell| cell.lines.len()).max().unwrap_or(0);
        let lines = height.max(usize::from(cells.iter().any(|cell| cell.lines.len() > 0)));
        for _ in 0..lines {
            let parts = cells
                .iter_mut()
                .filter_map(|cell| Some((cell.column, cell.lines.next()?)));
            let parts: Vec<(u16, CompactLine)> = parts.collect();
            self.push_side_by_side(&parts, context);
        }
        cells.retain_mut(|cell| {
            let goes_on = cell.covers > 0;
            cell.covers = cell.covers.saturating_sub(1);
            goes_on
        });
    }

    /// Puts lines of cells side by side as one line.
    pub(crate) fn push_side_by_side(
        &mut self,
        parts: &[(u16, CompactLine)],
        context: LayoutContext,
    ) {
        let from = self.compact.parts.len() as u32;
        self.compact.parts.extend_from_slice(parts);
        let to = self.compact.parts.len() as u32;
        self.push(LineKind::Cells { from, to }, context, 0);
    }
}
