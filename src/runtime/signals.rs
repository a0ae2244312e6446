//! Signals, served by a thread of their own: a lost connection or a kill saves what is
//! unsaved, restores the terminal and ends the program even when the main thread hangs in
//! a write to a terminal that is no more.
//!
//! SIGABRT (a stack overflow, an abort) cannot be served without `unsafe`; README names
//! `reset` for that. SIGTSTP keeps its default: `^Z` is a key in raw mode, and a handler
//! would keep the kernel from ignoring it in an orphaned process group.

use crate::terminal::guard;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGWINCH};
use signal_hook::iterator::Signals;
use std::io;
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// What the event loop hears of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// The window has another size.
    Resized,
    /// The program goes on after a stop: take the terminal again and repaint.
    Continued,
}

/// How long saving may take before the program ends without it.
const SAVING: Duration = Duration::from_secs(2);

/// Starts the thread. `save` is run at most once, on SIGTERM, SIGHUP, SIGINT or SIGQUIT,
/// and must not wait for the main thread; the program then ends with 128 + the signal.
/// `tell` takes the rest and is not called after that.
///
/// # Errors
/// The handlers could not be set.
pub fn serve(
    save: impl FnOnce() + Send + 'static,
    tell: impl Fn(Signal) + Send + 'static,
) -> io::Result<()> {
    for deadly in [SIGTERM, SIGHUP, SIGINT, SIGQUIT] {
        // Set before any thread goes on: a program that was stopped meanwhile must not take
        // the terminal before the thread below hears of the signal.
        signal_hook::flag::register(deadly, guard::ending_flag())?;
    }
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGCONT, SIGWINCH])?;
    thread::Builder::new()
        .name("signals".to_owned())
        .spawn(move || {
            for signal in signals.forever() {
                match signal {
                    SIGWINCH => tell(Signal::Resized),
                    SIGCONT => tell(Signal::Continued),
                    deadly => end(deadly, save),
                }
            }
        })?;
    Ok(())
}

/// Does not return when a signal is ending the program. The main thread, which may find the
/// terminal given back under its hands, must not end it first with another exit code.
pub fn leave_the_end() {
    while guard::ending() {
        thread::park();
    }
}

/// Saves and restores side by side: whoever sent the signal may send SIGKILL soon.
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
        // Ends early, too, when saving panics: its end of the channel is then dropped.
        let _ = saved.recv_timeout(SAVING);
    }
    // Not `process::exit`: it would wait for the lock of standard output, which a hanging
    // main thread may hold.
    signal_hook::low_level::exit(128 + signal)
}
