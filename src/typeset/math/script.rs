//! Superscripts, subscripts and limits.

use super::{MathBox, Setter};
use crate::document::math::{Formula, Side, mapped};

impl Setter {
    /// A base with its scripts: the one below, then the one above.
    pub fn scripts(
        self,
        base: &Formula,
        scripts: [Option<&Formula>; 2],
        limits: bool,
    ) -> Option<MathBox> {
        let [below, above] = scripts.map(|script| script.map(Formula::linear).unwrap_or_default());
        if let Formula::Symbol(sign) = base
            && let Some(count) = ["∫", "∬", "∭"].iter().position(|name| *name == sign)
        {
            return self.integral(count + 1, &below, &above, limits);
        }
        let inner = self.set(base)?;
        if limits {
            return self.limits(inner, &below, &above);
        }
        if inner.height() > 1 {
            let script = |text: &str, side| match mapped(text, side) {
                Some(mapped) => Some(vec![self.glyphs(&mapped)?]),
                None => self.script_lines(text),
            };
            let (low, high) = (script(&below, Side::Below)?, script(&above, Side::Above)?);
            return self.at_corners(inner, low, high);
        }
        // On the line as far as Unicode has the characters.
        let (low, high) = (mapped(&below, Side::Below), mapped(&above, Side::Above));
        let on_line: String = [&low, &high]
            .into_iter()
            .flatten()
            .map(String::as_str)
            .collect();
        let line = self.beside(inner, self.glyphs(&on_line)?)?;
        let column = line.width - self.width.str(&on_line);
        let mut rows = Vec::new();
        let indented = |row: MathBox| row.indented(column, 0);
        if high.is_none() {
            rows.extend(self.script_lines(&above)?.into_iter().map(indented));
        }
        let baseline = rows.len();
        rows.push(line);
        if low.is_none() {
            rows.extend(self.script_lines(&below)?.into_iter().map(indented));
        }
        self.left_aligned(rows, baseline)
    }

    /// Scripts over and under a base.
    fn limits(self, base: MathBox, below: &str, above: &str) -> Option<MathBox> {
        let mut rows = self.script_lines(above)?;
        let baseline = rows.len();
        rows.push(base);
        rows.extend(self.script_lines(below)?);
        self.stack(rows, baseline)
    }

    /// The lines of scripts beside the first and the last row of a high base. Further lines are
    /// above and below those rows.
    fn at_corners(
        self,
        inner: MathBox,
        low: Vec<MathBox>,
        mut rows: Vec<MathBox>,
    ) -> Option<MathBox> {
        let (high, low_rows) = (rows.len().max(1), low.len().max(1));
        let height = high + inner.height() - 2 + low_rows;
        rows.resize(height - low_rows, MathBox::blank(0));
        rows.extend(low);
        rows.resize(height, MathBox::blank(0));
        let corners = self.left_aligned(rows, high - 1 + inner.baseline)?;
        self.beside(inner, corners)
    }

    /// An integral sign of three rows with its limits.
    fn integral(self, count: usize, below: &str, above: &str, limits: bool) -> Option<MathBox> {
        let sign = MathBox {
            rows: ["⌠", "⎮", "⌡"].map(|part| part.repeat(count)).to_vec(),
            width: count,
            baseline: 1,
        };
        match limits {
            true => self.limits(sign, below, above),
            false => {
                let (low, high) = (self.script_lines(below)?, self.script_lines(above)?);
                self.at_corners(sign, low, high)
            }
        }
    }

    /// The rows of a script, without spaces.
    fn script_lines(self, text: &str) -> Option<Vec<MathBox>> {
        text.lines().map(|line| self.glyphs(&tight(line))).collect()
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
