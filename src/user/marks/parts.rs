//! Steps that are written as several lines. They count when all lines are there, so that a step
//! whose writing was interrupted, or of which a file synchronizer has brought a part, is not done
//! in part.

use crate::user::event::{Event, Stamp};
use std::collections::BTreeMap;

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

/// Numbers the lines of a step.
pub(crate) fn number(events: &mut [Event]) {
    let parts = u32::try_from(events.len()).unwrap_or(u32::MAX);
    if parts > 1 {
        for (event, number) in events.iter_mut().zip(1..) {
            event.part = Some((number, parts));
        }
    }
}
