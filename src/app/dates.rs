//! Dates in the form of the interface language: `1 February 2026`, `2026年2月1日`.

use crate::library::date::period;
use crate::library::{Date, DateOrigin, Zone};
use crate::locale::Locale;
use crate::text::WidthPolicy;
use std::ops::RangeInclusive;

/// How dates are worded: in a zone and a language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Dates<'a> {
    pub zone: &'a Zone,
    pub locale: &'a Locale,
    /// The present, in milliseconds since 1970.
    pub now: u64,
}

impl Dates<'_> {
    /// The day: `1 February 2026`.
    pub fn day(self, date: Date) -> String {
        self.civil("date.day", date)
    }

    /// The days that a typed date names, since 1970-01-01.
    pub fn period(self, text: &str) -> Option<RangeInclusive<i64>> {
        let (year, month, day, ..) = self.today().civil(self.zone);
        period(text, (year, month, day))
    }

    /// A day after today, since 1970-01-01: a date, or a number of days or weeks as `7d` or `2w`. A
    /// day and month without a year are in the next twelve months.
    pub fn day_to_come(self, text: &str) -> Option<i64> {
        let today = self.today().day(self.zone);
        let days = text.strip_suffix('d').map(|count| (count, 1));
        let weeks = || text.strip_suffix('w').map(|count| (count, 7));
        let day = match days.or_else(weeks) {
            Some((count, days)) => today + i64::from(count.parse::<u16>().ok()?) * days,
            None => {
                let (year, month, day, ..) = self.today().civil(self.zone);
                *period(text, (year.saturating_add(1), month, day))?.start()
            }
        };
        (day > today).then_some(day)
    }

    /// Some months of a year, or whole years: `February 2026`, `February–May 2026`, `2024–2026`.
    pub fn period_name(self, from: (i16, i8), to: (i16, i8)) -> String {
        let year = range(&from.0.to_string(), &to.0.to_string());
        if (from.1, to.1) == (1, 12) {
            return self.locale.fill("date.year", &[("year", &year)]);
        }
        let [first, last] = [from.1, to.1].map(|month| format!("month.{month}"));
        let month = range(self.locale.text(&first), self.locale.text(&last));
        let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &year), ("month", &month)];
        self.locale.fill("date.month", &values)
    }

    /// A day whose year is known: `1 Feb`, `2月1日`; today and yesterday by name where that is short.
    pub fn short_day(self, date: Date) -> String {
        let near = self.near(date).map(|key| self.locale.text(key));
        // “Yesterday” is too long.
        match near.filter(|near| near.len() <= 6) {
            Some(near) => near.to_owned(),
            None => {
                let (_, month, day, ..) = date.civil(self.zone);
                self.month_and_day(month, day)
            }
        }
    }

    fn month_and_day(self, month: i8, day: i8) -> String {
        let key = format!("month-short.{month}");
        let month = self.locale.text(&key);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("month", &month), ("day", &day)];
        self.locale.fill("date.short-day", &values)
    }

    /// Day and year: `1 Feb 2026`, `2026年2月1日`.
    pub fn short_date(self, date: Date) -> String {
        let (year, month, day, ..) = date.civil(self.zone);
        self.day_in_year(year, month, day)
    }

    fn day_in_year(self, year: i16, month: i8, day: i8) -> String {
        let short_day = self.month_and_day(month, day);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("year", &year), ("day", &short_day)];
        self.locale.fill("date.short-date", &values)
    }

    /// Cells of the widest short day.
    pub fn cells_of_short_days(self, policy: WidthPolicy) -> u16 {
        let cells = |month| policy.str(&self.month_and_day(month, 28)) as u16;
        (1..=12).map(cells).max().unwrap_or_default()
    }

    /// The same with the year.
    pub fn cells_of_short_dates(self, policy: WidthPolicy) -> u16 {
        let cells = |month| policy.str(&self.day_in_year(2000, month, 28)) as u16;
        (1..=12).map(cells).max().unwrap_or_default()
    }

    pub fn is_this_year(self, date: Date) -> bool {
        let year = |date: Date| date.civil(self.zone).0;
        year(date) == year(self.today())
    }

    fn civil(self, form: &str, date: Date) -> String {
        let (year, month, day, ..) = date.civil(self.zone);
        let key = format!("month.{month}");
        let month = self.locale.text(&key);
        let values: [(&str, &dyn std::fmt::Display); 3] =
            [("year", &year), ("month", &month), ("day", &day)];
        self.locale.fill(form, &values)
    }

    /// The day, and the time if one was written: `1 February 2026, 07:00`.
    pub fn moment(self, date: Date) -> String {
        let day = self.day(date);
        match date.clock(self.zone) {
            Some(clock) => {
                let values: [(&str, &dyn std::fmt::Display); 2] = [("day", &day), ("time", &clock)];
                self.locale.fill("date.moment", &values)
            }
            None => day,
        }
    }

    /// The day with its weekday, in the longest form that fits: `Sunday, 1 February 2026`,
    /// `1 February 2026`, `1 Feb 2026`.
    pub fn weekday(self, date: Date, room: usize, policy: WidthPolicy) -> String {
        let day = self.day(date);
        // 1970-01-01 was a Thursday, the fourth day of the week.
        let weekday = (date.day(self.zone) + 3).rem_euclid(7) + 1;
        let key = format!("weekday.{weekday}");
        let weekday = self.locale.text(&key);
        let values: [(&str, &dyn std::fmt::Display); 2] = [("weekday", &weekday), ("day", &day)];
        let whole = self.locale.fill("date.weekday", &values);
        let fits = |text: &String| policy.str(text) <= room;
        let forms = [whole, day];
        let whole = forms.into_iter().find(fits);
        whole.unwrap_or_else(|| self.short_date(date))
    }

    /// `Today` or `Yesterday`.
    pub fn near(self, date: Date) -> Option<&'static str> {
        match self.today().day(self.zone) - date.day(self.zone) {
            0 => Some("list.today"),
            1 => Some("list.yesterday"),
            _ => None,
        }
    }

    /// How long ago it was: `3 days`. At most 11 cells.
    pub fn ago(self, date: Date) -> String {
        /// Minutes of each unit, the longest first.
        const UNITS: [(i64, &str); 5] = [
            (365 * 1440, "ago.years"),
            (30 * 1440, "ago.months"),
            (1440, "ago.days"),
            (60, "ago.hours"),
            (1, "ago.minutes"),
        ];
        let minutes = (self.today().seconds - date.seconds).max(0) / 60;
        let unit = UNITS.iter().find(|(length, _)| minutes >= *length);
        let (length, key) = unit.unwrap_or(&(1, "ago.minutes"));
        self.locale.fill(key, &[("count", &(minutes / length))])
    }

    /// A date whose month is known. At most 5 cells, like a time.
    pub fn day_of_month(self, date: Date) -> String {
        let near = self.near(date).map(|key| self.locale.text(key));
        // “Yesterday” is too long.
        if let Some(near) = near.filter(|near| near.len() <= 6) {
            return near.to_owned();
        }
        let (_, _, day, ..) = date.civil(self.zone);
        let form = format!("list.day.{}", ordinal(day));
        self.locale.fill(&form, &[("day", &day)])
    }

    /// The day of dates of this year, day and year of others.
    pub fn age(self, date: Date) -> String {
        let (_, month, day, ..) = date.civil(self.zone);
        match self.is_this_year(date) {
            true => self.month_and_day(month, day),
            false => self.short_date(date),
        }
    }

    fn today(self) -> Date {
        Date {
            seconds: (self.now / 1000).cast_signed(),
            offset: 0,
            timed: true,
            origin: DateOrigin::Modified,
        }
    }
}

/// A range of months or years: `2–5月`, `February–May`.
fn range(from: &str, to: &str) -> String {
    if from == to {
        return to.to_owned();
    }
    let number = from.trim_end_matches(|c: char| !c.is_ascii_digit());
    let from = if number.is_empty() { from } else { number };
    format!("{from}–{to}")
}

/// The plural category of an ordinal number in English (CLDR): 1st, 2nd, 3rd, 11th.
fn ordinal(day: i8) -> &'static str {
    match day {
        1 | 21 | 31 => "one",
        2 | 22 => "two",
        3 | 23 => "few",
        _ => "other",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: i64 = 86_400;
    /// 2026-11-24.
    const NOW: i64 = 1_795_478_400;

    fn date(seconds: i64, timed: bool) -> Date {
        Date {
            seconds,
            offset: 0,
            timed,
            origin: DateOrigin::FrontMatter,
        }
    }

    fn with(tag: &str, check: impl FnOnce(Dates<'_>)) {
        check(Dates {
            zone: &Zone::named("UTC").unwrap(),
            locale: &Locale::for_tag(tag),
            now: NOW.cast_unsigned() * 1000,
        });
    }

    #[test]
    fn ages_fit_their_column() {
        let check = |seconds, timed, expected: [&str; 2]| {
            for (tag, expected) in ["en", "ja"].into_iter().zip(expected) {
                with(tag, |dates| {
                    let age = dates.age(date(seconds, timed));
                    assert_eq!(age, expected);
                    let policy = WidthPolicy::default();
                    assert!(policy.str(&age) <= dates.cells_of_short_dates(policy).into());
                });
            }
        };
        check(1_795_440_000, true, ["23 Nov", "11月23日"]);
        check(1_795_440_000, false, ["23 Nov", "11月23日"]);
        check(1_650_342_141, true, ["19 Apr 2022", "2022年4月19日"]);
    }

    #[test]
    fn dates_have_the_form_of_the_language() {
        let check = |tag, moment: &str, weekday: &str, month: &str| {
            with(tag, |dates| {
                let date = date(NOW - 296 * DAY + 7 * 3600, true);
                assert_eq!(dates.moment(date), moment);
                let policy = WidthPolicy::default();
                assert_eq!(dates.weekday(date, 40, policy), weekday);
                assert_eq!(dates.period_name((2026, 2), (2026, 2)), month);
            });
        };
        check(
            "en",
            "1 February 2026, 07:00",
            "Sunday, 1 February 2026",
            "February 2026",
        );
        check(
            "zh-Hans",
            "2026年2月1日 07:00",
            "2026年2月1日 星期日",
            "2026年2月",
        );
        check(
            "ja",
            "2026年2月1日 07:00",
            "2026年2月1日 日曜日",
            "2026年2月",
        );
        check(
            "ko",
            "2026년 2월 1일 07:00",
            "2026년 2월 1일 일요일",
            "2026년 2월",
        );
    }

    #[test]
    fn days_of_a_month_have_their_unit() {
        for (tag, expected) in [
            ("en", ["1st", "2nd", "3rd", "11th", "22nd"]),
            ("zh-Hans", ["1日", "2日", "3日", "11日", "22日"]),
        ] {
            with(tag, |dates| {
                for (day, expected) in [1, 2, 3, 11, 22].into_iter().zip(expected) {
                    let date = date(NOW - (55 - day) * DAY, false);
                    assert_eq!(dates.day_of_month(date), expected);
                }
            });
        }
    }

    #[test]
    fn days_of_a_year_name_their_month() {
        for (tag, expected, cells) in [
            ("en", ["23 Sep", "23 Sep 2026"], 6),
            ("ja", ["9月23日", "2026年9月23日"], 8),
            ("ko", ["9월 23일", "2026년 9월 23일"], 9),
        ] {
            with(tag, |dates| {
                let date = date(NOW - 62 * DAY, false);
                assert_eq!([dates.short_day(date), dates.short_date(date)], expected);
                let policy = WidthPolicy::default();
                assert_eq!(dates.cells_of_short_days(policy), cells);
            });
        }
        with("zh-Hans", |dates| {
            assert_eq!(dates.short_day(date(NOW, false)), "今天");
        });
    }

    #[test]
    fn stretches_are_named_by_their_months_or_years() {
        let check = |tag, from, to, expected: &str| {
            with(tag, |dates| {
                assert_eq!(dates.period_name(from, to), expected);
            });
        };
        check("en", (2025, 2), (2025, 9), "February–September 2025");
        check("en", (2025, 1), (2025, 12), "2025");
        check("en", (2013, 1), (2016, 12), "2013–2016");
        check("ja", (2025, 2), (2025, 11), "2025年2–11月");
        check("zh-Hans", (2013, 1), (2016, 12), "2013–2016年");
        check("ko", (2006, 8), (2006, 8), "2006년 8월");
    }

    #[test]
    fn a_heading_gives_up_the_weekday_first() {
        let check = |room, expected: &str| {
            with("en", |dates| {
                let date = date(NOW, false);
                let found = dates.weekday(date, room, WidthPolicy::default());
                assert_eq!(found, expected, "in {room}");
            });
        };
        check(26, "Tuesday, 24 November 2026");
        check(24, "24 November 2026");
        check(15, "24 Nov 2026");
    }
}
