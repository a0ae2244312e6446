//! The thread that writes the journal: marks are written before the next frame shows them,
//! so that a kill loses none, and synced at once after that. Between them it watches what
//! other instances and machines write.

use super::event::Event as Heard;
use crate::app::{Level, Message};
use crate::disk::Directories;
use crate::error::{Error, Exit};
use crate::locale::Locale;
use crate::text::sanitize_line;
use crate::user::event::{Action, Event};
use crate::user::journal::{self, Journal, JournalUpdate};
use std::fmt::Display;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// How long a key waits for the system to take what is written: it does so at once, unless
/// the disk is another machine's and hangs; then the frame comes first.
const PATIENCE: Duration = Duration::from_millis(400);
/// Marks that are waited for; the frames in which thousands change come first.
const FEW: usize = 100;
/// How long leaving waits for the disk, and then for each folder that may take what the
/// journal did not: together less than a signal leaves.
const LAST_PATIENCE: Duration = Duration::from_secs(1);
const RESCUE_PATIENCE: Duration = Duration::from_millis(400);
/// How often the journal is looked at while nothing is marked: one look at each file.
const WATCH: Duration = Duration::from_secs(1);
/// Events that are handed to the app at once.
const BATCH: usize = 4_000;

struct Job {
    events: Vec<Event>,
    /// Where to tell of a failure, and from now on of what others write.
    tell: Option<Sender<Heard>>,
    /// Gets what was left unwritten by the last job of all.
    done: Sender<Option<Error>>,
}

/// Hands events to the thread, and keeps the place of the open article for a sudden end.
pub struct JournalWriter {
    jobs: Sender<Job>,
    place: Arc<Mutex<Place>>,
    unsaved: Unsaved,
    patience: Duration,
}

/// The place of the open article. The main thread and the signal thread may both come to
/// write it: locked until its job is queued, so that it is written once.
#[derive(Default)]
struct Place {
    kept: Option<Event>,
    /// What the signal thread wrote.
    written: Option<Event>,
}

/// Events that are not known to be on the disk, for the case that the thread does not answer.
#[derive(Clone)]
struct Unsaved {
    events: Arc<Mutex<Vec<Event>>>,
    journal: PathBuf,
    /// Where they are rescued to: the first that takes them.
    folders: [PathBuf; 2],
    locale: Locale,
}

impl JournalWriter {
    /// Starts the thread.
    pub fn start(journal: Journal, places: &Directories, locale: Locale) -> Self {
        let (recorder, queue) = Self::new(places, locale);
        let unsaved = recorder.unsaved.clone();
        thread::Builder::new()
            .name("journal".to_owned())
            .spawn(move || serve(journal, &unsaved, &queue))
            .expect("the system can start a thread");
        recorder
    }

    /// Without a thread: with the jobs for one.
    fn new(places: &Directories, locale: Locale) -> (Self, Receiver<Job>) {
        let (jobs, queue) = channel();
        let recorder = Self {
            jobs,
            place: Arc::default(),
            unsaved: Unsaved {
                events: Arc::default(),
                journal: places.journal(),
                folders: [places.state.clone(), std::env::temp_dir()],
                locale,
            },
            patience: LAST_PATIENCE,
        };
        (recorder, queue)
    }

    /// Tells from now on of what other instances and machines write.
    pub fn watch(&self, tell: &Sender<Heard>) {
        self.record(Vec::new(), tell);
    }

    /// Writes events, and waits a moment until they outlive a kill.
    pub fn record(&self, mut events: Vec<Event>, tell: &Sender<Heard>) {
        let (done, written) = channel();
        let mut place = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        let same = |one: &Event, event: &Event| one.id == event.id && one.action == event.action;
        events.retain(|event| !place.written.as_ref().is_some_and(|one| same(one, event)));
        // A place that is written supersedes the one that was kept before.
        let is_place = |event: &Event| matches!(event.action, Action::Position { .. });
        let newer = |kept: &Event| events.iter().any(|one| one.id == kept.id && is_place(one));
        if place.kept.as_ref().is_some_and(newer) {
            place.kept = None;
        }
        let few = (1..=FEW).contains(&events.len());
        self.unsaved.lock().extend_from_slice(&events);
        let job = Job {
            events,
            tell: Some(tell.clone()),
            done,
        };
        let sent = self.jobs.send(job).is_ok();
        drop(place);
        if sent && few {
            let _ = written.recv_timeout(PATIENCE);
        }
    }

    /// The place to be written if the program is ended from outside.
    pub fn keep(&self, place: Option<Event>) {
        let mut kept = self.place.lock().unwrap_or_else(PoisonError::into_inner);
        kept.kept = place;
    }

    /// For the signal thread: writes what is kept.
    pub fn saver(&self) -> impl FnOnce() -> Option<Error> + Send + 'static {
        let jobs = self.jobs.clone();
        let place = Arc::clone(&self.place);
        let unsaved = self.unsaved.clone();
        let patience = self.patience;
        move || {
            let mut place = place.lock().unwrap_or_else(PoisonError::into_inner);
            place.written = place.kept.take();
            let events: Vec<Event> = place.written.iter().cloned().collect();
            unsaved.lock().extend_from_slice(&events);
            let (done, written) = channel();
            let job = Job {
                events,
                tell: None,
                done,
            };
            // Without an answer the disk hangs, or the thread is gone.
            let sent = jobs.send(job);
            drop(place);
            match sent.map(|()| written.recv_timeout(patience)) {
                Ok(Ok(left)) => left,
                _ => unsaved.rescue(),
            }
        }
    }

    /// Writes what waits. What the journal did not take, and where it is now, is the error.
    /// The thread is not waited for: a disk that hangs may hold it for ever.
    pub fn finish(self) -> Option<Error> {
        self.saver()()
    }
}

impl Unsaved {
    fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The journal has the first of them on its disk.
    fn saved(&self, count: usize) {
        let mut events = self.lock();
        let count = count.min(events.len());
        events.drain(..count);
    }

    /// Writes them elsewhere. Each folder gets a thread, for it may hang as the journal does.
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
            rescued.recv_timeout(RESCUE_PATIENCE).ok()?.ok()
        };
        let path = self.folders.iter().find_map(attempt);
        let cause = self.locale.text("journal.silent");
        Some(self.error(count, &cause, path.as_deref()))
    }

    /// That the journal did not take all, and where the rest is.
    fn error(&self, count: usize, cause: &dyn Display, rescued: Option<&Path>) -> Error {
        let locale = &self.locale;
        let values: &[(&str, &dyn Display)] = &[("count", &count), ("cause", cause)];
        let error =
            |key| Error::new(Exit::Unreadable, locale.fill(key, values)).path(&self.journal);
        let Some(path) = rescued else {
            return error("journal.lost");
        };
        let hint = match path.parent() == Some(&self.folders[0]) {
            true => "journal.left.kept",
            false => "journal.left.hint",
        };
        error("journal.left").hint(locale.fill(hint, &[("path", &path.display())]))
    }
}

/// Serves jobs, and watches the journal between them once there is somebody to be told.
fn serve(journal: Journal, unsaved: &Unsaved, queue: &Receiver<Job>) {
    let mut keeper = Keeper {
        journal,
        unsaved,
        waiting: 0,
        told: String::new(),
    };
    let mut tell: Option<Sender<Heard>> = None;
    loop {
        let job = match &tell {
            Some(_) => queue.recv_timeout(WATCH),
            None => queue.recv().map_err(RecvTimeoutError::from),
        };
        match job {
            Ok(job) => {
                keeper.take(&job);
                tell = job.tell.or(tell);
            }
            Err(RecvTimeoutError::Timeout) => {
                if let Some(sender) = &tell
                    && keeper.look(sender).is_err()
                {
                    tell = None;
                }
            }
            Err(RecvTimeoutError::Disconnected) => return,
        }
    }
}

/// The session is over.
struct Over;

struct Keeper<'a> {
    journal: Journal,
    unsaved: &'a Unsaved,
    /// Events of `unsaved` that the journal has been given.
    waiting: usize,
    /// The last failure that was told: it is told again only after another.
    told: String,
}

impl Keeper<'_> {
    fn take(&mut self, job: &Job) {
        self.waiting += job.events.len();
        let mut failed = self.journal.write(&job.events).err();
        if job.tell.is_some() {
            let _ = job.done.send(None);
        }
        failed = failed.or_else(|| self.sync().err());
        match &job.tell {
            Some(tell) => {
                if failed.is_some() {
                    self.told.clear();
                }
                let _ = self.report(failed, tell);
            }
            None => {
                let left = failed.map(|cause| self.left(&cause));
                let _ = job.done.send(left);
            }
        }
    }

    fn sync(&mut self) -> std::io::Result<()> {
        self.journal.sync()?;
        self.unsaved.saved(std::mem::take(&mut self.waiting));
        Ok(())
    }

    /// What is to be done when nothing is: to write what was lost or did not go, and to hear.
    fn look(&mut self, tell: &Sender<Heard>) -> Result<(), Over> {
        let written = self.journal.write(&[]).and_then(|()| self.sync());
        self.report(written.err(), tell)
    }

    /// Reports what others wrote, and one failure: that of writing if there is one, since it
    /// concerns the user's own marks; else what could not be read.
    fn report(&mut self, failed: Option<std::io::Error>, tell: &Sender<Heard>) -> Result<(), Over> {
        let not_read = self.hear(tell)?;
        match (failed, not_read) {
            (Some(error), _) => self.failed(&error, tell),
            (None, Some(text)) => self.tell(text, tell),
            (None, None) => Ok(()),
        }
    }

    fn failed(&mut self, error: &std::io::Error, tell: &Sender<Heard>) -> Result<(), Over> {
        let text = self
            .unsaved
            .locale
            .fill("notice.journal-failed", &[("error", error)]);
        self.tell(text, tell)
    }

    fn tell(&mut self, text: String, tell: &Sender<Heard>) -> Result<(), Over> {
        if text == self.told {
            return Ok(());
        }
        self.told.clone_from(&text);
        send(Message::Notify(Level::Error, text), tell)
    }

    /// Sends what others wrote, and returns what could not be read.
    fn hear(&mut self, tell: &Sender<Heard>) -> Result<Option<String>, Over> {
        let mut heard = Vec::new();
        let mut result = Ok(());
        let reading = self.journal.read(&mut |event| {
            heard.push(event);
            if heard.len() == BATCH {
                let batch = std::mem::take(&mut heard);
                result = send(Message::Journal(batch), tell);
            }
        });
        result?;
        if !heard.is_empty() {
            send(Message::Journal(heard), tell)?;
        }
        Ok(not_read(&reading, &self.unsaved.locale))
    }

    /// Where the events are that the journal does not take, now that the program ends.
    fn left(&mut self, cause: &std::io::Error) -> Error {
        let count = self.journal.unsaved();
        let rescued = self.journal.rescue();
        if rescued.is_ok() {
            self.unsaved.saved(usize::MAX);
        }
        self.unsaved.error(count, cause, rescued.ok().as_deref())
    }
}

fn send(message: Message, tell: &Sender<Heard>) -> Result<(), Over> {
    tell.send(Heard::App(message)).map_err(|_| Over)
}

/// What to say of a journal that was not read whole: its first fault, in one line.
pub fn not_read(reading: &JournalUpdate, locale: &Locale) -> Option<String> {
    if let Some(damage) = reading.damage.first() {
        let file = damage.path.file_name().unwrap_or_default();
        let file = sanitize_line(&file.to_string_lossy());
        let values: &[(&str, &dyn Display)] = &[("file", &file), ("line", &damage.line)];
        return Some(locale.fill("notice.journal-damaged", values));
    }
    let error = reading.unreadable.first()?;
    Some(sanitize_line(&error.to_string()))
}

#[cfg(test)]
mod tests;
