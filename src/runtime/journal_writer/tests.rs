//! What leaving says, and what is on the disk afterwards.

use super::*;
use crate::document::Position;
use crate::library::Fingerprint;

fn events(count: u64) -> Vec<Event> {
    let event = |number| Event {
        time: number,
        id: format!("{number}.md").into(),
        fingerprint: Fingerprint::default(),
        title: String::new(),
        source: String::new(),
        action: Action::Read,
        writer: "".into(),
        line: 0,
    };
    (0..count).map(event).collect()
}

/// The number of events that a later run reads.
fn found(places: &Directories) -> usize {
    let mut count = 0;
    Journal::new(places).read(&mut |_| count += 1);
    count
}

/// What leaving says and keeps when the thread does not answer.
#[test]
fn a_disk_that_hangs_loses_nothing() {
    let check = |thread_is_gone: bool, count: u64, place: bool| {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let (mut recorder, queue) = JournalWriter::new(&places, Locale::for_tag("en"));
        recorder.patience = Duration::from_millis(1);
        let queue = (!thread_is_gone).then_some(queue);
        let (sender, _heard) = channel();
        for half in events(count).chunks(5_000) {
            recorder.record(half.to_vec(), &sender);
        }
        recorder.keep(events(count + 1).pop().filter(|_| place));
        let expected = count as usize + usize::from(place);
        let left = recorder.finish().map(|error| error.to_string());
        assert_eq!(left.is_some(), expected > 0, "{left:?}");
        let told = left.unwrap_or_default();
        assert!(
            expected == 0 || told.contains(&format!("{expected} marks")),
            "{told}"
        );
        assert_eq!(found(&places), expected);
        drop(queue);
    };
    for thread_is_gone in [false, true] {
        check(thread_is_gone, 10_000, false);
        check(thread_is_gone, 5_000, true);
        check(thread_is_gone, 0, true);
        check(thread_is_gone, 0, false);
    }
}

/// The signal comes while the main thread writes the place, before or after it.
#[test]
fn a_place_is_written_once() {
    let mut kept = events(1).remove(0);
    kept.action = Action::Position {
        place: Position::default(),
        fraction: 0.5,
    };
    let recorded = Event {
        time: 7,
        title: "题".to_owned(),
        ..kept.clone()
    };
    for signal_first in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let recorder = JournalWriter::start(Journal::new(&places), &places, Locale::for_tag("en"));
        let (sender, _heard) = channel();
        recorder.keep(Some(kept.clone()));
        let save = recorder.saver();
        if signal_first {
            assert_eq!(save(), None);
            recorder.record(vec![recorded.clone()], &sender);
        } else {
            recorder.record(vec![recorded.clone()], &sender);
            assert_eq!(save(), None);
        }
        assert_eq!(recorder.finish(), None);
        assert_eq!(found(&places), 1, "{signal_first}");
    }
}

#[test]
fn what_is_on_the_disk_is_not_rescued() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let recorder = JournalWriter::start(Journal::new(&places), &places, Locale::for_tag("en"));
    let (sender, _heard) = channel();
    recorder.record(events(3), &sender);
    let unsaved = recorder.unsaved.clone();
    assert_eq!(recorder.finish(), None);
    assert!(unsaved.lock().is_empty());
    assert_eq!(found(&places), 3);
    assert!(
        !places
            .state
            .read_dir()
            .unwrap()
            .flatten()
            .any(|file| { file.file_name().to_string_lossy().starts_with("kanbao-") })
    );
}
