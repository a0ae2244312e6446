//! The thread that writes the journal: marks are written before the next frame shows them,
//! so that a kill loses none, and synced at once after that.

use super::session::Event as Heard;
use crate::app::{Level, Message};
use crate::error::{Error, Exit};
use crate::locale::Locale;
use crate::profile::event::Event;
use crate::profile::journal::Journal;
use std::io;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

/// How long a key waits for the system to take what is written: it does so at once, unless
/// the disk is another machine's and hangs; then the frame comes first.
const PATIENCE: Duration = Duration::from_millis(400);
/// Marks that are waited for; the frames in which thousands change come first.
const FEW: usize = 100;
/// How long leaving waits for the disk.
const LAST_PATIENCE: Duration = Duration::from_secs(2);

struct Job {
    events: Vec<Event>,
    /// Where to tell of a failure.
    tell: Option<Sender<Heard>>,
    /// Gets what was left unwritten by the last job of all.
    done: Sender<Option<Error>>,
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

    /// Writes events, and waits a moment until they outlive a kill.
    pub fn record(&self, events: Vec<Event>, tell: &Sender<Heard>) {
        let (done, written) = channel();
        let few = events.len() <= FEW;
        let job = Job {
            events,
            tell: Some(tell.clone()),
            done,
        };
        if self.jobs.send(job).is_ok() && few {
            let _ = written.recv_timeout(PATIENCE);
        }
    }

    /// The place to be written if the program is ended from outside.
    pub fn keep(&self, place: Option<Event>) {
        *self.place.lock().unwrap_or_else(PoisonError::into_inner) = place;
    }

    /// For the signal thread: writes what is kept.
    pub fn saver(&self) -> impl FnOnce() -> Option<Error> + Send + 'static {
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
            jobs.send(job).ok()?;
            written.recv_timeout(LAST_PATIENCE).ok().flatten()
        }
    }

    /// Writes what waits and ends the thread. What the journal did not take, and where it
    /// is now, is the error.
    pub fn finish(self) -> Option<Error> {
        let left = self.saver()();
        drop(self.jobs);
        // The signal thread may hold a sender for ever: the thread is not waited for.
        drop(self.thread);
        left
    }
}

fn write(mut journal: Journal, locale: &Locale, queue: &Receiver<Job>) {
    while let Ok(job) = queue.recv() {
        let mut failed = journal.write(&job.events).err();
        if job.tell.is_some() {
            let _ = job.done.send(None);
        }
        failed = failed.or_else(|| journal.sync().err());
        let Some(tell) = job.tell else {
            let left = failed.map(|cause| left(&mut journal, &cause, locale));
            let _ = job.done.send(left);
            continue;
        };
        if let Some(error) = failed {
            let text = locale.fill("notice.journal-failed", &[("error", &error)]);
            let _ = tell.send(Heard::App(Message::Told(Level::Error, text)));
        }
        let heard = journal.read().events;
        if !heard.is_empty() {
            let _ = tell.send(Heard::App(Message::Journal(heard)));
        }
    }
}

/// Where the events are that the journal does not take, now that the program ends.
fn left(journal: &mut Journal, cause: &io::Error, locale: &Locale) -> Error {
    let count = journal.unsaved();
    let rescued = journal.rescue();
    let told = |key| locale.fill(key, &[("count", &count), ("cause", cause)]);
    let error = |key| Error::new(Exit::Unreadable, told(key)).path(journal.folder());
    match rescued {
        Ok(path) => {
            let path = path.display().to_string();
            error("journal.left").hint(locale.fill("journal.left.hint", &[("path", &path)]))
        }
        Err(_) => error("journal.lost"),
    }
}
