//! Moves cells between the columns of a table that folds, as long as that saves lines. The widest cell
//! of a column says little about its others: one long text may widen a column whose other cells are
//! short, and the columns beside it pay for it in every row.

use super::columns::ContentWidth;
use super::placement::Placed;
use crate::document::{Block, BlockKind};
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::inline::layout::Part;
use std::collections::HashMap;

/// Tables with more columns keep the widths they have, and further rows are not looked at.
const MOST_COLUMNS: usize = 8;
const MOST_ROWS: usize = 60;

/// The most moves, and the cells of one. They are even, for ideographs.
const MOVES: usize = 24;
const STEPS: [u16; 4] = [2, 4, 8, 16];

/// Cells of the longest last line that is a runt: one ideograph.
const RUNT: u32 = 2;

/// The price of a line of a row, of a runt, of a line of a cell that is not the highest, and of a name
/// in the first column that folds.
const LINE: usize = 16;
const RUNT_PRICE: usize = 8;
const FOLD: usize = 1;
const NAME: usize = 40;

/// How a cell folds in a width.
#[derive(Clone, Copy, Default)]
struct Folds {
    lines: u32,
    ends_in_runt: bool,
}

/// The texts of a table's cells, row by row. Those that span columns or rows are left out.
struct Texts {
    columns: usize,
    rows: Vec<Vec<(usize, Vec<Part>)>>,
    /// How the cells of a column fold in a width.
    known: HashMap<(usize, u16), Vec<Folds>>,
}

impl Typesetter<'_> {
    /// Widths of columns with the same sum that take fewer lines, if there are such.
    pub(super) fn balanced(
        &self,
        rows: &[Vec<Placed>],
        wanted: &[ContentWidth],
        mut widths: Vec<u16>,
        context: LayoutContext,
    ) -> Vec<u16> {
        let mut sizes = wanted.iter().zip(&widths);
        let is_whole = sizes.all(|(wanted, width)| wanted.max_content <= *width);
        if is_whole || widths.len() > MOST_COLUMNS {
            return widths;
        }
        let row = |row: &Vec<Placed>| {
            let cells = row.iter().filter(|placed| placed.is_single());
            let cells = cells.map(|placed| {
                let mut parts = Vec::new();
                self.parts_of(&placed.cell.blocks, context, &mut parts);
                (placed.column, parts)
            });
            cells.collect()
        };
        let mut texts = Texts {
            columns: widths.len(),
            rows: rows.iter().take(MOST_ROWS).map(row).collect(),
            known: HashMap::new(),
        };
        for _ in 0..MOVES {
            let Some(better) = texts.better(&widths, wanted) else {
                break;
            };
            widths = better;
        }
        widths
    }

    fn parts_of(&self, blocks: &[Block], context: LayoutContext, parts: &mut Vec<Part>) {
        for block in blocks {
            match &block.kind {
                _ if block.cut.is_some() && !self.options.show_cut => {}
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                    parts.extend(self.parts_of_text(text, context));
                }
                BlockKind::Group { blocks } => self.parts_of(blocks, context, parts),
                _ => {}
            }
        }
    }
}

impl Texts {
    /// The cheapest widths after one move, if they save more than a fold that nobody sees.
    fn better(&mut self, widths: &[u16], wanted: &[ContentWidth]) -> Option<Vec<u16>> {
        let now = self.price(widths);
        let mut least = now;
        let mut best = None;
        for from in 0..widths.len() {
            for to in (0..widths.len()).filter(|to| *to != from) {
                for cells in STEPS {
                    let spare = widths[from].saturating_sub(wanted[from].min_content);
                    let missing = wanted[to].max_content.saturating_sub(widths[to]);
                    if spare < cells || missing.next_multiple_of(2) < cells {
                        break;
                    }
                    let mut moved = widths.to_vec();
                    moved[from] -= cells;
                    moved[to] += cells;
                    let price = self.price(&moved);
                    if price < least {
                        least = price;
                        best = Some((price, moved));
                    }
                }
            }
        }
        let (price, better) = best?;
        (price + RUNT_PRICE <= now).then_some(better)
    }

    fn price(&mut self, widths: &[u16]) -> usize {
        for (column, width) in widths.iter().enumerate() {
            let rows = &self.rows;
            let known = self.known.entry((column, *width));
            known.or_insert_with(|| folds_of_column(rows, column, *width));
        }
        let columns: Vec<&[Folds]> = (0..self.columns)
            .map(|column| self.known[&(column, widths[column])].as_slice())
            .collect();
        let row = |row: usize| {
            let cells = columns.iter().map(|folds| folds[row]);
            let highest = cells.clone().map(|folds| folds.lines).max().unwrap_or(0);
            let lines = cells.clone().map(|folds| folds.lines).sum::<u32>();
            let runts = cells.filter(|folds| folds.ends_in_runt).count();
            let name = usize::from(columns[0][row].lines > 1);
            highest as usize * LINE + lines as usize * FOLD + runts * RUNT_PRICE + name * NAME
        };
        (0..self.rows.len()).map(row).sum()
    }
}

fn folds_of_column(rows: &[Vec<(usize, Vec<Part>)>], column: usize, width: u16) -> Vec<Folds> {
    let cell = |row: &Vec<(usize, Vec<Part>)>| {
        let cell = row.iter().find(|(at, _)| *at == column);
        cell.map_or(Folds::default(), |(_, parts)| folds(parts, width.into()))
    };
    rows.iter().map(cell).collect()
}

/// How a text folds if each line takes as many parts as it can.
fn folds(parts: &[Part], width: u32) -> Folds {
    let width = width.max(1);
    let mut lines = 0;
    let mut ends_in_runt = false;
    for line in parts.chunk_by(|part, _| !part.ends_line) {
        let (mut used, mut blank, mut folded) = (0, 0, 0);
        for part in line {
            let after = used + blank + part.cells;
            if used > 0 && after > width {
                folded += 1;
                used = part.cells;
            } else {
                used = after;
            }
            // A part that is wider than a line is cut.
            while used > width {
                folded += 1;
                used -= width;
            }
            blank = part.blank;
        }
        lines += folded + 1;
        ends_in_runt = folded > 0 && used <= RUNT;
    }
    Folds {
        lines,
        ends_in_runt,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_of_a_text_are_counted() {
        let text = |widths: &[u32]| -> Vec<Part> {
            let parts = widths.iter().map(|cells| Part {
                cells: *cells,
                blank: 1,
                ends_line: false,
            });
            parts.collect()
        };
        let check = |widths: &[u32], width, expected: (u32, bool)| {
            let found = folds(&text(widths), width);
            assert_eq!((found.lines, found.ends_in_runt), expected, "{widths:?}");
        };
        check(&[], 8, (0, false));
        check(&[8], 8, (1, false));
        check(&[1], 8, (1, false));
        check(&[5, 2, 1], 8, (2, true));
        check(&[5, 3], 8, (2, false));
        // Wider than two lines.
        check(&[20], 8, (3, false));
    }
}
