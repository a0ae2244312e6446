//! Pushes a library to an engine: sends what has changed, removes what is gone.

use super::bulk::{Action, Batch};
use super::connection::Engine;
use super::document::{self, Record};
use super::error::{EngineError, Partial, Result};
use super::found::{hits, library_name};
use crate::clean::Settings;
use crate::http::Method;
use crate::library::{Cancel, Entry, Stamp, id_path};
use crate::search::full_text::read_text;
use serde_json::{Value, json};
use std::collections::HashMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;
use std::time::SystemTime;

/// Articles that were read and wait to be sent.
const WAITING: usize = 64;
/// Documents per page when listing what the engine already has.
const PAGE: usize = 10_000;

/// How far a push is.
#[derive(Debug)]
pub enum Pushed<'a> {
    /// So many of all articles that have changed.
    Done { done: usize, all: usize },
    /// The engine is busy or away; the push goes on when it answers.
    Waiting(&'a EngineError),
}

/// What a push has done.
#[derive(Clone, Debug, Default)]
pub struct PushReport {
    pub added: usize,
    pub changed: usize,
    pub removed: usize,
    /// Bytes that were sent.
    pub bytes: u64,
    /// Articles that the engine did not accept, with the first reason.
    pub refused: usize,
    pub reason: String,
    /// Indexes of the articles that could not be read. Documents of earlier pushes stay.
    pub unread: Vec<usize>,
}

/// The documents that an engine has of a library, by key.
type Known = HashMap<String, KnownDocument>;

#[derive(Clone, Copy)]
struct KnownDocument {
    stamp: Option<Stamp>,
    /// Its article may be in a file that could not be read.
    is_unread: bool,
}

/// The files and folders of a library that could not be read.
#[derive(Clone, Copy)]
struct Unread<'a> {
    root: &'a Path,
    paths: &'a [&'a Path],
}

impl Unread<'_> {
    /// The fields of documents that a push needs.
    fn fields(&self) -> &'static [&'static str] {
        match self.paths {
            [] => &["size", "modified"],
            _ => &["size", "modified", "id"],
        }
    }

    /// Whether the article with an ID may be there. Without an ID that is not known.
    fn may_hold(&self, id: Option<&str>) -> bool {
        let holds =
            |path: &&Path| id.is_none_or(|id| self.root.join(id_path(id)).starts_with(path));
        self.paths.iter().any(holds)
    }
}

/// An article whose file is not that of its document.
struct Changed<'a> {
    entry: &'a Entry,
    /// Its index among the articles.
    at: usize,
    stamp: Option<Stamp>,
    key: String,
    /// The engine has a document of it.
    is_known: bool,
}

/// An action, or an article that could not be read.
type Step<'a> = std::result::Result<Action, &'a Changed<'a>>;

impl Engine {
    /// Pushes all articles of a library. `unread`: files and folders that could not be read; the
    /// documents of articles in them stay. `again`: also those that have not changed. What was sent
    /// before an interruption is not sent again by the next push. `progress` is called from this
    /// thread.
    ///
    /// # Errors
    /// The folder does not exist, or the engine does not answer for too long.
    pub fn push(
        &self,
        root: &Path,
        (entries, unread): (&[&Entry], &[&Path]),
        (cleaning, again): (&Settings, bool),
        cancel: &Cancel,
        progress: &mut dyn FnMut(Pushed<'_>),
    ) -> Result<PushReport> {
        let missing = |error: std::io::Error| EngineError::Refused(error.to_string());
        let library = library_name(root).map_err(missing)?;
        let mut wait = |error: &EngineError| progress(Pushed::Waiting(error));
        self.retry(cancel, &mut wait, || self.create_index(cancel))?;
        let unread = Unread {
            root,
            paths: unread,
        };
        let mut known = self.retry(cancel, &mut wait, || self.known(&library, &unread, cancel))?;
        let mut report = PushReport::default();
        let mut changed = Vec::new();
        for (at, entry) in entries.iter().enumerate() {
            let key = document::key(&library, entry.id());
            let before = SystemTime::now();
            let stamp = Stamp::of_file(&entry.path()).ok();
            let known = known.remove(&key).map(|document| document.stamp);
            let is_same = stamp.is_some() && known == Some(stamp);
            if is_same && !again {
                continue;
            }
            report.added += usize::from(known.is_none());
            report.changed += usize::from(known.is_some());
            changed.push(Changed {
                entry,
                at,
                stamp: stamp.and_then(|stamp| stamp.settled(before)),
                key,
                is_known: known.is_some(),
            });
        }
        self.put(
            &library,
            &changed,
            (cleaning, cancel),
            &mut report,
            progress,
        )?;
        let gone = known
            .into_iter()
            .filter(|(_, document)| !document.is_unread);
        let mut gone = gone.map(|(key, _)| key).peekable();
        while gone.peek().is_some() && !cancel.is_cancelled() {
            let mut batch = Batch::default();
            while !batch.is_full() {
                let Some(key) = gone.next() else { break };
                batch.push(Action::remove(&key));
            }
            report.removed += batch.len();
            self.send(batch, cancel, &mut |error| progress(Pushed::Waiting(error)))?;
        }
        self.refresh(cancel, &mut |error| progress(Pushed::Waiting(error)))?;
        Ok(report)
    }

    /// Makes what was written visible to searches.
    fn refresh(&self, cancel: &Cancel, wait: &mut dyn FnMut(&EngineError)) -> Result<()> {
        let path = format!("/{}/_refresh", self.index);
        let refresh = || self.call(Method::Post, &path, None, cancel).map(drop);
        self.retry(cancel, wait, refresh)
    }

    /// The documents of a library.
    fn known(&self, library: &str, unread: &Unread<'_>, cancel: &Cancel) -> Result<Known> {
        self.refresh(cancel, &mut |_| {})?;
        let mut known = Known::new();
        let body = json!({
            "query": { "bool": { "filter": [{ "term": { "library": library } }] } },
            "_source": false,
            "docvalue_fields": unread.fields(),
            "sort": [{ "key": "asc" }],
        });
        self.pages(body, PAGE, cancel, &mut |answer| {
            // A document that is not seen would be removed or sent again later.
            if Partial::of(answer).is_some() {
                return Err(EngineError::Unavailable(String::new()));
            }
            for hit in hits(answer).ok_or(EngineError::Answer)? {
                let field = |name: &str| hit.pointer(&format!("/fields/{name}/0"));
                let number = |name: &str| field(name)?.as_i64();
                let stamp = number("size").zip(number("modified"));
                let stamp = stamp.map(|(size, modified)| Stamp {
                    size: size.cast_unsigned(),
                    modified,
                });
                let key = hit.pointer("/sort/0").and_then(Value::as_str);
                let id = field("id").and_then(Value::as_str);
                let document = KnownDocument {
                    stamp,
                    is_unread: unread.may_hold(id),
                };
                known.insert(key.ok_or(EngineError::Answer)?.to_owned(), document);
            }
            Ok(true)
        })?;
        Ok(known)
    }

    /// Reads articles on several threads and sends them from this one.
    fn put(
        &self,
        library: &str,
        changed: &[Changed<'_>],
        (cleaning, cancel): (&Settings, &Cancel),
        report: &mut PushReport,
        progress: &mut dyn FnMut(Pushed<'_>),
    ) -> Result<()> {
        let workers = thread::available_parallelism().map_or(1, usize::from);
        let (sender, queue) = sync_channel(WAITING);
        let next = AtomicUsize::new(0);
        let all = changed.len();
        thread::scope(|scope| {
            for _ in 0..workers.min(all) {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move || read_all(library, changed, cleaning, cancel, next, &sender));
            }
            drop(sender);
            // Dropping the queue after an error ends the workers.
            let queue = queue;
            let mut done = 0;
            let mut batch = Batch::default();
            loop {
                let step = queue.recv().ok();
                let is_last = step.is_none();
                match step {
                    Some(Ok(action)) => batch.push(action),
                    Some(Err(unread)) => {
                        report.unread.push(unread.at);
                        report.changed -= usize::from(unread.is_known);
                    }
                    None => {}
                }
                if batch.is_full() || is_last && !batch.is_empty() {
                    let sent = std::mem::take(&mut batch);
                    done += sent.len();
                    report.bytes += sent.bytes() as u64;
                    let mut wait = |error: &EngineError| progress(Pushed::Waiting(error));
                    let refusals = self.send(sent, cancel, &mut wait)?;
                    if report.refused == 0 {
                        report.reason = refusals.reason;
                    }
                    report.refused += refusals.count;
                    progress(Pushed::Done { done, all });
                }
                if is_last {
                    return match cancel.is_cancelled() {
                        true => Err(EngineError::Cancelled),
                        false => Ok(()),
                    };
                }
            }
        })
    }
}

/// One thread that reads. `next` is the next article.
fn read_all<'a>(
    library: &str,
    changed: &'a [Changed<'a>],
    cleaning: &Settings,
    cancel: &Cancel,
    next: &AtomicUsize,
    sender: &SyncSender<Step<'a>>,
) {
    while !cancel.is_cancelled() {
        let Some(todo) = changed.get(next.fetch_add(1, Ordering::Relaxed)) else {
            return;
        };
        let (text, flags, is_read) = read_text(todo.entry, cleaning);
        // The sending thread has failed; it reports why.
        if !is_read && sender.send(Err(todo)).is_err() {
            return;
        }
        if !is_read && todo.is_known {
            continue;
        }
        let record = Record {
            entry: todo.entry,
            stamp: todo.stamp.filter(|_| is_read),
            flags,
            text,
        };
        let action = Action::put(&todo.key, &record.to_json(library));
        if sender.send(Ok(action)).is_err() {
            return;
        }
    }
}
