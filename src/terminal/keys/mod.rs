//! The key thread: reads the terminal and sends keys, pastes and clicks.
//!
//! The bytes are decoded here instead of by crossterm. Its reader loops forever when the connection
//! is lost, cannot be stopped without losing bytes it has read, treats an Escape that the network
//! separated from its sequence as a key press, and cannot share the stream with the probe.
//!
//! The thread sleeps in `poll` on the terminal and on a pipe. A byte in the pipe stops it before it
//! reads another byte from the terminal, so that after a suspend or at the end the shell gets what
//! was typed for it.

use super::graphics::Answer;
use super::guard::timespec;
use crate::input::Input;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

mod awaiting;
mod decode;
mod sequence;
#[cfg(test)]
mod tests;

pub use awaiting::{Awaited, await_answers};
pub(crate) use decode::Decoder;

/// Maximum time for the rest of an escape sequence to arrive, in milliseconds.
const ESCAPE_TIMEOUT_MS: u16 = 25;
const ESCAPE_TIMEOUT_SSH_MS: u16 = 100;
/// Maximum time for the rest of a string that the terminal sends, and for each part of a long one.
const STRING_WAIT: Duration = Duration::from_secs(1);

/// What the terminal sends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TerminalInput {
    User(Input),
    /// The terminal supports left and right margins.
    Margins,
    /// The terminal answers the request for its status.
    Status,
    /// The background colour of the terminal.
    Background([u8; 3]),
    /// The terminal answers how it shows pictures.
    Graphics(Answer),
    /// The terminal is gone. This is the last input.
    Gone,
}

/// The reading thread.
#[derive(Debug)]
pub struct Keys {
    wake: io::PipeWriter,
    thread: JoinHandle<Decoder>,
}

impl Keys {
    /// Starts the thread. `early` are bytes that were read before and are not decoded yet (from the
    /// probe or from [`Self::stop`]). `send` is called on the thread and returns false when the
    /// receiver is gone.
    ///
    /// # Errors
    /// The thread or the pipe cannot be created.
    pub fn start(
        tty: OwnedFd,
        early: &[u8],
        mut send: impl FnMut(TerminalInput) -> bool + Send + 'static,
    ) -> io::Result<Self> {
        let ssh = super::environment::over_ssh();
        let mut decoder = Decoder::new(if ssh {
            ESCAPE_TIMEOUT_SSH_MS
        } else {
            ESCAPE_TIMEOUT_MS
        });
        decoder.push(early);
        let (stop, wake) = io::pipe()?;
        let thread = thread::Builder::new()
            .name("keys".to_owned())
            .spawn(move || {
                if !read(&tty, &stop, &mut decoder, &mut send) {
                    send(TerminalInput::Gone);
                }
                decoder
            })?;
        Ok(Self { wake, thread })
    }

    /// Stops the thread and waits for it. No byte is read afterwards. Returns the bytes of an
    /// incomplete sequence, for the next [`Self::start`].
    pub fn stop(mut self) -> Vec<u8> {
        let _ = self.wake.write_all(b"x");
        self.thread
            .join()
            .map_or_else(|_| Vec::new(), Decoder::into_rest)
    }
}

/// How long the end of a string is waited for, whatever keys are pressed meanwhile.
#[derive(Debug, Default)]
struct Patience {
    /// The number of the string, and since when it is unfinished.
    since: Option<(usize, Instant)>,
}

impl Patience {
    /// The time that is left for an unfinished string.
    fn left(&mut self, unfinished: Option<usize>, now: Instant) -> Option<Duration> {
        let number = unfinished?;
        let same = self.since.filter(|(old, _)| *old == number);
        let (_, since) = *self.since.insert(same.unwrap_or((number, now)));
        Some(STRING_WAIT.saturating_sub(now.saturating_duration_since(since)))
    }
}

/// Reads until it is stopped (true) or the terminal is gone (false).
fn read(
    tty: &OwnedFd,
    stop: &io::PipeReader,
    decoder: &mut Decoder,
    send: &mut impl FnMut(TerminalInput) -> bool,
) -> bool {
    let mut bytes = [0; 4096];
    let mut patience = Patience::default();
    loop {
        for input in decoder.by_ref() {
            if !send(input) {
                return true;
            }
        }
        let left = patience.left(decoder.unfinished(), Instant::now());
        if left.is_some_and(|left| left.is_zero()) {
            decoder.give_up();
            continue;
        }
        let wait = decoder.wait().map(i64::from);
        let left = left.map(|left| left.as_millis() as i64 + 1);
        let limit = wait.into_iter().chain(left).min().map(timespec);
        let mut fds = [
            PollFd::from_borrowed_fd(stop.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::IN),
        ];
        match poll(&mut fds, limit.as_ref()) {
            Ok(0) => {
                if wait.is_some() {
                    decoder.expire();
                }
                continue;
            }
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(_) => return false,
        }
        if !fds[0].revents().is_empty() {
            return true;
        }
        match rustix::io::read(tty, &mut bytes) {
            Ok(0) => return false,
            Ok(count) => decoder.push(bytes.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return false,
        }
    }
}

#[cfg(test)]
mod thread_tests {
    use super::*;
    use crate::input::{Code, Key};
    use std::sync::mpsc;

    /// Starts the thread on a pipe in place of a terminal.
    fn start(sender: mpsc::Sender<TerminalInput>) -> (io::PipeWriter, Keys, OwnedFd) {
        let (tty, typed) = io::pipe().unwrap();
        let tty = OwnedFd::from(tty);
        let again = tty.try_clone().unwrap();
        let keys = Keys::start(tty, b"", move |input| sender.send(input).is_ok()).unwrap();
        (typed, keys, again)
    }

    #[test]
    fn typed_keys_arrive_in_order() {
        let (sender, received) = mpsc::channel();
        let (mut typed, _keys, _) = start(sender);
        typed.write_all("j看\x1b[A".as_bytes()).unwrap();
        let codes: Vec<_> = received.iter().take(3).collect();
        let expected = [Code::Char('j'), Code::Char('看'), Code::Up];
        assert_eq!(
            codes,
            expected.map(|code| TerminalInput::User(Input::Key(Key::plain(code))))
        );
    }

    #[test]
    fn a_stopped_reader_leaves_the_rest_to_the_shell() {
        let (sender, received) = mpsc::channel();
        let (mut typed, keys, tty) = start(sender);
        typed.write_all(b"j").unwrap();
        assert_eq!(
            received.recv(),
            Ok(TerminalInput::User(Input::Key(Key::char('j'))))
        );
        assert_eq!(keys.stop(), b"");
        typed.write_all(b"ls").unwrap();
        let mut bytes = [0; 8];
        assert_eq!(rustix::io::read(&tty, &mut bytes), Ok(2));
        assert!(received.recv().is_err());
    }

    #[test]
    fn a_string_has_its_time_from_its_beginning() {
        let start = Instant::now();
        let mut patience = Patience::default();
        let mut check = |unfinished, after, left: Option<u64>| {
            let now = start + Duration::from_millis(after);
            let left = left.map(Duration::from_millis);
            assert_eq!(patience.left(unfinished, now), left);
        };
        check(None, 0, None);
        check(Some(1), 0, Some(1000));
        check(Some(1), 700, Some(300));
        check(Some(1), 1001, Some(0));
        check(Some(2), 1001, Some(1000));
    }

    #[test]
    fn a_lost_terminal_is_the_last_message() {
        let (sender, received) = mpsc::channel();
        let (typed, _keys, _) = start(sender);
        drop(typed);
        assert_eq!(received.recv(), Ok(TerminalInput::Gone));
        assert!(received.recv().is_err());
    }
}
