//! Waits for the thread that writes the cache of the marks.

use std::io;
use std::thread::JoinHandle;

/// The thread that writes the cache. The reader ends without waiting for it, but a command that takes
/// less time than that would never leave a cache, and an unfinished file each time.
#[derive(Debug, Default)]
pub struct Caching(pub Option<JoinHandle<io::Result<()>>>);

impl Drop for Caching {
    fn drop(&mut self) {
        // A cache that is missing costs only time.
        let _ = self.0.take().map(JoinHandle::join);
    }
}
