//! Tables: capped, and told apart from tables that only lay out a page.

use super::block_stack::{Content, Flow};
use super::builder::Builder;
use super::end_tag::push_all;
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

/// Adds a cell to the last row; what is beyond a cap joins the last cell.
pub fn add_cell(walker: &mut Builder, mut cell: Cell, align: Option<Align>) {
    let Content::Table { table, cells } = &mut walker.flow().content else {
        push_all(walker, cell.blocks);
        return;
    };
    if table.rows.is_empty() {
        table.rows.push(Vec::new());
    }
    let many = table.rows.len() > MAX_CELLS / 8 && *cells > MAX_CELLS;
    let Some(row) = table.rows.last_mut() else {
        return;
    };
    if (row.len() >= MAX_COLUMNS || many)
        && let Some(last) = row.last_mut()
    {
        last.blocks.append(&mut cell.blocks);
        return;
    }
    if let Some(align) = align {
        let column = row.len();
        if table.columns.len() <= column {
            table.columns.resize(column + 1, Align::Start);
        }
        if let Some(slot) = table.columns.get_mut(column) {
            *slot = align;
        }
    }
    *cells += 1;
    row.push(cell);
}

/// Ends a table: data stays a table, layout is unfolded.
pub fn close(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    flow.flush();
    let blocks = std::mem::take(&mut flow.blocks);
    let Content::Table { table, .. } = flow.content else {
        return;
    };
    let mut table = *table;
    let head = table.head;
    let rows = std::mem::take(&mut table.rows);
    let mut kept_head = 0;
    for (at, row) in rows.into_iter().enumerate() {
        let blank = row.iter().all(|cell| cell.blocks.is_empty());
        if blank {
            drop_row(&mut table.rows);
            continue;
        }
        kept_head += usize::from(at < head);
        table.rows.push(row);
    }
    table.head = head_rows(&table.rows, kept_head);
    push_all(walker, blocks);
    if table.rows.is_empty() || is_layout(&table) {
        let caption = table.caption.take().map(|text| {
            Block::from(BlockKind::Paragraph {
                text,
                role: Default::default(),
                align: Align::Center,
            })
        });
        let mut blocks: Vec<Block> = caption.into_iter().collect();
        blocks.extend(
            table
                .rows
                .into_iter()
                .flatten()
                .flat_map(|cell| cell.blocks),
        );
        match (blocks.len(), hints) {
            (_, None) | (1, _) => push_all(walker, blocks),
            (_, hints) => walker.push_block(Block {
                kind: BlockKind::Group { blocks },
                cut: None,
                hints,
            }),
        }
        return;
    }
    walker.push_block(Block {
        kind: BlockKind::Table(table),
        cut: None,
        hints,
    });
}

/// Cells that reach down into the row that comes next, which is dropped, reach one row less.
fn drop_row(rows: &mut [Vec<Cell>]) {
    let count = rows.len();
    for (at, row) in rows.iter_mut().enumerate().rev().take(MAX_SPAN.into()) {
        for cell in row {
            if at + usize::from(cell.rows) > count {
                cell.rows -= 1;
            }
        }
    }
}

/// How many rows are the head: those of `thead`, else a first row of nothing but head cells;
/// and the rows into which their cells reach.
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
    // A head cell that reaches to the foot heads its row's group, not the table.
    let more = rows
        .iter()
        .take(reach)
        .skip(head)
        .take_while(|row| all_heads(row))
        .count();
    head + more
}

fn is_layout(table: &Table) -> bool {
    let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
    let cells = || table.rows.iter().flatten();
    if table.rows.len() == 1 || columns == 1 {
        return true;
    }
    let pictures = cells().all(|cell| {
        cell.blocks
            .iter()
            .all(|block| matches!(block.kind, BlockKind::Figure { .. }))
    });
    if pictures {
        return true;
    }
    if table.head > 0 || cells().any(|cell| cell.heading) || table.caption.is_some() {
        return false;
    }
    cells().any(|cell| {
        let inner = cell
            .blocks
            .iter()
            .filter(|block| {
                matches!(
                    block.kind,
                    BlockKind::Heading { .. } | BlockKind::Table(_) | BlockKind::Code { .. }
                )
            })
            .count();
        inner > 0 || cell.blocks.len() > 3
    })
}
