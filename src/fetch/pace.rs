//! One request at a time per host, with a pause between two.

use crate::text::host;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// The pause between two requests to a host.
pub const PAUSE: Duration = Duration::from_secs(2);
/// How often a wait looks at its cancellation.
const STEP: Duration = Duration::from_millis(50);

/// When hosts are asked next. Threads share it.
#[derive(Debug, Default)]
pub struct Pace(Mutex<HashMap<String, Instant>>);

impl Pace {
    /// Waits until the host of an address may be asked.
    pub fn wait(&self, address: &str, is_cancelled: &dyn Fn() -> bool) {
        let due = self.due(address, Instant::now());
        while !is_cancelled() {
            let left = due.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return;
            }
            thread::sleep(left.min(STEP));
        }
    }

    /// When the host of an address may be asked; the next one may later.
    fn due(&self, address: &str, now: Instant) -> Instant {
        let host = host(address).to_ascii_lowercase();
        let mut next = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let due = next.get(&host).map_or(now, |due| now.max(*due));
        next.insert(host, due + PAUSE);
        due
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_host_is_left_in_peace() {
        let pace = Pace::default();
        let now = Instant::now();
        let wait = |address: &str, after| pace.due(address, now + after) - (now + after);
        let none = Duration::ZERO;
        assert_eq!(wait("https://a.example/1", none), none);
        assert_eq!(wait("https://b.example/1", none), none);
        assert_eq!(wait("http://A.example/2", none), PAUSE);
        assert_eq!(wait("https://a.example/3", none), PAUSE * 2);
        assert_eq!(wait("https://b.example/2", PAUSE * 3), none);
        pace.wait("https://a.example/4", &|| true);
    }
}
