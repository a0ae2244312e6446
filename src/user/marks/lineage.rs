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
use crate::library::Fingerprint;
use crate::user::event::{Stamp, Target};

/// Maximum versions of an article that are looked at.
const MOST: usize = 64;

impl Records {
    /// The records of earlier versions of an article at other paths, or of other texts than its own,
    /// that its own records lead to.
    pub(super) fn earlier(&self, who: &Identity) -> Vec<Known<'_>> {
        if self.linked.is_empty() || !is_sure(who.fingerprint) {
            return Vec::new();
        }
        let here = who.paths().flat_map(|path| self.numbers_at(path));
        let elsewhere = who.asked_under().flat_map(|key| self.sharing(key));
        let own = here.chain(elsewhere).copied();
        let mut found: Vec<(Number, Option<Stamp>)> = Vec::new();
        for number in own.filter(|number| self.linked.contains(number)) {
            let fits = |record: &Record| is_like(record, who.fingerprint);
            if self.numbered(number).is_some_and(fits) {
                push(&mut found, number, None);
            }
        }
        let own = found.len();
        let mut at = 0;
        while let Some((number, until)) = found.get(at).copied().filter(|_| at < MOST) {
            at += 1;
            self.add_earlier((number, until), who, &mut found);
        }
        let earlier = found.into_iter().skip(own);
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
        found: &mut Vec<(Number, Option<Stamp>)>,
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

    fn push_like(
        &self,
        number: Number,
        until: Option<Stamp>,
        who: &Identity,
        found: &mut Vec<(Number, Option<Stamp>)>,
    ) {
        if let Some(record) = self.numbered(number)
            && is_like(record, who.fingerprint)
        {
            push(found, number, until);
        }
    }

    /// The record of the version of an article that the user saw last.
    pub(super) fn newest<'r>(&'r self, record: &'r Record) -> &'r Record {
        let number = self.find(record.path, record.fingerprint);
        let Some(number) = number.filter(|number| self.linked.contains(number)) else {
            return record;
        };
        let (mut found, mut at) = (vec![number], 0);
        while let Some(number) = found.get(at).copied().filter(|_| at < MOST) {
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
                if is_like(&number) && !found.contains(&number) {
                    found.push(number);
                }
            }
        }
        let found = found.into_iter();
        let found = found.filter_map(|number| self.numbered(number));
        found.max_by_key(|record| last_of(record)).unwrap_or(record)
    }

    /// The other versions of a text at its path, each with the first time when it was seen.
    fn versions(&self, record: &Record) -> Vec<(Number, Stamp)> {
        if !is_sure(record.fingerprint) {
            return Vec::new();
        }
        let all = self.numbers_at(record.path).iter().copied();
        let versions = all.filter_map(|number| {
            let other = self.numbered(number)?;
            let first = first_of(other);
            let is_version = first != first_of(record)
                && is_sure(other.fingerprint)
                && record.fingerprint.fits_at_path(other.fingerprint);
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
        keys.flat_map(|key| self.sharing(key)).copied()
    }
}

fn push(found: &mut Vec<(Number, Option<Stamp>)>, number: Number, until: Option<Stamp>) {
    if !found.iter().any(|(known, _)| *known == number) {
        found.push((number, until));
    }
}

/// Whether enough of a text is known to tell it from others.
fn is_sure(print: Fingerprint) -> bool {
    print.whole != 0 && !print.is_start_only()
}

/// Whether the texts are versions of one article, or have one address.
fn is_like(record: &Record, print: Fingerprint) -> bool {
    let own = record.fingerprint;
    let is_page = own.page() != 0 && own.page() == print.page()
        || own.address() != 0 && own.address() == print.address();
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
