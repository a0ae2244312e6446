//! The state of a search in the list, and of the work that it does in slices.

use super::key::Key;
use crate::app::message::Ticket;
use crate::app::message::{Item, Listed};
use crate::app::motion::Direction;
use crate::library::Entry;
use crate::search::full_text::{LocalHits, Snippet};
use crate::search::{Answer, Feature, Query, SharedHits, TextHits};
use std::collections::HashMap;
use std::sync::{Arc, Weak};

/// What the list is searched for.
#[derive(Debug, Default)]
pub struct Search {
    /// As typed.
    pub text: String,
    pub query: Arc<Query>,
    /// The article that was selected when the prompt was opened. It is selected again when it is
    /// shown again.
    pub(super) origin: Option<Item>,
    /// The article that was selected when the query was accepted. It stays selected when what the
    /// query finds in texts arrives.
    pub(super) accepted_at: Option<Item>,
    /// What the query finds in texts; only metadata is searched until it is known.
    hits: Hits,
    awaited: Option<Ticket>,
    /// The list that is searched, as it was when the search began.
    list: Weak<Vec<Item>>,
    /// The engine is asked.
    engine_awaited: Option<Ticket>,
    pub(super) snippets: Snippets,
}

/// What is known of the texts of articles: by the indexes of this machine and, for articles whose
/// text they do not have, by an engine.
#[derive(Debug, Default)]
struct Hits {
    local: Option<Arc<LocalHits>>,
    engine: Option<SharedHits>,
}

impl Hits {
    /// Whether the text of an article is known to pass a test. Of texts that this machine has not
    /// searched, only a hit is an answer here, and the engine may have another.
    fn any(&self, entry: &Entry, test: impl Fn(&dyn TextHits) -> bool) -> bool {
        let here = self.local.as_ref().is_some_and(|local| test(&**local));
        let is_known = || {
            let local = self.local.as_ref();
            local.is_some_and(|local| local.is_known(entry))
        };
        here || !is_known()
            && self
                .engine
                .as_ref()
                .is_some_and(|engine| test(engine.get()))
    }
}

impl TextHits for Hits {
    fn is_known(&self, entry: &Entry) -> bool {
        // Only metadata is searched.
        let is_nothing = self.local.is_none() && self.engine.is_none();
        is_nothing || self.any(entry, |hits| hits.is_known(entry))
    }

    fn holds(&self, term: usize, entry: &Entry) -> bool {
        self.any(entry, |hits| hits.holds(term, entry))
    }

    fn is_at_hand(&self) -> bool {
        self.local.is_some()
    }

    fn answer(&self, term: usize, entry: &Entry) -> Answer {
        let local = self.local.as_ref();
        match (local.map(|local| local.answer(term, entry)), &self.engine) {
            (Some(answer @ (Answer::Yes | Answer::No)), _) => answer,
            (_, Some(engine)) => engine.get().answer(term, entry),
            (Some(Answer::Unknown), None) => Answer::Unknown,
            // Only metadata is searched.
            (None, None) => Answer::No,
        }
    }

    fn matches(&self, pattern: usize, entry: &Entry) -> bool {
        self.any(entry, |hits| hits.matches(pattern, entry))
    }

    fn has(&self, feature: Feature, entry: &Entry) -> bool {
        self.any(entry, |hits| hits.has(feature, entry))
    }
}

/// The snippets of the rows that were shown.
#[derive(Debug, Default)]
pub struct Snippets {
    pub ticket: Ticket,
    /// The most cells of a snippet.
    pub cells: u16,
    /// `None`: it has been asked for.
    pub of: HashMap<Key, Option<Snippet>>,
}

impl Search {
    /// Whether the list shows only what matches.
    pub fn is_active(&self) -> bool {
        !self.query.is_empty()
    }

    /// Starts with another query: nothing is known of texts.
    pub(super) fn start(&mut self, query: Query) -> Arc<Query> {
        self.hits = Hits::default();
        self.awaited = None;
        self.engine_awaited = None;
        self.snippets = Snippets::default();
        std::mem::replace(&mut self.query, Arc::new(query))
    }

    /// Whether the prompt was opened at an article.
    pub(super) fn began_at(&self, item: &Item) -> bool {
        let origin = self.origin.as_ref().filter(|_| self.is_active());
        origin.is_some_and(|origin| origin.is(item))
    }

    /// A thread searches the texts.
    pub(crate) fn await_hits(&mut self, ticket: Ticket, list: Weak<Vec<Item>>) {
        self.awaited = Some(ticket);
        self.list = list;
    }

    /// The indexes of those articles of a list that may match. `None`: any may.
    pub(super) fn among(&self, list: &Arc<Vec<Item>>) -> Option<&[u32]> {
        let is_of = std::ptr::eq(self.list.as_ptr(), Arc::as_ptr(list));
        let local = self.hits.local.as_ref().filter(|_| is_of)?;
        let is_asked = self.awaited.is_none() && self.hits.engine.is_none();
        local.among().filter(|_| is_asked)
    }

    /// Whether the answer with this ticket is awaited.
    pub(crate) fn is_awaited(&self, ticket: Ticket) -> bool {
        self.awaited == Some(ticket)
    }

    /// Whether a thread is searching the texts.
    pub fn is_awaiting(&self) -> bool {
        self.awaited.is_some()
    }

    /// Takes an answer of the thread, which may be the last one. Whether it was awaited and is news.
    pub(super) fn take_hits(
        &mut self,
        (ticket, is_last): (Ticket, bool),
        hits: Arc<LocalHits>,
    ) -> bool {
        // The first matches of a search that is repeated would replace all of them for a moment.
        let is_news = is_last || self.hits.local.is_none();
        let is_awaited = self.awaited == Some(ticket) && is_news;
        if is_awaited {
            self.awaited = self.awaited.filter(|_| !is_last);
            self.hits.local = Some(hits);
        }
        is_awaited
    }

    /// The engine is asked.
    pub(crate) fn await_engine(&mut self, ticket: Ticket) {
        self.engine_awaited = Some(ticket);
    }

    pub(crate) fn is_asking_engine(&self) -> bool {
        self.engine_awaited.is_some()
    }

    /// Takes the answer of the engine. Whether it was awaited and says something.
    pub(super) fn take_engine_hits(&mut self, ticket: Ticket, hits: Option<SharedHits>) -> bool {
        let awaited = self.engine_awaited.take_if(|awaited| *awaited == ticket);
        let is_answer = awaited.is_some() && hits.is_some();
        if is_answer {
            self.hits.engine = hits;
        }
        is_answer
    }

    /// What is known of the texts of articles.
    pub(super) fn hits(&self) -> &dyn TextHits {
        &self.hits
    }

    /// Whether it is known how relevant articles are.
    pub(super) fn is_ranked(&self) -> bool {
        self.hits
            .local
            .as_ref()
            .is_some_and(|hits| hits.are_ranked())
    }

    /// How relevant an article is.
    pub(super) fn score(&self, item: &Listed) -> u32 {
        self.hits
            .local
            .as_ref()
            .map_or(0, |hits| hits.score(&item.entry))
    }

    /// Whether the text of an article has a hit, so that its row has a snippet.
    pub(super) fn has_text_hit(&self, item: &Listed) -> bool {
        self.query.marks_text(&item.entry, &self.hits)
    }

    /// Whether the title or the text of an article has a hit that the reader shows.
    pub(super) fn has_hit(&self, item: &Listed) -> bool {
        self.query.marks_title(item.entry.title()) || self.has_text_hit(item)
    }
}

/// One pass through the list, starting at the cursor.
#[derive(Debug)]
pub(crate) struct Seek {
    pub goal: Goal,
    pub direction: Direction,
    /// How many such articles are still to be passed; the last one is selected.
    pub count: usize,
    /// How many articles were looked at, out of `len`.
    pub done: usize,
    pub len: usize,
    pub then: Then,
}

/// Which articles are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Goal {
    /// Those that are not read, all around the list.
    Unread,
    /// Those with a hit of the search, up to the end of the list.
    Hit,
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
