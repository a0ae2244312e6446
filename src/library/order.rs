//! Sort orders of the list, shared by the screen and the command line.

use super::{Date, Entry, id, origin};
use crate::text::{Collation, Pace};
use std::cmp::Ordering;
use std::collections::HashMap;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Date,
    Source,
    Title,
    Length,
    Folder,
    /// What fits a query best comes first. This is not known of an article alone: here the order
    /// is that of the date, and what searches arranges what it finds.
    Relevance,
}

impl Sort {
    pub(crate) const ALL: &[Self] = &[
        Self::Date,
        Self::Source,
        Self::Title,
        Self::Length,
        Self::Folder,
        Self::Relevance,
    ];

    #[must_use]
    pub(crate) fn next(self) -> Self {
        let at = Self::ALL
            .iter()
            .position(|sort| *sort == self)
            .map_or(0, |at| at + 1);
        Self::ALL.get(at).copied().unwrap_or_default()
    }

    /// The name in the locales: `sort.<name>`.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Date => "date",
            Self::Source => "source",
            Self::Title => "title",
            Self::Length => "length",
            Self::Folder => "folder",
            Self::Relevance => "relevance",
        }
    }
}

impl Sort {
    /// The key of a list for which none was chosen: the date, or the folder where most articles
    /// have no date of their own, as in a vault of notes or documentation. `dated`: how many of
    /// all articles have one. The screen, the command line and an index count them, so that all
    /// choose the same order.
    pub(crate) fn usual(dated: usize, all: usize) -> Self {
        if dated < all.div_ceil(2) {
            Self::Folder
        } else {
            Self::Date
        }
    }
}

/// The order of a list: a sort key, and whether the list begins at its other end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub by: Sort,
    pub reversed: bool,
    /// How titles and sources are compared.
    pub collation: Collation,
    /// How fast the user reads.
    pub pace: Pace,
}

impl From<Sort> for Order {
    fn from(by: Sort) -> Self {
        Self {
            by,
            ..Self::default()
        }
    }
}

impl Order {
    /// The same key from the other end.
    #[must_use]
    pub(crate) const fn reverse(self) -> Self {
        Self {
            reversed: !self.reversed,
            ..self
        }
    }

    const fn of(self, usual: Ordering) -> Ordering {
        if self.reversed {
            usual.reverse()
        } else {
            usual
        }
    }

    /// Compares completely: two entries are equal only if they have the same id and
    /// library.
    pub(crate) fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let order = self.of(self.compare_keys(a, b));
        order
            .then_with(|| id::compare(a.id(), b.id()))
            .then_with(|| a.root().cmp(b.root()))
    }

    /// Reading time first, because the list is grouped by it.
    fn length(self, entry: &Entry) -> (u32, usize) {
        let minutes = self.pace.minutes(entry.count);
        (minutes, entry.count.characters as usize)
    }

    /// Newest first, alphabetical, longest first, or in the order of a file manager. Entries may
    /// compare equal.
    fn compare_keys(self, a: &Entry, b: &Entry) -> Ordering {
        let by_date = || newness(b).cmp(&newness(a));
        match self.by {
            Sort::Date | Sort::Relevance => by_date(),
            Sort::Source => self
                .collation
                .compare(origin(a), origin(b))
                .then_with(by_date),
            Sort::Title => self.collation.compare(a.title(), b.title()),
            Sort::Length => self.length(b).cmp(&self.length(a)),
            Sort::Folder => {
                let compare = |a, b| self.collation.compare(a, b);
                compare(folder(a), folder(b)).then_with(|| compare(name(a), name(b)))
            }
        }
    }
}

/// Sorts entries.
pub(crate) fn arrange<T>(items: &mut Vec<T>, order: Order, entry: impl Fn(&T) -> &Entry) {
    let Some(places) = places(items, order, entry, || false) else {
        return;
    };
    let mut old: Vec<Option<T>> = items.drain(..).map(Some).collect();
    let sorted = places
        .iter()
        .filter_map(|place| old.get_mut(place.at as usize)?.take());
    items.extend(sorted);
}

/// Entries that are sorted between two looks at a cancellation.
const RUN: usize = 1 << 13;

/// An entry while it is sorted: by its number, the first half before the second. Not one number of
/// 16 bytes, which would be aligned to as many: a million of these are sorted at once.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Place {
    number: [u64; 2],
    /// The index of the entry.
    pub at: u32,
}

/// The entries in an order. Sorts by one precomputed number per entry; entries are compared only if
/// their numbers are equal. Collating every pair would take ten times as long. `None` if it is
/// cancelled.
pub(crate) fn places<T>(
    items: &[T],
    order: Order,
    entry: impl Fn(&T) -> &Entry,
    is_cancelled: impl Fn() -> bool,
) -> Option<Vec<Place>> {
    let ranks = ranks(items.iter().map(&entry), order);
    let compare = |a: &Place, b: &Place| {
        let first = order.of(a.number.cmp(&b.number));
        let entry = |at: u32| items.get(at as usize).map(&entry);
        first.then_with(|| match (entry(a.at), entry(b.at)) {
            (Some(a), Some(b)) => order.compare(a, b),
            _ => Ordering::Equal,
        })
    };
    let mut places: Vec<Place> = Vec::with_capacity(items.len());
    for run in items.chunks(RUN) {
        if is_cancelled() {
            return None;
        }
        let start = places.len();
        places.extend(run.iter().zip(start as u32..).map(|(item, at)| {
            let number = number(entry(item), order, &ranks);
            let number = [(number >> 64) as u64, number as u64];
            Place { number, at }
        }));
        if let Some(run) = places.get_mut(start..) {
            run.sort_unstable_by(compare);
        }
    }
    // This sort finds the runs and only merges them.
    places.sort_by(compare);
    (!is_cancelled()).then_some(places)
}

/// The rank of each source among all sources; likewise of folders. Most articles share theirs with
/// others.
fn ranks<'a>(entries: impl Iterator<Item = &'a Entry>, order: Order) -> HashMap<&'a str, u64> {
    let name: fn(&Entry) -> &str = match order.by {
        Sort::Source => origin,
        Sort::Folder => folder,
        Sort::Date | Sort::Title | Sort::Length | Sort::Relevance => return HashMap::new(),
    };
    let mut ranks: HashMap<&str, u64> = entries.map(|entry| (name(entry), 0)).collect();
    let names = ranks.keys().map(|name| (order.collation.key(name), *name));
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    let ranked = names.into_iter().zip(0..);
    ranks.extend(ranked.map(|((_, name), rank)| (name, rank)));
    ranks
}

/// The entry with the smaller number comes first; equal numbers decide nothing.
fn number(entry: &Entry, order: Order, ranks: &HashMap<&str, u64>) -> u128 {
    let age = !(newness(entry).cast_unsigned() ^ (1 << 63));
    let rank = |name| ranks.get(name).copied().unwrap_or(0);
    match order.by {
        Sort::Date | Sort::Relevance => age.into(),
        Sort::Source => (u128::from(rank(origin(entry))) << 64) | u128::from(age),
        Sort::Title => order.collation.prefix(entry.title()),
        Sort::Length => {
            let (minutes, characters) = order.length(entry);
            u128::MAX - ((u128::from(minutes) << 64) | characters as u128)
        }
        Sort::Folder => {
            let name = order.collation.prefix(name(entry));
            (u128::from(rank(folder(entry))) << 96) | (name >> 32)
        }
    }
}

/// The folder of an article in its library; empty for one that is not in a folder of it.
pub(crate) fn folder(entry: &Entry) -> &str {
    folder_of_id(entry.id())
}

pub(crate) fn folder_of_id(id: &str) -> &str {
    id.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of the file of an article.
fn name(entry: &Entry) -> &str {
    let id = entry.id();
    id.rsplit_once('/').map_or(id, |(_, name)| name)
}

/// A number that sorts by date. Articles dated only by their file come last: a copied folder is
/// not today's news.
pub(crate) fn newness(entry: &Entry) -> i64 {
    newness_of(entry.date)
}

/// As [`newness`] of an entry with this date.
pub(crate) fn newness_of(date: Option<Date>) -> i64 {
    let Some(date) = date else {
        return i64::MIN;
    };
    let seconds = date.seconds.clamp(-(1 << 60), 1 << 60);
    let base = 1 << 61;
    seconds + if date.is_written() { base } else { -base }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::{Interner, Name, sample};
    use proptest::prelude::*;

    proptest! {
        /// The fast way and the plain way are one order.
        #[test]
        fn numbers_do_not_change_the_order(
            made in prop::collection::vec(("[ab甲]{0,8}", "[ab甲乙丙]{0,4}", 0..4i64, 0..9usize, "([ab]/){0,2}[ab甲 0-2]{0,9}"), 0..40),
            reversed: bool,
        ) {
            let model = sample::entries().remove(0);
            let entries: Vec<Entry> = made.into_iter().zip(0..).map(|((title, source, day, characters, name), id)| {
                let mut entry = model.clone();
                entry.name = Name::new(entry.root(), &format!("{name}{id}"), &title);
                entry.labels = Interner::default().labels::<&str>(&source, "", &[], &[]);
                entry.count.characters = characters as _;
                entry.date = entry.date.filter(|_| day > 0).map(|date| Date { seconds: -day, ..date });
                entry
            }).collect();
            for sort in Sort::ALL {
                let mut fast = entries.clone();
                let order = Order { by: *sort, reversed, collation: Collation::Chinese, ..Order::default() };
                arrange(&mut fast, order, |entry| entry);
                let mut plain = entries.clone();
                plain.sort_by(|a, b| order.compare(a, b));
                let ids = |list: &[Entry]| list.iter().map(|entry| entry.id().to_string()).collect::<Vec<_>>();
                prop_assert_eq!(ids(&fast), ids(&plain));
            }
        }
    }
}
