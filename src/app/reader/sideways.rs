//! Scrolling code and tables sideways. The first step unfolds their lines, further steps move them by
//! half of the measure, and the last step back folds them again.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::outcome::Outcome;

impl ReaderPane {
    /// Scrolls code and tables to the right; to the left if `steps` is negative. Says so when none on
    /// the screen goes further. A single step passes over no column of a table.
    pub(crate) fn scroll_sideways(&mut self, steps: isize, context: &mut Context) -> Outcome {
        let Some(page) = self.page() else {
            return Outcome::None;
        };
        let folded = page.has_folded(self.visible());
        let past = page.hidden_cells(self.visible());
        let step = usize::from(context.layout.text.width / 2).max(1);
        let by = u16::try_from(step * steps.unsigned_abs()).unwrap_or(u16::MAX);
        let column = |from| {
            let next = page.next_column(self.visible(), from);
            next.filter(|_| steps == 1).unwrap_or(u16::MAX)
        };
        let next = match (self.sideways, steps > 0) {
            (None, true) if folded => Some(0),
            (Some(from), true) if past > 0 => {
                Some(from.saturating_add(by.min(past)).min(column(from)))
            }
            (Some(0), false) => None,
            (Some(from), false) => Some(from.saturating_sub(by)),
            (scrolled, is_right) => {
                context.refuse(match (scrolled, is_right) {
                    (Some(_), _) => "notice.right-edge",
                    (None, false) if folded => "notice.left-edge",
                    _ => "notice.nothing-wide",
                });
                return Outcome::None;
            }
        };
        self.set_sideways(next, context);
        Outcome::None
    }

    /// Folds code and tables again if the current hit is in a part that is not shown. The page that
    /// comes then is scrolled to the hit.
    pub(crate) fn fold_to_hit(&mut self, context: &mut Context) {
        if self.sideways.is_some() && self.is_hit_hidden() {
            self.reveals_hit = true;
            self.set_sideways(None, context);
        }
    }

    /// Shows code and tables scrolled by some cells, or folded.
    pub(crate) fn set_sideways(&mut self, cells: Option<u16>, context: &mut Context) {
        self.sideways = cells;
        self.fit(context);
    }
}
