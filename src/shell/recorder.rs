//! The thread that writes the journal: marks are on the disk before the next frame shows them.

use super::session::Event as Heard;
use crate::app::{Level, Message};
use crate::locale::Locale;
use crate::profile::event::Event;
use crate::profile::journal::Journal;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a key waits for the disk; on a slower one the frame comes first.
const PATIENCE: Duration = Duration::from_millis(40);
/// How long leaving waits for the disk.
const LAST_PATIENCE: Duration = Duration::from_secs(2);

struct Job {
    events: Vec<Event>,
    /// Where to tell of a failure.
    tell: Option<Sender<Heard>>,
    done: Sender<()>,
}

/// Hands events to the thread, and keeps the place of the open article for a sudden end.
pub struct Recorder {
    jobs: Sender<Job>,
    place: Arc<Mutex<Option<Event>>>,
    thread: JoinHandle<()>,
}

impl Recorder {
    /// Starts the thread.
    pub fn start(journal: Journal, locale: Locale) -> Self {
        let (jobs, queue) = channel();
        let thread = thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || write(journal, &locale, &queue))
            .expect("the system can start a thread");
        Self {
            jobs,
            place: Arc::default(),
            thread,
        }
    }

    /// Writes events, and waits a moment until they are durable.
    pub fn record(&self, events: Vec<Event>, tell: &Sender<Heard>) {
        let (done, written) = channel();
        let job = Job {
            events,
            tell: Some(tell.clone()),
            done,
        };
        if self.jobs.send(job).is_ok() {
            let _ = written.recv_timeout(PATIENCE);
        }
    }

    /// The place to be written if the program is ended from outside.
    pub fn keep(&self, place: Option<Event>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// For the signal thread: writes what is kept.
    pub fn saver(&self) -> impl FnOnce() + Send + 'static {
        let jobs = self.jobs.clone();
        let place = Arc::clone(&self.place);
        move || {
            let kept = place.lock().unwrap_or_else(PoisonError::into_inner).take();
            let (done, written) = channel();
            let job = Job {
                events: kept.into_iter().collect(),
                tell: None,
                done,
            };
            if jobs.send(job).is_ok() {
                let _ = written.recv_timeout(LAST_PATIENCE);
            }
        }
    }

    /// Writes what waits and ends the thread.
    pub fn finish(self) {
        self.saver()();
        drop(self.jobs);
        // The signal thread may hold a sender for ever: the thread is not waited for.
        drop(self.thread);
    }
}

fn write(mut journal: Journal, locale: &Locale, queue: &Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        let result = journal.append(&job.events);
        let _ = job.done.send(());
        let Some(tell) = job.tell else { continue };
        if let Err(error) = result {
            let text = locale.fill("notice.journal-failed", &[("error", &error)]);
            let _ = tell.send(Heard::App(Message::Told(Level::Error, text)));
        }
        let heard = journal.read().events;
        if !heard.is_empty() {
            let _ = tell.send(Heard::App(Message::Journal(heard)));
        }
    }
}
