//! Tables: columns sized by content, cells set by the same typesetter; a table that is too
//! wide becomes records.

use super::rows::{Row, RowKind};
use super::set::{Around, Setter};
use super::texts::Joint;
use super::{Anchor, AnchorKind};
use crate::document::{Align, Block, BlockKind, Cell, Style, Table, Text};
use crate::role::Role;

/// Columns that a table may have; what stands further right joins the last.
const COLUMNS: usize = 64;

/// Cells between columns.
const GAP: u16 = 2;

/// The narrowest column: four ideographs.
const NARROW: u16 = 8;

/// A cell at its place.
struct Placed<'a> {
    cell: &'a Cell,
    column: usize,
    span: usize,
}

impl Setter<'_> {
    pub(super) fn table(&mut self, table: &Table, around: Around) {
        let line = self.rows.lines.len();
        let before = self.anchors.len();
        let title = table.caption.as_ref().map(Text::plain).unwrap_or_default();
        self.anchors.push(Anchor {
            kind: AnchorKind::Table,
            line,
            text: title,
        });
        let around = Around {
            prose: false,
            depth: around.depth + 1,
            ..around
        };
        if let Some(caption) = table.caption.as_ref().filter(|caption| !caption.is_blank()) {
            let setting = self.setting(caption, around.width);
            self.text(caption, Role::Caption, &setting, Align::Start, around);
        }
        let rows = place(table);
        let columns = rows
            .iter()
            .flatten()
            .map(|placed| placed.column + placed.span)
            .max()
            .unwrap_or(0);
        let natural = self.natural(&rows, columns);
        let crowded = rows.iter().any(|row| {
            row.windows(2)
                .any(|pair| pair[0].column + pair[0].span > pair[1].column)
        });
        match widths(&natural, around.width).filter(|_| !crowded) {
            Some(widths) => self.grid(table, &rows, &widths, around),
            None => self.records(table, &rows, around),
        }
        // Whatever stands in cells is found at the table.
        for anchor in &mut self.anchors[before + 1..] {
            anchor.line = line;
        }
    }

    /// The cells that each column would like.
    fn natural(&self, rows: &[Vec<Placed>], columns: usize) -> Vec<u16> {
        let mut natural = vec![1_u16; columns];
        for placed in rows.iter().flatten() {
            let wish = self.wish(&placed.cell.blocks);
            let share = wish.saturating_sub(GAP * (placed.span as u16 - 1)) / placed.span as u16;
            let share = share + u16::from(placed.span > 1);
            for width in &mut natural[placed.column..placed.column + placed.span] {
                *width = (*width).max(share);
            }
        }
        natural
    }

    /// The cells of blocks set without breaks of ours.
    fn wish(&self, blocks: &[Block]) -> u16 {
        let mut widest = 0;
        for block in blocks {
            if block.cut.is_some() && !self.options.show_cut {
                continue;
            }
            let cells = match &block.kind {
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                    let links = text.runs.iter().filter(|run| run.link.is_some()).count() * 4;
                    let plain: String = text.plain().chars().take(400).collect();
                    let lines = plain.split('\n').map(|line| self.options.width.str(line));
                    lines.max().unwrap_or(0) + if self.options.link_numbers { links } else { 0 }
                }
                BlockKind::Group { blocks } => usize::from(self.wish_inner(blocks)),
                _ => 24,
            };
            widest = widest.max(cells.min(400) as u16);
        }
        widest.max(1)
    }

    fn wish_inner(&self, blocks: &[Block]) -> u16 {
        if blocks
            .iter()
            .any(|block| matches!(block.kind, BlockKind::Group { .. }))
        {
            return 24;
        }
        self.wish(blocks)
    }

    fn grid(&mut self, table: &Table, rows: &[Vec<Placed>], widths: &[u16], around: Around) {
        let numeric = numeric(table, rows, widths.len());
        let mut starts = Vec::with_capacity(widths.len());
        let mut column = 0;
        for width in widths {
            starts.push(column);
            column += width + GAP;
        }
        let total = column.saturating_sub(GAP).clamp(1, around.width);
        for (index, row) in rows.iter().enumerate() {
            let head = index < table.head;
            let mut cells: Vec<(u16, Vec<Row>)> = Vec::new();
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
                let heading = head || placed.cell.heading;
                cells.push((start, self.cell(placed.cell, width, heading, align, around)));
            }
            self.beside(cells, around);
            if index + 1 == table.head && rows.len() > table.head {
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
    fn cell(
        &mut self,
        cell: &Cell,
        width: u16,
        heading: bool,
        align: Align,
        around: Around,
    ) -> Vec<Row> {
        let role = match (heading, around.role) {
            (_, Role::Cut) => Role::Cut,
            (true, _) => Role::TableHead,
            (false, role) => role,
        };
        let inside = Around {
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

    /// Puts the rows of cells side by side.
    fn beside(&mut self, cells: Vec<(u16, Vec<Row>)>, around: Around) {
        let height = cells.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0);
        for index in 0..height {
            let from = self.rows.parts.len() as u32;
            for (column, rows) in &cells {
                if let Some(row) = rows.get(index) {
                    self.rows.parts.push((*column, *row));
                }
            }
            let to = self.rows.parts.len() as u32;
            self.push(RowKind::Cells { from, to }, around, 0);
        }
    }

    /// Each row under a title, its first cell; the others behind the head of their column.
    fn records(&mut self, table: &Table, rows: &[Vec<Placed>], around: Around) {
        let policy = self.options.width;
        let head: Vec<&Placed> = match table.head {
            0 => Vec::new(),
            head => rows.get(head - 1).into_iter().flatten().collect(),
        };
        for row in rows.get(..table.head.saturating_sub(1)).unwrap_or_default() {
            self.record_title(row, around);
        }
        let label = head
            .iter()
            .map(|placed| self.wish(&placed.cell.blocks))
            .max()
            .unwrap_or(0);
        let label = label.min((around.width / 3).max(4)).min(around.width);
        let mut used = vec![false; head.len()];
        let dash = policy.narrow("┄ ", "- ").to_owned();
        let body = rows.get(table.head..).unwrap_or_default();
        for (index, row) in body.iter().enumerate() {
            if index > 0 {
                self.push(RowKind::Blank, around, 0);
            }
            for (order, placed) in row.iter().enumerate() {
                self.joint = if order == 0 {
                    Joint::Paragraph
                } else {
                    Joint::Line
                };
                let at = head.iter().position(|head| {
                    (head.column..head.column + head.span).contains(&placed.column)
                });
                let inside = Around {
                    joint: Joint::Line,
                    ..around
                };
                match at {
                    Some(at) if order > 0 && around.width >= label + GAP + 4 => {
                        let echo = Around {
                            echo: std::mem::replace(&mut used[at], true),
                            ..around
                        };
                        let named = self.cell(head[at].cell, label, true, Align::Start, echo);
                        self.joint = Joint::Cell;
                        let width = around.width - label - GAP;
                        let value = self.cell(
                            placed.cell,
                            width,
                            placed.cell.heading,
                            Align::Start,
                            around,
                        );
                        self.beside(vec![(0, named), (label + GAP, value)], around);
                    }
                    _ => {
                        let first = if order == 0 { dash.as_str() } else { "" };
                        let titled = self.enter(first, "", Role::Marker, None, inside);
                        let role = if order == 0 {
                            Role::TableHead
                        } else {
                            around.role
                        };
                        self.blocks(&placed.cell.blocks, Around { role, ..titled }, true);
                        if titled.frame != around.frame {
                            self.leave(titled, false);
                        }
                    }
                }
            }
        }
        // Heads of which no record had a cell beside them are shown all the same.
        if !head.is_empty() && (body.is_empty() || used.iter().any(|used| !used)) {
            let missing: Vec<&&Placed> = head
                .iter()
                .zip(&used)
                .filter(|(_, used)| !**used)
                .map(|(head, _)| head)
                .collect();
            for placed in missing {
                self.joint = Joint::Line;
                self.blocks(
                    &placed.cell.blocks,
                    Around {
                        role: Role::TableHead,
                        ..around
                    },
                    true,
                );
            }
        }
        self.joint = Joint::Paragraph;
    }

    fn record_title(&mut self, row: &[Placed], around: Around) {
        for placed in row {
            self.blocks(
                &placed.cell.blocks,
                Around {
                    role: Role::TableHead,
                    ..around
                },
                true,
            );
        }
    }
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
            placed.push(Placed { cell, column, span });
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

/// The width of each column, or None when they do not fit.
fn widths(natural: &[u16], width: u16) -> Option<Vec<u16>> {
    let count = natural.len() as u32;
    if count == 0 {
        return Some(Vec::new());
    }
    let room = u32::from(width).checked_sub(u32::from(GAP) * (count - 1))?;
    let total: u32 = natural.iter().map(|width| u32::from(*width)).sum();
    if total <= room {
        return Some(natural.to_vec());
    }
    let least: u32 = natural
        .iter()
        .map(|width| u32::from((*width).min(NARROW)))
        .sum();
    if least > room {
        return None;
    }
    // Narrow columns get what they wish; the others share the rest by wish.
    let mut widths: Vec<Option<u16>> = vec![None; natural.len()];
    let mut left = room;
    let mut open = count;
    loop {
        let fair = left / open.max(1);
        let fits = natural
            .iter()
            .zip(&mut widths)
            .filter(|(wish, width)| width.is_none() && u32::from(**wish) <= fair);
        let mut changed = false;
        for (wish, width) in fits {
            *width = Some(*wish);
            left -= u32::from(*wish);
            open -= 1;
            changed = true;
        }
        if !changed || open == 0 {
            break;
        }
    }
    let wishes: u32 = natural
        .iter()
        .zip(&widths)
        .filter(|(_, width)| width.is_none())
        .map(|(wish, _)| u32::from(*wish))
        .sum();
    let spare = left.saturating_sub(u32::from(NARROW) * open);
    let base = left.saturating_sub(spare);
    Some(
        natural
            .iter()
            .zip(&widths)
            .map(|(wish, width)| {
                width.unwrap_or_else(|| {
                    let share = spare * u32::from(*wish) / wishes.max(1);
                    ((base / open.max(1) + share) & !1).max(1) as u16
                })
            })
            .collect(),
    )
}

/// Columns whose cells below the head are all numbers.
fn numeric(table: &Table, rows: &[Vec<Placed>], columns: usize) -> Vec<bool> {
    let mut numeric = vec![false; columns + 1];
    let mut other = vec![false; columns + 1];
    for placed in rows.iter().skip(table.head).flatten() {
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
