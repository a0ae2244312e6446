//! The folders of libraries come and go, and others take their places.

use super::*;

/// After a change of folders: a library that is gone keeps its rows; in one that was scanned again,
/// later files are noticed.
#[track_caller]
fn check_list(place: &mut Place, before: &BTreeMap<String, String>, what: &str, message: &str) {
    if message == "gone" {
        return assert_eq!(place.listed(), *before, "{what}");
    }
    place.follow(what);
    place.write("later.md", what);
    place.follow(what);
}

/// A library whose own folder is gone keeps its rows.
#[test]
fn the_folder_of_a_library_comes_and_goes() {
    type Change = fn(&Place);
    let changes: &[(&str, Change, &str)] = &[
        ("moved", |place| place.rename("news", "old"), "gone"),
        ("moved back", |place| place.rename("old", "news"), "rescan"),
        (
            "replaced",
            |place| {
                place.rename("news", "old");
                place.write("x.md", "新");
            },
            "rescan",
        ),
        // A folder that is made anew has the inode of the old one on many file systems.
        (
            "made anew",
            |place| {
                fs::remove_dir_all(&place.root).expect("a folder");
                place.write("y.md", "新");
                place.write("z.md", "新");
            },
            "rescan",
        ),
        // The mount point of a drive that was taken out.
        (
            "an empty folder in its place",
            |place| {
                place.rename("news", "older");
                fs::create_dir(&place.root).expect("a folder");
            },
            "gone",
        ),
        (
            "the drive is there again",
            |place| {
                fs::remove_dir(&place.root).expect("a folder");
                place.rename("older", "news");
            },
            "rescan",
        ),
    ];
    let mut place = Place::new(Path::to_owned);
    place.follow("the scan");
    for (what, change, expected) in changes {
        let before = place.listed();
        change(&place);
        while place.next(what) != *expected {}
        check_list(&mut place, &before, what, expected);
    }
}

/// The new folder may have the inode of the old one.
#[test]
fn a_folder_that_was_made_anew_is_another_one() {
    let place = Place::new(Path::to_owned);
    let mut roots = Roots::new(std::slice::from_ref(&place.root));
    roots.scan_started();
    assert_eq!(roots.look(), []);
    roots.doubt(&place.root);
    assert_eq!(roots.look(), [(place.root.clone(), RootChange::Replaced)]);
    assert_eq!(roots.look(), []);
    fs::remove_dir_all(&place.root).expect("a folder");
    fs::create_dir(&place.root).expect("a folder");
    roots.doubt(&place.root);
    assert_eq!(roots.look(), [(place.root.clone(), RootChange::Gone)]);
    assert_eq!(roots.look(), []);
}

/// So does a folder above it.
#[test]
#[cfg(target_os = "linux")]
fn a_folder_above_a_library_comes_and_goes() {
    type Change = fn(&Place, &Path);
    fn rename(top: &Path, from: &str, to: &str) {
        fs::rename(top.join(from), top.join(to)).expect("a folder");
    }
    let changes: &[(&str, Change, &str)] = &[
        ("moved", |_, top| rename(top, "far", "old"), "gone"),
        (
            "changed and moved back",
            |place, top| {
                let old = top.join("old/p/news");
                fs::remove_file(old.join("a.md")).expect("a file");
                rename(top, "old", "far");
                place.write("b.md", "新");
            },
            "rescan",
        ),
        (
            "the folder around it replaced",
            |place, top| {
                rename(top, "far/p", "far/q");
                place.write("c.md", "别");
            },
            "rescan",
        ),
        (
            "made anew",
            |place, top| {
                fs::remove_dir_all(top.join("far")).expect("a folder");
                place.write("d.md", "新");
            },
            "rescan",
        ),
    ];
    let mut place = Place::new(|news| news.with_file_name("far").join("p/news"));
    let top = place._folder.path().to_owned();
    place.follow("the scan");
    for (what, change, expected) in changes {
        let before = place.listed();
        change(&place, &top);
        while place.next(what) != *expected {
            assert_ne!(*expected, "gone", "{what}");
        }
        check_list(&mut place, &before, what, expected);
    }
}

/// Rows of a library are not taken out one by one when it was moved unnoticed.
#[test]
fn a_library_is_looked_up_before_its_files_are() {
    let mut place = Place::new(Path::to_owned);
    place.follow("the scan");
    let mut watch = Watch::new(
        None,
        Roots::new(std::slice::from_ref(&place.root)),
        options(),
    );
    watch.take(WatchInput::ScanStarted);
    place.scan(&mut |event| {
        if let ScanEvent::Folders(folders) = event {
            watch.take(WatchInput::Folders(folders));
        }
    });
    watch.take(WatchInput::ScanFinished);
    place.rename("news", "old");
    watch.files.insert(place.path("a.md"));
    let (_sender, inputs) = channel();
    let message = watch.next(&inputs);
    assert!(
        matches!(message, Some(Message::LibrariesGone(_))),
        "{message:?}"
    );
}
