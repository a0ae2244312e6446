//! The cache, undo across runs and instances, and compaction, on a real disk.

mod damage;
mod undo;

use super::*;
use crate::library::{Entry, Zone};
use crate::user::event::Subject;
use crate::user::marks::{Change, Edit, Kept, Spot};
use std::fs::OpenOptions;
use std::io::Write;

fn entry(id: &str) -> Entry {
    let subject = Subject {
        id: id.into(),
        title: format!("《{id}》").into(),
        ..Subject::default()
    };
    Kept::of(subject).entry()
}

fn bookmark(marks: &mut Marks, id: &str, now: u64) -> Vec<Event> {
    marks.add_bookmark(&entry(id), None, now)
}

/// Marks of another machine, as its journal file.
fn file_of(machine: &str, ids: &[&str]) -> Vec<u8> {
    let writer = Writer {
        run: 7,
        ..Writer::new(machine)
    };
    let mut marks = Marks::new(writer, Default::default());
    let mut lines = Vec::new();
    for (now, id) in ids.iter().enumerate() {
        for event in bookmark(&mut marks, id, now as u64 + 1) {
            event.write(&mut lines);
        }
    }
    lines
}

fn ids(marks: &Marks) -> Vec<String> {
    let mut ids: Vec<String> = marks
        .bookmarks()
        .map(|kept| kept.subject.id.to_string())
        .collect();
    ids.sort();
    ids
}

/// The marks of a program that starts now, and its journal.
fn start(places: &Directories) -> (Marks, Journal) {
    let mut journal = Journal::new(places);
    let mut marks = journal.marks(&[]);
    let (read, _) = journal.load();
    marks.adopt(read, Vec::new());
    (marks, journal)
}

/// A start with the cache gives what reading everything gives.
#[test]
fn the_cache_is_used_only_while_it_is_right() {
    type Act = fn(&Path, &Path);
    let acts: &[(&str, bool, Act)] = &[
        ("nothing", true, |_, _| {}),
        ("appended", true, |there, _| {
            let more = file_of("00000000000000bb", &["x", "y", "z", "new"]);
            let old = fs::read(there).unwrap().len();
            let mut file = OpenOptions::new().append(true).open(there).unwrap();
            file.write_all(&more[old..]).unwrap();
        }),
        ("replaced by a longer one", true, |there, _| {
            let more = file_of("00000000000000bb", &["x", "y", "z", "new"]);
            fs::remove_file(there).unwrap();
            fs::write(there, more).unwrap();
        }),
        ("a new file", true, |there, _| {
            let more = file_of("00000000000000cc", &["w"]);
            fs::write(there.with_file_name("cc-1.jsonl"), more).unwrap();
        }),
        ("truncated", false, |there, _| {
            let old = fs::read(there).unwrap();
            fs::write(there, &old[..old.len() / 2]).unwrap();
        }),
        ("another file", false, |there, _| {
            fs::write(there, file_of("00000000000000cc", &["1", "2", "3", "4"])).unwrap();
        }),
        ("written in place", false, |there, _| {
            let mut lines = fs::read(there).unwrap();
            let end = lines.len();
            lines[end - 1] = b' ';
            fs::write(there, lines).unwrap();
            let file = OpenOptions::new().append(true).open(there).unwrap();
            file.set_modified(std::time::SystemTime::UNIX_EPOCH)
                .unwrap();
        }),
        ("removed", false, |there, _| fs::remove_file(there).unwrap()),
        ("damaged cache", false, |_, cache| {
            let mut bytes = fs::read(cache).unwrap();
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(cache, bytes).unwrap();
        }),
        ("foreign cache", false, |_, cache| {
            fs::write(cache, "kanbao marks 1\n").unwrap();
        }),
        ("no cache", false, |_, cache| {
            fs::remove_file(cache).unwrap();
        }),
    ];
    for (name, is_used, act) in acts {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        fs::create_dir_all(places.journal()).unwrap();
        let there = places.journal().join("bb-1.jsonl");
        fs::write(&there, file_of("00000000000000bb", &["x", "y", "z"])).unwrap();
        let (mut marks, mut journal) = start(&places);
        journal.append(&bookmark(&mut marks, "a", 9)).unwrap();
        drop(journal);
        let (marks, journal) = start(&places);
        journal.store(&marks).unwrap().join().unwrap().unwrap();
        act(&there, &places.marks_cache());
        assert_eq!(
            Journal::new(&places).restore().is_some(),
            *is_used,
            "{name}"
        );
        let cached = ids(&start(&places).0);
        let _ = fs::remove_file(places.marks_cache());
        assert_eq!(cached, ids(&start(&places).0), "{name}");
    }
}

#[test]
fn compaction_keeps_the_meaning_and_the_files_of_others() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    for round in 0..20 {
        let (mut marks, mut journal) = start(&places);
        let entry = entry("a");
        let mut events = bookmark(&mut marks, "b", round);
        events.extend(marks.set_read(&entry, round % 2 == 0, round));
        let tag = Edit::Tag(format!("{}", round % 3));
        events.extend(marks.edit(&[(&entry, Spot::default())], &[tag], round));
        journal.append(&events).unwrap();
    }
    let own = listed(&places.journal()).unwrap();
    let newer = "{\"t\":\"2026-04-19T12:22:03Z\",\"do\":\"sing\",\"id\":\"a\"}";
    let damaged = "<<<<<<< conflict";
    let mut file = OpenOptions::new().append(true).open(&own[0]).unwrap();
    writeln!(file, "{newer}\n{damaged}").unwrap();
    let there = places.journal().join("bb-1.jsonl");
    fs::write(&there, file_of("00000000000000bb", &["x"])).unwrap();
    // An instance is running. A process that another test starts may hold a copy of an older lock.
    let (mut marks, mut running) = start(&places);
    running.append(&bookmark(&mut marks, "c", 99)).unwrap();
    let state = |marks: &Marks| {
        let a = entry("a");
        let tags = marks.tags(&a).join(" ");
        (ids(marks), marks.is_read(&a), tags)
    };
    drop(running);
    let (mut marks, mut running) = start(&places);
    let before = state(&marks);
    running.append(&bookmark(&mut marks, "d", 100)).unwrap();
    let held = running.own.as_ref().unwrap().path.clone();
    Journal::new(&places).compact_but(0).unwrap();
    assert!(held.exists(), "it is in use");
    drop(running);
    let done = Journal::new(&places).compact_but(0).unwrap();
    let snapshot = fs::read_to_string(done.snapshot.unwrap()).unwrap();
    assert!(
        done.after < done.before,
        "{} of {}",
        done.after,
        done.before
    );
    assert!(snapshot.contains(newer) && snapshot.contains(damaged));
    assert!(!held.exists() && there.exists());
    let (marks, _) = start(&places);
    let mut expected = before;
    expected.0.push("d".to_owned());
    expected.0.sort();
    assert_eq!(state(&marks), expected);
    assert_eq!(
        Journal::new(&places).compact_but(0).unwrap().snapshot,
        None,
        "nothing to gain"
    );
}

/// A mark by hand, of which the compaction keeps a part of the step, does not become one by reading.
#[test]
fn compaction_keeps_the_statistics() {
    const DAY: u64 = 86_400_000;
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let (mut marks, mut journal) = start(&places);
    let both = [entry("a"), entry("b")];
    let mut events = vec![marks.note_opened(&both[0], DAY)];
    events.extend(marks.change_all(&both, Change::Read, 3 * DAY).0);
    events.extend(marks.set_read(&both[1], false, 4 * DAY));
    journal.append(&events).unwrap();
    drop(journal);
    for round in ["before", "after"] {
        let (marks, journal) = start(&places);
        let found = marks.statistics(&Zone::default(), 5 * DAY);
        let days: Vec<i64> = found.days.keys().copied().collect();
        assert_eq!(days, [1], "{round}");
        drop(journal);
        let done = Journal::new(&places).compact_but(0).unwrap();
        assert_eq!(done.snapshot.is_some(), round == "before");
    }
}

/// Two programs with other data folders may share the cache folder.
#[test]
fn the_cache_of_another_data_folder_is_not_used() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let (mut marks, mut journal) = start(&places);
    journal.append(&bookmark(&mut marks, "a", 1)).unwrap();
    let (marks, journal) = start(&places);
    journal.store(&marks).unwrap().join().unwrap().unwrap();
    assert!(Journal::new(&places).restore().is_some());
    let other = tempfile::tempdir().unwrap();
    let other = Directories {
        cache: places.cache,
        ..Directories::under(other.path())
    };
    assert!(Journal::new(&other).restore().is_none());
}

/// Events that were rescued find their library in the next run, which stores its name.
#[test]
fn a_new_library_is_rescued_with_its_events() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let library = root.path().join("news");
    fs::create_dir_all(&library).unwrap();
    fs::create_dir_all(&places.data).unwrap();
    // The journal cannot be written: files are in the way of its folders.
    let blocked = [places.libraries(), places.journal()];
    blocked.iter().for_each(|path| fs::write(path, "").unwrap());
    let mut journal = Journal::new(&places);
    let mut marks = journal.marks(std::slice::from_ref(&library));
    let mut entry = entry("a");
    entry.name = entry.name.with_root(library.clone());
    let events = marks.add_bookmark(&entry, None, 1);
    assert!(journal.append(&events).is_err());
    journal.rescue().unwrap();
    drop(journal);
    blocked
        .iter()
        .for_each(|path| fs::remove_file(path).unwrap());
    for round in 0..2 {
        let mut journal = Journal::new(&places);
        let mut marks = journal.marks(std::slice::from_ref(&library));
        let (read, _) = journal.load();
        marks.adopt(read, Vec::new());
        assert!(marks.is_bookmarked(&entry), "round {round}");
        journal
            .append(&marks.set_read(&entry, round == 0, 2))
            .unwrap();
        assert_eq!(fs::read_dir(places.libraries()).unwrap().count(), 1);
        let left = fs::read_dir(&places.state).unwrap().flatten();
        let mut left = left.map(|file| file.file_name());
        assert!(!left.any(|name| name.to_string_lossy().ends_with(".jsonl")));
    }
}
