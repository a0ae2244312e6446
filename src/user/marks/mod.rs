//! The state of the reader's marks, made from the events of the journal: read, bookmarked,
//! the place, marks with letters. Pure: it neither reads nor writes files.
//!
//! Each fact of an article is a register, and the event with the latest stamp (time, writer,
//! line) wins, so events may come in any order and more than once. An event is about an
//! article if it has the same path and a text that is the same or was edited, or another
//! path and exactly the same title and text: an article that was moved or edited keeps its
//! marks, and one that takes its place at the path does not get them. Two files with the
//! same title and text are the same article here. Where an event or an article lacks a
//! fingerprint, the path decides.

mod articles;
mod bookmark;
mod record;
mod undo;

pub use articles::Articles;
pub use bookmark::Kept;
pub use record::PlaceMark;
pub use undo::StepId;

use super::event::Event;
use crate::document::Position;
use crate::library::{Entry, Fingerprint};
use articles::{Key, asked_under, kept_under};
use record::{Record, Stamp, later};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use undo::Steps;

/// All marks, and what can be undone of this run.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    /// Of each path, and of each text that was seen there.
    by_id: HashMap<Arc<str>, BTreeMap<Fingerprint, Record>>,
    by_key: HashMap<Key, Record>,
    /// The records of `by_id` that say bookmarked, newest first.
    kept: BTreeSet<(Reverse<u64>, Arc<str>, Fingerprint)>,
    steps: Steps,
    /// What other instances did during this run: undo leaves it as it is.
    elsewhere: Option<Box<Self>>,
}

impl Marks {
    /// Takes events that another instance or machine wrote during this run.
    pub fn hear(&mut self, events: &[Event]) {
        self.apply_all(events);
        self.elsewhere.get_or_insert_default().apply_all(events);
    }

    /// Takes events of the journal, in any order, any number of times.
    pub fn apply_all(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    fn apply(&mut self, event: &Event) {
        let print = event.fingerprint;
        for key in kept_under(print) {
            self.by_key.entry(key).or_default().apply(event);
        }
        let texts = self.by_id.entry(Arc::clone(&event.id)).or_default();
        let record = texts.entry(print).or_default();
        let before = record.kept().map(|kept| kept.since);
        record.apply(event);
        let after = record.kept().map(|kept| kept.since);
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
        let texts = self.by_id.get(id).into_iter().flatten();
        let here = texts.filter(|(other, _)| print.fits(**other));
        let elsewhere = asked_under(print).filter_map(|key| self.by_key.get(&key));
        let records = here.map(|(_, record)| record).chain(elsewhere);
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

    pub fn bookmark(&self, entry: &Entry) -> Option<&Kept> {
        self.kept(&entry.id, entry.fingerprint)?.1.as_deref()
    }

    pub fn place(&self, entry: &Entry) -> Option<PlaceMark> {
        let place = self.ask(&entry.id, entry.fingerprint, |record| record.place.as_ref());
        place.map(|(_, mark)| *mark)
    }

    /// The place of a mark with a letter.
    pub fn named(&self, entry: &Entry, letter: char) -> Option<Position> {
        self.letter(&entry.id, entry.fingerprint, letter)?.1
    }

    /// Every bookmark, newest first, also of articles that are gone; each article once.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Kept> {
        let mut told = Articles::default();
        self.kept.iter().filter_map(move |(_, id, print)| {
            let own = self.by_id.get(id)?.get(print)?.kept()?;
            // It may have been taken back under another path, or after an edit.
            self.kept(id, *print)?.1.as_ref()?;
            told.insert(id, *print).then_some(own)
        })
    }
}

#[cfg(test)]
mod tests;
