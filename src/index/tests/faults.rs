//! Writes that fail, other programs that write at the same time, and files that cannot be looked
//! up: the index never promises more than it has.

use super::*;
use crate::locale::Locale;

const LATER: &str = "---\ntitle: 新\ndate: 2026-05-05\n---\n正文。";

impl Place {
    fn database(&self) -> rusqlite::Connection {
        rusqlite::Connection::open(self.index()).expect("a database")
    }

    fn sql(&self, statements: &str) {
        let done = self.database().execute_batch(statements);
        done.expect("statements");
    }

    /// An index that is complete: it answers what is newest.
    fn complete() -> Self {
        let place = Self::filled();
        age_folders(&place.library());
        place.check();
        assert!(place.newest(1).is_some());
        place
    }

    /// A scan that may fail; calls `meanwhile` after the first articles of the index.
    fn scan_with(&self, indexes: &Indexes, mut meanwhile: impl FnMut()) -> (Found, Report) {
        let mut found = Found::default();
        let mut is_first = true;
        let report = scan(
            indexes,
            &[self.library()],
            &options(),
            &Cancel::default(),
            &mut |event| {
                let is_entries = matches!(event, ScanEvent::Entries(_));
                found.take(event);
                if is_entries && std::mem::take(&mut is_first) {
                    meanwhile();
                }
            },
        );
        (found.sorted(), report)
    }
}

#[test]
fn after_a_failed_write_the_index_is_not_complete() {
    let place = Place::complete();
    place.file("new.md", LATER, 9);
    age_folders(&place.library());
    let indexes = Indexes {
        wait: Duration::ZERO,
        ..place.indexes()
    };
    let other = place.database();
    let (found, report) = place.scan_with(&indexes, || {
        other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    });
    assert_eq!(found, plain(&[place.library()]));
    assert_busy(&report);
    other.execute_batch("ROLLBACK").expect("a lock");
    assert_eq!(place.newest(1), None);
    place.check();
    assert_eq!(place.newest(1), Some(vec!["新".to_owned()]));
}

/// Another program empties the index while a scan compares files with it.
#[test]
fn a_scan_of_an_index_that_was_emptied_does_not_complete_it() {
    let place = Place::complete();
    place.file("new.md", LATER, 9);
    age_folders(&place.library());
    let (found, report) = place.scan_with(&place.indexes(), || {
        clear(&place.indexes(), &place.library(), &options()).expect("an index");
    });
    assert_eq!(found, plain(&[place.library()]));
    assert!(report.failures.is_empty());
    assert_eq!(place.newest(1), None);
    place.check();
    assert_eq!(place.newest(9).map(|all| all.len()), Some(5));
}

/// An article that is removed, and whose row another program removed first, is gone.
#[test]
fn articles_without_a_row_are_gone() {
    let place = Place::complete();
    let (found, _) = place.scan_with(&place.indexes(), || {
        fs::remove_file(place.library().join("a.md")).expect("a file");
        place.check();
    });
    assert_eq!(found, plain(&[place.library()]));
}

/// A file that cannot be looked up is read, and is not taken for one that is gone.
#[test]
#[cfg(unix)]
fn files_that_cannot_be_looked_up() {
    let place = Place::complete();
    let path = place.library().join("a.md");
    fs::remove_file(&path).expect("a file");
    std::os::unix::fs::symlink("../target", &path).expect("a link");
    age_folders(&place.library());
    place.check();
    place.check();
    place.file("../target", LATER, 9);
    assert_eq!(place.newest(1), None, "the target is there again");
    place.check();
    assert_eq!(place.newest(1), Some(vec!["新".to_owned()]));
}

#[test]
fn a_named_file_is_not_part_of_the_library_around_it() {
    let place = Place::filled();
    place.file("todo.log", "不是文章的一篇。", 100);
    let roots = [place.library(), place.library().join("todo.log")];
    for _ in 0..3 {
        let mut found = Found::default();
        let cancel = Cancel::default();
        scan(
            &place.indexes(),
            &roots,
            &options(),
            &cancel,
            &mut |event| {
                found.take(event);
            },
        );
        assert_eq!(found.sorted(), plain(&roots));
    }
    let (found, _) = place.scan_with(&place.indexes(), || ());
    assert_eq!(found, plain(&[place.library()]));
}

/// What makes the index of a library with an `.ignore` file unable to answer.
#[test]
fn the_newest_are_not_answered_by_an_index_that_may_be_wrong() {
    #[track_caller]
    fn check(name: &str, spoil: impl FnOnce(&Place), count: usize) {
        let place = Place::filled();
        place.file(".ignore", "drafts\n", 100);
        place.file("drafts/x.md", LATER, 100);
        age_folders(&place.library());
        place.check();
        assert_eq!(place.newest(9).map(|all| all.len()), Some(4));
        spoil(&place);
        assert_eq!(place.newest(1), None, "{name}");
        place.check();
        assert_eq!(place.newest(9).map(|all| all.len()), Some(count), "{name}");
    }
    let damage = "UPDATE front SET rows = x'00'";
    let doubt = "UPDATE front SET unsettled = 1";
    check("a damaged front", |place| place.sql(damage), 4);
    check("a file in doubt", |place| place.sql(doubt), 4);
    check(
        "an empty file",
        |place| place.file("b/empty.md", LATER, 9),
        5,
    );
    check("other rules", |place| place.file(".ignore", "", 9), 5);
}

/// An index that another program has locked is not waited for twice.
#[test]
fn a_locked_index() {
    let place = Place::complete();
    place.file("new.md", LATER, 9);
    let indexes = Indexes {
        wait: Duration::ZERO,
        ..place.indexes()
    };
    let other = place.database();
    other.execute_batch("BEGIN IMMEDIATE").expect("a lock");
    let (found, report) = place.scan_with(&indexes, || ());
    assert_eq!(found, plain(&[place.library()]));
    assert_busy(&report);
    other.execute_batch("ROLLBACK").expect("a lock");
    place.check();
}

/// A lock is temporary: the notice does not speak of each start.
#[track_caller]
fn assert_busy(report: &Report) {
    let notices = report.failures.iter();
    let notices: Vec<String> = notices
        .map(|failure| failure.describe(&Locale::for_tag("en")))
        .collect();
    assert!(
        matches!(&*notices, [notice] if notice.starts_with("Another kanbao writes the index")),
        "{notices:?}"
    );
}

#[test]
fn times_that_no_clock_shows() {
    let place = Place::filled();
    let far = Duration::from_secs(300 * 365 * 86_400);
    for time in [SystemTime::UNIX_EPOCH - far, SystemTime::UNIX_EPOCH + far] {
        touch(&place.library().join("a.md"), time);
        place.check();
        assert_eq!(place.check(), 0);
    }
}

/// A good index in a folder that may not be written saves reading.
#[test]
#[cfg(unix)]
fn an_index_that_may_not_be_written_is_read() {
    use std::os::unix::fs::PermissionsExt;
    let place = Place::filled();
    place.check();
    let (folder, file) = (place.0.path().join("index"), place.index());
    let allow = |write: u32| {
        for (path, mode) in [(&folder, 0o555), (&file, 0o444)] {
            let mode = fs::Permissions::from_mode(mode | write);
            fs::set_permissions(path, mode).expect("a mode");
        }
    };
    allow(0);
    // The superuser may write everywhere.
    if fs::write(folder.join("x"), "").is_err() {
        let before = fs::read(&file).expect("the index");
        assert_eq!(place.check(), 0);
        place.file("a.md", "别的正文。", 9);
        let (found, report) = place.scan_with(&place.indexes(), || ());
        assert_eq!(found, plain(&[place.library()]));
        assert!(matches!(&*report.failures, [failure] if failure.is_readable));
        assert_eq!(fs::read(&file).expect("the index"), before);
    }
    allow(0o200);
}
