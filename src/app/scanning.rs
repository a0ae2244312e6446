//! What scans and the watcher find: articles, changes, problems, and libraries that are gone.

use super::library_state::Source;
use super::message::{Effect, Item, Job, Level, Message, ScanSource, Ticket, Update};
use super::panel::pane::{Kind, Panel};
use super::{App, ListSource, Notice, Outcome, Progress};
use crate::index::Failure;
use crate::library::{Problem, ProblemKind};
use crate::text::sanitize_line;
use crate::user::marks::Links;
use std::path::PathBuf;
use std::sync::Arc;

impl App {
    /// Handles what scans and the watcher send.
    pub(super) fn handle_scan(&mut self, message: Message) {
        match message {
            Message::Found { scan, items } if self.library.is_current(scan) => self.found(items),
            Message::Updated {
                scan,
                changed,
                gone,
            } if self.library.is_current(scan) => {
                let update = Update {
                    changed,
                    gone,
                    ..Update::default()
                };
                self.updated(update, Source::Scan);
            }
            Message::Restarted { scan } if self.library.is_current(scan) => {
                self.library.start_scan(scan, self.library.source);
                self.clear_list();
            }
            Message::FoundProblems { scan, problems } if self.library.is_current(scan) => {
                self.library.problems.extend(problems);
            }
            Message::Scanned { scan, found, done } if self.library.is_current(scan) => {
                self.library.progress = Progress {
                    found,
                    done,
                    running: true,
                };
            }
            Message::ScanFinished { scan } if self.library.is_current(scan) => {
                self.library.is_scanned = true;
                self.add_waiting();
                self.finish_scan();
                self.say_restored();
            }
            Message::Arrived { scan, arrivals } if self.library.is_current(scan) => {
                self.arrived(arrivals);
            }
            Message::Ruled(ruled) => self.ruled(ruled),
            // During a scan nothing is done: it started later, and finds the same.
            Message::Watched(_) if self.library.progress.running && !self.library.is_scanned => {}
            Message::Watched(update) => self.updated(*update, Source::Watcher),
            Message::Compared(compared) => self.compared(*compared),
            Message::LibrariesGone(paths) => self.libraries_gone(paths),
            Message::Rescan => self.rescan(),
            Message::IndexFailed(failure) => self.index_failed(&failure),
            // Of an earlier scan.
            _ => {}
        }
    }

    fn clear_list(&mut self) {
        // Dropped first, so that the thread drops the last owner of the list.
        self.sidebar.stop_counting(self.list.all.len());
        let all = self.list.clear();
        if !all.is_empty() {
            let lists = vec![all];
            self.context.effect(Effect::Job(Job::Discard { lists }));
        }
    }

    /// Scans from the start.
    pub(super) fn scan(&mut self, source: ScanSource) {
        let ticket = self.context.ticket();
        self.library.start_scan(ticket, source);
        self.clear_list();
        self.context
            .effect(Effect::Job(Job::Scan { ticket, source }));
    }

    fn found(&mut self, items: Vec<Item>) {
        let bookmarked = self.library.add_found(&items, &self.context.marks);
        let wanted = self.list.wanted().is_some();
        self.list.add(items, &self.context.marks);
        self.add_waiting();
        self.sidebar.expire();
        if wanted && self.list.wanted().is_none() {
            self.list.centre(&self.context);
        }
        // The end of the scan chooses again.
        let outcome = self.list.choose_early_order(&mut self.context);
        self.act(outcome);
        // Indexes have shifted: a count that is running starts again.
        if self.library.is_counting() {
            self.recount_list();
        }
        if bookmarked && self.list.lacks_bookmarks() {
            self.refresh_list();
        } else {
            self.after_list_change();
        }
        self.open_lone();
    }

    /// Opens the only article, when its text and the marks of the journal are there: its
    /// position is restored, and it is not marked read a second time.
    pub(super) fn open_lone(&mut self) {
        let is_ready = !self.context.awaits_marks() && !self.list.is_empty();
        if self.is_lone() && self.reader.is_none() && is_ready {
            self.act(Outcome::OpenSelected);
        }
    }

    /// Whether the program was started with one file: there is no list to go back to.
    pub fn is_lone(&self) -> bool {
        self.library.source == ScanSource::File
    }

    /// The folders of libraries are gone. Their articles stay in the list until a scan finds the
    /// folders again.
    fn libraries_gone(&mut self, paths: Vec<PathBuf>) {
        for path in paths {
            let shown = sanitize_line(&path.to_string_lossy());
            let locale = &self.context.locale;
            let text = locale.fill("notice.library-gone", &[("path", &shown)]);
            self.library.gone_notice = Some(text.clone());
            self.context.notify(Level::Warning, text);
            self.library.problems.push(Problem {
                path: Arc::new(path),
                kind: ProblemKind::Unreadable,
                files: 1,
                detail: String::new(),
            });
        }
    }

    /// The watcher wants a scan: a library that was gone may be there again.
    fn rescan(&mut self) {
        if let Some(text) = self.library.gone_notice.take() {
            self.context.notice.take_if(|notice| notice.text == text);
        }
        self.scan(self.library.source);
    }

    /// Reports once that an index cannot be used.
    fn index_failed(&mut self, failure: &Failure) {
        if !std::mem::replace(&mut self.library.index_failed, true) {
            let text = failure.describe(&self.context.locale);
            self.context.notify(Level::Warning, text);
        }
    }

    /// A thread has sorted the list, and may have added articles to it.
    pub(super) fn sorted(&mut self, ticket: Ticket, all: Vec<Item>) {
        let before = self.list.all.len();
        // A count would be the last owner of the old list, and free it between two frames.
        self.sidebar.stop_counting(all.len());
        let outcome = self.list.sorted(ticket, all, &mut self.context);
        if self.list.all.len() != before {
            self.sidebar.expire();
            if self.library.is_counting() {
                self.recount_list();
            }
        }
        self.act(outcome);
        self.add_waiting();
        self.apply_updates();
        self.finish_scan();
    }

    fn add_waiting(&mut self) {
        let is_scanned = self.library.is_scanned;
        self.list.add_waiting(is_scanned, &mut self.context);
    }

    /// Ends the scan when all that it found is in the list.
    fn finish_scan(&mut self) {
        let may_end = self.library.progress.running && self.library.is_scanned;
        if may_end && !self.list.has_waiting() {
            self.library.is_scanned = false;
            self.scan_finished();
        }
    }

    fn scan_finished(&mut self) {
        self.library.progress.running = false;
        self.sidebar.expire();
        if self.list.source != ListSource::All {
            self.refresh_list();
        }
        self.list.scan_finished();
        let outcome = self.list.choose_order(&mut self.context);
        self.act(outcome);
        // The articles of links are looked for when all are there, and those with a bookmark and new ones counted.
        let marks = &self.context.marks;
        let has_new = !marks.unseen.is_empty();
        if has_new || self.library.bookmarks > 0 || !Links::of(marks).is_empty() {
            self.recount_list();
        }
        self.after_list_change();
        // The advice to remember a folder is not about one without articles.
        if self.list.all.is_empty() {
            let notice = &mut self.context.notice;
            notice.take_if(|notice| notice.level == Level::Info);
        }
        if self.library.source == ScanSource::Libraries {
            self.index_texts();
        }
        self.rule_arrivals();
        // An error of the journal at the start is more important than problems of the scan. A list
        // without articles and their panel say them themselves.
        let is_error = |notice: &Notice| notice.level == Level::Error;
        let is_listed = |panel: &Panel| panel.kind == Kind::Problems;
        let is_said = self.list.all.is_empty()
            || self.library.faults() == 0
            || self.overlay.panel.as_ref().is_some_and(is_listed);
        if !is_said && !self.context.notice.as_ref().is_some_and(is_error) {
            self.notify_faults();
        }
    }

    pub(super) fn notify_faults(&mut self) {
        let count = self.library.faults();
        let locale = &self.context.locale;
        let text = locale.fill("notice.problems", &[("count", &count)]);
        self.context.notify(Level::Warning, text);
    }
}
