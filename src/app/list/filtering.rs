//! Which articles of the source are shown: filtered in slices between frames.

use super::pane::{ListPane, ListSource};
use crate::app::library_state::LibraryState;
use crate::app::message::Item;
use crate::app::outcome::Outcome;
use crate::app::view::View;
use crate::search::{Evaluator, Facts, NoText, Query, QuickFilter, TextField, values_in_use};
use crate::user::marks::Marks;

/// Articles filtered between two frames; few in tests, so that they reach the next slice.
pub(super) const SLICE: usize = if cfg!(test) { 3 } else { 4_000 };

/// Articles whose labels are looked at for a completion: at most a few milliseconds.
const SAMPLE: usize = 20_000;

impl ListPane {
    pub(crate) fn set_filter(
        &mut self,
        text: &str,
        query: Query,
        marks: &Marks,
        library: &LibraryState,
    ) -> Outcome {
        self.touched |= !text.is_empty();
        let origin = self.filter_origin();
        if self.replace_filter(text, query) {
            self.narrow(marks);
        } else {
            self.refresh(marks, library);
        }
        if origin.is_some() {
            self.pending_target = origin;
            self.follow_target();
        }
        Outcome::ListChanged
    }

    /// Filters the whole source again. `selected` stays selected, or the cursor stays where it
    /// was in the order.
    pub(crate) fn show(&mut self, selected: Option<Item>, marks: &Marks) {
        self.keep_range();
        self.quick.loosened = None;
        let len = u32::try_from(self.items().len()).unwrap_or(u32::MAX);
        self.pending_target = selected.filter(|_| self.touched);
        self.visible.clear();
        self.folding.rows_gone();
        self.queue.clear();
        let among = self.search.among(&self.all);
        if self.shows_everything(marks) {
            self.visible.extend(0..len);
        } else if let Some(among) = among.filter(|_| self.source == ListSource::All) {
            self.queue.extend(among);
        } else {
            self.queue.extend(0..len);
        }
        self.filter_more(marks);
    }

    /// Whether all articles of the source are shown.
    pub(super) fn shows_everything(&self, marks: &Marks) -> bool {
        self.filter.is_empty()
            && !self.search.is_active()
            && !self.unread_only
            && self.view == View::All
            && !(self.leaves_out_hidden() && marks.may_hide())
    }

    /// Whether hidden articles are not shown. Lists that the user fills show them, and so does a
    /// query that names them.
    fn leaves_out_hidden(&self) -> bool {
        let mut queries = [&self.filter, &self.search.query].into_iter();
        self.source == ListSource::All && !queries.any(Query::asks_for_hidden)
    }

    /// Applies a filter that is stricter than the previous one: only the shown articles are
    /// filtered again.
    pub fn narrow(&mut self, marks: &Marks) {
        self.keep_range();
        self.pending_target = self.target().filter(|_| self.touched);
        self.restore_indexes();
        let rest = std::mem::take(&mut self.queue);
        self.queue.extend(self.visible.drain(..));
        self.queue.extend(rest);
        self.filter_more(marks);
    }

    /// Whether some articles are not filtered yet.
    pub(crate) fn is_filtering(&self) -> bool {
        !self.queue.is_empty()
    }

    /// Filters all remaining articles.
    pub(crate) fn finish_filter(&mut self, marks: &Marks) {
        while self.is_filtering() {
            self.filter_more(marks);
        }
    }

    /// Filters the next slice.
    pub(crate) fn filter_more(&mut self, marks: &Marks) {
        let slice = self.queue.len().min(self.slice());
        let mut visible = std::mem::take(&mut self.visible);
        let next: Vec<u32> = self.queue.drain(..slice).collect();
        let (next, quick) = match self.matching_titles(&next) {
            Some(matching) => (matching, None),
            None => (next, self.quick_filter()),
        };
        let mut accepts = self.accepts_by(quick, marks);
        visible.extend(next.into_iter().filter(|at| accepts(*at)));
        drop(accepts);
        self.visible = visible;
        if self.loosen_filter() {
            return self.filter_more(marks);
        }
        self.arrange(marks);
        self.measures = None;
        self.follow_target();
    }

    /// The values of a field among the first articles, the most frequent first.
    pub(crate) fn values_in_use(&self, field: TextField) -> Vec<String> {
        let first = self.all.iter().take(SAMPLE);
        values_in_use(first.map(|item| &item.entry), field)
    }

    /// Whether the filter accepts the article at an index of the source.
    pub(super) fn accepts<'a>(&'a self, marks: &'a Marks) -> Box<dyn FnMut(u32) -> bool + 'a> {
        self.accepts_by(self.quick_filter(), marks)
    }

    /// The same with this quick filter; `None`: it is known that its words match.
    fn accepts_by<'a>(
        &'a self,
        quick: Option<&'a QuickFilter>,
        marks: &'a Marks,
    ) -> Box<dyn FnMut(u32) -> bool + 'a> {
        let facts = Facts {
            marks,
            zone: &self.zone,
        };
        let mut filter = Evaluator::new(&self.filter, facts, &NoText::Empty);
        let is_quick = self.quick_filter().is_some();
        // The filter knows names alone: even `-text:` would say something untrue.
        let may_match = !self.filter.is_about_texts();
        let mut search = Evaluator::new(&self.search.query, facts, self.search.hits());
        // There the rows show what the user wrote.
        let is_kept = self.source == ListSource::Bookmarks;
        if is_kept {
            (filter, search) = (filter.in_notes(), search.in_notes());
        }
        let no_hidden = self.leaves_out_hidden();
        Box::new(move |at| {
            self.items().get(at as usize).is_some_and(|item| {
                (quick.is_none_or(|quick| quick.matches(&item.entry))
                    || is_kept && filter.matches(&item.entry))
                    && (is_quick || may_match && filter.matches(&item.entry))
                    && search.matches(&item.entry)
                    && !(no_hidden && marks.is_hidden(&item.entry))
                    && (!self.unread_only || !marks.is_read(&item.entry))
                    && self.view.holds(item, marks, &self.zone)
            })
        })
    }
}
