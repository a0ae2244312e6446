//! Waits for answers of the terminal before another program gets it, which would take them for keys.

use crate::terminal::graphics::Answer;
use crate::terminal::guard::timespec;
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::{Duration, Instant};

/// Maximum time that answers are waited for.
const WAIT: Duration = Duration::from_secs(1);

/// The answers that are on their way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Awaited {
    /// To requests for the status.
    pub statuses: usize,
    /// To the question about pictures.
    pub graphics: bool,
}

impl Awaited {
    /// Removes the terminal's answers from the bytes that were typed, and appends those about pictures
    /// to `answers` in the order in which they came.
    fn take(&mut self, typed: &mut Vec<u8>, answers: &mut Vec<Answer>) {
        let mut from = 0;
        while let Some(at) = typed.iter().skip(from).position(|byte| *byte == 0x1b) {
            from += at;
            let rest = typed.get(from..).unwrap_or_default();
            let Some((length, answer)) = self.answer(rest) else {
                from += 1;
                continue;
            };
            typed.drain(from..from + length);
            match answer {
                Some(answer) => {
                    self.graphics &= !matches!(answer, Answer::Attributes { .. });
                    answers.push(answer);
                }
                None => self.statuses = self.statuses.saturating_sub(1),
            }
        }
    }

    /// The length of the awaited answer at the beginning; None if it answers a request for the status.
    fn answer(self, bytes: &[u8]) -> Option<(usize, Option<Answer>)> {
        const STATUS: &[u8] = b"\x1b[0n";
        if self.statuses > 0 && bytes.starts_with(STATUS) {
            return Some((STATUS.len(), None));
        }
        if !self.graphics {
            return None;
        }
        let (length, answer) = Answer::at_start(bytes)?;
        Some((length, Some(answer)))
    }
}

/// Reads the awaited answers. `rest` is what was read before; returns what was typed, and the answers
/// about pictures.
///
/// # Errors
/// The terminal is gone.
pub fn await_answers(
    tty: &OwnedFd,
    rest: Vec<u8>,
    mut awaited: Awaited,
) -> io::Result<(Vec<u8>, Vec<Answer>)> {
    let end = Instant::now() + WAIT;
    let (mut typed, mut answers, mut bytes) = (rest, Vec::new(), [0; 512]);
    loop {
        awaited.take(&mut typed, &mut answers);
        let left = end.saturating_duration_since(Instant::now());
        if awaited == Awaited::default() || left.is_zero() {
            return Ok((typed, answers));
        }
        let limit = timespec(left.as_millis() as i64);
        let mut fds = [PollFd::from_borrowed_fd(tty.as_fd(), PollFlags::IN)];
        match poll(&mut fds, Some(&limit)) {
            Ok(0) => return Ok((typed, answers)),
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn answers_are_not_left_to_another_program() {
        let check = |before: &str, sent: &str, (statuses, graphics), typed: &str, count| {
            let (tty, mut terminal) = io::pipe().unwrap();
            terminal.write_all(sent.as_bytes()).unwrap();
            let awaited = Awaited { statuses, graphics };
            let read = await_answers(&OwnedFd::from(tty), before.into(), awaited);
            let (rest, answers) = read.unwrap();
            assert_eq!((rest.as_slice(), answers.len()), (typed.as_bytes(), count));
        };
        check("\x1b[0", "n\x1b[0nls", (2, false), "ls", 0);
        let graphics = "i=4207849;OK\x1b\\\x1b[?1;0;256S\x1b[?62;4;22c";
        check("j\x1b_G", graphics, (0, true), "j", 3);
        check("", &format!("\x1b_G{graphics}q"), (0, true), "q", 3);
        check("k\x1b[0n\x1b[A", "\x1b[?62cq", (1, true), "k\x1b[Aq", 1);
        // Refused, and with keys between.
        let refused = "\x1b_Gi=4207849;EINVAL:x\x1b\\x\x1b[?1;3;0S\x1b[?6c";
        check("", refused, (0, true), "x", 3);
        check("a\x1b[?62cb", "", (0, false), "a\x1b[?62cb", 0);
    }
}
