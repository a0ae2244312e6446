//! Reports when the folder of a library, or a folder above it, is moved or removed.
//!
//! The folder around it would report that, too, but with everything that other programs do there: a
//! reader would wake all the time for a library in a busy folder. So each of these folders is
//! watched for its own end only, which inotify(7) can do.

use std::fs;
use std::path::{Path, PathBuf};
use system::{Added, System};

/// Whether the system reports that a folder itself is moved. Others report it under the folder
/// around.
pub const IS_REPORTED: bool = cfg!(any(target_os = "linux", target_os = "android"));

/// The watches on these folders, each with the library whose folder it is on or above.
#[derive(Debug, Default)]
pub struct Above {
    system: Option<System>,
    watches: Vec<(i32, PathBuf)>,
}

impl Above {
    /// Starts a thread that sleeps until a folder is moved or removed. `report` takes the number of
    /// the watch, and returns false when nobody listens any more.
    pub fn new(report: impl Fn(i32) -> bool + Send + 'static) -> Self {
        Self {
            system: System::new(report),
            watches: Vec::new(),
        }
    }

    /// Watches the folders of these libraries, and no others from before. Returns whether the system
    /// has room for all watches.
    pub fn watch<'a>(&mut self, roots: impl Iterator<Item = &'a PathBuf>) -> bool {
        let Some(system) = &self.system else {
            return !IS_REPORTED;
        };
        let (mut new, mut has_room) = (Vec::new(), true);
        for root in roots {
            // Where a link leads, folders may move as well.
            let target = fs::canonicalize(root).unwrap_or_default();
            for path in root.ancestors().chain(target.ancestors()) {
                match system.add(path) {
                    Added::Watch(watch) => new.push((watch, root.clone())),
                    Added::Full => has_room = false,
                    Added::Unwatched => {}
                }
            }
        }
        // A folder has one watch, under whatever names.
        new.sort_unstable();
        new.dedup();
        for (watch, _) in &self.watches {
            if !new.iter().any(|(kept, _)| kept == watch) {
                system.remove(*watch);
            }
        }
        self.watches = new;
        has_room
    }

    /// The libraries that the report of a watch is about.
    pub fn libraries(&self, watch: i32) -> impl Iterator<Item = &Path> {
        let about = self
            .watches
            .iter()
            .filter(move |(known, _)| *known == watch);
        about.map(|(_, root)| root.as_path())
    }
}

#[cfg(any(target_os = "linux", target_os = "android"))]
mod system {
    use rustix::fs::inotify::{self, CreateFlags, ReadFlags, Reader, WatchFlags};
    use rustix::io::Errno;
    use std::mem::MaybeUninit;
    use std::os::fd::OwnedFd;
    use std::path::Path;
    use std::sync::Arc;
    use std::thread;

    /// The queue of reports.
    #[derive(Debug)]
    pub struct System(Arc<OwnedFd>);

    /// What became of the wish to watch a folder.
    pub enum Added {
        /// The number of its watch.
        Watch(i32),
        /// The system has no room for more.
        Full,
        /// It is not there yet, and looked for now and then; or it may not be read.
        Unwatched,
    }

    /// Room for some hundred reports.
    const BUFFER: usize = 4096;

    impl System {
        pub fn new(report: impl Fn(i32) -> bool + Send + 'static) -> Option<Self> {
            let system = Arc::new(inotify::init(CreateFlags::CLOEXEC).ok()?);
            let queue = Arc::clone(&system);
            let thread = thread::Builder::new().name("above".to_owned());
            thread.spawn(move || read(&queue, report)).ok()?;
            Some(Self(system))
        }

        /// Of a symbolic link, the link itself is watched.
        pub fn add(&self, path: &Path) -> Added {
            let moves = WatchFlags::MOVE_SELF | WatchFlags::DELETE_SELF | WatchFlags::DONT_FOLLOW;
            match inotify::add_watch(&self.0, path, moves) {
                Ok(watch) => Added::Watch(watch),
                Err(Errno::NOSPC | Errno::NOMEM) => Added::Full,
                Err(_) => Added::Unwatched,
            }
        }

        /// The system has removed it already if its folder is gone.
        pub fn remove(&self, watch: i32) {
            let _ = inotify::remove_watch(&self.0, watch);
        }
    }

    fn read(system: &OwnedFd, report: impl Fn(i32) -> bool) {
        let mut buffer = [MaybeUninit::uninit(); BUFFER];
        let mut reports = Reader::new(system, &mut buffer);
        // With too many of them, the system says so instead.
        let wanted = ReadFlags::MOVE_SELF | ReadFlags::DELETE_SELF | ReadFlags::QUEUE_OVERFLOW;
        loop {
            match reports.next() {
                Ok(event) if !event.events().intersects(wanted) => {}
                Ok(event) if report(event.wd()) => {}
                Err(Errno::INTR) => {}
                _ => return,
            }
        }
    }
}

/// Nothing is reported in this way.
#[cfg(not(any(target_os = "linux", target_os = "android")))]
mod system {
    use std::path::Path;

    #[derive(Debug)]
    pub enum System {}

    #[allow(dead_code, reason = "only some systems make them")]
    pub enum Added {
        Watch(i32),
        Full,
        Unwatched,
    }

    impl System {
        pub fn new(_: impl Fn(i32) -> bool + Send + 'static) -> Option<Self> {
            None
        }

        pub fn add(&self, _: &Path) -> Added {
            match *self {}
        }

        pub fn remove(&self, _: i32) {
            match *self {}
        }
    }
}

#[cfg(all(test, any(target_os = "linux", target_os = "android")))]
mod tests {
    use super::*;
    use std::sync::mpsc::channel;
    use std::time::Duration;

    /// What happens beside a library or in it wakes nobody.
    #[test]
    fn only_moves_are_reported() {
        let folder = tempfile::tempdir().expect("a folder");
        let (around, other) = (folder.path().join("around"), folder.path().join("other"));
        let root = around.join("news");
        fs::create_dir_all(&root).expect("a folder");
        fs::create_dir(&other).expect("a folder");
        let (sender, reports) = channel();
        let mut above = Above::new(move |watch| sender.send(watch).is_ok());
        assert!(above.watch([&root, &other].into_iter()));
        let write = || {
            for path in [around.join("x"), root.join("x"), folder.path().join("x")] {
                fs::write(&path, "x").expect("a file");
                fs::remove_file(&path).expect("a file");
            }
        };
        let next = || {
            let watch = reports.recv_timeout(Duration::from_secs(20));
            let watch = watch.expect("a report");
            above
                .libraries(watch)
                .map(Path::to_owned)
                .collect::<Vec<_>>()
        };
        write();
        let elsewhere = folder.path().join("elsewhere");
        fs::rename(&around, &elsewhere).expect("a folder");
        assert_eq!(next(), std::slice::from_ref(&root));
        fs::rename(&elsewhere, &around).expect("a folder");
        assert_eq!(next(), std::slice::from_ref(&root));
        write();
        fs::remove_dir(&root).expect("a folder");
        assert_eq!(next(), std::slice::from_ref(&root));
    }
}
