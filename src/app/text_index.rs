//! Keeps the full-text indexes up to date in the background, and searches them.

use super::message::{Effect, Item, Job, Message, TextScope, Ticket};
use super::{App, Level, Outcome};
use crate::search::SharedHits;
use crate::search::full_text::{Coverage, LocalHits};
use std::sync::Arc;

/// How far the full-text indexes are.
#[derive(Debug, Default)]
pub struct TextIndex {
    running: Option<Running>,
    /// As of the last update of all articles; `None` before it.
    coverage: Option<Coverage>,
    /// Articles that changed during an update.
    waiting: Vec<Item>,
    /// How often an index turned out to be damaged.
    losses: usize,
    /// Why the indexes are not up to date, as a sentence. Then the next update is about all
    /// articles: it is not known which ones are missing.
    failure: Option<String>,
}

/// An index that is damaged again and again, for example on a bad disk, is not made anew for ever.
const MOST_LOSSES: usize = 5;

/// An update by a thread.
#[derive(Clone, Copy, Debug)]
struct Running {
    ticket: Ticket,
    /// It is about all articles.
    is_whole: bool,
}

impl TextIndex {
    /// How much is indexed, in percent, during an update of all articles.
    pub fn percent(&self) -> Option<usize> {
        self.running.filter(|running| running.is_whole)?;
        let coverage = self.coverage.unwrap_or_default();
        Some(
            (coverage.indexed * 100)
                .checked_div(coverage.all)
                .unwrap_or(0)
                .min(99),
        )
    }

    /// Whether all texts can be searched, as they are now.
    pub fn is_complete(&self) -> bool {
        let coverage = self.coverage.filter(|_| self.running.is_none());
        self.failure.is_none() && coverage.is_some_and(Coverage::is_complete)
    }

    /// Whether texts cannot be searched at all: there is no place for an index.
    pub fn is_off(&self) -> bool {
        self.failure.is_none() && self.shortfall().is_some_and(|short| short.indexed == 0)
    }

    /// Why the indexes are not up to date.
    pub fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// How many articles can be searched, if the last update left some out.
    pub fn shortfall(&self) -> Option<Coverage> {
        let coverage = self.coverage.filter(|_| self.running.is_none());
        coverage.filter(|coverage| !coverage.is_complete())
    }
}

impl App {
    /// Takes what a thread has found: texts, versions, related articles and snippets.
    pub(super) fn handle_found(&mut self, message: Message) -> Outcome {
        match message {
            Message::TextsIndexed {
                ticket,
                coverage,
                finished,
                failure,
            } => self.texts_indexed(ticket, coverage, finished.then_some(failure)),
            Message::TextsLost => self.texts_lost(),
            Message::TextFound {
                ticket,
                hits,
                finished,
            } => return self.text_found((ticket, finished), hits),
            Message::Related(ticket, item, found) => {
                return self.related_found(ticket, &item, found);
            }
            Message::Folded { ticket, folds } => return self.folded(ticket, folds),
            Message::EngineFound { ticket, hits } => return self.engine_found(ticket, hits),
            Message::SavedFound { ticket, found } => self.saved_found(ticket, found),
            Message::Snippets { ticket, found } => self.list.take_snippets(ticket, found),
            _ => {}
        }
        Outcome::None
    }

    /// Has the indexes of all libraries brought up to date.
    pub(super) fn index_texts(&mut self) {
        self.library.texts.waiting.clear();
        let all = Arc::downgrade(&self.list.all);
        self.update_texts(TextScope::All(all));
    }

    /// Has articles indexed that changed after the scan.
    pub(super) fn index_changed(&mut self, items: Vec<Item>) {
        let texts = &mut self.library.texts;
        // Without a whole update, it is still to come.
        if texts.coverage.is_none() && texts.running.is_none() || items.is_empty() {
            return;
        }
        if texts.running.is_some() {
            texts.waiting.extend(items);
        } else if texts.failure.is_some() {
            self.index_texts();
        } else {
            self.update_texts(TextScope::Changed(items));
        }
    }

    /// After an update that failed, tries again: the disk may have room by now.
    pub(super) fn retry_texts(&mut self) {
        let texts = &self.library.texts;
        let may_begin = texts.running.is_none() && !self.library.progress.running;
        if texts.failure.is_some() && may_begin {
            self.index_texts();
        }
    }

    fn update_texts(&mut self, scope: TextScope) {
        let ticket = self.context.ticket();
        let is_whole = matches!(scope, TextScope::All(_));
        self.library.texts.running = Some(Running { ticket, is_whole });
        self.context
            .effect(Effect::Job(Job::IndexTexts { ticket, scope }));
    }

    /// An update of the indexes has come further: what a search needs is searched again. `end`: it
    /// has ended, perhaps with a failure.
    fn texts_indexed(&mut self, ticket: Ticket, coverage: Coverage, end: Option<Option<String>>) {
        let texts = &mut self.library.texts;
        let Some(running) = texts.running.filter(|running| running.ticket == ticket) else {
            return;
        };
        if running.is_whole {
            texts.coverage = Some(coverage);
        }
        if let Some(failure) = end {
            self.update_ended(running.is_whole, coverage, failure);
        }
        if coverage.indexed > 0 {
            self.search_texts();
        }
    }

    fn update_ended(&mut self, is_whole: bool, coverage: Coverage, failure: Option<String>) {
        let texts = &mut self.library.texts;
        texts.running = None;
        let waiting = std::mem::take(&mut texts.waiting);
        // A changed article that cannot be read in full changes the coverage of all, and so may one
        // that now can.
        let was_complete = texts.coverage.is_none_or(Coverage::is_complete);
        let is_partial = !(is_whole || coverage.is_complete() && was_complete) && failure.is_none();
        if is_whole || failure.is_some() {
            self.texts_failed(failure);
        }
        match is_partial {
            true => self.index_texts(),
            false => self.index_changed(waiting),
        }
        self.search_texts_of_saved();
    }

    /// Keeps why the indexes are not up to date, and says it when it is news.
    fn texts_failed(&mut self, failure: Option<String>) {
        let before = std::mem::replace(&mut self.library.texts.failure, failure);
        let failure = &self.library.texts.failure;
        if let Some(failure) = failure.clone().filter(|_| before != *failure) {
            self.context.notify(Level::Warning, failure);
        }
    }

    /// Whether more articles may match than are shown, also because texts are still being indexed.
    pub fn is_counting_found(&self) -> bool {
        let search = &self.list.search;
        let is_growing = self.library.progress.running || self.library.texts.percent().is_some();
        self.list.is_counting() || search.query.needs_text() && is_growing
    }

    /// Has the texts searched, if the query needs it.
    pub(super) fn search_texts(&mut self) {
        let ranked = self.list.wants_ranks();
        if !self.list.search.query.needs_text() {
            return;
        }
        let ticket = self.context.ticket();
        let scope = self.list.scope();
        let search = &mut self.list.search;
        let all = Arc::downgrade(&self.list.all);
        search.await_hits(ticket, all.clone());
        let query = Arc::clone(&search.query);
        let job = Job::SearchTexts {
            ticket,
            query,
            all,
            marks: self.context.marks.weak(),
            scope,
            ranked,
        };
        self.context.effect(Effect::Job(job));
        self.index_unknown_texts();
    }

    /// Articles that are in no library are indexed when they are searched first.
    pub(super) fn index_unknown_texts(&mut self) {
        let texts = &self.library.texts;
        let is_known = texts.coverage.is_some() || texts.running.is_some();
        if !is_known && !self.library.progress.running {
            self.index_texts();
        }
    }

    /// An index was damaged or has disappeared while it was in use: it is made anew, and what is
    /// searched for is searched again with every step of the update.
    pub(super) fn texts_lost(&mut self) {
        let texts = &mut self.library.texts;
        // Before the first update of all articles there is one to come.
        if texts.coverage.is_none() {
            return;
        }
        if texts.losses < MOST_LOSSES {
            texts.losses += 1;
            self.index_texts();
        } else {
            let what = self.context.locale.text("text.lost").to_owned();
            self.texts_failed(Some(what));
        }
    }

    /// Has an engine searched, if there is one and the query needs it.
    pub(super) fn ask_engine(&mut self) {
        let search = &mut self.list.search;
        if !self.context.settings.has_engine || !search.query.needs_text() {
            return;
        }
        let ticket = self.context.ticket();
        search.await_engine(ticket);
        let query = Arc::clone(&search.query);
        self.context.inform("notice.engine");
        self.context
            .effect(Effect::Job(Job::AskEngine { ticket, query }));
    }

    /// The answer of an engine has arrived.
    pub(super) fn engine_found(&mut self, ticket: Ticket, hits: Option<SharedHits>) -> Outcome {
        let marks = &self.context.marks;
        let outcome = self.list.engine_found(ticket, hits, marks, &self.library);
        if matches!(outcome, Outcome::ListChanged) {
            self.context.inform("notice.engine-done");
        }
        outcome
    }

    /// What a query finds in texts has arrived.
    pub(super) fn text_found(&mut self, answer: (Ticket, bool), hits: Arc<LocalHits>) -> Outcome {
        let texts = &self.library.texts;
        let indexed = texts.coverage.map_or(0, |coverage| coverage.indexed);
        let is_awaited = self.list.search.is_awaited(answer.0);
        if is_awaited && texts.running.is_none() && hits.documents() < indexed {
            self.texts_lost();
        }
        let marks = &self.context.marks;
        self.list.text_found(answer, hits, marks, &self.library)
    }
}
