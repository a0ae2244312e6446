//! The lists that are filled by marks: the bookmarks, in an order of their own, and the queue of
//! articles to read later, in the order of the user.

use super::groups::{Group, Grouping};
use super::kept_rows::{KeptRow, KeptSort};
use super::key::key;
use super::pane::{ListPane, ListSource};
use crate::app::App;
use crate::app::context::Context;
use crate::app::library_state::LibraryState;
use crate::app::message::{Item, Listed};
use crate::app::outcome::Outcome;
use crate::app::view::FacetKind;
use crate::library::{Order, Sort, Zone, arrange};
use crate::user::marks::Marks;
use std::cmp::Reverse;

impl ListPane {
    /// Whether marks fill the list.
    pub(crate) fn is_kept(&self) -> bool {
        self.source != ListSource::All
    }

    /// Fills the list of the bookmarks or the queue.
    pub(super) fn fill_kept(&mut self, marks: &Marks, library: &LibraryState) {
        let (items, complete) = match self.source {
            ListSource::All => return,
            ListSource::Bookmarks => library.bookmarked(marks),
            ListSource::Queue => library.queued(marks, self.now),
        };
        self.incomplete = !complete;
        self.kept.rows.clear();
        if self.source == ListSource::Bookmarks {
            let rows = items.iter();
            let rows = rows.map(|item| (key(&item.entry), KeptRow::of(&item.entry, marks)));
            self.kept.rows = rows.collect();
        }
        self.kept_items = items;
        self.sort_kept();
    }

    /// What is known of a bookmark of the list.
    pub fn kept_row(&self, item: &Listed) -> Option<&KeptRow> {
        if self.source != ListSource::Bookmarks {
            return None;
        }
        self.kept.rows.get(&key(&item.entry))
    }

    pub(super) fn sort_kept(&mut self) {
        if self.source != ListSource::Bookmarks {
            return;
        }
        let (rows, reversed, collation) =
            (&self.kept.rows, self.kept.reversed, self.order.collation);
        let row = |item: &Item| rows.get(&key(&item.entry));
        let name = |name: &str| (name.is_empty(), collation.key(name));
        let items = &mut self.kept_items;
        let saved = |item: &Item| Reverse(row(item).map_or(0, |row| row.saved));
        let by = match self.kept.by {
            KeptSort::Saved => None,
            KeptSort::Date => Some(Sort::Date),
            KeptSort::Title => Some(Sort::Title),
            KeptSort::Source => Some(Sort::Source),
            KeptSort::Collection => {
                items.sort_by_cached_key(|item| {
                    let collection = row(item).map_or("", |row| &row.collection);
                    (name(collection), saved(item), key(&item.entry))
                });
                return reverse_if(reversed, items);
            }
            KeptSort::Tag => {
                items.sort_by_cached_key(|item| {
                    let tag = row(item).map_or("", |row| &row.tag);
                    (name(tag), saved(item), key(&item.entry))
                });
                return reverse_if(reversed, items);
            }
        };
        if let Some(by) = by {
            let order = Order {
                by,
                reversed,
                ..self.order
            };
            return arrange(items, order, |item| &item.entry);
        }
        items.sort_by_cached_key(|item| (saved(item), key(&item.entry)));
        reverse_if(reversed, items);
    }

    /// The next order of the bookmarks. The queue has one only.
    pub(super) fn sort_kept_by(&mut self, next: bool, context: &mut Context) -> Outcome {
        if self.source == ListSource::Queue {
            context.refuse("notice.by-queue");
            return Outcome::None;
        }
        if next {
            self.kept.by = self.kept.by.next();
            self.kept.reversed = false;
        } else {
            self.kept.reversed = !self.kept.reversed;
        }
        let selected = self.target();
        self.keep_range();
        self.touched = true;
        self.measures = None;
        self.sort_kept();
        self.show(selected, &context.marks);
        let by = format!("sort.{}", self.kept.by.name());
        let by = context.locale.text(&by).to_owned();
        let key = match self.kept.reversed {
            true => "notice.sorted-reverse",
            false => "notice.sorted",
        };
        context.confirm(key, &[("key", &by)]);
        Outcome::ListReordered
    }

    /// The name of the order of the bookmarks, unless it is the usual one.
    pub(crate) fn bookmark_order(&self) -> Option<&'static str> {
        (self.kept.by != KeptSort::default()).then(|| self.kept.by.name())
    }

    pub(crate) fn bookmarks_reversed(&self) -> bool {
        self.kept.reversed
    }

    /// The order of the bookmarks that the user chose last time, before there are any.
    pub(crate) fn restore_bookmark_order(&mut self, by: Option<&str>, reversed: bool) {
        self.kept.by = by.and_then(KeptSort::named).unwrap_or_default();
        self.kept.reversed = reversed;
    }

    /// What a list that is filled by marks is grouped by.
    pub(super) fn kept_grouping(&self) -> Grouping {
        if self.source == ListSource::Queue {
            return Grouping::None;
        }
        match self.kept.by {
            KeptSort::Saved => Grouping::SavedDay,
            KeptSort::Date => Grouping::Day,
            KeptSort::Title => Grouping::Initial(self.order.collation),
            KeptSort::Source => Grouping::Source,
            KeptSort::Collection => Grouping::Collection,
            KeptSort::Tag => Grouping::Tag,
        }
    }

    /// The group of an article of the list.
    pub fn group<'a>(
        &'a self,
        item: &'a Listed,
        grouping: Grouping,
        zone: &Zone,
    ) -> Option<Group<'a>> {
        if matches!(grouping, Grouping::Day | Grouping::SavedDay) {
            return Some(self.group_by_date(item, grouping, zone));
        }
        if !grouping.is_of_bookmarks() {
            return grouping.of(item);
        }
        let row = self.kept_row(item)?;
        Some(match grouping {
            Grouping::Tag => Group::Tag(&row.tag),
            _ => Group::Collection(&row.collection),
        })
    }

    /// Whether the list is sorted by the dates of its articles, and from which end.
    pub(super) fn date_order(&self) -> Option<bool> {
        match self.source {
            ListSource::All if self.is_arranged() => None,
            ListSource::All => {
                let is_by_date = matches!(self.order.by, Sort::Date | Sort::Relevance);
                is_by_date.then_some(self.order.reversed)
            }
            ListSource::Bookmarks => (self.kept.by == KeptSort::Date).then_some(self.kept.reversed),
            ListSource::Queue => None,
        }
    }
}

impl App {
    /// How many more bookmarks have the tag or collection of a group, and are in the group of
    /// another one that they have.
    pub fn elsewhere(&self, group: Group<'_>, members: usize) -> usize {
        let (kind, name) = match group {
            Group::Tag(name) => (FacetKind::UserTag, name),
            Group::Collection(name) => (FacetKind::Collection, name),
            _ => return 0,
        };
        let values = self.library.kept_counts.values(kind);
        let total = values.and_then(|values| values.get(name));
        let total = total.filter(|_| !self.list.is_narrowed());
        total.map_or(0, |(_, tally)| tally.total.saturating_sub(members))
    }
}

fn reverse_if(reversed: bool, items: &mut [Item]) {
    if reversed {
        items.reverse();
    }
}
