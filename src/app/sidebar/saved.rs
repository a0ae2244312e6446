//! The saved searches, of the config and of the user.

use crate::app::message::Ticket;
use crate::search::full_text::LocalHits;
use crate::search::{NoText, Query, TextHits, Today};
use crate::text::sanitize_line;
use crate::user::SavedSearch;
use std::sync::Arc;

/// A saved search, ready to be counted.
#[derive(Clone, Debug)]
pub struct Saved {
    pub name: Arc<str>,
    /// The query as typed.
    pub text: Arc<str>,
    pub query: Arc<Query>,
    /// What it finds in texts, once that is known.
    pub hits: Option<Arc<LocalHits>>,
    /// It is written in the config.
    pub is_configured: bool,
}

impl Saved {
    pub fn new(search: &SavedSearch, is_configured: bool, today: Today) -> Self {
        // As after Enter; one with an error as while it is typed.
        let query = Query::parse(&search.query, today);
        let query = query.unwrap_or_else(|_| Query::parse_unfinished(&search.query, today));
        Self {
            name: sanitize_line(&search.name).into(),
            text: search.query.as_str().into(),
            query: Arc::new(query),
            hits: None,
            is_configured,
        }
    }

    /// What is known of the texts of articles.
    pub fn hits(&self) -> &dyn TextHits {
        match &self.hits {
            Some(hits) => &**hits,
            None => &NoText::Empty,
        }
    }
}

/// All saved searches.
#[derive(Debug, Default)]
pub struct SavedList {
    pub all: Arc<Vec<Saved>>,
    pub(crate) awaited: Option<Ticket>,
}
