//! The element in which nearly all running text of a page is.

use super::page::Page;

/// Minimum share of its parent's running text that a child must hold for the descent to enter it.
/// Lower if the child's name says article and its parent's does not, higher in the opposite case.
const SHARE_OF_CALLED: f64 = 0.6;
const SHARE_OF_CALLING: f64 = 0.93;
const SHARE: f64 = 0.8;

/// A share of a length, rounded up.
pub fn share_of(length: usize, share: f64) -> usize {
    (length as f64 * share).ceil() as usize
}

impl Page<'_> {
    /// Descends from the root to the element where the running text divides.
    pub fn dense(&self) -> usize {
        let mut at = 0;
        loop {
            let named = self.lines[at].names.article;
            let next = self.children(at).filter(|child| may_hold(self, *child));
            let next = next
                .max_by_key(|child| self.running(*child))
                .filter(|child| {
                    let share = match (named, self.lines[*child].names.article) {
                        (false, true) => SHARE_OF_CALLED,
                        (true, false) => SHARE_OF_CALLING,
                        _ => SHARE,
                    };
                    self.running(*child) >= share_of(self.running(at), share)
                });
            match next {
                Some(child) => at = child,
                None => return at,
            }
        }
    }
}

/// Whether an element may hold a whole article. Paragraphs, lists and figures are only parts.
fn may_hold(page: &Page<'_>, at: usize) -> bool {
    page.name(at).is_some_and(|name| {
        !page.is_paragraph(at)
            && !matches!(name, "ul" | "ol" | "dl" | "figure" | "header" | "details")
    })
}
