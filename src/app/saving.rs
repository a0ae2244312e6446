//! Saves searches (`:save NAME`), removes them (`:unsave NAME`), and shows what they find.

use super::message::{Effect, Job, Ticket};
use super::sidebar::saved::Saved;
use super::{App, Level, View};
use crate::search::full_text::LocalHits;
use crate::text::sanitize_line;
use crate::user::{SavedSearch, SearchChange};
use std::sync::Arc;

impl App {
    /// Takes the searches of the config and of the file.
    pub(super) fn take_saved(&mut self, configured: &[SavedSearch], saved: &[SavedSearch]) {
        let today = self.context.today();
        let configured = configured
            .iter()
            .map(|search| Saved::new(search, true, today));
        let saved = saved.iter().map(|search| Saved::new(search, false, today));
        self.saved.all = Arc::new(configured.chain(saved).collect());
    }

    /// `:save NAME`: keeps the query of the list.
    pub(super) fn save_search(&mut self, name: &str) {
        let text = self.list.search.text.clone();
        if !self.list.search.is_active() {
            return self.context.refuse("notice.nothing-to-save");
        }
        let name = if name.is_empty() { &text } else { name };
        let search = SavedSearch {
            name: name.to_owned(),
            query: text.clone(),
        };
        let new = Saved::new(&search, false, self.context.today());
        let all = Arc::make_mut(&mut self.saved.all);
        let known = all
            .iter_mut()
            .find(|saved| *saved.name == *new.name && !saved.is_configured);
        match known {
            Some(known) => *known = new,
            None => all.push(new),
        }
        self.keep_search(name, Some(text.clone()));
        self.context
            .confirm("notice.saved", &[("name", &sanitize_line(name))]);
    }

    /// `:unsave NAME`.
    pub(super) fn unsave_search(&mut self, name: &str) {
        let found = self.saved.all.iter().find(|saved| *saved.name == *name);
        let key = match found.map(|saved| saved.is_configured) {
            None => "notice.not-saved",
            Some(true) => "notice.saved-in-config",
            Some(false) => {
                let all = Arc::make_mut(&mut self.saved.all);
                all.retain(|saved| *saved.name != *name || saved.is_configured);
                self.keep_search(name, None);
                return self.context.confirm("notice.unsaved", &[("name", &name)]);
            }
        };
        let text = self.context.locale.fill(key, &[("name", &name)]);
        self.context.notify(Level::Hint, text);
    }

    fn keep_search(&mut self, name: &str, query: Option<String>) {
        let name = name.to_owned();
        let change = SearchChange { name, query };
        self.context.effect(Effect::KeepSearch(change));
        self.sidebar.expire();
        self.search_texts_of_saved();
    }

    /// Has the texts searched for all saved searches, for their counts.
    pub(super) fn search_texts_of_saved(&mut self) {
        let queries = self.saved.all.iter().map(|saved| Arc::clone(&saved.query));
        let queries: Vec<_> = queries.collect();
        if queries.iter().any(|query| query.needs_text()) {
            let ticket = self.context.ticket();
            self.saved.awaited = Some(ticket);
            let job = Job::CountTexts { ticket, queries };
            self.context.effect(Effect::Job(job));
        }
    }

    pub(super) fn saved_found(&mut self, ticket: Ticket, found: Vec<Arc<LocalHits>>) {
        if self
            .saved
            .awaited
            .take_if(|awaited| *awaited == ticket)
            .is_some()
        {
            let all = Arc::make_mut(&mut self.saved.all);
            for (saved, hits) in all.iter_mut().zip(found) {
                saved.hits = Some(hits);
            }
            self.sidebar.expire();
        }
    }

    /// Shows what a saved search finds among all articles.
    pub(super) fn show_saved(&mut self, text: &str) {
        self.show_view(View::All);
        let outcome = self.accept_search(text);
        self.act(outcome);
    }
}
