//! The pages that a run asks for, for full texts: one at a time, with a pause between two of a host.
//!
//! A server that sends a byte at a time must not hold up the rest: a host that has let one request run out
//! of its time is not asked again, and all pages together have a limit.

use super::pace::Pace;
use super::save::{Failure, Web};
use crate::http::{Error, Fault};
use crate::text::host;
use std::collections::HashSet;
use std::time::{Duration, Instant};

/// The time for all pages of a run.
const MAX_TIME: Duration = Duration::from_secs(300);

/// Asks for pages.
#[derive(Debug)]
pub struct Pages {
    pace: Pace,
    start: Instant,
    time: Duration,
    /// Hosts that do not answer.
    silent: HashSet<String>,
}

impl Default for Pages {
    fn default() -> Self {
        Self {
            pace: Pace::default(),
            start: Instant::now(),
            time: MAX_TIME,
            silent: HashSet::new(),
        }
    }
}

impl Pages {
    /// The bytes of a page, and where it is after all redirects; `None` if it is not to be had now.
    pub fn get(
        &mut self,
        address: &str,
        web: &Web,
        is_cancelled: &dyn Fn() -> bool,
    ) -> Option<(Vec<u8>, String)> {
        let host = host(address).to_ascii_lowercase();
        let is_over = || is_cancelled() || self.start.elapsed() >= self.time;
        if is_over() || self.silent.contains(&host) {
            return None;
        }
        self.pace.wait(address, &is_over);
        let page = web.page(address, &is_over);
        if matches!(&page, Err(Failure::NotSent(error)) if is_silence(error)) {
            self.silent.insert(host);
        }
        page.ok()
    }
}

/// Whether another request to the host would end in the same way.
fn is_silence(error: &Error) -> bool {
    matches!(
        error.fault,
        Fault::Slow | Fault::Unreachable(_) | Fault::NoHost(_) | Fault::Proxy { .. }
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::TcpListener;

    #[test]
    fn a_silent_host_is_asked_once_and_time_ends() {
        // Accepts connections and says nothing.
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}/", listener.local_addr().expect("an address"));
        let web = Web::with_time(Some(&address), Duration::from_millis(100));
        let web = web.expect("a client");
        let mut pages = Pages::default();
        for path in ["1", "2"] {
            let page = pages.get(&format!("{address}{path}"), &web, &|| false);
            assert_eq!(page, None, "{path}");
        }
        let mut ended = Pages {
            time: Duration::ZERO,
            ..Pages::default()
        };
        assert_eq!(ended.get(&address, &web, &|| false), None);
        listener.set_nonblocking(true).expect("a socket");
        let connections = std::iter::from_fn(|| listener.accept().ok());
        assert_eq!(connections.count(), 1);
    }
}
