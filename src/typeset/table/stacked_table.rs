//! A table that is too wide for a grid: its rows are stacked, each cell on lines of its own
//! beside the heading of its column.

use super::columns::ContentWidth;
use super::placement::{GAP, Placed, numeric, words_of};
use crate::document::{Align, Block, BlockKind};
use crate::role::Role;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;

/// Cells between two numbers on one line.
const NUMBER_GAP: u16 = 4;

/// Cells of the widest number that shares a line with others.
const MAX_NUMBER: u16 = 14;

/// The fewest cells beside a heading, and those that a word of a heading leaves to a value.
const MIN_BESIDE: u16 = 4;
const MIN_VALUE: u16 = 8;

/// In tables narrower than this, a value with a word that is too wide beside its heading is below it.
const NARROW: u16 = 24;

/// Columns of the narrowest table whose numbers share lines.
const MIN_NUMBER_COLUMNS: usize = 4;

/// Columns of the narrowest table without a head whose first row may name the cells below it, and
/// the cells of the longest such name.
const MIN_NAMED: usize = 3;
const MAX_NAME: usize = 16;

/// The most cells that are repeated in the rows they span, and the most bytes of each.
const MAX_REPEATED: usize = 16;
const MAX_REPEATED_BYTES: usize = 120;

/// The heading of a column, and whether it was shown.
struct Head<'a> {
    placed: &'a Placed<'a>,
    used: bool,
}

/// The headings beside the values of a row.
#[derive(Clone, Copy)]
struct Label {
    cells: u16,
    /// None of them takes several lines.
    is_whole: bool,
    /// They have room beside the values. Else each is above its value.
    is_beside: bool,
}

/// How the numbers of a row share lines: the cells of a heading and of a number, and how many
/// fit side by side.
#[derive(Clone, Copy)]
struct Figures {
    label: u16,
    width: u16,
    many: usize,
}

impl Typesetter<'_> {
    pub(crate) fn stacked_rows(
        &mut self,
        head: usize,
        rows: &[Vec<Placed>],
        columns: usize,
        context: LayoutContext,
    ) {
        let context = LayoutContext {
            stacked: true,
            ..context
        };
        let head = match head {
            0 if self.names_the_others(rows, columns) => 1,
            head => head,
        };
        let (top, body) = rows.split_at(head);
        let complete = complete_rows(body);
        let mut heads = self.labels_and_titles(top, body, context);
        let is_whole = heads.len() == columns;
        // The first cell of a row is its name: it needs no label in each of them.
        let has_names = body.len() > 1;
        if has_names
            && !numeric(head, rows, columns)[0]
            && let Some(at) = heads.iter().position(|head| is_of_names(head.placed))
        {
            let head = heads.remove(at);
            self.tight_blocks(&head.placed.cell.blocks, context.muted());
            self.separator = Separator::Line;
        }
        let label = self.label(&heads, body, context);
        let figures = (is_whole && label.is_whole && is_figures(rows, head, columns))
            .then(|| self.figures(body, label.cells, context))
            .flatten();
        for (index, row) in complete.iter().enumerate() {
            if index > 0 {
                self.push(LineKind::Blank, context, 0);
            }
            for (order, placed) in row.iter().enumerate() {
                self.separator = match order {
                    0 => Separator::Paragraph,
                    _ => Separator::Line,
                };
                let head = heads
                    .iter_mut()
                    .find(|head| head.placed.covers(placed.column));
                match (head, figures) {
                    (Some(_), Some(figures)) if order == 1 => {
                        self.line_up(&mut heads, &row[1..], figures, context);
                        break;
                    }
                    (Some(head), _) => {
                        let is_name = has_names && order == 0;
                        self.field(head, placed, label, is_name, context);
                    }
                    (None, _) => self.unnamed(placed, order == 0, context),
                }
            }
        }
        self.separator = Separator::Paragraph;
    }

    /// The lowest heading above a column is its label; the others are shown above the rows.
    fn labels_and_titles<'a>(
        &mut self,
        top: &'a [Vec<Placed<'a>>],
        body: &[Vec<Placed>],
        context: LayoutContext,
    ) -> Vec<Head<'a>> {
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
                self.title(placed, context);
            }
        }
        heads
    }

    /// The cells of the headings beside the values: a third of the line, or more where the values
    /// leave room for whole headings and where a word of a heading needs it.
    fn label(&self, heads: &[Head], body: &[Vec<Placed>], context: LayoutContext) -> Label {
        let width_of = |placed: &Placed| self.content_width(&placed.cell.blocks, context);
        let widest = |widths: &mut dyn Iterator<Item = u16>| widths.max().unwrap_or(0);
        let wanted: Vec<ContentWidth> = heads.iter().map(|head| width_of(head.placed)).collect();
        let max_content = widest(&mut wanted.iter().map(|width| width.max_content));
        let min_content = widest(&mut wanted.iter().map(|width| width.min_content));
        let named = body.iter().flatten();
        let named = named.filter(|cell| heads.iter().any(|head| head.placed.covers(cell.column)));
        let named: Vec<ContentWidth> = named.map(width_of).collect();
        let values = widest(&mut named.iter().map(|width| width.max_content));
        let is_left = max_content + GAP + values <= context.width;
        let left = if is_left { max_content } else { 0 };
        let words = min_content.min(context.width.saturating_sub(GAP + MIN_VALUE));
        let cells = (context.width / 3).max(4).max(left).max(words);
        let cells = cells.min(max_content);
        // Words that fit on a line of their own only.
        let is_torn = |before: u16| {
            let fits = |width: &ContentWidth| width.min_content <= context.width;
            let words = named.iter().filter(|width| fits(width));
            before + widest(&mut words.map(|width| width.min_content)) > context.width
        };
        Label {
            cells,
            is_whole: cells == max_content,
            is_beside: cells >= min_content
                && context.width >= cells + GAP + MIN_BESIDE
                && !(context.width < NARROW && is_torn(cells + GAP)),
        }
    }

    /// Whether the first row of a table without a head has the names of the cells below it: years above
    /// numbers, or words above texts of which one has a number in each row. Stacked without these names,
    /// the rows would lose each other.
    fn names_the_others(&self, rows: &[Vec<Placed>], columns: usize) -> bool {
        let [first, below @ ..] = rows else {
            return false;
        };
        let is_whole = |row: &[Placed]| row.len() == columns && row.iter().all(Placed::is_single);
        let is_name = |placed: &Placed| {
            let words = words_of(placed.cell);
            has_name(&placed.cell.blocks) && self.options.width.str(&words) <= MAX_NAME
        };
        let has_number = |placed: &Placed| {
            let words = words_of(placed.cell);
            words.contains(|c: char| c.is_ascii_digit())
        };
        let counts = |column: usize| {
            let mut cells = below.iter().flatten();
            cells.all(|cell| cell.column != column || has_number(cell))
        };
        columns >= MIN_NAMED
            && is_whole(first)
            && first.iter().all(is_name)
            && match below {
                [] => false,
                [second] => is_whole(second),
                _ => !first.iter().any(has_number) && (0..columns).any(counts),
            }
    }

    /// How numbers share lines, if one fits.
    fn figures(&self, body: &[Vec<Placed>], label: u16, context: LayoutContext) -> Option<Figures> {
        let cells = body.iter().flatten().filter(|placed| placed.column > 0);
        let widths_wanted =
            cells.map(|placed| self.content_width(&placed.cell.blocks, context).max_content);
        let width = widths_wanted.max()?;
        let many = usize::from((context.width + NUMBER_GAP) / (label + GAP + width + NUMBER_GAP));
        (width <= MAX_NUMBER && many > 0).then_some(Figures { label, width, many })
    }

    /// The numbers of a row, `many` to a line, each after the heading of its column.
    fn line_up(
        &mut self,
        heads: &mut [Head],
        row: &[Placed],
        Figures { label, width, many }: Figures,
        context: LayoutContext,
    ) {
        for line in row.chunks(many) {
            self.separator = Separator::Line;
            let mut parts: Vec<(u16, CompactLine)> = Vec::new();
            let mut start = 0;
            for placed in line {
                let head = heads
                    .iter_mut()
                    .find(|head| head.placed.covers(placed.column));
                if let Some(head) = head {
                    let echo = LayoutContext {
                        repeated: std::mem::replace(&mut head.used, true),
                        ..context
                    };
                    let named = self.cell(head.placed.cell, label, Align::Start, echo.heading());
                    parts.extend(named.into_iter().map(|row| (start, row)));
                }
                self.separator = Separator::Cell;
                let at = start + label + GAP;
                let value = self.cell(placed.cell, width, Align::End, context);
                parts.extend(value.into_iter().map(|row| (at, row)));
                start = at + width + NUMBER_GAP;
            }
            self.push_side_by_side(&parts, context);
        }
    }

    /// A cell with the heading of its column beside it, or above it where the line is narrow.
    fn field(
        &mut self,
        head: &mut Head,
        placed: &Placed,
        label: Label,
        is_name: bool,
        context: LayoutContext,
    ) {
        if head.used && is_blank(&placed.cell.blocks) {
            return;
        }
        let echo = LayoutContext {
            repeated: std::mem::replace(&mut head.used, true),
            ..context
        };
        let Label {
            cells, is_beside, ..
        } = label;
        let (start, width) = if is_beside {
            (cells + GAP, context.width - cells - GAP)
        } else {
            (0, context.width)
        };
        let named = if is_beside { cells } else { context.width };
        let named = self.cell(head.placed.cell, named, Align::Start, echo.heading());
        self.separator = Separator::Cell;
        let strong = is_name || placed.cell.heading;
        let value = LayoutContext {
            repeated: context.repeated || placed.repeated,
            ..context
        };
        let value = if strong { value.heading() } else { value };
        let value = self.cell(placed.cell, width, Align::Start, value);
        if !is_beside {
            for row in named.into_iter().chain(value) {
                self.push_side_by_side(&[(0, row)], context);
            }
            return;
        }
        for index in 0..named.len().max(value.len()) {
            let left = named.get(index).map(|row| (0, *row));
            let right = value.get(index).map(|row| (start, *row));
            let parts: Vec<(u16, CompactLine)> = left.into_iter().chain(right).collect();
            self.push_side_by_side(&parts, context);
        }
    }

    /// A cell of a column without a heading; the first of a row is its title.
    fn unnamed(&mut self, placed: &Placed, first: bool, context: LayoutContext) {
        if !first {
            self.tight_blocks(&placed.cell.blocks, context);
            return;
        }
        let context = LayoutContext {
            repeated: context.repeated || placed.repeated,
            ..context
        };
        self.title(placed, context);
    }

    fn title(&mut self, placed: &Placed, context: LayoutContext) {
        let context = LayoutContext {
            role: Role::TableHead,
            separator: Separator::Line,
            ..context
        };
        self.tight_blocks(&placed.cell.blocks, context);
    }
}

/// The rows with the cells that span down into them repeated, so that each row is complete.
fn complete_rows<'a>(body: &[Vec<Placed<'a>>]) -> Vec<Vec<Placed<'a>>> {
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
            .take(MAX_REPEATED.saturating_sub(above.len()));
        above.extend(reach.map(|placed| {
            let repeated = Placed {
                repeated: true,
                ..*placed
            };
            (repeated, placed.cell.rows - 1)
        }));
        row
    });
    rows.collect()
}

/// Whether a heading is that of the first column alone.
fn is_of_names(head: &Placed) -> bool {
    head.column == 0 && head.span == 1
}

/// Whether each row is a name and then one number for each further column.
fn is_figures(rows: &[Vec<Placed>], head: usize, columns: usize) -> bool {
    let numeric = numeric(head, rows, columns);
    columns > MIN_NUMBER_COLUMNS
        && (1..columns).all(|column| numeric[column])
        && rows.iter().skip(head).all(|row| {
            row.iter().all(Placed::is_single)
                && row.iter().filter(|placed| placed.column == 0).count() == 1
        })
}

fn is_short(blocks: &[Block]) -> bool {
    matches!(blocks, [Block { kind: BlockKind::Paragraph { text, .. }, .. }]
        if text.runs.iter().map(|run| run.text.len()).sum::<usize>() <= MAX_REPEATED_BYTES)
}

/// Whether blocks are a short paragraph, with or without pictures below it, such as bars of a chart.
fn has_name(blocks: &[Block]) -> bool {
    let is_figure = |block: &Block| matches!(block.kind, BlockKind::Figure { .. });
    blocks.split_first().is_some_and(|(name, rest)| {
        is_short(std::slice::from_ref(name)) && rest.iter().all(is_figure)
    })
}

fn is_blank(blocks: &[Block]) -> bool {
    blocks
        .iter()
        .all(|block| matches!(&block.kind, BlockKind::Paragraph { text, .. } if text.is_blank()))
}
