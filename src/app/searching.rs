//! The search of the list and of the open article: the prompt `/`, going from hit to hit, and
//! leaving a search.

use super::list::search_state::{Goal, Then};
use super::message::{Effect, Job};
use super::reader::sought::Sought;
use super::{App, Asking, Direction, Focus, Level, Outcome, View};
use crate::search::Query;
use std::sync::Arc;

impl App {
    /// `/`: narrows a panel, or searches the open article or the list.
    pub(super) fn begin_search(&mut self) {
        if let Some(panel) = &self.overlay.panel {
            let text = panel.filter.clone();
            return self.ask(Asking::Panel, &text);
        }
        match (self.focus, &mut self.reader) {
            (Focus::Reader, Some(reader)) => {
                reader.begin_search();
                self.ask(Asking::Search, "");
            }
            _ => {
                let filter = self.take_vain_filter();
                self.list.begin_search();
                self.retry_texts();
                let before = self.list.search.text.clone();
                self.ask(Asking::Query, filter.as_ref().unwrap_or(&before));
                if let (Some(prompt), Some(text)) = (&mut self.overlay.prompt, filter) {
                    prompt.before = before;
                    let outcome = self.search_as_typed(&text);
                    self.act(outcome);
                }
            }
        }
    }

    /// A filter that no article matches is no part of the search that follows: its words are searched
    /// for in texts.
    fn take_vain_filter(&mut self) -> Option<String> {
        let is_vain = self.list.is_empty() && !self.list.is_filtering();
        if !is_vain || self.list.filter.is_empty() || self.list.search.is_active() {
            return None;
        }
        let text = self.list.filter_text.clone();
        let outcome = self.accept_filter("");
        self.act(outcome);
        Some(text)
    }

    /// Searches the list while a query is being typed.
    pub(super) fn search_as_typed(&mut self, text: &str) -> Outcome {
        let query = Query::parse_unfinished(text, self.context.today());
        self.search_for(text, query)
    }

    /// Searches the list for a complete query. One with an error stays as it was while typing.
    pub(super) fn accept_search(&mut self, text: &str) -> Outcome {
        let outcome = match Query::parse(text, self.context.today()) {
            Ok(query) => self.search_for(text, query),
            Err(error) => {
                let error = error.localized(&self.context.locale);
                self.context.notify(Level::Error, error.to_string());
                self.search_as_typed(text)
            }
        };
        self.list.end_search();
        outcome
    }

    /// Enter in the prompt: when the view has no match, all articles are searched.
    pub(super) fn enter_search(&mut self, text: &str) -> Outcome {
        self.list.keep_shown();
        let outcome = self.accept_search(text);
        self.retry_texts();
        self.ask_engine();
        if self.list.may_search_all() {
            self.act(outcome);
            return self.search_all();
        }
        outcome
    }

    /// Searches all articles instead of those of a view.
    pub(super) fn search_all(&mut self) -> Outcome {
        self.list.clear_filter();
        self.show_view(View::All);
        self.context.inform("notice.search-all");
        Outcome::ListChanged
    }

    /// The text before the prompt was opened is searched for again.
    pub(super) fn cancel_search(&mut self, before: &str) -> Outcome {
        let query = Query::parse_unfinished(before, self.context.today());
        let query = Query::parse(before, self.context.today()).unwrap_or(query);
        let outcome = self.search_for(before, query);
        self.list.end_search();
        outcome
    }

    fn search_for(&mut self, text: &str, query: Query) -> Outcome {
        let is_asking = self.list.search.is_asking_engine();
        let marks = &self.context.marks;
        let outcome = self.list.search_for(text, query, marks, &self.library);
        if !self.list.search.is_active() {
            self.unmark_hits(Sought::is_query);
        }
        if is_asking && !self.list.search.is_asking_engine() {
            self.context.effect(Effect::Job(Job::LeaveEngine));
        }
        if matches!(outcome, Outcome::ListChanged) {
            self.search_texts();
        }
        outcome
    }

    /// Sorts by the next key. How relevant articles are is found when it is needed.
    pub(super) fn sort_by_next(&mut self) -> Outcome {
        let outcome = self.list.sort_by_next(&mut self.context);
        if self.list.lacks_ranks() {
            self.search_texts();
        }
        outcome
    }

    /// Removes the marks of a search from the open article, if they are those of a kind of search.
    pub(super) fn unmark_hits(&mut self, is_kind: impl Fn(&Sought) -> bool) {
        let reader = self.reader.as_mut();
        if let Some(reader) = reader.filter(|reader| is_kind(&reader.sought)) {
            reader.clear_search();
        }
    }

    /// What the hits of an article are that is opened from the list.
    pub(super) fn sought(&self) -> Sought {
        match self.list.search.is_active() {
            true => Sought::Query(Arc::clone(&self.list.search.query)),
            false => Sought::Nothing,
        }
    }

    /// The next hit while a search is active, else the next unread article.
    pub(super) fn next(&mut self, direction: Direction, count: usize) -> Outcome {
        let is_searching = self.list.search.is_active();
        let context = &mut self.context;
        match (self.focus, &mut self.reader) {
            (Focus::Reader, Some(reader)) if reader.sought.is_query() => {
                self.next_hit(direction, count)
            }
            (Focus::Reader, Some(reader)) if !reader.sought.is_nothing() => {
                reader.go_to_next_hit(direction, count, context)
            }
            (Focus::Reader, Some(_)) => {
                let one = (direction, 1);
                self.list.seek(Goal::Unread, one, Then::Open, context)
            }
            _ => {
                let goal = match is_searching {
                    true => Goal::Hit,
                    false => Goal::Unread,
                };
                let steps = (direction, count);
                self.list.seek(goal, steps, Then::Select, context)
            }
        }
    }

    /// The next hit of the open article, or the next article of the list with a hit. Others match
    /// only by their metadata.
    fn next_hit(&mut self, direction: Direction, count: usize) -> Outcome {
        let Some(reader) = &mut self.reader else {
            return Outcome::None;
        };
        let context = &mut self.context;
        if reader.is_loading() {
            context.inform("notice.still-loading");
            return Outcome::None;
        }
        for _ in 0..count {
            if !reader.step_to_hit(direction) {
                let one = (direction, 1);
                return self.list.seek(Goal::Hit, one, Then::Open, context);
            }
        }
        reader.fold_to_hit(context);
        Outcome::Scrolled
    }

    /// Opens the selected article where it is reached.
    pub(super) fn open_at_hit(&mut self, direction: Direction) {
        self.open_selected();
        let sought = self.sought();
        if let Some(reader) = &mut self.reader {
            reader.land_on(sought, direction);
        }
        self.after_scroll();
    }
}
