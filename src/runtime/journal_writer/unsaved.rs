//! Events that may not be on disk yet, and how they are rescued when the journal's disk hangs.

use crate::error::{Error, Exit};
use crate::fs::broken_link;
use crate::locale::Locale;
use crate::paths::Directories;
use crate::text::sanitize_line;
use crate::user::event::Event;
use crate::user::journal::{self, Journal};
use std::fmt::Display;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Time limit for each rescue folder.
const RESCUE_TIMEOUT: Duration = Duration::from_millis(400);

/// Events that may not be on disk yet, in case the thread does not answer.
#[derive(Clone)]
pub struct Unsaved {
    events: Arc<Mutex<Vec<Event>>>,
    /// Names of libraries that may not be on disk yet, as lines.
    names: Arc<Mutex<Vec<u8>>>,
    journal: PathBuf,
    /// Rescue folders. The first that can be written gets the events.
    folders: [PathBuf; 2],
    pub locale: Locale,
}

impl Unsaved {
    pub fn new(places: &Directories, locale: Locale) -> Self {
        Self {
            events: Arc::default(),
            names: Arc::default(),
            journal: places.journal(),
            folders: [places.state.clone(), std::env::temp_dir()],
            locale,
        }
    }

    pub fn lock(&self) -> MutexGuard<'_, Vec<Event>> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Why the journal cannot be written, in the language of the interface where a link leads nowhere.
    pub fn cause(&self, error: &io::Error) -> String {
        let Some((link, target)) = broken_link(&self.journal) else {
            return error.to_string();
        };
        let what = self
            .locale
            .fill("error.link", &[("target", &target.display())]);
        sanitize_line(&format!("{}: {what}", link.display()))
    }

    /// Takes over the names of libraries that the journal has still to store: without them, a
    /// library of rescued events would get another one.
    pub fn name_libraries(&self, journal: &Journal) {
        let mut names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        journal.unwritten_names().clone_into(&mut names);
    }

    /// The first `count` events are on disk.
    pub fn saved(&self, count: usize) {
        let mut events = self.lock();
        let count = count.min(events.len());
        events.drain(..count);
    }

    /// Writes the events to a rescue folder. Each folder gets a thread, because it may hang as the
    /// journal does.
    pub fn rescue(&self) -> Option<Error> {
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
        let names = self.names.lock().unwrap_or_else(PoisonError::into_inner);
        let names: Arc<[u8]> = names.as_slice().into();
        let attempt = |folder: &PathBuf| {
            let (folder, lines) = (folder.clone(), Arc::clone(&lines));
            let names = Arc::clone(&names);
            let (done, rescued) = channel();
            std::thread::Builder::new()
                .name("rescue".to_owned())
                .spawn(move || done.send(journal::rescue(&folder, &lines, &names)))
                .ok()?;
            rescued.recv_timeout(RESCUE_TIMEOUT).ok()?.ok()
        };
        let path = self.folders.iter().find_map(attempt);
        let cause = self.locale.text("journal.silent");
        Some(self.error(count, &cause, path.as_deref()))
    }

    /// The error for events that the journal could not write.
    pub fn error(&self, count: usize, cause: &dyn Display, rescued: Option<&Path>) -> Error {
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
