//! Keys: a thread that reads the terminal and hands on our own keys, pastes and clicks.
//!
//! The bytes are decoded here rather than by crossterm: its reader spins for ever when the
//! connection is lost, cannot be stopped without losing what it has read, takes an Escape
//! cut off by the network for a key press, and would not share the stream with the probe.
//! The thread sleeps in `poll` on the terminal and on a pipe of ours; a byte in that pipe
//! stops it before it reads another byte of the terminal, so after a suspend or at the end
//! the shell gets what was typed for it.

use super::guard::timespec;
use crate::input::Key;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::thread::{self, JoinHandle};

mod decode;
mod sequence;

pub use decode::Decoder;

/// How long the rest of an escape sequence may take, in milliseconds.
const ESCAPE_TIMEOUT_MS: u16 = 25;
const ESCAPE_TIMEOUT_SSH_MS: u16 = 100;

/// What a person did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Input {
    Key(Key),
    /// Pasted text, as one line without control characters.
    Paste(String),
    /// The left button was pressed at a column and a row, counted from 0.
    Click(u16, u16),
    /// The wheel turned at a column and a row: up is negative.
    Wheel(i8, u16, u16),
    /// The terminal says that it knows margins left and right.
    Margins,
    /// The terminal names the colour of its background.
    Background([u8; 3]),
    /// The terminal is gone; the last message.
    Gone,
}

/// The reading thread.
#[derive(Debug)]
pub struct Keys {
    wake: io::PipeWriter,
    thread: JoinHandle<Decoder>,
}

impl Keys {
    /// Starts to read. `early` are bytes that were read before and are still to be decoded
    /// (what the probe found beside its answers, or what [`Self::stop`] gave back). `tell`
    /// is called in the reading thread; it returns false when nobody listens any more.
    ///
    /// # Errors
    /// No thread or no pipe could be had.
    pub fn start(
        tty: OwnedFd,
        early: &[u8],
        mut tell: impl FnMut(Input) -> bool + Send + 'static,
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
                if !read(&tty, &stop, &mut decoder, &mut tell) {
                    tell(Input::Gone);
                }
                decoder
            })?;
        Ok(Self { wake, thread })
    }

    /// Ends the thread and waits for it; from then on not a byte is read. Returns the
    /// bytes of an unfinished sequence, for the next [`Self::start`].
    pub fn stop(mut self) -> Vec<u8> {
        let _ = self.wake.write_all(b"x");
        self.thread
            .join()
            .map_or_else(|_| Vec::new(), Decoder::into_rest)
    }
}

/// Reads until stopped (true) or until the terminal is gone (false).
fn read(
    tty: &OwnedFd,
    stop: &io::PipeReader,
    decoder: &mut Decoder,
    tell: &mut impl FnMut(Input) -> bool,
) -> bool {
    let mut bytes = [0; 4096];
    loop {
        for input in decoder.by_ref() {
            if !tell(input) {
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
    use crate::input::Code;
    use std::sync::mpsc;

    /// A pipe stands for the terminal.
    fn start(tell: mpsc::Sender<Input>) -> (io::PipeWriter, Keys, OwnedFd) {
        let (tty, typed) = io::pipe().unwrap();
        let tty = OwnedFd::from(tty);
        let again = tty.try_clone().unwrap();
        let keys = Keys::start(tty, b"", move |input| tell.send(input).is_ok()).unwrap();
        (typed, keys, again)
    }

    #[test]
    fn what_is_typed_arrives_in_order() {
        let (tell, told) = mpsc::channel();
        let (mut typed, _keys, _) = start(tell);
        typed.write_all("j看\x1b[A".as_bytes()).unwrap();
        let codes: Vec<_> = told.iter().take(3).collect();
        let expected = [Code::Char('j'), Code::Char('看'), Code::Up];
        assert_eq!(codes, expected.map(|code| Input::Key(Key::plain(code))));
    }

    #[test]
    fn a_stopped_reader_leaves_the_rest_to_the_shell() {
        let (tell, told) = mpsc::channel();
        let (mut typed, keys, tty) = start(tell);
        typed.write_all(b"j").unwrap();
        assert_eq!(told.recv(), Ok(Input::Key(Key::char('j'))));
        assert_eq!(keys.stop(), b"");
        typed.write_all(b"ls").unwrap();
        let mut bytes = [0; 8];
        assert_eq!(rustix::io::read(&tty, &mut bytes), Ok(2));
        assert!(told.recv().is_err());
    }

    #[test]
    fn a_lost_terminal_is_the_last_message() {
        let (tell, told) = mpsc::channel();
        let (typed, _keys, _) = start(tell);
        drop(typed);
        assert_eq!(told.recv(), Ok(Input::Gone));
        assert!(told.recv().is_err());
    }
}
