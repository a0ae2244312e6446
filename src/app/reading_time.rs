//! Measures how long the open article is read, and how fast.
//!
//! The time between two keys counts up to a limit, so that a pause adds little. Text that leaves the
//! window was read in the time since the last text left it. A speed far from the usual one is that of
//! searching, or a pause, and teaches nothing.

use super::list::key::{Key, key};
use super::message::Item;
use crate::user::event::Spent;
use std::ops::{Range, RangeInclusive};

/// The longest time between two keys that counts, in milliseconds.
const PAUSE: u64 = 120_000;
/// How many times as fast as usual text may be read.
const PLAUSIBLE: RangeInclusive<f64> = 0.25..=4.0;
/// After so long, in milliseconds, the time is recorded although the article stays open.
const RECORD: u64 = 60_000;

/// The reading of an article that is not recorded yet.
#[derive(Clone, Debug)]
pub(super) struct ReadingTime {
    pub item: Item,
    since: u64,
    /// When the last key came.
    last: u64,
    /// Milliseconds of reading, and of reading at a plausible speed.
    spent: u64,
    paced: u64,
    /// The share of the article that was read at a plausible speed.
    share: f64,
    /// The share of the article up to which text has left the window, and the time since it grew.
    passed: f64,
    waiting: u64,
    /// What of the article is on the screen, as shares. None while its length is unknown.
    shown: Option<Range<f64>>,
    had_pause: bool,
    /// The end of the article is on the screen.
    pub at_end: bool,
}

impl ReadingTime {
    pub fn new(item: Item, now: u64) -> Self {
        Self {
            item,
            since: now,
            last: now,
            spent: 0,
            paced: 0,
            share: 0.0,
            passed: 0.0,
            waiting: 0,
            shown: None,
            had_pause: false,
            at_end: false,
        }
    }

    /// Whether it is to be recorded although the article stays open.
    pub fn is_due(&self) -> bool {
        self.spent >= RECORD
    }

    pub fn key(&self) -> Key {
        key(&self.item.entry)
    }

    /// Time has passed until a key.
    pub fn wait(&mut self, now: u64) {
        let gap = now.saturating_sub(self.last);
        self.last = now;
        self.had_pause |= gap > PAUSE;
        self.spent += gap.min(PAUSE);
        self.waiting += gap.min(PAUSE);
    }

    /// A part of the article is on the screen. Only text that was there before has been read: not
    /// what a jump skips, nor what is above the place at which the article is opened again.
    pub fn show(&mut self, shown: Range<f64>) {
        let Some(before) = self.shown.replace(shown.clone()) else {
            return;
        };
        let from = self.passed.max(before.start);
        let to = shown.start.min(before.end);
        if to <= from {
            return;
        }
        self.passed = to;
        let passed = to - from;
        let waited = std::mem::take(&mut self.waiting);
        let usual = self.item.entry.count.time() * passed * 60_000.0;
        let is_plausible = waited > 0 && PLAUSIBLE.contains(&(usual / waited as f64));
        let had_pause = std::mem::take(&mut self.had_pause);
        if is_plausible && !had_pause {
            self.paced += waited;
            self.share += passed;
        }
    }

    /// Takes what is to be recorded, in whole seconds.
    pub fn take(&mut self) -> Option<Spent> {
        let whole = |time: u64| u32::try_from(time / 1000).unwrap_or(u32::MAX);
        let spent = Spent {
            since: self.since,
            seconds: whole(self.spent),
            paced: whole(self.paced),
            count: self.item.entry.count.part(self.share.min(1.0)),
            ..Spent::default()
        };
        if spent.seconds == 0 {
            return None;
        }
        self.since = self.last;
        self.spent %= 1000;
        self.paced = 0;
        self.share = 0.0;
        Some(spent)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::message::Listed;
    use crate::library::sample;

    /// Waits as long as it usually takes to read some shares of the article, and shows a part of it
    /// after each. Only what was read at that speed counts.
    #[test]
    fn only_text_that_was_on_the_screen_is_read() {
        let entry = sample::entries().remove(0);
        let usual = entry.count.time() * 60_000.0;
        let item = Item::new(Listed::new(entry));
        let check = |what: &str, steps: &[(f64, Range<f64>)], expected: f64| {
            let mut reading = ReadingTime::new(item.clone(), 0);
            let mut now = 0.0;
            for (share, shown) in steps {
                now += share * usual;
                reading.wait(now as u64);
                reading.show(shown.clone());
            }
            let read = reading.share;
            assert!((read - expected).abs() < 1e-6, "{what}: {read}");
        };
        let [a, b, c] = [0.0..0.1, 0.1..0.2, 0.2..0.3];
        let end = 0.9..1.0;
        check(
            "pages",
            &[(0.0, a.clone()), (0.1, b.clone()), (0.1, c.clone())],
            0.2,
        );
        check(
            "opened in the middle",
            &[(0.1, b.clone()), (0.1, c.clone())],
            0.1,
        );
        check("a jump to the end", &[(0.0, a.clone()), (0.1, end)], 0.1);
        let back = [
            (0.0, a.clone()),
            (0.1, b.clone()),
            (0.1, a),
            (0.1, b),
            (0.1, c),
        ];
        check("back", &back, 0.2);
    }
}
