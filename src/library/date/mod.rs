//! Article dates: parsing, formatting, time zones. The only module that uses jiff (with
//! `user::event`).

pub(crate) mod forms;
pub(crate) mod paths;
mod period;
mod utc_offset;
mod zone;
pub(crate) mod zones;

pub(crate) use period::period;
pub use zone::Zone;

use jiff::Timestamp;
use jiff::tz::Offset;

/// A point in time, with the offset in which it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Date {
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Offset in seconds east of UTC.
    pub offset: i32,
    /// A time of day was written, and not midnight to the second; only then is one shown.
    pub timed: bool,
    pub origin: DateOrigin,
}

/// Where a date was found, most trusted first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DateOrigin {
    FrontMatter,
    /// `<meta>`, JSON-LD or `<time>` of a saved page.
    Page,
    FileName,
    Folders,
    /// The modification time of the file: a guess, and shown as one.
    Modified,
}

/// No time of a mark is later than this: 2200-01-01, in milliseconds since 1970.
pub(crate) const END_OF_TIME: u64 = 7_258_118_400_000;

/// A time in milliseconds since 1970 as RFC 3339 in UTC with milliseconds, as in
/// `2026-04-19T12:22:03.123Z`.
pub(crate) fn utc_rfc3339(milliseconds: u64) -> String {
    let time = i64::try_from(milliseconds)
        .ok()
        .and_then(|time| Timestamp::from_millisecond(time).ok())
        .unwrap_or(Timestamp::MAX);
    format!("{time:.3}")
}

impl Date {
    /// A day without a time, in UTC. `day`: days since 1970-01-01.
    pub(crate) fn of_day(day: i64) -> Self {
        Self {
            seconds: day.saturating_mul(86_400),
            offset: 0,
            timed: false,
            origin: DateOrigin::FrontMatter,
        }
    }

    /// A time in milliseconds since 1970, of which only the day is meant.
    pub(crate) fn at(milliseconds: u64) -> Self {
        Self {
            seconds: (milliseconds / 1000).cast_signed(),
            offset: 0,
            timed: false,
            origin: DateOrigin::FrontMatter,
        }
    }

    /// Parses a written date. `None` if the form is unknown or the date impossible.
    pub(crate) fn parse(text: &str, zone: &Zone, origin: DateOrigin) -> Option<Self> {
        let reading = forms::read(text, zone)?;
        Some(Self {
            seconds: reading.seconds,
            offset: reading.offset,
            timed: reading.timed,
            origin,
        })
    }

    /// Reads what [`rfc3339`](Self::rfc3339) wrote. Midnight in its own offset represents a date
    /// without a time of day.
    pub(crate) fn from_rfc3339(text: &str) -> Option<Self> {
        let date = Self::parse(
            text,
            &Zone(jiff::tz::TimeZone::UTC),
            DateOrigin::FrontMatter,
        )?;
        let timed = date.timed && !text.contains("T00:00:00");
        Some(Self { timed, ..date })
    }

    /// Whether the date was written, rather than taken from the file system.
    pub fn is_written(self) -> bool {
        self.origin != DateOrigin::Modified
    }

    /// RFC 3339, in the offset in which it was written.
    pub fn rfc3339(self) -> String {
        let offset = Offset::from_seconds(self.offset).unwrap_or(Offset::UTC);
        Timestamp::from_second(self.seconds)
            .unwrap_or(Timestamp::UNIX_EPOCH)
            .display_with_offset(offset)
            .to_string()
    }

    /// The time in UTC in the form of HTTP and RSS: `Tue, 19 Apr 2022 04:22:21 GMT`. `None` for a year
    /// that this form cannot hold.
    pub(crate) fn http(self) -> Option<String> {
        let time = Timestamp::from_second(self.seconds).ok()?;
        let printer = jiff::fmt::rfc2822::DateTimePrinter::new();
        printer.timestamp_to_rfc9110_string(&time).ok()
    }

    /// The day in a zone, as days since 1970-01-01.
    pub(crate) fn day(self, zone: &Zone) -> i64 {
        let time = Timestamp::from_second(self.seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        let local = self.seconds + i64::from(zone.0.to_offset(time).seconds());
        local.div_euclid(86_400)
    }

    /// Year, month, day, hour, minute in a zone.
    pub(crate) fn civil(self, zone: &Zone) -> (i16, i8, i8, i8, i8) {
        let wall = zone.wall(self.seconds);
        (
            wall.year(),
            wall.month(),
            wall.day(),
            wall.hour(),
            wall.minute(),
        )
    }

    /// The time in a zone as `04:22`, if one was written.
    pub(crate) fn clock(self, zone: &Zone) -> Option<String> {
        let (.., hour, minute) = self.civil(zone);
        self.timed.then(|| format!("{hour:02}:{minute:02}"))
    }

    /// The date in a zone as `2022-04-19 04:22`, or the day alone if no time was written.
    pub(crate) fn shown(self, zone: &Zone) -> String {
        let (year, month, day, ..) = self.civil(zone);
        let day = format!("{year:04}-{month:02}-{day:02}");
        match self.clock(zone) {
            Some(clock) => format!("{day} {clock}"),
            None => day,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shown_in_its_own_offset_and_in_a_zone() {
        let shanghai = Zone::named("Asia/Shanghai").expect("a known zone");
        let date = Date::parse(
            "Tue, 19 Apr 2022 20:22:21 GMT",
            &shanghai,
            DateOrigin::FrontMatter,
        )
        .expect("a good date");
        assert_eq!(date.rfc3339(), "2022-04-19T20:22:21+00:00");
        assert_eq!(date.civil(&shanghai), (2022, 4, 20, 4, 22));
        assert_eq!(date.shown(&shanghai), "2022-04-20 04:22");
        let day = Date::parse("2022年4月19日", &shanghai, DateOrigin::FrontMatter);
        assert_eq!(
            day.map(|day| day.shown(&shanghai)).as_deref(),
            Some("2022-04-19")
        );
        assert_eq!(
            date.day(&shanghai) - date.day(&Zone::named("UTC").expect("UTC")),
            1
        );
    }

    #[test]
    fn dates_round_trip() {
        let shanghai = Zone::named("Asia/Shanghai").expect("a known zone");
        for text in ["2022-04-19", "2022-04-19 04:22", "2022-04-19T00:00:01Z"] {
            let written = Date::parse(text, &shanghai, DateOrigin::FrontMatter);
            let back = written.and_then(|date| Date::from_rfc3339(&date.rfc3339()));
            assert_eq!(back, written, "{text}");
        }
    }

    #[test]
    fn zones_by_name_and_offset() {
        assert!(Zone::named("+08:00").is_some() && Zone::named("UTC").is_some());
        assert!(Zone::named("Atlantis/Poseidonis").is_none());
    }
}
