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
