//! Tables in Markdown: one line per row, spans as empty cells.

use super::Writer;
use crate::document::{Align, Cell, Table};
use std::fmt::Write as _;

impl Writer<'_> {
    pub(super) fn table(&self, table: &Table, out: &mut String) {
        let rows = grid(table);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        if let Some(caption) = &table.caption {
            let _ = writeln!(out, "*{}*\n", self.line(caption));
        }
        // A Markdown table needs a header row, so one without gets an empty one.
        if table.head == 0 {
            let _ = writeln!(out, "|{}", "   |".repeat(columns));
            delimiter(table, columns, out);
        }
        for (at, row) in rows.iter().enumerate() {
            out.push('|');
            for cell in row {
                let mut body = String::new();
                if let Some(cell) = cell {
                    self.blocks(&cell.blocks, "", &mut body);
                }
                let line = body
                    .trim()
                    .replace("\n\n", "<br>")
                    .replace('\n', " ")
                    .replace('|', "\\|");
                let _ = match cell {
                    Some(_) => write!(out, " {line} |"),
                    None => write!(out, "   |"),
                };
            }
            out.push_str(&"   |".repeat(columns - row.len()));
            out.push('\n');
            if at + 1 == table.head.min(1) {
                delimiter(table, columns, out);
            }
        }
    }
}

fn delimiter(table: &Table, columns: usize, out: &mut String) {
    out.push('|');
    for column in 0..columns {
        out.push_str(match table.columns.get(column) {
            Some(Align::Center) => " :-: |",
            Some(Align::End) => " --: |",
            _ => " --- |",
        });
    }
    out.push('\n');
}

/// Maximum number of table columns that spans can extend to.
const COLUMNS: usize = 64;

/// The rows of a table as a grid, with None where a span covers a position.
fn grid(table: &Table) -> Vec<Vec<Option<&Cell>>> {
    let mut covered = [0_u16; COLUMNS];
    let rows = table.rows.iter().map(|cells| {
        let mut row: Vec<Option<&Cell>> = Vec::new();
        let mut own = Vec::new();
        for cell in cells {
            while covered.get(row.len()).is_some_and(|rows| *rows > 0) {
                row.push(None);
            }
            let start = row.len();
            row.push(Some(cell));
            row.extend((1..cell.columns.min(COLUMNS as u16)).map(|_| None));
            own.push((start..row.len(), cell.rows));
        }
        // Row spans from above now cover one row less. Those of this row are added after.
        for rows in &mut covered {
            *rows = rows.saturating_sub(1);
        }
        for (columns, rows) in own {
            let reached = columns.filter(|_| rows > 1).take_while(|at| *at < COLUMNS);
            reached.for_each(|at| covered[at] = rows - 1);
        }
        row
    });
    rows.collect()
}
