//! The snippets of rows whose texts have what is searched for: made by a thread for the rows that
//! are shown, and kept.

use super::key::key;
use super::pane::ListPane;
use super::search_state::Snippets;
use crate::app::context::Context;
use crate::app::message::{Effect, Item, Job, Listed, Ticket};
use crate::search::full_text::Snippet;
use std::sync::Arc;

/// The most snippets that are kept.
const MOST: usize = 2_000;

impl ListPane {
    /// The snippet of an article, once it is made; in a view of related articles, what it shares.
    pub fn snippet(&self, item: &Listed) -> Option<&Snippet> {
        let found = self.search.snippets.of.get(&key(&item.entry));
        let found = found.and_then(Option::as_ref);
        found.or_else(|| self.view.shared(&item.entry))
    }

    /// Has the snippets made that the shown rows lack.
    pub(crate) fn ask_for_snippets(&mut self, context: &mut Context) {
        let Some(area) = context.layout.list.filter(|_| self.search.is_active()) else {
            return;
        };
        let shape = self.shape(context);
        let cells = area.width.saturating_sub(shape.title.0 + 1);
        let snippets = &mut self.search.snippets;
        if snippets.cells != cells || snippets.of.len() > MOST {
            *snippets = Snippets {
                cells,
                ..Snippets::default()
            };
        }
        let window = self.window(area.height, shape, &context.settings.zone);
        let rows = window.iter().filter(|slot| {
            let row = self.row(slot.at, shape);
            row.is_some_and(|row| row.has_snippet)
        });
        let items = rows.filter_map(|slot| self.get(slot.at));
        let known = |item: &Item| self.search.snippets.of.get(&key(&item.entry));
        // An earlier request is cancelled, so what it has not made is asked for again.
        let items: Vec<_> = items
            .filter(|item| !matches!(known(item), Some(Some(_))))
            .cloned()
            .collect();
        if items.iter().all(|item| known(item).is_some()) {
            return;
        }
        let ticket = context.ticket();
        let snippets = &mut self.search.snippets;
        snippets
            .of
            .extend(items.iter().map(|item| (key(&item.entry), None)));
        snippets.ticket = ticket;
        context.effect(Effect::Job(Job::Snippets {
            ticket,
            query: Arc::clone(&self.search.query),
            items,
            cells: usize::from(cells),
            policy: context.settings.options.width,
        }));
    }

    /// Snippets have arrived.
    pub(crate) fn take_snippets(&mut self, ticket: Ticket, found: Vec<(Item, Snippet)>) {
        let snippets = &mut self.search.snippets;
        if snippets.ticket == ticket {
            let found = found.into_iter();
            snippets
                .of
                .extend(found.map(|(item, snippet)| (key(&item.entry), Some(snippet))));
        }
    }
}
