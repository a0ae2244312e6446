//! The terminal while it is ours: raw mode, the alternate screen, and the promise that both
//! are given back however the program ends.
//!
//! Bytes go straight to the descriptor of standard output, past the lock of `std`, because
//! the thread that serves signals must be able to restore the terminal while the main
//! thread hangs inside a write. Title and mouse stay untouched unless asked for.

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Signal, kill_current_process_group};
use std::fs;
use std::io::{self, IsTerminal, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};
use std::sync::Once;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::ThreadId;

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

static OURS: AtomicBool = AtomicBool::new(false);
static MOUSE: AtomicBool = AtomicBool::new(false);
static WRITTEN: AtomicU64 = AtomicU64::new(0);

/// Why there can be no full screen here. The texts are in the locale.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// Standard output is a pipe or a file.
    NotATerminal,
    /// `TERM` is unset or `dumb`: no cursor addressing.
    Dumb,
}

impl Refusal {
    /// The key of its text in the locale.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NotATerminal => "terminal.none",
            Self::Dumb => "terminal.dumb",
        }
    }
}

/// Whether a full screen is impossible, and why.
pub fn refusal() -> Option<Refusal> {
    if !io::stdout().is_terminal() {
        return Some(Refusal::NotATerminal);
    }
    match std::env::var_os("TERM") {
        Some(term) if !term.is_empty() && term != "dumb" => None,
        _ => Some(Refusal::Dumb),
    }
}

/// Whether the person sits at the other end of an SSH connection.
pub fn over_ssh() -> bool {
    ["SSH_CONNECTION", "SSH_TTY", "SSH_CLIENT"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
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

/// Columns and rows, neither of them 0.
pub fn size() -> (u16, u16) {
    let size = rustix::termios::tcgetwinsize(rustix::stdio::stdout());
    let size = size.map_or((0, 0), |size| (size.ws_col, size.ws_row));
    if size.0 == 0 || size.1 == 0 {
        UNKNOWN
    } else {
        size
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
        send(bytes, None)
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
        let mouse = MOUSE.load(Ordering::SeqCst);
        if OURS.swap(false, Ordering::SeqCst) {
            crossterm::terminal::disable_raw_mode()?;
        }
        self.retake(mouse)
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

fn take() -> io::Result<()> {
    crossterm::terminal::enable_raw_mode()?;
    OURS.store(true, Ordering::SeqCst);
    send(ENTER.as_bytes(), None).inspect_err(|_| {
        restore();
    })
}

/// Gives the terminal back, from any thread, at most once for each time it was taken, and
/// without waiting long for a terminal that takes no bytes. Returns whether it was ours.
pub fn restore() -> bool {
    if !OURS.swap(false, Ordering::SeqCst) {
        return false;
    }
    let mut bytes = Vec::with_capacity(LEAVE.len() + MOUSE_OFF.len());
    bytes.extend_from_slice(LEAVE.as_bytes());
    if MOUSE.swap(false, Ordering::SeqCst) {
        // After the ST that LEAVE begins with.
        bytes.splice(2..2, MOUSE_OFF.bytes());
    }
    // Whether or not the bytes got through, the modes of the line must be reset.
    let _ = put_all(&bytes, Some(STALLED_MS), || true);
    let _ = crossterm::terminal::disable_raw_mode();
    true
}

fn send(bytes: &[u8], limit: Option<i64>) -> io::Result<()> {
    put_all(bytes, limit, || OURS.load(Ordering::SeqCst))
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

pub(super) fn timespec(milliseconds: i64) -> Timespec {
    Timespec {
        tv_sec: milliseconds / 1000,
        tv_nsec: milliseconds % 1000 * 1_000_000,
    }
}

/// From now on a panic of the calling (main) thread restores the terminal first and then
/// prints `line` to standard error, with `{path}` replaced by the file of the report; a
/// panic of a worker only writes the report, for the main thread makes it a notice.
///
/// The report holds the place in the program and a backtrace, and the message only when
/// it is a constant: a formatted message may quote the article.
pub fn report_panics(dir: PathBuf, line: String) {
    static ONCE: Once = Once::new();
    let main = std::thread::current().id();
    ONCE.call_once(|| {
        std::panic::set_hook(Box::new(move |panic| on_panic(panic, main, &dir, &line)));
    });
}

fn on_panic(panic: &std::panic::PanicHookInfo<'_>, main: ThreadId, dir: &Path, line: &str) {
    let of_main = std::thread::current().id() == main;
    if of_main {
        restore();
    }
    let path = dir.join("panic.txt");
    let _ = crate::disk::write_atomically(&path, report(panic).as_bytes());
    if of_main {
        let line = line.replace("{path}", &path.display().to_string());
        let _ = writeln!(io::stderr(), "{}", crate::text::sanitize_line(&line));
    }
}

fn report(panic: &std::panic::PanicHookInfo<'_>) -> String {
    let message = panic
        .payload()
        .downcast_ref::<&'static str>()
        .unwrap_or(&"(formatted message left out: it may quote an article)");
    let place = panic
        .location()
        .map_or_else(String::new, ToString::to_string);
    let thread = std::thread::current();
    format!(
        "kanbao {} ({} {})\nthread {}\n{place}\n{message}\n\n{}\n",
        env!("CARGO_PKG_VERSION"),
        std::env::consts::OS,
        std::env::consts::ARCH,
        thread.name().unwrap_or("?"),
        std::backtrace::Backtrace::force_capture(),
    )
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
    fn nothing_is_restored_that_was_not_taken() {
        assert!(!restore());
    }
}
