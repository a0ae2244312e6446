//! The preview: the selected article beside the list.
//!
//! After a key that selects another article the preview waits for a pause, so that a key held down
//! in the list sends only rows of the list over a slow link. Until then the article before stays on
//! the screen. A command other than a motion ends the pause: it applies only to an article that is
//! visible.

use super::{App, Direction, Focus, ReaderPane};

impl App {
    /// The terminal answers after so many milliseconds.
    pub(super) fn know_round_trip(&mut self, milliseconds: u64) {
        self.preview.know_round_trip(milliseconds);
    }

    /// When the pause before the preview ends, if one is due.
    pub fn preview_due(&self) -> Option<u64> {
        self.preview.due
    }

    /// Shows the selected article beside the list while the list has the focus. Without a pane
    /// for it no article is open: commands apply only to an article that is visible.
    pub(super) fn preview(&mut self) {
        if self.focus == Focus::Reader {
            self.preview.due = None;
            return;
        }
        let visible = self.context.layout.reader.is_some();
        if visible && self.list.is_waiting() {
            return;
        }
        if !visible || self.list.selected().is_none() {
            self.preview.due = None;
            self.save_position();
            self.leave_article();
            self.reader = None;
        } else if self.may_pause() {
            self.preview.wait(self.context.now);
        } else if self.preview.due.is_none() {
            self.load_selected();
        }
    }

    /// Whether the user selected another article than the one that is shown.
    fn may_pause(&self) -> bool {
        let selected = self.list.selected();
        let shown = self.reader.as_ref().map(|reader| &reader.item);
        let (Some(selected), Some(shown)) = (selected, shown) else {
            return false;
        };
        self.preview.is_of_user && !selected.is(shown)
    }

    /// Ends the pause before the preview.
    pub(super) fn end_pause(&mut self) {
        if self.preview.due.take().is_some() {
            self.preview.is_of_user = false;
            self.see_preview();
            self.preview();
        }
    }

    /// Ends the pause if its time has come.
    pub(super) fn preview_in_time(&mut self) {
        if self.preview.due.is_some_and(|due| due <= self.context.now) {
            self.end_pause();
        }
    }

    /// Loads the selected article into the reader, unless it is there already.
    pub(super) fn load_selected(&mut self) {
        self.preview.due = None;
        let Some(item) = self.list.selected() else {
            return;
        };
        let item = item.clone();
        let sought = self.sought();
        if let Some(reader) = &mut self.reader
            && reader.item.is(&item)
            && !reader.hides(&sought)
        {
            // The query has changed and still finds the article.
            if sought.is_query() && !sought.is_same_query(&reader.sought) {
                reader.land_on(sought, Direction::Forward);
            }
            return;
        }
        // First, because the new pane looks up its position: it may be the same article.
        self.save_position();
        self.leave_article();
        let siblings = if item.entry.gone {
            Vec::new()
        } else {
            self.list.siblings(&item)
        };
        let mut reader = ReaderPane::open(item, siblings, &sought, &mut self.context);
        if !sought.is_nothing() {
            reader.land_on(sought, Direction::Forward);
        }
        self.reader = Some(reader);
    }

    /// Tells the reader which article follows in the list. An article that another one is about to
    /// replace keeps its last lines.
    pub(super) fn name_next(&mut self) {
        let Some(reader) = self.reader.as_mut().filter(|_| self.preview.due.is_none()) else {
            return;
        };
        let selected = self.list.selected();
        let listed = selected.is_some_and(|item| item.is(&reader.item));
        let next = self.list.get(self.list.cursor + 1).filter(|_| listed);
        reader.set_next(next, &self.context);
    }
}
