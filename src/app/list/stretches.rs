//! Which stretches of a list sorted by date are grouped by day, by month or by year.
//!
//! A heading for every one or two articles would take half of the rows. Months whose days hold more
//! are grouped by day. The months between those are a stretch of their own. In it a year whose months
//! hold one or two articles has one heading; in another year those of its months that hold more have
//! one each, and the quiet months between them share one. Years with one or two articles share one,
//! too. The rows say of the date what the heading does not.

/// The days that have a heading together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    #[default]
    Day,
    Month,
    /// A year, or some months of it.
    Year,
    Years,
}

/// Some months of a year, or whole years: from the first month to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    pub from: Month,
    pub to: Month,
}

impl Period {
    pub fn span(self) -> Span {
        match self {
            _ if self.from == self.to => Span::Month,
            _ if self.from.0 == self.to.0 => Span::Year,
            _ => Span::Years,
        }
    }

    fn years(from: i16, to: i16) -> Self {
        Self {
            from: (from, 1),
            to: (to, 12),
        }
    }
}

/// Year and month.
pub type Month = (i16, i8);

/// The articles of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthCount {
    pub month: Month,
    pub articles: usize,
    /// How many days have articles.
    pub days: usize,
}

/// The months that are not grouped by day with the periods whose headings they are under, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretches(Vec<(Month, Period)>);

/// Quiet stretches of fewer days stay grouped by day: a month that has just begun, above busy ones;
/// and a list of one article.
const FEWEST_DAYS: usize = 3;
const FEWEST_OF_LIST: usize = 2;
/// A month with more articles is not quiet, however they are spread over its days.
pub(super) const BUSY: usize = 78;
/// The most articles of a year that shares a heading with others.
const FEW: usize = 2;

/// Whether groups hold one or two articles on average: fewer than two and a half.
const fn is_quiet(articles: usize, groups: usize) -> bool {
    articles * 2 < groups * 5
}

fn count(months: &[MonthCount]) -> usize {
    months.iter().map(|month| month.articles).sum()
}

impl Stretches {
    /// Those of months in the order of a list.
    pub(super) fn of(months: &[MonthCount]) -> Self {
        let is_quiet_month = |month: &MonthCount| is_quiet(month.articles, month.days);
        let is_whole = |year: &[MonthCount]| {
            let own = year.first().map(|month| month.month.0);
            let all = months.iter().filter(|month| Some(month.month.0) == own);
            all.count() == year.len()
        };
        let mut found = Self::default();
        let stretches = months.chunk_by(|one, two| is_quiet_month(one) == is_quiet_month(two));
        for stretch in stretches {
            let days: usize = stretch.iter().map(|month| month.days).sum();
            let fewest = match stretch.len() == months.len() {
                true => FEWEST_OF_LIST,
                false => FEWEST_DAYS,
            };
            if days < fewest || !stretch.first().is_some_and(is_quiet_month) {
                continue;
            }
            let years = stretch.chunk_by(|one, two| one.month.0 == two.month.0);
            let years: Vec<_> = years.map(|year| (year, is_whole(year))).collect();
            let is_few = |(year, is_whole): &(&[MonthCount], bool)| *is_whole && count(year) <= FEW;
            for run in years.chunk_by(|one, two| is_few(one) && is_few(two)) {
                found.add_years(run);
            }
        }
        found.0.sort_unstable_by_key(|(month, _)| *month);
        found
    }

    /// Years with few articles, or one year; each with whether all of its months are here.
    fn add_years(&mut self, run: &[(&[MonthCount], bool)]) {
        if let [(year, is_whole)] = run {
            return match *is_whole && is_quiet(count(year), year.len()) {
                true => self.add(year, true),
                false => self.add_months(year),
            };
        }
        let months = run.iter().flat_map(|(year, _)| year.iter().copied());
        self.add(&months.collect::<Vec<_>>(), true);
    }

    /// Some months of a year: the busiest has a heading of its own, until the others are quiet.
    fn add_months(&mut self, months: &[MonthCount]) {
        let busiest = (0..months.len()).max_by_key(|at| months[*at].articles);
        let Some(busiest) = busiest else { return };
        if is_quiet(count(months), months.len()) || months.len() == 1 {
            return self.add(months, false);
        }
        let (before, rest) = months.split_at(busiest);
        let (busiest, after) = rest.split_at(1);
        self.add_months(before);
        self.add(busiest, false);
        self.add_months(after);
    }

    /// Months with a heading together; it names whole years, or the months.
    fn add(&mut self, months: &[MonthCount], names_years: bool) {
        let ends = || months.iter().map(|month| month.month);
        let (Some(from), Some(to)) = (ends().min(), ends().max()) else {
            return;
        };
        let period = match names_years {
            true => Period::years(from.0, to.0),
            false => Period { from, to },
        };
        self.0.extend(ends().map(|month| (month, period)));
    }

    /// The period whose heading a month is under; `None`: its days have headings.
    pub(super) fn period(&self, month: Month) -> Option<Period> {
        let found = self.0.binary_search_by_key(&month, |(month, _)| *month);
        let period = found.ok().and_then(|at| self.0.get(at));
        period.map(|(_, period)| *period)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_months_are_grouped_together() {
        /// Year, month, articles and days, in the order of a list; and the headings of the months.
        #[track_caller]
        fn check(months: &[(i16, i8, usize, usize)], expected: &[&str]) {
            let months = months
                .iter()
                .map(|&(year, month, articles, days)| MonthCount {
                    month: (year, month),
                    articles,
                    days,
                });
            let months: Vec<_> = months.collect();
            let stretches = Stretches::of(&months);
            let names = months.iter().map(|month| {
                let period = stretches.period(month.month);
                period.map_or("days".to_owned(), |Period { from, to }| {
                    match (from.1, to.1) {
                        (1, 12) if from.0 == to.0 => from.0.to_string(),
                        (1, 12) => format!("{}–{}", from.0, to.0),
                        _ if from == to => format!("{}-{}", from.0, from.1),
                        _ => format!("{}-{}–{}", from.0, from.1, to.1),
                    }
                })
            });
            assert_eq!(names.collect::<Vec<_>>(), expected, "{months:?}");
        }
        check(&[], &[]);
        check(&[(2026, 2, 90, 20), (2026, 1, 50, 20)], &["days"; 2]);
        // A blog with an article or two a month.
        let blog = [
            (2025, 11, 1, 1),
            (2025, 8, 1, 1),
            (2025, 1, 2, 2),
            (2024, 12, 1, 1),
        ];
        check(&blog, &["2025", "2025", "2025", "2024"]);
        // Years with one or two articles have no heading each.
        check(
            &[
                (2023, 11, 3, 3),
                (2022, 5, 1, 1),
                (2021, 10, 1, 1),
                (2020, 11, 2, 2),
                (2018, 5, 4, 4),
                (2016, 9, 1, 1),
            ],
            &[
                "2023-11",
                "2020–2022",
                "2020–2022",
                "2020–2022",
                "2018-5",
                "2016",
            ],
        );
        // An article a day: its months have headings.
        check(&[(2026, 2, 9, 9), (2026, 1, 30, 29)], &["2026-2", "2026-1"]);
        // The quiet months of a year share a heading, the busy ones have their own.
        check(
            &[
                (2025, 11, 1, 1),
                (2025, 9, 2, 2),
                (2025, 8, 5, 5),
                (2025, 7, 2, 2),
                (2025, 2, 1, 1),
                (2025, 1, 29, 28),
            ],
            &["2025-2–11"; 5]
                .into_iter()
                .chain(["2025-1"])
                .collect::<Vec<_>>(),
        );
        // Old years are quiet, although the latest months are busy.
        check(
            &[
                (2026, 1, 300, 31),
                (2014, 9, 1, 1),
                (2014, 8, 1, 1),
                (2013, 4, 2, 1),
            ],
            &["days", "2013–2014", "2013–2014", "2013–2014"],
        );
        // A month that has just begun, and a short list.
        check(&[(2026, 2, 1, 1), (2026, 1, 300, 31)], &["days"; 2]);
        check(&[(2026, 2, 2, 2)], &["2026"]);
        check(&[(2026, 2, 1, 1)], &["days"]);
        // The quiet part of a year with busy months is named by its months.
        check(
            &[
                (2026, 5, 3, 3),
                (2026, 4, 40, 8),
                (2026, 3, 1, 1),
                (2026, 2, 2, 2),
            ],
            &["2026-5", "days", "2026-2–3", "2026-2–3"],
        );
    }
}
