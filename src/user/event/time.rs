//! Times and dates as the journal writes them.

use crate::library::{Date, DateOrigin, Zone};

/// The date of an article in RFC 3339. Midnight in its own offset represents a date without a time
/// of day.
pub(crate) fn date(text: &str) -> Option<Date> {
    let date = Date::parse(text, &Zone::system(), DateOrigin::FrontMatter)?;
    let timed = date.timed && !text.contains("T00:00:00");
    Some(Date { timed, ..date })
}

/// A time as RFC 3339 in UTC with milliseconds, as in `2026-04-19T12:22:03.123Z`.
pub(crate) fn rfc3339(milliseconds: u64) -> String {
    let time = i64::try_from(milliseconds)
        .ok()
        .and_then(|time| jiff::Timestamp::from_millisecond(time).ok())
        .unwrap_or(jiff::Timestamp::MAX);
    format!("{time:.3}")
}

/// No event is later than this: 2200-01-01, in milliseconds since 1970.
pub(crate) const END_OF_TIME: u64 = 7_258_118_400_000;

/// Whether a time can be that of an event. An event is superseded by one with a later time, so one
/// near the end of the calendar could never be superseded; it counts as the oldest instead. The
/// limit does not depend on the clock, because an order that changes over time would bring back
/// superseded marks. A clock that is ahead by less does no harm: a new event always gets a later
/// stamp than those that its writer has seen.
pub(crate) const fn is_believable(time: u64) -> bool {
    time < END_OF_TIME
}

/// A time that can be that of an event; `None` if the text is not a time or the time is impossible.
pub(crate) fn since(rfc3339: &str) -> Option<u64> {
    milliseconds(rfc3339).filter(|time| is_believable(*time))
}

/// Milliseconds since 1970 of an RFC 3339 time; `None` also for earlier times.
pub(crate) fn milliseconds(rfc3339: &str) -> Option<u64> {
    let time: jiff::Timestamp = rfc3339.parse().ok()?;
    u64::try_from(time.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn dates_round_trip() {
        let shanghai = Zone::named("Asia/Shanghai").unwrap();
        for text in ["2022-04-19", "2022-04-19 04:22", "2022-04-19T00:00:01Z"] {
            let written = Date::parse(text, &shanghai, DateOrigin::FrontMatter);
            let back = written.and_then(|date| super::date(&date.rfc3339()));
            assert_eq!(back, written, "{text}");
        }
    }

    proptest! {
        #[test]
        fn times_round_trip(time in 0..253_402_300_799_999_u64) {
            prop_assert_eq!(milliseconds(&rfc3339(time)), Some(time));
        }
    }
}
