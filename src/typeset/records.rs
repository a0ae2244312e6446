//! A table that is too wide for columns: each of its rows becomes a record, the head of its
//! column beside each cell.

use super::rows::{Row, RowKind};
use super::set::{Around, Setter};
use super::table::{GAP, Placed};
use super::texts::Joint;
use crate::document::{Align, Block, BlockKind};
use crate::role::Role;

/// The head of a column, and whether it was shown.
struct Head<'a> {
    placed: &'a Placed<'a>,
    used: bool,
}

impl Setter<'_> {
    pub(super) fn records(&mut self, head: usize, rows: &[Vec<Placed>], around: Around) {
        let (top, body) = rows.split_at(head);
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
        let label = wishes.max().unwrap_or(0).min((around.width / 3).max(4));
        for (index, row) in body.iter().enumerate() {
            if index > 0 {
                self.push(RowKind::Blank, around, 0);
            }
            for (order, placed) in row.iter().enumerate() {
                self.joint = match order {
                    0 => Joint::Paragraph,
                    _ => Joint::Line,
                };
                let head = heads
                    .iter_mut()
                    .find(|head| head.placed.covers(placed.column));
                match head {
                    Some(head) => self.field(head, placed, label, order == 0, around),
                    None => self.unnamed(placed, order == 0, around),
                }
            }
        }
        self.joint = Joint::Paragraph;
    }

    /// A cell with the head of its column beside it, or above where there is no room.
    fn field(&mut self, head: &mut Head, placed: &Placed, label: u16, first: bool, around: Around) {
        if head.used && is_blank(&placed.cell.blocks) {
            return;
        }
        let echo = Around {
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
        let value = self.cell(placed.cell, width, strong, Align::Start, around);
        if !beside {
            for row in named.into_iter().chain(value) {
                self.beside(&[(0, row)], around);
            }
            return;
        }
        for index in 0..named.len().max(value.len()) {
            let left = named.get(index).map(|row| (0, *row));
            let right = value.get(index).map(|row| (start, *row));
            let parts: Vec<(u16, Row)> = left.into_iter().chain(right).collect();
            self.beside(&parts, around);
        }
    }

    /// A cell of a column without a head; the first of a record is its title.
    fn unnamed(&mut self, placed: &Placed, first: bool, around: Around) {
        if !first {
            self.blocks(&placed.cell.blocks, around, true);
            return;
        }
        let dash = self.options.width.narrow("┄ ", "- ");
        let titled = self.enter(dash, "", Role::Marker, None, around);
        self.title(placed, titled);
        if titled.frame != around.frame {
            self.leave(titled, false);
        }
    }

    fn title(&mut self, placed: &Placed, around: Around) {
        let around = Around {
            role: Role::TableHead,
            joint: Joint::Line,
            ..around
        };
        self.blocks(&placed.cell.blocks, around, true);
    }
}

fn is_blank(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .all(|block| matches!(&block.kind, BlockKind::Paragraph { text, .. } if text.is_blank()))
}
