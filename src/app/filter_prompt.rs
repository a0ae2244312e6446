//! The prompt of the list filter `f`.

use super::{App, Asking, Level, Outcome};
use crate::search::Query;

impl App {
    /// Opens the prompt of the filter.
    pub(super) fn begin_filter(&mut self) {
        let text = self.list.filter_text.clone();
        self.list.open_quick();
        self.ask(Asking::Filter, &text);
    }

    /// Filters the list while a query is being typed.
    pub(super) fn filter_as_typed(&mut self, text: &str) -> Outcome {
        let query = Query::parse_unfinished(text, self.context.today());
        self.set_filter(text, query)
    }

    /// Filters the list by a complete query. One with an error stays as it was while typing.
    pub(super) fn accept_filter(&mut self, text: &str) -> Outcome {
        match Query::parse(text, self.context.today()) {
            Ok(query) => self.set_filter(text, query),
            Err(error) => {
                let error = error.localized(&self.context.locale);
                self.context.notify(Level::Error, error.to_string());
                self.filter_as_typed(text)
            }
        }
    }

    /// The prompt of the filter was closed with this text.
    pub(super) fn end_filter(&mut self, text: &str) -> Outcome {
        let outcome = self.accept_filter(text);
        self.list.close_quick();
        outcome
    }

    fn set_filter(&mut self, text: &str, query: Query) -> Outcome {
        let marks = &self.context.marks;
        self.list.set_filter(text, query, marks, &self.library)
    }
}
