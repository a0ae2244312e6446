//! Watches the folders of the libraries and reads again what changes.
//!
//! The thread sleeps until the system reports a change. What comes within a moment is one batch:
//! a checkout of thousands of files is read and shown once. During a scan changes are collected,
//! so that its results never follow newer ones. Folders that cannot be watched (the system's limit
//! is reached, or other machines may write them) are compared with their times now and then.
//!
//! Nothing is written: the index learns of the changes at the next scan.

use super::event::Event;
use crate::app::message::Listed;
use crate::app::{Message, Update};
use crate::fs::is_remote;
use crate::library::{
    self, Again, Cancel, Check, FileRead, Folder, FolderStamp, Gone, Known, POLL_PERIOD, ScanEvent,
    ScanOptions, Stamp, id_join,
};
use notify::event::ModifyKind;
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use std::collections::{HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

/// A batch ends when nothing has changed for this long, or when it is this old.
const QUIET: Duration = Duration::from_millis(120);
const OLDEST: Duration = Duration::from_millis(500);

/// With more changed files than this, the times of all folders are compared instead.
const MANY: usize = 50_000;

/// What the thread is told.
#[derive(Debug)]
pub enum WatchInput {
    /// A scan starts: what was watched is forgotten.
    ScanStarted,
    /// Folders that the scan listed.
    Folders(Vec<Folder>),
    ScanFinished,
    Changed(notify::Result<notify::Event>),
}

/// Starts the thread. It ends with the program.
pub fn start(options: ScanOptions, events: Sender<Event>) -> Sender<WatchInput> {
    let (sender, inputs) = channel();
    let own = sender.clone();
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            let system = notify::recommended_watcher(move |change| {
                // The thread has ended: so has the program.
                let _ = own.send(WatchInput::Changed(change));
            });
            let mut watch = Watch::new(system.ok(), options);
            while let Some(update) = watch.next(&inputs) {
                let message = Message::Watched(Box::new(update));
                if events.send(Event::App(message)).is_err() {
                    break;
                }
            }
        })
        .expect("the system can start a thread");
    sender
}

/// The watched folders, and what has changed.
struct Watch {
    /// `None`: the system cannot watch.
    system: Option<RecommendedWatcher>,
    options: ScanOptions,
    /// By absolute path, as the system names them.
    folders: HashMap<PathBuf, Folder>,
    /// Scans that are running; one that was cancelled may not have ended yet.
    scans: usize,
    /// The times of folders are compared every [`POLL_PERIOD`].
    polls: bool,
    /// The times of folders are compared once.
    poll_once: bool,
    files: HashSet<PathBuf>,
    /// Folders whose names are read again.
    again: HashSet<PathBuf>,
    /// Known folders that may be other ones now: they were moved, removed or made.
    replaced: HashSet<PathBuf>,
}

impl Watch {
    fn new(system: Option<RecommendedWatcher>, options: ScanOptions) -> Self {
        Self {
            polls: system.is_none(),
            system,
            options,
            folders: HashMap::new(),
            scans: 0,
            poll_once: false,
            files: HashSet::new(),
            again: HashSet::new(),
            replaced: HashSet::new(),
        }
    }

    /// Waits for the next batch of changes. `None` when nobody sends any more.
    fn next(&mut self, inputs: &Receiver<WatchInput>) -> Option<Update> {
        loop {
            let is_ready = self.has_changes() && self.scans == 0;
            let is_due = !is_ready && self.wait(inputs)?;
            let start = Instant::now();
            while self.has_changes() && start.elapsed() < OLDEST {
                match inputs.recv_timeout(QUIET) {
                    Ok(input) => self.take(input),
                    Err(_) => break,
                }
            }
            self.poll_once |= is_due;
            if self.scans > 0 {
                continue;
            }
            if std::mem::take(&mut self.poll_once) {
                self.compare_times();
            }
            if self.has_changes() {
                return Some(self.read());
            }
        }
    }

    /// Takes the next input. Whether the time has come to compare the times of folders.
    fn wait(&mut self, inputs: &Receiver<WatchInput>) -> Option<bool> {
        let input = if self.polls {
            inputs.recv_timeout(POLL_PERIOD)
        } else {
            inputs.recv().map_err(|_| RecvTimeoutError::Disconnected)
        };
        match input {
            Ok(input) => self.take(input),
            Err(RecvTimeoutError::Timeout) => return Some(true),
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        Some(false)
    }

    fn has_changes(&self) -> bool {
        !self.files.is_empty() || !self.again.is_empty() || self.poll_once
    }

    fn take(&mut self, input: WatchInput) {
        match input {
            WatchInput::ScanStarted => {
                self.scans += 1;
                self.files.clear();
                self.again.clear();
            }
            WatchInput::ScanFinished => self.scans = self.scans.saturating_sub(1),
            WatchInput::Folders(folders) => folders.into_iter().for_each(|folder| self.add(folder)),
            WatchInput::Changed(Ok(event)) => self.changed(&event),
            WatchInput::Changed(Err(_)) => self.poll_once = true,
        }
    }

    fn add(&mut self, folder: Folder) {
        let path = absolute(&folder.path);
        if !self.folders.contains_key(&path) {
            self.watch(&folder, &path);
        }
        // It may have changed after it was listed and before it was watched.
        let now = Stamp::of_file(&folder.path);
        if now.is_ok_and(|now| now.modified != folder.modified) {
            self.again.insert(path.clone());
        }
        self.folders.insert(path, folder);
    }

    fn watch(&mut self, folder: &Folder, path: &Path) {
        let is_root = folder.id.is_empty();
        self.polls |= is_root && is_remote(path);
        let Some(system) = &mut self.system else {
            return;
        };
        // Linux watches single folders. A recursive watch there would look at every file, and
        // include the folders that a scan skips.
        let mode = if cfg!(any(target_os = "linux", target_os = "android")) {
            RecursiveMode::NonRecursive
        } else if is_root {
            RecursiveMode::Recursive
        } else {
            return;
        };
        let watched = system.watch(path, mode);
        let is_limit = |error: notify::Error| matches!(error.kind, ErrorKind::MaxFilesWatch);
        self.polls |= watched.is_err_and(is_limit);
    }

    fn changed(&mut self, event: &notify::Event) {
        if event.need_rescan() {
            self.poll_once = true;
        }
        // Reading a file is an event, too.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in &event.paths {
            let parent = path.parent().unwrap_or(path);
            let in_place = matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
            );
            if !in_place
                && [path, parent]
                    .iter()
                    .all(|known| self.folders.contains_key(*known))
            {
                // The watch may be on the old folder.
                self.replaced.insert(path.clone());
                self.again.insert(parent.to_owned());
            }
            if !self.folders.contains_key(parent) || self.files.len() >= MANY {
                self.poll_once |= self.folders.contains_key(parent);
            } else if library::by_name(path).is_some() && !path.is_dir() {
                if self.has_rules(parent) {
                    self.again.insert(parent.to_owned());
                } else {
                    self.files.insert(path.clone());
                }
            } else if path.is_dir() != self.folders.contains_key(path) && !is_hidden(path) {
                // A folder that is new or gone.
                self.again.insert(parent.to_owned());
            }
        }
    }

    /// Whether an `.ignore` file may exclude files of a folder.
    fn has_rules(&self, folder: &Path) -> bool {
        let around = self.folders.get(folder);
        around.is_some_and(|folder| folder.ignore.is_some()) || folder.join(".ignore").exists()
    }

    fn compare_times(&mut self) {
        for (path, folder) in &self.folders {
            let now = Stamp::of_file(path);
            if now.is_ok_and(|now| now.modified != folder.modified) {
                self.again.insert(path.clone());
            }
        }
    }

    /// Reads what has changed.
    fn read(&mut self) -> Update {
        let mut update = Update::default();
        let mut files: HashMap<PathBuf, Vec<OsString>> = HashMap::new();
        let changed: Vec<PathBuf> = self.files.drain().collect();
        for path in changed {
            let (Some(parent), Some(name)) = (path.parent(), path.file_name()) else {
                continue;
            };
            let Some(folder) = self.folders.get(parent) else {
                continue;
            };
            if self.again.contains(parent) || self.is_replaced(parent) {
                continue;
            }
            if path.exists() {
                files
                    .entry(parent.to_owned())
                    .or_default()
                    .push(name.to_owned());
            } else {
                update.gone.push(Gone {
                    root: Arc::clone(&folder.root),
                    id: id_join(&folder.id, name).into(),
                });
            }
        }
        let again: Vec<PathBuf> = self.again.drain().collect();
        self.forget_missing(&again, &mut update);
        self.replaced.clear();
        let known = |path: &PathBuf| self.folders.get(path).cloned();
        let again = Again {
            folders: again.iter().filter_map(known).collect(),
            files: files
                .into_iter()
                .filter_map(|(path, names)| Some((known(&path)?, names)))
                .collect(),
        };
        let listed = scan(again, &self.options, &self.folders, &mut update);
        listed.into_iter().for_each(|folder| self.add(folder));
        update
    }

    /// Whether a folder, or one around it, is not the one that is watched.
    fn is_replaced(&self, path: &Path) -> bool {
        !self.replaced.is_empty() && path.ancestors().any(|part| self.replaced.contains(part))
    }

    /// Forgets the folders below `again` that are not there any more, or are others now; their
    /// articles are gone unless they are found again.
    fn forget_missing(&mut self, again: &[PathBuf], update: &mut Update) {
        if again.is_empty() {
            return;
        }
        let again: HashSet<&PathBuf> = again.iter().collect();
        let is_below = |path: &PathBuf| {
            path.ancestors()
                .any(|part| again.contains(&part.to_owned()))
        };
        let missing: Vec<PathBuf> = self
            .folders
            .keys()
            .filter(|path| is_below(path) && (self.is_replaced(path) || !path.is_dir()))
            .cloned()
            .collect();
        for path in missing {
            if let Some(folder) = self.folders.remove(&path) {
                update.listed.insert((folder.root, folder.id));
            }
            if let Some(system) = &mut self.system {
                // The system has forgotten it already.
                let _ = system.unwatch(&path);
            }
        }
    }
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

/// Hidden folders are not scanned.
fn is_hidden(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(b".")
}

/// Reads folders and files. Returns the folders that were listed.
fn scan(
    again: Again,
    options: &ScanOptions,
    folders: &HashMap<PathBuf, Folder>,
    update: &mut Update,
) -> Vec<Folder> {
    let mut listed = Vec::new();
    let known = Watched(folders);
    library::scan_again(
        again,
        options,
        &Cancel::default(),
        &known,
        &mut |event| match event {
            ScanEvent::Entries(entries) | ScanEvent::Changed(entries) => {
                let items = entries.into_iter().map(Listed::new);
                update.changed.extend(items.map(Arc::new));
            }
            ScanEvent::Gone(gone) => update.gone.extend(gone),
            ScanEvent::Problems(problems) => update.problems.extend(problems),
            ScanEvent::Folders(found) => listed.extend(found),
            ScanEvent::Reset | ScanEvent::Progress { .. } | ScanEvent::Finished { .. } => {}
        },
    );
    let names = listed
        .iter()
        .map(|folder| (Arc::clone(&folder.root), folder.id.clone()));
    update.listed.extend(names);
    listed
}

/// Every file is read again, since its change was reported; folders that are watched are not
/// entered.
struct Watched<'a>(&'a HashMap<PathBuf, Folder>);

impl Known for Watched<'_> {
    /// Reports a file as changed, so that one that is no longer an article is reported as gone.
    fn check(&self, _: &Path, _: &str, _: Option<Stamp>) -> Check {
        Check::Changed
    }

    fn record(&self, _: &FileRead<'_>) {}

    fn listed(&self, _: &Path, _: &str, _: Option<FolderStamp>) {}

    fn enters(&self, folder: &Path) -> bool {
        !self.0.contains_key(&absolute(folder))
    }
}

#[cfg(test)]
mod tests;
