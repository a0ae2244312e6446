//! The journal thread: writes events, confirms and syncs them, and reads what others write. It
//! sleeps until there is something to write, or until the system reports that a file of the journal
//! has changed.

use super::addresses;
use super::folder_watch::FolderWatch;
use super::job::{Input, Job, Reply};
use super::unsaved::Unsaved;
use crate::app::{Level, Message};
use crate::error::Error;
use crate::locale::Locale;
use crate::runtime::event::Event as LoopEvent;
use crate::text::sanitize_line;
use crate::user::event::Event;
use crate::user::journal::{HistoryReader, Journal, JournalUpdate};
use crate::user::marks::Libraries;
use std::fmt::Display;
use std::path::PathBuf;
use std::sync::Weak;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

/// How often writing is tried again after a failure, and how often folders are read that cannot be
/// watched.
const INTERVAL: Duration = Duration::from_secs(1);
/// Events per message to the app.
const BATCH: usize = 4_000;

/// The folders to watch, and where their changes are reported.
type Watching = ([PathBuf; 2], Weak<Sender<Input>>);

/// Writes jobs. Between them it reads the events of others, once it knows the event loop.
pub fn serve(
    journal: Journal,
    unsaved: &Unsaved,
    queue: &Receiver<Input>,
    (folders, changes): Watching,
) {
    let mut thread = WriterThread {
        journal,
        unsaved,
        waiting: 0,
        last_notice: String::new(),
        is_failing: false,
        libraries: Libraries::default(),
    };
    let mut watch = FolderWatch::new(folders);
    let mut events: Option<Sender<LoopEvent>> = None;
    // When writing is tried again, or folders are read that cannot be watched.
    let mut due = Instant::now();
    loop {
        let has_work = watch.polls() || thread.journal.unsaved() > 0;
        let input = match &events {
            Some(_) if has_work => {
                queue.recv_timeout(due.saturating_duration_since(Instant::now()))
            }
            _ => queue.recv().map_err(RecvTimeoutError::from),
        };
        match input {
            Ok(Input::Job(Job {
                events: mut marks,
                reply: Reply::Loop(sender, number),
            })) => {
                if events.is_none() {
                    // Before the journal is read, so that no change is missed.
                    watch.start(&changes);
                    let _ = thread.read_marks(&sender);
                }
                let completed = addresses::add(&mut marks, || thread.journal.refresh_libraries());
                let _ = thread.write(&marks, number, &sender);
                // Undo restores what the program knows: the address too.
                if !completed.is_empty() {
                    let _ = send(Message::Journal(completed), &sender);
                }
                due = Instant::now() + INTERVAL;
                events = Some(sender);
            }
            Ok(Input::Job(Job {
                events: marks,
                reply: Reply::Finish(done),
            })) => {
                let _ = done.send(thread.finish(&marks));
            }
            Ok(Input::ReadHistory(wanted, sender)) => {
                read_steps(&thread.journal, sender, move |reader| {
                    Message::History(reader.read(&wanted))
                });
            }
            Ok(Input::ReadChanges(sender)) => {
                read_steps(&thread.journal, sender, |reader| {
                    Message::Changes(reader.latest())
                });
            }
            Err(RecvTimeoutError::Disconnected) => return,
            Ok(Input::Changed) | Err(RecvTimeoutError::Timeout) => {
                watch.refresh();
                // Trying to write may itself change the folder: not more often than the interval.
                let tries = Instant::now() >= due || thread.journal.unsaved() == 0;
                if tries {
                    due = Instant::now() + INTERVAL;
                }
                if let Some(sender) = &events
                    && thread.idle(tries, sender).is_err()
                {
                    events = None;
                }
            }
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
    /// Writing has failed since the last success.
    is_failing: bool,
    /// As the app knows them.
    libraries: Libraries,
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
        self.report_writing(failed, sender)?;
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

    /// Retries what could not be written, if `tries` is set, and reads the events of others.
    fn idle(&mut self, tries: bool, sender: &Sender<LoopEvent>) -> Result<(), Disconnected> {
        if !tries {
            return self.report(None, sender);
        }
        let written = self.journal.write(&[]).and_then(|()| self.sync());
        self.report_writing(written.err(), sender)
    }

    /// Reports a failure of writing, or the first success after one.
    fn report_writing(
        &mut self,
        failed: Option<std::io::Error>,
        sender: &Sender<LoopEvent>,
    ) -> Result<(), Disconnected> {
        let is_saved = failed.is_none() && std::mem::take(&mut self.is_failing);
        self.is_failing |= failed.is_some();
        self.report(failed, sender)?;
        if is_saved {
            self.last_notice.clear();
            let text = self.unsaved.locale.text("notice.journal-saved").to_owned();
            send(Message::Notify(Level::Done, text), sender)?;
        }
        Ok(())
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
        let error = self.unsaved.cause(error);
        let text = locale.fill("notice.journal-failed", &[("error", &error)]);
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
        let (marks, update) = self.journal.load();
        send(Message::Marks(Box::new(marks)), sender)?;
        // `kanbao doctor` lists all errors.
        match not_read(&update, &self.unsaved.locale) {
            Some(text) => self.notify(text, sender),
            None => Ok(()),
        }
    }

    /// Sends the events of others to the app. Returns what could not be read.
    fn read_others(&mut self, sender: &Sender<LoopEvent>) -> Result<Option<String>, Disconnected> {
        let libraries = self.journal.refresh_libraries();
        self.unsaved.name_libraries(&self.journal);
        if libraries != self.libraries {
            self.libraries.clone_from(&libraries);
            send(Message::Libraries(libraries), sender)?;
        }
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
        let cause = self.unsaved.cause(cause);
        self.unsaved.error(count, &cause, rescued.ok().as_deref())
    }
}

/// Reads earlier steps, on a thread of its own: marks that are to be written do not wait for it.
fn read_steps(
    journal: &Journal,
    sender: Sender<LoopEvent>,
    read: impl FnOnce(&HistoryReader) -> Message + Send + 'static,
) {
    let reader = journal.history();
    let read = move || {
        // The event loop may have ended.
        let _ = send(read(&reader), &sender);
    };
    let started = std::thread::Builder::new()
        .name("history".to_owned())
        .spawn(read);
    debug_assert!(started.is_ok(), "the system can start a thread");
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
        let key = match damage.is_part {
            true => "notice.journal-damaged-part",
            false => "notice.journal-damaged",
        };
        return Some(locale.fill(key, values));
    }
    let error = update.unreadable.first()?;
    Some(sanitize_line(&error.to_string()))
}
