//! The state of the user's marks, built from the events of the journal: read, bookmarked,
//! position, named marks. No I/O.
//!
//! Each fact about an article is a last-writer-wins register: the event with the latest stamp
//! (time, writer, line) wins, so events may arrive in any order and more than once. An event
//! belongs to an article with the same path whose text is equal or was edited, or with another
//! path and exactly the same title and text. So a moved or edited article keeps its marks, and one
//! that takes its place at the path does not inherit them. Two files with the same title and text
//! count as one article. If an event or article lacks a fingerprint, the path decides.

mod articles;
mod bookmark;
mod history;
mod record;
mod records;
mod undo;

pub(crate) use articles::Articles;
pub use bookmark::Kept;
pub(crate) use bookmark::shortened;
pub(crate) use history::StepId;
pub(crate) use record::PlaceMark;
pub(crate) use undo::Change;

use super::event::Event;
use crate::document::Position;
use crate::library::{Entry, Fingerprint};
use history::Steps;
use record::{Record, Stamp, later};
use records::Records;
use std::cmp::Reverse;
use std::collections::BTreeSet;
use std::sync::Arc;

/// All marks, and the undo history of this run.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    records: Records,
    /// The bookmarked records, newest first.
    kept: BTreeSet<(Reverse<u64>, Arc<str>, Fingerprint)>,
    steps: Steps,
    /// Events that other instances wrote during this run: undo leaves them alone.
    elsewhere: Option<Box<Self>>,
}

impl Marks {
    /// Applies events that another instance or machine wrote during this run.
    pub(crate) fn hear(&mut self, events: &[Event]) {
        self.apply_all(events);
        self.elsewhere.get_or_insert_default().apply_all(events);
    }

    /// Takes the facts of the journal, which was read while the user could already mark: `early`.
    /// The undo history stays.
    pub(crate) fn adopt(&mut self, mut journal: Self, early: &[Event]) {
        journal.apply_all(early);
        journal.steps = std::mem::take(&mut self.steps);
        *self = journal;
    }

    /// Applies events of the journal, in any order, any number of times.
    pub fn apply_all(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    fn apply(&mut self, event: &Event) {
        let print = event.fingerprint;
        let known = self.records.get(&event.id, print);
        let since = |record: &Record| record.kept().map(|kept| kept.since);
        let before = known.and_then(since);
        let after = since(self.records.apply(event));
        if before != after {
            let row = |since| (Reverse(since), Arc::clone(&event.id), print);
            if let Some(since) = before {
                self.kept.remove(&row(since));
            }
            self.kept.extend(after.map(row));
        }
    }

    fn ask<T>(
        &self,
        id: &str,
        print: Fingerprint,
        register: impl for<'a> Fn(&'a Record) -> Option<&'a (Stamp, T)>,
    ) -> Option<&(Stamp, T)> {
        let records = self.records.of(id, print);
        records.fold(None, |latest, record| later(latest, register(record)))
    }

    fn read(&self, id: &str, print: Fingerprint) -> Option<&(Stamp, bool)> {
        self.ask(id, print, |record| record.read.as_ref())
    }

    fn kept(&self, id: &str, print: Fingerprint) -> Option<&(Stamp, Option<Box<Kept>>)> {
        self.ask(id, print, |record| record.bookmark.as_ref())
    }

    fn letter(
        &self,
        id: &str,
        print: Fingerprint,
        letter: char,
    ) -> Option<&(Stamp, Option<Position>)> {
        self.ask(id, print, |record| record.letters.get(&letter))
    }

    pub fn is_read(&self, entry: &Entry) -> bool {
        self.read(&entry.id, entry.fingerprint)
            .is_some_and(|(_, read)| *read)
    }

    pub fn is_bookmarked(&self, entry: &Entry) -> bool {
        self.bookmark(entry).is_some()
    }

    pub(crate) fn bookmark(&self, entry: &Entry) -> Option<&Kept> {
        self.kept(&entry.id, entry.fingerprint)?.1.as_deref()
    }

    fn place_mark(&self, entry: &Entry) -> Option<&(Stamp, PlaceMark)> {
        self.ask(&entry.id, entry.fingerprint, |record| record.place.as_ref())
    }

    pub fn place(&self, entry: &Entry) -> Option<PlaceMark> {
        self.place_mark(entry).map(|(_, mark)| *mark)
    }

    /// When the position was saved, in milliseconds since 1970.
    pub fn place_time(&self, entry: &Entry) -> Option<u64> {
        self.place_mark(entry).map(|(stamp, _)| stamp.time)
    }

    /// Whether an article was begun and not finished.
    pub(crate) fn is_started(&self, entry: &Entry) -> bool {
        self.place(entry).is_some_and(PlaceMark::is_unfinished)
    }

    /// The position of a named mark.
    pub(crate) fn named(&self, entry: &Entry, letter: char) -> Option<Position> {
        self.letter(&entry.id, entry.fingerprint, letter)?.1
    }

    /// Every bookmark, newest first, including those of missing articles; each article once.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Kept> {
        let mut told = Articles::default();
        self.kept.iter().filter_map(move |(_, id, print)| {
            let own = self.records.get(id, *print)?.kept()?;
            // It may have been removed under another path, or after an edit.
            self.kept(id, *print)?.1.as_ref()?;
            told.insert(id, *print).then_some(own)
        })
    }
}

#[cfg(test)]
mod tests;
