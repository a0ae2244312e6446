//! Counts the unread articles that are shown, in slices between frames.

use super::pane::ListPane;
use super::search_state::UnreadCount;
use crate::app::view::View;
use crate::user::marks::Marks;

/// Articles that are counted between two frames.
const SLICE: usize = if cfg!(test) { 3 } else { 4_000 };

impl ListPane {
    /// The shown articles or the marks have changed: counts again.
    pub(crate) fn restart_unread_count(&mut self) {
        self.unread_count = UnreadCount::default();
    }

    /// Whether the list shows some articles only. Of all articles and of views, others keep count.
    pub fn shows_part(&self) -> bool {
        self.is_kept() || self.is_narrowed() || matches!(self.view, View::Among(_))
    }

    /// Whether a filter or a search leaves articles of the view out.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.unread_only || self.search.is_active() || !self.filter.is_empty()
    }

    /// Whether the header needs the count and it is not complete.
    pub(crate) fn is_counting_unread(&self) -> bool {
        self.shows_part() && self.unread_count.at < self.articles()
    }

    /// Counts the next slice.
    pub(crate) fn count_unread(&mut self, marks: &Marks) {
        if !self.is_counting_unread() {
            return;
        }
        let from = self.unread_count.at;
        let end = self.articles().min(from + SLICE);
        let unread = |at: &usize| {
            self.article(*at)
                .is_some_and(|item| !marks.is_read(&item.entry))
        };
        let count = (from..end).filter(unread).count();
        self.unread_count.count += count;
        self.unread_count.at = end;
    }

    /// How many of the shown articles are unread, once they are counted.
    pub fn unread_shown(&self) -> Option<usize> {
        (!self.is_counting_unread()).then_some(self.unread_count.count)
    }
}
