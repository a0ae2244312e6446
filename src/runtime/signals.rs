//! The signal thread. On a lost connection or a kill it saves marks, restores the terminal and ends
//! the program, even when the main thread hangs in a write to a terminal that is gone.
//!
//! SIGABRT (a stack overflow, an abort) cannot be handled without `unsafe`; the guide mentions `reset`
//! for that case. SIGTSTP keeps its default: `^Z` is a key in raw mode, and with a handler the
//! kernel would not ignore the signal in an orphaned process group.

use crate::terminal::guard;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH, SIGXFSZ};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::{Arc, mpsc};
use std::thread;
use std::time::Duration;

/// A signal that the event loop handles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// SIGWINCH: the size of the window changed.
    Resized,
    /// SIGCONT: the program continues after a stop and must take the terminal again.
    Continued,
}

/// Maximum time for saving before the program ends.
const SAVE_TIMEOUT: Duration = Duration::from_secs(2);

/// Makes a write beyond the limit of file sizes (`ulimit -f`) fail, as one on a full disk does. By
/// default the signal ends the program.
///
/// # Errors
/// The handler cannot be installed.
pub fn let_large_writes_fail() -> io::Result<()> {
    // Any handler will do. Programs that are started get the default again.
    signal_hook::flag::register(SIGXFSZ, Arc::default()).map(drop)
}

/// Starts the thread. `save` is called at most once, on SIGTERM, SIGHUP, SIGINT or SIGQUIT, and must
/// not wait for the main thread; the program then ends with 128 + the signal. `send` gets the other
/// signals and is not called afterwards.
///
/// # Errors
/// The handlers cannot be installed.
pub fn serve(
    save: impl FnOnce() + Send + 'static,
    send: impl Fn(Signal) + Send + 'static,
) -> io::Result<()> {
    for deadly in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
        // The handler sets the flag before any thread continues: a program that was stopped must
        // not take the terminal before the thread below handles the signal.
        signal_hook::flag::register(deadly, guard::ending_flag())?;
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT, SIGWINCH])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGWINCH => send(Signal::Resized),
                    SIGCONT => send(Signal::Continued),
                    deadly => end(deadly, save),
                }
            }
        })?;
    Ok(())
}

/// Blocks forever when a signal is ending the program: the main thread, whose terminal may be
/// restored at any moment, must not exit first with another exit code.
pub fn leave_exit_to_signal() {
    while guard::ending() {
        thread::park();
    }
}

/// Saves and restores in parallel, because SIGKILL may follow soon.
fn end(signal: i32, save: impl FnOnce() + Send + 'static) -> ! {
    let (done, saved) = mpsc::channel();
    let saving = thread::Builder::new()
        .name("save".to_owned())
        .spawn(move || {
            save();
            let _ = done.send(());
        });
    guard::end();
    if saving.is_ok() {
        // Also returns early when saving panics, because the sender is then dropped.
        let _ = saved.recv_timeout(SAVE_TIMEOUT);
    }
    // Not `process::exit`: it waits for the lock of standard output, which a hanging main thread
    // may hold.
    signal_hook::low_level::exit(128 + signal)
}
