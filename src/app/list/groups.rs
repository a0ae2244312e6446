//! Groups of the list: the days, sources, initials, lengths or folders that have a heading.

use super::age::AgeForm;
use super::pane::ListPane;
use super::stretches::{Period, Span};
use crate::app::context::Context;
use crate::app::message::Listed;
use crate::app::settings::{ListColumn, ListColumns};
use crate::app::view::{FacetKind, View};
use crate::library::{Sort, Zone, folder, origin};
use crate::locale::Locale;
use crate::text::{Collation, Pace, sanitize_line};
use std::borrow::Cow;
use std::ops::RangeInclusive;

/// What the articles of a list are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    None,
    /// The day, or in quiet stretches the month or the year: see `stretches`.
    Day,
    Source,
    /// The first letter of the title.
    Initial(Collation),
    Length(Pace),
    Folder,
    /// The same of when the bookmark was set.
    SavedDay,
    Collection,
    /// The user's first tag.
    Tag,
}

/// What an article is grouped by; articles of a group are neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Group<'a> {
    /// Days since 1970-01-01.
    Day(Option<i64>),
    Period(Period),
    Source(&'a str),
    Initial(Option<char>),
    /// The shortest and the longest reading time of the group, in minutes.
    Minutes(u32, u32),
    Folder(&'a str),
    /// The first collection of the user.
    Collection(&'a str),
    Tag(&'a str),
}

/// The shortest reading times of groups, in minutes, descending.
const LENGTHS: [u32; 5] = [60, 30, 15, 5, 0];

/// The reading times of the group that a reading time is in.
fn minutes(minutes: u32) -> Group<'static> {
    let mut longest = u32::MAX;
    for shortest in LENGTHS {
        if minutes >= shortest {
            return Group::Minutes(shortest, longest);
        }
        longest = shortest - 1;
    }
    Group::Minutes(0, longest)
}

impl Grouping {
    pub fn is_by_date(self) -> bool {
        self == Self::Day
    }

    /// Whether the groups are those of bookmarks: [`ListPane::group`] knows them.
    pub const fn is_of_bookmarks(self) -> bool {
        matches!(self, Self::SavedDay | Self::Collection | Self::Tag)
    }

    /// The group of an article, which its own metadata tell.
    pub fn of(self, item: &Listed) -> Option<Group<'_>> {
        let entry = &item.entry;
        Some(match self {
            Self::None | Self::Day | Self::SavedDay | Self::Collection | Self::Tag => {
                return None;
            }
            Self::Source => Group::Source(origin(entry)),
            Self::Initial(collation) => Group::Initial(collation.initial(entry.title())),
            Self::Length(pace) => minutes(pace.minutes(entry.count)),
            Self::Folder => Group::Folder(folder(entry)),
        })
    }
}

/// Neighbours that are compared to estimate how many articles an initial has.
const PROBES: usize = 256;

/// Articles that are looked at to measure the column of sources.
const SAMPLE: usize = 2_048;

/// Where an article is from, and its tags, as far as the columns say so: the source, else the
/// author, else the folder; under the heading of a source or folder not that again.
pub fn source(item: &Listed, grouping: Grouping, columns: ListColumns) -> Cow<'_, str> {
    let labels = &item.entry.labels;
    let (source, author) = (&*labels.source, &*labels.author);
    let mut text = match grouping {
        _ if !columns.has(ListColumn::Source) => Cow::default(),
        Grouping::Source if author == origin(&item.entry) => Cow::default(),
        Grouping::Source => author.into(),
        Grouping::Folder if source.is_empty() => author.into(),
        _ => sanitize_line(origin(&item.entry)).into(),
    };
    if columns.has(ListColumn::Author) && *author != *text && author != source {
        join(&mut text, author);
    }
    if columns.has(ListColumn::Tags) {
        let tags = labels.tags.iter().map(|tag| format!("#{tag}"));
        join(&mut text, &tags.collect::<Vec<_>>().join(" "));
    }
    text
}

fn join(text: &mut Cow<'_, str>, more: &str) {
    if !text.is_empty() && !more.is_empty() {
        text.to_mut().push_str(" ⋅ ");
    }
    if !more.is_empty() {
        text.to_mut().push_str(more);
    }
}

/// The source of an article as shown: after a note if the file is gone.
pub fn shown_source<'a>(item: &Listed, source: Cow<'a, str>, locale: &Locale) -> Cow<'a, str> {
    if !item.entry.gone {
        return source;
    }
    let gone = locale.text("list.gone");
    match &*source {
        "" => gone.to_owned().into(),
        source => format!("{gone} ⋅ {source}").into(),
    }
}

impl AgeForm {
    /// The form in a list, of an article whose heading is for these days.
    pub fn of((grouping, span): (Grouping, Span), columns: ListColumns) -> Self {
        match (grouping, span) {
            _ if columns.has(ListColumn::Age) => Self::Ago,
            (Grouping::Day, Span::Day) => Self::Time,
            (Grouping::Day, Span::Month) => Self::DayOfMonth,
            (Grouping::Day, Span::Year) => Self::DayOfYear,
            (Grouping::Day, Span::Years) => Self::DayOfYears,
            _ => Self::Date,
        }
    }

    /// Whether the date of an article has something to say in this form.
    pub fn says(self, item: &Listed, grouping: Grouping, columns: ListColumns) -> bool {
        let Some(date) = item.entry.date else {
            return false;
        };
        match self {
            Self::Ago => date.is_written(),
            _ if !columns.has(ListColumn::Date) => false,
            Self::Time => date.is_written() && date.timed,
            Self::DayOfMonth | Self::DayOfYear | Self::DayOfYears => date.is_written(),
            // Times of files say nothing about notes and documentation.
            Self::Date => {
                date.is_written() || !matches!(grouping, Grouping::Day | Grouping::Folder)
            }
        }
    }
}

/// How many places after the first are in its group, which is contiguous and may have most of the
/// `limit` places: doubling steps, then halves.
pub(super) fn reach(limit: usize, is_same: &dyn Fn(usize) -> bool) -> usize {
    let mut step = 1;
    while step < limit && is_same(step) {
        step *= 2;
    }
    let (mut low, mut high) = (step / 2, step.min(limit));
    while low + 1 < high {
        let middle = usize::midpoint(low, high);
        if is_same(middle) {
            low = middle;
        } else {
            high = middle;
        }
    }
    low
}

/// The day whose heading an article belongs under, as days since 1970-01-01.
pub fn day(item: &Listed, zone: &Zone) -> Option<i64> {
    let date = item.entry.date.filter(|date| date.is_written());
    date.map(|date| date.day(zone))
}

impl ListPane {
    /// What the articles are grouped by, where there is room for headings.
    pub fn grouping(&self) -> Grouping {
        let measures = self.measures.as_ref();
        let has_few = measures.is_some_and(|measures| measures.few_per_initial);
        match self.finest_grouping() {
            Grouping::Initial(_) if has_few => Grouping::None,
            grouping if self.is_unnamed(grouping) => Grouping::None,
            grouping => grouping,
        }
    }

    /// Whether the only group is that of articles without a source or folder: its heading would say
    /// nothing.
    fn is_unnamed(&self, grouping: Grouping) -> bool {
        let is_unnamed = |at: usize| {
            let group = self.get(at).and_then(|item| grouping.of(item));
            matches!(group, Some(Group::Source("") | Group::Folder("")))
        };
        // The members of a group are neighbours.
        is_unnamed(0) && is_unnamed(self.len().saturating_sub(1))
    }

    fn finest_grouping(&self) -> Grouping {
        if self.is_kept() && !self.is_arranged() {
            return self.kept_grouping();
        }
        if self.is_arranged() {
            return Grouping::None;
        }
        match self.order.by {
            Sort::Date | Sort::Relevance => Grouping::Day,
            Sort::Source => Grouping::Source,
            Sort::Title => Grouping::Initial(self.order.collation),
            Sort::Length => Grouping::Length(self.order.pace),
            Sort::Folder => Grouping::Folder,
        }
    }

    /// Whether the articles are grouped by initials with one or two of them on average, so that a
    /// heading for each would take half of the rows. Long lists are sampled.
    pub(super) fn has_few_per_initial(&self) -> bool {
        let grouping = self.finest_grouping();
        if !matches!(grouping, Grouping::Initial(_)) {
            return false;
        }
        let step = self.len().div_ceil(PROBES).max(1);
        let group = |at| self.get(at).and_then(|item| grouping.of(item));
        let (mut pairs, mut groups) = (0, 0);
        for at in (1..self.len()).step_by(step) {
            pairs += 1;
            groups += usize::from(group(at - 1) != group(at));
        }
        // Two, rounded: fewer than two and a half.
        groups * 5 > pairs * 2
    }

    /// Whether the view is that of a source, which the bar names.
    pub(super) fn is_of_one_source(&self) -> bool {
        matches!(&self.view, View::Facet(facet) if facet.kind == FacetKind::Source)
    }

    /// Cells of the column of sources, with or without a filter, so that it does not move while the
    /// user types one: those of the widest, unless it is much wider than three of four, and would
    /// take cells from all titles. 0 when all articles have the same source. Long lists are sampled.
    pub(super) fn source_cells(&self, context: &Context) -> u16 {
        let items = self.items();
        let step = items.len().div_ceil(SAMPLE).max(1);
        let policy = context.settings.options.width;
        let grouping = match self.is_of_one_source() {
            true => Grouping::Source,
            false => self.grouping(),
        };
        let mut last = None;
        let (mut cells, mut differ) = (Vec::new(), false);
        for item in items.iter().step_by(step) {
            let source = source(item, grouping, context.settings.list_columns);
            let source = shown_source(item, source, &context.locale);
            // Neighbours often share a source.
            match cells.last() {
                Some(same) if last.as_ref() == Some(&source) => cells.push(*same),
                _ => {
                    differ |= last.is_some();
                    cells.push(policy.str(&source) as u16);
                    last = Some(source);
                }
            }
        }
        // The source of a lone article is the only one, and says something.
        if !differ && items.len() > 1 {
            return 0;
        }
        cells.sort_unstable();
        let most = cells.get(cells.len() * 3 / 4).copied().unwrap_or_default();
        let widest = cells.last().copied().unwrap_or_default();
        widest.min(most * 3 / 2 + 2)
    }

    /// How many shown articles are in the group of the article at `at`.
    pub fn count_of_group(&self, at: usize, grouping: Grouping, zone: &Zone) -> usize {
        let group = |at: usize| {
            self.get(at)
                .and_then(|item| self.group(item, grouping, zone))
        };
        let Some(own) = group(at) else { return 0 };
        let same = |at: usize| group(at) == Some(own);
        1 + reach(self.len() - at, &|by| same(at + by)) + reach(at + 1, &|by| same(at - by))
    }

    /// Selects the first article of these days, or the next one in the order and returns false.
    /// Returns `None` if the list is not sorted by date.
    pub(crate) fn go_to_days(&mut self, days: &RangeInclusive<i64>) -> Option<bool> {
        let is_reversed = self.date_order()?;
        let zone = self.zone.clone();
        let day = |list: &Self, at| list.get(at).and_then(|item| day(item, &zone));
        // Articles without a date are the oldest.
        let is_before = |day: Option<i64>| match is_reversed {
            true => day.is_none_or(|day| day < *days.start()),
            false => day.is_some_and(|day| day > *days.end()),
        };
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if is_before(day(self, middle)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        self.move_to(low);
        Some(day(self, low).is_some_and(|day| days.contains(&day)))
    }

    /// Whether the article at `at` is the first of its group.
    pub fn begins_group(&self, at: usize, grouping: Grouping, zone: &Zone) -> bool {
        let Some(item) = self.get(at).filter(|_| grouping != Grouping::None) else {
            return false;
        };
        let before = at.checked_sub(1).and_then(|at| self.get(at));
        before.is_none_or(|before| {
            self.group(before, grouping, zone) != self.group(item, grouping, zone)
        })
    }
}
