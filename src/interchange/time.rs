//! Times in exports.

use crate::library::{Date, DateOrigin, END_OF_TIME, Zone, utc_rfc3339};

/// Milliseconds since 1970 of a time as an export writes it: a number of seconds, milliseconds or
/// microseconds, RFC 3339, or another date that articles may have (in UTC). `None` for a missing
/// time: empty, 0, or not a time.
pub(super) fn parse(text: &str) -> Option<u64> {
    let text = text.trim();
    let time = if text.bytes().all(|byte| byte.is_ascii_digit()) {
        // The number of digits tells the unit apart for all times from 2001 to 2200.
        let number: u64 = text.parse().ok()?;
        match text.len() {
            0..=10 => number * 1000,
            11..=13 => number,
            _ => number / 1000,
        }
    } else if let Ok(time) = text.parse::<jiff::Timestamp>() {
        u64::try_from(time.as_millisecond()).ok()?
    } else {
        let date = Date::parse(text, &utc(), DateOrigin::FrontMatter)?;
        u64::try_from(date.seconds).ok()?.checked_mul(1000)?
    };
    (1..END_OF_TIME).contains(&time).then_some(time)
}

fn utc() -> Zone {
    Zone(jiff::tz::TimeZone::UTC)
}

/// The day of a time in UTC, as in `2026-04-19`.
pub(super) fn day(milliseconds: u64) -> String {
    let time = utc_rfc3339(milliseconds);
    time.split('T').next().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn times_of_exports() {
        #[track_caller]
        fn check(text: &str, expected: &str) {
            assert_eq!(parse(text).map(utc_rfc3339).unwrap_or_default(), expected);
        }
        check("1650342141", "2022-04-19T04:22:21.000Z");
        check("1650342141123", "2022-04-19T04:22:21.123Z");
        check("1650342141123456", "2022-04-19T04:22:21.123Z");
        check("2022-04-19T12:22:21+08:00", "2022-04-19T04:22:21.000Z");
        check("2022-04-19 04:22:21+00:00", "2022-04-19T04:22:21.000Z");
        check("2022-04-19 04:22:21", "2022-04-19T04:22:21.000Z");
        check("2022-04-19T12:22:21+0800", "2022-04-19T04:22:21.000Z");
        check("2022-04-19", "2022-04-19T00:00:00.000Z");
        for missing in [
            "",
            "0",
            "-1",
            "soon",
            "99999999999999999999999",
            "2300-01-01",
        ] {
            check(missing, "");
        }
        assert_eq!(day(1_650_342_141_123), "2022-04-19");
    }

    proptest! {
        #[test]
        fn written_times_are_read(time in 1..END_OF_TIME) {
            prop_assert_eq!(parse(&utc_rfc3339(time)), Some(time));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,24}") {
            let _ = parse(&text);
        }
    }
}
