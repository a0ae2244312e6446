//! Writes, edits, deletions and kills in any order.

use super::*;
use proptest::prelude::*;

/// What happens to a library.
#[derive(Clone, Debug)]
enum Event {
    /// Version and articles of a batch.
    Write(u8, Vec<usize>),
    /// As above, but killed after so many steps.
    Killed(u8, Vec<usize>, usize),
    /// As `Write`, but a file is edited between the decision and the writing.
    Raced(u8, Vec<usize>, usize),
    Edit(usize),
    Delete(usize),
    LedgerLost,
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let batch = || proptest::collection::vec(0..4_usize, 1..5);
    let event = prop_oneof![
        4 => (0..4_u8, batch()).prop_map(|(version, batch)| Event::Write(version, batch)),
        4 => (0..4_u8, batch(), 0..7_usize)
            .prop_map(|(version, batch, steps)| Event::Killed(version, batch, steps)),
        2 => (0..4_u8, batch(), 0..6_usize)
            .prop_map(|(version, batch, edited)| Event::Raced(version, batch, edited)),
        2 => (0..6_usize).prop_map(Event::Edit),
        1 => (0..6_usize).prop_map(Event::Delete),
        1 => Just(Event::LedgerLost),
    ];
    proptest::collection::vec(event, 1..14)
}

/// Carries out at most `steps` steps of a batch.
fn killed(writer: &Writer, batch: &[NewArticle], steps: usize) {
    let _lock = writer.lock().unwrap();
    if steps == 0 {
        return;
    }
    let planned = writer.plan(batch, Origin::Feed).unwrap();
    for planned in planned.iter().take(steps - 1) {
        writer.perform(planned).unwrap();
    }
}

fn nth(desk: &Desk, number: usize) -> Option<PathBuf> {
    let files = desk.files();
    let name = files.keys().nth(number % files.len().max(1))?;
    Some(desk.library().join(name))
}

/// Adds a line to a file, and notes its text. False: there is none.
fn edit(desk: &Desk, number: usize, at: usize, edits: &mut Vec<(PathBuf, String)>) -> bool {
    let Some(path) = nth(desk, number) else {
        return false;
    };
    let mut text = fs::read_to_string(&path).unwrap();
    text += &format!("我的第{at}句\n");
    fs::write(&path, &text).unwrap();
    edits.retain(|(edited, _)| *edited != path);
    edits.push((path, text));
    true
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]
    #[test]
    fn nothing_is_lost_and_nothing_doubled(events in events()) {
        let desk = Desk::new();
        let mut edits = Vec::new();
        let mut is_touched = false;
        for (at, event) in events.iter().enumerate() {
            let articles = |version: u8, batch: &[usize]| -> Vec<NewArticle> {
                batch.iter().map(|number| article(*number, version)).collect()
            };
            match event {
                Event::Write(version, batch) => {
                    desk.writer().write(&articles(*version, batch)).unwrap();
                }
                Event::Killed(version, batch, steps) => {
                    killed(&desk.writer(), &articles(*version, batch), *steps);
                }
                Event::Raced(version, batch, number) => {
                    let batch = articles(*version, batch);
                    let writer = desk.writer();
                    let planned = writer.plan(&batch, Origin::Feed).unwrap();
                    is_touched |= edit(&desk, *number, at, &mut edits);
                    writer.complete(&batch, planned, Origin::Feed).unwrap();
                }
                Event::Edit(number) => is_touched |= edit(&desk, *number, at, &mut edits),
                Event::Delete(number) => if let Some(path) = nth(&desk, *number) {
                    fs::remove_file(&path).unwrap();
                    edits.retain(|(edited, _)| *edited != path);
                    is_touched = true;
                },
                Event::LedgerLost => {
                    let _ = fs::remove_dir_all(desk.root.path().join("data"));
                    is_touched = true;
                }
            }
        }
        let all: Vec<NewArticle> = (0..4).map(|number| article(number, 4)).collect();
        desk.writer().write(&all).unwrap();
        let files = desk.files();
        for (path, text) in &edits {
            prop_assert_eq!(&fs::read_to_string(path).unwrap(), text, "an edit is lost");
        }
        if !is_touched {
            prop_assert_eq!(files.len(), 4);
            prop_assert!(files.values().all(|text| text.contains("第4版")));
        }
        // Of each article, at most one file has the newest version.
        for number in 0..4 {
            let mark = format!("第{number}篇的第4版");
            let newest = files.values().filter(|text| text.contains(&mark)).count();
            prop_assert!(newest <= 1, "{number}: {newest}");
        }
        let again = desk.writer().write(&all).unwrap();
        let is_quiet = |stored: &Stored| matches!(stored.outcome, Outcome::Unchanged | Outcome::Duplicate);
        prop_assert!(again.iter().all(is_quiet), "{again:?}");
        prop_assert_eq!(desk.files(), files);
        let staging = desk.library().join(".kanbao/staging");
        prop_assert_eq!(fs::read_dir(staging).unwrap().count(), 0);
    }
}
