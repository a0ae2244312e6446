//! Paces the frames of an SSH session, so that held keys never fill the link with frames that are
//! old when they arrive.
//!
//! The kernel and the SSH server accept many frames at once and send them as slowly as the link
//! takes them. So the terminal is asked for its status after a frame, and its answer shows that the
//! frame has arrived. A new frame waits while more than a window of bytes is on the way; keys are
//! handled meanwhile. The window grows while answers come as fast as the link allows and shrinks
//! when they are late, as in TCP Vegas.

use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// Asks for the status (DSR). Every terminal since the VT100 answers.
pub const REQUEST: &[u8] = b"\x1b[5n";

/// Bytes after which the terminal is asked.
const ASK_FROM: usize = 200;
/// The smallest window, a third of a second at 64 kbit/s, and the largest, in bytes.
const WINDOW: usize = 2_500;
const LARGEST: usize = 1 << 20;
/// An answer that comes so much later than the fastest one waited behind other frames.
const LATE: Duration = Duration::from_millis(150);
/// An answer that takes longer will not come; of a terminal that has never answered, sooner.
const PATIENCE: Duration = Duration::from_secs(3);
const FIRST_PATIENCE: Duration = Duration::from_millis(1_500);
/// A difference of the round trip that the app is told of.
const STEP: Duration = Duration::from_millis(50);

/// What is on the way to the terminal.
#[derive(Debug)]
pub struct Pacing {
    is_on: bool,
    /// Bytes sent so far, and those of them that have arrived.
    sent: usize,
    arrived: usize,
    /// Requests without an answer: when they were sent, and the bytes sent before.
    asked: VecDeque<(Instant, usize)>,
    /// The bytes sent at the last request.
    last_asked: usize,
    window: usize,
    fastest: Option<Duration>,
    /// The round trip that the app knows.
    told: Duration,
}

impl Pacing {
    /// Paces nothing unless `is_on`.
    pub const fn new(is_on: bool) -> Self {
        Self {
            is_on,
            sent: 0,
            arrived: 0,
            asked: VecDeque::new(),
            last_asked: 0,
            window: WINDOW,
            fastest: None,
            told: Duration::ZERO,
        }
    }

    /// Before the first frame, so that the fastest answer has waited behind nothing. Whether
    /// [`REQUEST`] is to be sent.
    pub fn begin(&mut self, now: Instant) -> bool {
        if self.is_on {
            self.asked.push_back((now, self.sent));
        }
        self.is_on
    }

    /// A frame is sent. Whether [`REQUEST`] is to be sent after it.
    pub fn send(&mut self, bytes: usize, now: Instant) -> bool {
        self.sent += bytes;
        let asks = self.is_on && self.sent - self.last_asked >= ASK_FROM;
        if asks {
            self.asked.push_back((now, self.sent));
            self.last_asked = self.sent;
        }
        asks
    }

    /// The terminal has answered a request. Returns the round trip if it has changed.
    pub fn answered(&mut self, now: Instant) -> Option<Duration> {
        let (at, sent) = self.asked.pop_front()?;
        let bytes = sent - self.arrived;
        self.arrived = sent;
        let taken = now.saturating_duration_since(at);
        let fastest = self.fastest.map_or(taken, |fastest| fastest.min(taken));
        self.fastest = Some(fastest);
        self.window = if taken > fastest + LATE {
            (self.window / 2).max(WINDOW)
        } else {
            (self.window + bytes).min(LARGEST)
        };
        let has_changed = taken.abs_diff(self.told) >= STEP;
        has_changed.then(|| {
            self.told = taken;
            taken
        })
    }

    /// Until when a frame waits, unless an answer comes before. `None`: it may be sent.
    pub fn full_until(&self, now: Instant) -> Option<Instant> {
        let (at, _) = self.asked.front()?;
        let until = *at + self.patience();
        (self.sent - self.arrived > self.window && now < until).then_some(until)
    }

    /// Gives up answers that are overdue. A terminal that has never answered is not asked again.
    pub fn give_up(&mut self, now: Instant) {
        let patience = self.patience();
        let is_overdue = |(at, _): &(Instant, usize)| now >= *at + patience;
        if self.asked.front().is_some_and(is_overdue) {
            self.is_on = self.fastest.is_some();
            self.forget();
        }
    }

    fn patience(&self) -> Duration {
        match self.fastest {
            Some(_) => PATIENCE,
            None => FIRST_PATIENCE,
        }
    }

    /// How many answers are still to come.
    pub fn awaited(&self) -> usize {
        self.asked.len()
    }

    /// Answers that are still to come are not waited for.
    pub fn forget(&mut self) {
        self.asked.clear();
        self.arrived = self.sent;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: Duration = Duration::from_millis(1);

    #[test]
    fn a_frame_waits_until_an_earlier_one_has_arrived() {
        let start = Instant::now();
        let mut pacing = Pacing::new(true);
        assert!(!pacing.send(100, start));
        assert!(pacing.send(2_000, start));
        assert_eq!(pacing.full_until(start), None);
        assert!(pacing.send(2_000, start + 10 * MS));
        let until = pacing.full_until(start + 10 * MS);
        assert_eq!(until, Some(start + FIRST_PATIENCE));
        assert_eq!(pacing.answered(start + 300 * MS), Some(300 * MS));
        assert_eq!(pacing.full_until(start + 300 * MS), None);
        assert_eq!(pacing.answered(start + 320 * MS), None, "no new round trip");
        assert_eq!(pacing.awaited(), 0);
        assert_eq!(pacing.answered(start), None, "not asked for");
    }

    /// 64 kbit/s and 300 ms: at most the window is on the way, whatever is drawn.
    #[test]
    fn a_slow_link_holds_little_that_is_old() {
        let mut now = Instant::now();
        let mut pacing = Pacing::new(true);
        assert!(pacing.begin(now));
        pacing.answered(now + 300 * MS);
        let frame = 800;
        let mut arrivals = VecDeque::new();
        let mut free = now;
        for _ in 0..200 {
            now += 30 * MS;
            while arrivals.front().is_some_and(|at| *at <= now) {
                arrivals.pop_front();
                pacing.answered(now);
            }
            if pacing.full_until(now).is_none() && pacing.send(frame, now) {
                free = free.max(now) + 100 * MS;
                arrivals.push_back(free + 300 * MS);
            }
            let waiting = free.saturating_duration_since(now);
            assert!(waiting < 600 * MS, "{waiting:?}");
        }
    }

    #[test]
    fn the_window_grows_on_a_fast_link_and_shrinks_on_a_slow_one() {
        let mut now = Instant::now();
        let mut pacing = Pacing::new(true);
        let mut frames = |taken: Duration| {
            for _ in 0..20 {
                pacing.send(3_000, now);
                now += taken;
                pacing.answered(now);
            }
            pacing.window
        };
        assert!(frames(20 * MS) > 50_000);
        assert_eq!(frames(400 * MS), WINDOW);
    }

    #[test]
    fn a_terminal_that_never_answers_is_not_asked_again() {
        let start = Instant::now();
        let mut pacing = Pacing::new(true);
        pacing.send(9_000, start);
        pacing.give_up(start + FIRST_PATIENCE / 2);
        assert_eq!(pacing.awaited(), 1);
        assert_eq!(pacing.full_until(start + PATIENCE), None);
        pacing.give_up(start + PATIENCE);
        assert!(!pacing.send(9_000, start + PATIENCE));
        assert!(!Pacing::new(false).send(9_000, start));
    }
}
