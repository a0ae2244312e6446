//! Watches the files of the configuration and of the user's themes, and reads them again when they
//! are saved.
//!
//! Folders are watched instead of files, because editors replace a file by another one.

use super::QUIET;
use crate::runtime::event::Event;
use crate::user::{Config, IfMissing, LoadError};
use notify::{RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

/// Starts the thread, if there is a file to watch. It ends with the program.
pub fn watch_config(file: Option<PathBuf>, themes: PathBuf, events: Sender<Event>) {
    let Some(file) = file else { return };
    let run = move || {
        let (sender, changes) = channel();
        let system = notify::recommended_watcher(move |change: notify::Result<notify::Event>| {
            for path in change.map(|change| change.paths).unwrap_or_default() {
                // The thread has ended: so has the program.
                let _ = sender.send(path);
            }
        });
        let Ok(mut system) = system else { return };
        let folders = [file.parent(), Some(&*themes)];
        // A folder that does not exist is not watched: its first file counts from the next start on.
        for folder in folders.into_iter().flatten() {
            let _ = system.watch(folder, RecursiveMode::NonRecursive);
        }
        let before = Config::load(&file, IfMissing::UseDefaults);
        follow((&file, &themes), before, &changes, &events);
    };
    thread::Builder::new()
        .name("config".to_owned())
        .spawn(run)
        .expect("the system can start a thread");
}

/// Reads again what has changed, until nobody needs it.
fn follow(
    (file, themes): (&Path, &Path),
    mut last: Result<Config, LoadError>,
    changes: &Receiver<PathBuf>,
    events: &Sender<Event>,
) {
    while let Ok(path) = changes.recv() {
        let mut paths = vec![path];
        // Saving a file takes several steps.
        while let Ok(path) = changes.recv_timeout(QUIET) {
            paths.push(path);
        }
        if paths
            .iter()
            .any(|path| path.file_name() == file.file_name())
        {
            let read = Config::load(file, IfMissing::UseDefaults);
            if read != last {
                last = read.clone();
                if events.send(Event::Config(Box::new(read))).is_err() {
                    return;
                }
            }
        }
        if paths.iter().any(|path| path.starts_with(themes)) && events.send(Event::Themes).is_err()
        {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::time::Duration;

    #[test]
    fn a_saved_file_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let (file, themes) = (
            folder.path().join("config.toml"),
            folder.path().join("themes"),
        );
        fs::create_dir(&themes).unwrap();
        let (sender, events) = channel();
        let (changed, changes) = channel();
        let theme = themes.join("mine.toml");
        let paths = (file.clone(), themes.clone());
        let before = Ok(Config::default());
        let thread = thread::spawn(move || {
            follow((&paths.0, &paths.1), before, &changes, &sender);
        });
        let next = || events.recv_timeout(Duration::from_secs(20)).unwrap();
        fs::write(&file, "[reading]\nmeasure = 60\n").unwrap();
        changed.send(file.clone()).unwrap();
        let Event::Config(read) = next() else {
            panic!()
        };
        assert_eq!(read.unwrap().typesetting.measure, 60);
        fs::write(&file, "[reading]\nmeasure = 7\n").unwrap();
        changed.send(file).unwrap();
        let Event::Config(read) = next() else {
            panic!()
        };
        assert!(read.is_err());
        changed.send(theme).unwrap();
        assert!(matches!(next(), Event::Themes));
        drop(changed);
        thread.join().unwrap();
    }
}
