//! Runs jobs: the one implementation for the program's threads and for the screen tests.

pub use super::job_context::{JobContext, Sink};
use super::priority::{BEHIND_KEYS, lower_priority};
use super::watcher::WatchInput;
use super::{arriving, pictures, texts, web_pages};
use crate::app::linked;
use crate::app::list::folds::Folds;
use crate::app::list::sorting::in_order;
use crate::app::message::{Compared, Difference, FeedMessage, Fetched, Item};
use crate::app::{Job, Level, Message, Part, ScanSource, Ticket, Update};
use crate::error::{Error, Exit};
use crate::index::{self, Failure};
use crate::library::{self, Article, Cancel, Entry, Fingerprint, Gone, Problem, ScanEvent};
use crate::picture::Fault;
use crate::search::Query;
use crate::text::address_in_ascii;
use crate::typeset::{Options, Page};
use crate::user::anchor::locate;
use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};

/// Scanned articles are sent in batches this far apart, so that merging them into the list
/// stays cheap however many there are.
const BATCH: Duration = Duration::from_millis(80);

/// The most articles in a message: an index has them faster than they are merged between two
/// frames.
const MOST: usize = 4_096;

/// Runs a job and sends its results. A cancelled job stops at its next step and sends nothing
/// more. A panic becomes an error message: a damaged file must not end the program.
pub fn run_job(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    let mut failures = Vec::new();
    let done = catch_unwind(AssertUnwindSafe(|| match job {
        Job::Open {
            ticket,
            item,
            options,
            query,
            ..
        } => {
            let asked = (item, query.as_deref());
            open(*ticket, asked, *options, context, cancel, send);
        }
        Job::Typeset { .. } | Job::Locate { .. } => with_text(job, context, cancel, send),
        Job::Address { .. } | Job::Linked(..) => follow(job, send),
        Job::Sort {
            ticket,
            all,
            more,
            order,
        } => {
            if let Some(all) = in_order(all, more, *order, || cancel.is_cancelled()) {
                send(Message::Sorted {
                    ticket: *ticket,
                    all,
                });
            }
        }
        Job::IndexTexts { .. }
        | Job::SearchTexts { .. }
        | Job::AskEngine { .. }
        | Job::CountTexts { .. }
        | Job::Related { .. }
        | Job::Snippets { .. } => {
            texts::run(job, context, cancel, send);
        }
        Job::Fold { ticket, all } => {
            send(Message::Folded {
                ticket: *ticket,
                folds: folds(all, cancel),
            });
        }
        Job::ReadPicture { .. } | Job::DrawPicture { .. } | Job::PreparePicture { .. } => {
            pictures::run(job, context, cancel).map(&mut *send);
        }
        Job::SavePage { .. } | Job::FullText { .. } | Job::Summary { .. } => {
            web_pages::run(job, context, cancel, send);
        }
        Job::ApplyRules { .. } | Job::Remember(..) => arriving::run(job, context, cancel, send),
        Job::Fetch | Job::ReadFeeds | Job::ChangeFeed(_) => feeds(job, context, cancel, send),
        // The thread drops the job; the workers have cancelled the others.
        Job::Discard { .. } | Job::LeaveEngine | Job::LeavePage | Job::LeaveFetch => {}
        Job::LeavePicture { .. } | Job::LeavePictures => {}
        Job::Compare {
            ticket,
            all,
            update,
        } => {
            let compared = compare(*ticket, all, Update::clone(update));
            send(Message::Compared(Box::new(compared)));
        }
        Job::Scan { ticket, source } => {
            context.tell_watcher(WatchInput::ScanStarted);
            failures = scan(*ticket, *source, context, cancel, send);
            context.tell_watcher(WatchInput::ScanFinished);
        }
    }));
    if let Err(panic) = done {
        send(failure(job, panic_message(panic.as_ref())));
    }
    if let Job::Scan { ticket, .. } = job {
        send(Message::ScanFinished { scan: *ticket });
    }
    if let Some(failure) = failures.pop() {
        send(Message::IndexFailed(failure));
    }
}

#[cfg(feature = "fetch")]
fn feeds(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    super::feeds::run(job, context, cancel, send);
}

#[cfg(not(feature = "fetch"))]
fn feeds(_: &Job, _: &JobContext, _: &Cancel, _: Sink<'_>) {}

/// Finds where a link leads.
fn follow(job: &Job, send: Sink<'_>) {
    let message = match job {
        Job::Address { item, link_use } => {
            // An article that cannot be read has no address; opening it tells why.
            let address = library::address_of(&item.entry).ok().flatten();
            let address = address.map(|address| address_in_ascii(&address).into_owned());
            Message::Address(address, *link_use)
        }
        Job::Linked(from, address, all, pages) => {
            let other = || by_other_name(all, &from.entry, address);
            let found = linked::resolve(all, pages, &from.entry, address, other);
            Message::Linked(from.clone(), address.clone(), found)
        }
        _ => return,
    };
    send(message);
}

/// The article of a list that has an address among its other names. Reads the head of every file.
fn by_other_name<'a>(all: &'a [Item], from: &Entry, address: &str) -> Option<&'a Item> {
    all.iter().find(|item| {
        let entry = &item.entry;
        entry.root() == from.root() && !entry.gone && library::goes_by(entry, address)
    })
}

/// The versions among the articles of a list, unless it is gone.
fn folds(all: &Weak<Vec<Item>>, cancel: &Cancel) -> Option<Folds> {
    let all = all.upgrade()?;
    let print = |at: usize| {
        let item = all.get(at);
        item.map_or_else(Fingerprint::default, |item| item.entry.fingerprint)
    };
    Folds::of(all.len(), print, || cancel.is_cancelled())
}

fn compare(ticket: Ticket, all: &Weak<Vec<Item>>, update: Update) -> Compared {
    // A list that is gone is compared again by the app.
    let difference = match all.upgrade() {
        Some(list) => Difference::new(update, &list),
        None => Difference {
            update,
            outdated: Vec::new(),
        },
    };
    Compared {
        ticket,
        all: all.clone(),
        difference,
    }
}

/// Does something with the text of an open article.
fn with_text(job: &Job, context: &JobContext, cancel: &Cancel, send: Sink<'_>) {
    let message = match job {
        Job::Typeset {
            ticket,
            article,
            options,
            rooms,
        } => {
            let label = |rule: &str| context.locale.cut_label(rule);
            let page = Page::with_pictures(&article.document, options, rooms, &label);
            Message::Typeset {
                ticket: *ticket,
                page: Arc::new(page),
                options: *options,
            }
        }
        Job::Locate {
            ticket,
            page,
            highlights,
        } => Message::Located {
            ticket: *ticket,
            found: locate(page, highlights, &|| cancel.is_cancelled()).unwrap_or_default(),
        },
        _ => return,
    };
    if !cancel.is_cancelled() {
        send(message);
    }
}

/// The message for a job that panicked.
fn failure(job: &Job, text: String) -> Message {
    match job {
        Job::Open { ticket, .. } => Message::Opened {
            ticket: *ticket,
            part: Part::Whole,
            result: Err(Error::new(Exit::Unreadable, text)),
        },
        Job::FullText { ticket, .. } => Message::FullText(*ticket, Err(text)),
        Job::SavePage { .. } => Message::PageSaved(Err(text)),
        Job::Fetch => Message::Feeds(FeedMessage::Fetched(Fetched::Refused(text))),
        Job::ChangeFeed(_) => Message::Feeds(FeedMessage::Changed(Err(text))),
        Job::ReadPicture { ticket, .. } => Message::PictureRead(*ticket, Err(Fault::Damaged(text))),
        _ => Message::Notify(Level::Error, text),
    }
}

/// The text that a panic was raised with.
fn panic_message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("panic")
        .to_owned()
}

/// Reads and typesets an article, for a query if the list has one. Sends the first part of a long
/// article early.
fn open(
    ticket: Ticket,
    (item, query): (&Item, Option<&Query>),
    options: Options,
    context: &JobContext,
    cancel: &Cancel,
    send: Sink<'_>,
) {
    let typeset = |article| {
        let article: Arc<Article> = Arc::new(article);
        let label = |rule: &str| context.locale.cut_label(rule);
        let page = Page::with_cut_label(&article.document, &options, &label);
        (article, Arc::new(page), options)
    };
    // Typesetting may take long: look at the flag before and after it.
    let opened = |part, article: Result<Article, Error>| {
        let result = (!cancel.is_cancelled()).then(|| article.map(typeset))?;
        (!cancel.is_cancelled()).then_some(Message::Opened {
            ticket,
            part,
            result,
        })
    };
    let settings = context
        .learner
        .settings(&context.cleaning, &item.entry.labels.source, query);
    let mut head = |article| opened(Part::First, Ok(article)).is_some_and(&mut *send);
    let whole = library::open_in_steps(&item.entry, Some(&settings), &mut head);
    if let Some(message) = whole
        .transpose()
        .and_then(|whole| opened(Part::Whole, whole))
    {
        send(message);
    }
}

/// Reads the libraries, or takes the sample, and sends the articles in batches. Returns the
/// indexes that cannot be used.
fn scan(
    ticket: Ticket,
    source: ScanSource,
    context: &JobContext,
    cancel: &Cancel,
    send: Sink<'_>,
) -> Vec<Failure> {
    context.current.set(Vec::new());
    let mut batch = Batch::new(ticket, send);
    // Caught here as well as in `run_job`, so that what was found before is sent.
    let (mut failures, mut emptied) = (Vec::new(), Vec::new());
    let scanned = catch_unwind(AssertUnwindSafe(|| {
        // The main thread takes the sample.
        let mut is_first = source != ScanSource::Sample;
        let mut take = |event| match event {
            ScanEvent::Folders(folders) => context.tell_watcher(WatchInput::Folders(folders)),
            ScanEvent::Seen(seen) => context.tell_watcher(WatchInput::Seen(seen)),
            event => {
                batch.take(event);
                // The first screen is there: the rest of the scan and its threads come after keys.
                if std::mem::take(&mut is_first) {
                    lower_priority(BEHIND_KEYS);
                }
            }
        };
        match source {
            ScanSource::Sample => {
                let tag = context.locale.tag();
                take(ScanEvent::Entries(library::sample::entries_for(tag)));
            }
            ScanSource::Libraries | ScanSource::File => {
                let (roots, options) = (&context.roots, &context.scan);
                let report = index::scan(&context.indexes, roots, options, cancel, &mut take);
                failures = report.failures;
                emptied = report.emptied;
                context.current.set(report.current);
            }
        }
    }));
    batch.flush();
    for library in &emptied {
        let text = library.describe(&context.locale);
        (batch.send)(Message::Notify(Level::Warning, text));
    }
    if let Err(panic) = scanned {
        (batch.send)(Message::Notify(Level::Error, panic_message(panic.as_ref())));
    }
    failures
}

/// What a scan found since its last message.
struct Batch<'a> {
    ticket: Ticket,
    send: Sink<'a>,
    items: Vec<Item>,
    changed: Vec<Item>,
    gone: Vec<Gone>,
    problems: Vec<Problem>,
    progress: (usize, usize),
    /// When the last batch was sent. `None` before the first, which is sent at once.
    sent: Option<Instant>,
}

impl<'a> Batch<'a> {
    fn new(ticket: Ticket, send: Sink<'a>) -> Self {
        Self {
            ticket,
            send,
            items: Vec::new(),
            changed: Vec::new(),
            gone: Vec::new(),
            problems: Vec::new(),
            progress: (0, 0),
            sent: None,
        }
    }

    fn take(&mut self, event: ScanEvent) {
        match event {
            ScanEvent::Progress { found, done } => self.progress = (found, done),
            ScanEvent::Entries(entries) => self.items.extend(Item::of_entries(entries)),
            ScanEvent::Changed(entries) => self.changed.extend(Item::of_entries(entries)),
            ScanEvent::Gone(gone) => self.gone.extend(gone),
            ScanEvent::Reset => {
                self.items.clear();
                self.changed.clear();
                self.gone.clear();
                self.problems.clear();
                let scan = self.ticket;
                (self.send)(Message::Restarted { scan });
            }
            ScanEvent::Problems(problems) => self.problems.extend(problems),
            ScanEvent::Arrived(arrivals) => {
                let scan = self.ticket;
                (self.send)(Message::Arrived { scan, arrivals });
            }
            ScanEvent::Folders(_) | ScanEvent::Seen(_) | ScanEvent::Finished { .. } => {}
        }
        let due = self.sent.is_none_or(|sent| sent.elapsed() >= BATCH);
        let found = self.items.len() + self.changed.len() + self.gone.len();
        if due && found > 0 || found >= MOST {
            self.flush();
        }
    }

    fn flush(&mut self) {
        let scan = self.ticket;
        let (found, done) = self.progress;
        let items = std::mem::take(&mut self.items);
        let problems = std::mem::take(&mut self.problems);
        (self.send)(Message::Scanned { scan, found, done });
        if !problems.is_empty() {
            (self.send)(Message::FoundProblems { scan, problems });
        }
        if !items.is_empty() {
            (self.send)(Message::Found { scan, items });
        }
        let changed = std::mem::take(&mut self.changed);
        let gone = std::mem::take(&mut self.gone);
        if !changed.is_empty() || !gone.is_empty() {
            (self.send)(Message::Updated {
                scan,
                changed,
                gone,
            });
        }
        self.sent = Some(Instant::now());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;

    /// What waits to be sent when a scan starts again belongs to the list that is dropped.
    #[test]
    fn a_scan_that_starts_again_sends_nothing_of_before() {
        let entries = sample::entries();
        let gone = entries.iter().take(1).map(|entry| Gone {
            root: Arc::clone(entry.root()),
            id: entry.id().into(),
        });
        let gone = gone.collect();
        let mut sent = Vec::new();
        let mut send = |message: Message| {
            sent.push(message);
            true
        };
        let mut batch = Batch::new(1, &mut send);
        batch.sent = Some(Instant::now());
        batch.take(ScanEvent::Entries(entries.clone()));
        batch.take(ScanEvent::Changed(entries));
        batch.take(ScanEvent::Gone(gone));
        batch.take(ScanEvent::Reset);
        batch.flush();
        let restarted = sent
            .iter()
            .position(|message| matches!(message, Message::Restarted { .. }));
        let after = restarted.and_then(|at| sent.get(at + 1..));
        assert!(matches!(after, Some([Message::Scanned { .. }])), "{sent:?}");
    }
}
