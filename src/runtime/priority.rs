//! Priorities of threads. Only Linux has them; elsewhere they would concern the whole program.

/// Keys and frames come first: a thread that works beside them may be one of many.
pub const BEHIND_KEYS: i32 = 5;
/// Uses only what others leave of the processor.
pub const IN_BACKGROUND: i32 = 10;

/// Lowers the priority of this thread, and of those that it starts from now on.
pub fn lower_priority(by: i32) {
    #[cfg(target_os = "linux")]
    {
        // Without it, the work is only less polite.
        let _ = rustix::process::nice(by);
    }
    #[cfg(not(target_os = "linux"))]
    let _ = by;
}
