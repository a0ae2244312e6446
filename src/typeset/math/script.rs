//! Superscripts, subscripts and limits.

use super::{MathBox, Setter};
use crate::document::math::{Formula, Side, mapped};

impl Setter {
    /// A base with its scripts: the one below, then the one above.
    pub fn scripts(self, base: &Formula, scripts: [Option<&Formula>; 2], limits: bool) -> MathBox {
        let [below, above] = scripts.map(|script| script.map(Formula::linear).unwrap_or_default());
        if let Formula::Symbol(sign) = base
            && let Some(count) = ["∫", "∬", "∭"].iter().position(|name| *name == sign)
        {
            return self.integral(count + 1, &below, &above, limits);
        }
        let inner = self.set(base);
        if limits {
            let mut rows: Vec<MathBox> = self.script_lines(&above);
            let baseline = rows.len();
            rows.push(inner);
            rows.extend(self.script_lines(&below));
            return self.stack(rows, baseline);
        }
        if inner.height() > 1 {
            return self.at_corners(inner, &below, &above);
        }
        // On the line as far as Unicode has the characters.
        let (low, high) = (mapped(&below, Side::Below), mapped(&above, Side::Above));
        let on_line: String = [&low, &high]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let line = inner.beside(self.glyphs(&on_line));
        let column = line.width - self.width.str(&on_line);
        let mut rows = Vec::new();
        if high.is_none() {
            rows.extend(self.script_lines(&above));
        }
        let baseline = rows.len();
        let over = rows.drain(..).map(|row| row.indented(column, 0));
        let mut rows: Vec<MathBox> = over.collect();
        rows.push(line);
        if low.is_none() {
            let under = self.script_lines(&below).into_iter();
            rows.extend(under.map(|row| row.indented(column, 0)));
        }
        left_aligned(rows, baseline)
    }

    /// Scripts beside the first and the last row of a high base.
    fn at_corners(self, inner: MathBox, below: &str, above: &str) -> MathBox {
        let script = |text: &str, side| {
            let mapped = mapped(text, side).unwrap_or_else(|| tight(text));
            self.glyphs(&mapped)
        };
        let (low, high) = (script(below, Side::Below), script(above, Side::Above));
        let width = low.width.max(high.width);
        let mut rows = vec![" ".repeat(width); inner.height()];
        for (at, script) in [(inner.height() - 1, low), (0, high)] {
            let script = script.rows.concat();
            let blank = width.saturating_sub(self.width.str(&script));
            if let Some(row) = rows.get_mut(at)
                && !script.is_empty()
            {
                *row = format!("{script}{}", " ".repeat(blank));
            }
        }
        let corners = MathBox {
            rows,
            width,
            baseline: inner.baseline,
        };
        inner.beside(corners)
    }

    /// An integral sign of three rows with its limits.
    fn integral(self, count: usize, below: &str, above: &str, limits: bool) -> MathBox {
        let sign = MathBox {
            rows: ["⌠", "⎮", "⌡"].map(|part| part.repeat(count)).to_vec(),
            width: count,
            baseline: 1,
        };
        if limits {
            let mut rows: Vec<MathBox> = self.script_lines(above);
            let baseline = rows.len();
            rows.push(sign);
            rows.extend(self.script_lines(below));
            return self.stack(rows, baseline);
        }
        let [low, high] = [below, above].map(|text| self.glyphs(&tight(text)));
        let width = low.width.max(high.width);
        let side = left_aligned(vec![high, MathBox::blank(width), low], 1);
        sign.beside(side)
    }

    /// The rows of a script, without spaces.
    fn script_lines(self, text: &str) -> Vec<MathBox> {
        text.lines().map(|line| self.glyphs(&tight(line))).collect()
    }
}

/// Boxes of one row below each other.
fn left_aligned(boxes: Vec<MathBox>, baseline: usize) -> MathBox {
    let width = boxes.iter().map(|row| row.width).max().unwrap_or(0);
    let rows = boxes.into_iter().flat_map(|row| {
        let slack = width - row.width;
        row.indented(0, slack).rows
    });
    MathBox {
        rows: rows.collect(),
        width,
        baseline,
    }
}

/// Without the spaces around signs. Those between words stay.
fn tight(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let beside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let keeps = beside(out.chars().next_back()) && beside(chars.peek().copied());
        if c != ' ' || keeps {
            out.push(c);
        }
    }
    out
}
