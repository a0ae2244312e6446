//! Formulas side by side: the space around operators, and lines of a formula.

use super::{MathBox, Setter};
use crate::document::math::{Columns, Formula, closes, opens, rows};

/// The spaces that a formula asks for at its sides.
struct Spacing {
    left: bool,
    right: bool,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Operand,
    /// An operator, a relation or a comma: a sign after it has one operand only.
    Operator,
    /// A sign with one operand.
    Sign,
    Name,
    Fence,
    /// An opening bracket that is not paired with its closing one.
    Open,
}

/// Cells between a limit and a script in the same row, at least.
const CLEAR: usize = 2;

impl Setter {
    pub fn row(self, items: &[Formula]) -> Option<MathBox> {
        let is_line = |item: &Formula| matches!(item, Formula::Cell | Formula::Break);
        if items.iter().any(is_line) {
            return self.grid(&rows(Formula::Row(items.to_vec())), Columns::Equations);
        }
        let mut line = MathBox::blank(0);
        let (mut pending, mut last) = (0, None::<(Kind, bool)>);
        // The last item was a high bracket.
        let mut high = false;
        // The last item had scripts, and they were limits.
        let mut last_limits = None;
        for item in items {
            if let Formula::Symbol(text) = item
                && text.trim().is_empty()
            {
                pending = pending.max(text.len());
                continue;
            }
            let inner = self.set(item)?;
            if inner.width == 0 {
                continue;
            }
            let spacing = spacing(item, last.map(|(kind, _)| kind));
            let space = match last {
                None => 0,
                // The argument of a function directly follows its name: `log(n)`.
                Some((Kind::Name, _)) if spacing.kind == Kind::Fence => 0,
                // A sign that touches the bar of a fraction would lengthen it.
                Some((Kind::Sign, _)) => usize::from(matches!(item, Formula::Fraction(..))),
                _ if matches!(item, Formula::Symbol(text) if text == "·") => 0,
                // Brackets directly enclose their content.
                Some((Kind::Open, _)) => 0,
                _ if matches!(item, Formula::Symbol(text) if text.chars().all(closes)) => 0,
                Some((_, right)) => pending.max(usize::from(right || spacing.left)),
            };
            let is_high =
                matches!(item, Formula::Fenced { .. } | Formula::Grid { .. }) && inner.height() > 1;
            let space = space.max(usize::from(high && is_high));
            high = is_high;
            let limits = limits_of(item);
            let space = match last_limits.zip(limits) {
                Some((false, false)) | None => space,
                Some(_) => space.max(CLEAR.saturating_sub(clearance(&line, &inner))),
            };
            last_limits = limits;
            line = self.beside(line.indented(0, space), inner)?;
            last = Some((spacing.kind, spacing.right));
            pending = 0;
        }
        Some(line)
    }
}

/// Whether the scripts of a formula are limits; None of one without scripts.
fn limits_of(formula: &Formula) -> Option<bool> {
    match formula {
        Formula::Scripts { limits, .. } => Some(*limits),
        _ => None,
    }
}

/// The fewest blank cells between two boxes side by side, in the rows above and below the line.
fn clearance(left: &MathBox, right: &MathBox) -> usize {
    let blank = |text: &str, trimmed: &str| text.chars().count() - trimmed.chars().count();
    let rows = left.rows.iter().enumerate().filter_map(|(at, row)| {
        let other = (at + right.baseline).checked_sub(left.baseline)?;
        let (row, other) = (row.as_str(), right.rows.get(other)?.as_str());
        let has_words = !row.trim().is_empty() && !other.trim().is_empty();
        let cells = blank(row, row.trim_end()) + blank(other, other.trim_start());
        (at != left.baseline && has_words).then_some(cells)
    });
    rows.min().unwrap_or(CLEAR)
}

/// `last`: the formula before it.
fn spacing(item: &Formula, last: Option<Kind>) -> Spacing {
    let (left, right, kind) = match item {
        Formula::Symbol(text) => {
            let sign = matches!(text.as_str(), "+" | "−");
            let has_left =
                last.is_some_and(|last| !matches!(last, Kind::Operator | Kind::Sign | Kind::Open));
            let binary = sign && has_left;
            let kind = match text.trim() {
                "," | ";" => Kind::Operator,
                bracket if bracket.chars().all(opens) => Kind::Open,
                name if text.starts_with(' ') && name.chars().all(char::is_alphabetic) => {
                    Kind::Name
                }
                _ if sign && !binary => Kind::Sign,
                _ if text.starts_with(' ') || sign => Kind::Operator,
                _ => Kind::Operand,
            };
            let left = text.starts_with(' ') || binary;
            let right = text.ends_with(' ') || binary || matches!(text.as_str(), "," | ";");
            (left, right, kind)
        }
        Formula::Scripts { base, limits, .. } => {
            let integral = matches!(&**base, Formula::Symbol(sign) if is_integral(sign));
            let base = spacing(base, last);
            let spaced = *limits || integral || base.kind == Kind::Name;
            (base.left || spaced, base.right || spaced, base.kind)
        }
        Formula::Fraction(..) => (true, true, Kind::Operand),
        Formula::Fenced { .. } => (false, false, Kind::Fence),
        _ => (false, false, Kind::Operand),
    };
    Spacing { left, right, kind }
}

pub fn is_integral(sign: &str) -> bool {
    matches!(sign, "∫" | "∬" | "∭")
}
