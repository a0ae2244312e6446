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

mod decode;
mod sequence;

pub(crate) use decode::Decoder;

/// Maximum time for the rest of an escape sequence to arrive, in milliseconds.
const ESCAPE_TIMEOUT_MS: u16 = 25;
const ESCAPE_TIMEOUT_SSH_MS: u16 = 100;
/// Maximum time that [`await_status`] waits.
const STATUS_WAIT: Duration = Duration::from_secs(1);

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

/// Reads the answers to so many requests for the status, before another program gets the terminal,
/// which would take them for keys. `rest` is what was read before; returns it with what was typed.
///
/// # Errors
/// The terminal is gone.
pub fn await_status(tty: &OwnedFd, rest: Vec<u8>, mut count: usize) -> io::Result<Vec<u8>> {
    const ANSWER: &[u8] = b"\x1b[0n";
    let end = Instant::now() + STATUS_WAIT;
    let (mut typed, mut bytes) = (rest, [0; 512]);
    loop {
        while let Some(at) = typed.windows(ANSWER.len()).position(|w| w == ANSWER)
            && count > 0
        {
            typed.drain(at..at + ANSWER.len());
            count -= 1;
        }
        let left = end.saturating_duration_since(Instant::now());
        if count == 0 || left.is_zero() {
            return Ok(typed);
        }
        let limit = timespec(left.as_millis() as i64);
        let mut fds = [PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::IN)];
        match poll(&mut fds, Some(&limit)) {
            Ok(0) => return Ok(typed),
            Ok(_) => {}
            Err(Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        match rustix::io::read(tty, &mut bytes) {
            Ok(0) => return Err(io::ErrorKind::BrokenPipe.into()),
            Ok(count) => typed.extend_from_slice(bytes.get(..count).unwrap_or_default()),
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(error) => return Err(error.into()),
        }
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
    loop {
        for input in decoder.by_ref() {
            if !send(input) {
                return true;
            }
        }
        let limit = decoder.wait().map(|wait| timespec(i64::from(wait)));
        let mut fds = [
            PollFd::from_borrowed_fd(stop.as_fd(), PollFlags::IN),
            PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::IN),
        ];
        match poll(&mut fds, limit.as_ref()) {
            Ok(0) => {
                decoder.expire();
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
mod tests {
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
    fn answers_are_not_left_to_another_program() {
        let (tty, mut typed) = io::pipe().unwrap();
        typed.write_all(b"n\x1b[0nls").unwrap();
        let rest = await_status(&OwnedFd::from(tty), b"\x1b[0".to_vec(), 2).unwrap();
        assert_eq!(rest, b"ls");
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
