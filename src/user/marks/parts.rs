//! Steps that are written as several lines. They count when all lines are there, so that a step
//! whose writing was interrupted, or of which a file synchronizer has brought a part, is not done
//! in part. And those that are recorded and applied later.

use crate::user::event::{Event, Stamp};
use std::collections::BTreeMap;
use std::ops::Range;

/// The lines of incomplete steps, by number.
#[derive(Clone, Debug, Default)]
pub(crate) struct Parts {
    steps: BTreeMap<Stamp, BTreeMap<u32, Event>>,
}

impl Parts {
    /// Takes a line. Returns all lines of its step if they are there now.
    pub fn add(&mut self, event: &Event) -> Vec<Event> {
        let Some((number, of)) = event.part else {
            return vec![event.clone()];
        };
        let lines = self.steps.entry(event.stamp).or_default();
        lines.insert(number, event.clone());
        if lines.len() < of as usize {
            return Vec::new();
        }
        let lines = self.steps.remove(&event.stamp).unwrap_or_default();
        lines.into_values().collect()
    }

    /// The lines of incomplete steps.
    pub fn waiting(&self) -> impl Iterator<Item = &Event> {
        self.steps.values().flat_map(BTreeMap::values)
    }
}

/// Recorded events that are not applied completely.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unapplied {
    /// The last is next.
    events: Vec<Event>,
    /// Articles of that event that are done.
    done: usize,
    left: usize,
}

impl Unapplied {
    pub fn new(events: &[Event]) -> Self {
        Self {
            events: events.iter().rev().cloned().collect(),
            done: 0,
            left: events.iter().map(Event::count).sum(),
        }
    }

    /// Articles that are left.
    pub fn left(&self) -> usize {
        self.left
    }

    pub fn is_empty(&self) -> bool {
        self.events.is_empty()
    }

    /// The next event, and which of its articles are next, at most so many.
    pub fn take(&mut self, most: usize) -> Option<(Event, Range<usize>)> {
        let event = self.events.pop()?;
        let from = self.done;
        let end = event.count().min(from.saturating_add(most));
        self.left -= end - from;
        self.done = if end < event.count() {
            self.events.push(event.clone());
            end
        } else {
            0
        };
        Some((event, from..end))
    }
}

/// Numbers the lines of a step.
pub(crate) fn number(events: &mut [Event]) {
    let parts = u32::try_from(events.len()).unwrap_or(u32::MAX);
    if parts > 1 {
        for (event, number) in events.iter_mut().zip(1..) {
            event.part = Some((number, parts));
        }
    }
}
