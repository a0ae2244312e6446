//! A table of links that would wrap: each row is a paragraph, `date · headline — source`.

use super::placement::{Placed, is_date, words_of};
use crate::document::{Align, Block, BlockKind, Cell, Text};
use crate::role::Role;
use crate::typeset::Spacing;
use crate::typeset::block::block_layout::{LayoutContext, Typesetter};
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;

/// Cells of the longest source.
const MAX_SOURCE: usize = 24;

/// The narrowest page with such a list.
const NARROWEST: u16 = 12;

/// Cells by which further lines of a row are indented that has no date before them.
const HANGING: u16 = 2;

/// The narrowest column of headlines beside dates, in cells: eight ideographs.
const MIN_HEADLINE: u16 = 16;

/// Which column has which part of a row.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Listing {
    date: Option<usize>,
    headline: usize,
    columns: usize,
}

impl Typesetter<'_> {
    /// The columns of a table of links: headlines, and beside them nothing but one date and short
    /// texts. None for other tables.
    pub(crate) fn listing(
        &self,
        head: usize,
        rows: &[Vec<Placed>],
        columns: usize,
        context: LayoutContext,
    ) -> Option<Listing> {
        let body = rows.get(head..).filter(|body| body.len() > 1)?;
        let regular = rows
            .iter()
            .all(|row| row.len() == columns && row.iter().all(Placed::is_single));
        if !(2..=4).contains(&columns) || head > 1 || !regular || context.width < NARROWEST {
            return None;
        }
        let every = |column: usize, is: &dyn Fn(&Cell) -> bool| {
            let mut cells = body.iter().filter_map(|row| row.get(column));
            cells.all(|placed| is(placed.cell))
        };
        let mut headlines = (0..columns).filter(|column| every(*column, &is_headline));
        let headline = headlines.next().filter(|_| headlines.next().is_none())?;
        let mut dates = (0..columns).filter(|column| every(*column, &is_date));
        let (date, other_date) = (dates.next(), dates.next());
        let width = self.options.width;
        let is_short =
            |cell: &Cell| only_text(cell).is_some() && width.str(&words_of(cell)) <= MAX_SOURCE;
        let short = (0..columns)
            .filter(|column| *column != headline && Some(*column) != date)
            .all(|column| every(column, &is_short));
        let texts = rows
            .iter()
            .flatten()
            .all(|placed| only_text(placed.cell).is_some());
        (short && texts && other_date.is_none()).then_some(Listing {
            date,
            headline,
            columns,
        })
    }

    pub(crate) fn list_rows(
        &mut self,
        head: usize,
        rows: &[Vec<Placed>],
        listing: Listing,
        context: LayoutContext,
    ) {
        for (index, row) in rows.iter().enumerate() {
            if index > 0 {
                self.separator = Separator::Line;
            }
            let inside = if index < head {
                context.heading()
            } else {
                context
            };
            self.listed_row(row, listing, inside);
        }
        self.separator = Separator::Paragraph;
    }

    fn listed_row(&mut self, row: &[Placed], listing: Listing, context: LayoutContext) {
        let mut parts: Vec<(u16, CompactLine)> = Vec::new();
        let mut column = 0;
        if let Some(placed) = listing.date.and_then(|at| row.get(at)) {
            let lines = self.cell(placed.cell, context.width, Align::Start, context);
            for line in lines.into_iter().take(1) {
                column = cells(&line);
                parts.push((0, line));
            }
            let dot = self.options.width.narrow(" · ", " - ").to_owned();
            if column * 2 > context.width {
                self.push_side_by_side(&std::mem::take(&mut parts), context);
                column = 0;
            } else if column > 0 {
                column += self.chrome_part(&mut parts, column, dot, context);
            }
            self.separator = Separator::Cell;
        }
        // Further lines are below the headline, not below the date, where a column is left for them.
        let hanging = match column {
            0 => HANGING.min(context.width - 1),
            _ if column + MIN_HEADLINE <= context.width => column,
            _ => HANGING,
        };
        let lines = match row
            .get(listing.headline)
            .and_then(|placed| only_text(placed.cell))
        {
            Some(text) => self.headline(text, column, hanging, context),
            None => Vec::new(),
        };
        for (at, line) in lines.into_iter().enumerate() {
            if at > 0 {
                self.push_side_by_side(&std::mem::take(&mut parts), context);
            }
            column = line.indent + cells(&line);
            let flat = CompactLine { indent: 0, ..line };
            parts.push((line.indent, flat));
        }
        let mut mark = self.options.width.narrow(" — ", " - ").to_owned();
        for at in 0..listing.columns {
            let Some(placed) = row.get(at) else { continue };
            if at == listing.headline
                || Some(at) == listing.date
                || words_of(placed.cell).is_empty()
            {
                continue;
            }
            self.separator = Separator::Cell;
            let aside = hanging + self.options.width.str(mark.trim_start()) as u16;
            let width = context.width - aside.min(context.width - 1);
            let lines = self.cell(placed.cell, width, Align::Start, context.muted());
            let needed = lines.iter().map(cells).max().unwrap_or(0);
            let dash = self.options.width.str(&mark) as u16;
            if lines.len() > 1 || column + dash + needed > context.width {
                self.push_side_by_side(&std::mem::take(&mut parts), context);
                column = hanging;
                mark = mark.trim_start().to_owned();
            }
            column += self.chrome_part(&mut parts, column, mark, context);
            for (at, line) in lines.into_iter().enumerate() {
                if at > 0 {
                    self.push_side_by_side(&std::mem::take(&mut parts), context);
                }
                parts.push((column, line));
            }
            column += needed;
            mark = self.options.width.narrow(" · ", " - ").to_owned();
        }
        if !parts.is_empty() {
            self.push_side_by_side(&parts, context);
        }
    }

    /// The lines of a headline whose first line starts at a column, and the others at `hanging`.
    fn headline(
        &mut self,
        text: &Text,
        column: u16,
        hanging: u16,
        context: LayoutContext,
    ) -> Vec<CompactLine> {
        let mut setting = self.setting(text, context).exact(context.width - hanging);
        setting.outdent = hanging;
        setting.indent = column;
        setting.spacing = Spacing::Keep;
        let context = LayoutContext {
            frame: 0,
            separator: Separator::Line,
            ..context
        };
        self.aside(|typesetter| {
            typesetter.text(text, context.role, &setting, Align::Start, context);
        })
    }

    /// Adds generated text to the parts of a line; returns its cells.
    fn chrome_part(
        &mut self,
        parts: &mut Vec<(u16, CompactLine)>,
        column: u16,
        text: String,
        context: LayoutContext,
    ) -> u16 {
        let width = self.options.width.str(&text) as u16;
        let context = LayoutContext {
            frame: 0,
            ..context
        };
        let lines = self.aside(|typesetter| {
            typesetter.push_chrome(text, width, Role::Byline, 0, context);
        });
        parts.extend(lines.into_iter().map(|line| (column, line)));
        width
    }
}

/// Cells of a line of text, without its indent.
fn cells(line: &CompactLine) -> u16 {
    match line.kind {
        LineKind::Text { line, .. } => line.cells,
        _ => 0,
    }
}

/// The text of a cell that has nothing but one paragraph.
fn only_text(cell: &Cell) -> Option<&Text> {
    match cell.blocks.as_slice() {
        [
            Block {
                kind: BlockKind::Paragraph { text, .. },
                cut: None,
                ..
            },
        ] => Some(text),
        _ => None,
    }
}

/// Whether a cell is a linked headline: most of its text is a link.
fn is_headline(cell: &Cell) -> bool {
    let Some(text) = only_text(cell) else {
        return false;
    };
    let bytes = |linked: bool| -> usize {
        let runs = text.runs.iter().filter(|run| run.link.is_some() || !linked);
        runs.map(|run| run.text.len()).sum()
    };
    let linked = bytes(true);
    linked >= 12 && linked * 4 >= bytes(false) * 3
}
