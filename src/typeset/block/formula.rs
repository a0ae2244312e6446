//! The layout of display formulas.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::Text;
use crate::document::math::Formula;
use crate::role::Role;
use crate::typeset::Formulas;
use crate::typeset::lines::LineKind;
use crate::typeset::math::{self, MathBox};

/// The indent of a formula, where it fits.
const INDENT: &str = "    ";

impl Typesetter<'_> {
    /// A formula in two dimensions, or on one line if it needs only one row or is too wide.
    pub(crate) fn formula(&mut self, text: &Text, formula: &Formula, context: LayoutContext) {
        let role = match context.role {
            Role::Cut => Role::Cut,
            _ => Role::Math,
        };
        let whole = self.widened(usize::MAX, context);
        if let Some(set) = self.stacked(formula, whole.width) {
            let widened = self.widened(set.width + INDENT.len(), context);
            let context = self.outdented(widened, context);
            return self.formula_rows(text, set, role, context);
        }
        let inner = self.enter_frame(INDENT, INDENT, Role::Math, None, context);
        self.preserved(text, role, inner);
        self.leave_frame();
    }

    fn stacked(&self, formula: &Formula, room: u16) -> Option<MathBox> {
        let set = match self.options.formulas {
            Formulas::Linear => None,
            Formulas::Stacked => math::layout(formula, self.options.width, usize::from(room)),
        };
        // A line of the page numbers the rows in 16 bits.
        set.filter(|set| (2..=usize::from(u16::MAX)).contains(&set.height()))
    }

    fn formula_rows(&mut self, text: &Text, set: MathBox, role: Role, context: LayoutContext) {
        let Some(index) = self.add(text, role, context) else {
            return;
        };
        let slack = usize::from(context.width) - set.width;
        let indent = slack.min(INDENT.len()) as u16;
        let height = set.height() as u16;
        self.compact.formulas.push(set);
        let formula = self.compact.formulas.len() as u32 - 1;
        for row in 0..height {
            let kind = LineKind::Formula {
                text: index as u32,
                formula,
                row,
            };
            self.push(kind, context, indent);
        }
    }
}
