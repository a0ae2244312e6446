//! User actions on marks as steps that can be undone and redone.
//!
//! A step with very many events is done and undone in slices, so that the screen stays responsive.

use super::Marks;
use super::bookmark::Kept;
use super::history::{Inverse, Running, Stack, Step, StepId};
use crate::document::Position;
use crate::library::Entry;
use crate::user::event::{Action, Event};
use std::sync::Arc;

/// A change that can be made to many articles at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
}

impl Change {
    fn action(self, entry: &Entry) -> Action {
        match self {
            Self::Read => Action::Read,
            Self::Unread => Action::Unread,
            Self::Bookmark => bookmark(entry, None),
            Self::Unbookmark => Action::Unbookmark,
        }
    }
}

/// The action that bookmarks an article at a reading position.
fn bookmark(entry: &Entry, place: Option<Position>) -> Action {
    Action::Bookmark {
        place,
        passage: None,
        since: None,
        date: entry.date.filter(|date| date.is_written()),
        count: Some(entry.count),
    }
}

impl Marks {
    /// Marks articles read or unread, as one step.
    pub fn set_read(&mut self, entry: &Entry, read: bool, now: u64) -> Event {
        let event = about(entry, if read { Action::Read } else { Action::Unread });
        self.step_one(event, now)
    }

    /// Marks an article read because it was read; not undoable. `None` if it was read already.
    pub(crate) fn note_read(&mut self, entry: &Entry, now: u64) -> Option<Event> {
        if self.is_read(entry) {
            return None;
        }
        Some(self.perform(about(entry, Action::Read), now).0)
    }

    /// Whether a change would change the marks of an article.
    pub(crate) fn lacks(&self, entry: &Entry, change: Change) -> bool {
        match change {
            Change::Read => !self.is_read(entry),
            Change::Unread => self.is_read(entry),
            Change::Bookmark => !self.is_bookmarked(entry),
            Change::Unbookmark => self.is_bookmarked(entry),
        }
    }

    /// Makes a change to all articles that lack it, as a new step or as part of a step that is
    /// still the newest. The step exists once something was changed.
    pub(crate) fn change_all(
        &mut self,
        entries: &[&Entry],
        change: Change,
        step: Option<StepId>,
        now: u64,
    ) -> (Vec<Event>, Option<StepId>) {
        let lacking = entries.iter().filter(|entry| self.lacks(entry, change));
        let events = lacking.map(|entry| about(entry, change.action(entry)));
        let events: Vec<Event> = events.collect();
        if events.is_empty() {
            return (events, step);
        }
        let (done, before) = self.perform_all(events, now);
        let known = step.and_then(|step| self.steps.find(step, Stack::Undo));
        let id = match known {
            Some(step) => {
                step.before.extend(before);
                step.id
            }
            None => self.remember(before),
        };
        (done, Some(id))
    }

    /// Adds a bookmark, as one step. `place` is the reading position.
    pub fn add_bookmark(&mut self, entry: &Entry, place: Option<Position>, now: u64) -> Event {
        self.step_one(about(entry, bookmark(entry, place)), now)
    }

    /// Removes a bookmark, as one step.
    pub fn remove_bookmark(&mut self, entry: &Entry, now: u64) -> Event {
        self.step_one(about(entry, Action::Unbookmark), now)
    }

    /// Stores the reading position; not undoable. `fraction` is the share of the article before
    /// it, 0 to 1.
    pub(crate) fn set_place(
        &mut self,
        entry: &Entry,
        place: Position,
        fraction: f32,
        now: u64,
    ) -> Event {
        let event = self.place_event(entry, place, fraction, now);
        self.apply(&event);
        event
    }

    /// The event that [`set_place`](Self::set_place) would record. Its time is later than that of
    /// the known position, whichever clock set it.
    pub(crate) fn place_event(
        &self,
        entry: &Entry,
        place: Position,
        fraction: f32,
        now: u64,
    ) -> Event {
        // JSON cannot represent NaN and infinities.
        let fraction = if fraction.is_nan() {
            0.0
        } else {
            fraction.clamp(0.0, 1.0)
        };
        let action = Action::Position { place, fraction };
        self.stamped(about(entry, action), now).0
    }

    /// Sets a named mark, as one step.
    pub(crate) fn set_named(
        &mut self,
        entry: &Entry,
        letter: char,
        place: Position,
        now: u64,
    ) -> Event {
        self.step_one(about(entry, Action::Mark { letter, place }), now)
    }

    /// Imports bookmarks, as one step; existing ones stay as they are.
    pub(crate) fn import(&mut self, bookmarks: &[Kept], now: u64) -> Vec<Event> {
        let new = bookmarks.iter().filter(|kept| {
            let old = self.kept(&kept.id, kept.fingerprint);
            old.is_none_or(|(_, old)| old.is_none())
        });
        let events = new.map(|kept| Event {
            time: 0,
            id: Arc::clone(&kept.id),
            fingerprint: kept.fingerprint,
            title: kept.title.clone(),
            source: kept.source.clone(),
            action: kept.action(),
            writer: "".into(),
            line: 0,
        });
        let events = events.collect();
        self.step(events, now)
    }

    /// Undoes the last step. Returns at most `most` of its events; [`go_on`](Self::go_on) does the
    /// rest. `None` if there is nothing to undo.
    pub(crate) fn undo(&mut self, most: usize, now: u64) -> Option<Vec<Event>> {
        self.turn_back(Stack::Undo, most, now)
    }

    /// Redoes the step that was undone last.
    pub(crate) fn redo(&mut self, most: usize, now: u64) -> Option<Vec<Event>> {
        self.turn_back(Stack::Redo, most, now)
    }

    fn turn_back(&mut self, stack: Stack, most: usize, now: u64) -> Option<Vec<Event>> {
        let mut done = self.go_on(usize::MAX, now);
        // Skips a step that others have superseded entirely.
        while let Some(Step { id, before }) = self.steps.pop(stack) {
            let inverse = Step {
                id,
                before: Vec::with_capacity(before.len()),
            };
            self.steps.push(inverse, stack.opposite());
            self.steps.running = Some(Running {
                rest: before.into_iter().rev(),
                id,
                stack,
            });
            done.extend(self.go_on(most, now));
            if !done.is_empty() {
                break;
            }
        }
        (!done.is_empty()).then_some(done)
    }

    /// Events left of the step being undone or redone.
    pub fn left(&self) -> usize {
        let running = self.steps.running.as_ref();
        running.map_or(0, |running| running.rest.len())
    }

    /// The next events of that step.
    pub(crate) fn go_on(&mut self, most: usize, now: u64) -> Vec<Event> {
        let Some(mut running) = self.steps.running.take() else {
            return Vec::new();
        };
        let mut events = Vec::new();
        while events.len() < most
            && let Some(inverse) = running.rest.next()
        {
            events.extend(self.still_ours(inverse));
        }
        let (done, before) = self.perform_all(events, now);
        // A step made in between may have cleared the stack; then there is nothing to redo.
        if let Some(inverse) = self.steps.find(running.id, running.stack.opposite()) {
            inverse.before.extend(before);
        }
        if running.rest.len() > 0 {
            self.steps.running = Some(running);
        } else {
            self.steps.remove_empty(running.id);
        }
        done
    }

    pub(crate) fn step(&mut self, events: Vec<Event>, now: u64) -> Vec<Event> {
        if events.is_empty() {
            return events;
        }
        let (done, before) = self.perform_all(events, now);
        self.remember(before);
        done
    }

    fn step_one(&mut self, event: Event, now: u64) -> Event {
        let (done, before) = self.perform(event, now);
        self.remember(vec![before]);
        done
    }

    fn remember(&mut self, before: Vec<Inverse>) -> StepId {
        let steps = &mut self.steps;
        steps.redo.clear();
        steps.last += 1;
        let id = steps.last;
        steps.push(Step { id, before }, Stack::Undo);
        id
    }

    fn perform_all(&mut self, events: Vec<Event>, now: u64) -> (Vec<Event>, Vec<Inverse>) {
        let events = events.into_iter();
        events.map(|event| self.perform(event, now)).unzip()
    }

    /// Applies the event and returns it as [`stamped`](Self::stamped) does.
    fn perform(&mut self, event: Event, now: u64) -> (Event, Inverse) {
        let (event, inverse) = self.stamped(event, now);
        self.apply(&event);
        (event, inverse)
    }

    /// Stamps the event and returns it with its inverse. Its time is later than the time of the
    /// event it replaces, even if that came from a machine with a fast clock: the user's newest
    /// action must win over the state that the user saw.
    fn stamped(&self, mut event: Event, now: u64) -> (Event, Inverse) {
        let (last, before) = self.state(&event);
        let inverse = Event {
            action: before,
            ..event.clone()
        };
        event.time = last.map_or(now, |last| now.max(last.saturating_add(1)));
        let inverse = Inverse {
            event: inverse,
            done: event.time,
            last: last.unwrap_or(0),
        };
        (event, inverse)
    }

    /// The inverse of one of our events, unless another instance changed the same fact since. A
    /// foreign event that is older but arrived later is restored.
    fn still_ours(&self, inverse: Inverse) -> Option<Event> {
        let Inverse { event, done, last } = inverse;
        let Some(elsewhere) = &self.elsewhere else {
            return Some(event);
        };
        let (time, action) = elsewhere.state(&event);
        match time {
            Some(time) if time >= done => None,
            Some(time) if time > last => Some(Event { action, ..event }),
            _ => Some(event),
        }
    }

    /// The time and action that an event would replace.
    fn state(&self, event: &Event) -> (Option<u64>, Action) {
        let (id, print) = (&*event.id, event.fingerprint);
        match &event.action {
            Action::Read | Action::Unread => {
                let old = self.read(id, print);
                let read = old.is_some_and(|(_, read)| *read);
                let before = if read { Action::Read } else { Action::Unread };
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Bookmark { .. } | Action::Unbookmark => {
                let old = self.kept(id, print);
                let kept = old.and_then(|(_, kept)| kept.as_ref());
                let before = kept.map_or(Action::Unbookmark, |kept| kept.action());
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Position { place, fraction } => {
                let old = self.ask(id, print, |record| record.place.as_ref());
                let mark = old.map_or((*place, *fraction), |(_, m)| (m.place, m.fraction));
                let (place, fraction) = mark;
                let before = Action::Position { place, fraction };
                (old.map(|(stamp, _)| stamp.time), before)
            }
            Action::Mark { letter, .. } | Action::Unmark { letter } => {
                let letter = *letter;
                let old = self.letter(id, print, letter);
                let before = match old.and_then(|(_, place)| *place) {
                    Some(place) => Action::Mark { letter, place },
                    None => Action::Unmark { letter },
                };
                (old.map(|(stamp, _)| stamp.time), before)
            }
        }
    }
}

pub(crate) fn about(entry: &Entry, action: Action) -> Event {
    Event {
        time: 0,
        id: Arc::clone(&entry.id),
        fingerprint: entry.fingerprint,
        title: entry.title.to_string(),
        source: entry.labels.source.to_string(),
        action,
        writer: "".into(),
        line: 0,
    }
}
