//! Events of the journal: what the user did, to which articles, and when.
//!
//! `line` reads and writes them as lines of JSON and documents the format.

mod action;
mod clean;
mod kept;
mod line;
mod many;
mod spent;
mod stamp;
mod subject;
mod time;

pub use crate::document::Rivals;
pub use action::{Action, Field, Highlight};
pub(crate) use clean::{note, sanitized};
pub use kept::Kept;
pub(crate) use kept::{GONE, shortened};
pub(crate) use line::{NotAnEvent, TARGETS_PER_LINE};
pub use spent::Spent;
pub use stamp::{Clock, Stamp, Writer};
pub use subject::{Subject, Target};
pub(crate) use subject::{library_key, path_key};

use std::sync::Arc;

/// A random name of a library. Each machine maps it to a folder.
pub type LibraryId = Arc<str>;

/// A user action, with everything needed to understand it on another machine.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    pub stamp: Stamp,
    /// The clock when it happened, in milliseconds since 1970.
    pub at: u64,
    pub about: About,
    pub action: Action,
    pub origin: Origin,
    /// The step has several lines, and counts when all of them are there: the number of this one,
    /// from 1, and how many there are.
    pub part: Option<(u32, u32)>,
}

/// The articles of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    One(Arc<Subject>),
    /// Only of actions without further content.
    Many(Arc<[Target]>),
}

/// How an event came about, and so how it can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum Origin {
    /// A step of the user. The action restores what was there before; `None`: the opposite of the
    /// event's action.
    Step(Option<Box<Action>>),
    /// A step that a rule made, with the same content. It gives way to what the user said about the
    /// same field, whenever that was.
    Rule(Option<Box<Action>>),
    /// Undoes a step.
    Undo(Box<Undo>),
    /// It came with reading, or from a version that had no steps: it is not undone.
    Reading,
    /// A step of the user of which a compaction has kept a part: it is not undone either.
    Past,
}

/// What an event undoes.
#[derive(Clone, Debug, PartialEq)]
pub struct Undo {
    /// The undone step. A step that undoes another can be undone itself, which redoes the first.
    pub step: Stamp,
    /// As in [`Origin::Step`].
    pub before: Option<Box<Action>>,
}

impl Event {
    /// An event about one article. The stamp comes with the clock.
    pub(crate) fn one(
        subject: impl Into<Arc<Subject>>,
        action: Action,
        (stamp, at): (Stamp, u64),
        origin: Origin,
    ) -> Self {
        Self {
            stamp,
            at,
            about: About::One(subject.into()),
            action,
            origin,
            part: None,
        }
    }

    /// The only article of the event.
    pub fn subject(&self) -> Option<&Arc<Subject>> {
        match &self.about {
            About::One(subject) => Some(subject),
            About::Many(_) => None,
        }
    }

    /// The ID of the only article.
    pub fn id(&self) -> &str {
        self.subject().map_or("", |subject| &subject.id)
    }

    /// The title of the only article, if the event names it.
    pub fn title(&self) -> &str {
        self.subject().map_or("", |subject| &subject.title)
    }

    /// How many articles it concerns.
    pub fn count(&self) -> usize {
        match &self.about {
            About::One(_) => 1,
            About::Many(targets) => targets.len(),
        }
    }

    /// The articles as hashes.
    pub(crate) fn targets(&self) -> impl Iterator<Item = Target> {
        let (one, many) = match &self.about {
            About::One(subject) => (Some(subject.target()), None),
            About::Many(targets) => (None, Some(targets)),
        };
        let many = many.into_iter().flat_map(|targets| targets.iter());
        one.into_iter().chain(many.copied())
    }

    /// The action that restores what was there before, if it is not the opposite of this one.
    fn before(&self) -> Option<&Action> {
        match &self.origin {
            Origin::Step(before) | Origin::Rule(before) => before.as_deref(),
            Origin::Undo(undo) => undo.before.as_deref(),
            Origin::Reading | Origin::Past => None,
        }
    }

    /// The action that undoes it; `None`: it is not undone.
    pub(crate) fn undoing(&self) -> Option<Action> {
        match (&self.origin, self.before()) {
            (Origin::Reading | Origin::Past, _) => None,
            (_, Some(before)) => Some(before.clone()),
            (_, None) => self.action.opposite(),
        }
    }

    /// The name of the state after undoing it, or after redoing what it undid.
    pub(crate) fn undone_name(&self, is_undo: bool) -> &'static str {
        match (&self.action, self.undoing()) {
            (Action::Later(_), Some(Action::Later(_))) if is_undo => "moved-back",
            (Action::Later(_), Some(Action::Later(_))) => "moved",
            (_, Some(Action::Note(text))) if is_undo && !text.is_empty() => "earlier-note",
            (_, action) => action.map_or("", |action| action.state_name()),
        }
    }

    /// The stamp of the step that it undoes.
    pub(crate) fn undoes(&self) -> Option<Stamp> {
        match &self.origin {
            Origin::Undo(undo) => Some(undo.step),
            Origin::Step(_) | Origin::Rule(_) | Origin::Reading | Origin::Past => None,
        }
    }

    /// Sets the web address of the only article; a bookmark keeps it when the article is gone.
    pub(crate) fn set_address(&mut self, address: Option<Arc<str>>) {
        if let About::One(subject) = &mut self.about {
            *subject = Arc::new(Subject {
                address,
                ..Subject::clone(subject)
            });
            if let Action::Bookmark(kept) = &mut self.action {
                kept.subject = Arc::clone(subject);
            }
        }
    }

    /// Whether it belongs to a step, so that it can be undone.
    pub(crate) fn is_step(&self) -> bool {
        self.undoing().is_some()
    }
}
