//! How long an article was read, and how fast.

use crate::text::Count;

/// Milliseconds of the periods that have one sum each.
const HOUR: u64 = 3_600_000;

/// The reading time of an article in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// When it began, in milliseconds since 1970.
    pub since: u64,
    pub seconds: u32,
    /// The seconds in which text was read at a plausible speed, and how much of it.
    pub paced: u32,
    pub count: Count,
}

impl Spent {
    /// The hour, counted from 1970.
    pub(crate) fn hour(self) -> u64 {
        self.since / HOUR
    }

    /// Both together.
    pub(crate) fn plus(self, later: Self) -> Self {
        Self {
            since: self.since,
            seconds: self.seconds.saturating_add(later.seconds),
            paced: self.paced.saturating_add(later.paced),
            count: self.count.plus(later.count),
        }
    }
}
