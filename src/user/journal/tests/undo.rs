//! Undo and redo of the steps of earlier runs, of other instances and of other machines.

use super::*;
use crate::document::Position;
use crate::user::marks::Stack;

#[test]
fn steps_of_earlier_runs_are_undone_and_redone() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let run = |keys: &str| {
        let (mut marks, mut journal) = start(&places);
        for key in keys.chars() {
            let now = 5;
            let events = match key {
                'u' => revert(&mut marks, &journal, Stack::Undo),
                'r' => revert(&mut marks, &journal, Stack::Redo),
                id => bookmark(&mut marks, &id.to_string(), now),
            };
            journal.append(&events).unwrap();
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

/// What undo and redo do after the program was started again: "+a" and "-a" tag and untag the
/// articles, "b" removes the bookmark of the first; "c" compacts all steps, "d" all but the latest;
/// "k" is killed before it has removed the old files, "t" cuts the end of the file.
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
        ("+x d u", ""),
        ("+x u d u", ""),
        ("+x u d r", "x:2"),
        ("+x u d r d u", ""),
        ("+x u r d u d r", "x:2"),
        ("+x +y u u d r", "x:2"),
        ("+x +y u u r d r", "x:2 y:2"),
        ("+x +y u u r d u r r", "x:2 y:2"),
        ("+x +y u +z d u r", "x:2 z:2"),
        ("+x +y u +z d u u r r", "x:2 z:2"),
        ("+x -x d u", "x:2"),
        ("+x -x d u u", ""),
        ("+x -x +x d u u d u", ""),
        ("+x -x u +y d u u", ""),
        ("+x b d u u", ""),
        ("+x b d u u r r", "x:1"),
        ("+x +y c -x d u u u", ""),
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
    // Something to compact. Whoever writes holds the lock of the file.
    for _ in 0..if "cdkt".contains(act) { 0 } else { 2 } {
        let place = marks.set_place(&entries[0], Position::default(), 0.5, now);
        journal.append(&[place]).unwrap();
    }
    let events = match act.split_at(1) {
        ("+", tag) => marks.edit(&all, &[Edit::Tag(tag.to_owned())], now),
        ("-", tag) => marks.edit(&all, &[Edit::Untag(tag.to_owned())], now),
        ("b", _) => marks.remove_bookmark(&entries[0], now),
        ("c", _) => {
            journal.compact_but(0).unwrap();
            return;
        }
        ("d", _) => {
            let done = journal.compact().unwrap();
            assert!(done.snapshot.is_some(), "the places are compacted");
            return;
        }
        ("k", _) => {
            let files = listed(&places.journal()).unwrap();
            let old: Vec<_> = files.iter().map(|path| fs::read(path).unwrap()).collect();
            journal.compact_but(0).unwrap();
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
            let wanted = marks.missing_history(stack).unwrap();
            marks.add_history(journal.history().read(&wanted));
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
    // It can be redone after a restart, too.
    for (stack, expected) in [
        (Stack::Redo, "axy"),
        (Stack::Undo, "ay"),
        (Stack::Redo, "axy"),
    ] {
        drop(journal);
        (marks, journal) = start(&places);
        journal
            .append(&revert(&mut marks, &journal, stack))
            .unwrap();
        assert_eq!(ids(&marks).concat(), expected);
    }
}

/// Undoes or redoes the last step. Returns the events.
fn revert(marks: &mut Marks, journal: &Journal, stack: Stack) -> Vec<Event> {
    if let Some(wanted) = marks.missing_history(stack) {
        marks.add_history(journal.history().read(&wanted));
    }
    if !marks.begin_undo(stack, 5) {
        return Vec::new();
    }
    let reverted = marks.go_on(usize::MAX).unwrap();
    marks.apply_more(usize::MAX);
    reverted.events
}

/// Two instances on one machine, "a" and "b", that hear each other: a digit bookmarks, "u" and "r"
/// undo and redo, with "!" the step is not written. "w" begins to undo, and the steps are read; they
/// arrive at "U".
#[test]
fn the_last_step_of_all_instances_is_undone() {
    for (acts, expected) in [
        ("a1 b2 au", "1"),
        ("a1 b2 au au", ""),
        ("a1 b2 a3 au au au", ""),
        ("a1 b2 au br", "12"),
        ("a1 b2 au bu ar ar", "12"),
        ("a1 b2 au b3 ar", "13"),
        ("a1 b2 bu au", ""),
        ("a1 b2 bu au br br", "12"),
        ("a1 b2 a3! au", "12"),
        ("a1 b2 a3! au ar", "123"),
        ("a1 b2 a3! bu", "1"),
        ("a1 au b2 ar", "2"),
        ("a1 b2 aw aU", "1"),
        ("a1 b2 aw b3 aU", "12"),
        ("a1 b2 aw b3 bu aU", "1"),
        ("a1 b2 aw a3 b4 aU au", "12"),
    ] {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        // The first run names the machine.
        fs::create_dir_all(&places.state).unwrap();
        fs::write(places.state.join("machine"), "00000000000000aa").unwrap();
        let mut instances = [start(&places), start(&places)];
        let mut found = String::new();
        let mut read = None;
        for act in acts.split(' ') {
            for (marks, journal) in &mut instances {
                let mut heard = Vec::new();
                journal.read(&mut |event| heard.push(event));
                marks.apply_all(&heard);
            }
            let (marks, journal) = match act.strip_prefix('a') {
                Some(_) => &mut instances[0],
                None => &mut instances[1],
            };
            let events = match act.get(1..2).unwrap_or_default() {
                "w" => {
                    let wanted = marks.missing_history(Stack::Undo);
                    read = wanted.map(|wanted| journal.history().read(&wanted));
                    Vec::new()
                }
                "U" => {
                    marks.add_history(read.take().expect("steps were read"));
                    revert(marks, journal, Stack::Undo)
                }
                "u" => revert(marks, journal, Stack::Undo),
                "r" => revert(marks, journal, Stack::Redo),
                id => bookmark(marks, id, 5),
            };
            if !act.ends_with('!') {
                journal.append(&events).unwrap();
            }
            found = ids(marks).concat();
        }
        assert_eq!(found, expected, "{acts}");
    }
}
