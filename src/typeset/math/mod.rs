//! Display formulas in two dimensions: stacked fractions, limits over and under sums, roots,
//! matrices, brackets that grow. Pure: a formula and a width policy give a box of rows.
//!
//! Scripts are set as Unicode superscripts and subscripts where Unicode has them (`x²`), because
//! they take no row of their own; else on a row above or below the line. Inside scripts all is
//! linear.

mod bracket;
mod grid;
mod inline;
mod math_box;
mod row;
mod script;

#[cfg(test)]
pub use inline::Part;
pub use inline::{ends_with_limits, unbroken};
pub use math_box::MathBox;

use crate::document::math::{Accent, Columns, Formula, Side, script_text};
use crate::text::WidthPolicy;

/// The characters that connect to those beside or above them.
const PARTS: &str = "─│║┌╭╰╮╯┬┴⎛⎜⎝⎞⎟⎠⎡⎢⎣⎤⎥⎦⎧⎨⎩⎪⎫⎬⎭⌠⎮⌡╲╱▁";

/// Lays out a formula. None if it is wider than `room`, and where its lines would not connect,
/// because the terminal draws box characters in two cells.
pub fn layout(formula: &Formula, width: WidthPolicy, room: usize) -> Option<MathBox> {
    let connects = width.str(PARTS) == PARTS.chars().count();
    let setter = connects.then_some(Setter { width, room })?;
    setter.set(formula).filter(|set| set.width <= room)
}

/// Sets formulas under one width policy.
///
/// No part of a formula is wider than the formula. Layout stops at the first part that is wider
/// than the room: a row of many parts, or many rows beside a long one, would take quadratic time.
#[derive(Clone, Copy, Debug)]
struct Setter {
    width: WidthPolicy,
    room: usize,
}

impl Setter {
    fn set(self, formula: &Formula) -> Option<MathBox> {
        match formula {
            Formula::Symbol(text) => self.glyphs(text.trim()),
            Formula::Row(items) => self.row(items),
            Formula::Cell | Formula::Break => Some(MathBox::blank(0)),
            Formula::Fraction(above, below) => self.fraction(above, below),
            Formula::Binomial(above, below) => {
                let rows = vec![self.set(above)?, self.set(below)?];
                self.fence("(", self.stack(rows, 0)?.indented(1, 1), ")")
            }
            Formula::Root { degree, inner } => self.root(degree, inner),
            Formula::Scripts {
                base,
                below,
                above,
                limits,
            } => self.scripts(base, [below, above].map(Option::as_deref), *limits),
            Formula::Accent { accent, inner } => self.accent(*accent, inner),
            Formula::Brace { side, inner } => self.brace(*side, inner),
            Formula::Fenced { open, inner, close } => match only_grid(inner) {
                Some((rows, columns)) => self.fenced_grid(open, rows, columns, close),
                None => self.fence(open, self.set(inner)?, close),
            },
            Formula::Grid {
                open,
                close,
                columns,
                rows,
            } => self.fenced_grid(open, rows, *columns, close),
        }
    }

    fn fenced_grid(
        self,
        open: &str,
        rows: &[Vec<Formula>],
        columns: Columns,
        close: &str,
    ) -> Option<MathBox> {
        let mut inner = self.grid(rows, columns)?;
        let is_brace = |bracket: &str| matches!(bracket, "{" | "}");
        if (is_brace(open) || is_brace(close)) && inner.height() == 2 {
            // A brace has three parts at least: a row between the two cases.
            inner = inner.parted();
        }
        let pad = |bracket: &str| usize::from(!bracket.is_empty());
        self.fence(open, inner.indented(pad(open), pad(close)), close)
    }

    /// A row for each line of a text.
    fn glyphs(self, text: &str) -> Option<MathBox> {
        let line = |text: &str| MathBox::line(text, self.width.str(text));
        if !text.contains('\n') {
            return self.fitting(line(text));
        }
        let rows: Vec<MathBox> = text.lines().map(line).collect();
        let baseline = (rows.len() - 1) / 2;
        self.left_aligned(rows, baseline)
    }

    fn fitting(self, set: MathBox) -> Option<MathBox> {
        Some(set).filter(|set| set.width <= self.room)
    }

    /// Two boxes side by side on one baseline.
    fn beside(self, left: MathBox, right: MathBox) -> Option<MathBox> {
        let fits = left.width + right.width <= self.room;
        fits.then(|| left.beside(right))
    }

    /// Boxes one below the other, centred. `baseline`: index of the one on the line.
    fn stack(self, boxes: Vec<MathBox>, baseline: usize) -> Option<MathBox> {
        let above = boxes.iter().take(baseline).map(MathBox::height);
        let line = boxes.get(baseline).map_or(0, |row| row.baseline);
        let baseline = above.sum::<usize>() + line;
        self.below_each_other(boxes, baseline, MathBox::centred)
    }

    /// Boxes one below the other. `baseline`: index of the row on the line.
    fn left_aligned(self, boxes: Vec<MathBox>, baseline: usize) -> Option<MathBox> {
        self.below_each_other(boxes, baseline, |set, width| {
            let slack = width - set.width;
            set.indented(0, slack)
        })
    }

    fn below_each_other(
        self,
        boxes: Vec<MathBox>,
        baseline: usize,
        align: impl Fn(MathBox, usize) -> MathBox,
    ) -> Option<MathBox> {
        let width = boxes.iter().map(|set| set.width).max().unwrap_or(0);
        if width > self.room {
            return None;
        }
        Some(MathBox {
            rows: boxes
                .into_iter()
                .flat_map(|set| align(set, width).rows)
                .collect(),
            width,
            baseline,
        })
    }

    fn fraction(self, above: &Formula, below: &Formula) -> Option<MathBox> {
        let (above, below) = (self.set(above)?, self.set(below)?);
        // Wider than its parts: a bar of one cell would look like a minus sign.
        let width = above.width.max(below.width) + 2;
        let bar = MathBox::line(&"─".repeat(width), width);
        self.stack(vec![above, bar, below], 1)
    }

    /// A root whose sign is drawn by diagonals, which join the bar at any height:
    ///
    /// ```text
    ///    ▁▁▁▁▁▁
    /// ╲╱ x² + 1
    /// ```
    fn root(self, degree: &Formula, inner: &Formula) -> Option<MathBox> {
        let inner = self.set(inner)?;
        let degree = degree.linear();
        if inner.height() == 1 && inner.width <= 1 {
            let sign = match degree.as_str() {
                "" | "2" => "√".to_owned(),
                "3" => "∛".to_owned(),
                "4" => "∜".to_owned(),
                other => format!("{}√", script_text(other, Side::Above)),
            };
            return self.beside(self.glyphs(&sign)?, inner);
        }
        let degree = match degree.as_str() {
            "2" => String::new(),
            other => script_text(other, Side::Above),
        };
        let (height, baseline) = (inner.height(), inner.baseline + 1);
        let foot = format!("{degree}╲");
        let left = self.width.str(&foot);
        let width = left + height;
        let diagonal = (1..=height).map(|row| {
            let before = match row == height {
                true => foot.clone(),
                false => " ".repeat(left + height - row),
            };
            format!("{before}╱{}", " ".repeat(row - 1))
        });
        let sign = MathBox {
            rows: std::iter::once(" ".repeat(width)).chain(diagonal).collect(),
            width,
            baseline,
        };
        let inner = inner.indented(1, 0);
        let bar = MathBox::line(&"▁".repeat(inner.width), inner.width);
        self.beside(self.fitting(sign)?, self.stack(vec![bar, inner], 1)?)
    }

    fn accent(self, accent: Accent, inner: &Formula) -> Option<MathBox> {
        let whole = Formula::accent(accent, inner.clone());
        let linear = whole.linear();
        let inner = match inner {
            Formula::Row(items) if items.len() == 1 => &items[0],
            inner => inner,
        };
        if !linear.starts_with(accent.name) {
            let single = matches!(inner, Formula::Symbol(_));
            if single || accent.name != "underline" {
                return self.glyphs(&linear);
            }
        }
        let inner = self.set(inner)?;
        let width = inner.width.max(1);
        let mark = match accent.name {
            "hat" => self.glyphs("^"),
            "tilde" => self.glyphs("~"),
            "dot" => self.glyphs("."),
            "ddot" => self.glyphs(".."),
            "vec" => self.glyphs(&format!("{}→", "─".repeat(width - 1))),
            "underline" => {
                let line = self.glyphs(&"‾".repeat(width))?;
                return self.stack(vec![inner, line], 0);
            }
            _ => self.glyphs(&"_".repeat(width)),
        };
        self.stack(vec![mark?, inner], 1)
    }

    fn brace(self, side: Side, inner: &Formula) -> Option<MathBox> {
        let inner = self.set(inner)?;
        let width = inner.width.max(3);
        let (left, right) = ((width - 3) / 2, (width - 2) / 2);
        let (before, after) = ("─".repeat(left), "─".repeat(right));
        match side {
            Side::Above => {
                let brace = self.glyphs(&format!("╭{before}┴{after}╮"))?;
                self.stack(vec![brace, inner], 1)
            }
            Side::Below => {
                let brace = self.glyphs(&format!("╰{before}┬{after}╯"))?;
                self.stack(vec![inner, brace], 0)
            }
        }
    }
}

/// The grid that a formula consists of, if it has nothing else.
fn only_grid(formula: &Formula) -> Option<(&[Vec<Formula>], Columns)> {
    match formula {
        Formula::Grid {
            open: "",
            close: "",
            columns,
            rows,
        } => Some((rows, *columns)),
        Formula::Row(items) => {
            let mut shown = items.iter().filter(|item| !item.is_blank());
            let only = shown.next().filter(|_| shown.next().is_none())?;
            only_grid(only)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests;
