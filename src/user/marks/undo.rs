//! Undoes and redoes steps, in slices. A step is undone only where its fields still have the values
//! that it set: a later change, on this machine or another, is left alone.
//!
//! Undoing a step is itself a step, whose events name the undone one. To redo is to undo that.

use super::Marks;
use super::articles::Identity;
use super::bulk;
use super::parts::number;
use super::steps::{History, Reverted, Running, Stack, Step, Tally, Wanted};
use crate::user::event::{About, Action, Event, Kept, Origin, Stamp, Undo};
use std::collections::HashSet;
use std::sync::Arc;

impl Marks {
    /// Begins to undo the last step of a stack; [`go_on`](Self::go_on) does the work. False: there
    /// is none.
    pub(crate) fn begin_undo(&mut self, stack: Stack, now: u64) -> bool {
        let Some(step) = self.steps.pop(stack) else {
            return false;
        };
        self.undo_step(step, stack, now);
        true
    }

    /// The steps of a journal that can be undone, with those of this run, which may not be written
    /// yet, in the order of time.
    pub(crate) fn with_own(&self, mut steps: Vec<Step>) -> Vec<Step> {
        let known: HashSet<Stamp> = steps.iter().map(|step| step.stamp).collect();
        let own = self.steps.undoable();
        let own = own.filter(|step| !known.contains(&step.stamp));
        let own: Vec<Step> = own.cloned().collect();
        steps.extend(own);
        steps.sort_by_key(|step| step.stamp);
        steps
    }

    /// Whether a step was made on this machine.
    pub(crate) fn is_of_this_machine(&self, step: &Step) -> bool {
        step.stamp.writer.machine == self.clock.writer.machine
    }

    /// Begins to undo a step of this machine, or the given one of another. False: it is not known.
    pub(crate) fn begin_undo_of(&mut self, stamp: Stamp, other: Option<Step>, now: u64) -> bool {
        let Some(step) = self.steps.take(stamp).or(other) else {
            return false;
        };
        self.undo_step(step, Stack::Undo, now);
        true
    }

    /// Begins to undo any step, also of another machine.
    pub(crate) fn undo_step(&mut self, step: Step, stack: Stack, now: u64) {
        let first = step.events.first();
        self.steps.running = Some(Running {
            done: 0,
            targets: Vec::new(),
            stack,
            stamp: self.clock.tick(now),
            at: now,
            events: Vec::new(),
            changed: Tally::of(&step.events),
            superseded: Tally::of(&step.events),
            name: first.map_or("", |event| event.undone_name(stack == Stack::Undo)),
            title: first.map_or("", |event| event.title()).into(),
            step,
        });
    }

    /// Which steps have to be read from the journal before there is nothing to undo. The next step
    /// is that of this machine, whichever instance made it: one that is heard of while the steps are
    /// read is later than all of them, so they are read again.
    pub(crate) fn missing_history(&mut self, stack: Stack) -> Option<Wanted> {
        if !self.steps.needs_history(stack) {
            return None;
        }
        self.steps.ask();
        Some(match self.steps.oldest() {
            Some(oldest) => Wanted::Before(oldest),
            None => Wanted::All(self.steps.made().to_vec()),
        })
    }

    /// Steps of earlier runs can be read from the journal.
    pub(crate) fn expect_history(&mut self) {
        self.steps.is_partial = true;
    }

    /// Adds steps of earlier runs.
    pub(crate) fn add_history(&mut self, history: History) {
        self.steps.add_history(history);
    }

    /// Articles left of the step being undone, and of the events that are being applied.
    pub fn left(&self) -> usize {
        let running = self.steps.running.as_ref();
        let running = running.map_or(0, |running| running.step.count() - running.done);
        running + self.unapplied.left()
    }

    /// Finds what the next part of the step leaves to undo. Returns the events that undo the step
    /// once all of it was looked at; [`apply_more`](Self::apply_more) applies them.
    pub(crate) fn go_on(&mut self, most: usize) -> Option<Reverted> {
        let mut running = self.steps.running.take()?;
        let mut left = most;
        while left > 0
            && let Some(event) = running.step.events.pop()
        {
            let count = event.count();
            let end = count.min(running.done.saturating_add(left));
            left -= end - running.done;
            self.collect(&mut running, &event, end);
            if end < count {
                running.done = end;
                running.step.events.push(event);
                break;
            }
            running.finish_event(&event);
        }
        if !running.step.events.is_empty() {
            self.steps.running = Some(running);
            return None;
        }
        Some(self.finish_undo(running))
    }

    /// Collects the articles of an event up to a number that it can be undone for.
    fn collect(&self, running: &mut Running, event: &Event, end: usize) {
        let subject = event.subject();
        for target in event.targets().take(end).skip(running.done) {
            let who = match subject {
                Some(subject) => self.libraries.identity_of(subject),
                None => Identity::from(target),
            };
            if self.is_in_force(event, &who) {
                running.targets.push(target);
                running.changed.add(target);
            } else {
                running.superseded.add(target);
            }
        }
    }

    /// Whether a field still has the value that an event set: no later event has changed it, or
    /// undoing later steps has restored it.
    fn is_in_force(&self, event: &Event, who: &Identity) -> bool {
        let fact = self.latest(who, event.action.field());
        fact.is_some_and(|fact| {
            let restored =
                matches!(fact.origin, Origin::Undo(_)) && is_same(&fact.action, &event.action);
            fact.stamp == event.stamp || restored
        })
    }

    fn finish_undo(&mut self, running: Running) -> Reverted {
        let mut events = running.events;
        number(&mut events);
        self.apply_later(&events);
        if let Some(step) = Step::of(events.clone()) {
            self.steps.add(step, running.stack.opposite());
        }
        Reverted {
            count: running.changed.count(),
            events,
            stack: running.stack,
            name: running.name,
            title: running.title,
            superseded: running.superseded.count(),
        }
    }
}

/// Whether two actions set the same, also if the address of a bookmark was found between them.
fn is_same(one: &Action, other: &Action) -> bool {
    match (one, other) {
        (Action::Bookmark(one), Action::Bookmark(other)) => {
            let found = Kept {
                subject: Arc::clone(&other.subject),
                ..Kept::clone(one)
            };
            found == **other
        }
        _ => one == other,
    }
}

impl Running {
    /// Makes the events that undo an event, of which all articles are done.
    fn finish_event(&mut self, event: &Event) {
        self.done = 0;
        let targets = std::mem::take(&mut self.targets);
        let Some(action) = event.undoing().filter(|_| !targets.is_empty()) else {
            return;
        };
        let (stamp, at) = (self.stamp, self.at);
        let undoing = |about| Event {
            stamp,
            at,
            about,
            origin: origin(event, &action),
            action: action.clone(),
            part: None,
        };
        match event.subject() {
            Some(subject) => {
                let about = About::One(Arc::clone(subject));
                self.events.push(undoing(about));
            }
            None => self.events.extend(bulk::lines(&targets).map(undoing)),
        }
    }
}

/// The origin of the event that undoes another with an action.
fn origin(event: &Event, action: &Action) -> Origin {
    let before = &event.action;
    let before = (action.opposite().as_ref() != Some(before)).then(|| Box::new(before.clone()));
    Origin::Undo(Box::new(Undo {
        step: event.stamp,
        before,
    }))
}
