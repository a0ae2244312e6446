//! Which stretches of a list sorted by date are grouped by day, by month or by year.
//!
//! A heading for every one or two articles would take half of the rows. Months whose days hold more
//! are grouped by day. The months between those are a stretch of their own: it is grouped by month,
//! or by year in the years whose months hold one or two articles, and each row says the day.

/// The days that have a heading together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Span {
    #[default]
    Day,
    Month,
    Year,
}

/// Year and month.
pub(super) type Month = (i16, i8);

/// The articles of a month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MonthCount {
    pub month: Month,
    pub articles: usize,
    /// How many days have articles.
    pub days: usize,
}

/// The months that are not grouped by day, ascending.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Stretches(Vec<(Month, Span)>);

/// Quiet stretches of fewer days stay grouped by day: a month that has just begun, above busy ones;
/// and a list of one article.
const FEWEST_DAYS: usize = 3;
const FEWEST_OF_LIST: usize = 2;
/// A month with more articles is not quiet, however they are spread over its days.
pub(super) const BUSY: usize = 78;

/// Whether groups hold one or two articles on average: fewer than two and a half.
const fn is_quiet(articles: usize, groups: usize) -> bool {
    articles * 2 < groups * 5
}

impl Stretches {
    /// Those of months in the order of a list.
    pub(super) fn of(months: &[MonthCount]) -> Self {
        let is_quiet_month = |month: &MonthCount| is_quiet(month.articles, month.days);
        let mut spans = Vec::new();
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
            for year in stretch.chunk_by(|one, two| one.month.0 == two.month.0) {
                let articles = year.iter().map(|month| month.articles).sum();
                let span = match is_quiet(articles, year.len()) {
                    true => Span::Year,
                    false => Span::Month,
                };
                spans.extend(year.iter().map(|month| (month.month, span)));
            }
        }
        spans.sort_unstable_by_key(|(month, _)| *month);
        Self(spans)
    }

    pub(super) fn span(&self, month: Month) -> Span {
        let found = self.0.binary_search_by_key(&month, |(month, _)| *month);
        let span = found.ok().and_then(|at| self.0.get(at));
        span.map_or(Span::Day, |(_, span)| *span)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn has_years(&self) -> bool {
        self.0.iter().any(|(_, span)| *span == Span::Year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quiet_months_are_grouped_together() {
        /// Year, month, articles and days, in the order of a list; and the spans of the months.
        #[track_caller]
        fn check(months: &[(i16, i8, usize, usize)], expected: &[Span]) {
            let months = months
                .iter()
                .map(|&(year, month, articles, days)| MonthCount {
                    month: (year, month),
                    articles,
                    days,
                });
            let months: Vec<_> = months.collect();
            let stretches = Stretches::of(&months);
            let spans = months.iter().map(|month| stretches.span(month.month));
            assert_eq!(spans.collect::<Vec<_>>(), expected, "{months:?}");
        }
        use Span::{Day, Month, Year};
        check(&[], &[]);
        check(&[(2026, 2, 90, 20), (2026, 1, 50, 20)], &[Day, Day]);
        // A blog with an article or two a month.
        let blog = [
            (2025, 11, 1, 1),
            (2025, 8, 1, 1),
            (2025, 1, 2, 2),
            (2024, 12, 1, 1),
        ];
        check(&blog, &[Year; 4]);
        // An article a day: its months have headings.
        check(&[(2026, 2, 9, 9), (2026, 1, 30, 29)], &[Month, Month]);
        // Old years are quiet, although the latest months are busy.
        check(
            &[
                (2026, 1, 300, 31),
                (2014, 9, 1, 1),
                (2014, 8, 1, 1),
                (2013, 4, 2, 1),
            ],
            &[Day, Year, Year, Year],
        );
        // A month that has just begun, and a short list.
        check(&[(2026, 2, 1, 1), (2026, 1, 300, 31)], &[Day, Day]);
        check(&[(2026, 2, 2, 2)], &[Year]);
        check(&[(2026, 2, 1, 1)], &[Day]);
        // A busy month divides a stretch.
        check(
            &[
                (2026, 5, 3, 3),
                (2026, 4, 40, 8),
                (2026, 3, 1, 1),
                (2026, 2, 2, 2),
            ],
            &[Month, Day, Year, Year],
        );
    }
}
