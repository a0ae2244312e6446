//! Time zones.

use super::utc_offset::offset;
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};

/// A time zone for dates without one, and for showing days.
#[derive(Clone, Debug)]
pub struct Zone(pub TimeZone);

/// UTC.
impl Default for Zone {
    fn default() -> Self {
        Self(TimeZone::UTC)
    }
}

impl Zone {
    /// The system's zone, or UTC if it has none.
    pub fn system() -> Self {
        Self(TimeZone::system())
    }

    /// By IANA name or offset (`Asia/Shanghai`, `+08:00`, `UTC`).
    pub fn named(name: &str) -> Option<Self> {
        if let Some(offset) = offset(name) {
            return Offset::from_seconds(offset)
                .ok()
                .map(|o| Self(TimeZone::fixed(o)));
        }
        TimeZone::get(name).ok().map(Self)
    }

    /// A name that tells zones apart, for the index.
    pub(crate) fn name(&self) -> String {
        let name = self.0.iana_name().map(str::to_owned);
        name.unwrap_or_else(|| format!("{:?}", self.0))
    }

    /// Converts local wall-clock time to seconds since 1970 and the offset at that time. In an
    /// hour that daylight saving repeats, the first occurrence.
    pub(super) fn at(&self, wall: DateTime) -> Option<(i64, i32)> {
        let time = self.0.to_timestamp(wall).ok()?;
        Some((time.as_second(), self.0.to_offset(time).seconds()))
    }

    /// When a day begins, in milliseconds since 1970. `day`: days since 1970-01-01.
    pub(crate) fn start_of_day(&self, day: i64) -> u64 {
        let midnight = Timestamp::from_second(day.saturating_mul(86_400));
        let wall = TimeZone::UTC.to_datetime(midnight.unwrap_or(Timestamp::UNIX_EPOCH));
        let seconds = self.at(wall).map_or(0, |(seconds, _)| seconds);
        u64::try_from(seconds).unwrap_or(0).saturating_mul(1000)
    }

    /// Whether the abbreviation is in use in this zone at that time, such as `CST` in Shanghai.
    pub(super) fn is_called(&self, name: &str, wall: DateTime) -> bool {
        let time = self.0.to_timestamp(wall);
        time.is_ok_and(|time| self.0.to_offset_info(time).abbreviation() == name)
    }

    pub(super) fn wall(&self, seconds: i64) -> DateTime {
        let time = Timestamp::from_second(seconds).unwrap_or(Timestamp::UNIX_EPOCH);
        self.0.to_datetime(time)
    }
}
