//! What the user can do to one article. Each method applies the change and returns the events to
//! write to the journal; all of them together are one step, which can be undone, unless the method
//! says otherwise.

use super::Marks;
use super::edits::{Spot, bookmark};
use super::facts::Fact;
use super::order;
use super::parts::number;
use crate::document::Position;
use crate::library::Entry;
use crate::user::event::{
    Action, Event, Field, Highlight, Kept, Origin, Spent, Subject, sanitized,
};
use std::sync::Arc;

impl Marks {
    /// Marks an article read or unread.
    pub fn set_read(&mut self, entry: &Entry, read: bool, now: u64) -> Vec<Event> {
        let action = if read { Action::Read } else { Action::Unread };
        self.step(entry, [action], now)
    }

    /// Hides an article from lists and counts, or shows it again.
    pub fn set_hidden(&mut self, entry: &Entry, hidden: bool, now: u64) -> Vec<Event> {
        let action = if hidden { Action::Hide } else { Action::Unhide };
        self.step(entry, [action], now)
    }

    /// Marks an article read because it was read; not undoable. Nothing if it was read already.
    pub(crate) fn note_read(&mut self, entry: &Entry, now: u64) -> Vec<Event> {
        if self.is_read(entry) {
            return Vec::new();
        }
        vec![self.reading(entry, Action::Read, now)]
    }

    /// Records that an article was opened, for the history; not undoable.
    pub fn note_opened(&mut self, entry: &Entry, now: u64) -> Event {
        self.reading(entry, Action::Open(now), now)
    }

    /// Records how long an article was read; not undoable. Times of the same quarter of an hour are
    /// added.
    pub(crate) fn note_time(&mut self, entry: &Entry, spent: Spent, now: u64) -> Event {
        let event = self.time_event(entry, spent, now);
        self.apply(&event);
        event
    }

    /// The event that [`note_time`](Self::note_time) would record.
    pub(crate) fn time_event(&self, entry: &Entry, spent: Spent, now: u64) -> Event {
        let writer = self.clock.writer;
        let spent = Spent { writer, ..spent };
        let before = self.fact(entry, Field::Spent(spent.slot(), writer));
        let spent = match before.map(|fact| &fact.action) {
            Some(Action::Spend(before)) => before.plus(spent),
            _ => spent,
        };
        let stamp = self.clock.clone().tick(now);
        let action = Action::Spend(Box::new(spent));
        Event::one(self.subject(entry), action, (stamp, now), Origin::Reading)
    }

    /// Adds a bookmark.
    pub fn add_bookmark(&mut self, entry: &Entry, spot: impl Into<Spot>, now: u64) -> Vec<Event> {
        let action = bookmark(entry, self.subject(entry), spot, now);
        self.step(entry, [action], now)
    }

    /// Removes a bookmark.
    pub fn remove_bookmark(&mut self, entry: &Entry, now: u64) -> Vec<Event> {
        let subject = self.bookmarked_subject(entry);
        self.step_of(vec![(subject, Action::Unbookmark)], now)
    }

    /// The article as its bookmark names it, if that is one of the first versions. Such a bookmark
    /// names no library, so only an event that names none is sure to be about it. One that knows
    /// only the start of the text may be that of several articles: the event is about this one.
    pub(super) fn bookmarked_subject(&self, entry: &Entry) -> Subject {
        match self.bookmark(entry) {
            Some(kept) if kept.subject.library.is_none() && !knows_only_start(kept) => {
                Subject::clone(&kept.subject)
            }
            _ => self.subject(entry),
        }
    }

    /// Moves an article in the queue: between two others, `None` for the ends of the queue.
    pub fn move_in_queue(
        &mut self,
        entry: &Entry,
        after: Option<&Entry>,
        before: Option<&Entry>,
        now: u64,
    ) -> Vec<Event> {
        let low = after.and_then(|entry| self.order(entry));
        let mut high = before.and_then(|entry| self.order(entry));
        // Two machines may have chosen equal keys: what follows with the same key gets new ones.
        let mut following = Vec::new();
        if let (Some(equal), Some(before)) = (&low, before)
            && low == high
        {
            let (own, before) = (self.identity(entry), self.identity(before));
            let queue = self.queue_keys().into_iter();
            let mut rest = queue
                .skip_while(|(path, ..)| !before.has_path(*path))
                .filter(|(path, ..)| !own.has_path(*path));
            let mut next = None;
            following.extend(
                rest.by_ref()
                    .take_while(|(.., key)| {
                        next = (*key != equal).then(|| Arc::clone(key));
                        next.is_none()
                    })
                    .map(|(_, subject, _)| Subject::clone(subject)),
            );
            high = next;
        }
        let mut last = low;
        let mut change = |subject: Subject| {
            let key: Arc<str> = order::between(last.as_deref(), high.as_deref()).into();
            last = Some(Arc::clone(&key));
            (subject, Action::Later(key))
        };
        let moved = [self.subject(entry)];
        let changes = moved.into_iter().chain(following).map(&mut change);
        let changes = changes.collect();
        self.step_of(changes, now)
    }

    /// Adds a highlight, or changes the one with the same ID. An empty ID gets a new one.
    pub fn set_highlight(&mut self, entry: &Entry, highlight: Highlight, now: u64) -> Vec<Event> {
        let mut highlight = sanitized(highlight);
        if highlight.id.is_empty() {
            highlight.id = crate::fs::random_name();
        }
        self.step(entry, [Action::Highlight(Arc::new(highlight))], now)
    }

    /// Removes a highlight.
    pub fn remove_highlight(&mut self, entry: &Entry, id: &str, now: u64) -> Vec<Event> {
        self.step(entry, [Action::Unhighlight(id.into())], now)
    }

    /// Sets a named mark.
    pub(crate) fn set_named(
        &mut self,
        entry: &Entry,
        letter: char,
        place: Position,
        now: u64,
    ) -> Vec<Event> {
        self.step(entry, [Action::Mark { letter, place }], now)
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

    /// The event that [`set_place`](Self::set_place) would record.
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
        let stamp = self.clock.clone().tick(now);
        let action = Action::Position { place, fraction };
        Event::one(self.subject(entry), action, (stamp, now), Origin::Reading)
    }

    /// Imports changes as one step. Fields that are set already stay as they are. The times are
    /// those of the changes, in milliseconds since 1970.
    pub(crate) fn import(&mut self, changes: Vec<(Subject, Action, u64)>, now: u64) -> Vec<Event> {
        let is_new = |(subject, action, _): &(Subject, Action, u64)| {
            let who = self.libraries.identity_of(subject);
            let is_set = |field| {
                let fact = self.latest(&who, field);
                fact.is_some_and(|fact| fact.action.is_set())
            };
            match action {
                // An article that has left the queue may have been hidden there.
                Action::Snooze(_) => !is_set(Field::Queue),
                Action::Unsnooze => !is_set(Field::Queue) && is_set(Field::Snooze),
                action => !is_set(action.field()),
            }
        };
        let changes: Vec<_> = changes.into_iter().filter(is_new).collect();
        self.step_at(changes, now)
    }

    /// An article as events name it.
    pub(crate) fn subject(&self, entry: &Entry) -> Subject {
        Subject::new(entry, self.libraries.of(entry))
    }

    /// Applies an event that is not undone.
    fn reading(&mut self, entry: &Entry, action: Action, now: u64) -> Event {
        let stamp = self.clock.tick(now);
        let event = Event::one(self.subject(entry), action, (stamp, now), Origin::Reading);
        self.apply(&event);
        event
    }

    fn step(
        &mut self,
        entry: &Entry,
        actions: impl IntoIterator<Item = Action>,
        now: u64,
    ) -> Vec<Event> {
        let actions = actions.into_iter();
        let changes = actions
            .map(|action| (self.subject(entry), action))
            .collect();
        self.step_of(changes, now)
    }

    /// Applies changes as one step.
    pub(super) fn step_of(&mut self, changes: Vec<(Subject, Action)>, now: u64) -> Vec<Event> {
        let changes = changes.into_iter();
        let changes = changes.map(|(subject, action)| (subject, action, now));
        self.step_at(changes.collect(), now)
    }

    fn step_at(&mut self, changes: Vec<(Subject, Action, u64)>, now: u64) -> Vec<Event> {
        if changes.is_empty() {
            return Vec::new();
        }
        let stamp = self.clock.tick(now);
        let event = |(subject, action, at)| {
            // A bookmark may know the address.
            let subject = match &action {
                Action::Bookmark(kept) => Arc::clone(&kept.subject),
                _ => Arc::new(subject),
            };
            let before = self.before(&subject, &action);
            Event::one(subject, action, (stamp, at), Origin::Step(before))
        };
        // Before any of them is performed: two copies of an article share their state.
        let mut events: Vec<Event> = changes.into_iter().map(event).collect();
        events.iter().for_each(|event| self.perform(event));
        number(&mut events);
        self.steps.begin(events.clone());
        events
    }

    /// What an event has to say of the state before, so that it can be undone.
    pub(super) fn before(&self, subject: &Subject, action: &Action) -> Option<Box<Action>> {
        let identity = self.libraries.identity_of(subject);
        let fact = self.latest(&identity, action.field());
        let before = fact.map(|fact: &Fact| fact.action.clone());
        let before = before.or_else(|| action.unset());
        before
            .filter(|before| action.opposite().as_ref() != Some(before))
            .map(Box::new)
    }
}

fn knows_only_start(kept: &Kept) -> bool {
    let print = kept.subject.fingerprint;
    print.is_start_only() && print.start != 0
}
