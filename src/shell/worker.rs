//! The threads behind the screen: reading and typesetting articles, scanning, the journal.
//!
//! Work carries a ticket. The reading thread takes the newest job and drops older ones, so
//! `j j j j` never shows an article that is no longer wanted.

use super::repeats::Repeats;
use super::session::Event;
use crate::app::message::Listed;
use crate::app::sorting::in_order;
use crate::app::{Effect, Level, Message, Ticket};
use crate::clean;
use crate::error::{Error, Exit};
use crate::library::{self, Article, Cancel, Problem, ScanEvent, ScanOptions};
use crate::typeset::{Labels, Page};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// Articles are handed to the app in batches this far apart, so that merging them costs
/// little however many there are.
const BATCH: Duration = Duration::from_millis(80);

/// Hands out jobs to the reading thread.
#[derive(Debug)]
pub struct Worker {
    jobs: Sender<Effect>,
}

impl Worker {
    /// Starts the thread; it ends when the worker or the receiver of messages is dropped.
    pub fn start(messages: Sender<Event>, cleaning: clean::Settings, labels: Labels) -> Self {
        let (jobs, queue) = channel();
        thread::Builder::new()
            .name("reading".to_owned())
            .spawn(move || work(&queue, &messages, &cleaning, &labels))
            .expect("the system can start a thread");
        Self { jobs }
    }

    /// Asks for `Effect::Open` or `Effect::Typeset`.
    pub fn ask(&self, job: Effect) {
        // A thread that is gone has already said why.
        let _ = self.jobs.send(job);
    }
}

fn work(
    queue: &Receiver<Effect>,
    messages: &Sender<Event>,
    cleaning: &clean::Settings,
    labels: &Labels,
) {
    let mut repeats = Repeats::default();
    let mut next = None;
    while let Some(mut job) = next.take().or_else(|| queue.recv().ok()) {
        while let Ok(newer) = queue.try_recv() {
            job = newer;
        }
        let siblings = match &mut job {
            Effect::Open { siblings, .. } => std::mem::take(siblings),
            _ => Vec::new(),
        };
        let tell = |message| {
            // A receiver that is gone has ended the program.
            let _ = messages.send(Event::App(message));
        };
        let rules = match &job {
            Effect::Open { item, .. } => repeats.settings(cleaning, &item.entry.source),
            _ => clean::Settings::default(),
        };
        let done = catch_unwind(AssertUnwindSafe(|| run(job, &rules, labels, &tell)));
        let message = match done {
            Ok(Some(message)) => message,
            Ok(None) => continue,
            Err(panic) => Message::Told(Level::Error, cause(panic.as_ref())),
        };
        if messages.send(Event::App(message)).is_err() {
            return;
        }
        // The next job is waited for no less than before.
        let learnt = catch_unwind(AssertUnwindSafe(|| {
            repeats.learn(&siblings, cleaning, || {
                next = queue.try_recv().ok();
                next.is_some()
            });
        }));
        if learnt.is_err() {
            repeats = Repeats::default();
        }
    }
}

/// Does a job. Of a long article the beginning is told of first.
fn run(
    job: Effect,
    cleaning: &clean::Settings,
    labels: &Labels,
    tell: &dyn Fn(Message),
) -> Option<Message> {
    match job {
        Effect::Open {
            ticket,
            item,
            options,
            ..
        } => {
            let set = |article| {
                let article: Arc<Article> = Arc::new(article);
                let page = Arc::new(Page::with_labels(&article.document, &options, labels));
                (article, page, options)
            };
            let mut head = |article| {
                tell(Message::Opened {
                    ticket,
                    whole: false,
                    result: Ok(set(article)),
                });
            };
            let result = catch_unwind(AssertUnwindSafe(|| {
                library::open_in_steps(&item.entry, Some(cleaning), &mut head).map(set)
            }))
            .unwrap_or_else(|panic| Err(Error::new(Exit::Unreadable, cause(panic.as_ref()))));
            Some(Message::Opened {
                ticket,
                whole: true,
                result,
            })
        }
        Effect::Typeset {
            ticket,
            article,
            options,
        } => {
            let page = Arc::new(Page::with_labels(&article.document, &options, labels));
            Some(Message::Typeset {
                ticket,
                page,
                options,
            })
        }
        _ => None,
    }
}

/// What a panic said.
fn cause(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic")
        .to_owned()
}

/// Puts articles in order on a thread of its own, for the reading thread drops old jobs.
pub fn sort(job: Effect, messages: Sender<Event>) {
    let Effect::Sort {
        ticket,
        all,
        sort,
        reverse,
    } = job
    else {
        return;
    };
    thread::Builder::new()
        .name("sort".to_owned())
        .spawn(move || {
            let all = in_order(&all, sort, reverse);
            // A receiver that is gone has ended the program.
            let _ = messages.send(Event::App(Message::Sorted { ticket, all }));
        })
        .expect("the system can start a thread");
}

/// A scan that is under way; dropping it ends it.
#[derive(Debug)]
pub struct Scanning {
    cancel: Cancel,
}

impl Drop for Scanning {
    fn drop(&mut self) {
        self.cancel.cancel();
    }
}

impl Scanning {
    /// Reads the libraries on a thread and tells of what it finds in batches.
    pub fn start(
        ticket: Ticket,
        roots: Vec<PathBuf>,
        options: ScanOptions,
        messages: Sender<Event>,
    ) -> Self {
        let cancel = Cancel::default();
        let inner = cancel.clone();
        thread::Builder::new()
            .name("scan".to_owned())
            .spawn(move || {
                let mut batch = Batch::new(ticket, messages.clone());
                let scanned = catch_unwind(AssertUnwindSafe(|| {
                    library::scan(&roots, &options, &inner, &mut |event| batch.take(event));
                }));
                batch.flush();
                if let Err(panic) = scanned {
                    let _ = messages.send(Event::App(Message::Told(
                        Level::Error,
                        cause(panic.as_ref()),
                    )));
                }
                let _ = messages.send(Event::App(Message::ScanFinished { scan: ticket }));
            })
            .expect("the system can start a thread");
        Self { cancel }
    }

    /// The sample library: small and in memory, but told in the same way.
    pub fn sample(ticket: Ticket, messages: &Sender<Event>) {
        let mut batch = Batch::new(ticket, messages.clone());
        batch.take(ScanEvent::Entries(library::sample::entries()));
        batch.flush();
        let _ = messages.send(Event::App(Message::ScanFinished { scan: ticket }));
    }
}

/// What a scan found since the last message.
struct Batch {
    ticket: Ticket,
    messages: Sender<Event>,
    items: Vec<Arc<Listed>>,
    problems: Vec<Problem>,
    progress: (usize, usize),
    /// When the last batch was sent; None before the first, which goes at once.
    sent: Option<Instant>,
}

impl Batch {
    fn new(ticket: Ticket, messages: Sender<Event>) -> Self {
        Self {
            ticket,
            messages,
            items: Vec::new(),
            problems: Vec::new(),
            progress: (0, 0),
            sent: None,
        }
    }

    fn take(&mut self, event: ScanEvent) {
        match event {
            ScanEvent::Progress { found, done } => self.progress = (found, done),
            ScanEvent::Entries(entries) => {
                let listed = entries
                    .into_iter()
                    .map(|entry| Arc::new(Listed::new(entry)));
                self.items.extend(listed);
            }
            ScanEvent::Problems(problems) => self.problems.extend(problems),
            ScanEvent::Finished { .. } => {}
        }
        let due = self.sent.is_none_or(|sent| sent.elapsed() >= BATCH);
        if due && !self.items.is_empty() {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let scan = self.ticket;
        let (found, done) = self.progress;
        let items = std::mem::take(&mut self.items);
        let problems = std::mem::take(&mut self.problems);
        // A receiver that is gone has ended the program: nothing is lost.
        let _ = self
            .messages
            .send(Event::App(Message::Scanned { scan, found, done }));
        if !problems.is_empty() {
            let _ = self
                .messages
                .send(Event::App(Message::FoundProblems { scan, problems }));
        }
        if !items.is_empty() {
            let _ = self
                .messages
                .send(Event::App(Message::Found { scan, items }));
        }
        self.sent = Some(Instant::now());
    }
}
