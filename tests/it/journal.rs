//! The journal on a real disk: durability, torn and damaged lines, several writers, full disks.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use kanbao::library::Entry;
use kanbao::paths::Directories;
use kanbao::user::event::Subject;
use kanbao::user::{Event, Journal, JournalUpdate, Kept, Marks};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The variable that tells the child of `acknowledged_marks_survive_a_kill` its folder.
const CHILD: &str = "KANBAO_TEST_JOURNAL";

fn entry(id: &str) -> Entry {
    let subject = Subject {
        id: id.into(),
        title: format!("《{id}》").into(),
        ..Subject::default()
    };
    Kept::of(subject).entry()
}

/// Reads the journal: the new events and the state of the files.
fn read(journal: &mut Journal) -> (Vec<Event>, JournalUpdate) {
    let mut events = Vec::new();
    let reading = journal.read(&mut |event| events.push(event));
    (events, reading)
}

fn marks(journal: &mut Journal) -> Marks {
    let mut marks = Marks::default();
    marks.apply_all(&read(journal).0);
    marks
}

fn ids(marks: &Marks) -> Vec<String> {
    let mut ids: Vec<_> = marks
        .bookmarks()
        .map(|kept| kept.subject.id.to_string())
        .collect();
    ids.sort();
    ids
}

fn files(places: &Directories) -> Vec<PathBuf> {
    let entries = fs::read_dir(places.journal()).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn bookmark(journal: &mut Journal, id: &str, now: u64) -> std::io::Result<()> {
    let events = Marks::default().add_bookmark(&entry(id), None, now);
    journal.append(&events)
}

fn machine(places: &Directories, name: &str) {
    fs::create_dir_all(&places.state).unwrap();
    fs::write(places.state.join("machine"), name).unwrap();
}

#[test]
fn no_file_is_created_before_the_first_mark() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let mut journal = Journal::new(&places);
    let (events, reading) = read(&mut journal);
    assert!(events.is_empty() && reading.unreadable.is_empty());
    journal.append(&[]).unwrap();
    assert_eq!(fs::read_dir(root.path()).unwrap().count(), 0);
}

#[test]
fn instances_write_their_own_files_and_read_each_others() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let (mut one, mut two) = (Journal::new(&places), Journal::new(&places));
    bookmark(&mut one, "a", 1).unwrap();
    bookmark(&mut two, "b", 2).unwrap();
    assert_eq!(files(&places).len(), 2);
    assert_eq!(read(&mut one).0.len(), 1, "of the other, not of our own");
    assert_eq!(read(&mut one).0.len(), 0, "only once");
    bookmark(&mut two, "c", 3).unwrap();
    assert_eq!(read(&mut one).0[0].id(), "c");
    drop((one, two));
    let mut later = Journal::new(&places);
    assert_eq!(ids(&marks(&mut later)), ["a", "b", "c"]);
    bookmark(&mut later, "d", 4).unwrap();
    // A process that another test is starting holds copies of our locks until its exec.
    assert!(files(&places).len() <= 3, "a free file is used again");
    assert_eq!(
        ids(&marks(&mut Journal::new(&places))),
        ["a", "b", "c", "d"]
    );
}

#[test]
fn truncation_loses_at_most_the_torn_line() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let mut journal = Journal::new(&places);
    for (now, id) in ["甲", "乙", "丙"].iter().enumerate() {
        bookmark(&mut journal, id, now as u64).unwrap();
    }
    drop(journal);
    let path = files(&places).remove(0);
    let whole = fs::read(&path).unwrap();
    for cut in 0..=whole.len() {
        let kept = &whole[..cut];
        fs::remove_dir_all(places.journal()).unwrap();
        fs::create_dir(places.journal()).unwrap();
        fs::write(&path, kept).unwrap();
        // The last line counts even without its line break.
        let closed = kept.split(|byte| *byte == b'\n');
        let expected = closed.filter(|line| line.ends_with(b"}}") || line.ends_with(b"\"}"));
        let expected = expected.filter(|line| std::str::from_utf8(line).is_ok());
        let expected = expected
            .filter(|line| serde_json::from_slice::<serde_json::Value>(line).is_ok())
            .count();
        let mut journal = Journal::new(&places);
        let (events, reading) = read(&mut journal);
        assert_eq!(events.len(), expected, "cut at {cut}");
        assert!(reading.damage.is_empty(), "a torn end is not damage: {cut}");
        bookmark(&mut journal, "new", 9).unwrap();
        drop(journal);
        let mut again = Journal::new(&places);
        let (events, reading) = read(&mut again);
        assert_eq!(events.len(), expected + 1, "cut at {cut}");
        assert_eq!(reading.damage, [], "cut at {cut}");
    }
}

#[test]
fn a_damaged_line_is_reported_with_its_number_and_kept() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    machine(&places, "m");
    let mut journal = Journal::new(&places);
    bookmark(&mut journal, "a", 1).unwrap();
    drop(journal);
    let path = places.journal().join("m-1.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend(b"<<<<<<< conflict\n\xff\xfe\n{\"t\":\"later\",\"do\":\"read\",\"id\":\"x\"}\n");
    fs::write(&path, &bytes).unwrap();
    let mut journal = Journal::new(&places);
    bookmark(&mut journal, "b", 2).unwrap();
    drop(journal);
    fs::OpenOptions::new()
        .append(true)
        .open(&path)
        .unwrap()
        .write_all(b"zzz\n")
        .unwrap();
    bookmark(&mut Journal::new(&places), "c", 3).unwrap();
    let (events, reading) = read(&mut Journal::new(&places));
    let lines: Vec<_> = reading.damage.iter().map(|d| (d.line, d.last)).collect();
    assert_eq!(lines, [(2, 4), (6, 6)]);
    assert!(reading.damage.iter().all(|damage| damage.path == path));
    assert_eq!(events.len(), 3);
    assert!(fs::read(&path).unwrap().starts_with(&bytes));
}

#[test]
fn files_of_other_machines_are_read_and_never_written() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    machine(&places, "here");
    fs::create_dir_all(places.journal()).unwrap();
    let there = places.journal().join("there-1.jsonl");
    let line = "{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"bookmark\",\"id\":\"z\"}\n";
    fs::write(&there, line).unwrap();
    fs::write(places.journal().join("notes.txt"), "not ours").unwrap();
    let mut journal = Journal::new(&places);
    assert_eq!(ids(&marks(&mut journal)), ["z"]);
    bookmark(&mut journal, "a", 1).unwrap();
    assert!(places.journal().join("here-1.jsonl").exists());
}

/// File synchronisers, editors and restored backups replace the files of other machines.
#[test]
fn a_replaced_file_of_another_machine_is_read_again() {
    let line = |id: &str| {
        format!("{{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"bookmark\",\"id\":\"{id}\"}}\n")
    };
    let renamed = |path: &Path, text: &str| {
        let beside = path.with_extension("tmp");
        fs::write(&beside, text).unwrap();
        fs::rename(&beside, path).unwrap();
    };
    let in_place = |path: &Path, text: &str| fs::write(path, text).unwrap();
    let check = |replace: &dyn Fn(&Path, &str), old: &[&str], new: &[&str], heard: &[&str]| {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        fs::create_dir_all(places.journal()).unwrap();
        let path = places.journal().join("there-1.jsonl");
        let text = |ids: &[&str]| ids.iter().map(|id| line(id)).collect::<String>();
        fs::write(&path, text(old)).unwrap();
        let mut journal = Journal::new(&places);
        assert_eq!(read(&mut journal).0.len(), old.len());
        replace(&path, &text(new));
        let events = read(&mut journal).0;
        let found: Vec<_> = events.iter().map(Event::id).collect();
        assert_eq!(found, heard, "{old:?} by {new:?}");
        assert_eq!(read(&mut journal).0, [], "only once");
    };
    check(&renamed, &["a"], &["b", "c"], &["b", "c"]);
    check(&renamed, &["a", "b"], &["c"], &["c"]);
    check(&in_place, &["a"], &["b", "c"], &["b", "c"]);
    check(&in_place, &["a", "b"], &["c"], &["c"]);
    check(&in_place, &["a", "b"], &["a", "x", "b"], &["a", "x", "b"]);
    check(&in_place, &["a"], &["a", "b"], &["b"]);
}

#[test]
fn only_the_new_part_of_a_large_file_is_read() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    fs::create_dir_all(places.journal()).unwrap();
    let path = places.journal().join("there-1.jsonl");
    let file = fs::File::create(&path).unwrap();
    // A sparse run of zeros, as a crash may leave it.
    file.set_len(64 << 20).unwrap();
    let mut journal = Journal::new(&places);
    let (events, reading) = read(&mut journal);
    assert_eq!((events.len(), reading.damage.len()), (0, 1));
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let line = b"\n{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"read\",\"id\":\"a\"}\n";
    let (half, rest) = line.split_at(20);
    for (piece, expected) in [(half, 0), (rest, 1), (&b""[..], 0)] {
        file.write_all(piece).unwrap();
        let (events, reading) = read(&mut journal);
        assert_eq!((events.len(), reading.damage.len()), (expected, 0));
    }
}

/// Acknowledged marks survive, whatever happens meanwhile to the file or folder they were written
/// to.
#[test]
fn a_replaced_journal_gets_its_missing_lines() {
    type Act = fn(&Directories, &Path);
    let acts: &[(&str, Act)] = &[
        ("folder copied", |places, _| {
            let old = places.data.join("old");
            let _ = fs::remove_dir_all(&old);
            fs::rename(places.journal(), &old).unwrap();
            fs::create_dir(places.journal()).unwrap();
            for file in fs::read_dir(&old).unwrap() {
                let file = file.unwrap();
                fs::copy(file.path(), places.journal().join(file.file_name())).unwrap();
            }
        }),
        ("folder removed", |places, _| {
            fs::remove_dir_all(places.journal()).unwrap();
        }),
        ("home removed", |places, _| {
            let _ = fs::remove_dir_all(&places.data);
            let _ = fs::remove_dir_all(&places.state);
        }),
        ("file replaced", |_, path| {
            let beside = path.with_extension("tmp");
            fs::copy(path, &beside).unwrap();
            fs::rename(&beside, path).unwrap();
        }),
        ("file removed", |_, path| fs::remove_file(path).unwrap()),
        ("file emptied", |_, path| {
            drop(fs::File::create(path).unwrap());
        }),
        ("file torn", |_, path| {
            let length = fs::metadata(path).unwrap().len();
            fs::OpenOptions::new()
                .write(true)
                .open(path)
                .unwrap()
                .set_len(length - 9)
                .unwrap();
        }),
        ("file appended to", |_, path| {
            let mut file = fs::OpenOptions::new().append(true).open(path).unwrap();
            file.write_all(b"{\"t\":\"2026-01-01T00:00:00Z\",\"do\":\"read\",\"id\":\"x\"}\n")
                .unwrap();
        }),
        ("older file in place", |_, path| {
            fs::write(path, "").unwrap();
        }),
    ];
    for (name, act) in acts {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        machine(&places, "m");
        let mut journal = Journal::new(&places);
        read(&mut journal);
        bookmark(&mut journal, "a", 1).unwrap();
        read(&mut journal);
        act(&places, &places.journal().join("m-1.jsonl"));
        bookmark(&mut journal, "b", 2).unwrap();
        assert_eq!(
            ids(&marks(&mut Journal::new(&places))),
            ["a", "b"],
            "{name}"
        );
        // A second time, with nothing to write, as when the program exits.
        let heard = read(&mut journal).0;
        assert!(
            heard.iter().all(|event| event.id() == "x"),
            "{name}: not of our own"
        );
        act(&places, &places.journal().join("m-1.jsonl"));
        journal.append(&[]).unwrap();
        let mut later = Journal::new(&places);
        assert_eq!(ids(&marks(&mut later)), ["a", "b"], "{name}");
        let read = read(&mut Journal::new(&places)).0;
        let written = |id| read.iter().filter(|event| event.id() == id).count();
        assert_eq!((written("a"), written("b")), (1, 1), "{name}: once");
        assert_eq!(journal.unsaved(), 0, "{name}");
    }
}

#[test]
fn unwritable_marks_are_rescued_and_read_again() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let mut journal = Journal::new(&places);
    bookmark(&mut journal, "a", 1).unwrap();
    fs::remove_dir_all(places.journal()).unwrap();
    fs::write(places.journal(), "no folder").unwrap();
    assert!(bookmark(&mut journal, "b", 2).is_err());
    assert_eq!(journal.unsaved(), 2, "what was removed is unsaved again");
    let path = journal.rescue().unwrap();
    assert_eq!(
        (path.parent(), journal.unsaved()),
        (Some(&*places.state), 0)
    );
    drop(journal);
    assert_eq!(read(&mut Journal::new(&places)).0.len(), 2);
    // When the journal becomes writable again, the rescued marks are written to it.
    fs::remove_file(places.journal()).unwrap();
    bookmark(&mut Journal::new(&places), "c", 3).unwrap();
    assert!(!path.exists());
    assert_eq!(ids(&marks(&mut Journal::new(&places))), ["a", "b", "c"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    machine(&places, "m");
    fs::create_dir_all(places.journal()).unwrap();
    let path = places.journal().join("m-1.jsonl");
    std::os::unix::fs::symlink("/dev/full", &path).unwrap();
    let mut journal = Journal::new(&places);
    let error = bookmark(&mut journal, "a", 1).unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::StorageFull);
    assert!(bookmark(&mut journal, "b", 2).is_err());
    assert_eq!(journal.unsaved(), 2);
    fs::remove_file(&path).unwrap();
    journal.append(&[]).unwrap();
    assert_eq!(journal.unsaved(), 0);
    assert_eq!(ids(&marks(&mut Journal::new(&places))), ["a", "b"]);
}

#[cfg(target_os = "linux")]
#[test]
fn after_a_failed_sync_unsaved_marks_go_to_a_new_file() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    machine(&places, "m");
    fs::create_dir_all(places.journal()).unwrap();
    // It accepts every byte, but does not support fsync.
    std::os::unix::fs::symlink("/dev/null", places.journal().join("m-1.jsonl")).unwrap();
    let mut journal = Journal::new(&places);
    assert!(bookmark(&mut journal, "a", 1).is_err());
    assert_eq!(journal.unsaved(), 1);
    bookmark(&mut journal, "b", 2).unwrap();
    assert_eq!(journal.unsaved(), 0);
    let text = fs::read_to_string(places.journal().join("m-2.jsonl")).unwrap();
    assert_eq!(text.lines().count(), 2);
}

#[test]
fn acknowledged_marks_survive_a_kill() {
    if let Some(root) = std::env::var_os(CHILD) {
        write_until_killed(Path::new(&root));
    }
    for told in [1, 5, 17] {
        let root = tempfile::tempdir().unwrap();
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "journal::acknowledged_marks_survive_a_kill"])
            .arg("--nocapture")
            .env(CHILD, root.path())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let done = lines
            .map_while(Result::ok)
            .filter(|line| line.contains("done "))
            .take(told)
            .count();
        child.kill().unwrap();
        child.wait().unwrap();
        assert_eq!(done, told);
        let places = Directories::under(root.path());
        let found = ids(&marks(&mut Journal::new(&places)));
        for number in 0..told {
            assert!(
                found.contains(&format!("{number:06}")),
                "{number} of {told}"
            );
        }
    }
}

/// Acknowledges each bookmark on standard output; the parent ends this process.
fn write_until_killed(root: &Path) -> ! {
    let mut journal = Journal::new(&Directories::under(root));
    let mut out = std::io::stdout();
    for number in 0_u64.. {
        bookmark(&mut journal, &format!("{number:06}"), number).unwrap();
        if writeln!(out, "\ndone {number}")
            .and_then(|()| out.flush())
            .is_err()
        {
            break;
        }
    }
    std::process::exit(0)
}
