//! The groups of a list that is sorted by date: days, and in quiet stretches months
//! or years.

use super::groups::{Group, Grouping, reach};
use super::pane::ListPane;
use super::stretches::{BUSY, Month, MonthCount, Period, Span, Stretches};
use crate::app::message::Listed;
use crate::library::{Date, Zone};

impl ListPane {
    /// The date that an article is grouped by, under the headings of days.
    pub(super) fn grouping_date(&self, item: &Listed, grouping: Grouping) -> Option<Date> {
        match grouping {
            Grouping::SavedDay => self.kept_row(item).map(|row| row.date()),
            Grouping::Day => item.entry.date.filter(|date| date.is_written()),
            _ => None,
        }
    }

    /// The days that an article's heading is for.
    pub(super) fn span(&self, item: &Listed, grouping: Grouping, zone: &Zone) -> Span {
        let date = self.grouping_date(item, grouping);
        let period = date.and_then(|date| self.period_of(date, zone));
        period.map_or(Span::Day, Period::span)
    }

    fn period_of(&self, date: Date, zone: &Zone) -> Option<Period> {
        let stretches = self.measures.as_ref().map(|measures| &measures.stretches);
        let stretches = stretches.filter(|stretches| !stretches.is_empty());
        stretches?.period(month_of(date, zone))
    }

    /// The group of an article of a list sorted by date.
    pub(super) fn group_by_date(
        &self,
        item: &Listed,
        grouping: Grouping,
        zone: &Zone,
    ) -> Group<'static> {
        let Some(date) = self.grouping_date(item, grouping) else {
            return Group::Day(None);
        };
        match self.period_of(date, zone) {
            Some(period) => Group::Period(period),
            None => Group::Day(Some(date.day(zone))),
        }
    }

    /// The stretches of the shown list, if it is sorted by date.
    pub(super) fn stretches(&self, zone: &Zone) -> Stretches {
        let grouping = self.grouping();
        let date = |at| self.grouping_date(self.get(at)?, grouping);
        let month = |at| date(at).map(|date| month_of(date, zone));
        let day = |at| date(at).map(|date| date.day(zone));
        let (mut months, mut at) = (Vec::new(), 0);
        while let (true, own) = (at < self.len(), month(at)) {
            let articles = 1 + reach(self.len() - at, &|by| month(at + by) == own);
            let days = match articles {
                ..=BUSY => {
                    1 + (at + 1..at + articles)
                        .filter(|at| day(*at) != day(at - 1))
                        .count()
                }
                _ => 1,
            };
            months.extend(own.map(|month| MonthCount {
                month,
                articles,
                days,
            }));
            at += articles;
        }
        Stretches::of(&months)
    }
}

fn month_of(date: Date, zone: &Zone) -> Month {
    let (year, month, ..) = date.civil(zone);
    (year, month)
}
