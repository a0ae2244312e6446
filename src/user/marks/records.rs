//! The records of articles, by path and by text. Nearly every article has one path and one text, so
//! these take little memory; a joint record is made only where there are several.

use super::articles::{Identity, address, kept_under, page, start};
use super::facts::Fact;
use super::record::Record;
use crate::library::{ByHash, Fingerprint};
use crate::user::event::{Stamp, Subject, Target};
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::Arc;

/// The number of a record.
pub type Number = u32;

/// The records at one path, one for each text.
#[derive(Clone, Debug)]
enum Texts {
    One(Number),
    /// Boxed, because nearly every path has one.
    #[expect(
        clippy::box_collection,
        reason = "an entry of the table is smaller by half"
    )]
    Many(Box<Vec<Number>>),
}

impl Texts {
    fn numbers(&self) -> &[Number] {
        match self {
            Self::One(only) => std::slice::from_ref(only),
            Self::Many(all) => all,
        }
    }
}

/// What is known under a key.
#[derive(Clone, Copy, Debug)]
enum Shared {
    One(Number),
    /// The joint record of several.
    Several(Number),
}

/// All records.
#[derive(Clone, Debug, Default)]
pub(crate) struct Records {
    all: Vec<Record>,
    by_path: HashMap<u64, Texts, ByHash>,
    by_key: HashMap<u64, Shared, ByHash>,
    /// Records are also found by the start of their text. Only lines of the first versions need
    /// this.
    by_start: bool,
}

impl Records {
    pub fn reserve(&mut self, count: usize) {
        self.all.reserve(count);
        self.by_path.reserve(count);
        self.by_key.reserve(count);
    }

    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Adds a record of a path and a text that has none yet. Returns its number.
    pub fn restore(&mut self, record: Record) -> Number {
        let target = Target {
            path: record.path,
            fingerprint: record.fingerprint,
            address: record.address,
        };
        if record.fingerprint.is_start_only() && record.fingerprint.start != 0 {
            self.find_by_start();
        }
        let number = self.all.len() as Number;
        match self.by_path.entry(record.path) {
            Entry::Vacant(place) => {
                place.insert(Texts::One(number));
            }
            Entry::Occupied(mut place) => {
                let mut texts = place.get().numbers().to_vec();
                texts.push(number);
                place.insert(Texts::Many(Box::new(texts)));
            }
        }
        self.all.push(record);
        for key in self.keys(&target) {
            self.share(key, number);
        }
        number
    }

    /// Applies a fact.
    pub fn put(&mut self, target: &Target, fact: &Fact, subject: Option<&(Stamp, Arc<Subject>)>) {
        if target.fingerprint.is_start_only() && target.fingerprint.start != 0 {
            self.find_by_start();
        }
        let number = self.number(target);
        self.add_address(number, target);
        let mut put = |record: &mut Record| {
            record.put(fact);
            if let Some((stamp, subject)) = subject {
                record.describe(*stamp, subject);
            }
        };
        self.all.get_mut(number as usize).map(&mut put);
        for key in self.keys(target) {
            if let Some(Shared::Several(joint)) = self.by_key.get(&key) {
                self.all.get_mut(*joint as usize).map(&mut put);
            }
        }
    }

    /// The keys under which a record is found elsewhere.
    fn keys(&self, target: &Target) -> impl Iterator<Item = u64> + use<> {
        let by_start = start(target.fingerprint.start).filter(|_| self.by_start);
        kept_under(target).chain(by_start)
    }

    /// The record of a path and a text, made when needed.
    fn number(&mut self, target: &Target) -> Number {
        let new = self.all.len() as Number;
        match self.by_path.entry(target.path) {
            Entry::Vacant(place) => {
                place.insert(Texts::One(new));
            }
            Entry::Occupied(mut place) => {
                let text = target.fingerprint.text();
                let same = |number: &&Number| {
                    let record = self.all.get(**number as usize);
                    record.is_some_and(|record| record.fingerprint.text() == text)
                };
                let texts = place.get().numbers();
                if let Some(number) = texts.iter().find(same).copied() {
                    self.learn(number, target);
                    return number;
                }
                let mut texts = texts.to_vec();
                texts.push(new);
                place.insert(Texts::Many(Box::new(texts)));
            }
        }
        self.all.push(Record::new(target));
        for key in self.keys(target) {
            self.share(key, new);
        }
        new
    }

    /// Events over many articles do not name the start of the text, and those of earlier versions
    /// not the present sketch.
    fn learn(&mut self, number: Number, target: &Target) {
        let Some(record) = self.all.get_mut(number as usize) else {
            return;
        };
        let had_start = record.fingerprint.start != 0;
        record.fingerprint.learn(target.fingerprint);
        if !had_start && let Some(key) = start(record.fingerprint.start).filter(|_| self.by_start) {
            self.share(key, number);
        }
    }

    /// An event may be the first to name the address of an article.
    fn add_address(&mut self, number: Number, target: &Target) {
        let Some(record) = self.all.get_mut(number as usize) else {
            return;
        };
        let print = &mut record.fingerprint;
        let mut key = None;
        if target.address != 0 && record.address != target.address {
            record.address = target.address;
            key = address(target.address).filter(|_| print.is_start_only());
        }
        let hash = target.fingerprint.address();
        if hash != 0 && print.address() != hash {
            print.set_address(hash);
            key = page(hash);
        }
        if let Some(key) = key {
            self.share(key, number);
        }
    }

    /// Finds a record under a key, too.
    fn share(&mut self, key: u64, number: Number) {
        let joint = match self.by_key.entry(key) {
            Entry::Vacant(place) => {
                place.insert(Shared::One(number));
                return;
            }
            Entry::Occupied(mut place) => match *place.get() {
                Shared::Several(joint) => joint,
                Shared::One(first) => {
                    let joint = self.all.len() as Number;
                    place.insert(Shared::Several(joint));
                    let mut record = Record::joint();
                    if let Some(first) = self.all.get(first as usize) {
                        record.join(first);
                    }
                    self.all.push(record);
                    joint
                }
            },
        };
        let own = self.all.get(number as usize).cloned();
        if let (Some(joint), Some(own)) = (self.all.get_mut(joint as usize), own) {
            joint.join(&own);
        }
    }

    fn find_by_start(&mut self) {
        if std::mem::replace(&mut self.by_start, true) {
            return;
        }
        let starts = self.all.iter().enumerate();
        let starts = starts.filter(|(_, record)| !record.is_joint);
        let starts: Vec<_> = starts
            .filter_map(|(number, record)| Some((start(record.fingerprint.start)?, number)))
            .collect();
        for (key, number) in starts {
            self.share(key, number as Number);
        }
    }

    /// The record at a path of exactly this text.
    pub fn get(&self, path: u64, print: Fingerprint) -> Option<&Record> {
        self.numbered(self.find(path, print)?)
    }

    /// Its number.
    pub fn find(&self, path: u64, print: Fingerprint) -> Option<Number> {
        let text = print.text();
        let is_it = |number: &&Number| {
            let record = self.numbered(**number);
            record.is_some_and(|record| record.fingerprint.text() == text)
        };
        self.numbers_at(path).iter().find(is_it).copied()
    }

    /// The record with a number.
    pub fn numbered(&self, number: Number) -> Option<&Record> {
        self.all.get(number as usize)
    }

    fn numbers_at(&self, path: u64) -> &[Number] {
        self.by_path.get(&path).map_or(&[], Texts::numbers)
    }

    fn at(&self, path: u64) -> impl Iterator<Item = &Record> {
        let numbers = self.numbers_at(path).iter();
        numbers.filter_map(|number| self.numbered(*number))
    }

    /// The records of paths, without joint ones.
    pub fn iter(&self) -> impl Iterator<Item = &Record> {
        self.all.iter().filter(|record| !record.is_joint)
    }

    /// The records of an article: at its paths, and of the same text or address elsewhere.
    pub fn of(&self, who: &Identity) -> impl Iterator<Item = &Record> {
        let print = who.fingerprint;
        let here = who.paths().flat_map(|path| self.at(path));
        let here = here.filter(move |record| print.fits(record.fingerprint));
        let elsewhere = who.asked_under().filter_map(|key| {
            let (Shared::One(number) | Shared::Several(number)) = self.by_key.get(&key)?;
            self.all.get(*number as usize)
        });
        here.chain(elsewhere)
    }
}
