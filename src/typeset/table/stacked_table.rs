//! A table that is too wide for columns: each of its rows becomes a record, the head of its
//! column beside each cell.

use super::grid_table::{GAP, Placed, numeric};
use crate::document::{Align, Block, BlockKind};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Joint;

/// Cells between two figures of a record in one line.
const APART: u16 = 4;

/// The widest figure that stands in a line with others.
const FIGURE: u16 = 14;

/// Fewest figures of a record that share lines.
const FIGURES: usize = 4;

/// Most cells that are said again in the rows they reach down into, and their most bytes.
const REACHING: usize = 16;
const SHORT: usize = 120;

/// The head of a column, and whether it was shown.
struct Head<'a> {
    placed: &'a Placed<'a>,
    used: bool,
}

/// How the figures of a record share a line: the cells of a head and of a figure, and how
/// many stand side by side.
#[derive(Clone, Copy)]
struct Figures {
    label: u16,
    width: u16,
    many: usize,
}

impl Typesetter<'_> {
    pub(crate) fn records(
        &mut self,
        head: usize,
        rows: &[Vec<Placed>],
        columns: usize,
        around: LayoutContext,
    ) {
        let (top, body) = rows.split_at(head);
        let whole = whole(body);
        // The lowest head above a column names it; the others stand above as a title.
        let mut heads: Vec<Head> = Vec::new();
        for placed in top.iter().rev().flatten() {
            let mut columns = body.iter().flatten().map(|cell| cell.column);
            let named = columns.any(|column| {
                placed.covers(column) && !heads.iter().any(|head| head.placed.covers(column))
            });
            if named {
                heads.push(Head {
                    placed,
                    used: false,
                });
            }
        }
        for placed in top.iter().flatten() {
            if !heads.iter().any(|head| std::ptr::eq(head.placed, placed)) {
                self.title(placed, around);
            }
        }
        let wishes = heads
            .iter()
            .map(|head| self.wish(&head.placed.cell.blocks, around).natural);
        let natural = wishes.max().unwrap_or(0);
        let label = natural.min((around.width / 3).max(4));
        let figures =
            (heads.len() == columns && label == natural && is_figures(rows, head, columns))
                .then(|| self.figures(body, label, around))
                .flatten();
        for (index, row) in whole.iter().enumerate() {
            if index > 0 {
                self.push(LineKind::Blank, around, 0);
            }
            for (order, placed) in row.iter().enumerate() {
                self.joint = match order {
                    0 => Joint::Paragraph,
                    _ => Joint::Line,
                };
                let head = heads
                    .iter_mut()
                    .find(|head| head.placed.covers(placed.column));
                match (head, figures) {
                    (Some(_), Some(figures)) if order == 1 => {
                        self.line_up(&mut heads, &row[1..], figures, around);
                        break;
                    }
                    (Some(head), _) => self.field(head, placed, label, order == 0, around),
                    (None, _) => self.unnamed(placed, order == 0, around),
                }
            }
        }
        self.joint = Joint::Paragraph;
    }

    /// How figures stand in a line, if one fits.
    fn figures(&self, body: &[Vec<Placed>], label: u16, around: LayoutContext) -> Option<Figures> {
        let cells = body.iter().flatten().filter(|placed| placed.column > 0);
        let wishes = cells.map(|placed| self.wish(&placed.cell.blocks, around).natural);
        let width = wishes.max()?;
        let many = usize::from((around.width + APART) / (label + GAP + width + APART));
        (width <= FIGURE && many > 0).then_some(Figures { label, width, many })
    }

    /// The figures of a record, `many` in a line, each behind the head of its column.
    fn line_up(
        &mut self,
        heads: &mut [Head],
        row: &[Placed],
        Figures { label, width, many }: Figures,
        around: LayoutContext,
    ) {
        for line in row.chunks(many) {
            self.joint = Joint::Line;
            let mut parts: Vec<(u16, CompactLine)> = Vec::new();
            let mut start = 0;
            for placed in line {
                let head = heads
                    .iter_mut()
                    .find(|head| head.placed.covers(placed.column));
                if let Some(head) = head {
                    let echo = LayoutContext {
                        echo: std::mem::replace(&mut head.used, true),
                        ..around
                    };
                    let named = self.cell(head.placed.cell, label, true, Align::Start, echo);
                    parts.extend(named.into_iter().map(|row| (start, row)));
                }
                self.joint = Joint::Cell;
                let at = start + label + GAP;
                let value = self.cell(placed.cell, width, false, Align::End, around);
                parts.extend(value.into_iter().map(|row| (at, row)));
                start = at + width + APART;
            }
            self.beside(&parts, around);
        }
    }

    /// A cell with the head of its column beside it, or above where there is no room.
    fn field(
        &mut self,
        head: &mut Head,
        placed: &Placed,
        label: u16,
        first: bool,
        around: LayoutContext,
    ) {
        if head.used && is_blank(&placed.cell.blocks) {
            return;
        }
        let echo = LayoutContext {
            echo: std::mem::replace(&mut head.used, true),
            ..around
        };
        let beside = around.width >= label + GAP + 4;
        let (start, width) = match beside {
            true => (label + GAP, around.width - label - GAP),
            false => (0, around.width),
        };
        let named = if beside { label } else { around.width };
        let named = self.cell(head.placed.cell, named, true, Align::Start, echo);
        self.joint = Joint::Cell;
        let strong = first || placed.cell.heading;
        let value = LayoutContext {
            echo: around.echo || placed.again,
            ..around
        };
        let value = self.cell(placed.cell, width, strong, Align::Start, value);
        if !beside {
            for row in named.into_iter().chain(value) {
                self.beside(&[(0, row)], around);
            }
            return;
        }
        for index in 0..named.len().max(value.len()) {
            let left = named.get(index).map(|row| (0, *row));
            let right = value.get(index).map(|row| (start, *row));
            let parts: Vec<(u16, CompactLine)> = left.into_iter().chain(right).collect();
            self.beside(&parts, around);
        }
    }

    /// A cell of a column without a head; the first of a record is its title.
    fn unnamed(&mut self, placed: &Placed, first: bool, around: LayoutContext) {
        if !first {
            self.blocks(&placed.cell.blocks, around, true);
            return;
        }
        let dash = self.options.width.narrow("┄ ", "- ");
        let around = LayoutContext {
            echo: around.echo || placed.again,
            ..around
        };
        let titled = self.enter(dash, "", Role::Marker, None, around);
        self.title(placed, titled);
        if titled.frame != around.frame {
            self.leave(titled, false);
        }
    }

    fn title(&mut self, placed: &Placed, around: LayoutContext) {
        let around = LayoutContext {
            role: Role::TableHead,
            joint: Joint::Line,
            ..around
        };
        self.blocks(&placed.cell.blocks, around, true);
    }
}

/// The rows with what reaches down into them from above: a record says all of its own.
fn whole<'a>(body: &[Vec<Placed<'a>>]) -> Vec<Vec<Placed<'a>>> {
    let mut above: Vec<(Placed, u16)> = Vec::new();
    let rows = body.iter().map(|own| {
        let mut row: Vec<Placed> = above.iter().map(|(placed, _)| *placed).collect();
        row.extend(own);
        row.sort_by_key(|placed| placed.column);
        above.retain_mut(|(_, left)| {
            *left -= 1;
            *left > 0
        });
        let reach = own
            .iter()
            .filter(|placed| placed.cell.rows > 1 && is_short(&placed.cell.blocks))
            .take(REACHING.saturating_sub(above.len()));
        above.extend(reach.map(|placed| {
            let again = Placed {
                again: true,
                ..*placed
            };
            (again, placed.cell.rows - 1)
        }));
        row
    });
    rows.collect()
}

/// Whether each row is a name and then one figure for each further column.
fn is_figures(rows: &[Vec<Placed>], head: usize, columns: usize) -> bool {
    let numeric = numeric(head, rows, columns);
    columns > FIGURES
        && (1..columns).all(|column| numeric[column])
        && rows.iter().skip(head).all(|row| {
            row.iter()
                .all(|placed| placed.span == 1 && placed.cell.rows <= 1)
                && row.iter().filter(|placed| placed.column == 0).count() == 1
        })
}

fn is_short(blocks: &[Block]) -> bool {
    matches!(blocks, [Block { kind: BlockKind::Paragraph { text, .. }, .. }]
        if text.runs.iter().map(|run| run.text.len()).sum::<usize>() <= SHORT)
}

fn is_blank(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .all(|block| matches!(&block.kind, BlockKind::Paragraph { text, .. } if text.is_blank()))
}
