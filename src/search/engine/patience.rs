//! Waits between attempts.

use super::error::{EngineError, Result};
use crate::library::Cancel;
use std::thread;
use std::time::{Duration, Instant};

/// A sleeping thread looks so often whether it was cancelled.
const SLICE: Duration = Duration::from_millis(50);

/// How long an engine that is busy or away is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// The first pause; each one is twice as long as the one before.
    pub first: Duration,
    pub longest: Duration,
    /// All attempts together.
    pub total: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            first: Duration::from_millis(500),
            longest: Duration::from_secs(15),
            total: Duration::from_secs(300),
        }
    }
}

impl Patience {
    /// Tries again while the error may pass. `wait` receives the error before each pause.
    ///
    /// # Errors
    /// The error does not pass, or not in time, or the wait was cancelled.
    pub fn retry<T>(
        self,
        cancel: &Cancel,
        wait: &mut dyn FnMut(&EngineError),
        mut attempt: impl FnMut() -> Result<T>,
    ) -> Result<T> {
        let start = Instant::now();
        let mut pause = self.first;
        loop {
            let error = match attempt() {
                Err(error) if error.may_pass() => error,
                done => return done,
            };
            if start.elapsed() + pause > self.total {
                return Err(error);
            }
            wait(&error);
            let until = Instant::now() + pause;
            while Instant::now() < until {
                if cancel.is_cancelled() {
                    return Err(EngineError::Cancelled);
                }
                thread::sleep(SLICE.min(until.saturating_duration_since(Instant::now())));
            }
            pause = (pause * 2).min(self.longest);
        }
    }
}
