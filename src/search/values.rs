//! The values of fields: dates, numbers and names from a list.

use super::error::QueryFault;
use super::field::{self, ADDITIONS, FEATURES, LANGUAGES, STATES};
use super::query::Term;
use crate::library::date::period;
use crate::library::{Date, DateOrigin, Zone};
use crate::text::Language;
use crate::user::nearest;
use std::ops::RangeInclusive;

/// The day from which relative dates count.
#[derive(Clone, Copy, Debug)]
pub struct Today {
    /// Days since 1970-01-01.
    day: i64,
    /// Year, month, day.
    civil: (i16, i8, i8),
}

impl Today {
    /// The day in a zone at a time in milliseconds since 1970.
    pub fn at(now: u64, zone: &Zone) -> Self {
        let date = Date {
            seconds: (now / 1000).cast_signed(),
            offset: 0,
            timed: true,
            origin: DateOrigin::Modified,
        };
        let (year, month, day, ..) = date.civil(zone);
        Self {
            day: date.day(zone),
            civil: (year, month, day),
        }
    }

    /// The days of `2022`, `2022-04`, `2022-04-19`, `4/19`, `7d` (seven days ago) or `2w`.
    fn days(self, text: &str) -> Option<RangeInclusive<i64>> {
        let ago = text
            .strip_suffix('d')
            .map(|count| (count, 1))
            .or_else(|| text.strip_suffix('w').map(|count| (count, 7)));
        if let Some((count, days)) = ago {
            let day = self.day - i64::from(count.parse::<u16>().ok()?) * days;
            return Some(day..=day);
        }
        period(text, self.civil)
    }
}

/// `date:`, by a folded value.
pub(super) fn date(text: &str, today: Today) -> Result<Term, QueryFault> {
    let days = |text: &str| {
        let days = today.days(text);
        days.ok_or_else(|| QueryFault::Date(text.to_owned()))
    };
    let range = range(text, days, (i64::MIN, i64::MAX), |day| (day - 1, day + 1))?;
    Ok(Term::Date(range))
}

/// `minutes:` or `length:`, by a folded value.
pub(super) fn number(field: &'static str, text: &str) -> Result<RangeInclusive<u32>, QueryFault> {
    let number = |text: &str| {
        let number = text.parse().map(|number: u32| number..=number);
        number.map_err(|_| QueryFault::Number {
            field,
            value: text.to_owned(),
        })
    };
    let near = |number: u32| (number.saturating_sub(1), number.saturating_add(1));
    range(text, number, (0, u32::MAX), near)
}

/// A range: `a`, `a..b`, `a..`, `..b`, `<b`, `<=b`, `>a`, `>=a`. `part` reads an end, `near` gives
/// the values before and after one.
fn range<T: Copy + PartialOrd>(
    text: &str,
    part: impl Fn(&str) -> Result<RangeInclusive<T>, QueryFault>,
    (least, most): (T, T),
    near: impl Fn(T) -> (T, T),
) -> Result<RangeInclusive<T>, QueryFault> {
    let (start, end) = if let Some(text) = text.strip_prefix("<=") {
        (least, *part(text)?.end())
    } else if let Some(text) = text.strip_prefix(">=") {
        (*part(text)?.start(), most)
    } else if let Some(text) = text.strip_prefix('<') {
        let end = *part(text)?.start();
        if end <= least {
            return Err(QueryFault::Backwards(format!("<{text}")));
        }
        (least, near(end).0)
    } else if let Some(text) = text.strip_prefix('>') {
        let start = *part(text)?.end();
        if start >= most {
            return Err(QueryFault::Backwards(format!(">{text}")));
        }
        (near(start).1, most)
    } else if let Some((from, to)) = text.split_once("..").filter(|_| text != "..") {
        let start = match from {
            "" => least,
            from => *part(from)?.start(),
        };
        let end = match to {
            "" => most,
            to => *part(to)?.end(),
        };
        (start, end)
    } else {
        return part(text);
    };
    if start > end {
        return Err(QueryFault::Backwards(text.to_owned()));
    }
    Ok(start..=end)
}

/// `is:`, by a folded value.
pub(super) fn state(text: &str) -> Result<Term, QueryFault> {
    let state = field::named(STATES, text).map(Term::Is);
    state.ok_or_else(|| unknown("is", text, &names(STATES)))
}

/// `has:`, by a folded value.
pub(super) fn feature(text: &str) -> Result<Term, QueryFault> {
    let feature = field::named(FEATURES, text).map(Term::Has);
    let feature = feature.or_else(|| field::named(ADDITIONS, text).map(Term::Is));
    let known = || [names(FEATURES), names(ADDITIONS)].concat();
    feature.ok_or_else(|| unknown("has", text, &known()))
}

/// `lang:`, by a folded value: a name of the table, or another tag such as `zh-tw`.
pub(super) fn language(text: &str) -> Result<Term, QueryFault> {
    let of_tag = |language: Language| {
        let mut rows = LANGUAGES.iter().map(|row| row.1);
        rows.find(|languages| **languages == [language])
    };
    let languages = field::named(LANGUAGES, text);
    let languages = languages.or_else(|| Language::from_tag(text).and_then(of_tag));
    languages
        .map(Term::Language)
        .ok_or_else(|| unknown("lang", text, &names(LANGUAGES)))
}

fn names<T>(table: &[(&'static str, T)]) -> Vec<&'static str> {
    table.iter().map(|row| row.0).collect()
}

fn unknown(field: &'static str, value: &str, names: &[&'static str]) -> QueryFault {
    let known = match nearest(value, names.iter().copied()) {
        Some(name) => format!("{field}:{name}"),
        None => names.join(", "),
    };
    QueryFault::UnknownValue {
        field,
        value: value.to_owned(),
        known,
    }
}
