//! A scan with an index finds what a scan without one finds, whatever happened to the files and to
//! the index.

mod arrivals;
mod changes;
mod damage;
mod faults;
mod front;
mod sites;

use super::*;
use crate::library::{
    Cancel, Entry, Problem, ScanEvent, ScanOptions, Zone, newness_of, scan as plain_scan,
};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

/// Everything that a consumer of scan events has at the end.
#[derive(Debug, Default, PartialEq)]
struct Found {
    entries: BTreeMap<PathBuf, Entry>,
    problems: Vec<Problem>,
    /// How many entries the scan sent as changed.
    changed: usize,
}

impl Found {
    fn take(&mut self, event: ScanEvent) {
        let by_path = |entry: Entry| (entry.path(), entry);
        match event {
            ScanEvent::Entries(batch) => {
                for (path, entry) in batch.into_iter().map(by_path) {
                    assert!(self.entries.insert(path, entry).is_none(), "sent twice");
                }
            }
            ScanEvent::Changed(batch) => {
                self.changed += batch.len();
                for (path, entry) in batch.into_iter().map(by_path) {
                    assert!(
                        self.entries.insert(path, entry).is_some(),
                        "not sent before"
                    );
                }
            }
            ScanEvent::Gone(batch) => {
                for gone in batch {
                    assert!(
                        self.entries.remove(&gone.path()).is_some(),
                        "not sent before"
                    );
                }
            }
            ScanEvent::Reset => *self = Self::default(),
            ScanEvent::Problems(batch) => self.problems.extend(batch),
            ScanEvent::Arrived(_)
            | ScanEvent::Folders(_)
            | ScanEvent::Seen(_)
            | ScanEvent::Progress { .. } => {}
            ScanEvent::Finished { files, cancelled } => {
                assert!(cancelled || files == self.entries.len() + self.problems.len());
            }
        }
    }

    fn sorted(mut self) -> Self {
        self.problems.sort_by(|a, b| a.path.cmp(&b.path));
        self.changed = 0;
        self
    }
}

fn options() -> ScanOptions {
    ScanOptions::in_zone(Zone::named("UTC").expect("UTC"))
}

struct Place(tempfile::TempDir);

impl Place {
    fn new() -> Self {
        let place = Self(tempfile::tempdir().expect("a temporary folder"));
        fs::create_dir(place.library()).expect("a folder");
        place
    }

    fn library(&self) -> PathBuf {
        self.0.path().join("library")
    }

    fn indexes(&self) -> Indexes {
        Indexes {
            folder: Some(self.0.path().join("index")),
            wait: Indexes::LONG_WAIT,
        }
    }

    /// The file of the only index.
    fn index(&self) -> PathBuf {
        let files = fs::read_dir(self.0.path().join("index")).expect("the folder of indexes");
        let mut files = files.map(|file| file.expect("a file").path());
        let is_index = |path: &PathBuf| path.extension().is_some_and(|end| end == "sqlite");
        files.find(is_index).expect("an index")
    }

    /// Writes a file that was last changed `age` seconds ago.
    fn file(&self, name: &str, text: &str, age: u64) {
        let path = self.library().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, text).expect("a file");
        touch(&path, SystemTime::now() - Duration::from_secs(age));
    }

    fn filled() -> Self {
        let place = Self::new();
        place.file(
            "a.md",
            "---\ntitle: 甲\ndate: 2026-01-02\n---\n第一篇的正文。",
            100,
        );
        place.file(
            "b/c.md",
            "---\ntitle: 乙\ndate: 2026-01-03\n---\n第二篇的正文。",
            100,
        );
        place.file("b/50% d.md", "没有日期的一篇。", 100);
        place.file("b/empty.md", " ", 100);
        place.file("b/broken.md", "---\ntitle: [a\n---\n坏的。", 100);
        place
    }

    fn scan(&self) -> Found {
        let mut found = Found::default();
        let roots = [self.library()];
        let report = scan(
            &self.indexes(),
            &roots,
            &options(),
            &Cancel::default(),
            &mut |event| {
                found.take(event);
            },
        );
        assert!(report.failures.is_empty(), "{report:?}");
        found
    }

    fn newest(&self, count: usize) -> Option<Vec<String>> {
        let mut newest = newest(&self.indexes(), &[self.library()], &options(), count)?;
        let age = |entry: &Entry| Reverse(newness_of(entry.date));
        newest.entries.sort_by_key(age);
        Some(
            newest
                .entries
                .iter()
                .map(|entry| entry.title().to_string())
                .collect(),
        )
    }

    /// Checks that a scan with the index finds what one without finds; returns how many articles
    /// it sent as changed.
    #[track_caller]
    fn check(&self) -> usize {
        let found = self.scan();
        let changed = found.changed;
        assert_eq!(found.sorted(), plain(&[self.library()]));
        changed
    }
}

fn touch(path: &Path, time: SystemTime) {
    let file = fs::File::options().write(true).open(path).expect("a file");
    file.set_modified(time).expect("a time");
}

/// Folders made in the test changed a moment ago; a test cannot wait until that is past.
fn age_folders(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder").flatten() {
        if entry.path().is_dir() {
            age_folders(&entry.path());
        }
    }
    let handle = fs::File::open(folder).expect("a folder");
    let past = SystemTime::now() - Duration::from_secs(50);
    handle.set_modified(past).expect("a time");
}

fn plain(roots: &[PathBuf]) -> Found {
    let mut found = Found::default();
    plain_scan(roots, &options(), &Cancel::default(), &mut |event| {
        found.take(event);
    });
    found.sorted()
}

#[test]
fn unchanged_files_are_not_read() {
    let place = Place::filled();
    let before = place.scan().sorted();
    // With the same size and time: a scan that reads the file would find another title.
    let path = place.library().join("a.md");
    let modified = fs::metadata(&path).and_then(|data| data.modified());
    fs::write(
        &path,
        "---\ntitle: 丙\ndate: 2026-01-02\n---\n第一篇的正文。",
    )
    .expect("a file");
    touch(&path, modified.expect("a time"));
    assert_eq!(place.scan().sorted(), before);
    touch(&path, SystemTime::now() - Duration::from_secs(7));
    assert_eq!(place.check(), 1);
    assert_eq!(place.check(), 0);
}

/// A file that changed just before the scan may change again within the same tick of the clock.
#[test]
fn files_that_changed_just_now_are_read_again() {
    let place = Place::filled();
    place.file("new.md", "新的一篇。", 0);
    place.check();
    assert_eq!(place.check(), 1);
    let future = SystemTime::now() + Duration::from_secs(1_000_000);
    touch(&place.library().join("new.md"), future);
    assert_eq!(place.check(), 1);
    assert_eq!(place.check(), 0, "a clock in the future");
}

#[test]
fn changes_are_found() {
    let place = Place::filled();
    place.check();
    place.file("b/c.md", "", 5);
    place.file("b/empty.md", "现在有字了。", 5);
    fs::remove_file(place.library().join("b/broken.md")).expect("a file");
    place.file("d/e/f.md", "新的文件夹里的一篇。", 5);
    fs::rename(place.library().join("a.md"), place.library().join("z.md")).expect("a move");
    place.check();
    place.check();
    fs::remove_dir_all(place.library().join("b")).expect("a folder");
    place.check();
    assert_eq!(place.check(), 0);
}

#[test]
fn an_interrupted_scan_is_continued() {
    let place = Place::filled();
    for number in 0..2_000 {
        place.file(
            &format!("many/{number}.md"),
            &format!("第{number}篇的正文。"),
            100,
        );
    }
    let cancel = Cancel::default();
    let roots = [place.library()];
    scan(
        &place.indexes(),
        &roots,
        &options(),
        &cancel,
        &mut |event| {
            if matches!(event, ScanEvent::Entries(_)) {
                cancel.cancel();
            }
        },
    );
    assert_eq!(place.newest(1), None, "the index is not complete");
    assert_eq!(place.check(), 0);
}

#[test]
fn the_newest_are_answered_without_a_walk() {
    let place = Place::filled();
    assert_eq!(place.newest(1), None);
    age_folders(&place.library());
    place.check();
    let titles = |titles: &[&str]| Some(titles.iter().map(ToString::to_string).collect());
    assert_eq!(place.newest(1), titles(&["乙"]));
    assert_eq!(place.newest(2), titles(&["乙", "甲"]));
    assert_eq!(place.newest(9).map(|all| all.len()), Some(4));
    place.file(
        "a.md",
        "---\ntitle: 变\ndate: 2026-01-02\n---\n第一篇的正文。",
        9,
    );
    assert_eq!(place.newest(1), None, "the other file has changed");
    place.check();
    assert_eq!(place.newest(2), titles(&["乙", "变"]));
    place.file("b/new.md", "新的一篇。", 9);
    assert_eq!(place.newest(1), None, "a folder has changed");
}

#[test]
fn without_a_writable_cache_everything_is_read() {
    let place = Place::filled();
    fs::write(place.0.path().join("index"), "a file, not a folder").expect("a file");
    let mut found = Found::default();
    let roots = [place.library()];
    let report = scan(
        &place.indexes(),
        &roots,
        &options(),
        &Cancel::default(),
        &mut |event| {
            found.take(event);
        },
    );
    assert_eq!(report.failures.len(), 1);
    assert_eq!(found.sorted(), plain(&roots));
}

#[test]
fn libraries_may_contain_each_other() {
    let place = Place::filled();
    let inner = place.library().join("b");
    let both = [place.library(), inner.clone()];
    let check = |roots: &[PathBuf]| {
        let mut found = Found::default();
        scan(
            &place.indexes(),
            roots,
            &options(),
            &Cancel::default(),
            &mut |event| {
                found.take(event);
            },
        );
        assert_eq!(found.sorted(), plain(roots));
    };
    for _ in 0..2 {
        check(&both);
        check(std::slice::from_ref(&inner));
        check(&[place.library().join("a.md"), inner.clone()]);
        place.file("b/new.md", "新的一篇。", 9);
    }
}

/// Every article is sent once, although another program changes the order meanwhile.
#[test]
fn another_program_may_write_while_an_index_is_read() {
    let place = Place::filled();
    for number in 0..600 {
        let name = format!("many/{number}.md");
        place.file(&name, &format!("第{number}篇的正文。"), 100 + number);
    }
    place.check();
    let mut found = Found::default();
    let mut is_first = true;
    let (indexes, roots) = (place.indexes(), [place.library()]);
    scan(
        &indexes,
        &roots,
        &options(),
        &Cancel::default(),
        &mut |event| {
            let is_entries = matches!(event, ScanEvent::Entries(_));
            found.take(event);
            if is_entries && std::mem::take(&mut is_first) {
                place.file("new.md", "---\ntitle: 新\ndate: 2026-05-05\n---\n正文。", 9);
                fs::remove_file(place.library().join("b/c.md")).expect("a file");
                place.check();
            }
        },
    );
    assert_eq!(found.sorted(), plain(&roots));
}

#[test]
fn two_scans_at_once_agree() {
    let place = Place::filled();
    for number in 0..600 {
        place.file(
            &format!("many/{number}.md"),
            &format!("第{number}篇的正文。"),
            100,
        );
    }
    let expected = plain(&[place.library()]);
    std::thread::scope(|scope| {
        for _ in 0..3 {
            scope.spawn(|| {
                for _ in 0..3 {
                    assert_eq!(place.scan().sorted(), expected);
                }
            });
        }
    });
    assert_eq!(place.check(), 0);
}
