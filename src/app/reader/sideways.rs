//! Scrolling code and tables sideways. The first step unfolds their lines, further steps move them by
//! half of the measure, and the last step back folds them again.

use super::pane::ReaderPane;
use crate::app::context::Context;
use crate::app::outcome::Outcome;

impl ReaderPane {
    /// Scrolls code and tables to the right; to the left if `steps` is negative. Says so when none on
    /// the screen goes further.
    pub(crate) fn scroll_sideways(&mut self, steps: isize, context: &mut Context) -> Outcome {
        let Some(page) = self.page() else {
            return Outcome::None;
        };
        let (folded, past) = (
            page.has_folded(self.visible()),
            page.hidden_cells(self.visible()),
        );
        let step = usize::from(context.layout.text.width / 2).max(1);
        let by = u16::try_from(step * steps.unsigned_abs()).unwrap_or(u16::MAX);
        let next = match (self.sideways, steps > 0) {
            (None, true) if folded => Some(0),
            (Some(from), true) if past > 0 => Some(from.saturating_add(by.min(past))),
            (Some(0), false) => None,
            (Some(from), false) => Some(from.saturating_sub(by)),
            _ => {
                context.inform("notice.no-more");
                return Outcome::None;
            }
        };
        self.set_sideways(next, context);
        Outcome::None
    }

    /// Shows code and tables scrolled by some cells, or folded.
    pub(crate) fn set_sideways(&mut self, cells: Option<u16>, context: &mut Context) {
        self.sideways = cells;
        self.fit(context);
    }
}
