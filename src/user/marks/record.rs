//! The facts about one article: for each field, the event with the latest stamp.

use super::facts::{Fact, Facts};
use crate::document::Position;
use crate::library::Fingerprint;
use crate::user::event::{About, Action, Event, Field, Kept, Origin, Stamp, Subject, Target};
use std::sync::Arc;

/// Where the user stopped reading an article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PlaceMark {
    pub place: Position,
    /// The share of the article before the position: 0 to 1.
    pub fraction: f32,
}

/// The share of an article before the position while it is being read.
const READING: std::ops::RangeInclusive<f32> = 0.02..=0.97;

impl PlaceMark {
    /// Whether the article was read to its end.
    pub(crate) fn is_at_end(self) -> bool {
        self.fraction > *READING.end()
    }

    /// Whether the article was begun and not finished.
    pub(crate) fn is_unfinished(self) -> bool {
        READING.contains(&self.fraction)
    }
}

/// The facts known for a path and a text.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Record {
    pub path: u64,
    pub fingerprint: Fingerprint,
    /// The key of the web address, or 0.
    pub address: u64,
    /// It joins the facts of several records and belongs to no path.
    pub is_joint: bool,
    /// What the latest event that describes the article says of it.
    pub subject: Option<(Stamp, Arc<Subject>)>,
    facts: Facts,
}

impl Record {
    pub fn new(target: &Target) -> Self {
        Self {
            path: target.path,
            fingerprint: target.fingerprint,
            address: target.address,
            ..Self::default()
        }
    }

    pub fn joint() -> Self {
        Self {
            is_joint: true,
            ..Self::default()
        }
    }

    pub fn facts(&self) -> &[Fact] {
        self.facts.as_slice()
    }

    pub fn fact(&self, field: Field<'_>) -> Option<&Fact> {
        self.facts.get(field)
    }

    /// The event that sets a fact again.
    pub fn event(&self, fact: &Fact) -> Event {
        let subject = match (&fact.action, &self.subject) {
            (Action::Bookmark(kept), _) => Some(Arc::clone(&kept.subject)),
            (_, Some((_, subject))) => Some(Arc::clone(subject)),
            (_, None) => None,
        };
        let target = Target {
            path: self.path,
            fingerprint: self.fingerprint,
            address: self.address,
        };
        Event {
            stamp: fact.stamp,
            at: fact.at,
            about: match subject {
                Some(subject) => About::One(subject),
                None => About::Many([target].into()),
            },
            action: fact.action.clone(),
            origin: fact.origin.clone(),
            part: None,
        }
    }

    pub fn kept(&self) -> Option<&Kept> {
        self.fact(Field::Bookmark)?.kept()
    }

    /// Keeps a fact, unless a later one is known.
    pub fn put(&mut self, fact: &Fact) {
        // A compaction that was killed leaves an event twice: as it was, and as one that cannot be
        // undone.
        self.facts.put(fact, |old| {
            let is_left = matches!(old.origin, Origin::Reading | Origin::Past);
            let has_address = |fact: &Fact| fact.kept().is_some_and(Kept::has_address);
            // The address of a bookmark may be found after it was shown.
            let completes = has_address(fact) && !has_address(old);
            old.rank() < fact.rank() || old.stamp == fact.stamp && (is_left || completes)
        });
    }

    pub fn describe(&mut self, stamp: Stamp, subject: &Arc<Subject>) {
        if self.subject.as_ref().is_none_or(|(old, _)| *old < stamp) {
            self.subject = Some((stamp, Arc::clone(subject)));
        }
    }

    /// Takes over what another record of the same article knows.
    pub fn join(&mut self, other: &Self) {
        other.facts().iter().for_each(|fact| self.put(fact));
        if let Some((stamp, subject)) = &other.subject {
            self.describe(*stamp, subject);
        }
    }
}

/// The one of two facts on a field that counts.
pub(crate) fn later<'a>(one: Option<&'a Fact>, other: Option<&'a Fact>) -> Option<&'a Fact> {
    match (one, other) {
        (Some(one), Some(other)) if other.rank() > one.rank() => Some(other),
        (one, other) => one.or(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_facts_take_no_spare_room() {
        let mut record = Record::default();
        for (action, facts) in [(Action::Read, 1), (Action::Unread, 1), (Action::Open(1), 2)] {
            record.put(&Fact {
                stamp: Stamp {
                    time: record.facts().len() as u64,
                    ..Stamp::default()
                },
                at: 0,
                action,
                origin: Origin::Reading,
            });
            let Facts::Few(known) = &record.facts else {
                panic!("few facts");
            };
            assert_eq!((known.len(), known.capacity()), (facts, facts));
        }
    }
}
