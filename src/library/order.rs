//! The orders in which articles are listed, on the screen and by the command line alike.

use super::{Date, Entry};
use std::cmp::Ordering;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Date,
    Source,
    Title,
    Length,
}

impl Sort {
    pub const ALL: &[Self] = &[Self::Date, Self::Source, Self::Title, Self::Length];

    #[must_use]
    pub fn next(self) -> Self {
        let at = Self::ALL
            .iter()
            .position(|sort| *sort == self)
            .map_or(0, |at| at + 1);
        Self::ALL.get(at).copied().unwrap_or_default()
    }

    /// The name in the locales: `sort.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Source => "source",
            Self::Title => "title",
            Self::Length => "length",
        }
    }

    /// Newest, first of the alphabet, longest first; articles that are equal in this are not
    /// told apart.
    pub fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let by_date = || newness(b).cmp(&newness(a));
        match self {
            Self::Date => by_date(),
            Self::Source => a.source.cmp(&b.source).then_with(by_date),
            Self::Title => a.title.cmp(&b.title),
            Self::Length => b.count.characters.cmp(&a.count.characters),
        }
    }
}

/// Articles that only their file dates come last: a copied folder is not today's news.
fn newness(entry: &Entry) -> Option<(bool, i64)> {
    let date: Date = entry.date?;
    Some((date.is_written(), date.seconds))
}
