//! Watches the folders of the libraries and reads again what changes.
//!
//! The thread sleeps until the system reports a change. What comes within a moment is one batch:
//! a checkout of thousands of files is read and shown once. During a scan changes are collected,
//! so that its results never follow newer ones. Folders that cannot be watched (the system's limit
//! is reached, or other machines may write them) are listed now and then, and their files compared;
//! so are all folders after the system has lost reports.
//!
//! A library whose own folder is gone keeps its rows; when the folder is there again, the app is
//! told to scan. So it is when an `.ignore` file changes.
//!
//! What was read is written to the indexes a little later, see [`unwritten`].

mod compare;
mod config;
mod file_stamps;
mod mounts;
mod path;
mod reread;
mod roots;
mod unwritten;

use super::event::Event;
use crate::app::Message;
use crate::fs::is_remote;
use crate::index::Indexes;
use crate::library::{self, Folder, IGNORE, POLL_PERIOD, ScanOptions, Seen, Stamp};
pub use config::watch_config;
use file_stamps::FileStamps;
use notify::event::ModifyKind;
use notify::{ErrorKind, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use path::{absolute, is_hidden};
use roots::{RootChange, Roots};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};
use unwritten::Unwritten;

/// A batch ends when nothing has changed for this long, or when it is this old.
const QUIET: Duration = Duration::from_millis(120);
const OLDEST: Duration = Duration::from_millis(500);

/// How often a library that is gone is looked for.
const GONE_PERIOD: Duration = Duration::from_secs(1);

/// The pause between two comparisons of all files, in units of the time that one takes.
const PAUSE: u32 = 9;

/// With more changed files than this, all files are compared instead.
const MANY: usize = 50_000;

/// What the thread is told.
#[derive(Debug)]
pub enum WatchInput {
    /// A scan starts: what was watched is forgotten.
    ScanStarted,
    /// Folders that the scan listed.
    Folders(Vec<Folder>),
    /// Articles that the scan found.
    Seen(Vec<Seen>),
    ScanFinished,
    Changed(notify::Result<notify::Event>),
    /// A drive was mounted or unmounted.
    Mounted,
}

/// Starts the thread. It ends with the program.
pub fn start(
    roots: &[PathBuf],
    options: ScanOptions,
    indexes: Indexes,
    events: Sender<Event>,
) -> Sender<WatchInput> {
    let (sender, inputs) = channel();
    let own = sender.clone();
    let (roots, mounts) = (roots.to_owned(), sender.clone());
    thread::Builder::new()
        .name("watch".to_owned())
        .spawn(move || {
            let system = notify::recommended_watcher(move |change| {
                // The thread has ended: so has the program.
                let _ = own.send(WatchInput::Changed(change));
            });
            mounts::watch(move || mounts.send(WatchInput::Mounted).is_ok());
            // Looks the folders up: a remote one takes its time.
            let roots = Roots::new(&roots);
            let mut watch = Watch::new(system.ok(), roots, options);
            watch.unwritten = Unwritten::new(indexes);
            while let Some(message) = watch.next(&inputs) {
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
    roots: Roots,
    /// The folders of the libraries may be gone, or be other ones.
    look_at_roots: bool,
    /// Rules have changed that say what a scan leaves out.
    rescan: bool,
    /// By absolute path, as the system names them.
    folders: HashMap<PathBuf, Folder>,
    /// Scans that are running; one that was cancelled may not have ended yet.
    scans: usize,
    /// What the articles of these folders are like in the list.
    stamps: FileStamps,
    /// All files are compared every [`POLL_PERIOD`], or less often where that takes long.
    polls: bool,
    period: Duration,
    /// All files are compared once.
    poll_once: bool,
    /// Reports of the system were lost, so its watches may be on folders that were replaced.
    watches_anew: bool,
    files: HashSet<PathBuf>,
    /// Folders whose names are read again.
    again: HashSet<PathBuf>,
    /// Known folders that may be other ones now: they were moved, removed or made.
    replaced: HashSet<PathBuf>,
    unwritten: Unwritten,
}

impl Watch {
    fn new(system: Option<RecommendedWatcher>, roots: Roots, options: ScanOptions) -> Self {
        Self {
            polls: system.is_none(),
            system,
            options,
            roots,
            look_at_roots: false,
            rescan: false,
            folders: HashMap::new(),
            scans: 0,
            stamps: FileStamps::default(),
            period: POLL_PERIOD,
            poll_once: false,
            watches_anew: false,
            files: HashSet::new(),
            again: HashSet::new(),
            replaced: HashSet::new(),
            unwritten: Unwritten::default(),
        }
    }

    /// Waits for the next batch of changes. `None` when nobody sends any more.
    fn next(&mut self, inputs: &Receiver<WatchInput>) -> Option<Message> {
        loop {
            if !self.has_changes() || self.scans > 0 {
                self.wait(inputs)?;
            }
            let start = Instant::now();
            while self.has_changes() && start.elapsed() < OLDEST {
                match inputs.recv_timeout(QUIET) {
                    Ok(input) => self.take(input),
                    Err(_) => break,
                }
            }
            if self.scans > 0 {
                continue;
            }
            if std::mem::take(&mut self.look_at_roots)
                && let Some(message) = self.compare_roots()
            {
                return Some(message);
            }
            if std::mem::take(&mut self.rescan) {
                return Some(Message::Rescan);
            }
            let compares_all = std::mem::take(&mut self.poll_once);
            let start = Instant::now();
            if compares_all {
                self.compare_all();
            }
            if self.has_changes() {
                let update = self.read();
                if compares_all {
                    // A slow drive is not kept busy.
                    self.period = POLL_PERIOD.max(start.elapsed() * PAUSE);
                }
                return Some(Message::Watched(Box::new(update)));
            }
        }
    }

    /// Takes the next input. When the time has come, notes what to compare.
    fn wait(&mut self, inputs: &Receiver<WatchInput>) -> Option<()> {
        let is_gone = self.roots.is_any_gone();
        let period = match (is_gone, self.polls) {
            (true, _) => Some(GONE_PERIOD),
            (false, true) => Some(self.period),
            (false, false) => None,
        };
        let write = self.unwritten.wait(Instant::now());
        let input = match period.into_iter().chain(write).min() {
            Some(time) => inputs.recv_timeout(time),
            None => inputs.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match input {
            Ok(input) => self.take(input),
            // Nothing is waiting to be read.
            Err(RecvTimeoutError::Timeout)
                if self.unwritten.write(&self.options, Instant::now()) => {}
            Err(RecvTimeoutError::Timeout) => {
                self.look_at_roots = true;
                self.poll_once |= !is_gone;
            }
            Err(RecvTimeoutError::Disconnected) => return None,
        }
        Some(())
    }

    fn has_changes(&self) -> bool {
        !self.files.is_empty()
            || !self.again.is_empty()
            || self.poll_once
            || self.look_at_roots
            || self.rescan
    }

    fn take(&mut self, input: WatchInput) {
        match input {
            WatchInput::ScanStarted => {
                self.scans += 1;
                self.files.clear();
                self.again.clear();
                self.replaced.clear();
                self.stamps.clear();
                self.unwritten.clear();
                self.rescan = false;
                self.roots.scan_started();
                self.watch_parents();
            }
            WatchInput::ScanFinished => self.scans = self.scans.saturating_sub(1),
            WatchInput::Folders(folders) => folders.into_iter().for_each(|folder| self.add(folder)),
            // Of two scans at once, the list has the articles of one.
            WatchInput::Seen(seen) if self.scans == 1 => {
                seen.iter().for_each(|seen| self.stamps.add(seen));
            }
            WatchInput::Seen(_) => {}
            WatchInput::Changed(Ok(event)) => self.changed(&event),
            WatchInput::Changed(Err(_)) => self.poll_once = true,
            WatchInput::Mounted => self.look_at_roots = true,
        }
    }

    /// A folder that takes the place of a library is reported by the folder around it.
    fn watch_parents(&mut self) {
        if let Some(system) = &mut self.system {
            for parent in self.roots.parents() {
                // One that cannot be watched may be gone; then it is looked for now and then.
                let _ = system.watch(parent, RecursiveMode::NonRecursive);
            }
        }
    }

    /// What the app is told about libraries that are gone or are there again. What was watched in
    /// them is forgotten: the articles of a folder that was moved are not gone one by one.
    fn compare_roots(&mut self) -> Option<Message> {
        let changes = self.roots.look();
        for (path, _) in &changes {
            let below = self
                .folders
                .extract_if(|folder, _| folder.starts_with(path));
            for (folder, known) in below {
                self.stamps.forget_folder(&known);
                if let Some(system) = &mut self.system {
                    // The system may have forgotten it already.
                    let _ = system.unwatch(&folder);
                }
            }
            let is_elsewhere = |changed: &PathBuf| !changed.starts_with(path);
            self.files.retain(is_elsewhere);
            self.again.retain(is_elsewhere);
            self.replaced.retain(is_elsewhere);
        }
        if changes
            .iter()
            .any(|(_, change)| *change == RootChange::Replaced)
        {
            return Some(Message::Rescan);
        }
        let gone: Vec<PathBuf> = changes.into_iter().map(|(path, _)| path).collect();
        (!gone.is_empty()).then_some(Message::LibrariesGone(gone))
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
            self.watches_anew = true;
            self.look_at_roots = true;
        }
        // Reading a file is an event, too.
        if matches!(event.kind, EventKind::Access(_)) {
            return;
        }
        for path in &event.paths {
            let parent = path.parent().unwrap_or(path);
            let is_in_place = matches!(
                event.kind,
                EventKind::Modify(ModifyKind::Data(_) | ModifyKind::Metadata(_))
            );
            if self.roots.contains(path) {
                self.look_at_roots = true;
                if !is_in_place {
                    self.roots.doubt(path);
                }
            }
            if path.file_name().is_some_and(|name| name == IGNORE) {
                self.rescan |= self.folders.contains_key(parent);
                continue;
            }
            if !is_in_place
                && [path, parent]
                    .iter()
                    .all(|known| self.folders.contains_key(*known))
            {
                // The watch may be on the old folder.
                self.replaced.insert(path.clone());
                self.again.insert(parent.to_owned());
            }
            if self.roots.is_file(path) {
                self.files.insert(path.clone());
            } else if !self.folders.contains_key(parent) || self.files.len() >= MANY {
                self.poll_once |= self.folders.contains_key(parent);
            } else if library::by_name(path).is_some() && !path.is_dir() {
                if self.has_rules(parent) {
                    self.again.insert(parent.to_owned());
                }
                self.files.insert(path.clone());
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
}

#[cfg(test)]
mod tests;
