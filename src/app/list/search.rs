//! The search of the list (`/`): only articles that match a query are shown.

use super::pane::{ListPane, ListSource};
use crate::app::library_state::LibraryState;
use crate::app::message::Ticket;
use crate::app::outcome::Outcome;
use crate::app::view::{Scope, View};
use crate::search::full_text::LocalHits;
use crate::search::{Query, SharedHits};
use crate::user::marks::Marks;
use std::sync::Arc;

impl ListPane {
    /// Remembers the selected article while a query is typed.
    pub(crate) fn begin_search(&mut self) {
        let selected = self.target().filter(|_| self.touched);
        self.search.accepted_at = None;
        self.search.origin = selected.or_else(|| self.search.origin.take());
    }

    /// What is selected while a query is typed stays selected when it is accepted.
    pub(crate) fn keep_shown(&mut self) {
        if self.search.is_active() && self.selected().is_some() {
            self.touched = true;
            self.search.accepted_at = self.target();
        }
    }

    /// The query was accepted: the selected article stays selected from now on. Without a match,
    /// the article that was selected before comes back with the next query that matches.
    pub(crate) fn end_search(&mut self) {
        if self.selected().is_some() || !self.search.is_active() {
            self.search.origin = None;
        }
        if !self.search.is_awaiting() {
            self.search.accepted_at = None;
        }
        self.touched |= self.search.is_active();
    }

    /// Shows only what matches a query.
    pub(crate) fn search_for(
        &mut self,
        text: &str,
        query: Query,
        marks: &Marks,
        library: &LibraryState,
    ) -> Outcome {
        self.search.text = text.to_owned();
        if *self.search.query == query {
            return Outcome::None;
        }
        let before = self.search.start(query);
        if self.search.query.narrows(&before) {
            self.narrow(marks);
        } else {
            self.refresh(marks, library);
        }
        self.return_to_origin();
        Outcome::ListChanged
    }

    fn return_to_origin(&mut self) {
        let accepted_at = self.search.accepted_at.as_ref();
        if let Some(item) = accepted_at.or(self.search.origin.as_ref()).cloned() {
            self.pending_target = Some(item);
            self.follow_target();
        }
    }

    /// Which articles are searched.
    pub(crate) fn scope(&self) -> Scope {
        Scope {
            view: self.view.clone(),
            unread_only: self.unread_only,
        }
    }

    /// Whether more articles may match than are shown.
    pub fn is_counting(&self) -> bool {
        self.search.is_active() && (self.is_filtering() || self.search.is_awaiting())
    }

    /// What the query finds in texts has arrived, or the first part of it.
    pub(crate) fn text_found(
        &mut self,
        answer: (Ticket, bool),
        hits: Arc<LocalHits>,
        marks: &Marks,
        library: &LibraryState,
    ) -> Outcome {
        if !self.search.take_hits(answer, hits) {
            return Outcome::None;
        }
        self.refresh(marks, library);
        self.return_to_origin();
        if !self.search.is_awaiting() {
            self.search.accepted_at = None;
        }
        Outcome::ListChanged
    }

    /// The answer of an engine has arrived.
    pub(crate) fn engine_found(
        &mut self,
        ticket: Ticket,
        hits: Option<SharedHits>,
        marks: &Marks,
        library: &LibraryState,
    ) -> Outcome {
        if !self.search.take_engine_hits(ticket, hits) {
            return Outcome::None;
        }
        self.refresh(marks, library);
        Outcome::ListChanged
    }

    /// Whether a search finds nothing, although other articles of the library may match.
    pub(crate) fn may_search_all(&self) -> bool {
        let is_narrow = self.view != View::All
            || self.source != ListSource::All
            || self.unread_only
            || !self.filter.is_empty();
        let is_done = !self.is_filtering() && !self.search.is_awaiting();
        self.search.is_active() && self.is_empty() && is_done && is_narrow
    }
}
