//! Watches the folders of the libraries and reads again what changes.
//!
//! The thread sleeps until the system reports a change. What comes within a moment is one batch:
//! a checkout of thousands of files is read and shown once. During a scan changes are collected,
//! so that its results never follow newer ones. Folders that cannot be watched (the system's limit
//! is reached, or other machines may write them) are listed now and then, and their files compared;
//! so are all folders after the system has lost reports.
//!
//! A library whose own folder is gone, or a folder above it, keeps its rows; when the folder is
//! there again, the app is told to scan. So it is when an `.ignore` file changes, or when a folder
//! of the list is left out from now on. A scan watches anew what it lists, and only that.
//!
//! What was read is written to the indexes a little later, see [`unwritten`].

mod above;
mod compare;
mod config;
mod file_stamps;
mod folders;
mod links;
mod mounts;
mod path;
mod reread;
mod roots;
mod unwritten;

use super::event::Event;
use crate::app::Message;
use crate::index::Indexes;
use crate::library::{self, Folder, IGNORE, POLL_PERIOD, ScanOptions, Seen};
use above::Above;
pub use config::watch_config;
use file_stamps::FileStamps;
use links::Links;
use notify::event::ModifyKind;
use notify::{EventKind, RecommendedWatcher};
use path::is_hidden;
use roots::Roots;
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
    /// A scan starts: it finds all that has changed before.
    ScanStarted,
    /// Folders that the scan listed.
    Folders(Vec<Folder>),
    /// Articles that the scan found.
    Seen(Vec<Seen>),
    ScanFinished,
    Changed(notify::Result<notify::Event>),
    /// A drive was mounted or unmounted.
    Mounted,
    /// The folder of a library or one above it was moved or removed: the number of a watch.
    Moved(i32),
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
    let (roots, mounts, moves) = (roots.to_owned(), sender.clone(), sender.clone());
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
            watch.above = Above::new(move |watch| moves.send(WatchInput::Moved(watch)).is_ok());
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
    above: Above,
    /// The folders of the libraries may be gone, or be other ones.
    look_at_roots: bool,
    /// Rules have changed that say what a scan leaves out.
    rescan: bool,
    /// By absolute path, as the system names them.
    folders: HashMap<PathBuf, Folder>,
    /// Scans that are running; one that was cancelled may not have ended yet.
    scans: usize,
    /// The folders that they have listed.
    listed: HashSet<PathBuf>,
    /// What the articles of these folders are like in the list.
    stamps: FileStamps,
    /// Folders that are left out, with the number of their files when they were first met after the
    /// scan: a listing of the folder around does not count hundreds of thousands of files each time.
    left_out: HashMap<PathBuf, u32>,
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
    links: Links,
    unwritten: Unwritten,
}

impl Watch {
    fn new(system: Option<RecommendedWatcher>, roots: Roots, options: ScanOptions) -> Self {
        Self {
            polls: system.is_none(),
            system,
            options,
            roots,
            above: Above::default(),
            look_at_roots: false,
            rescan: false,
            folders: HashMap::new(),
            scans: 0,
            listed: HashSet::new(),
            stamps: FileStamps::default(),
            left_out: HashMap::new(),
            period: POLL_PERIOD,
            poll_once: false,
            watches_anew: false,
            files: HashSet::new(),
            again: HashSet::new(),
            replaced: HashSet::new(),
            links: Links::default(),
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
            // Also before files are read: those of a library that was moved are not gone one by one.
            if self.has_changes()
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
            self.compare_links();
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
        if self.scans == 0 {
            self.links.find(&self.folders, &self.roots);
        }
        let is_gone = self.roots.is_any_gone();
        let period = match (is_gone, self.polls, self.links.polls) {
            (true, _, _) => Some(GONE_PERIOD),
            (false, true, _) => Some(self.period),
            (false, false, true) => Some(POLL_PERIOD),
            (false, false, false) => None,
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
                self.poll_once |= !is_gone && self.polls;
                self.links.are_due |= !is_gone && self.links.polls;
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
            || self.links.are_due
            || self.rescan
    }

    fn take(&mut self, input: WatchInput) {
        match input {
            WatchInput::ScanStarted => {
                self.scans += 1;
                self.listed.clear();
                self.links.scan_started();
                self.files.clear();
                self.again.clear();
                self.replaced.clear();
                self.stamps.clear();
                self.left_out.clear();
                self.unwritten.clear();
                self.rescan = false;
                // First: a folder that is replaced in between is reported.
                self.watch_around();
                self.roots.scan_started();
            }
            WatchInput::ScanFinished => self.scan_finished(),
            WatchInput::Folders(folders) => folders.into_iter().for_each(|folder| self.add(folder)),
            // Of two scans at once, the list has the articles of one.
            WatchInput::Seen(seen) if self.scans == 1 => {
                seen.iter().for_each(|seen| self.stamps.add(seen));
            }
            WatchInput::Seen(_) => {}
            WatchInput::Changed(Ok(event)) => self.changed(&event),
            WatchInput::Changed(Err(_)) => self.poll_once = true,
            WatchInput::Mounted => self.look_at_roots = true,
            WatchInput::Moved(watch) => {
                self.look_at_roots = true;
                let libraries = self.above.libraries(watch);
                libraries.for_each(|library| self.roots.doubt(library));
            }
        }
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
            self.look_for_moves(event.kind, path, is_in_place);
            self.links.are_due |= !self.links.is_empty() && self.folders.contains_key(parent);
            if path.file_name().is_some_and(|name| name == IGNORE) {
                self.rescan |= self.folders.contains_key(parent);
                continue;
            }
            self.rescan |= self.tells_of_site(parent, path);
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
            } else if !is_in_place && library::is_marker(path) {
                // The folder beside it is left out now, or is not any more.
                self.again.insert(parent.to_owned());
            }
        }
    }

    /// Notes whether a library may be gone or be another one after a report about a path.
    fn look_for_moves(&mut self, kind: EventKind, path: &Path, is_in_place: bool) {
        if self.roots.has_in(path) {
            self.look_at_roots = true;
            if !is_in_place {
                self.roots.doubt(path);
            }
        }
        // The last file may go together with its library, whose own end is not reported while a
        // program works in that folder.
        let parent = path
            .parent()
            .filter(|_| matches!(kind, EventKind::Remove(_)));
        self.look_at_roots |= parent.is_some_and(|parent| self.roots.has_library(parent));
    }

    /// Whether a file knows of the pages of a site, at whose top it is.
    fn tells_of_site(&self, folder: &Path, path: &Path) -> bool {
        let known = self.folders.get(folder);
        let site = known.and_then(|known| known.site.as_ref());
        site.is_some_and(|site| site.is_told_by(path))
    }

    /// Whether an `.ignore` file may exclude files of a folder.
    fn has_rules(&self, folder: &Path) -> bool {
        let around = self.folders.get(folder);
        around.is_some_and(|folder| folder.ignore.is_some()) || folder.join(".ignore").exists()
    }
}

#[cfg(test)]
mod tests;
