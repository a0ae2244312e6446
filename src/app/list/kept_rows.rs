//! What the list of bookmarks knows of its rows, and the order of the list.

use super::key::Key;
use crate::library::{Date, Entry};
use crate::user::marks::Marks;
use std::collections::HashMap;
use std::sync::Arc;

/// What the bookmarks are sorted by. The groups follow from it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum KeptSort {
    /// When the bookmark was set, the latest first.
    #[default]
    Saved,
    Date,
    Title,
    Source,
    Collection,
    /// The user's first tag.
    Tag,
}

impl KeptSort {
    const ALL: [Self; 6] = [
        Self::Saved,
        Self::Date,
        Self::Title,
        Self::Source,
        Self::Collection,
        Self::Tag,
    ];

    #[must_use]
    pub fn next(self) -> Self {
        let mut after = Self::ALL.into_iter().skip_while(|sort| *sort != self);
        after.nth(1).unwrap_or_default()
    }

    /// The order of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|sort| sort.name() == name)
    }

    /// The name in the locales: `sort.<name>`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Saved => "saved",
            Self::Date => "date",
            Self::Title => "title",
            Self::Source => "source",
            Self::Collection => "collection",
            Self::Tag => "user-tag",
        }
    }
}

/// What is known of a bookmark.
#[derive(Clone, Debug, Default)]
pub struct KeptRow {
    /// When it was set, in milliseconds since 1970.
    pub saved: u64,
    /// The first collection and the first tag; empty without one.
    pub collection: Arc<str>,
    pub tag: Arc<str>,
    /// Tags, note and passage, for the last line of the row.
    pub line: String,
}

impl KeptRow {
    pub fn of(entry: &Entry, marks: &Marks) -> Self {
        let kept = marks.bookmark(entry);
        let (collections, tags) = (marks.collections(entry), marks.tags(entry));
        let first = |names: &[&str]| -> Arc<str> { names.first().copied().unwrap_or("").into() };
        let mut parts: Vec<String> = Vec::new();
        if !tags.is_empty() {
            let tags: Vec<String> = tags.iter().map(|tag| format!("#{tag}")).collect();
            parts.push(tags.join(" "));
        }
        // Only the first line of a note, which may be long.
        let note = marks
            .note(entry)
            .and_then(|note| note.lines().next())
            .map(str::trim);
        parts.extend(note.map(|note| format!("✎ {note}")));
        let passage = kept.and_then(|kept| kept.passage.as_deref());
        parts.extend(passage.map(str::to_owned));
        Self {
            saved: kept.map_or(0, |kept| kept.since),
            collection: first(&collections),
            tag: first(&tags),
            line: parts.join(" ⋅ "),
        }
    }

    /// The day when it was set.
    pub fn date(&self) -> Date {
        Date::at(self.saved)
    }
}

/// The bookmarks of the list.
#[derive(Debug, Default)]
pub(crate) struct KeptList {
    pub rows: HashMap<Key, KeptRow>,
    pub by: KeptSort,
    pub reversed: bool,
}
