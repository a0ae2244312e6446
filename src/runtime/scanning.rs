//! The thread that scans libraries: tells the app of what it finds, in batches.

use super::event_loop::Event;
use super::workers::cause;
use crate::app::message::Listed;
use crate::app::{Level, Message, Ticket};
use crate::library::{self, Cancel, Problem, ScanEvent, ScanOptions};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::thread;
use std::time::{Duration, Instant};

/// Articles are handed to the app in batches this far apart, so that merging them costs
/// little however many there are.
const BATCH: Duration = Duration::from_millis(80);

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
                    let _ = messages.send(Event::App(Message::Notify(
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
