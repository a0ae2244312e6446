//! The state of a search through the list for the next match or unread article.

use crate::app::motion::Direction;

/// What `n` looks for in the list.
#[derive(Debug)]
pub(crate) struct ListSearch {
    /// Folded text; empty: look for unread articles.
    pub needle: String,
    /// Whether some article contains the needle.
    pub found: bool,
    /// A search that is not finished: a long list is searched in slices between frames.
    pub running: Option<Seek>,
}

impl Default for ListSearch {
    fn default() -> Self {
        Self {
            needle: String::new(),
            found: true,
            running: None,
        }
    }
}

impl ListSearch {
    pub fn clear(&mut self) {
        self.needle.clear();
        self.found = true;
    }
}

/// One pass around the list, starting at the cursor.
#[derive(Debug)]
pub(crate) struct Seek {
    pub direction: Direction,
    /// How many matches are still to be passed; the last one is selected.
    pub count: usize,
    /// How many articles were looked at, out of `len`.
    pub done: usize,
    pub len: usize,
    pub then: Then,
}

/// What happens with the match, or which notice is shown when there is none.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Then {
    /// The text is still being typed: select it.
    Type,
    /// The typed text was accepted: select it.
    Accept(String),
    /// Select it.
    Next,
    /// Open it.
    Read,
}
