//! Groups of the list: the days, months or sources that have a heading.

use super::pane::ListPane;
use crate::app::context::Context;
use crate::app::message::Listed;
use crate::library::{Sort, Zone};
use crate::locale::Locale;
use std::borrow::Cow;

/// What the articles of a list are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    #[default]
    None,
    Day,
    Month,
    Source,
}

impl Grouping {
    pub const fn is_by_date(self) -> bool {
        matches!(self, Self::Day | Self::Month)
    }
}

/// Neighbours that are compared to estimate how many articles a day holds.
const PROBES: usize = 256;

/// Articles that are compared to measure the column of sources.
const SOURCES: usize = 2_048;

/// Who wrote an article: the source, else the author. Under the heading of a source, the author.
pub fn source(item: &Listed, grouping: Grouping) -> &str {
    let (source, author) = (&*item.entry.source, &*item.entry.author);
    match grouping {
        Grouping::Source if author == source => "",
        Grouping::Source => author,
        _ if source.is_empty() => author,
        _ => source,
    }
}

/// Source or author as shown: after a note if the file is gone.
pub fn shown_source<'a>(item: &'a Listed, grouping: Grouping, locale: &Locale) -> Cow<'a, str> {
    let source = source(item, grouping);
    if !item.gone {
        return source.into();
    }
    let gone = locale.text("list.gone");
    match source {
        "" => gone.to_owned().into(),
        source => format!("{gone} ⋅ {source}").into(),
    }
}

/// The day whose heading an article belongs under, as days since 1970-01-01.
pub fn day(item: &Listed, zone: &Zone) -> Option<i64> {
    let date = item.entry.date.filter(|date| date.is_written());
    date.map(|date| date.day(zone))
}

/// The month whose heading an article belongs under.
fn month(item: &Listed, zone: &Zone) -> Option<(i16, i8)> {
    let date = item.entry.date.filter(|date| date.is_written());
    date.map(|date| {
        let (year, month, ..) = date.civil(zone);
        (year, month)
    })
}

impl ListPane {
    /// What the articles are grouped by, where there is room for headings.
    pub fn grouping(&self) -> Grouping {
        match self.order.by {
            Sort::Date if self.sparse => Grouping::Month,
            Sort::Date => Grouping::Day,
            Sort::Source => Grouping::Source,
            Sort::Title | Sort::Length => Grouping::None,
        }
    }

    /// Whether the days of the shown list hold one or two articles on average, so that a heading
    /// for each would take half of the rows. Long lists are sampled.
    pub(super) fn is_sparse(&self, zone: &Zone) -> bool {
        let step = self.len().div_ceil(PROBES).max(1);
        let (mut pairs, mut days) = (0, 0);
        for at in (1..self.len()).step_by(step) {
            if let (Some(before), Some(item)) = (self.get(at - 1), self.get(at))
                && let (Some(before), Some(day)) = (day(before, zone), day(item, zone))
            {
                pairs += 1;
                days += usize::from(day != before);
            }
        }
        // Two, rounded: fewer than two and a half.
        days * 5 > pairs * 2
    }

    /// Cells of the widest source of the list, with or without a filter, so that the column does
    /// not move while the user types one; 0 when all articles have the same source. Long lists
    /// are sampled.
    pub(super) fn source_cells(&self, context: &Context) -> u16 {
        let items = self.items();
        let step = items.len().div_ceil(SOURCES).max(1);
        let policy = context.settings.options.width;
        let mut last = None;
        let (mut widest, mut differ) = (0, false);
        for item in items.iter().step_by(step) {
            let source = shown_source(item, self.grouping(), &context.locale);
            // Neighbours often share a source.
            if last.as_ref() != Some(&source) {
                differ |= last.is_some();
                widest = widest.max(policy.str(&source));
                last = Some(source);
            }
        }
        // The source of a lone article is the only one, and says something.
        let useless = !differ && items.len() > 1;
        if useless { 0 } else { widest as u16 }
    }

    /// How many articles are shown of the source of the article at `at`, while the list is
    /// sorted by source.
    pub fn count_of_source(&self, at: usize) -> usize {
        let Some(item) = self.get(at) else { return 0 };
        let same = |at: &usize| {
            let other = self.get(*at);
            other.is_some_and(|other| other.entry.source == item.entry.source)
        };
        // Doubling steps, then halves: a source is contiguous, and may have most of the list.
        let reach = |limit: usize, place: &dyn Fn(usize) -> usize| {
            let mut step = 1;
            while step < limit && same(&place(step)) {
                step *= 2;
            }
            let (mut low, mut high) = (step / 2, step.min(limit));
            while low + 1 < high {
                let middle = usize::midpoint(low, high);
                if same(&place(middle)) {
                    low = middle;
                } else {
                    high = middle;
                }
            }
            low
        };
        1 + reach(self.len() - at, &|by| at + by) + reach(at + 1, &|by| at - by)
    }

    /// Whether the article at `at` is the first of its group.
    pub fn begins_group(&self, at: usize, grouping: Grouping, zone: &Zone) -> bool {
        let Some(item) = self.get(at).filter(|_| grouping != Grouping::None) else {
            return false;
        };
        let Some(before) = at.checked_sub(1).and_then(|at| self.get(at)) else {
            return true;
        };
        match grouping {
            Grouping::None => false,
            Grouping::Day => day(item, zone) != day(before, zone),
            Grouping::Month => month(item, zone) != month(before, zone),
            Grouping::Source => item.entry.source != before.entry.source,
        }
    }
}
