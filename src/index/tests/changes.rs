//! Any sequence of changes to files between scans.

use super::*;
use proptest::prelude::*;

/// What happens to a file between two scans.
#[derive(Clone, Debug)]
enum Change {
    Write(u8, String, u64),
    Remove(u8),
    Move(u8, u8),
    RemoveFolder(u8),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let text = prop_oneof![
        "",
        "---\ntitle: [甲乙丙]\ndate: 2026-01-0[1-9]\n---\n正文[甲乙丙]{1,3}",
        "\\PC{0,30}"
    ];
    let change = prop_oneof![
        4 => (0..12u8, text, 3..9u64).prop_map(|(name, text, age)| Change::Write(name, text, age)),
        1 => (0..12u8).prop_map(Change::Remove),
        1 => (0..12u8, 0..12u8).prop_map(|(from, to)| Change::Move(from, to)),
        1 => (0..3u8).prop_map(Change::RemoveFolder),
    ];
    prop::collection::vec(change, 0..12)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    /// After any changes the index leads to what is there.
    #[test]
    fn any_changes_are_found(rounds in prop::collection::vec(changes(), 1..5)) {
        let place = Place::new();
        let name = |number: u8| format!("{}/{number}.md", number % 3);
        for (round, changes) in rounds.into_iter().enumerate() {
            for change in changes {
                // A change that finds no file changes nothing.
                match change {
                    // Every round has times of its own, as a clock would give.
                    Change::Write(to, text, age) => {
                        place.file(&name(to), &text, 1_000 - 10 * round as u64 + age);
                    }
                    Change::Remove(at) => drop(fs::remove_file(place.library().join(name(at)))),
                    Change::Move(from, to) => {
                        let [from, to] = [from, to].map(|at| place.library().join(name(at)));
                        drop(fs::rename(from, to));
                    }
                    Change::RemoveFolder(at) => {
                        drop(fs::remove_dir_all(place.library().join(format!("{at}"))));
                    }
                }
            }
            place.check();
        }
    }
}

/// An empty folder is more often a drive that is not mounted.
#[test]
fn the_index_of_an_emptied_folder_is_kept() {
    let place = Place::filled();
    place.check();
    let (library, drive) = (place.library(), place.0.path().join("drive"));
    fs::rename(&library, &drive).expect("a move");
    fs::create_dir(&library).expect("a folder");
    let mut found = Found::default();
    let roots = [library.clone()];
    let mut scan_again = || {
        let cancel = Cancel::default();
        let mut take = |event| found.take(event);
        scan(&place.indexes(), &roots, &options(), &cancel, &mut take)
    };
    let report = scan_again();
    let emptied: Vec<_> = report
        .emptied
        .iter()
        .map(|library| library.articles)
        .collect();
    assert_eq!(emptied, [4]);
    clear(&place.indexes(), &library, &options()).expect("an index");
    assert_eq!(scan_again().emptied.len(), 0, "it was emptied on purpose");
    assert_eq!(found.entries.len(), 0);
    fs::remove_dir(&library).expect("a folder");
    fs::rename(&drive, &library).expect("a move");
    place.check();
    fs::rename(&library, &drive).expect("a move");
    fs::create_dir(&library).expect("a folder");
    assert_eq!(place.scan().entries.len(), 0);
    fs::remove_dir(&library).expect("a folder");
    fs::rename(&drive, &library).expect("a move");
    assert_eq!(place.check(), 0, "nothing is read again");
}
