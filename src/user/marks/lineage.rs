//! Articles that were moved and edited. Neither the path nor the text of such an article is that of
//! its marks, but the journal has seen the steps between: it was opened at the new path with the old
//! text, or at the old path with the new text.
//!
//! Records are linked if they have one text, or one title and address; and at one path, if one text
//! is an edited version of the other. Versions at a path have an order, so what happens to an article
//! does not change its earlier versions, of which another file may be a copy. A chain of edits counts
//! only if its ends still resemble each other. All of this depends only on which facts are known, not
//! on the order in which they arrived.

use super::articles::{Identity, kept_under};
use super::record::{Known, Record};
use super::records::{Number, Records};
use crate::library::{ByHash, Fingerprint};
use crate::user::event::{Stamp, Target};
use std::collections::HashSet;

/// Maximum copies and versions of an article. With more, nobody can say where it came from.
const MOST: usize = 64;

impl Records {
    /// The records of earlier versions of an article at other paths, or of other texts than its own,
    /// that its own records lead to.
    pub(super) fn earlier(&self, who: &Identity) -> Vec<Known<'_>> {
        if self.linked.is_empty() || !is_sure(who.fingerprint) {
            return Vec::new();
        }
        let here = who.paths().flat_map(|path| few(self.numbers_at(path)));
        let elsewhere = who.asked_under().flat_map(|key| few(self.sharing(key)));
        let own = here.chain(elsewhere).copied();
        let mut found = Found::default();
        for number in own.filter(|number| self.linked.contains(number)) {
            let fits = |record: &Record| is_like(record, who.fingerprint);
            if self.numbered(number).is_some_and(fits) {
                found.add(number, None);
            }
            if found.all.len() > MOST {
                return Vec::new();
            }
        }
        let own = found.all.len();
        let mut at = 0;
        while let Some(next) = found.all.get(at).copied() {
            at += 1;
            self.add_earlier(next, who, &mut found);
            if found.all.len() > MOST {
                return Vec::new();
            }
        }
        let earlier = found.all.into_iter().skip(own);
        let known = earlier.filter_map(|(number, until)| {
            let record = self.numbered(number)?;
            Some(Known { record, until })
        });
        known.collect()
    }

    /// Adds the records that one leads to.
    fn add_earlier(
        &self,
        (number, until): (Number, Option<Stamp>),
        who: &Identity,
        found: &mut Found,
    ) {
        let Some(record) = self.numbered(number) else {
            return;
        };
        let versions = self.versions(record);
        let next = versions.iter().map(|(_, first)| *first);
        let next = next.filter(|first| *first > first_of(record)).min();
        let until = [until, next].into_iter().flatten().min();
        for (number, first) in versions {
            if first < first_of(record) {
                self.push_like(number, until, who, found);
            }
        }
        for number in self.equal(record) {
            self.push_like(number, until, who, found);
        }
    }

    fn push_like(&self, number: Number, until: Option<Stamp>, who: &Identity, found: &mut Found) {
        if let Some(record) = self.numbered(number)
            && is_like(record, who.fingerprint)
        {
            found.add(number, until);
        }
    }

    /// The record of the version of an article that the user saw last.
    pub(super) fn newest<'r>(&'r self, record: &'r Record) -> &'r Record {
        let number = self.find(record.path, record.fingerprint);
        let Some(number) = number.filter(|number| self.linked.contains(number)) else {
            return record;
        };
        let (mut found, mut at) = (Found::default(), 0);
        found.add(number, None);
        while let Some((number, _)) = found.all.get(at).copied() {
            at += 1;
            let Some(from) = self.numbered(number) else {
                continue;
            };
            let is_like = |number: &Number| {
                let next = self.numbered(*number);
                next.is_some_and(|next| is_like(next, record.fingerprint))
            };
            let versions = self.versions(from).into_iter();
            let later = versions.filter(|(_, first)| *first > first_of(from));
            // If this one was seen afterwards, the other is a copy.
            let moved = self.equal(from).filter(|number| {
                let next = self.numbered(*number);
                next.is_some_and(|next| first_of(next) > last_of(from))
            });
            for number in later.map(|(number, _)| number).chain(moved) {
                if is_like(&number) {
                    found.add(number, None);
                }
            }
            if found.all.len() > MOST {
                return record;
            }
        }
        let found = found.all.into_iter();
        let found = found.filter_map(|(number, _)| self.numbered(number));
        found.max_by_key(|record| last_of(record)).unwrap_or(record)
    }

    /// The other versions of a text at its path, each with the first time when it was seen.
    fn versions(&self, record: &Record) -> Vec<(Number, Stamp)> {
        if !is_sure(record.fingerprint) {
            return Vec::new();
        }
        let all = few(self.numbers_at(record.path)).iter().copied();
        let versions = all.filter_map(|number| {
            let other = self.numbered(number)?;
            let first = first_of(other);
            let is_version = first != first_of(record)
                && is_sure(other.fingerprint)
                && record.fingerprint.fits(other.fingerprint);
            is_version.then_some((number, first))
        });
        versions.collect()
    }

    /// The records of the same text, or the same title and address.
    fn equal(&self, record: &Record) -> impl Iterator<Item = Number> {
        let print = record.fingerprint;
        let target = Target {
            fingerprint: print,
            ..Target::default()
        };
        let keys = kept_under(&target).filter(move |_| !print.is_start_only());
        keys.flat_map(|key| few(self.sharing(key))).copied()
    }
}

/// At most this many records; more are none: which of so many copies or versions an article was
/// cannot be told, and every article of a list asks.
fn few(numbers: &[Number]) -> &[Number] {
    if numbers.len() > MOST { &[] } else { numbers }
}

/// Records, each once, with the time up to which its facts count.
#[derive(Default)]
struct Found {
    all: Vec<(Number, Option<Stamp>)>,
    numbers: HashSet<Number, ByHash>,
}

impl Found {
    fn add(&mut self, number: Number, until: Option<Stamp>) {
        if self.numbers.insert(number) {
            self.all.push((number, until));
        }
    }
}

/// Whether enough of a text is known to tell it from others.
fn is_sure(print: Fingerprint) -> bool {
    print.whole != 0 && !print.is_start_only()
}

/// Whether the texts are versions of one article, or have one title and address. Many articles may
/// name one address, so it does not count alone.
fn is_like(record: &Record, print: Fingerprint) -> bool {
    let own = record.fingerprint;
    let is_page = own.address() != 0 && own.address() == print.address();
    !own.is_start_only() && (is_page || is_sure(own) && own.fits(print))
}

/// When a version was seen first.
fn first_of(record: &Record) -> Stamp {
    let stamps = record.facts().iter().map(|fact| fact.stamp);
    stamps.min().unwrap_or_default()
}

/// When it was seen last.
fn last_of(record: &Record) -> Stamp {
    let stamps = record.facts().iter().map(|fact| fact.stamp);
    stamps.max().unwrap_or_default()
}
