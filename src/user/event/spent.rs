//! How long an article was read, and how fast.

use super::stamp::Writer;
use crate::text::Count;
use std::ops::RangeInclusive;

/// Milliseconds of the periods that have one sum each. Days begin at a multiple of it in all zones.
const SLOT: u64 = 900_000;
/// The most seconds in a period: those of the period, and of a reading that began in it.
const MOST: u32 = 1_200;
/// How many times as fast as usual a text can be read.
const POSSIBLE: RangeInclusive<f64> = 0.1..=10.0;

/// The reading time of an article in a quarter of an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spent {
    /// Who recorded it.
    pub writer: Writer,
    /// When it began, in milliseconds since 1970.
    pub since: u64,
    pub seconds: u32,
    /// The seconds in which text was read at a plausible speed, and how much of it.
    pub paced: u32,
    pub count: Count,
}

impl Spent {
    /// The quarter of an hour, counted from 1970.
    pub(crate) fn slot(self) -> u64 {
        self.since / SLOT
    }

    /// Both together.
    pub(crate) fn plus(self, later: Self) -> Self {
        Self {
            seconds: self.seconds.saturating_add(later.seconds),
            paced: self.paced.saturating_add(later.paced),
            count: self.count.plus(later.count),
            ..self
        }
    }

    /// Within what is possible: the journal may come from anywhere.
    pub(crate) fn bounded(self) -> Self {
        let seconds = self.seconds.min(MOST);
        let paced = self.paced.min(seconds);
        let speed = self.count.time() * 60.0 / f64::from(paced);
        // No seconds at all make the speed infinite, or no number.
        let (paced, count) = match POSSIBLE.contains(&speed) {
            true => (paced, self.count),
            false => (0, Count::default()),
        };
        Self {
            seconds,
            paced,
            count,
            ..self
        }
    }
}
