//! What is known about the library as a whole: the running scan, problems, and the counts of
//! unread and bookmarked articles.
//!
//! Counts are always computed from the list and the marks, never by adding to an old number:
//! two files with the same text are marked together, and an article whose file is gone is
//! marked but not in the list.

use super::message::{Item, Listed, ScanSource, Ticket, Update};
use super::sidebar::kept_counts::KeptCounts;
use super::text_index::TextIndex;
use crate::library::{Fingerprint, Gone, Problem, Severity, id_path};
use crate::user::marks::{Articles, Identity, Kept, Links, Marks, Queued};
use std::collections::{HashMap, HashSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Articles that are counted between two frames.
const SLICE: usize = 2_000;

/// How far a scan is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub found: usize,
    pub done: usize,
    pub running: bool,
}

/// Who found the changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    /// It sends problems apart from articles.
    Scan,
    Watcher,
}

/// Updates that are not applied yet, in order.
#[derive(Debug, Default)]
pub(crate) struct Updates {
    pub waiting: VecDeque<(Update, Source)>,
    /// The comparison that a thread makes, and the source of its update.
    pub comparing: Option<(Ticket, Source)>,
}

#[derive(Debug, Default)]
pub struct LibraryState {
    /// What is not an article or was read only in part.
    pub problems: Vec<Problem>,
    pub progress: Progress,
    /// What was opened, sanitized, for the empty list and the bar.
    pub places: Vec<String>,
    pub source: ScanSource,
    /// It was reported that an index cannot be used.
    pub(crate) index_failed: bool,
    /// The last notice that a library is gone.
    pub(crate) gone_notice: Option<String>,
    pub unread: usize,
    /// How many of them are new.
    pub new: usize,
    /// How many articles lists leave out.
    pub left_out: usize,
    /// How many articles are bookmarked, including those whose files are gone.
    pub bookmarks: usize,
    /// How many of the articles of the library are bookmarked; None until they are counted.
    pub bookmarked: Option<usize>,
    /// A scan has changed articles: the list of bookmarks is filled again after the next count.
    pub bookmarks_outdated: bool,
    /// How many articles are to be read later, without those that are hidden until a day.
    pub later: usize,
    /// How many of those are hidden.
    pub hidden: usize,
    /// When the next hidden article returns to the queue, in milliseconds since 1970.
    pub returns: Option<u64>,
    pub kept_counts: Arc<KeptCounts>,
    /// The marks have not changed since.
    is_kept_counted: bool,
    /// Neither the list nor the bookmarks have changed since they were counted.
    are_bookmarks_counted: bool,
    /// Articles of the library that were bookmarked or queued when they were last counted.
    kept: Vec<Item>,
    pub(crate) updates: Updates,
    /// The scan has ended, but not all that it found is in the list.
    pub(crate) is_scanned: bool,
    pub texts: TextIndex,
    /// Links of which the last count knows the articles.
    pub(crate) links: Links,
    count: Option<Count>,
    scan: Ticket,
}

/// A count that is not finished.
#[derive(Debug, Default)]
struct Count {
    at: usize,
    unread: usize,
    new: usize,
    left_out: usize,
    /// The links, if the articles that they are about are looked for.
    links: Links,
    kept: Vec<Item>,
}

impl LibraryState {
    pub(crate) fn new(places: Vec<String>) -> Self {
        Self {
            places,
            ..Self::default()
        }
    }

    /// A scan starts: everything that an earlier one found is dropped.
    pub(crate) fn start_scan(&mut self, ticket: Ticket, source: ScanSource) {
        self.scan = ticket;
        self.source = source;
        self.unread = 0;
        self.new = 0;
        self.left_out = 0;
        self.count = None;
        self.updates = Updates::default();
        self.is_scanned = false;
        self.texts = TextIndex::default();
        self.kept.clear();
        self.bookmarked = None;
        self.problems.clear();
        self.progress = Progress {
            running: true,
            ..Progress::default()
        };
    }

    /// How many articles could not be read, or only in part. Files of other formats do not count.
    pub fn faults(&self) -> usize {
        self.problems
            .iter()
            .filter(|problem| problem.is_fault())
            .count()
    }

    /// Whether a message comes from the newest scan.
    pub(crate) fn is_current(&self, scan: Ticket) -> bool {
        scan == self.scan
    }

    /// Starts counting again after the marks or the order of the list changed. Until the count
    /// is finished the old numbers stay.
    pub(crate) fn start_count(&mut self, marks: &Marks, now: u64) {
        let queue = marks.queue();
        let is_shown = |queued: &&Queued<'_>| queued.is_shown(now);
        self.later = queue.iter().filter(is_shown).count();
        let hidden = queue.iter().filter(|queued| !queued.is_shown(now));
        self.hidden = hidden.clone().count();
        self.returns = hidden.filter_map(|queued| queued.snoozed_until).min();
        if self.progress.running {
            self.bookmarks = marks.bookmarks().count();
        }
        self.is_kept_counted = false;
        self.restart_count();
    }

    /// Starts counting again after only the list changed.
    pub(crate) fn restart_count(&mut self) {
        self.are_bookmarks_counted = false;
        self.count_unread();
    }

    /// Starts counting again after articles were only marked read or unread.
    pub(crate) fn count_unread(&mut self) {
        self.count = Some(Count::default());
    }

    pub(crate) fn is_counting(&self) -> bool {
        self.count.is_some()
    }

    /// Counts the next slice of the articles. Whether the count is finished.
    pub(crate) fn count_more(&mut self, all: &[Item], marks: &Marks) -> bool {
        let Some(mut count) = self.count.take() else {
            return false;
        };
        if count.at == 0 && !self.progress.running && !self.are_bookmarks_counted {
            count.links = Links::of(marks);
        }
        let rest = all.get(count.at..).unwrap_or_default();
        let next = rest.get(..SLICE.min(rest.len())).unwrap_or_default();
        for item in next {
            let (is_read, is_kept) = marks.is_read_or_kept(&item.entry);
            let is_hidden = marks.is_hidden(&item.entry);
            let is_unread = !is_read && !is_hidden;
            count.unread += usize::from(is_unread);
            count.new += usize::from(is_unread && marks.unseen.has(&item.entry));
            count.left_out += usize::from(is_hidden);
            count.links.see(&item.entry);
            if is_kept {
                count.kept.push(item.clone());
            }
        }
        count.at += next.len();
        if next.len() < rest.len() {
            self.count = Some(count);
            return false;
        }
        if !std::mem::replace(&mut self.is_kept_counted, true) {
            self.kept_counts = Arc::new(KeptCounts::of(marks));
            // With many bookmarks this takes as long as several slices.
            if all.len() > SLICE {
                self.count = Some(count);
                return false;
            }
        }
        self.unread = count.unread;
        self.new = count.new;
        self.left_out = count.left_out;
        self.kept = count.kept;
        self.links = count.links;
        // A mark of the first journals knows only the start of a text, so several articles may
        // share it. Each has its row in the list of bookmarks.
        if !self.progress.running && !std::mem::replace(&mut self.are_bookmarks_counted, true) {
            let (present, mut seen) = self.present(marks);
            let present = present.len();
            self.bookmarks = present + missing(&mut seen, marks).count();
            self.bookmarked = Some(present);
        }
        true
    }

    /// Counts articles that a scan found, before they are in the list, and keeps the problems
    /// of those that are readable only in part. Whether one of the articles is
    /// bookmarked or queued.
    pub(crate) fn add_found(&mut self, items: &[Item], marks: &Marks) -> bool {
        let partial = items
            .iter()
            .filter_map(|item| item.entry.partial.as_deref());
        self.problems.extend(partial.cloned());
        let before = self.kept.len();
        for item in items {
            let is_hidden = marks.is_hidden(&item.entry);
            self.left_out += usize::from(is_hidden);
            self.unread += usize::from(!is_hidden && !marks.is_read(&item.entry));
            if is_kept(item, marks) {
                self.kept.push(item.clone());
            }
        }
        self.kept.len() > before
    }

    /// Drops the problems of articles that have changed or are gone, and adds those that changed
    /// articles have now.
    pub(crate) fn update_problems(&mut self, changed: &[Item], gone: &[Gone]) {
        let changed_paths = changed.iter().map(|item| item.entry.path());
        let gone_paths = gone.iter().map(Gone::path);
        let paths: HashSet<PathBuf> = changed_paths.chain(gone_paths).collect();
        // A file that is not an article any more is gone, and has a problem that is kept.
        self.problems.retain(|problem| {
            problem.kind.severity() == Severity::Skipped || !paths.contains(&*problem.path)
        });
        let partial = changed.iter();
        let partial = partial.filter_map(|item| item.entry.partial.as_deref());
        self.problems.extend(partial.cloned());
    }

    /// Replaces the problems of files that were looked at again. A folder that was listed has
    /// reported all its problems, except those of unchanged articles that are read in part.
    pub(crate) fn replace_problems(&mut self, update: &Update) {
        let found = update.problems.iter();
        let found = found.map(|problem| PathBuf::clone(&problem.path));
        let changed = update.changed.iter().map(|item| item.entry.path());
        let gone = update.gone.iter().map(Gone::path);
        let paths: HashSet<PathBuf> = found.chain(changed).chain(gone).collect();
        let listed = update.listed.keys();
        let listed: HashSet<PathBuf> = listed
            .map(|(root, folder)| root.join(id_path(folder)))
            .collect();
        let is_listed = |path: &Path| path.parent().is_some_and(|folder| listed.contains(folder));
        self.problems.retain(|problem| {
            let is_of_article = problem.kind.severity() == Severity::Partial;
            !paths.contains(&*problem.path) && (is_of_article || !is_listed(&problem.path))
        });
        self.problems.extend(update.problems.iter().cloned());
        let partial = update.changed.iter();
        let partial = partial.filter_map(|item| item.entry.partial.as_deref());
        self.problems.extend(partial.cloned());
    }

    /// The bookmarked articles, each once: those of the library, and for missing ones what
    /// their bookmarks remember. False: some are left out, because a scan or count may still
    /// find their files.
    pub(crate) fn bookmarked(&self, marks: &Marks) -> (Vec<Item>, bool) {
        let (present, mut seen) = self.present(marks);
        let mut bookmarked: Vec<_> = present.into_iter().cloned().collect();
        let mut missing = missing(&mut seen, marks);
        if self.progress.running || self.is_counting() {
            let complete = missing.next().is_none();
            return (bookmarked, complete);
        }
        bookmarked.extend(missing.map(|mark| Item::new(Listed::gone(mark))));
        (bookmarked, true)
    }

    /// The bookmarked articles of the library, each once, and a set of them and their bookmarks.
    fn present(&self, marks: &Marks) -> (Vec<&Item>, Articles) {
        let mut present: Vec<_> = self
            .kept
            .iter()
            .filter_map(|item| Some((item, marks.bookmark(&item.entry)?)))
            .collect();
        // Of several files with the same text, the one that was bookmarked comes first.
        present.sort_by_key(|(item, mark)| *mark.subject.id != *item.entry.id());
        let mut seen = Articles::default();
        let (mut bookmarked, mut marks_of_present) = (Vec::new(), Vec::new());
        for (item, mark) in present {
            if seen.insert(&marks.identity(&item.entry)) {
                bookmarked.push(item);
                marks_of_present.push(mark);
            }
        }
        // Only now: a mark that knows only the start of its text is equal to every article that
        // starts alike, and would hide all but the first of them.
        for mark in marks_of_present {
            seen.insert(&Identity::from(mark.target()));
        }
        (bookmarked, seen)
    }

    /// The articles to read later in order, without those that are hidden until a day. False: some
    /// are left out, because a scan or count may still find their files.
    pub(crate) fn queued(&self, marks: &Marks, now: u64) -> (Vec<Item>, bool) {
        let mut present: HashMap<u64, Vec<&Item>> = HashMap::new();
        for item in self.kept.iter().filter(|item| marks.is_later(&item.entry)) {
            for path in marks.identity(&item.entry).paths() {
                present.entry(path).or_default().push(item);
            }
        }
        let mut by_text: HashMap<Fingerprint, &Item> = HashMap::new();
        for item in &self.kept {
            by_text.entry(item.entry.fingerprint.text()).or_insert(item);
        }
        let queue = marks.queue();
        let shown = queue.iter().filter(|queued| queued.is_shown(now));
        let is_settled = !self.progress.running && !self.is_counting();
        let (mut items, mut complete) = (Vec::new(), true);
        for queued in shown {
            let subject = queued.subject;
            let print = subject.fingerprint;
            let mut paths = marks.paths_of(subject);
            let at_path = paths.find_map(|path| {
                let here = present.get(&path)?.iter();
                here.copied()
                    .find(|item| item.entry.fingerprint.fits(print))
            });
            // It may have been moved.
            let found = at_path.or_else(|| by_text.get(&print.text()).copied());
            match found {
                Some(item) => items.push(item.clone()),
                None if is_settled => items.push(Item::new(Listed::missing(subject))),
                None => complete = false,
            }
        }
        (items, complete)
    }
}

/// The bookmarks of missing articles: of those that are not seen yet.
fn missing<'m>(seen: &mut Articles, marks: &'m Marks) -> impl Iterator<Item = &'m Kept> {
    let is_new = |mark: &&Kept| seen.insert(&Identity::from(mark.target()));
    marks.bookmarks().filter(is_new)
}

/// Whether an article is in a list that marks fill.
fn is_kept(item: &Listed, marks: &Marks) -> bool {
    marks.is_bookmarked(&item.entry) || marks.is_later(&item.entry)
}
