//! Parses a day, a month or a year that a user types to go there: `2026-01`, `1/3`, `2026年1月3日`.

use jiff::civil;
use std::ops::RangeInclusive;

/// The first and the last day, as days since 1970-01-01. Without a year, a day of the last twelve
/// months before `today` (year, month, day). `None` if the text is not a date.
pub(crate) fn period(text: &str, today: (i16, i8, i8)) -> Option<RangeInclusive<i64>> {
    let is_mark = |c: char| "-/.年月日년월일 ".contains(c);
    let parts = text.split(is_mark).filter(|part| !part.is_empty());
    let parts: Vec<i16> = parts.map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let (first, last) = match *parts.as_slice() {
        [year @ 1000..=9999] => (day(year, 1, 1)?, day(year, 12, 31)?),
        [year @ 1000..=9999, month] => {
            let first = day(year, month, 1)?;
            (first, first.last_of_month())
        }
        [year @ 1000..=9999, month, number] => {
            (day(year, month, number)?, day(year, month, number)?)
        }
        [month, number] => {
            let (year, ..) = today;
            let now = day(today.0, today.1.into(), today.2.into())?;
            let this = day(year, month, number).filter(|day| *day <= now);
            let day = this.or_else(|| day(year - 1, month, number))?;
            (day, day)
        }
        _ => return None,
    };
    Some(since_1970(first)..=since_1970(last))
}

fn day(year: i16, month: i16, day: i16) -> Option<civil::Date> {
    civil::Date::new(year, month.try_into().ok()?, day.try_into().ok()?).ok()
}

fn since_1970(day: civil::Date) -> i64 {
    let hours = day.duration_since(civil::date(1970, 1, 1)).as_hours();
    hours / 24
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_months_and_years_are_read() {
        #[track_caller]
        fn check(text: &str, expected: Option<(i64, i64)>) {
            let found = period(text, (2026, 11, 24));
            assert_eq!(
                found.map(|days| (*days.start(), *days.end())),
                expected,
                "{text}"
            );
        }
        // 2026-01-01 is day 20,454.
        check("2026-01", Some((20_454, 20_484)));
        check("2026/1/3", Some((20_456, 20_456)));
        check("2026年1月3日", Some((20_456, 20_456)));
        check("2026", Some((20_454, 20_818)));
        check("1/3", Some((20_456, 20_456)));
        check("1月3日", Some((20_456, 20_456)));
        // A day that is still to come was last year.
        check("12/31", Some((20_453, 20_453)));
        check("2/30", None);
        check("2026-13", None);
        check("5", None);
        check("sort", None);
        check("3sort", None);
        check("", None);
    }
}
