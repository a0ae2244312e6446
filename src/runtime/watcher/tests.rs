//! The list of a reader follows the folders.

mod comparing;
mod roots;
mod rules;

use super::path::absolute;
use super::roots::RootChange;
use super::*;
use crate::app::message::{Difference, Item, Listed};
use crate::app::{LibraryState, ListPane};
use crate::index;
use crate::library::{Cancel, ScanEvent, TextFiles, Zone};
use crate::user::marks::Marks;
use std::collections::BTreeMap;
use std::fs;

/// A watched folder, and the list that follows it.
struct Place {
    _folder: tempfile::TempDir,
    /// The folder, as the user named it.
    root: PathBuf,
    list: ListPane,
    inputs: Sender<WatchInput>,
    events: Receiver<Event>,
    library: LibraryState,
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
        let root = name(&folder.path().join("news"));
        let (sender, events) = channel();
        let inputs = start(
            std::slice::from_ref(&root),
            options(),
            Indexes::default(),
            sender,
        );
        let mut place = Self {
            _folder: folder,
            root,
            list: ListPane::default(),
            inputs,
            events,
            library: LibraryState::default(),
        };
        place.write("a.md", "甲");
        place.write("b/c.md", "丙");
        place.write("b/d/e.md", "戊");
        place.rescan();
        place
    }

    /// As the app does: fills the list anew.
    fn rescan(&mut self) {
        let send = |input| self.inputs.send(input).expect("the thread listens");
        send(WatchInput::ScanStarted);
        let (mut items, mut problems) = (Vec::new(), Vec::new());
        self.scan(&mut |event| match event {
            ScanEvent::Problems(found) => problems.extend(found),
            ScanEvent::Seen(seen) => send(WatchInput::Seen(seen)),
            ScanEvent::Entries(entries) => {
                items.extend(entries.into_iter().map(Listed::new).map(Item::new));
            }
            ScanEvent::Folders(folders) => send(WatchInput::Folders(folders)),
            _ => {}
        });
        send(WatchInput::ScanFinished);
        self.library.problems = problems;
        self.list.clear();
        self.list.add(items, &Marks::default());
    }

    fn path(&self, name: &str) -> PathBuf {
        self.root.join(name)
    }

    fn write(&self, name: &str, title: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, format!("---\ntitle: {title}\n---\n正文。\n")).expect("a file");
    }

    /// Moves the library's own folder.
    fn rename(&self, from: &str, to: &str) {
        let around = self.root.parent().expect("a parent");
        fs::rename(around.join(from), around.join(to)).expect("a folder");
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
                let named = |entry: crate::library::Entry| {
                    (entry.id().to_string(), entry.title().to_string())
                };
                all.extend(entries.into_iter().map(named));
            }
        });
        all
    }

    fn listed(&self) -> BTreeMap<String, String> {
        let entries = self.list.all.iter().map(|item| &item.entry);
        entries
            .map(|entry| (entry.id().to_string(), entry.title().to_string()))
            .collect()
    }

    /// The articles that cannot be read, in a new scan.
    fn expected_faults(&self) -> Vec<PathBuf> {
        let mut faults = LibraryState::default();
        self.scan(&mut |event| {
            if let ScanEvent::Problems(found) = event {
                faults.problems.extend(found);
            }
        });
        paths_of_faults(&faults)
    }

    /// Waits for the next message and does what it says. Returns its name.
    #[track_caller]
    fn next(&mut self, what: &str) -> &'static str {
        match self.events.recv_timeout(Duration::from_secs(20)) {
            Ok(Event::App(Message::Watched(update))) => {
                let difference = Difference::new(*update, &self.list.all);
                self.library.replace_problems(&difference.update);
                self.list.replace(difference, &Marks::default());
                "watched"
            }
            Ok(Event::App(Message::Rescan)) => {
                self.rescan();
                "rescan"
            }
            Ok(Event::App(Message::LibrariesGone(_))) => "gone",
            other => panic!("{what}: {other:?} with {:?}", self.listed()),
        }
    }

    /// Waits until the list is what is there. Returns the number of batches.
    #[track_caller]
    fn follow(&mut self, what: &str) -> usize {
        let (expected, faults) = (self.expected(), self.expected_faults());
        let mut batches = 0;
        while self.listed() != expected || paths_of_faults(&self.library) != faults {
            self.next(what);
            batches += 1;
        }
        batches
    }
}

fn paths_of_faults(library: &LibraryState) -> Vec<PathBuf> {
    let problems = library.problems.iter().filter(|problem| problem.is_fault());
    let mut paths: Vec<_> = problems.map(|problem| problem.path.to_path_buf()).collect();
    paths.sort();
    paths
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
        ("files that are no articles", |place| {
            fs::write(place.path("f/empty.md"), "").expect("a file");
            fs::write(place.path("f/g/empty.md"), "").expect("a file");
            fs::write(place.path("empty.md"), "").expect("a file");
        }),
        ("one that is removed", |place| {
            fs::remove_file(place.path("empty.md")).expect("a file");
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
        ("rules that exclude a folder and a file", |place| {
            place.write("w/a.md", "甲");
            place.write("w/b/c.md", "乙");
            fs::write(place.path("w/empty.md"), "").expect("a file");
            fs::write(place.path(".ignore"), "w/b\ny.md\n").expect("a file");
        }),
        ("a file beside rules that is no article", |place| {
            fs::write(place.path("empty.md"), "").expect("a file");
        }),
        ("the same, removed", |place| {
            fs::remove_file(place.path("empty.md")).expect("a file");
        }),
        ("other rules", |place| {
            fs::write(place.path(".ignore"), "/w/a.md\n").expect("a file");
        }),
        ("no rules", |place| {
            fs::remove_file(place.path(".ignore")).expect("a file");
        }),
        ("a file from a clock that is ahead", |place| {
            place.write("y.md", "早");
            let later = std::time::SystemTime::now() + Duration::from_secs(1_000_000);
            let file = fs::File::options().append(true).open(place.path("y.md"));
            file.and_then(|file| file.set_modified(later))
                .expect("a file");
        }),
        ("that file with the time of now", |place| {
            place.write("y.md", "今");
        }),
        ("a name in decomposed form", |place| {
            place.write("w/か\u{3099}e\u{301}.md", "名");
        }),
        ("a name that differs in case", |place| {
            fs::rename(place.path("w/a.md"), place.path("w/A.md")).expect("a file");
        }),
    ];
    for (what, change) in changes {
        change(&place);
        place.follow(what);
    }
}

/// An article that cannot be read any more becomes a problem.
#[test]
#[cfg(unix)]
fn an_unreadable_article_is_a_problem() {
    let mut place = Place::new(Path::to_owned);
    place.follow("the scan");
    fs::remove_file(place.path("a.md")).expect("a file");
    std::os::unix::fs::symlink("nowhere", place.path("a.md")).expect("a link");
    place.follow("a link that leads nowhere");
    assert_eq!(paths_of_faults(&place.library), [place.path("a.md")]);
}

#[test]
fn a_burst_is_a_few_batches() {
    let mut place = Place::new(Path::to_owned);
    (0..2_000).for_each(|number| place.write(&format!("b/{number}.md"), "多"));
    let batches = place.follow("a burst");
    // Writing may take longer than a batch may wait.
    assert!(batches < 100, "{batches}");
}

/// The next scan does not read what the watcher has read.
#[test]
fn what_was_read_is_written_to_the_index() {
    let place = tempfile::tempdir().expect("a folder");
    let root = place.path().join("news");
    fs::create_dir(&root).expect("a folder");
    let write = |name: &str, title: &str| {
        let text = format!("---\ntitle: {title}\n---\n正文。\n");
        fs::write(root.join(name), text).expect("a file");
    };
    write("a.md", "甲");
    write("gone.md", "乙");
    let indexes = Indexes {
        folder: Some(place.path().join("index")),
        wait: Indexes::LONG_WAIT,
    };
    let system = notify::recommended_watcher(|_| ()).expect("a watcher");
    let mut watch = Watch::new(
        Some(system),
        Roots::new(std::slice::from_ref(&root)),
        options(),
    );
    watch.unwritten = Unwritten::new(indexes.clone());
    let scan = |watch: &mut Watch| {
        let (mut titles, mut changed) = (BTreeMap::new(), 0);
        let roots = [root.clone()];
        let cancel = Cancel::default();
        index::scan(
            &indexes,
            &roots,
            &options(),
            &cancel,
            &mut |event| match event {
                ScanEvent::Entries(entries) => titles.extend(
                    entries
                        .into_iter()
                        .map(|entry| (entry.id().to_string(), entry.title().to_string())),
                ),
                ScanEvent::Changed(entries) => changed += entries.len(),
                ScanEvent::Folders(folders) => {
                    folders.into_iter().for_each(|folder| watch.add(folder));
                }
                _ => {}
            },
        );
        (titles, changed)
    };
    scan(&mut watch);
    write("a.md", "变");
    write("new.md", "新");
    fs::remove_file(root.join("gone.md")).expect("a file");
    let paths = ["a.md", "new.md", "gone.md"].map(|name| absolute(&root.join(name)));
    watch.files.extend(paths);
    watch.again.clear();
    assert_eq!(watch.read().changed.len(), 2);
    let now = Instant::now();
    assert!(!watch.unwritten.write(&options(), now));
    assert!(
        watch
            .unwritten
            .write(&options(), now + Duration::from_secs(9))
    );
    assert_eq!(watch.unwritten.wait(now), None);
    let (titles, changed) = scan(&mut watch);
    let expected = [("a.md", "变"), ("new.md", "新")];
    assert!(
        titles
            .iter()
            .map(|(id, title)| (&**id, &**title))
            .eq(expected)
    );
    assert_eq!(changed, 0);
}
