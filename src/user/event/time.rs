//! Times as the journal writes them.

use crate::library::END_OF_TIME;

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
    use crate::library::utc_rfc3339;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn times_round_trip(time in 0..253_402_300_799_999_u64) {
            prop_assert_eq!(milliseconds(&utc_rfc3339(time)), Some(time));
        }
    }
}
