//! The facts about one article: one register each, in which the latest event wins.

use super::bookmark::Kept;
use crate::document::Position;
use crate::user::event::{Action, Event};
use std::collections::BTreeMap;
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
    /// Whether the article was begun and not finished.
    pub(crate) fn is_unfinished(self) -> bool {
        READING.contains(&self.fraction)
    }
}

/// The later of two events on one register.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Stamp {
    pub time: u64,
    writer: Arc<str>,
    line: u32,
}

pub(crate) type Register<T> = Option<(Stamp, T)>;

/// The facts known for an ID or a fingerprint.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record {
    pub read: Register<bool>,
    pub bookmark: Register<Option<Box<Kept>>>,
    pub place: Register<PlaceMark>,
    pub letters: BTreeMap<char, (Stamp, Option<Position>)>,
}

/// Merges two registers of one fact: the later wins.
pub(crate) fn later<'a, T>(
    one: Option<&'a (Stamp, T)>,
    other: Option<&'a (Stamp, T)>,
) -> Option<&'a (Stamp, T)> {
    match (one, other) {
        (Some(one), Some(other)) if other.0 > one.0 => Some(other),
        (one, other) => one.or(other),
    }
}

fn put<T>(register: &mut Register<T>, stamp: &Stamp, value: T) {
    if register.as_ref().is_none_or(|(old, _)| stamp > old) {
        *register = Some((stamp.clone(), value));
    }
}

impl Record {
    pub fn apply(&mut self, event: &Event) {
        let stamp = Stamp {
            time: event.time,
            writer: Arc::clone(&event.writer),
            line: event.line,
        };
        match &event.action {
            Action::Read => put(&mut self.read, &stamp, true),
            Action::Unread => put(&mut self.read, &stamp, false),
            Action::Bookmark {
                place,
                passage,
                since,
                date,
                count,
            } => {
                let kept = Kept {
                    id: Arc::clone(&event.id),
                    fingerprint: event.fingerprint,
                    title: event.title.clone(),
                    source: event.source.clone(),
                    since: since.unwrap_or(event.time),
                    place: *place,
                    passage: passage.clone(),
                    date: *date,
                    count: *count,
                };
                put(&mut self.bookmark, &stamp, Some(Box::new(kept)));
            }
            Action::Unbookmark => put(&mut self.bookmark, &stamp, None),
            Action::Position { place, fraction } => {
                let mark = PlaceMark {
                    place: *place,
                    fraction: *fraction,
                };
                put(&mut self.place, &stamp, mark);
            }
            Action::Mark { letter, place } => self.put_letter(*letter, stamp, Some(*place)),
            Action::Unmark { letter } => self.put_letter(*letter, stamp, None),
        }
    }

    fn put_letter(&mut self, letter: char, stamp: Stamp, place: Option<Position>) {
        let old = self.letters.get(&letter);
        if old.is_none_or(|(old, _)| stamp > *old) {
            self.letters.insert(letter, (stamp, place));
        }
    }

    pub fn kept(&self) -> Option<&Kept> {
        self.bookmark.as_ref()?.1.as_deref()
    }
}
