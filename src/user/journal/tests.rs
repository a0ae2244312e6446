//! The cache, the steps of earlier runs, and compaction, on a real disk.

mod damage;

use super::*;
use crate::library::Entry;
use crate::user::marks::{Change, Edit, Kept, Spot, Stack};
use std::fs::OpenOptions;
use std::io::Write;

fn entry(id: &str) -> Entry {
    Kept {
        id: id.into(),
        title: format!("《{id}》"),
        ..Kept::default()
    }
    .entry()
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
    let mut ids: Vec<String> = marks.bookmarks().map(|kept| kept.id.to_string()).collect();
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
fn steps_of_earlier_runs_are_undone_and_redone() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let run = |keys: &str| {
        let (mut marks, mut journal) = start(&places);
        for key in keys.chars() {
            let now = 5;
            let stack = match key {
                'u' => Stack::Undo,
                'r' => Stack::Redo,
                id => {
                    let events = bookmark(&mut marks, &id.to_string(), now);
                    journal.append(&events).unwrap();
                    continue;
                }
            };
            if !marks.begin_undo(stack, now) {
                if let Some(before) = marks.missing_history(stack) {
                    marks.add_history(journal.history().read(before));
                }
                if !marks.begin_undo(stack, now) {
                    continue;
                }
            }
            let reverted = marks.go_on(usize::MAX).unwrap();
            marks.apply_more(usize::MAX);
            journal.append(&reverted.events).unwrap();
        }
        ids(&marks).concat()
    };
    for (keys, expected) in [
        ("123", "123"),
        ("u", "12"),
        ("u", "1"),
        ("r", "12"),
        ("r", "123"),
        ("r", "123"),
        ("uu", "1"),
        ("4", "14"),
        ("r", "14"),
        ("uuuu", ""),
        ("rr", "14"),
        ("5uuu", ""),
    ] {
        assert_eq!(run(keys), expected, "{keys}");
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
    Journal::new(&places).compact().unwrap();
    assert!(held.exists(), "it is in use");
    drop(running);
    let done = Journal::new(&places).compact().unwrap();
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
        Journal::new(&places).compact().unwrap().snapshot,
        None,
        "nothing to gain"
    );
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

/// What undo and redo do after the program was started again: "+a" and "-a" tag and untag the
/// articles, "b" removes the bookmark of the first; "c" compacts, "k" is killed before it has removed
/// the old files, "t" cuts the end of the file.
#[test]
fn undo_after_a_start_keeps_to_whole_steps() {
    for (acts, expected) in [
        ("+x u", ""),
        ("+x u c u", ""),
        ("+x u c r", ""),
        ("+x u r c u", ""),
        ("+x c u", ""),
        ("+x +y c u", "x:2"),
        ("+x +y u c u", ""),
        // The bookmark of the first step would stay without its tag, and the other way round.
        ("+x -x c u", "x:2"),
        ("+x -x c u u", "x:2"),
        ("+x b c u", "x:2"),
        ("+x b c u u", "x:2"),
        ("+x k u", ""),
        ("+x u k r", "x:2"),
        ("+x -x k u", "x:2"),
        ("+x -x k u u", ""),
        ("+x -x k c u", "x:2"),
        ("+x -x u k u", ""),
        ("+x u t u", ""),
        ("+x -x t u", ""),
    ] {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        for act in acts.split(' ') {
            act_on(act, &places);
        }
        let (marks, _) = start(&places);
        let tags = marks.tags_in_use().into_iter();
        let tags: Vec<String> = tags.map(|(tag, count)| format!("{tag}:{count}")).collect();
        assert_eq!(tags.join(" "), expected, "{acts}");
    }
}

fn act_on(act: &str, places: &Directories) {
    let (mut marks, mut journal) = start(places);
    let entries = [entry("a"), entry("b")];
    let all: Vec<_> = entries
        .iter()
        .map(|entry| (entry, Spot::default()))
        .collect();
    let now = 5;
    let events = match act.split_at(1) {
        ("+", tag) => marks.edit(&all, &[Edit::Tag(tag.to_owned())], now),
        ("-", tag) => marks.edit(&all, &[Edit::Untag(tag.to_owned())], now),
        ("b", _) => marks.remove_bookmark(&entries[0], now),
        ("c", _) => {
            journal.compact().unwrap();
            return;
        }
        ("k", _) => {
            let files = listed(&places.journal()).unwrap();
            let old: Vec<_> = files.iter().map(|path| fs::read(path).unwrap()).collect();
            journal.compact().unwrap();
            for (path, lines) in files.iter().zip(old) {
                fs::write(path, lines).unwrap();
            }
            return;
        }
        ("t", _) => {
            let path = listed(&places.journal()).unwrap().remove(0);
            let file = OpenOptions::new().write(true).open(path).unwrap();
            file.set_len(file.metadata().unwrap().len() - 20).unwrap();
            return;
        }
        (key, _) => {
            let stack = match key {
                "u" => Stack::Undo,
                _ => Stack::Redo,
            };
            let before = marks.missing_history(stack).unwrap();
            marks.add_history(journal.history().read(before));
            if !marks.begin_undo(stack, now) {
                return;
            }
            let reverted = marks.go_on(usize::MAX).unwrap();
            marks.apply_more(usize::MAX);
            let (count, superseded) = (reverted.count, reverted.superseded);
            assert!(
                count.max(superseded) <= 2,
                "{count} and {superseded} of 2 articles"
            );
            reverted.events
        }
    };
    journal.append(&events).unwrap();
}

/// The changes of all machines are listed, without those that are undone.
#[test]
fn the_latest_steps_are_those_of_all_machines() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    fs::create_dir_all(places.journal()).unwrap();
    let there = places.journal().join("bb-1.jsonl");
    fs::write(&there, file_of("00000000000000bb", &["x", "y"])).unwrap();
    let (mut marks, mut journal) = start(&places);
    journal.append(&bookmark(&mut marks, "a", 1)).unwrap();
    let listed = |journal: &Journal| {
        let steps = journal.history().latest();
        let ids = steps.iter().map(|step| step.events[0].id().to_owned());
        ids.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(listed(&journal), "x y a");
    let steps = marks.with_own(journal.history().latest());
    let other = steps[0].clone();
    assert!(!marks.is_of_this_machine(&other) && marks.is_of_this_machine(&steps[2]));
    assert!(marks.begin_undo_of(other.stamp, Some(other), 3));
    let reverted = marks.go_on(usize::MAX).unwrap();
    journal.append(&reverted.events).unwrap();
    marks.apply_more(usize::MAX);
    assert_eq!(ids(&marks), ["a", "y"]);
    assert_eq!(listed(&journal), "y a");
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
    let entry = Entry {
        root: library.clone().into(),
        ..entry("a")
    };
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
