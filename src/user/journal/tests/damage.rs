//! Damaged lines within a change of many articles.

use super::*;
use crate::user::marks::{Stack, Wanted};

/// A step of three lines, of which one is damaged: the others count, after a compaction, too, and
/// are undone. Once the line is repaired, all of them count.
#[test]
fn a_damaged_line_hides_only_its_own_articles() {
    let entries: Vec<Entry> = (0..60_000).map(|id| entry(&id.to_string())).collect();
    for (line, damage, compacts, expected) in [
        (0, "quote", false, 40_000),
        (1, "quote", true, 40_000),
        (2, "quote", false, 40_000),
        (1, "do", true, 40_000),
        (0, "t", true, 40_000),
        (1, "t", true, 40_000),
        (1, "end", true, 40_000),
    ] {
        let name = format!("{damage} in line {line}");
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let (mut marks, mut journal) = start(&places);
        // Something to compact.
        for is_read in [true, false] {
            let events = marks.set_read(&entries[0], is_read, 1);
            journal.append(&events).unwrap();
        }
        let (events, _) = marks.change_all(&entries, Change::Read, 1);
        journal.append(&events).unwrap();
        drop(journal);
        let path = listed(&places.journal()).unwrap().remove(0);
        let whole = fs::read_to_string(&path).unwrap();
        let whole = whole.lines().nth(line + 2).unwrap();
        let broken = damaged(whole, damage);
        replace_in_files(&places, whole, &broken);
        if compacts {
            let done = Journal::new(&places).compact_but(0).unwrap();
            assert!(done.snapshot.is_some(), "{name}");
        }
        let mut journal = Journal::new(&places);
        let (mut marks, update) = journal.load();
        assert_eq!(update.damage.len(), 1, "{name}");
        assert!(update.damage[0].is_part, "{name}");
        let read = |marks: &Marks| entries.iter().filter(|one| marks.is_read(one)).count();
        assert_eq!(read(&marks), expected, "{name}");
        let wanted = Wanted::All(Vec::new());
        marks.add_history(journal.history().read(&wanted));
        assert!(marks.begin_undo(Stack::Undo, 2), "{name}");
        assert_eq!(marks.go_on(usize::MAX).unwrap().count, expected, "{name}");
        marks.apply_more(usize::MAX);
        assert_eq!(read(&marks), 0, "{name}");
        replace_in_files(&places, &broken, whole);
        assert_eq!(read(&start(&places).0), entries.len(), "{name}");
    }
}

fn damaged(line: &str, damage: &str) -> String {
    match damage {
        "quote" => {
            let (start, rest) = line.split_at(1_000);
            format!("{start}\"{}", rest.split_at(1).1)
        }
        "do" => line.replace("\"do\":\"read\"", "\"do\":\"rexd\""),
        "t" => line.replacen(".0", ".9", 1),
        _ => line.split_at(line.len() - 60).0.to_owned(),
    }
}

fn replace_in_files(places: &Directories, old: &str, new: &str) {
    for path in listed(&places.journal()).unwrap() {
        let text = fs::read_to_string(&path).unwrap();
        let lines = text
            .lines()
            .map(|line| if line == old { new } else { line });
        let lines: Vec<&str> = lines.collect();
        fs::write(&path, lines.join("\n") + "\n").unwrap();
    }
}
