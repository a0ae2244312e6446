//! The list of a reader follows the folders.

use super::*;
use crate::app::ListPane;
use crate::library::{TextFiles, Zone};
use crate::user::marks::Marks;
use std::collections::BTreeMap;
use std::fs;

/// A watched folder, and the list that follows it.
struct Place {
    _folder: tempfile::TempDir,
    /// The folder, as the user named it.
    root: PathBuf,
    list: ListPane,
    events: Receiver<Event>,
}

fn options() -> ScanOptions {
    ScanOptions {
        zone: Zone::named("UTC").expect("UTC"),
        follow: false,
        text_files: TextFiles::All,
    }
}

impl Place {
    fn new(name: fn(&Path) -> PathBuf) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = name(folder.path());
        let (sender, events) = channel();
        let mut place = Self {
            _folder: folder,
            root,
            list: ListPane::default(),
            events,
        };
        place.write("a.md", "甲");
        place.write("b/c.md", "丙");
        place.write("b/d/e.md", "戊");
        let inputs = start(options(), sender);
        let send = |input| inputs.send(input).expect("the thread listens");
        send(WatchInput::ScanStarted);
        let mut items = Vec::new();
        place.scan(&mut |event| match event {
            ScanEvent::Entries(entries) => {
                items.extend(entries.into_iter().map(Listed::new).map(Arc::new));
            }
            ScanEvent::Folders(folders) => send(WatchInput::Folders(folders)),
            _ => {}
        });
        send(WatchInput::ScanFinished);
        place.list.add(items, &Marks::default());
        place
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, title: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, format!("---\ntitle: {title}\n---\n正文。\n")).expect("a file");
    }

    fn scan(&self, sink: &mut dyn FnMut(ScanEvent)) {
        let roots = [self.root.clone()];
        library::scan(&roots, &options(), &Cancel::default(), sink);
    }

    /// IDs and titles of what is there.
    fn expected(&self) -> BTreeMap<String, String> {
        let mut all = BTreeMap::new();
        self.scan(&mut |event| {
            if let ScanEvent::Entries(entries) = event {
                let named =
                    |entry: crate::library::Entry| (entry.id.to_string(), entry.title.to_string());
                all.extend(entries.into_iter().map(named));
            }
        });
        all
    }

    fn listed(&self) -> BTreeMap<String, String> {
        let entries = self.list.all.iter().map(|item| &item.entry);
        entries
            .map(|entry| (entry.id.to_string(), entry.title.to_string()))
            .collect()
    }

    /// Waits until the list is what is there. Returns the number of batches.
    #[track_caller]
    fn follow(&mut self, what: &str) -> usize {
        let expected = self.expected();
        let mut batches = 0;
        while self.listed() != expected {
            let event = self.events.recv_timeout(Duration::from_secs(20));
            let Ok(Event::App(Message::Watched(mut update))) = event else {
                panic!("{what}: {:?}, not {expected:?}", self.listed());
            };
            let missing = self.list.missing(&update);
            update.gone.extend(missing);
            self.list
                .replace(update.changed, &update.gone, &Marks::default());
            batches += 1;
        }
        batches
    }
}

/// The same path, from the current folder.
#[cfg(unix)]
fn relative(path: &Path) -> PathBuf {
    let current = std::env::current_dir().expect("a current folder");
    let up = current.components().skip(1).map(|_| "..");
    up.collect::<PathBuf>()
        .join(path.strip_prefix("/").expect("an absolute path"))
}

#[test]
fn the_list_follows_the_folders() {
    follows_the_folders(Place::new(Path::to_owned));
    #[cfg(unix)]
    follows_the_folders(Place::new(relative));
}

#[track_caller]
fn follows_the_folders(mut place: Place) {
    place.follow("the scan");
    type Change = fn(&Place);
    let changes: &[(&str, Change)] = &[
        ("a new file", |place| place.write("n.md", "新")),
        ("a changed file", |place| place.write("a.md", "改")),
        ("a file with a folder of its own", |place| {
            place.write("f/g/h.md", "深");
        }),
        ("a file in a new folder", |place| {
            place.write("f/g/i.md", "后");
        }),
        ("a replaced file", |place| {
            place.write("a.tmp", "换");
            fs::rename(place.path("a.tmp"), place.path("a.md")).expect("a file");
        }),
        ("a file that is no article any more", |place| {
            fs::write(place.path("n.md"), " ").expect("a file");
        }),
        ("a renamed file", |place| {
            fs::rename(place.path("b/c.md"), place.path("b/x.md")).expect("a file");
        }),
        ("a renamed folder", |place| {
            fs::rename(place.path("b"), place.path("z")).expect("a folder");
        }),
        ("a file in a renamed folder", |place| {
            place.write("z/d/e.md", "又");
        }),
        ("a removed file", |place| {
            fs::remove_file(place.path("a.md")).expect("a file");
        }),
        ("a removed folder", |place| {
            fs::remove_dir_all(place.path("f")).expect("a folder");
        }),
        ("a folder in place of another", |place| {
            place.write(".new/a.md", "一");
            place.write(".new/b/c.md", "二");
            fs::rename(place.path("z"), place.path(".old")).expect("a folder");
            fs::rename(place.path(".new"), place.path("z")).expect("a folder");
        }),
        ("a file in that folder", |place| {
            place.write("z/later.md", "三");
        }),
        ("a folder that is copied anew", |place| {
            fs::remove_dir_all(place.path("z")).expect("a folder");
            place.write("z/a.md", "四");
            place.write("z/more.md", "五");
        }),
        ("a file in the copy", |place| {
            place.write("z/a.md", "六");
        }),
        #[cfg(unix)]
        ("a link in place of a folder", |place| {
            place.write(".elsewhere/a.md", "外");
            fs::remove_dir_all(place.path("z")).expect("a folder");
            std::os::unix::fs::symlink(".elsewhere", place.path("z")).expect("a link");
            place.write("y.md", "七");
        }),
        ("a hidden folder", |place| {
            place.write(".h/a.md", "藏");
            place.write("y.md", "见");
        }),
    ];
    for (what, change) in changes {
        change(&place);
        place.follow(what);
    }
}

#[test]
fn a_burst_is_a_few_batches() {
    let mut place = Place::new(Path::to_owned);
    (0..2_000).for_each(|number| place.write(&format!("b/{number}.md"), "多"));
    let batches = place.follow("a burst");
    // Writing may take longer than a batch may wait.
    assert!(batches < 100, "{batches}");
}
