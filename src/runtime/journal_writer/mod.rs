//! The thread that writes the journal. It confirms marks once they are written, so that they
//! survive a kill of the program, and then syncs them to the disk. It reads the journal at the
//! start, beside the scan, and later what other instances and machines write.

mod addresses;
mod folder_watch;
mod job;
mod thread;
mod unsaved;

use super::event::Event as LoopEvent;
use crate::error::Error;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::user::event::Event;
use crate::user::journal::Journal;
use crate::user::marks::Wanted;
use job::{Input, Job, Reply};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use unsaved::Unsaved;

/// Time limit for the journal at the end of the program. With `RESCUE_TIMEOUT` for each folder
/// that may take the rest it is below the time that `signals` allows for saving.
const FINISH_TIMEOUT: Duration = Duration::from_secs(1);

/// Sends events to the thread, and holds what is unsaved of the open article in case the program is
/// killed by a signal.
pub struct JournalWriter {
    /// The thread ends with the last owner. The thread itself sends inputs, so it holds a weak
    /// reference.
    inputs: Arc<Sender<Input>>,
    reading: Arc<Mutex<Reading>>,
    unsaved: Unsaved,
    finish_timeout: Duration,
    /// The number of the last record, of the last one that frames wait for, and of the last
    /// confirmed one.
    sent: u64,
    awaited: u64,
    confirmed: u64,
    /// The last record that frames no longer wait for; 0: the disk has written them all.
    late: u64,
}

/// What is to be recorded of the open article: the position, and the reading time. The main thread
/// and the signal thread may both write it. The lock is held until the job is queued, so that it is
/// written once.
#[derive(Default)]
struct Reading {
    kept: Vec<Event>,
    /// What the signal thread wrote.
    written: Vec<Event>,
}

/// Whether two events are about the same article.
fn is_same(one: &Event, other: &Event) -> bool {
    one.targets().eq(other.targets())
}

impl JournalWriter {
    /// Starts the thread.
    pub fn start(journal: Journal, places: &Directories, locale: Locale) -> Self {
        let (writer, queue) = Self::new(places, locale);
        let unsaved = writer.unsaved.clone();
        unsaved.name_libraries(&journal);
        let folders = [places.journal(), places.state.clone()];
        let changes = Arc::downgrade(&writer.inputs);
        std::thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || thread::serve(journal, &unsaved, &queue, (folders, changes)))
            .expect("the system can start a thread");
        writer
    }

    /// Without a thread; returns the queue for one.
    fn new(places: &Directories, locale: Locale) -> (Self, Receiver<Input>) {
        let (inputs, queue) = channel();
        let writer = Self {
            inputs: Arc::new(inputs),
            reading: Arc::default(),
            unsaved: Unsaved::new(places, locale),
            finish_timeout: FINISH_TIMEOUT,
            sent: 0,
            awaited: 0,
            late: 0,
            confirmed: 0,
        };
        (writer, queue)
    }

    /// From now on, sends the events of other instances and machines to the event loop.
    pub fn watch(&mut self, events: &Sender<LoopEvent>) {
        self.record(Vec::new(), events);
    }

    /// Queues events for writing. Never waits; see [`Self::is_writing`].
    pub fn record(&mut self, mut events: Vec<Event>, sender: &Sender<LoopEvent>) {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &Event, event: &Event| is_same(one, event) && one.action == event.action;
        events.retain(|event| !reading.written.iter().any(|one| same(one, event)));
        // A recorded position, or time, supersedes the one that is kept.
        let supersedes = |one: &Event, kept: &Event| {
            one.action.field() == kept.action.field() && is_same(one, kept)
        };
        reading
            .kept
            .retain(|kept| !events.iter().any(|one| supersedes(one, kept)));
        let has_marks = !events.is_empty();
        self.unsaved.lock().extend_from_slice(&events);
        let job = Job {
            events,
            reply: Reply::Loop(sender.clone(), self.sent + 1),
        };
        let queued = self.inputs.send(Input::Job(job)).is_ok();
        drop(reading);
        if queued {
            self.sent += 1;
            if has_marks {
                self.awaited = self.sent;
            }
        }
    }

    /// Asks for steps of earlier runs; see [`Effect::ReadHistory`](crate::app::Effect).
    pub fn read_history(&self, wanted: Wanted, sender: &Sender<LoopEvent>) {
        // The thread is only gone when the program ends.
        let _ = self.inputs.send(Input::ReadHistory(wanted, sender.clone()));
    }

    /// Asks for the latest steps of all machines.
    pub fn read_changes(&self, sender: &Sender<LoopEvent>) {
        // The thread is only gone when the program ends.
        let _ = self.inputs.send(Input::ReadChanges(sender.clone()));
    }

    /// Whether the thread has still to confirm marks that a frame must not show before.
    pub fn is_writing(&self) -> bool {
        self.confirmed < self.awaited
    }

    /// The thread has written all records up to this number. Whether the last one that was late is
    /// among them.
    pub fn confirm(&mut self, number: u64) -> bool {
        self.confirmed = self.confirmed.max(number);
        let is_written = self.late > 0 && self.late <= self.confirmed;
        if is_written {
            self.late = 0;
        }
        is_written
    }

    /// The disk does not answer: frames no longer wait for what was recorded so far.
    pub fn stop_waiting(&mut self) {
        self.late = self.awaited;
        self.awaited = self.confirmed;
    }

    /// Sets the events to write if a signal ends the program.
    pub fn keep(&self, events: Vec<Event>) {
        let mut reading = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        reading.kept = events;
    }

    /// Returns the function with which the signal thread writes the kept events and waits for
    /// everything that is queued.
    pub fn saver(&self) -> impl FnOnce() -> Option<Error> + Send + 'static {
        let inputs = Arc::clone(&self.inputs);
        let reading = Arc::clone(&self.reading);
        let unsaved = self.unsaved.clone();
        let timeout = self.finish_timeout;
        move || {
            let mut reading = reading.lock().unwrap_or_else(PoisonError::into_inner);
            let events = std::mem::take(&mut reading.kept);
            reading.written.clone_from(&events);
            unsaved.lock().extend_from_slice(&events);
            let (done, written) = channel();
            let job = Job {
                events,
                reply: Reply::Finish(done),
            };
            // Without an answer the disk hangs or the thread is gone.
            let sent = inputs.send(Input::Job(job));
            drop(reading);
            match sent.map(|()| written.recv_timeout(timeout)) {
                Ok(Ok(left)) => left,
                _ => unsaved.rescue(),
            }
        }
    }

    /// Writes everything that is queued. The error says how many events could not be written to
    /// the journal and where they are now. The thread is not joined, because a disk that hangs
    /// may block it forever.
    pub fn finish(self) -> Option<Error> {
        self.saver()()
    }
}

#[cfg(test)]
mod tests;
