//! Tables: cells side by side in columns, set by the same typesetter; a table that is too
//! wide for that becomes records.

use super::columns::share;
use crate::document::{Align, BlockKind, Cell, Style, Table, Text};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Joint;
use crate::typeset::{Anchor, AnchorKind};

/// Columns that a table may have; what stands further right joins the last.
const COLUMNS: usize = 64;

/// Cells between columns.
pub(crate) const GAP: u16 = 2;

/// A cell at its place.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub cell: &'a Cell,
    pub column: usize,
    pub span: usize,
    /// It stands in a row above and reaches down here.
    pub again: bool,
}

impl Placed<'_> {
    pub fn covers(&self, column: usize) -> bool {
        (self.column..self.column + self.span).contains(&column)
    }
}

/// A cell that has been set: its column, the rows not shown yet, and how many more rows of
/// the table it covers.
struct Set {
    column: u16,
    rows: std::vec::IntoIter<CompactLine>,
    covers: u16,
}

impl Typesetter<'_> {
    pub(crate) fn table(&mut self, table: &Table, around: LayoutContext) {
        let line = self.rows.lines.len();
        let before = self.anchors.len();
        let title = table.caption.as_ref().map(Text::plain).unwrap_or_default();
        self.anchors.push(Anchor {
            kind: AnchorKind::Table,
            line,
            text: title,
        });
        let around = LayoutContext {
            prose: false,
            depth: around.depth + 1,
            cell: true,
            ..around
        };
        if let Some(caption) = table.caption.as_ref().filter(|caption| !caption.is_blank()) {
            let setting = self.setting(caption, around);
            self.text(caption, Role::Caption, &setting, Align::Start, around);
        }
        let rows = place(table);
        let columns = rows
            .iter()
            .flatten()
            .map(|placed| placed.column + placed.span)
            .max()
            .unwrap_or(0);
        let head = head(table);
        // Where whole words of the head do not fit, they may be cut.
        let widths = [0, head].into_iter().find_map(|short| {
            let wishes = self.wishes(&rows, short, columns, around);
            share(&wishes, around.width)
        });
        let crowded = rows.iter().any(|row| {
            row.windows(2)
                .any(|pair| pair[0].column + pair[0].span > pair[1].column)
        });
        match widths.filter(|_| !crowded) {
            Some(widths) => self.grid(table, head, &rows, &widths, around),
            None => self.records(head, &rows, columns, around),
        }
        // Whatever stands in cells is found at the table.
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
        around: LayoutContext,
    ) {
        let numeric = numeric(head, rows, widths.len());
        let mut starts = Vec::with_capacity(widths.len());
        let mut column = 0;
        for width in widths {
            starts.push(column);
            column += width + GAP;
        }
        let total = column.saturating_sub(GAP).clamp(1, around.width);
        let mut cells: Vec<Set> = Vec::new();
        for (index, row) in rows.iter().enumerate() {
            let above = index < head;
            // The head's cells end where the head does.
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
                    self.joint = if order == 0 { Joint::Line } else { Joint::Cell };
                }
                let heading = above || placed.cell.heading;
                cells.push(Set {
                    column: start,
                    rows: self
                        .cell(placed.cell, width, heading, align, around)
                        .into_iter(),
                    covers: placed.cell.rows.saturating_sub(1).min(below as u16),
                });
            }
            self.row(&mut cells, around);
            if index + 1 == head && rows.len() > head {
                let dash = self.options.width.narrow("─", "-");
                self.chrome(
                    dash.repeat(usize::from(total)),
                    total,
                    Role::Rule,
                    0,
                    around,
                );
            }
        }
        self.joint = Joint::Paragraph;
    }

    /// The rows of one cell.
    pub(crate) fn cell(
        &mut self,
        cell: &Cell,
        width: u16,
        heading: bool,
        align: Align,
        around: LayoutContext,
    ) -> Vec<CompactLine> {
        let role = match (heading, around.role) {
            (_, Role::Cut) => Role::Cut,
            (true, _) => Role::TableHead,
            (false, role) => role,
        };
        let inside = LayoutContext {
            width,
            frame: 0,
            role,
            style: if heading {
                around.style.with(Style::STRONG)
            } else {
                around.style
            },
            joint: Joint::Line,
            align,
            ..around
        };
        let outer = std::mem::take(&mut self.rows.lines);
        let fresh = std::mem::take(&mut self.fresh);
        self.blocks(&cell.blocks, inside, true);
        self.fresh = fresh;
        std::mem::replace(&mut self.rows.lines, outer)
    }

    /// A row of the table: its cells are shown to their end, but for those that go on in the
    /// rows below.
    fn row(&mut self, cells: &mut Vec<Set>, around: LayoutContext) {
        cells.sort_by_key(|cell| cell.column);
        let ending = cells.iter().filter(|cell| cell.covers == 0);
        let height = ending.map(|cell| cell.rows.len()).max().unwrap_or(0);
        let lines = height.max(usize::from(cells.iter().any(|cell| cell.rows.len() > 0)));
        for _ in 0..lines {
            let parts = cells
                .iter_mut()
                .filter_map(|cell| Some((cell.column, cell.rows.next()?)));
            let parts: Vec<(u16, CompactLine)> = parts.collect();
            self.beside(&parts, around);
        }
        cells.retain_mut(|cell| {
            let goes_on = cell.covers > 0;
            cell.covers = cell.covers.saturating_sub(1);
            goes_on
        });
    }

    /// CompactLines at their columns as one line.
    pub(crate) fn beside(&mut self, parts: &[(u16, CompactLine)], around: LayoutContext) {
        let from = self.rows.parts.len() as u32;
        self.rows.parts.extend_from_slice(parts);
        let to = self.rows.parts.len() as u32;
        self.push(LineKind::Cells { from, to }, around, 0);
    }
}

/// How many of the first rows are the head: those too that its cells reach down to.
fn head(table: &Table) -> usize {
    let mut head = table.head.min(table.rows.len());
    let mut index = 0;
    while index < head {
        let rows = table.rows[index].iter().map(|cell| usize::from(cell.rows));
        let reach = index + rows.max().unwrap_or(1);
        if reach < table.rows.len() {
            head = head.max(reach);
        }
        index += 1;
    }
    head
}

/// Cells at their columns, as HTML places them; spans are cut to what there is.
fn place(table: &Table) -> Vec<Vec<Placed<'_>>> {
    // How many more rows each column is covered from above.
    let mut covered = [0_u16; COLUMNS];
    let mut rows = Vec::with_capacity(table.rows.len());
    for row in &table.rows {
        let mut column = 0;
        let mut placed = Vec::with_capacity(row.len());
        let mut covers = Vec::new();
        for cell in row {
            while column + 1 < COLUMNS && covered[column] > 0 {
                column += 1;
            }
            let span = usize::from(cell.columns.max(1))
                .min(COLUMNS - column)
                .max(1);
            placed.push(Placed {
                cell,
                column,
                span,
                again: false,
            });
            if cell.rows > 1 {
                covers.push((column..column + span, cell.rows));
            }
            column = (column + span).min(COLUMNS - 1);
        }
        for cover in &mut covered {
            *cover = cover.saturating_sub(1);
        }
        for (columns, rows) in covers {
            covered[columns].fill(rows - 1);
        }
        rows.push(placed);
    }
    rows
}

/// Columns whose cells below the head are all numbers.
pub(crate) fn numeric(head: usize, rows: &[Vec<Placed>], columns: usize) -> Vec<bool> {
    let mut numeric = vec![false; columns + 1];
    let mut other = vec![false; columns + 1];
    for placed in rows.iter().skip(head).flatten() {
        let mut words = String::new();
        for block in &placed.cell.blocks {
            if let BlockKind::Paragraph { text, .. } = &block.kind {
                words.extend(text.plain().chars().take(40));
            }
        }
        let words = words.trim();
        let number = words.chars().any(|c| c.is_ascii_digit())
            && words.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(
                        c,
                        '.' | ',' | '%' | '+' | '-' | '−' | ' ' | '$' | '¥' | '￥' | '€' | '％'
                    )
            });
        if number && placed.span == 1 {
            numeric[placed.column] = true;
        } else if !words.is_empty() && words != "-" && words != "—" {
            other[placed.column] = true;
        }
    }
    numeric
        .iter()
        .zip(other)
        .map(|(number, other)| *number && !other)
        .collect()
}
