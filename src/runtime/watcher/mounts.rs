//! Reports when a drive is mounted or unmounted. The system's reports about folders do not include
//! that.

/// Starts a thread that sleeps until the table of mounts changes. `report` returns false when nobody
/// listens any more.
#[cfg(target_os = "linux")]
pub fn watch(report: impl Fn() -> bool + Send + 'static) {
    use rustix::event::{PollFd, PollFlags, poll};
    // proc(5): the table is ready for `POLLPRI` whenever it has changed.
    let Ok(table) = std::fs::File::open("/proc/self/mounts") else {
        return;
    };
    let watch = move || loop {
        let mut changed = [PollFd::new(&table, PollFlags::PRI)];
        match poll(&mut changed, None) {
            Ok(_) if report() => {}
            Err(rustix::io::Errno::INTR) => {}
            _ => return,
        }
    };
    // Without this thread the next change in the folders shows what was mounted.
    let _ = std::thread::Builder::new()
        .name("mounts".to_owned())
        .spawn(watch);
}

/// Other systems report an unmounted folder as removed.
#[cfg(not(target_os = "linux"))]
pub fn watch(_: impl Fn() -> bool + Send + 'static) {}
