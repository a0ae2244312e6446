//! The fewest events that lead to the same marks: one for each field, tombstones included. Those of
//! one step about many articles share lines again.

use super::Marks;
use super::bulk;
use crate::user::event::{About, Event, Origin, Stamp, Target};
use std::collections::{BTreeMap, BTreeSet};

/// Facts that can share a line: the stamp, the clock, a number of the origin, and the name of the
/// action, which has no further content.
type Group = (Stamp, u64, u8, &'static str);

impl Marks {
    /// The events of a snapshot. They keep their stamps, so a merge with the journals of other
    /// machines gives what it gave before. Only the `whole` steps can still be undone: undoing a
    /// part of a step would leave a state that never was.
    pub(crate) fn snapshot(&self, whole: &BTreeSet<Stamp>) -> Vec<Event> {
        let mut events: Vec<Event> = Vec::new();
        let mut groups: BTreeMap<Group, (Event, Vec<Target>)> = BTreeMap::new();
        for record in self.records.iter() {
            for fact in record.facts() {
                let mut event = record.event(fact);
                if !whole.contains(&event.stamp) {
                    event.origin = match event.origin {
                        Origin::Reading => Origin::Reading,
                        // Each of its articles can be undone alone, and it must stay weaker than what
                        // the user said.
                        Origin::Rule(before) => Origin::Rule(before),
                        _ => Origin::Past,
                    };
                }
                let origin = match &event.origin {
                    Origin::Step(None) => 0,
                    Origin::Reading => 1,
                    Origin::Past => 2,
                    Origin::Rule(None) => 3,
                    Origin::Step(_) | Origin::Rule(_) | Origin::Undo(_) => {
                        events.push(event);
                        continue;
                    }
                };
                let About::Many(targets) = &event.about else {
                    events.push(event);
                    continue;
                };
                if event.action.has_content() {
                    events.push(event);
                    continue;
                }
                let targets = targets.to_vec();
                let group = (event.stamp, event.at, origin, event.action.name());
                let group = groups.entry(group).or_insert_with(|| (event, Vec::new()));
                group.1.extend(targets);
            }
        }
        for (event, targets) in groups.into_values() {
            events.extend(bulk::lines(&targets).map(|about| Event {
                about,
                ..event.clone()
            }));
        }
        events.extend(self.parts.waiting().cloned());
        events.sort_by_key(|event| event.stamp);
        events
    }

    /// Whether all that an event says is still in force at its paths.
    pub(crate) fn has_all_of(&self, event: &Event) -> bool {
        event.targets().all(|target| {
            let record = self.records.get(target.path, target.fingerprint);
            let fact = record.and_then(|record| record.fact(event.action.field()));
            fact.is_some_and(|fact| fact.stamp == event.stamp)
        })
    }
}
