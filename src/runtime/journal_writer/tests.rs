//! What the end of the program reports, and what is on disk afterwards.

use super::*;
use crate::app::{Level, Message};
use crate::document::Position;
use crate::library::Zone;
use crate::user::Marks;
use crate::user::event::{About, Action, Origin, Stamp, Subject};

fn events(count: u64) -> Vec<Event> {
    let event = |number| Event {
        stamp: Stamp {
            time: number,
            ..Stamp::default()
        },
        at: number,
        about: About::One(Arc::new(Subject {
            id: format!("{number}.md").into(),
            ..Subject::default()
        })),
        action: Action::Read,
        origin: Origin::Step(None),
        part: None,
    };
    (0..count).map(event).collect()
}

/// The number of events that the next start reads.
fn found(places: &Directories) -> usize {
    let mut count = 0;
    Journal::new(places).read(&mut |_| count += 1);
    count
}

/// The error and the rescue file when the thread does not answer.
#[test]
fn a_disk_that_hangs_loses_nothing() {
    let check = |thread_is_gone: bool, count: u64, place: bool| {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let (mut writer, queue) = JournalWriter::new(&places, Locale::for_tag("en"));
        writer.finish_timeout = Duration::from_millis(1);
        let queue = (!thread_is_gone).then_some(queue);
        let (sender, _received) = channel();
        for half in events(count).chunks(5_000) {
            writer.record(half.to_vec(), &sender);
        }
        writer.keep(
            events(count + 1)
                .pop()
                .into_iter()
                .filter(|_| place)
                .collect(),
        );
        let expected = count as usize + usize::from(place);
        let left = writer.finish().map(|error| error.to_string());
        assert_eq!(left.is_some(), expected > 0, "{left:?}");
        let text = left.unwrap_or_default();
        assert!(
            expected == 0 || text.contains(&format!("{expected} mark")),
            "{text}"
        );
        assert_eq!(found(&places), expected);
        drop(queue);
    };
    for thread_is_gone in [false, true] {
        check(thread_is_gone, 10_000, false);
        check(thread_is_gone, 5_000, true);
        check(thread_is_gone, 3, false);
        check(thread_is_gone, 0, true);
        check(thread_is_gone, 0, false);
    }
}

/// A signal arrives before or after the main thread writes the position.
#[test]
fn a_position_is_written_once() {
    let mut kept = events(1).remove(0);
    kept.action = Action::Position {
        place: Position::default(),
        fraction: 0.5,
    };
    let recorded = Event {
        at: 7,
        ..kept.clone()
    };
    for signal_first in [false, true] {
        let root = tempfile::tempdir().unwrap();
        let places = Directories::under(root.path());
        let mut writer =
            JournalWriter::start(Journal::new(&places), &places, Locale::for_tag("en"));
        let (sender, _received) = channel();
        writer.keep(vec![kept.clone()]);
        let save = writer.saver();
        if signal_first {
            assert_eq!(save(), None);
            writer.record(vec![recorded.clone()], &sender);
        } else {
            writer.record(vec![recorded.clone()], &sender);
            assert_eq!(save(), None);
        }
        assert_eq!(writer.finish(), None);
        assert_eq!(found(&places), 1, "{signal_first}");
    }
}

#[test]
fn synced_events_are_not_rescued() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let mut writer = JournalWriter::start(Journal::new(&places), &places, Locale::for_tag("en"));
    let (sender, _received) = channel();
    writer.record(events(3), &sender);
    let unsaved = writer.unsaved.clone();
    assert_eq!(writer.finish(), None);
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

/// Frames wait for a few marks until they are confirmed or the time is over, and not for many.
#[test]
fn frames_wait_for_unconfirmed_marks() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let (mut writer, _queue) = JournalWriter::new(&places, Locale::for_tag("en"));
    let (sender, _received) = channel();
    writer.watch(&sender);
    assert!(!writer.is_writing(), "nothing was marked");
    writer.record(events(1), &sender);
    assert!(writer.is_writing());
    // The first job had no marks.
    writer.record(events(5_000), &sender);
    writer.confirm(2);
    assert!(writer.is_writing(), "many marks are waited for, too");
    writer.confirm(3);
    assert!(!writer.is_writing());
    writer.record(events(1), &sender);
    assert!(writer.is_writing());
    writer.stop_waiting();
    assert!(!writer.is_writing());
    writer.record(events(1), &sender);
    assert!(!writer.confirm(3), "the late mark is not written");
    assert!(writer.confirm(5), "the late mark is written");
    assert!(!writer.confirm(5), "which is said once");
}

/// A confirmed mark is in the file, so that a kill of the program does not lose it.
#[test]
fn a_confirmed_mark_is_written() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let mut writer = JournalWriter::start(Journal::new(&places), &places, Locale::for_tag("en"));
    let (sender, received) = channel();
    writer.record(events(2), &sender);
    let confirmed = received
        .iter()
        .find(|event| matches!(event, LoopEvent::Written(1)));
    assert!(confirmed.is_some());
    assert_eq!(found(&places), 2);
}

/// The disk is full, or the folder may not be written, for a while.
#[test]
fn marks_that_are_saved_late_are_reported() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    std::fs::create_dir_all(&places.data).unwrap();
    // A file is in the way of the folder.
    std::fs::write(places.journal(), "").unwrap();
    let locale = Locale::for_tag("en");
    let saved = locale.text("notice.journal-saved").to_owned();
    let mut writer = JournalWriter::start(Journal::new(&places), &places, locale);
    let (sender, received) = channel();
    let notices = |number: u64| {
        let mut notices = Vec::new();
        let mut written = 0;
        // A failed job is confirmed once, a written one before and after it was synced.
        for event in &received {
            match event {
                LoopEvent::App(Message::Notify(level, text)) => notices.push((level, text)),
                LoopEvent::Written(of) if of == number => {
                    written += 1;
                    if written == 2 || notices.iter().any(|(level, _)| *level == Level::Error) {
                        break;
                    }
                }
                _ => {}
            }
        }
        notices
    };
    writer.record(events(1), &sender);
    assert_eq!(notices(1).len(), 1);
    std::fs::remove_file(places.journal()).unwrap();
    writer.record(events(1), &sender);
    assert_eq!(notices(2), [(Level::Done, saved)]);
    writer.record(events(1), &sender);
    assert_eq!(notices(3), []);
}

/// The names of new libraries are rescued with the events when the disk hangs.
#[test]
fn a_disk_that_hangs_loses_no_library() {
    let root = tempfile::tempdir().unwrap();
    let places = Directories::under(root.path());
    let library = root.path().join("news");
    std::fs::create_dir_all(&library).unwrap();
    let mut entry = crate::library::sample::entries().remove(0);
    entry.name = entry.name.with_root(library.clone());
    let open = || {
        let mut journal = Journal::new(&places);
        let mut marks = journal.marks(std::slice::from_ref(&library));
        let (read, _) = journal.load();
        marks.adopt(read, Vec::new());
        (journal, marks)
    };
    let (journal, mut marks) = open();
    let (mut writer, queue) = JournalWriter::new(&places, Locale::for_tag("en"));
    writer.unsaved.name_libraries(&journal);
    writer.finish_timeout = Duration::from_millis(1);
    let (sender, _received) = channel();
    writer.record(marks.add_bookmark(&entry, None, 1), &sender);
    assert!(writer.finish().is_some());
    drop(queue);
    assert!(open().1.is_bookmarked(&entry));
}

/// A bookmark from the list, of an article that was not read, has the address that the file names.
#[test]
fn bookmarks_get_the_addresses_of_their_articles() {
    let root = tempfile::tempdir().unwrap();
    let library = root.path().join("library");
    std::fs::create_dir(&library).unwrap();
    let places = Directories::under(root.path());
    let mut journal = Journal::new(&places);
    let mut marks = journal.marks(std::slice::from_ref(&library));
    let bookmark = |marks: &mut Marks, name: &str, url: &str| {
        let path = library.join(name);
        let text = format!("---\ntitle: {name}\nurl: {url}\n---\n\n第一段。\n");
        std::fs::write(&path, text).unwrap();
        let entry = crate::library::entry_of(&path, &Zone::default()).unwrap();
        marks.add_bookmark(&entry, None, 1)
    };
    let mut events = bookmark(&mut marks, "甲.md", "https://a.example/1");
    events.extend(bookmark(&mut marks, "乙.md", "https://a.example/2"));
    events.extend(bookmark(&mut marks, "丙.md", "\"\""));
    // The file is gone, or the library is not open.
    events.extend(bookmark(&mut marks, "丁.md", "https://a.example/4"));
    std::fs::remove_file(library.join("丁.md")).unwrap();
    let mut elsewhere = Marks::default();
    events.extend(bookmark(&mut elsewhere, "戊.md", "https://a.example/5"));
    let mut writer = JournalWriter::start(journal, &places, Locale::for_tag("en"));
    let (sender, received) = channel();
    writer.record(events, &sender);
    assert_eq!(writer.finish(), None);
    // The program learns them too: undo writes what it knows.
    for event in received.try_iter() {
        if let LoopEvent::App(Message::Journal(events)) = event {
            marks.apply_all(&events);
        }
    }
    let known = marks.bookmarks().filter(|kept| kept.has_address());
    assert_eq!(known.count(), 2);
    let mut found = Vec::new();
    Journal::new(&places).read(&mut |event| {
        let subject = event.subject().expect("one article");
        found.push(subject.address.as_deref().map(str::to_owned));
    });
    let expected = ["https://a.example/1", "https://a.example/2"].map(|text| Some(text.to_owned()));
    assert_eq!(found, [&expected[..], &[None, None, None]].concat());
}
