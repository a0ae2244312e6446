//! The full-text indexes of a session: the update in the background, related articles, and
//! snippets; `text_search` searches them.
//!
//! Searches use connections of their own, so that they do not wait for an update. Articles that are
//! in no library, such as the sample, have an index in memory.

use super::ask_engine;
use super::job_context::{JobContext, Sink};
use super::text_search::{SearchedList, open_missing, search};
use crate::app::message::{Item, Listed, TextScope};
use crate::app::{Job, Level, Message, Ticket};
use crate::index::IndexError;
use crate::library::{Cancel, Entry};
use crate::search::Query;
use crate::search::full_text::{self, Coverage, FullText, Related, Relative, Snippet};
use crate::text::WidthPolicy;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

impl JobContext {
    /// The folders that have an index in a file.
    pub(super) fn has_index(&self, root: &Path) -> bool {
        let same = |path: &PathBuf| path.as_os_str() == root.as_os_str();
        self.roots.iter().any(same) && root.is_dir()
    }

    /// Opens the index of a library. `None` if there is no place for it.
    pub(super) fn open_texts(&self, root: &Path) -> Result<Option<FullText>, IndexError> {
        let Some(folder) = &self.indexes.folder else {
            return Ok(None);
        };
        let wait = self.indexes.wait;
        FullText::open(folder, root, &self.scan, &self.cleaning, wait).map(Some)
    }

    /// Opens a second connection to an index, for reading snippets. Without it, snippets wait for
    /// running searches.
    pub(super) fn keep_passages(&self, root: &Path, index: &FullText) {
        let mut passages = self.passages.lock();
        let follows = passages.get_mut(root).map(|other| other.follow(index));
        if follows != Some(true) {
            passages.remove(root);
            if let Ok(Some(other)) = index.fork() {
                passages.insert(root.to_owned(), other);
            }
        }
    }

    /// Closes an index that cannot be read. A damaged one is replaced by an empty one.
    pub(super) fn replace(
        &self,
        texts: &mut HashMap<PathBuf, FullText>,
        root: &Path,
        is_damaged: bool,
        send: Sink<'_>,
    ) {
        self.passages.lock().remove(root);
        let index = texts.remove(root).filter(|_| is_damaged);
        if let Some(index) = index.and_then(|index| index.rebuild().ok()) {
            texts.insert(root.to_owned(), index);
            send(Message::TextsLost);
        }
    }

    /// A notice about texts that cannot be searched.
    pub(super) fn texts_failed(&self, root: &Path, error: &IndexError) -> Message {
        Message::Notify(
            Level::Warning,
            error.describe("text.failed", root, &self.locale),
        )
    }
}

/// Runs a job about texts.
pub fn run(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    match job {
        Job::IndexTexts { ticket, scope } => index(*ticket, scope, context, cancel, send),
        Job::SearchTexts {
            ticket,
            query,
            all,
            marks,
            scope,
            ranked,
        } => {
            let list = SearchedList {
                ticket: *ticket,
                all,
                marks,
                scope,
                ranked: *ranked,
            };
            if let Some(hits) = search(query, Some(list), context, cancel, send) {
                send(Message::TextFound {
                    ticket: *ticket,
                    hits: Arc::new(hits),
                    finished: true,
                });
            }
        }
        Job::AskEngine { ticket, query } => {
            ask_engine::run(*ticket, query, context, cancel, send);
        }
        Job::CountTexts { ticket, queries } => {
            let found = queries
                .iter()
                .map(|query| search(query, None, context, cancel, send));
            let found: Option<Vec<_>> = found.map(|hits| hits.map(Arc::new)).collect();
            if let Some(found) = found {
                let ticket = *ticket;
                send(Message::SavedFound { ticket, found });
            }
        }
        Job::Related { ticket, item } => {
            let found = related(item, context, cancel, send);
            if !cancel.is_cancelled() {
                send(Message::Related(*ticket, item.clone(), found));
            }
        }
        Job::Snippets {
            ticket,
            query,
            items,
            cells,
            policy,
        } => {
            let size = (*cells, *policy);
            snippets(*ticket, (query, items), size, context, cancel, send);
        }
        _ => {}
    }
}

/// Brings the indexes up to date and reports how far that is.
fn index(ticket: Ticket, scope: &TextScope, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    // The list is not kept alive: it would be copied in order to be changed.
    let items: Vec<Item> = match scope {
        TextScope::All(all) => all.upgrade().map_or_else(Vec::new, |all| all.to_vec()),
        TextScope::Changed(items) => items.clone(),
    };
    let is_whole = matches!(scope, TextScope::All(_));
    let mut libraries: Vec<(&Path, Vec<&Entry>)> = Vec::new();
    for item in items.iter().filter(|item| !item.entry.gone) {
        let root = item.entry.root().as_path();
        let known = libraries
            .iter_mut()
            .find(|(path, _)| path.as_os_str() == root.as_os_str());
        match known {
            Some((_, articles)) => articles.push(&item.entry),
            None => {
                let mut articles = Vec::with_capacity(items.len());
                articles.push(&item.entry);
                libraries.push((root, articles));
            }
        }
    }
    let mut update = Update {
        ticket,
        coverage: Coverage {
            indexed: 0,
            all: items.len(),
        },
        here: 0,
        failure: None,
        context,
        cancel,
        send,
        is_whole,
        is_current: false,
    };
    for (root, articles) in libraries {
        if let Err(error) = update.library(root, &articles) {
            let sentence = error.describe("text.not-indexed", root, &context.locale);
            update.failure.get_or_insert(sentence);
        }
        update.coverage.indexed += std::mem::take(&mut update.here);
    }
    if !cancel.is_cancelled() {
        update.report(true);
    }
}

/// An update of all indexes.
struct Update<'a> {
    ticket: Ticket,
    /// Of the libraries that are done.
    coverage: Coverage,
    /// Articles of the library at hand that can be searched.
    here: usize,
    /// About the first library that failed.
    failure: Option<String>,
    context: &'a JobContext,
    cancel: &'a Cancel,
    send: Sink<'a>,
    is_whole: bool,
    /// The index of the metadata has the stamps of all files.
    is_current: bool,
}

impl Update<'_> {
    fn report(&mut self, finished: bool) {
        let coverage = Coverage {
            indexed: self.coverage.indexed + self.here,
            ..self.coverage
        };
        (self.send)(Message::TextsIndexed {
            ticket: self.ticket,
            coverage,
            finished,
            failure: self.failure.clone().filter(|_| finished),
        });
    }

    fn library(&mut self, root: &Path, articles: &[&Entry]) -> Result<(), IndexError> {
        let context = self.context;
        if !context.has_index(root) {
            let mut texts = context.texts.lock();
            if !texts.contains_key(root) {
                texts.insert(root.to_owned(), FullText::in_memory()?);
            }
            let Some(index) = texts.get_mut(root) else {
                return Ok(());
            };
            return self.bring_up_to_date(index, articles);
        }
        let mut index = match context.open_texts(root) {
            Ok(Some(index)) => index,
            Ok(None) => return Ok(()),
            Err(error) => {
                // Searches may have it open.
                let texts = context.texts.lock();
                let coverage = texts.get(root).map(|index| index.coverage(articles));
                self.here = coverage.unwrap_or_default().indexed;
                return Err(error);
            }
        };
        self.is_current = self.is_whole && context.current.take(root);
        match self.bring_up_to_date(&mut index, articles) {
            // After a cancellation another thread may have made the index anew.
            Err(error) if error.is_damage() && !self.cancel.is_cancelled() => {
                // The connection for searches belongs to the damaged file.
                context.texts.lock().remove(root);
                self.here = 0;
                let mut index = index.rebuild()?;
                if !self.is_whole {
                    // It has lost the other articles.
                    (self.send)(Message::TextsLost);
                }
                self.bring_up_to_date(&mut index, articles)
            }
            done => done,
        }
    }

    fn bring_up_to_date(
        &mut self,
        index: &mut FullText,
        articles: &[&Entry],
    ) -> Result<(), IndexError> {
        let (cancel, context) = (self.cancel, self.context);
        let cleaning = &context.cleaning;
        let plan = match self.is_whole {
            true if self.is_current => index.plan_after_scan(articles, cancel),
            true => index.plan(articles, cancel),
            false => index.plan_some(articles, cancel),
        };
        let Some(plan) = plan else {
            return Ok(());
        };
        let done_before = articles.len() - plan.articles().min(articles.len());
        self.here = done_before;
        self.report(false);
        let mut written = 0;
        let mut progress = |done| {
            written = done;
            self.here = done_before + done;
            self.report(false);
        };
        let verified = index.verify_if_due(cancel);
        let updated =
            verified.and_then(|()| index.update(&plan, articles, cleaning, cancel, &mut progress));
        // An article that was not written has its old text, or none.
        let left = match written == plan.articles() {
            true => Vec::new(),
            false => index.left(&plan, articles),
        };
        self.here = index.coverage(articles).indexed - index.coverage(&left).indexed;
        updated
    }
}

/// Finds the articles that are related to one, in the indexes that can be read. `None` if its text
/// is not indexed.
fn related(
    item: &Listed,
    context: &JobContext,
    cancel: &Cancel,
    send: Sink<'_>,
) -> Option<Vec<Relative>> {
    let mut texts = context.texts.lock();
    open_missing(&mut texts, context, send);
    let mut unusable = Vec::new();
    for (root, index) in texts.iter_mut() {
        if let Err(error) = index.refresh() {
            unusable.push((root.clone(), error));
        }
    }
    let indexes = texts.iter().map(|(root, index)| (root.as_path(), index));
    let indexes = indexes.filter(|(root, _)| {
        let mut unusable = unusable.iter();
        unusable.all(|(other, _)| other.as_os_str() != root.as_os_str())
    });
    let Related { relatives, failed } = full_text::related(&item.entry, indexes, cancel);
    unusable.extend(failed);
    for (root, error) in unusable {
        send(context.texts_failed(&root, &error));
        context.replace(&mut texts, &root, error.is_damage(), send);
    }
    relatives
}

/// Makes the snippets of some articles.
fn snippets(
    ticket: Ticket,
    (query, items): (&Query, &[Item]),
    (cells, policy): (usize, WidthPolicy),
    context: &JobContext,
    cancel: &Cancel,
    send: Sink<'_>,
) {
    let mut found: Vec<(Item, Snippet)> = Vec::new();
    for item in items {
        if cancel.is_cancelled() {
            return;
        }
        let root = item.entry.root().as_path();
        let make = |index: &FullText| index.snippet(&item.entry, query, cells, policy);
        let snippet = context.passages.lock().get(root).map(make);
        let snippet = snippet.or_else(|| context.texts.lock().get(root).map(make));
        let snippet = snippet.unwrap_or(Ok(None));
        let snippet = snippet.unwrap_or_else(|error| {
            if error.is_damage() {
                context.replace(&mut context.texts.lock(), root, true, send);
            }
            None
        });
        // A row without a snippet is blank.
        found.push((item.clone(), snippet.unwrap_or_default()));
    }
    send(Message::Snippets { ticket, found });
}
