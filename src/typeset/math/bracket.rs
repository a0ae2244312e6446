//! Brackets as high as what they enclose.

use super::{MathBox, Setter};

impl Setter {
    /// A box between brackets; either may be empty.
    pub fn fence(self, open: &str, inner: MathBox, close: &str) -> Option<MathBox> {
        let (height, baseline) = (inner.height(), inner.baseline);
        let bracket = |name: &str| self.bracket(name, height, baseline);
        let (open, close) = (bracket(open)?, bracket(close)?);
        self.beside(self.beside(open, inner)?, close)
    }

    fn bracket(self, name: &str, height: usize, baseline: usize) -> Option<MathBox> {
        let Some(parts) = parts(name).filter(|_| height > 1) else {
            return self.glyphs(name);
        };
        let middle = (height - 1) / 2;
        let part = |row: usize| match row {
            0 => parts.top,
            row if row + 1 == height => parts.bottom,
            // A brace has a tip, if there is a row for it.
            row if row == middle => parts.tip,
            _ => parts.stem,
        };
        Some(MathBox {
            rows: (0..height).map(|row| part(row).to_owned()).collect(),
            width: 1,
            baseline,
        })
    }
}

struct Parts {
    top: &'static str,
    stem: &'static str,
    tip: &'static str,
    bottom: &'static str,
}

/// The parts of a bracket. None if it does not grow.
fn parts(name: &str) -> Option<Parts> {
    let [top, stem, tip, bottom] = match name {
        "(" => ["⎛", "⎜", "⎜", "⎝"],
        ")" => ["⎞", "⎟", "⎟", "⎠"],
        "[" => ["⎡", "⎢", "⎢", "⎣"],
        "]" => ["⎤", "⎥", "⎥", "⎦"],
        "{" => ["⎧", "⎪", "⎨", "⎩"],
        "}" => ["⎫", "⎪", "⎬", "⎭"],
        "|" => ["│"; 4],
        "‖" => ["║"; 4],
        "⌊" => ["⎢", "⎢", "⎢", "⎣"],
        "⌋" => ["⎥", "⎥", "⎥", "⎦"],
        "⌈" => ["⎡", "⎢", "⎢", "⎢"],
        "⌉" => ["⎤", "⎥", "⎥", "⎥"],
        _ => return None,
    };
    Some(Parts {
        top,
        stem,
        tip,
        bottom,
    })
}
