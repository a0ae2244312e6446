//! Work that takes longer than a frame, in slices: what was asked for, and counts of the list.

use super::{App, Outcome};

/// Longer lists are counted between keys only.
const LONG: usize = 10_000;

impl App {
    /// Whether something is done in slices.
    pub(crate) fn has_work(&self) -> bool {
        self.is_continuing()
            || self.is_counting_views()
            || self.list.is_counting_titles()
            || self.list.is_counting_unread()
    }

    /// Whether the list is so long that a slice of it takes a noticeable part of a frame.
    pub(super) fn is_long(&self) -> bool {
        self.list.all.len() > LONG
    }

    /// Whether the next tick continues something that was asked for, rather than only counts.
    pub(super) fn is_continuing(&self) -> bool {
        self.list.is_filtering()
            || self.list.is_preparing_filter()
            || self.is_marking_or_counting()
            || self.list.seeking.is_some()
    }

    /// Counts the next slice of the list: of a long one for one purpose at a time, so that a key
    /// waits for one slice.
    pub(super) fn count(&mut self) {
        let is_long = self.is_long();
        if self.is_counting_views() {
            self.count_views();
            if is_long {
                return;
            }
        }
        if self.list.is_counting_titles() {
            self.count_titles();
            if is_long {
                return;
            }
        }
        self.list.count_unread(&self.context.marks);
    }

    /// Does the next slice of everything that is too long for one frame.
    pub(super) fn continue_work(&mut self) -> Outcome {
        self.list.prepare_filter();
        if self.list.is_filtering() {
            self.list.filter_more(&self.context.marks);
            self.after_list_change();
        }
        if self.is_marking_or_counting() {
            self.continue_marking();
        }
        self.list.seek_more(&mut self.context)
    }
}
