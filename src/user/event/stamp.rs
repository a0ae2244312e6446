//! The order of events: a hybrid logical clock (Kulkarni et al., "Logical Physical Clocks", 2014).
//!
//! A new event gets a later stamp than every event that its writer has seen, whatever the clocks of
//! the machines say. So an action on a machine whose clock is hours behind still supersedes what
//! its user saw.

use crate::library::hash;
use std::fmt;
use std::str::FromStr;

/// Who wrote an event.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Writer {
    pub machine: u64,
    /// A random number of the run: two instances on one machine are two writers.
    pub run: u16,
}

impl Writer {
    /// The writer of a journal file whose lines do not name one, as the first versions wrote them.
    pub(crate) fn of_file(stem: &str) -> Self {
        Self {
            machine: hash(0, stem.as_bytes()),
            run: 0,
        }
    }

    /// A run on a machine.
    pub(crate) fn new(machine: &str) -> Self {
        // A name that was not made by `random_name` is hashed.
        let number = u64::from_str_radix(machine, 16).ok();
        let number = number.filter(|number| format!("{number:016x}") == machine);
        let run = u64::from_str_radix(&crate::fs::random_name(), 16).unwrap_or(0);
        Self {
            machine: number.unwrap_or_else(|| hash(1, machine.as_bytes())),
            run: (run & 0xffff) as u16,
        }
    }
}

impl fmt::Display for Writer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}.{:04x}", self.machine, self.run)
    }
}

/// Why a text is not a writer or a stamp.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAStamp;

impl FromStr for Writer {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let (machine, run) = text.split_once('.').ok_or(NotAStamp)?;
        Ok(Self {
            machine: u64::from_str_radix(machine, 16).map_err(|_| NotAStamp)?,
            run: u16::from_str_radix(run, 16).map_err(|_| NotAStamp)?,
        })
    }
}

/// The place of an event in the order of all events. Events of one step share one stamp.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stamp {
    /// Milliseconds since 1970: the clock, or the time of the latest event seen if that is later.
    pub time: u64,
    /// Tells stamps of the same time apart. In lines of the first versions, the line number.
    pub count: u32,
    pub writer: Writer,
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:x}.{:x}.{}", self.time, self.count, self.writer)
    }
}

impl FromStr for Stamp {
    type Err = NotAStamp;

    fn from_str(text: &str) -> Result<Self, NotAStamp> {
        let (time, rest) = text.split_once('.').ok_or(NotAStamp)?;
        let (count, writer) = rest.split_once('.').ok_or(NotAStamp)?;
        Ok(Self {
            time: u64::from_str_radix(time, 16).map_err(|_| NotAStamp)?,
            count: u32::from_str_radix(count, 16).map_err(|_| NotAStamp)?,
            writer: writer.parse()?,
        })
    }
}

/// Stamps the events of one writer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Clock {
    pub writer: Writer,
    /// The time and count of the latest stamp seen.
    latest: (u64, u32),
}

impl Clock {
    pub(crate) fn new(writer: Writer) -> Self {
        Self {
            writer,
            latest: (0, 0),
        }
    }

    /// Takes note of a stamp: later ones of this clock are after it.
    pub(crate) fn see(&mut self, stamp: Stamp) {
        self.latest = self.latest.max((stamp.time, stamp.count));
    }

    /// A stamp later than all seen. `now`: milliseconds since 1970.
    pub(crate) fn tick(&mut self, now: u64) -> Stamp {
        let (time, count) = self.latest;
        self.latest = match count.checked_add(1) {
            _ if now > time => (now, 0),
            Some(count) => (time, count),
            None => (time.saturating_add(1), 0),
        };
        Stamp {
            time: self.latest.0,
            count: self.latest.1,
            writer: self.writer,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn stamps_ascend_whatever_the_clocks_say() {
        let mut clock = Clock::new(Writer::new("1f2e3d4c5b6a7988"));
        let first = clock.tick(5);
        let seen = Stamp {
            time: 1_000,
            count: u32::MAX,
            writer: Writer::of_file("m-1"),
        };
        clock.see(seen);
        let second = clock.tick(6);
        let third = clock.tick(1_001);
        let fourth = clock.tick(2_000);
        assert!(first < seen && seen < second && second < third && third < fourth);
        assert_eq!((fourth.time, fourth.count), (2_000, 0));
        assert_eq!(second.writer.machine, 0x1f2e_3d4c_5b6a_7988);
    }

    proptest! {
        #[test]
        fn stamps_round_trip(time: u64, count: u32, machine: u64, run: u16) {
            let stamp = Stamp { time, count, writer: Writer { machine, run } };
            prop_assert_eq!(stamp.to_string().parse(), Ok(stamp));
        }

        #[test]
        fn arbitrary_text_does_not_panic(text in "\\PC{0,40}") {
            let _ = text.parse::<Stamp>();
        }
    }
}
