//! Matrices, case distinctions and aligned equations.

use super::{MathBox, Setter};
use crate::document::math::{Columns, Formula};

impl Setter {
    /// Cells in rows and columns, without brackets. The baseline is in the middle.
    pub fn grid(self, rows: &[Vec<Formula>], columns: Columns) -> Option<MathBox> {
        let rows = rows
            .iter()
            .map(|row| row.iter().map(|cell| self.set(cell)).collect())
            .collect::<Option<Vec<Vec<MathBox>>>>()?;
        let count = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut widths = vec![0; count];
        for row in &rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = cell.width.max(*width);
            }
        }
        let gaps: usize = (1..count).map(|at| gap(at, columns)).sum();
        let width = widths.iter().sum::<usize>() + gaps;
        if rows.is_empty() || width > self.room {
            return self.fitting(MathBox::blank(width));
        }
        let tall = rows.iter().flatten().any(|cell| cell.height() > 1);
        let mut out: Vec<String> = Vec::new();
        for row in rows {
            let line = joined(row, &widths, columns);
            if tall && !out.is_empty() {
                out.push(" ".repeat(line.width));
            }
            out.extend(line.rows);
        }
        Some(MathBox {
            width,
            baseline: (out.len() - 1) / 2,
            rows: out,
        })
    }
}

/// Cells between a column and the one before it.
fn gap(column: usize, columns: Columns) -> usize {
    match columns {
        Columns::Equations if column % 2 == 1 => 1,
        Columns::Equations => 3,
        Columns::Relations => 1,
        _ => 2,
    }
}

/// One row of cells on one baseline.
fn joined(row: Vec<MathBox>, widths: &[usize], columns: Columns) -> MathBox {
    let mut line = MathBox::blank(0);
    let mut cells = row.into_iter();
    for (at, width) in widths.iter().enumerate() {
        if at > 0 {
            line = line.beside(MathBox::blank(gap(at, columns)));
        }
        let cell = cells.next().unwrap_or_else(|| MathBox::blank(0));
        let slack = width - cell.width;
        line = line.beside(match columns {
            Columns::Centred => cell.centred(*width),
            Columns::Relations if at == 1 => cell.centred(*width),
            Columns::Equations if at % 2 == 0 => cell.indented(slack, 0),
            Columns::Relations if at == 0 => cell.indented(slack, 0),
            Columns::Left | Columns::Equations | Columns::Relations => cell.indented(0, slack),
        });
    }
    line
}
