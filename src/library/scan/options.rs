//! Options of a scan, and its cancellation.

use crate::library::Zone;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

#[derive(Clone, Debug)]
pub struct ScanOptions {
    /// The zone of dates without one.
    pub zone: Zone,
    /// Follow symbolic links to folders, each folder once.
    pub follow: bool,
    pub text_files: TextFiles,
}

impl ScanOptions {
    /// The usual options.
    pub fn in_zone(zone: Zone) -> Self {
        Self {
            zone,
            follow: false,
            text_files: TextFiles::All,
        }
    }
}

/// Which `.txt` files are articles.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TextFiles {
    #[default]
    All,
    /// Those with front matter. In a folder that nobody named, others are notes, licences or
    /// lists for programs.
    WithFrontMatter,
}

/// Cancels a scan.
#[derive(Clone, Debug, Default)]
pub struct Cancel(Arc<AtomicBool>);

impl Cancel {
    pub(crate) fn cancel(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    /// A signal handler may set it.
    pub(crate) fn flag(&self) -> Arc<AtomicBool> {
        Arc::clone(&self.0)
    }

    pub(crate) fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// How often the times of folders are compared that the system does not watch.
pub(crate) const POLL_PERIOD: Duration = Duration::from_secs(30);

/// Interval between progress events.
pub(super) const TICK: Duration = Duration::from_millis(100);

/// The file that excludes files from a scan, in the notation of `.gitignore`.
pub(crate) const IGNORE: &str = ".ignore";
