//! Where the highlights of the open article are, as far as that is known.

use crate::app::message::Ticket;
use crate::library::Article;
use crate::typeset::Page;
use crate::user::anchor::{Found, Parts};
use crate::user::event::Highlight;
use std::sync::Arc;

/// What was found in the open article.
#[derive(Clone, Debug, Default)]
pub(crate) struct Located {
    shown: Option<(Arc<Article>, Arc<Page>)>,
    found: Vec<Found>,
    /// A worker looks for others, under this ticket.
    asked: Option<Ticket>,
}

impl Located {
    /// Drops what was found in another text, and no longer awaits answers about another page. A place
    /// does not depend on the page, but what was not found on one may be on another that shows more.
    pub fn turn_to(&mut self, article: &Arc<Article>, page: &Arc<Page>) {
        let shown = self.shown.as_ref();
        if !shown.is_some_and(|(old, _)| Arc::ptr_eq(old, article)) {
            self.found.clear();
            self.asked = None;
        } else if !shown.is_some_and(|(_, old)| Arc::ptr_eq(old, page)) {
            self.found.retain(|(_, parts)| parts.is_some());
            self.asked = None;
        }
        self.shown = Some((Arc::clone(article), Arc::clone(page)));
    }

    /// Where a highlight is, if that is known.
    pub fn get(&self, highlight: &Highlight) -> Option<&Option<Parts>> {
        let mut found = self.found.iter();
        let same = found.find(|(known, _)| has_same_anchor(known, highlight));
        same.map(|(_, parts)| parts)
    }

    pub fn add(&mut self, found: impl IntoIterator<Item = Found>) {
        self.found.extend(found);
    }

    pub fn await_answer(&mut self, ticket: Ticket) {
        self.asked = Some(ticket);
    }

    /// Whether an answer with this ticket is the one that is awaited.
    pub fn is_answer(&mut self, ticket: Ticket) -> bool {
        self.asked.take_if(|asked| *asked == ticket).is_some()
    }

    /// Whether the answer of a worker is awaited.
    pub fn is_awaited(&self) -> bool {
        self.asked.is_some()
    }
}

/// Whether two highlights are of the same words. They may have other colours and notes.
fn has_same_anchor(one: &Highlight, other: &Highlight) -> bool {
    one.id == other.id
        && one.place == other.place
        && one.quote == other.quote
        && one.before == other.before
        && one.after == other.after
        && one.rivals == other.rivals
}
