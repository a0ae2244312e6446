//! Tables: size limits, and detection of tables that only lay out a page.

use super::block_stack::{Container, Content};
use super::state::BuildState;
use crate::document::html::dom::attribute::integer;
use crate::document::{Align, Block, BlockKind, Cell, Hints, Table};

const MAX_SPAN: u16 = 100;
const MAX_COLUMNS: usize = 64;
const MAX_CELLS: usize = 20_000;

/// A `colspan` or `rowspan`: at least 1, at most [`MAX_SPAN`].
pub fn span(value: Option<&str>) -> u16 {
    let span = value.and_then(integer).unwrap_or(1);
    u16::try_from(span.max(1)).map_or(MAX_SPAN, |span| span.min(MAX_SPAN))
}

/// Adds a cell to the last row. Beyond the limits, its content joins the last cell.
pub fn add_cell(state: &mut BuildState, mut cell: Cell, align: Option<Align>) {
    let Content::Table { table, cells } = &mut state.container().content else {
        state.push_blocks(cell.blocks);
        return;
    };
    if table.rows.is_empty() {
        table.rows.push(Vec::new());
    }
    let is_full = table.rows.len() > MAX_CELLS / 8 && *cells > MAX_CELLS;
    let Some(row) = table.rows.last_mut() else {
        return;
    };
    if (row.len() >= MAX_COLUMNS || is_full)
        && let Some(last) = row.last_mut()
    {
        last.blocks.append(&mut cell.blocks);
        return;
    }
    // A cell that spans several columns says nothing about any of them.
    if let Some(align) = align.filter(|_| cell.columns <= 1) {
        let column = row
            .iter()
            .map(|cell| usize::from(cell.columns.max(1)))
            .sum();
        if table.columns.len() <= column && column < MAX_COLUMNS {
            table.columns.resize(column + 1, Align::Start);
        }
        if let Some(slot) = table.columns.get_mut(column) {
            *slot = align;
        }
    }
    *cells += 1;
    row.push(cell);
}

/// Ends a table. One that only lays out a page becomes its blocks in order.
pub fn end_table(state: &mut BuildState, mut container: Container, hints: Option<Box<Hints>>) {
    container.flush();
    let blocks = std::mem::take(&mut container.blocks);
    let Content::Table { table, .. } = container.content else {
        return;
    };
    let mut table = *table;
    drop_blank_rows(&mut table);
    state.push_blocks(blocks);
    if !table.rows.is_empty() && !is_layout(&table) {
        state.push(BlockKind::Table(table), hints);
        return;
    }
    let caption = table.caption.take().map(|text| {
        Block::from(BlockKind::Paragraph {
            text,
            role: Default::default(),
            align: Align::Center,
        })
    });
    let mut blocks: Vec<Block> = caption.into_iter().collect();
    let cells = table.rows.into_iter().flatten();
    blocks.extend(cells.flat_map(|cell| cell.blocks));
    match (blocks.len(), hints) {
        (_, None) | (1, _) => state.push_blocks(blocks),
        (_, hints) => state.push(BlockKind::Group { blocks }, hints),
    }
}

/// Drops rows without content and counts the rows of the head.
fn drop_blank_rows(table: &mut Table) {
    let mut head = 0;
    for (at, row) in std::mem::take(&mut table.rows).into_iter().enumerate() {
        if row.iter().all(|cell| cell.blocks.is_empty()) {
            shorten_spans(&mut table.rows);
            continue;
        }
        head += usize::from(at < table.head);
        table.rows.push(row);
    }
    table.head = head_rows(&table.rows, head);
}

/// Shortens the cells that span into the next row, because that row is dropped.
fn shorten_spans(rows: &mut [Vec<Cell>]) {
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate().rev().take(MAX_SPAN.into()) {
        for cell in row {
            if at + usize::from(cell.rows) > count {
                cell.rows -= 1;
            }
        }
    }
}

/// The number of head rows: those of `thead`, else a first row that consists of head cells; and
/// the rows into which their cells span.
fn head_rows(rows: &[Vec<Cell>], named: usize) -> usize {
    let all_heads = |row: &Vec<Cell>| row.iter().all(|cell| cell.heading);
    let head = match named {
        0 => usize::from(rows.len() > 1 && rows.first().is_some_and(all_heads)),
        named => named,
    };
    let reach = rows.iter().take(head).enumerate();
    let reach = reach.flat_map(|(at, row)| {
        row.iter()
            .filter(|cell| cell.heading)
            .map(move |cell| at + usize::from(cell.rows))
    });
    let reach = reach.max().unwrap_or(head).max(head);
    // Stops at the first row with data: a head cell that spans further down labels its own
    // group of rows, not the columns.
    let more = rows
        .iter()
        .take(reach)
        .skip(head)
        .take_while(|row| all_heads(row))
        .count();
    head + more
}

/// Whether a table only lays out a page: it has a single row or column, pictures only, or no
/// head and cells with structure.
fn is_layout(table: &Table) -> bool {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = || table.rows.iter().flatten();
    if table.rows.len() == 1 || columns == 1 {
        return true;
    }
    let only_pictures = cells().all(|cell| {
        cell.blocks
            .iter()
            .all(|block| matches!(block.kind, BlockKind::Figure { .. }))
    });
    if only_pictures {
        return true;
    }
    if table.head > 0 || cells().any(|cell| cell.heading) || table.caption.is_some() {
        return false;
    }
    cells().any(|cell| {
        let has_structure = cell.blocks.iter().any(|block| {
            matches!(
                block.kind,
                BlockKind::Heading { .. } | BlockKind::Table(_) | BlockKind::Code { .. }
            )
        });
        has_structure || cell.blocks.len() > 3
    })
}
