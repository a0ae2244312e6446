//! What the user asks the web for: pages behind links to save, and the full text of the open article.

use super::message::{Effect, Job, Level, SavedPage};
use super::reader::full_text_state::FullText;
use super::{App, Ticket};
use crate::text::{host, host_in_letters, sanitize_line};
use crate::user::marks::{Edit, Spot};
use std::sync::Arc;

impl App {
    /// Saves the page behind a link in the library.
    pub(super) fn save_page(&mut self, address: Option<String>) {
        let is_web =
            |address: &String| address.starts_with("http://") || address.starts_with("https://");
        let Some(address) = address.filter(is_web) else {
            return self.context.refuse("notice.no-page-to-save");
        };
        if !cfg!(feature = "fetch") {
            return self.context.refuse("notice.not-from-web");
        }
        let host = host_in_letters(host(&address));
        let text = self
            .context
            .locale
            .fill("notice.saving-page", &[("host", &host)]);
        self.context.notify(Level::Info, text);
        self.context.effect(Effect::Job(Job::SavePage { address }));
    }

    /// A page was saved, or not: it goes into the queue of articles to read later.
    pub(super) fn page_saved(&mut self, saved: Result<SavedPage, String>) {
        let saved = match saved {
            Ok(saved) => saved,
            Err(error) => return self.context.notify(Level::Error, sanitize_line(&error)),
        };
        let spots = [(&saved.entry, Spot::default())];
        let events = self
            .context
            .marks
            .edit(&spots, &[Edit::Later], self.context.now);
        self.record_annotations(events);
        let key = match saved.is_new {
            true => "notice.page-saved",
            false => "notice.page-known",
        };
        let title = saved.entry.title().to_owned();
        self.context.confirm(key, &[("title", &title)]);
    }

    /// Shows the full text of the open article from its page, or the summary again.
    pub(super) fn toggle_full_text(&mut self) {
        if self.shows_full_text() {
            return self.show_summary();
        }
        let Some(reader) = self.reader.as_mut().filter(|reader| reader.is_whole()) else {
            return self.context.inform("notice.still-loading");
        };
        if !cfg!(feature = "fetch") {
            return self.context.refuse("notice.not-from-web");
        }
        reader.ask_for_full_text(&mut self.context);
    }

    /// Whether the reader shows the full text in place of the summary.
    pub(super) fn shows_full_text(&self) -> bool {
        let reader = self.reader.as_ref();
        reader.is_some_and(|reader| matches!(reader.full_text, FullText::Shown(_)))
    }

    pub(super) fn show_summary(&mut self) {
        if let Some(reader) = &mut self.reader {
            reader.ask_for_summary(&mut self.context);
        }
    }

    /// The page was fetched; the text follows under the same ticket. Or why it is not shown.
    pub(super) fn full_text_found(&mut self, ticket: Ticket, found: Result<Arc<str>, String>) {
        if let Some(reader) = &mut self.reader {
            reader.full_text_found(ticket, found, &mut self.context);
        }
    }
}
