//! Tables as a grid. Each cell is laid out by the same typesetter in the width of its columns.

use super::decimals::pad;
use super::placement::{GAP, Placed, is_date, place, words_of};
use crate::document::{Align, Block, BlockKind, Cell, Table, Text};
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

/// Where a row of the body starts.
struct RowStart {
    line: usize,
    /// Its first cell is not empty.
    has_name: bool,
}

fn is_empty(cell: &Cell) -> bool {
    let is_blank = |block: &Block| match &block.kind {
        BlockKind::Paragraph { text, .. } => text.plain().trim().is_empty(),
        _ => false,
    };
    cell.blocks.iter().all(is_blank)
}

/// How a grid is laid out.
pub(super) struct Grid<'a> {
    pub head: usize,
    pub columns: Columns,
    pub aligns: &'a [Align],
    pub numeric: Vec<bool>,
    pub decimals: Vec<Option<(u16, u16)>>,
}

/// Where the columns of a grid are.
pub(super) struct Columns {
    pub starts: Vec<u16>,
    pub widths: Vec<u16>,
}

impl Columns {
    pub fn new(widths: Vec<u16>) -> Self {
        let mut column = 0;
        let starts = widths.iter().map(|width| {
            let start = column;
            column += width + GAP;
            start
        });
        Self {
            starts: starts.collect(),
            widths,
        }
    }

    /// Start and width of a cell; None past the last column.
    fn place(&self, placed: &Placed) -> Option<(u16, u16)> {
        let last = placed.column + placed.span - 1;
        let (start, end) = self.starts.get(placed.column).zip(self.starts.get(last))?;
        Some((*start, end + self.widths.get(last)? - start))
    }

    pub fn total(&self) -> u16 {
        let last = self.starts.last().zip(self.widths.last());
        last.map_or(1, |(start, width)| (start + width).max(1))
    }
}

/// Cells of the widest text in the body that is centred over its columns.
const LONGEST_MARK: u16 = 12;

impl Typesetter<'_> {
    pub(crate) fn table(&mut self, table: &Table, context: LayoutContext) {
        let line = self.compact.lines.len();
        let before = (self.anchors.len(), self.compact.pictures.len());
        let title = table.caption.as_ref().map(Text::plain).unwrap_or_default();
        self.anchors.push(Anchor {
            kind: AnchorKind::Table,
            line,
            text: title,
        });
        let nested = context.cell;
        let outer = context;
        let context = LayoutContext {
            prose: false,
            depth: context.depth + 1,
            cell: true,
            ..context
        };
        let rows = place(table);
        let columns = rows
            .iter()
            .flatten()
            .map(|placed| placed.column + placed.span)
            .max()
            .unwrap_or(0);
        self.rows(table, &rows, columns, nested, context);
        // Anchors inside the cells point to the table.
        for anchor in &mut self.anchors[before.0 + 1..] {
            anchor.line = line;
        }
        if !nested && self.compact.pictures.len() > before.1 {
            self.settle_pictures(line, before, outer);
        }
    }

    pub(super) fn grid(&mut self, rows: &[Vec<Placed>], grid: &Grid, context: LayoutContext) {
        let dash = self.options.width.narrow("─", "-").to_owned();
        let mut cells: Vec<LaidOutCell> = Vec::new();
        // The lines at which rows of the body start; no cell spans from the row above.
        let mut starts: Vec<RowStart> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            if index >= grid.head && cells.is_empty() {
                let first = row.first().filter(|placed| placed.column == 0);
                starts.push(RowStart {
                    line: self.compact.lines.len(),
                    has_name: first.is_some_and(|placed| !is_empty(placed.cell)),
                });
            }
            // A cell of the head does not reach into the body.
            let end = if index < grid.head {
                grid.head
            } else {
                rows.len()
            };
            self.cells_of_row(row, index, end - index - 1, grid, &mut cells, context);
            self.row(&mut cells, context);
            if index + 1 < grid.head {
                self.spanning_rules(row, grid, &mut cells, context);
            } else if index + 1 == grid.head && rows.len() > grid.head {
                let total = grid.columns.total();
                let rule = dash.repeat(usize::from(total));
                self.push_chrome(rule, total, Role::Rule, 0, context);
            }
        }
        self.part_rows(&starts, context);
        self.separator = Separator::Paragraph;
    }

    /// Lays out the cells of a row. `below`: how many rows a cell may reach down.
    fn cells_of_row(
        &mut self,
        row: &[Placed],
        index: usize,
        below: usize,
        grid: &Grid,
        cells: &mut Vec<LaidOutCell>,
        context: LayoutContext,
    ) {
        let above = index < grid.head;
        for (order, placed) in row.iter().enumerate() {
            let Some((start, width)) = grid.columns.place(placed) else {
                continue;
            };
            let numeric = grid.numeric[placed.column];
            let align = match grid.aligns.get(placed.column) {
                // Centred over its columns; from the first one on it is the heading of rows. Prose
                // is not centred.
                _ if placed.span > 1 && above => Align::Center,
                _ if placed.span > 1
                    && placed.column > 0
                    && self.is_mark(placed, width, context) =>
                {
                    Align::Center
                }
                _ if placed.span > 1 => Align::Start,
                Some(Align::Start) | None if numeric => Align::End,
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
            let names_row = placed.cell.heading && placed.column == 0;
            let inside = if !above && is_date(placed.cell) {
                context.muted()
            } else if above || names_row {
                context.heading()
            } else {
                context
            };
            let right = match grid.decimals[placed.column] {
                Some(_) if above || align != Align::End || placed.span > 1 => 0,
                decimals => pad(&words_of(placed.cell), decimals, self.options.width),
            };
            let width = if right < width { width - right } else { width };
            cells.push(LaidOutCell {
                column: start,
                lines: self.cell(placed.cell, width, align, inside).into_iter(),
                covers: placed.cell.rows.saturating_sub(1).min(below as u16),
            });
        }
    }

    /// Whether a cell has one short line only, such as `不详`.
    fn is_mark(&self, placed: &Placed, width: u16, context: LayoutContext) -> bool {
        let cells = self.content_width(&placed.cell.blocks, context).max_content;
        cells <= width.min(LONGEST_MARK)
    }

    /// Rules below the cells of a head that span several columns.
    fn spanning_rules(
        &mut self,
        row: &[Placed],
        grid: &Grid,
        cells: &mut [LaidOutCell],
        context: LayoutContext,
    ) {
        let spanning = row
            .iter()
            .filter(|placed| placed.span > 1 && placed.cell.rows <= 1);
        let places: Vec<(u16, u16)> = spanning
            .filter_map(|placed| grid.columns.place(placed))
            .collect();
        if places.is_empty() {
            return;
        }
        let dash = self.options.width.narrow("─", "-").to_owned();
        let flat = LayoutContext {
            frame: 0,
            ..context
        };
        // The cells beside the rules go on.
        let going_on = cells.iter_mut();
        let mut parts: Vec<(u16, CompactLine)> = going_on
            .filter_map(|cell| Some((cell.column, cell.lines.next()?)))
            .collect();
        for (start, width) in places {
            let rule = self.aside(|typesetter| {
                let rule = dash.repeat(usize::from(width));
                typesetter.push_chrome(rule, width, Role::Rule, 0, flat);
            });
            parts.extend(rule.into_iter().map(|line| (start, line)));
        }
        parts.sort_by_key(|(column, _)| *column);
        self.push_side_by_side(&parts, context);
    }

    /// Puts empty lines between the rows if one of them has several lines. A row whose first cell is
    /// empty belongs to the row above it, unless all are so, and follows it directly as long as both
    /// have one line.
    fn part_rows(&mut self, starts: &[RowStart], context: LayoutContext) {
        let Some(first) = starts.first() else { return };
        let end = self.compact.lines.len();
        let ends = starts.iter().skip(1).map(|next| next.line).chain([end]);
        let rows = starts.iter().zip(ends);
        let low: Vec<bool> = rows.map(|(row, end)| end - row.line <= 1).collect();
        if low.iter().all(|low| *low) {
            return;
        }
        let has_names = starts.iter().skip(1).any(|row| row.has_name);
        let tail = self.compact.lines.split_off(first.line);
        let pairs = low.windows(2).map(|pair| pair.iter().all(|low| *low));
        let mut rows = starts.iter().skip(1).zip(pairs).peekable();
        for (line, below) in (first.line..).zip(tail) {
            let row = rows.next_if(|(row, _)| row.line == line);
            if row.is_some_and(|(row, are_low)| row.has_name || !has_names || !are_low) {
                self.push(LineKind::Blank, context, 0);
            }
            self.compact.lines.push(below);
        }
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
        self.aside(|typesetter| typesetter.tight_blocks(&cell.blocks, inside))
    }

    /// Lays something out and returns its lines, which are not on the page yet.
    pub(crate) fn aside(&mut self, lay_out: impl FnOnce(&mut Self)) -> Vec<CompactLine> {
        // Into an empty page; frames of outside start no line in it.
        let outer = std::mem::take(&mut self.compact.lines);
        let first_prefixes = std::mem::take(&mut self.first_prefixes);
        lay_out(self);
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

#[cfg(test)]
mod tests {
    use crate::document::{Format, build};
    use crate::typeset::{Options, Page};

    /// The first letters of the lines of a table with these rows: a blank for those without a first cell.
    fn rows(rows: &[(&str, &str)]) -> String {
        let rows = rows
            .iter()
            .map(|(first, words)| format!("| {first} | {words} |\n"));
        let source = format!("| 名 | 说明 |\n|---|---|\n{}", rows.collect::<String>());
        let options = Options {
            measure: 30,
            ..Options::default()
        };
        let page = Page::new(&build(&source, Format::Markdown), &options);
        let lines = (2..page.len()).map(|at| page.line(at));
        let texts = lines.map(|line| line.spans.iter().map(|span| span.text.as_str()).collect());
        let sign = |text: String| match text.trim() {
            "" => '|',
            _ => text.chars().next().unwrap_or(' '),
        };
        texts.map(sign).collect()
    }

    #[test]
    fn rows_are_parted_alike() {
        let long = "这一格的文字很长，一行放不下，所以折成两行";
        assert_eq!(rows(&[("甲", "短"), ("乙", "短"), ("", "短")]), "甲乙 ");
        assert_eq!(
            rows(&[("甲", long), ("乙", "短"), ("丙", "短")]),
            "甲 |乙|丙"
        );
        assert_eq!(
            rows(&[("甲", long), ("", "短"), ("乙", "短"), ("", "短")]),
            "甲 | |乙 "
        );
        // No row has a name.
        assert_eq!(rows(&[("", long), ("", "短")]), "  | ");
    }
}
