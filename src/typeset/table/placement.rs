//! Where the cells of a table are: columns, spans, head rows.

use crate::document::date::date;
use crate::document::{Block, BlockKind, Cell, Table};

/// The most columns of a table; cells further right are put into the last one.
const COLUMNS: usize = 64;

/// Cells between columns.
pub(crate) const GAP: u16 = 2;

/// A cell with its columns.
#[derive(Clone, Copy)]
pub(crate) struct Placed<'a> {
    pub cell: &'a Cell,
    pub column: usize,
    pub span: usize,
    /// It is in a row above and spans down to this one.
    pub repeated: bool,
}

impl Placed<'_> {
    /// Whether it is in one row and one column.
    pub fn is_single(&self) -> bool {
        self.span == 1 && self.cell.rows <= 1
    }

    pub fn covers(&self, column: usize) -> bool {
        (self.column..self.column + self.span).contains(&column)
    }
}

/// How many of the first rows are the head, including those that its cells span down to.
pub(crate) fn head_rows(table: &Table) -> usize {
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

/// Assigns columns to the cells as HTML does; spans are cut at the last column.
pub(crate) fn place(table: &Table) -> Vec<Vec<Placed<'_>>> {
    // For each column: how many more rows a cell above covers.
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
                repeated: false,
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

/// The beginning of each paragraph in a cell.
pub(crate) fn words_of(cell: &Cell) -> String {
    let mut words = String::new();
    for block in &cell.blocks {
        if let BlockKind::Paragraph { text, .. } = &block.kind {
            words.extend(text.plain().chars().take(40));
        }
    }
    words
}

/// Whether a cell has a date and nothing else.
pub(crate) fn is_date(cell: &Cell) -> bool {
    matches!(cell.blocks.as_slice(), [Block { kind: BlockKind::Paragraph { text, .. }, .. }]
        if date(text).is_some())
}

/// Columns whose cells below the head are all numbers, which dates are not. Cells that span several
/// columns do not count.
pub(crate) fn numeric(head: usize, rows: &[Vec<Placed>], columns: usize) -> Vec<bool> {
    let mut numeric = vec![false; columns + 1];
    let mut other = vec![false; columns + 1];
    let cells = rows.iter().skip(head).flatten();
    for placed in cells.filter(|placed| placed.span == 1) {
        let words = words_of(placed.cell);
        let words = words.trim();
        let number = !is_date(placed.cell)
            && words.chars().any(|c| c.is_ascii_digit())
            && words.chars().all(|c| {
                c.is_ascii_digit()
                    || matches!(
                        c,
                        '.' | ',' | '%' | '+' | '-' | '−' | ' ' | '$' | '¥' | '￥' | '€' | '％'
                    )
            });
        if number {
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
