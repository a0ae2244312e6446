//! The state of the user's marks, built from the events of the journal: read, bookmarked, tags,
//! notes, collections, the queue, highlights, positions, named marks, history. No I/O.
//!
//! Each field of an article (every tag and highlight is one) is a last-writer-wins register: the
//! event with the latest stamp wins, so events may arrive in any order and more than once. What a
//! rule did gives way to everything that the user said.
//!
//! An event belongs to an article at the same path of the same library whose text is equal or was
//! edited, or elsewhere to one with exactly the same title and text, or title and web address.
//! So a moved or edited article keeps its marks, and one that takes its place at the path does not
//! inherit them. Two files with the same title and text count as one article. Events of the first
//! versions name no library: their path counts in every library where the text does not contradict.
//! If an event or article lacks a fingerprint, the path decides.
//!

mod articles;
mod bulk;
mod changes;
mod codec;
mod compact;
mod edit;
mod edits;
mod facts;
mod libraries;
mod links;
mod lists;
mod order;
mod parts;
mod record;
mod records;
mod rules;
mod slices;
mod statistics;
mod steps;
mod undo;

pub(crate) use articles::{Articles, Identity, Numbers};
pub(crate) use bulk::{Bulk, Change};
pub use edits::{Edit, Spot};
pub use libraries::Libraries;
pub(crate) use links::Links;
pub use lists::{Highlighted, Opening, Queued};
pub(crate) use record::PlaceMark;
pub use statistics::{Amount, Statistics};
pub use steps::{History, Made, Step, Wanted};
pub(crate) use steps::{Reverted, STEPS, Stack, Stacks, articles};

pub use super::event::Kept;
use super::event::{Action, Clock, Event, Field, Stamp, Subject, Target, Writer};
use crate::document::Position;
use crate::library::{ArticleSet, Entry};
use crate::text::Pace;
use facts::Fact;
use parts::{Parts, Unapplied};
use record::later;
use records::{Number, Records};
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::ops::Range;
use std::path::Path;
use std::sync::Arc;
use steps::Steps;

/// A bookmarked record: the time, the path and a hash of path and text, for the order of bookmarks,
/// which is the same however events arrive; and its number.
type Row = (Reverse<u64>, Arc<str>, u64, Number);

/// All marks, and the steps that can be undone.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    records: Records,
    /// The bookmarked records, newest first.
    kept: BTreeSet<Row>,
    /// Lines of steps that are not complete.
    parts: Parts,
    unapplied: Unapplied,
    steps: Steps,
    clock: Clock,
    libraries: Libraries,
    pace: Pace,
    /// Whether any article was ever hidden: lists ask for each.
    has_hidden: bool,
    /// Articles that arrived and were not seen. Their index knows them, not the journal.
    pub(crate) unseen: ArticleSet,
}

impl Marks {
    /// Without marks: events of this run are written by `writer`.
    pub fn new(writer: Writer, libraries: Libraries) -> Self {
        Self {
            clock: Clock::new(writer),
            libraries,
            ..Self::default()
        }
    }

    /// Takes the facts of the journal, which was read while the user could already mark: `early`.
    /// The steps of this run stay. A clock that runs behind the journal gave early events stamps
    /// that lose against older ones; these are returned with new stamps, to be written again.
    pub(crate) fn adopt(&mut self, mut journal: Self, early: Vec<Event>) -> Vec<Event> {
        journal.clock.writer = self.clock.writer;
        journal.libraries = std::mem::take(&mut self.libraries);
        journal.steps = std::mem::take(&mut self.steps);
        journal.unseen = std::mem::take(&mut self.unseen);
        journal.apply_all(&early);
        *self = journal;
        let mut restamped: Vec<Event> = Vec::new();
        let lost = early.iter().filter(|event| self.has_lost(event));
        let lost: BTreeSet<Stamp> = lost.map(|event| event.stamp).collect();
        for old in lost {
            let new = self.clock.tick(old.time);
            self.steps.restamp(old, new);
            let events = early.iter().filter(|event| event.stamp == old).cloned();
            restamped.extend(events.map(|event| Event {
                stamp: new,
                ..event
            }));
        }
        self.apply_all(&restamped);
        restamped
    }

    /// How fast the user reads: learned when the journal was read, so that the reading times on the
    /// screen do not change while it is used.
    pub(crate) fn pace(&self) -> Pace {
        self.pace
    }

    pub(crate) fn learn_pace(&mut self) {
        self.pace = self.learned_pace();
    }

    /// Whether a later event is known on the field of an event.
    fn has_lost(&self, event: &Event) -> bool {
        event.targets().any(|target| {
            let fact = self.latest(&target.into(), event.action.field());
            fact.is_some_and(|fact| {
                fact.stamp.writer != event.stamp.writer && fact.rank() > Fact::of(event).rank()
            })
        })
    }

    /// Applies events of the journal, in any order, any number of times.
    pub fn apply_all(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    /// Applies an event, once all lines of its step are there. Another instance on this machine may
    /// have written it.
    fn apply(&mut self, event: &Event) {
        self.clock.see(event.stamp);
        let (writer, own) = (event.stamp.writer, self.clock.writer);
        if writer.machine == own.machine && writer.run != own.run && event.is_step() {
            self.steps.hear();
        }
        if event.part.is_none() {
            return self.perform(event);
        }
        for event in self.parts.add(event) {
            self.perform(&event);
        }
    }

    fn perform(&mut self, event: &Event) {
        self.perform_for(event, 0..event.count());
    }

    /// Performs an event for some of its articles.
    fn perform_for(&mut self, event: &Event, range: Range<usize>) {
        let fact = Fact::of(event);
        let describes = event.action.describes();
        // Where only the start of the text is known, hashes alone would not find the article. An
        // article may have tags and nothing else. Lines that do not describe it may lack its title,
        // so every other description is better.
        let stamp = if describes {
            event.stamp
        } else {
            Stamp::default()
        };
        let is_tag = matches!(event.action, Action::Tag(_) | Action::Collect(_));
        let is_needed =
            |subject: &&Arc<Subject>| describes || is_tag || subject.fingerprint.is_start_only();
        let subject = event.subject().filter(is_needed);
        let subject = subject.map(|subject| (stamp, Arc::clone(subject)));
        for target in event.targets().take(range.end).skip(range.start) {
            self.put(&target, &fact, subject.as_ref());
        }
    }

    fn put(&mut self, target: &Target, fact: &Fact, subject: Option<&(Stamp, Arc<Subject>)>) {
        self.has_hidden |= fact.action == Action::Hide;
        if fact.action.field() != Field::Bookmark {
            return self.records.put(target, fact, subject);
        }
        let before = self.row(target);
        self.records.put(target, fact, subject);
        let after = self.row(target);
        if before != after {
            if let Some(row) = before {
                self.kept.remove(&row);
            }
            self.kept.extend(after);
        }
    }

    fn row(&self, target: &Target) -> Option<Row> {
        self.row_of(self.records.find(target.path, target.fingerprint)?)
    }

    fn row_of(&self, number: Number) -> Option<Row> {
        let record = self.records.numbered(number)?;
        let kept = record.kept()?;
        let id = Arc::clone(&kept.subject.id);
        let hash = record.path ^ record.fingerprint.whole.rotate_left(1);
        Some((Reverse(kept.since), id, hash, number))
    }

    /// The latest fact about an article on a field.
    fn latest(&self, who: &Identity, field: Field<'_>) -> Option<&Fact> {
        let records = self.records.of(who);
        records.fold(None, |latest, record| later(latest, record.fact(field)))
    }

    fn fact(&self, entry: &Entry, field: Field<'_>) -> Option<&Fact> {
        // Lists ask for every article; the identity of one is three hashes.
        if self.records.is_empty() {
            return None;
        }
        self.latest(&self.identity(entry), field)
    }

    /// Everything by which an article is recognized.
    pub(crate) fn identity(&self, entry: &Entry) -> Identity {
        self.libraries.identity(entry)
    }

    /// The keys of the paths of an article that an event names.
    pub(crate) fn paths_of(&self, subject: &Subject) -> impl Iterator<Item = u64> + use<> {
        let identity = self.libraries.identity_of(subject);
        identity.paths.into_iter().filter(|path| *path != 0)
    }

    pub fn is_read(&self, entry: &Entry) -> bool {
        let fact = self.fact(entry, Field::Read);
        fact.is_some_and(|fact| fact.action.is_set())
    }

    /// Whether an article arrived and was neither seen nor marked as read.
    pub fn is_new(&self, entry: &Entry) -> bool {
        self.unseen.has(entry) && !self.is_read(entry)
    }

    /// Whether lists and counts leave an article out.
    pub fn is_hidden(&self, entry: &Entry) -> bool {
        let fact = || self.fact(entry, Field::Hidden);
        self.has_hidden && fact().is_some_and(|fact| fact.action.is_set())
    }

    /// Whether an article may be hidden.
    pub(crate) fn may_hide(&self) -> bool {
        self.has_hidden
    }

    /// Whether an article is read, and whether it is bookmarked or to be read later: all at once,
    /// because counts ask for every article.
    pub(crate) fn is_read_or_kept(&self, entry: &Entry) -> (bool, bool) {
        if self.records.is_empty() {
            return (false, false);
        }
        let mut facts = [Field::Read, Field::Bookmark, Field::Queue].map(|field| (field, None));
        for record in self.records.of(&self.identity(entry)) {
            for (field, latest) in &mut facts {
                *latest = later(*latest, record.fact(*field));
            }
        }
        let is_set =
            |(_, fact): (Field<'_>, Option<&Fact>)| fact.is_some_and(|fact| fact.action.is_set());
        let [read, bookmark, queue] = facts.map(is_set);
        (read, bookmark || queue)
    }

    pub fn is_bookmarked(&self, entry: &Entry) -> bool {
        self.bookmark(entry).is_some()
    }

    pub fn bookmark(&self, entry: &Entry) -> Option<&Kept> {
        self.fact(entry, Field::Bookmark)?.kept()
    }

    /// The article of a bookmark.
    pub(crate) fn identity_of(&self, kept: &Kept) -> Identity {
        self.libraries.identity_of(&kept.subject)
    }

    /// Whether an article that an event names is of the library of a folder.
    pub(crate) fn is_in_library(&self, subject: &Subject, root: &Path) -> bool {
        self.libraries.has(root, subject)
    }

    /// Another instance or machine has named a library that is open here.
    pub(crate) fn set_libraries(&mut self, libraries: Libraries) {
        self.libraries = libraries;
    }

    fn bookmark_of(&self, who: &Identity) -> Option<&Kept> {
        self.latest(who, Field::Bookmark)?.kept()
    }

    pub fn place(&self, entry: &Entry) -> Option<PlaceMark> {
        match self.fact(entry, Field::Position)?.action {
            Action::Position { place, fraction } => Some(PlaceMark { place, fraction }),
            _ => None,
        }
    }

    /// When the position was saved, in milliseconds since 1970.
    pub fn place_time(&self, entry: &Entry) -> Option<u64> {
        self.fact(entry, Field::Position).map(|fact| fact.at)
    }

    /// Whether an article was begun and not finished.
    pub(crate) fn is_started(&self, entry: &Entry) -> bool {
        self.place(entry).is_some_and(PlaceMark::is_unfinished)
    }

    /// The position of a named mark.
    pub(crate) fn named(&self, entry: &Entry, letter: char) -> Option<Position> {
        match self.fact(entry, Field::Letter(letter))?.action {
            Action::Mark { place, .. } => Some(place),
            _ => None,
        }
    }

    /// Every bookmark, newest first, including those of missing articles; each article once.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Kept> {
        let mut told = Articles::default();
        self.kept.iter().filter_map(move |(.., number)| {
            let own = self.records.numbered(*number)?.kept()?;
            let who = self.identity_of(own);
            // It may have been removed under another path, or after an edit.
            self.bookmark_of(&who)?;
            told.insert(&who).then_some(own)
        })
    }
}

#[cfg(test)]
mod tests;
