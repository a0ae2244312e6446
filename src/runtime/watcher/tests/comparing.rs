//! Which files are read again. The reports are made here, so that none are missing or too many.

use super::*;
use notify::Event;
use notify::event::{CreateKind, DataChange, Flag};
use std::time::SystemTime;

/// A folder that the system reports nothing of, and its articles as they were found.
struct Silent {
    _folder: tempfile::TempDir,
    root: PathBuf,
    watch: Watch,
    all: Vec<Item>,
}

impl Silent {
    fn new(rules: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("news");
        let mut place = Self {
            watch: Watch::new(
                notify::recommended_watcher(|_| ()).ok(),
                Roots::new(std::slice::from_ref(&root)),
                options(),
            ),
            _folder: folder,
            root,
            all: Vec::new(),
        };
        for name in ["a.md", "b.md", "f/c.md", "f/d.md"] {
            place.write(name, "前");
        }
        if !rules.is_empty() {
            fs::write(place.root.join(IGNORE), rules).expect("a file");
        }
        place.scan();
        place
    }

    /// A file that changed long ago: a recent one is read again.
    fn write(&self, name: &str, title: &str) {
        let path = self.root.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, format!("---\ntitle: {title}\n---\n正文。\n")).expect("a file");
        let file = fs::File::options().append(true).open(&path);
        file.and_then(|file| file.set_modified(SystemTime::now() - Duration::from_secs(99)))
            .expect("a file");
    }

    fn scan(&mut self) {
        let Self {
            root, watch, all, ..
        } = self;
        watch.take(WatchInput::ScanStarted);
        let roots = [root.clone()];
        let (options, cancel) = (watch.options.clone(), Cancel::default());
        library::scan(&roots, &options, &cancel, &mut |event| match event {
            ScanEvent::Folders(folders) => watch.take(WatchInput::Folders(folders)),
            ScanEvent::Seen(seen) => watch.take(WatchInput::Seen(seen)),
            ScanEvent::Entries(entries) => {
                all.extend(entries.into_iter().map(Listed::new).map(Item::new));
            }
            _ => {}
        });
        watch.take(WatchInput::ScanFinished);
        watch.again.clear();
    }

    /// The articles that were read after a report, and those that are gone.
    fn read(&mut self, report: Report) -> (Vec<String>, Vec<String>) {
        match report {
            Report::None => self.watch.poll_once = true,
            Report::Lost => {
                let event = Event::new(EventKind::Other).set_flag(Flag::Rescan);
                self.watch.take(WatchInput::Changed(Ok(event)));
            }
            Report::Of(kind, name) => {
                let event = Event::new(kind).add_path(absolute(&self.root.join(name)));
                self.watch.take(WatchInput::Changed(Ok(event)));
            }
        }
        let (_sender, inputs) = channel();
        let Some(Message::Watched(update)) = self.watch.next(&inputs) else {
            panic!("no change");
        };
        let mut read = names(update.changed.iter().map(|item| item.entry.id()));
        let difference = Difference::new(*update, &self.all);
        let mut gone = names(difference.update.gone.iter().map(|gone| &*gone.id));
        read.sort();
        gone.sort();
        (read, gone)
    }
}

fn names<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<String> {
    ids.map(ToString::to_string).collect()
}

#[derive(Clone, Copy)]
enum Report {
    /// The folders are compared now and then.
    None,
    Lost,
    Of(EventKind, &'static str),
}

const IN_PLACE: EventKind = EventKind::Modify(ModifyKind::Data(DataChange::Any));
const FOLDER: EventKind = EventKind::Create(CreateKind::Folder);

/// What is done, the rules of the root, the change, its report, and what is read and gone then.
type Row = (
    &'static str,
    &'static str,
    fn(&Silent),
    Report,
    &'static [&'static str],
    &'static [&'static str],
);

#[test]
fn only_what_has_changed_is_read() {
    let edit = |place: &Silent| place.write("f/c.md", "后来");
    let append = |place: &Silent| place.write("a.md", "后来");
    let remove = |place: &Silent| fs::remove_file(place.root.join("f/d.md")).expect("a file");
    let make = |place: &Silent| fs::create_dir(place.root.join("new")).expect("a folder");
    let rows: &[Row] = &[
        ("nothing", "", |_| (), Report::None, &[], &[]),
        ("an edit in place", "", edit, Report::None, &["f/c.md"], &[]),
        ("a removed file", "", remove, Report::None, &[], &["f/d.md"]),
        (
            "a new file",
            "",
            |place| place.write("f/new.md", "新"),
            Report::None,
            &["f/new.md"],
            &[],
        ),
        ("lost reports", "", edit, Report::Lost, &["f/c.md"], &[]),
        ("lost reports", "", remove, Report::Lost, &[], &["f/d.md"]),
        (
            "a new folder",
            "",
            make,
            Report::Of(FOLDER, "new"),
            &[],
            &[],
        ),
        (
            "an edit beside rules",
            "*.tmp\n",
            append,
            Report::Of(IN_PLACE, "a.md"),
            &["a.md"],
            &[],
        ),
        (
            "an edit with the time and size of before",
            "*.tmp\n",
            |place| {
                let path = place.root.join("a.md");
                let modified = path.metadata().and_then(|data| data.modified());
                place.write("a.md", "后");
                let file = fs::File::options().append(true).open(&path);
                file.and_then(|file| file.set_modified(modified?))
                    .expect("a file");
            },
            Report::Of(IN_PLACE, "a.md"),
            &["a.md"],
            &[],
        ),
    ];
    for (what, rules, change, report, read, gone) in rows {
        let mut place = Silent::new(rules);
        change(&place);
        let owned = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        assert_eq!(place.read(*report), (owned(read), owned(gone)), "{what}");
    }
}

/// A file that comes back has the stamp that it had.
#[test]
fn a_file_that_comes_back_is_read() {
    let mut place = Silent::new("");
    let (path, aside) = (place.root.join("a.md"), place.root.join("../a.md"));
    fs::rename(&path, &aside).expect("a file");
    assert_eq!(place.read(Report::None), (vec![], vec!["a.md".to_owned()]));
    fs::rename(&aside, &path).expect("a file");
    assert_eq!(place.read(Report::None), (vec!["a.md".to_owned()], vec![]));
}

/// Where nothing is reported, other rules are noticed when the folders are compared.
#[test]
fn other_rules_lead_to_a_scan() {
    let mut place = Silent::new("*.tmp\n");
    place.watch.poll_once = true;
    let (_sender, inputs) = channel();
    let next = |place: &mut Silent| place.watch.next(&inputs);
    assert!(matches!(next(&mut place), Some(Message::Watched(_))));
    assert!(!place.watch.rescan);
    fs::write(place.root.join(IGNORE), "a.md\n").expect("a file");
    place.watch.poll_once = true;
    assert!(matches!(next(&mut place), Some(Message::Watched(_))));
    assert!(matches!(next(&mut place), Some(Message::Rescan)));
}

/// The system does not report changes outside of the library.
#[test]
#[cfg(unix)]
fn links_that_lead_out_are_compared() {
    let mut place = Silent::new("");
    place.scan();
    let watch = &mut place.watch;
    watch.links.find(&watch.folders, &watch.roots);
    assert!(!place.watch.links.polls);
    place.write("../out.md", "前");
    std::os::unix::fs::symlink("../../out.md", place.root.join("f/l.md")).expect("a link");
    place.scan();
    let watch = &mut place.watch;
    watch.links.find(&watch.folders, &watch.roots);
    assert!(place.watch.links.polls);
    let (_sender, inputs) = channel();
    let compare = |place: &mut Silent| {
        place.watch.links.are_due = true;
        place.watch.compare_links();
        let is_read = place.watch.has_changes();
        if is_read {
            let Some(Message::Watched(update)) = place.watch.next(&inputs) else {
                panic!("no change");
            };
            let names = update.changed.iter().map(|item| item.entry.id());
            assert!(names.eq(["f/l.md"]), "{update:?}");
        }
        is_read
    };
    assert!(!compare(&mut place));
    place.write("../out.md", "后来");
    assert!(compare(&mut place));
    assert!(!compare(&mut place));
}

/// A link to a folder of the library leads to no other articles.
#[test]
#[cfg(unix)]
fn a_folder_is_followed_once() {
    let mut place = Silent::new("");
    place.write("../far/x.md", "外");
    for (to, name) in [("f", "again"), ("../far", "far")] {
        std::os::unix::fs::symlink(to, place.root.join(name)).expect("a link");
    }
    place.watch.options.follow = true;
    place.scan();
    place.watch.again.insert(absolute(&place.root));
    let update = place.watch.read();
    assert_eq!(update.changed.len(), 0, "{update:?}");
    let problems = update.problems.iter();
    let problems = problems.map(|problem| (problem.path.file_name(), problem.kind));
    let again = (
        Some(std::ffi::OsStr::new("again")),
        library::ProblemKind::Loop,
    );
    assert_eq!(problems.collect::<Vec<_>>(), [again]);
}

/// The files of a folder that is left out may be hundreds of thousands.
#[test]
fn a_folder_that_is_left_out_is_counted_once() {
    let mut place = Silent::new("out/\n");
    place.write("out/a.md", "甲");
    place.write("out/b.md", "乙");
    place.scan();
    let count = |place: &mut Silent| {
        let folder = absolute(&place.root);
        place.watch.again.insert(folder);
        let problems = place.watch.read().problems;
        let out = problems
            .iter()
            .filter(|problem| problem.kind == library::ProblemKind::Ignored);
        out.map(|problem| problem.files).sum::<u32>()
    };
    assert_eq!(count(&mut place), 2);
    place.write("out/c.md", "丙");
    assert_eq!(count(&mut place), 2);
    place.scan();
    assert_eq!(count(&mut place), 3);
}

/// A folder of the list that a tool has made, as its file tells.
#[test]
fn a_folder_that_is_left_out_leads_to_a_scan() {
    let mut place = Silent::new("");
    place.write("target/a.md", "前");
    place.scan();
    fs::write(place.root.join("Cargo.toml"), "").expect("a file");
    place.watch.poll_once = true;
    let (_sender, inputs) = channel();
    let mut next = || place.watch.next(&inputs);
    assert!(matches!(next(), Some(Message::Watched(_))));
    assert!(matches!(next(), Some(Message::Rescan)));
}
