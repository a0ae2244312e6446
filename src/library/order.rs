//! Sort orders of the list, shared by the screen and the command line.

use super::{Date, Entry};
use std::cmp::Ordering;
use std::collections::{HashMap, HashSet};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    #[default]
    Date,
    Source,
    Title,
    Length,
}

impl Sort {
    pub(crate) const ALL: &[Self] = &[Self::Date, Self::Source, Self::Title, Self::Length];

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
        }
    }

    /// Primary order: newest first, alphabetical, or longest first. Entries may compare equal.
    pub(crate) fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let by_date = || newness(b).cmp(&newness(a));
        match self {
            Self::Date => by_date(),
            Self::Source => a.source.cmp(&b.source).then_with(by_date),
            Self::Title => a.title.cmp(&b.title),
            Self::Length => b.count.characters.cmp(&a.count.characters),
        }
    }
}

/// The order of a list: a sort key, and whether the list begins at its other end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Order {
    pub by: Sort,
    pub reversed: bool,
}

impl From<Sort> for Order {
    fn from(by: Sort) -> Self {
        Self {
            by,
            reversed: false,
        }
    }
}

impl Order {
    /// The same key from the other end.
    #[must_use]
    pub(crate) const fn reverse(self) -> Self {
        Self {
            by: self.by,
            reversed: !self.reversed,
        }
    }

    const fn of(self, usual: Ordering) -> Ordering {
        if self.reversed {
            usual.reverse()
        } else {
            usual
        }
    }

    /// Compares completely: two entries are equal only if they have the same id.
    pub(crate) fn compare(self, a: &Entry, b: &Entry) -> Ordering {
        let order = self.of(self.by.compare(a, b));
        order.then_with(|| a.id.cmp(&b.id))
    }
}

/// Sorts by one precomputed number per entry, so that a hundred thousand entries are sorted
/// between two frames; entries are compared only if their numbers are equal.
pub(crate) fn arrange<T>(items: &mut Vec<T>, order: Order, entry: impl Fn(&T) -> &Entry) {
    let ranks = ranks(items.iter().map(&entry), order.by);
    let number = |item: &T| number(entry(item), order.by, &ranks);
    let mut numbered: Vec<(u128, u32)> = items.iter().map(number).zip(0..).collect();
    numbered.sort_unstable_by(|a, b| {
        let first = order.of(a.0.cmp(&b.0));
        let entry = |at: u32| items.get(at as usize).map(&entry);
        first.then_with(|| match (entry(a.1), entry(b.1)) {
            (Some(a), Some(b)) => order.compare(a, b),
            _ => Ordering::Equal,
        })
    });
    let mut old: Vec<Option<T>> = items.drain(..).map(Some).collect();
    items.extend(
        numbered
            .iter()
            .filter_map(|(_, at)| old.get_mut(*at as usize)?.take()),
    );
}

/// The rank of each source among all sources.
fn ranks<'a>(entries: impl Iterator<Item = &'a Entry>, sort: Sort) -> HashMap<&'a str, u64> {
    if sort != Sort::Source {
        return HashMap::new();
    }
    let names: HashSet<&str> = entries.map(|entry| &*entry.source).collect();
    let mut names: Vec<&str> = names.into_iter().collect();
    names.sort_unstable();
    names.into_iter().zip(0..).collect()
}

/// The entry with the smaller number comes first; equal numbers decide nothing.
fn number(entry: &Entry, sort: Sort, ranks: &HashMap<&str, u64>) -> u128 {
    let age = !newness(entry).map_or(0, |(written, seconds)| {
        let seconds = seconds.clamp(-(1 << 60), 1 << 60) + (1 << 61);
        ((u64::from(written) + 1) << 62) + seconds.cast_unsigned()
    });
    match sort {
        Sort::Date => age.into(),
        Sort::Source => {
            let rank = ranks.get(&*entry.source).copied().unwrap_or(0);
            (u128::from(rank) << 64) | u128::from(age)
        }
        Sort::Title => {
            let mut head = [0; 16];
            let bytes = head.iter_mut().zip(entry.title.bytes());
            bytes.for_each(|(to, from)| *to = from);
            u128::from_be_bytes(head)
        }
        Sort::Length => u128::MAX - entry.count.characters as u128,
    }
}

/// Articles dated only by their file come last: a copied folder is not today's news.
fn newness(entry: &Entry) -> Option<(bool, i64)> {
    let date: Date = entry.date?;
    Some((date.is_written(), date.seconds))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;
    use proptest::prelude::*;

    proptest! {
        /// The fast way and the plain way are one order.
        #[test]
        fn numbers_do_not_change_the_order(
            made in prop::collection::vec(("[ab甲]{0,8}", "[ab甲乙丙]{0,4}", 0..4i64, 0..9usize), 0..40),
            reversed: bool,
        ) {
            let model = sample::entries().remove(0);
            let entries: Vec<Entry> = made.into_iter().zip(0..).map(|((title, source, day, characters), id)| {
                let mut entry = model.clone();
                entry.id = format!("{id}").into();
                entry.title = title;
                entry.source = source.as_str().into();
                entry.count.characters = characters as _;
                entry.date = entry.date.filter(|_| day > 0).map(|date| Date { seconds: -day, ..date });
                entry
            }).collect();
            for sort in Sort::ALL {
                let mut fast = entries.clone();
                let order = Order { by: *sort, reversed };
                arrange(&mut fast, order, |entry| entry);
                let mut plain = entries.clone();
                plain.sort_by(|a, b| order.compare(a, b));
                let ids = |list: &[Entry]| list.iter().map(|entry| entry.id.to_string()).collect::<Vec<_>>();
                prop_assert_eq!(ids(&fast), ids(&plain));
            }
        }
    }
}
