//! The thread that writes the journal. It confirms marks once they are written, so that they
//! survive a kill of the program, and then syncs them to the disk. It reads the journal at the
//! start, beside the scan, and later what other instances and machines write.

use super::event::Event as LoopEvent;
use crate::app::{Level, Message};
use crate::error::{Error, Exit};
use crate::locale::Locale;
use crate::paths::Directories;
use crate::text::sanitize_line;
use crate::user::event::{Action, Event};
use crate::user::journal::{self, Journal, JournalUpdate};
use crate::user::marks::Marks;
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// A frame waits only for this many marks: with thousands at once, it is drawn first.
const FEW: usize = 100;
/// Time limits at the end of the program, for the journal and then for each folder that may take
/// the rest. Their sum is below the time that `signals` allows for saving.
const FINISH_TIMEOUT: Duration = Duration::from_secs(1);
const RESCUE_TIMEOUT: Duration = Duration::from_millis(400);
/// The interval at which the journal is checked for events of others.
const WATCH_INTERVAL: Duration = Duration::from_secs(1);
/// Events per message to the app.
const BATCH: usize = 4_000;

/// Events to write, and where the result goes.
struct Job {
    events: Vec<Event>,
    reply: Reply,
}

enum Reply {
    /// The event loop: gets this number once the events are written, error notices, and from
    /// now on the events of others.
    Loop(Sender<LoopEvent>, u64),
    /// The end of the program: gets the error if some events could not be written.
    Finish(Sender<Option<Error>>),
}

/// Sends events to the thread, and holds the position in the open article in case the program is
/// killed by a signal.
pub struct JournalWriter {
    jobs: Sender<Job>,
    place: Arc<Mutex<Place>>,
    unsaved: Unsaved,
    finish_timeout: Duration,
    /// The number of the last record, of the last one that frames wait for, and of the last
    /// confirmed one.
    sent: u64,
    awaited: u64,
    confirmed: u64,
}

/// The position in the open article. The main thread and the signal thread may both write it. The
/// lock is held until the job is queued, so that it is written once.
#[derive(Default)]
struct Place {
    kept: Option<Event>,
    /// The position that the signal thread wrote.
    written: Option<Event>,
}

/// Events that may not be on disk yet, in case the thread does not answer.
#[derive(Clone)]
struct Unsaved {
    events: Arc<Mutex<Vec<Event>>>,
    journal: PathBuf,
    /// Rescue folders. The first that can be written gets the events.
    folders: [PathBuf; 2],
    locale: Locale,
}

impl JournalWriter {
    /// Starts the thread.
    pub fn start(journal: Journal, places: &Directories, locale: Locale) -> Self {
        let (writer, queue) = Self::new(places, locale);
        let unsaved = writer.unsaved.clone();
        thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || serve(journal, &unsaved, &queue))
            .expect("the system can start a thread");
        writer
    }

    /// Without a thread; returns the queue for one.
    fn new(places: &Directories, locale: Locale) -> (Self, Receiver<Job>) {
        let (jobs, queue) = channel();
        let writer = Self {
            jobs,
            place: Arc::default(),
            unsaved: Unsaved {
                events: Arc::default(),
                journal: places.journal(),
                folders: [places.state.clone(), std::env::temp_dir()],
                locale,
            },
            finish_timeout: FINISH_TIMEOUT,
            sent: 0,
            awaited: 0,
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
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &Event, event: &Event| one.id == event.id && one.action == event.action;
        events.retain(|event| !place.written.as_ref().is_some_and(|one| same(one, event)));
        // A recorded position supersedes the one that is kept.
        let is_place = |event: &Event| matches!(event.action, Action::Position { .. });
        let newer = |kept: &Event| events.iter().any(|one| one.id == kept.id && is_place(one));
        if place.kept.as_ref().is_some_and(newer) {
            place.kept = None;
        }
        let few = (1..=FEW).contains(&events.len());
        self.unsaved.lock().extend_from_slice(&events);
        let job = Job {
            events,
            reply: Reply::Loop(sender.clone(), self.sent + 1),
        };
        let queued = self.jobs.send(job).is_ok();
        drop(place);
        if queued {
            self.sent += 1;
            if few {
                self.awaited = self.sent;
            }
        }
    }

    /// Whether the thread has still to confirm marks that a frame must not show before.
    pub fn is_writing(&self) -> bool {
        self.confirmed < self.awaited
    }

    /// The thread has written all records up to this number.
    pub fn confirm(&mut self, number: u64) {
        self.confirmed = self.confirmed.max(number);
    }

    /// The disk does not answer: frames no longer wait for what was recorded so far.
    pub fn stop_waiting(&mut self) {
        self.awaited = self.confirmed;
    }

    /// Sets the position to write if a signal ends the program.
    pub fn keep(&self, place: Option<Event>) {
        let mut kept = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        kept.kept = place;
    }

    /// Returns the function with which the signal thread writes the kept position and waits for
    /// everything that is queued.
    pub fn saver(&self) -> impl FnOnce() -> Option<Error> + Send + 'static {
        let jobs = self.jobs.clone();
        let place = Arc::clone(&self.place);
        let unsaved = self.unsaved.clone();
        let timeout = self.finish_timeout;
        move || {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            place.written = place.kept.take();
            let events: Vec<Event> = place.written.iter().cloned().collect();
            unsaved.lock().extend_from_slice(&events);
            let (done, written) = channel();
            let job = Job {
                events,
                reply: Reply::Finish(done),
            };
            // Without an answer the disk hangs or the thread is gone.
            let sent = jobs.send(job);
            drop(place);
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

impl Unsaved {
    fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The first `count` events are on disk.
    fn saved(&self, count: usize) {
        let mut events = self.lock();
        let count = count.min(events.len());
        events.drain(..count);
    }

    /// Writes the events to a rescue folder. Each folder gets a thread, because it may hang as the
    /// journal does.
    fn rescue(&self) -> Option<Error> {
        let mut lines = Vec::new();
        let count = {
            let events = self.lock();
            events.iter().for_each(|event| event.write(&mut lines));
            events.len()
        };
        if count == 0 {
            return None;
        }
        let lines: Arc<[u8]> = lines.into();
        let attempt = |folder: &PathBuf| {
            let (folder, lines) = (folder.clone(), Arc::clone(&lines));
            let (done, rescued) = channel();
            thread::Builder::new()
                .name("rescue".to_owned())
                .spawn(move || done.send(journal::rescue(&folder, &lines)))
                .ok()?;
            rescued.recv_timeout(RESCUE_TIMEOUT).ok()?.ok()
        };
        let path = self.folders.iter().find_map(attempt);
        let cause = self.locale.text("journal.silent");
        Some(self.error(count, &cause, path.as_deref()))
    }

    /// The error for events that the journal could not write.
    fn error(&self, count: usize, cause: &dyn Display, rescued: Option<&Path>) -> Error {
        let locale = &self.locale;
        let values: &[(&str, &dyn Display)] = &[("count", &count), ("cause", cause)];
        let error =
            |key| Error::new(Exit::Unreadable, locale.fill(key, values)).path(&self.journal);
        let Some(path) = rescued else {
            return error("journal.lost");
        };
        // The state directory is read by the next start; from elsewhere the user moves the file.
        let hint = if path.parent() == Some(&self.folders[0]) {
            "journal.left.kept"
        } else {
            "journal.left.hint"
        };
        error("journal.left").hint(locale.fill(hint, &[("path", &path.display())]))
    }
}

/// Writes jobs. Between them it reads the events of others, once it knows the event loop.
fn serve(journal: Journal, unsaved: &Unsaved, queue: &Receiver<Job>) {
    let mut thread = WriterThread {
        journal,
        unsaved,
        waiting: 0,
        last_notice: String::new(),
    };
    let mut events: Option<Sender<LoopEvent>> = None;
    loop {
        let job = match &events {
            Some(_) => queue.recv_timeout(WATCH_INTERVAL),
            None => queue.recv().map_err(RecvTimeoutError::from),
        };
        match job {
            Ok(Job {
                events: marks,
                reply,
            }) => match reply {
                Reply::Loop(sender, number) => {
                    if events.is_none() {
                        let _ = thread.read_marks(&sender);
                    }
                    let _ = thread.write(&marks, number, &sender);
                    events = Some(sender);
                }
                Reply::Finish(done) => {
                    let _ = done.send(thread.finish(&marks));
                }
            },
            Err(RecvTimeoutError::Timeout) => {
                if let Some(sender) = &events
                    && thread.idle(sender).is_err()
                {
                    events = None;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The event loop has ended.
struct Disconnected;

struct WriterThread<'a> {
    journal: Journal,
    unsaved: &'a Unsaved,
    /// The number of events of `unsaved` that the journal has been given.
    waiting: usize,
    /// The last error notice. It is not repeated until another one came.
    last_notice: String,
}

impl WriterThread<'_> {
    fn write(
        &mut self,
        events: &[Event],
        number: u64,
        sender: &Sender<LoopEvent>,
    ) -> Result<(), Disconnected> {
        self.waiting += events.len();
        let confirm = || {
            let written = sender.send(LoopEvent::Written(number));
            written.map_err(|_| Disconnected)
        };
        // Written events survive a kill of the program: confirm before the slower sync. After a
        // failure the notice goes first, so that the frame shows it with the mark.
        let mut failed = self.journal.write(events).err();
        if failed.is_none() {
            confirm()?;
            failed = self.sync().err();
        }
        if failed.is_some() {
            self.last_notice.clear();
        }
        self.report(failed, sender)?;
        confirm()
    }

    /// Writes the last events of the program.
    fn finish(&mut self, events: &[Event]) -> Option<Error> {
        self.waiting += events.len();
        let written = self.journal.write(events).and_then(|()| self.sync());
        written.err().map(|cause| self.rescue(&cause))
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.journal.sync()?;
        self.unsaved.saved(std::mem::take(&mut self.waiting));
        Ok(())
    }

    /// Retries what could not be written, and reads the events of others.
    fn idle(&mut self, sender: &Sender<LoopEvent>) -> Result<(), Disconnected> {
        let written = self.journal.write(&[]).and_then(|()| self.sync());
        self.report(written.err(), sender)
    }

    /// Sends the events of others, and one failure: that of writing if there is one, because it
    /// concerns the user's own marks; else what could not be read.
    fn report(
        &mut self,
        failed: Option<std::io::Error>,
        sender: &Sender<LoopEvent>,
    ) -> Result<(), Disconnected> {
        let not_read = self.read_others(sender)?;
        match (failed, not_read) {
            (Some(error), _) => self.report_failure(&error, sender),
            (None, Some(text)) => self.notify(text, sender),
            (None, None) => Ok(()),
        }
    }

    fn report_failure(
        &mut self,
        error: &std::io::Error,
        sender: &Sender<LoopEvent>,
    ) -> Result<(), Disconnected> {
        let locale = &self.unsaved.locale;
        let text = locale.fill("notice.journal-failed", &[("error", error)]);
        self.notify(text, sender)
    }

    fn notify(&mut self, text: String, sender: &Sender<LoopEvent>) -> Result<(), Disconnected> {
        if text == self.last_notice {
            return Ok(());
        }
        self.last_notice.clone_from(&text);
        send(Message::Notify(Level::Error, text), sender)
    }

    /// Reads the whole journal, at the start of the program.
    fn read_marks(&mut self, sender: &Sender<LoopEvent>) -> Result<(), Disconnected> {
        let mut marks = Marks::default();
        let update = self.journal.read(&mut |event| marks.apply_all(&[event]));
        send(Message::Marks(Box::new(marks)), sender)?;
        // `kanbao doctor` lists all errors.
        match not_read(&update, &self.unsaved.locale) {
            Some(text) => self.notify(text, sender),
            None => Ok(()),
        }
    }

    /// Sends the events of others to the app. Returns what could not be read.
    fn read_others(&mut self, sender: &Sender<LoopEvent>) -> Result<Option<String>, Disconnected> {
        let mut events = Vec::new();
        let mut result = Ok(());
        let update = self.journal.read(&mut |event| {
            events.push(event);
            if events.len() == BATCH {
                let batch = std::mem::take(&mut events);
                result = send(Message::Journal(batch), sender);
            }
        });
        result?;
        if !events.is_empty() {
            send(Message::Journal(events), sender)?;
        }
        Ok(not_read(&update, &self.unsaved.locale))
    }

    /// Moves events that the journal cannot write to a rescue file.
    fn rescue(&mut self, cause: &std::io::Error) -> Error {
        let count = self.journal.unsaved();
        let rescued = self.journal.rescue();
        if rescued.is_ok() {
            self.unsaved.saved(usize::MAX);
        }
        self.unsaved.error(count, cause, rescued.ok().as_deref())
    }
}

fn send(message: Message, sender: &Sender<LoopEvent>) -> Result<(), Disconnected> {
    sender
        .send(LoopEvent::App(message))
        .map_err(|_| Disconnected)
}

/// The notice for a journal that could not be read completely: its first error, on one line.
fn not_read(update: &JournalUpdate, locale: &Locale) -> Option<String> {
    if let Some(damage) = update.damage.first() {
        let file = damage.path.file_name().unwrap_or_default();
        let file = sanitize_line(&file.to_string_lossy());
        let values: &[(&str, &dyn Display)] = &[("file", &file), ("line", &damage.line)];
        return Some(locale.fill("notice.journal-damaged", values));
    }
    let error = update.unreadable.first()?;
    Some(sanitize_line(&error.to_string()))
}

#[cfg(test)]
mod tests;
