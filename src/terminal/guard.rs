//! The terminal guard: sets raw mode and the alternate screen, and restores both however the
//! program ends.
//!
//! crossterm sets raw mode and words the sequences that it knows; its `Command`s are written into
//! memory first. Bytes are written to the descriptor of standard output directly, without the lock
//! of `std`, because the signal thread must be able to restore the terminal while the main thread
//! hangs in a write. Title and mouse are not touched unless requested.
//!
//! Two threads change the terminal: the main thread takes it and draws, the signal thread
//! restores it. `WRITING` serializes them, and [`end`] is final: a main thread that wakes up
//! late (`^Z`, then SIGTERM and SIGCONT) can neither take the terminal nor write.

use super::environment::is_set;
use crossterm::cursor::{Hide, Show};
use crossterm::queue;
use crossterm::terminal::{
    DisableLineWrap, EnableLineWrap, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, getpgrp, kill_current_process_group};
use rustix::termios::tcgetpgrp;
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::os::fd::OwnedFd;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError, TryLockError};
use std::time::{Duration, Instant};

/// Takes the screen: no wrapping at the right edge, because a character that the terminal draws
/// wider than expected must not scroll the screen. Bracketed paste, so that pasted text is never
/// read as keys.
fn enter_bytes() -> Vec<u8> {
    encoded(|out| {
        queue!(out, EnterAlternateScreen, Hide, DisableLineWrap)?;
        out.write_all(PASTE_ON)
    })
}

/// Resets every mode that we or an unfinished frame may have set.
fn leave_bytes(mouse: bool) -> Vec<u8> {
    encoded(|out| {
        // ST ends an incomplete string sequence.
        out.write_all(b"\x1b\\")?;
        if mouse {
            out.write_all(MOUSE_OFF)?;
        }
        queue!(out, EndSynchronizedUpdate)?;
        // Margins, scroll region, colours, link.
        out.write_all(b"\x1b[?69l\x1b[r\x1b[m\x1b]8;;\x1b\\")?;
        out.write_all(PASTE_OFF)?;
        queue!(out, EnableLineWrap, Show)?;
        // To the last line, for terminals without an alternate screen.
        out.write_all(b"\x1b[999H")?;
        queue!(out, LeaveAlternateScreen)
    })
}

/// The bytes that a function writes. Writing to memory cannot fail.
fn encoded(write: impl FnOnce(&mut Vec<u8>) -> io::Result<()>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _ = write(&mut bytes);
    bytes
}

/// crossterm has these with its event reader alone.
const PASTE_ON: &[u8] = b"\x1b[?2004h";
const PASTE_OFF: &[u8] = b"\x1b[?2004l";

/// Clicks, the wheel, and motion while a button is held (1002, where it is known). crossterm's
/// command also reports every other motion of the mouse, which would wake the program and load the
/// link for nothing.
const MOUSE_ON: &[u8] = b"\x1b[?1000h\x1b[?1002h\x1b[?1006h";
const MOUSE_OFF: &[u8] = b"\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Maximum time that restoring waits for a terminal that accepts no bytes (`^S`, a dead link).
const STALL_TIMEOUT_MS: i64 = 200;

/// Held while bytes are sent and while the terminal is taken or restored.
static WRITING: Mutex<()> = Mutex::new(());
/// Whether the terminal is ours. crossterm keeps the modes to restore.
static OURS: AtomicBool = AtomicBool::new(false);
/// Set when a signal ends the program; never cleared.
static ENDING: LazyLock<Arc<AtomicBool>> = LazyLock::new(Arc::default);
static MOUSE: AtomicBool = AtomicBool::new(false);

/// Why the reader cannot run here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unsupported {
    /// Standard output is a pipe or a file.
    NotATerminal,
    /// `TERM` is unset or `dumb`: no cursor addressing.
    Dumb,
}

impl Unsupported {
    /// The locale key of the message.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotATerminal => "terminal.none",
            Self::Dumb => "terminal.dumb",
        }
    }
}

/// The reason why the reader cannot run here, if any.
pub(crate) fn unsupported() -> Option<Unsupported> {
    if !io::stdout().is_terminal() {
        return Some(Unsupported::NotATerminal);
    }
    let dumb = !is_set("TERM") || std::env::var_os("TERM").is_some_and(|term| term == "dumb");
    dumb.then_some(Unsupported::Dumb)
}

/// The descriptor to read keys from: standard input, or the controlling terminal when standard
/// input is not a terminal.
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

/// The size to assume for a terminal that reports none (a serial line, a bare
/// pseudo-terminal): that of the VT100.
const UNKNOWN: (u16, u16) = (80, 24);

/// The largest size to draw, more than any display shows. A terminal may report 65,535 x 65,535,
/// for which no memory suffices.
const LARGEST: (u16, u16) = (1000, 500);

/// Columns and rows to draw, neither of them 0.
pub fn size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout());
    clamped(size.map_or((0, 0), |size| (size.ws_col, size.ws_row)))
}

/// Width and height of a cell in pixels, if the terminal says so.
pub(crate) fn cell_size() -> Option<(u16, u16)> {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout()).ok()?;
    cell_of((size.ws_xpixel, size.ws_ypixel), (size.ws_col, size.ws_row))
}

/// The cell of a window: a plausible one.
fn cell_of(pixels: (u16, u16), cells: (u16, u16)) -> Option<(u16, u16)> {
    let width = pixels.0.checked_div(cells.0)?;
    let height = pixels.1.checked_div(cells.1)?;
    let is_plausible = (2..=200).contains(&width) && (4..=400).contains(&height);
    is_plausible.then_some((width, height))
}

/// The size to draw for the size that a terminal reports.
fn clamped((width, height): (u16, u16)) -> (u16, u16) {
    if width == 0 || height == 0 {
        UNKNOWN
    } else {
        (width.min(LARGEST.0), height.min(LARGEST.1))
    }
}

/// Whether a write failed because the terminal is gone: the program then ends without a message.
pub(crate) fn gone(error: &io::Error) -> bool {
    let code = error
        .raw_os_error()
        .map(rustix::io::Errno::from_raw_os_error);
    error.kind() == io::ErrorKind::BrokenPipe
        || matches!(
            code,
            Some(rustix::io::Errno::IO | rustix::io::Errno::NXIO | rustix::io::Errno::BADF)
        )
}

/// The guard: the terminal is ours as long as it lives. Dropping it restores the terminal.
#[derive(Debug)]
pub struct Terminal {
    /// Only [`Terminal::enter`] makes one.
    _taken: (),
}

impl Terminal {
    /// Takes the terminal. There is at most one guard at a time.
    ///
    /// # Errors
    /// There is no terminal that can be set to raw mode, or it is gone.
    pub fn enter() -> io::Result<Self> {
        take()?;
        Ok(Self { _taken: () })
    }

    /// Sends all bytes.
    ///
    /// # Errors
    /// The terminal is gone ([`gone`]), or the signal thread has restored it.
    pub fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        let _writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
        if !OURS.load(Ordering::SeqCst) {
            return Err(io::ErrorKind::BrokenPipe.into());
        }
        send(bytes)
    }

    /// Switches the reports of clicks, drags and the wheel (never of other motion).
    ///
    /// # Errors
    /// As [`Self::write`].
    pub fn mouse(&mut self, on: bool) -> io::Result<()> {
        if MOUSE.swap(on, Ordering::SeqCst) == on {
            return Ok(());
        }
        self.write(if on { MOUSE_ON } else { MOUSE_OFF })
    }

    /// `^Z`: restores the terminal, stops the process group as a shell expects, and afterwards
    /// takes the terminal again. The caller must then repaint everything. Without job control (an
    /// orphaned process group, as under `ssh host kanbao`) the kernel drops the signal and
    /// nothing stops. Call it from the main thread, which the kernel stops first.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn suspend(&mut self) -> io::Result<()> {
        let mouse = MOUSE.load(Ordering::SeqCst);
        restore();
        kill_current_process_group(Signal::TSTP)?;
        self.retake(mouse)
    }

    /// Restores the terminal for another program that `work` runs, and takes it again. The caller
    /// must then repaint everything.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn lend<T>(&mut self, work: impl FnOnce() -> T) -> io::Result<T> {
        let mouse = MOUSE.load(Ordering::SeqCst);
        restore();
        let result = work();
        self.retake(mouse)?;
        Ok(result)
    }

    /// Takes the terminal again after a SIGCONT from outside: a shell may have changed the modes.
    /// The caller must then repaint everything.
    ///
    /// # Errors
    /// As [`Self::enter`].
    pub fn resume(&mut self) -> io::Result<()> {
        self.retake(MOUSE.load(Ordering::SeqCst))
    }

    fn retake(&mut self, mouse: bool) -> io::Result<()> {
        take()?;
        MOUSE.store(false, Ordering::SeqCst);
        self.mouse(mouse)
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        restore();
    }
}

/// Sets raw mode and the alternate screen, again if the terminal is ours already.
fn take() -> io::Result<()> {
    let tty = input()?;
    if in_background(&tty) {
        // Continued by `bg` or `kill`: only the foreground may set modes. Setting them here would
        // also stop the program, but inside a system call that restarts, so that SIGTERM could
        // not end it.
        kill_current_process_group(Signal::TTOU)?;
    }
    let writing = WRITING.lock().unwrap_or_else(PoisonError::into_inner);
    if ending() {
        return Err(io::ErrorKind::BrokenPipe.into());
    }
    // A shell may have changed the modes while the terminal was ours: crossterm sets raw mode only
    // if it believes that it is off.
    disable_raw_mode()?;
    enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    let taken = send(&enter_bytes());
    drop(writing);
    taken.inspect_err(|_| {
        restore();
    })
}

/// Whether this program runs in the background of a shell.
fn in_background(tty: &OwnedFd) -> bool {
    tcgetpgrp(tty).is_ok_and(|group| group != getpgrp())
}

/// The flag that the signal handlers set when a signal ends the program.
pub(crate) fn ending_flag() -> Arc<AtomicBool> {
    Arc::clone(&ENDING)
}

/// Whether a signal is ending the program.
pub(crate) fn ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// Restores the terminal for good: it cannot be taken again.
pub(crate) fn end() {
    ENDING.store(true, Ordering::SeqCst);
    restore();
}

/// Restores the terminal, from any thread, at most once for each time it was taken, and without
/// waiting long for a terminal that accepts no bytes. Returns whether it was ours.
pub(crate) fn restore() -> bool {
    let _writing = lock_unless_stalled();
    if !OURS.swap(false, Ordering::SeqCst) {
        return false;
    }
    let bytes = leave_bytes(MOUSE.swap(false, Ordering::SeqCst));
    // Reset the modes even if the bytes were not accepted, unless a shell has the terminal: then
    // the modes are the shell's.
    let _ = put_all(&bytes, Some(STALL_TIMEOUT_MS), || true);
    if let Ok(tty) = input()
        && !in_background(&tty)
    {
        let _ = disable_raw_mode();
    }
    true
}

/// Locks [`WRITING`]; `None` when another thread hangs in a write.
fn lock_unless_stalled() -> Option<MutexGuard<'static, ()>> {
    let until = Instant::now() + Duration::from_millis(STALL_TIMEOUT_MS.unsigned_abs());
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

/// Writes all bytes while `allowed` returns true. With a limit in milliseconds, it fails when the
/// terminal does not become writable in time.
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
                bytes = bytes.get(sent..).unwrap_or_default();
            }
            Err(rustix::io::Errno::INTR) => {}
            // Another process that shares the terminal made it non-blocking.
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

    /// Restoring switches off every mode that may be on.
    #[test]
    fn leaving_reverts_entering() {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        let (enter, leave) = (text(enter_bytes()), text(leave_bytes(true)));
        for on in [
            "?1049h", "?2004h", "?1000h", "?1002h", "?1006h", "?2026h", "?69h",
        ] {
            let off = on.replace('h', "l");
            assert!(leave.contains(&off), "{off}");
        }
        for off in ["?25l", "?7l"] {
            assert!(enter.contains(off));
            assert!(leave.contains(&off.replace('l', "h")));
        }
        assert!(leave.contains("\x1b[r"));
    }

    #[test]
    fn a_lost_terminal_is_recognized() {
        assert!(gone(&io::Error::from_raw_os_error(5)));
        assert!(gone(&io::ErrorKind::BrokenPipe.into()));
        assert!(!gone(&io::ErrorKind::OutOfMemory.into()));
    }

    #[test]
    fn a_screen_of_any_size_can_be_drawn() {
        assert_eq!(clamped((0, 0)), UNKNOWN);
        assert_eq!(clamped((500, 0)), UNKNOWN);
        assert_eq!(clamped((500, 1)), (500, 1));
        assert_eq!(clamped((u16::MAX, u16::MAX)), LARGEST);
        assert_eq!(clamped((u16::MAX, 3)), (LARGEST.0, 3));
    }

    #[test]
    fn a_terminal_that_was_not_taken_is_not_restored() {
        assert!(!restore());
    }
}
