//! The terminal while it is ours: raw mode, the alternate screen, and the promise that both
//! are given back however the program ends.
//!
//! Bytes go straight to the descriptor of standard output, past the lock of `std`, because
//! the thread that serves signals must be able to restore the terminal while the main
//! thread hangs inside a write. Title and mouse stay untouched unless asked for.
//!
//! Two threads change the terminal: the main thread takes it and draws, the signal thread
//! gives it back. [`WRITING`] puts them in order, and [`end`] is final: a main thread that
//! wakes up late (`^Z`, then SIGTERM and SIGCONT) can neither take the terminal nor write.

use super::environment::is_set;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpgrp, kill_current_process_group};
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcgetpgrp, tcsetattr};
use std::fs;
use std::io::{self, IsTerminal};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Alternate screen, cursor hidden, no wrapping at the right edge: a character that the
/// terminal draws wider than planned must not push the screen up.
const ENTER: &str = "\x1b[?1049h\x1b[?25l\x1b[?7l";

/// Everything that we or an unfinished frame may have left on. Begins with ST, which ends
/// a string sequence that was cut in the middle; the jump to the last line is for
/// terminals without an alternate screen.
const LEAVE: &str = "\x1b\\\x1b[?2026l\x1b[?69l\x1b[r\x1b[m\x1b]8;;\x1b\\\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[999H\x1b[?1049l";

const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

/// How long a restore waits for a terminal that takes no bytes (`^S`, a dead link).
const STALLED_MS: i64 = 200;

/// Held while bytes are sent and while the terminal is taken or given back.
static WRITING: Mutex<()> = Mutex::new(());
/// The modes of the line before ours; None while the terminal is not ours. Never locked
/// during a write, so that it can be read while one hangs.
static BEFORE: Mutex<Option<Termios>> = Mutex::new(None);
/// The program is being ended by a signal; never cleared.
static ENDING: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static MOUSE: AtomicBool = AtomicBool::new(false);
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Why there can be no full screen here. The texts are in the locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unsupported {
    /// Standard output is a pipe or a file.
    NotATerminal,
    /// `TERM` is unset or `dumb`: no cursor addressing.
    Dumb,
}

impl Unsupported {
    /// The key of its text in the locale.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotATerminal => "terminal.none",
            Self::Dumb => "terminal.dumb",
        }
    }
}

/// Whether a full screen is impossible, and why.
pub fn unsupported() -> Option<Unsupported> {
    if !io::stdout().is_terminal() {
        return Some(Unsupported::NotATerminal);
    }
    let dumb = !is_set("TERM") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    dumb.then_some(Unsupported::Dumb)
}

/// Where keys come from: standard input, or the controlling terminal when that is a pipe.
///
/// # Errors
/// There is no controlling terminal.
pub fn input() -> io::Result<OwnedFd> {
    use std::os::fd::AsFd;
    let stdin = io::stdin();
    if stdin.is_terminal() {
        stdin.as_fd().try_clone_to_owned()
    } else {
        Ok(fs::File::open("/dev/tty")?.into())
    }
}

/// The size of a terminal that does not know it (a serial line, a bare pseudo-terminal):
/// that of the VT100.
const UNKNOWN: (u16, u16) = (80, 24);

/// The largest screen that is drawn: more than the smallest font shows on the largest
/// display. A terminal may claim 65,535 x 65,535, for which no memory suffices.
const LARGEST: (u16, u16) = (1000, 500);

/// Columns and rows that are drawn, neither of them 0.
pub fn size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout());
    drawn(size.map_or((0, 0), |size| (size.ws_col, size.ws_row)))
}

/// The size to draw for the size that a terminal claims.
fn drawn((width, height): (u16, u16)) -> (u16, u16) {
    if width == 0 || height == 0 {
        UNKNOWN
    } else {
        (width.min(LARGEST.0), height.min(LARGEST.1))
    }
}

/// Whether a write failed because the terminal is gone: the program then ends quietly.
pub fn gone(error: &io::Error) -> bool {
    let code = error
        .raw_os_error()
        .map(rustix::io::Errno::from_raw_os_error);
    error.kind() == io::ErrorKind::BrokenPipe
        || matches!(
            code,
            Some(rustix::io::Errno::IO | rustix::io::Errno::NXIO | rustix::io::Errno::BADF)
        )
}

/// Bytes sent to the terminal since the program began.
pub fn written() -> u64 {
    WRITTEN.load(Ordering::Relaxed)
}

/// The guard: as long as it lives the terminal is ours. Dropping it restores the terminal.
#[derive(Debug)]
pub struct Terminal {
    paste: bool,
}

impl Terminal {
    /// Takes the terminal. There is at most one guard at a time.
    ///
    /// # Errors
    /// No terminal that can be set to raw mode, or it went away.
    pub fn enter() -> io::Result<Self> {
        take()?;
        Ok(Self { paste: false })
    }

    /// Sends bytes, all of them, counted.
    ///
    /// # Errors
    /// The terminal is gone ([`gone`]), or was given back meanwhile by the signal thread.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !is_ours() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        send(bytes)
    }

    /// Bracketed paste, to be on only while a prompt is open.
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn paste(&mut self, on: bool) -> io::Result<()> {
        if self.paste == on {
            return Ok(());
        }
        self.paste = on;
        self.write(if on { b"\x1b[?2004h" } else { b"\x1b[?2004l" })
    }

    /// Clicks and the wheel as events (never the motion of the mouse).
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if MOUSE.swap(on, Ordering::SeqCst) == on {
            return Ok(());
        }
        self.write(if on { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    /// `^Z`: gives the terminal back, stops the whole job as a shell expects, and on return
    /// takes it again; a full repaint is then due. Without job control (an orphaned process
    /// group, as under `ssh host kanbao`) the kernel drops the signal and nothing stops.
    /// To be called from the main thread, which the kernel stops first.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn suspend(&mut self) -> io::Result<()> {
        let mouse = MOUSE.load(Ordering::SeqCst);
        restore();
        kill_current_process_group(Signal::TSTP)?;
        self.retake(mouse)
    }

    /// After a SIGCONT that was not ours: a shell may have changed the modes meanwhile.
    /// A full repaint is then due.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn resume(&mut self) -> io::Result<()> {
        self.retake(MOUSE.load(Ordering::SeqCst))
    }

    fn retake(&mut self, mouse: bool) -> io::Result<()> {
        take()?;
        if std::mem::take(&mut self.paste) {
            self.paste(true)?;
        }
        MOUSE.store(false, Ordering::SeqCst);
        self.mouse(mouse)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

fn is_ours() -> bool {
    modes().is_some()
}

fn modes() -> MutexGuard<'static, Option<Termios>> {
    BEFORE.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Sets raw mode and the alternate screen; both anew when the terminal is ours already.
fn take() -> io::Result<()> {
    let tty = input()?;
    if in_background(&tty) {
        // Continued by `bg` or `kill`: only the foreground may set modes. Setting them here
        // would stop the program, too, but inside a call that restarts, so that SIGTERM
        // could not end it.
        kill_current_process_group(Signal::TTOU)?;
    }
    let writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if ending() {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    let mut before = modes();
    let known = before.take();
    let original = known.map_or_else(|| tcgetattr(&tty), Ok)?;
    let mut raw = original.clone();
    raw.make_raw();
    *before = Some(original);
    drop(before);
    let taken = tcsetattr(&tty, OptionalActions::Now, &raw).map_err(io::Error::from);
    let taken = taken.and_then(|()| send(ENTER.as_bytes()));
    drop(writing);
    taken.inspect_err(|_| {
        restore();
    })
}

/// Whether a shell has the terminal and this program runs behind it.
fn in_background(tty: &OwnedFd) -> bool {
    tcgetpgrp(tty).is_ok_and(|group| group != getpgrp())
}

/// Set, by the handlers themselves, when a signal ends the program.
pub fn ending_flag() -> Arc<AtomicBool> {
    Arc::clone(&ENDING)
}

/// Whether a signal is ending the program.
pub fn ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// Gives the terminal back for good: it cannot be taken again.
pub fn end() {
    ENDING.store(true, Ordering::SeqCst);
    restore();
}

/// Gives the terminal back, from any thread, at most once for each time it was taken, and
/// without waiting long for a terminal that takes no bytes. Returns whether it was ours.
pub fn restore() -> bool {
    let _writing = lock_unless_stalled();
    let Some(before) = modes().take() else {
        return false;
    };
    let mut bytes = Vec::with_capacity(LEAVE.len() + MOUSE_OFF.len());
    bytes.extend_from_slice(LEAVE.as_bytes());
    if MOUSE.swap(false, Ordering::SeqCst) {
        // After the ST that LEAVE begins with.
        bytes.splice(2..2, MOUSE_OFF.bytes());
    }
    // Whether or not the bytes got through, the modes of the line must be reset: unless a
    // shell has the terminal, whose modes they now are.
    let _ = put_all(&bytes, Some(STALLED_MS), || true);
    if let Ok(tty) = input()
        && !in_background(&tty)
    {
        let _ = tcsetattr(&tty, OptionalActions::Now, &before);
    }
    true
}

/// [`WRITING`]; None when another thread hangs in a write.
fn lock_unless_stalled() -> Option<MutexGuard<'static, ()>> {
    let until = Instant::now() + Duration::from_millis(STALLED_MS.unsigned_abs());
    loop {
        match WRITING.try_lock() {
            Ok(writing) => return Some(writing),
            Err(TryLockError::Poisoned(poisoned)) => return Some(poisoned.into_inner()),
            Err(TryLockError::WouldBlock) if Instant::now() > until => return None,
            Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(2)),
        }
    }
}

fn send(bytes: &[u8]) -> io::Result<()> {
    put_all(bytes, None, || !ending())
}

/// Writes all bytes, as long as `allowed`; with a limit in milliseconds it gives up on a
/// terminal that does not become writable in time.
fn put_all(mut bytes: &[u8], limit: Option<i64>, allowed: impl Fn() -> bool) -> io::Result<()> {
    let out = rustix::stdio::stdout();
    while !bytes.is_empty() {
        if !allowed() {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        if let Some(limit) = limit
            && !writable(limit)?
        {
            return Err(io::ErrorKind::TimedOut.into());
        }
        match rustix::io::write(out, bytes) {
            Ok(sent) => {
                WRITTEN.fetch_add(sent as u64, Ordering::Relaxed);
                bytes = bytes.get(sent..).unwrap_or_default();
            }
            Err(rustix::io::Errno::INTR) => {}
            // Someone who shares the terminal made it non-blocking.
            Err(rustix::io::Errno::AGAIN) => {
                writable(1000)?;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(())
}

fn writable(milliseconds: i64) -> io::Result<bool> {
    let out = rustix::stdio::stdout();
    let mut fds = [PollFd::new(&out, PollFlags::OUT)];
    match poll(&mut fds, Some(&timespec(milliseconds))) {
        Ok(ready) => Ok(ready > 0),
        Err(rustix::io::Errno::INTR) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

pub(crate) fn timespec(milliseconds: i64) -> Timespec {
    Timespec {
        tv_sec: milliseconds / 1000,
        tv_nsec: milliseconds % 1000 * 1_000_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every mode that can be switched on is switched off by what leaving sends.
    #[test]
    fn leaving_undoes_entering() {
        let leave = format!("{LEAVE}{MOUSE_OFF}");
        for on in ["?1049h", "?2004h", "?1000h", "?1006h", "?2026h", "?69h"] {
            let off = on.replace('h', "l");
            assert!(leave.contains(&off), "{off}");
        }
        for off in ["?25l", "?7l"] {
            assert!(ENTER.contains(off));
            assert!(leave.contains(&off.replace('l', "h")));
        }
        assert!(leave.contains("\x1b[r"));
    }

    #[test]
    fn a_lost_terminal_is_known() {
        assert!(gone(&io::Error::from_raw_os_error(5)));
        assert!(gone(&io::ErrorKind::BrokenPipe.into()));
        assert!(!gone(&io::ErrorKind::OutOfMemory.into()));
    }

    #[test]
    fn a_screen_of_any_size_can_be_drawn() {
        assert_eq!(drawn((0, 0)), UNKNOWN);
        assert_eq!(drawn((500, 0)), UNKNOWN);
        assert_eq!(drawn((500, 1)), (500, 1));
        assert_eq!(drawn((u16::MAX, u16::MAX)), LARGEST);
        assert_eq!(drawn((u16::MAX, 3)), (LARGEST.0, 3));
    }

    #[test]
    fn nothing_is_restored_that_was_not_taken() {
        assert!(!restore());
    }
}
