//! The records of articles, by path and by text. Nearly every article has one path and one text, so
//! these take little memory; a map is made only where there are several.

use super::articles::{Key, asked_under, kept_under};
use super::record::Record;
use crate::library::Fingerprint;
use crate::user::event::Event;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// The records at one path.
#[derive(Clone, Debug)]
enum Texts {
    One(Fingerprint, Box<Record>),
    Many(BTreeMap<Fingerprint, Record>),
}

impl Texts {
    fn get(&self, print: Fingerprint) -> Option<&Record> {
        match self {
            Self::One(only, record) => (*only == print).then_some(record),
            Self::Many(records) => records.get(&print),
        }
    }

    fn iter(&self) -> impl Iterator<Item = (Fingerprint, &Record)> {
        let (one, many) = match self {
            Self::One(print, record) => (Some((*print, &**record)), None),
            Self::Many(records) => (None, Some(records)),
        };
        let many = many.into_iter().flatten();
        one.into_iter()
            .chain(many.map(|(print, record)| (*print, record)))
    }

    /// The record of a text; an empty one if there is none yet.
    fn record(&mut self, print: Fingerprint) -> &mut Record {
        if let Self::One(first, record) = self
            && *first != print
        {
            let record = std::mem::take(&mut **record);
            *self = Self::Many(BTreeMap::from([(*first, record)]));
        }
        match self {
            Self::One(_, record) => record,
            Self::Many(records) => records.entry(print).or_default(),
        }
    }
}

/// What is known under a key.
#[derive(Clone, Debug)]
enum Shared {
    /// The record at this path of this text.
    One(Arc<str>, Fingerprint),
    /// All events of several records.
    Several(Box<Record>),
}

/// All records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    by_id: HashMap<Arc<str>, Texts>,
    by_key: HashMap<Key, Shared>,
}

impl Records {
    /// Applies an event. Returns the record at its path.
    pub fn apply(&mut self, event: &Event) -> &mut Record {
        let print = event.fingerprint;
        for key in kept_under(print) {
            self.share(key, event);
        }
        let new = || Texts::One(print, Box::default());
        let texts = self.by_id.entry(Arc::clone(&event.id));
        let record = texts.or_insert_with(new).record(print);
        record.apply(event);
        record
    }

    fn share(&mut self, key: Key, event: &Event) {
        let mut shared = match self.by_key.entry(key) {
            Entry::Occupied(shared) => shared,
            Entry::Vacant(place) => {
                place.insert(Shared::One(Arc::clone(&event.id), event.fingerprint));
                return;
            }
        };
        match shared.get_mut() {
            Shared::Several(record) => record.apply(event),
            Shared::One(id, print) if *id == event.id && *print == event.fingerprint => {}
            Shared::One(id, print) => {
                let first = self.by_id.get(id).and_then(|texts| texts.get(*print));
                let mut record = Box::new(first.cloned().unwrap_or_default());
                record.apply(event);
                shared.insert(Shared::Several(record));
            }
        }
    }

    /// The record at a path of exactly this text.
    pub fn get(&self, id: &str, print: Fingerprint) -> Option<&Record> {
        self.by_id.get(id)?.get(print)
    }

    /// The records of an article: at its path, and of the same text elsewhere.
    pub fn of(&self, id: &str, print: Fingerprint) -> impl Iterator<Item = &Record> {
        let texts = self.by_id.get(id).into_iter().flat_map(Texts::iter);
        let here = texts.filter(move |(other, _)| print.fits(*other));
        let elsewhere = asked_under(print).filter_map(move |key| match self.by_key.get(&key)? {
            // It is among those at its path.
            Shared::One(other, text) if **other == *id && print.fits(*text) => None,
            Shared::One(other, text) => self.get(other, *text),
            Shared::Several(record) => Some(record),
        });
        here.map(|(_, record)| record).chain(elsewhere)
    }
}
