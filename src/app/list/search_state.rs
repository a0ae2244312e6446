//! The state of a search, and of what is done in slices for it.

use crate::app::message::Listed;
use crate::app::motion::Direction;
use crate::search::{NoText, Query, TextHits};
use std::sync::Arc;

/// What the list is searched for.
#[derive(Debug, Default)]
pub struct Search {
    /// As typed.
    pub text: String,
    pub query: Arc<Query>,
    /// The article that was selected when the prompt was opened. It is selected again when it is
    /// shown again.
    pub(super) origin: Option<Arc<Listed>>,
}

impl Search {
    /// Whether the list shows only what matches.
    pub fn is_active(&self) -> bool {
        !self.query.is_empty()
    }

    /// What is known of the texts of articles.
    pub(super) fn hits(&self) -> &dyn TextHits {
        &NoText
    }
}

/// One pass around the list, starting at the cursor.
#[derive(Debug)]
pub(crate) struct Seek {
    pub direction: Direction,
    /// How many unread articles are still to be passed; the last one is selected.
    pub count: usize,
    /// How many articles were looked at, out of `len`.
    pub done: usize,
    pub len: usize,
    pub then: Then,
}

/// What happens with the article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Then {
    Select,
    Open,
}

/// The count, and how many articles are counted.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct UnreadCount {
    pub count: usize,
    pub at: usize,
}
