//! Changes to many articles as one step, in slices, so that the screen stays responsive. The changes
//! are collected, recorded as few lines that hold fingerprints, and only then applied.

use super::Marks;
use super::edits::{Spot, bookmark};
use super::parts::number;
use crate::library::Entry;
use crate::user::event::{About, Action, Event, Origin, Stamp, Subject, TARGETS_PER_LINE, Target};
use std::sync::Arc;

/// A change that can be made to many articles at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Read,
    Unread,
    Bookmark,
    Unbookmark,
    Hide,
    Unhide,
}

/// A step that is being made.
#[derive(Clone, Debug)]
pub(crate) struct Bulk {
    change: Change,
    stamp: Stamp,
    at: u64,
    /// The first changed article: a step over one article names it.
    first: Option<Arc<Subject>>,
    /// The articles that were marked read or unread, hidden or shown.
    targets: Vec<Target>,
    /// Bookmarks are too different to share lines.
    events: Vec<Event>,
}

impl Bulk {
    /// How many articles were changed.
    pub fn count(&self) -> usize {
        self.targets.len() + self.events.len()
    }
}

impl Marks {
    /// Whether a change would change the marks of an article.
    pub(crate) fn lacks(&self, entry: &Entry, change: Change) -> bool {
        match change {
            Change::Read => !self.is_read(entry),
            Change::Unread => self.is_read(entry),
            Change::Bookmark => !self.is_bookmarked(entry),
            Change::Unbookmark => self.is_bookmarked(entry),
            Change::Hide => !self.is_hidden(entry),
            Change::Unhide => self.is_hidden(entry),
        }
    }

    /// Begins a change.
    pub(crate) fn begin_bulk(&mut self, change: Change, now: u64) -> Bulk {
        Bulk {
            change,
            stamp: self.clock.tick(now),
            at: now,
            first: None,
            targets: Vec::new(),
            events: Vec::new(),
        }
    }

    /// Adds articles that lack the change.
    pub(crate) fn change_more<'e>(
        &self,
        bulk: &mut Bulk,
        entries: impl IntoIterator<Item = &'e Entry>,
    ) {
        for entry in entries {
            let subject = match bulk.change {
                Change::Read | Change::Unread | Change::Hide | Change::Unhide => {
                    bulk.targets.push(self.libraries.target(entry));
                    bulk.first
                        .get_or_insert_with(|| Arc::new(self.subject(entry)));
                    continue;
                }
                Change::Bookmark => self.subject(entry),
                Change::Unbookmark => self.bookmarked_subject(entry),
            };
            let action = match bulk.change {
                Change::Bookmark => bookmark(entry, subject.clone(), Spot::default(), bulk.at),
                _ => Action::Unbookmark,
            };
            let before = self.before(&subject, &action);
            let event = Event::one(subject, action, (bulk.stamp, bulk.at), Origin::Step(before));
            bulk.events.push(event);
        }
    }

    /// Makes the change to all articles that lack it, as one step. Returns the events, and how many
    /// articles were changed.
    pub(crate) fn change_all(
        &mut self,
        entries: &[Entry],
        change: Change,
        now: u64,
    ) -> (Vec<Event>, usize) {
        let mut bulk = None;
        for entry in entries {
            if self.lacks(entry, change) {
                let bulk = bulk.get_or_insert_with(|| self.begin_bulk(change, now));
                self.change_more(bulk, [entry]);
            }
        }
        bulk.map_or((Vec::new(), 0), |bulk| {
            let count = bulk.count();
            let events = self.finish_bulk(bulk);
            self.apply_more(usize::MAX);
            (events, count)
        })
    }

    /// Ends the change, as one step. Returns its events, which
    /// [`apply_more`](Self::apply_more) applies.
    pub(crate) fn finish_bulk(&mut self, bulk: Bulk) -> Vec<Event> {
        let Bulk {
            change,
            stamp,
            at,
            first,
            mut targets,
            mut events,
        } = bulk;
        drop_pages(&mut targets);
        let action = match change {
            Change::Unread => Action::Unread,
            Change::Hide => Action::Hide,
            Change::Unhide => Action::Unhide,
            _ => Action::Read,
        };
        let about = |about| Event {
            stamp,
            at,
            about,
            action: action.clone(),
            origin: Origin::Step(None),
            part: None,
        };
        match (targets.as_slice(), first) {
            ([_], Some(first)) => events.push(about(About::One(first))),
            _ => events.extend(lines(&targets).map(about)),
        }
        number(&mut events);
        self.steps.begin(events.clone());
        self.apply_later(&events);
        events
    }
}

/// Leaves the addresses out if there are too many of them.
pub(super) fn drop_pages(targets: &mut [Target]) {
    if targets.len() > MOST_WITH_PAGES {
        let prints = targets.iter_mut().map(|target| &mut target.fingerprint);
        prints.for_each(|print| print.set_address(0));
    }
}

/// Steps about more articles do not hold the hashes of their addresses: a step stays below 4 MB.
const MOST_WITH_PAGES: usize = 80_000;

/// Articles as the lines of a step hold them.
pub(super) fn lines(targets: &[Target]) -> impl Iterator<Item = About> {
    let lines = targets.chunks(TARGETS_PER_LINE);
    lines.map(|targets| About::Many(targets.into()))
}
