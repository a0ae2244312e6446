//! What the user did, and which fact about the article it changes.

use super::kept::Kept;
use super::spent::Spent;
use super::stamp::Writer;
use crate::document::{Position, Rivals};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The actions. Each sets one [`Field`] of an article.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    Read,
    Unread,
    Bookmark(Box<Kept>),
    Unbookmark,
    Position {
        place: Position,
        /// The share of the article before the position: 0 to 1.
        fraction: f32,
    },
    /// A named mark in the article.
    Mark {
        letter: char,
        place: Position,
    },
    Unmark {
        letter: char,
    },
    Tag(Arc<str>),
    Untag(Arc<str>),
    /// Adds to a collection.
    Collect(Arc<str>),
    Uncollect(Arc<str>),
    /// Sets the note; an empty one removes it.
    Note(Arc<str>),
    /// Puts into the queue of articles to read later. The key gives the place in the queue.
    Later(Arc<str>),
    NotLater,
    /// Takes out of the lists, as a rule or the user says.
    Hide,
    Unhide,
    /// Hides from the queue until a time, in milliseconds since 1970.
    Snooze(u64),
    Unsnooze,
    Highlight(Arc<Highlight>),
    /// Removes the highlight with this ID.
    Unhighlight(Arc<str>),
    /// The article was opened at a time, in milliseconds since 1970.
    Open(u64),
    /// How long the article was read in a quarter of an hour, in all.
    Spend(Box<Spent>),
}

/// A highlighted passage, anchored by its text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Highlight {
    /// Random; the same on every machine.
    pub id: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub quote: String,
    /// The text before and after the quotation, which tells equal passages apart.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub before: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub after: String,
    /// Where it was when it was made. The text decides; this only saves a search.
    #[serde(default, skip_serializing_if = "is_start")]
    pub place: Position,
    /// The name of a colour role; empty for the usual one.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub colour: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Unknown for highlights of earlier versions and of other programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rivals: Option<Rivals>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_start(place: &Position) -> bool {
    *place == Position::default()
}

/// Milliseconds of the periods of which only the last opening is kept.
const PERIOD: u64 = 3_600_000;

/// A fact about an article. The event with the latest stamp on it counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field<'a> {
    Read,
    Bookmark,
    Position,
    Letter(char),
    Tag(&'a str),
    Collection(&'a str),
    Note,
    Queue,
    Snooze,
    Hidden,
    Highlight(&'a str),
    /// Opened in an hour, counted from 1970.
    Opened(u64),
    /// Read in a quarter of an hour, counted from 1970. Each writer has its own, because it does not
    /// know the times of the others when it adds to it.
    Spent(u64, Writer),
}

impl Action {
    /// The name in the journal, and in the locales under `action.<name>`.
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Unread => "unread",
            Self::Bookmark(_) => "bookmark",
            Self::Unbookmark => "unbookmark",
            Self::Position { .. } => "place",
            Self::Mark { .. } => "mark",
            Self::Unmark { .. } => "unmark",
            Self::Tag(_) => "tag",
            Self::Untag(_) => "untag",
            Self::Collect(_) => "collect",
            Self::Uncollect(_) => "uncollect",
            Self::Note(_) => "note",
            Self::Later(_) => "later",
            Self::NotLater => "not-later",
            Self::Snooze(_) => "snooze",
            Self::Unsnooze => "unsnooze",
            Self::Hide => "hide",
            Self::Unhide => "unhide",
            Self::Highlight(_) => "highlight",
            Self::Unhighlight(_) => "unhighlight",
            Self::Open(_) => "open",
            Self::Spend(_) => "time",
        }
    }

    /// The name of the state after it, for the interface.
    pub(crate) fn state_name(&self) -> &'static str {
        match self {
            Self::Note(text) if text.is_empty() => "no-note",
            action => action.name(),
        }
    }

    pub fn field(&self) -> Field<'_> {
        match self {
            Self::Read | Self::Unread => Field::Read,
            Self::Bookmark(_) | Self::Unbookmark => Field::Bookmark,
            Self::Position { .. } => Field::Position,
            Self::Mark { letter, .. } | Self::Unmark { letter } => Field::Letter(*letter),
            Self::Tag(tag) | Self::Untag(tag) => Field::Tag(tag),
            Self::Collect(name) | Self::Uncollect(name) => Field::Collection(name),
            Self::Note(_) => Field::Note,
            Self::Later(_) | Self::NotLater => Field::Queue,
            Self::Snooze(_) | Self::Unsnooze => Field::Snooze,
            Self::Hide | Self::Unhide => Field::Hidden,
            Self::Highlight(highlight) => Field::Highlight(&highlight.id),
            Self::Unhighlight(id) => Field::Highlight(id),
            Self::Open(at) => Field::Opened(at / PERIOD),
            Self::Spend(spent) => Field::Spent(spent.slot(), spent.writer),
        }
    }

    /// Whether the field is set afterwards, rather than as if it had never been set.
    pub(crate) fn is_set(&self) -> bool {
        !matches!(
            self,
            Self::Unread
                | Self::Unbookmark
                | Self::Unmark { .. }
                | Self::Untag(_)
                | Self::Uncollect(_)
                | Self::NotLater
                | Self::Unsnooze
                | Self::Unhide
                | Self::Unhighlight(_)
        ) && !matches!(self, Self::Note(text) if text.is_empty())
    }

    /// The action that leaves the field unset. `None`: this action is never undone.
    pub(crate) fn unset(&self) -> Option<Self> {
        Some(match self {
            Self::Read | Self::Unread => Self::Unread,
            Self::Bookmark(_) | Self::Unbookmark => Self::Unbookmark,
            Self::Position { .. } | Self::Open(_) | Self::Spend(_) => return None,
            Self::Mark { letter, .. } | Self::Unmark { letter } => Self::Unmark { letter: *letter },
            Self::Tag(tag) | Self::Untag(tag) => Self::Untag(Arc::clone(tag)),
            Self::Collect(name) | Self::Uncollect(name) => Self::Uncollect(Arc::clone(name)),
            Self::Note(_) => Self::Note("".into()),
            Self::Later(_) | Self::NotLater => Self::NotLater,
            Self::Snooze(_) | Self::Unsnooze => Self::Unsnooze,
            Self::Hide | Self::Unhide => Self::Unhide,
            Self::Highlight(highlight) => Self::Unhighlight(highlight.id.as_str().into()),
            Self::Unhighlight(id) => Self::Unhighlight(Arc::clone(id)),
        })
    }

    /// The action that undoes this one if nothing is known of the state before. Where the opposite
    /// has no further content it is that one, else the action that leaves the field unset.
    pub(crate) fn opposite(&self) -> Option<Self> {
        match self {
            Self::Unread => Some(Self::Read),
            Self::Unhide => Some(Self::Hide),
            Self::Untag(tag) => Some(Self::Tag(Arc::clone(tag))),
            Self::Uncollect(name) => Some(Self::Collect(Arc::clone(name))),
            set => set.unset(),
        }
    }

    /// Whether there is more to it than its name.
    pub(crate) fn has_content(&self) -> bool {
        !matches!(
            self,
            Self::Read
                | Self::Unread
                | Self::Hide
                | Self::Unhide
                | Self::Unbookmark
                | Self::NotLater
                | Self::Unsnooze
        )
    }

    /// Whether its event names the title and source, because it is listed without the article.
    pub(crate) fn describes(&self) -> bool {
        matches!(
            self,
            Self::Bookmark(_)
                | Self::Mark { .. }
                | Self::Later(_)
                | Self::Highlight(_)
                | Self::Note(_)
                | Self::Open(_)
                | Self::Spend(_)
        )
    }
}
