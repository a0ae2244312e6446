//! The state of the reader's marks, made from the events of the journal: read, bookmarked,
//! the place, marks with letters. Pure: it neither reads nor writes files.
//!
//! Each fact of an article is a register, and the event with the latest stamp (time, writer,
//! line) wins, so events may come in any order and more than once. Every event is kept under
//! the article's id and under its fingerprint, and a question takes the later answer of the
//! two: an article that was moved or renamed keeps its marks, and so does one whose text was
//! changed. Two files with the same title and text are the same article here.

mod kept;
mod record;
mod steps;

pub use kept::Kept;
pub use record::PlaceMark;
pub use steps::StepId;

use super::event::Event;
use crate::document::Place;
use crate::library::Entry;
use record::{Record, Stamp, later};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use steps::Steps;

/// All marks, and what can be undone of this run.
#[derive(Clone, Debug, Default)]
pub struct Marks {
    by_id: HashMap<Arc<str>, Record>,
    by_print: HashMap<u64, Record>,
    /// The ids whose own register says bookmarked, newest first.
    kept: BTreeSet<(Reverse<u64>, Arc<str>)>,
    steps: Steps,
}

impl Marks {
    /// Takes events of the journal, in any order, any number of times.
    pub fn apply_all(&mut self, events: &[Event]) {
        for event in events {
            self.apply(event);
        }
    }

    fn apply(&mut self, event: &Event) {
        if event.fingerprint != 0 {
            let record = self.by_print.entry(event.fingerprint).or_default();
            record.apply(event);
        }
        let record = self.by_id.entry(Arc::clone(&event.id)).or_default();
        let before = record.kept().map(|kept| kept.since);
        record.apply(event);
        let after = record.kept().map(|kept| kept.since);
        if before != after {
            if let Some(since) = before {
                self.kept.remove(&(Reverse(since), Arc::clone(&event.id)));
            }
            if let Some(since) = after {
                self.kept.insert((Reverse(since), Arc::clone(&event.id)));
            }
        }
    }

    fn ask<T>(
        &self,
        id: &str,
        fingerprint: u64,
        register: impl for<'a> Fn(&'a Record) -> Option<&'a (Stamp, T)>,
    ) -> Option<&(Stamp, T)> {
        let by_id = self.by_id.get(id).and_then(&register);
        let by_print = match fingerprint {
            0 => None,
            print => self.by_print.get(&print).and_then(&register),
        };
        later(by_id, by_print)
    }

    fn read(&self, id: &str, fingerprint: u64) -> Option<&(Stamp, bool)> {
        self.ask(id, fingerprint, |record| record.read.as_ref())
    }

    fn kept(&self, id: &str, fingerprint: u64) -> Option<&(Stamp, Option<Box<Kept>>)> {
        self.ask(id, fingerprint, |record| record.bookmark.as_ref())
    }

    fn letter(&self, id: &str, fingerprint: u64, letter: char) -> Option<&(Stamp, Option<Place>)> {
        self.ask(id, fingerprint, |record| record.letters.get(&letter))
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
    pub fn named(&self, entry: &Entry, letter: char) -> Option<Place> {
        self.letter(&entry.id, entry.fingerprint, letter)?.1
    }

    /// Every bookmark, newest first, also of articles that are gone; each article once.
    pub fn bookmarks(&self) -> impl Iterator<Item = &Kept> {
        let mut prints = HashSet::new();
        self.kept.iter().filter_map(move |(_, id)| {
            let own = self.by_id.get(id)?.kept()?;
            // Taken back under another path with the same text?
            self.kept(id, own.fingerprint)?.1.as_ref()?;
            let new = own.fingerprint == 0 || prints.insert(own.fingerprint);
            new.then_some(own)
        })
    }
}

#[cfg(test)]
mod tests;
