//! Applies a large step in slices between frames, once its events are recorded: what the screen
//! shows of it is on disk, so a kill loses nothing that was seen.

use super::Marks;
use super::parts::Unapplied;
use crate::user::event::Event;

impl Marks {
    /// Has events applied by [`apply_more`](Self::apply_more).
    pub(super) fn apply_later(&mut self, events: &[Event]) {
        self.apply_more(usize::MAX);
        self.unapplied = Unapplied::new(events);
    }

    /// Applies recorded events to at most so many articles. Whether all of them are applied.
    pub(crate) fn apply_more(&mut self, most: usize) -> bool {
        let mut left = most;
        while left > 0
            && let Some((event, articles)) = self.unapplied.take(left)
        {
            left -= articles.len();
            self.perform_for(&event, articles);
        }
        self.unapplied.is_empty()
    }
}
