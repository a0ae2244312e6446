//! Work that waits for the network, on a thread of its own. A caller can stop waiting for it at any time,
//! while nothing can interrupt a look-up of a name, a connection or a read.

use super::error::Fault;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

/// The time between two looks at the cancellation.
const LOOK: Duration = Duration::from_millis(50);

/// Does work on another thread and waits for the result. Once `is_cancelled`, the work is abandoned: its
/// thread, which is told so, ends with its own limits of time or with the program.
///
/// # Errors
/// The work was cancelled or panicked, or there is no thread for it.
pub fn run<R: Send + 'static>(
    work: impl FnOnce(&dyn Fn() -> bool) -> R + Send + 'static,
    is_cancelled: &dyn Fn() -> bool,
) -> Result<R, Fault> {
    let abandoned = Arc::<AtomicBool>::default();
    let (sender, result) = mpsc::sync_channel(1);
    let thread = thread::Builder::new().name("http".to_owned()).spawn({
        let abandoned = Arc::clone(&abandoned);
        move || {
            let result = work(&|| abandoned.load(Ordering::Relaxed));
            // The receiver is gone if the work was abandoned.
            let _ = sender.send(result);
        }
    });
    thread.map_err(|cause| Fault::Lost(cause.to_string()))?;
    loop {
        match result.recv_timeout(LOOK) {
            Ok(result) => return Ok(result),
            Err(RecvTimeoutError::Disconnected) => return Err(Fault::Lost(String::new())),
            Err(RecvTimeoutError::Timeout) if is_cancelled() => {
                abandoned.store(true, Ordering::Relaxed);
                return Err(Fault::Cancelled);
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
    }
}
