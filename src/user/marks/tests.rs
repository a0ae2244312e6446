//! Marks made here and on other machines.

use super::articles::{asked_under, kept_under};
use super::undo::about;
use super::*;
use crate::user::event::Action;
use proptest::prelude::*;

/// A fully known fingerprint; 0: an unknown one.
fn print(number: u64) -> Fingerprint {
    let text = format!("{number} ").repeat(80);
    match number {
        0 => Fingerprint::default(),
        _ => Fingerprint::new(&format!("title {number}"), &text, &text),
    }
}

fn entry(id: &str, fingerprint: u64) -> Entry {
    Kept {
        id: id.into(),
        fingerprint: print(fingerprint),
        title: format!("title of {id}"),
        source: "source".to_owned(),
        ..Kept::default()
    }
    .entry()
}

fn kept(marks: &Marks) -> Vec<&str> {
    marks.bookmarks().map(|kept| &*kept.id).collect()
}

const AT: Position = Position { text: 4, byte: 30 };

#[test]
fn marks_are_stored() {
    let (a, b) = (entry("a", 1), entry("b", 2));
    let mut marks = Marks::default();
    marks.set_read(&a, true, 10);
    marks.add_bookmark(&a, Some(AT), 11);
    marks.add_bookmark(&b, None, 12);
    marks.set_place(&b, AT, f32::NAN, 13);
    marks.set_named(&b, 'x', AT, 14);
    assert!(marks.is_read(&a) && !marks.is_read(&b));
    assert_eq!(marks.bookmark(&a).and_then(|kept| kept.place), Some(AT));
    assert_eq!(kept(&marks), ["b", "a"]);
    assert_eq!(marks.place(&b).map(|mark| mark.place), Some(AT));
    assert_eq!(marks.named(&b, 'x'), Some(AT));
    assert_eq!(marks.named(&b, 'y'), None);
    assert_eq!(marks.note_read(&a, 15), None);
    marks.remove_bookmark(&b, 16);
    assert_eq!(kept(&marks), ["a"]);
}

#[test]
fn a_moved_article_keeps_its_marks() {
    let (old, new) = (entry("old/a", 7), entry("new/a", 7));
    let mut marks = Marks::default();
    marks.set_read(&old, true, 1);
    marks.add_bookmark(&old, Some(AT), 2);
    marks.set_place(&old, AT, 0.5, 3);
    assert!(marks.is_read(&new) && marks.is_bookmarked(&new));
    assert_eq!(marks.place(&new).map(|mark| mark.fraction), Some(0.5));
    marks.remove_bookmark(&new, 4);
    assert_eq!(kept(&marks), [""; 0]);
    marks.add_bookmark(&new, None, 5);
    assert_eq!(kept(&marks), ["new/a"], "once, though both paths are kept");
    assert!(!marks.is_bookmarked(&entry("new/a", 8)), "another article");
    // An unknown fingerprint says nothing about other articles.
    marks.set_read(&entry("p", 0), true, 6);
    assert!(!marks.is_read(&entry("q", 0)));
}

/// Events of the first versions know only the beginning of the text.
#[test]
fn journals_of_the_first_versions_are_understood() {
    let mut old = entry("old/a", 0);
    old.fingerprint = Fingerprint::of_start(print(7).start);
    let mut marks = Marks::default();
    marks.add_bookmark(&old, Some(AT), 1);
    let (here, moved) = (entry("old/a", 8), entry("new/a", 7));
    assert!(marks.is_bookmarked(&here) && marks.is_bookmarked(&moved));
    assert!(!marks.is_bookmarked(&entry("new/a", 8)));
    marks.remove_bookmark(&moved, 2);
    assert!(!marks.is_bookmarked(&moved));
    assert_eq!(kept(&marks), [""; 0], "taken back under the new path");
}

#[test]
fn files_that_swap_names_swap_marks() {
    let mut marks = Marks::default();
    marks.add_bookmark(&entry("a", 1), None, 1);
    marks.set_read(&entry("b", 2), true, 2);
    let (a, b) = (entry("a", 2), entry("b", 1));
    assert!(marks.is_read(&a) && !marks.is_bookmarked(&a));
    assert!(marks.is_bookmarked(&b) && !marks.is_read(&b));
    marks.add_bookmark(&a, None, 3);
    assert_eq!(
        kept(&marks),
        ["a", "a"],
        "of each text that was at the path"
    );
}

#[test]
fn steps_are_undone_and_redone() {
    let (a, b) = (entry("a", 1), entry("b", 2));
    let mut marks = Marks::default();
    assert_eq!(marks.undo(usize::MAX, 1), None);
    marks.add_bookmark(&a, Some(AT), 10);
    marks.set_read(&b, true, 11);
    marks.change_all(&[&a, &b], Change::Read, None, 12);
    assert_eq!(
        marks.undo(usize::MAX, 20).map(|events| events.len()),
        Some(1)
    );
    assert!(!marks.is_read(&a) && marks.is_read(&b));
    marks.redo(usize::MAX, 21);
    assert!(marks.is_read(&a));
    marks.remove_bookmark(&a, 22);
    marks.note_read(&a, 23);
    marks.undo(usize::MAX, 24);
    let back = marks.bookmark(&a).unwrap();
    assert_eq!((back.since, back.place), (10, Some(AT)), "as it was");
    marks.undo(usize::MAX, 25);
    marks.undo(usize::MAX, 26);
    marks.undo(usize::MAX, 27);
    assert!(!marks.is_read(&b) && !marks.is_bookmarked(&a));
    assert_eq!(marks.undo(usize::MAX, 28), None);
    for time in 30..33 {
        assert!(marks.redo(usize::MAX, time).is_some());
    }
    marks.set_read(&a, false, 40);
    assert_eq!(marks.redo(usize::MAX, 41), None, "a new step ends redo");
}

#[test]
fn new_marks_win_over_events_of_a_wrong_clock() {
    let a = entry("a", 1);
    let mut marks = Marks::default();
    marks.set_read(&a, true, 1_000_000);
    let event = marks.set_read(&a, false, 5);
    assert!(!marks.is_read(&a));
    assert_eq!(event.time, 1_000_001);
}

#[test]
fn a_bookmark_is_imported_once() {
    let mut marks = Marks::default();
    marks.add_bookmark(&entry("a", 1), None, 10);
    let other: Vec<Kept> = marks.bookmarks().cloned().collect();
    let mut second = Marks::default();
    assert_eq!(second.import(&other, 99).len(), 1);
    assert_eq!(second.import(&other, 100).len(), 0);
    assert_eq!(second.bookmarks().next().map(|kept| kept.since), Some(10));
    second.undo(usize::MAX, 101);
    assert_eq!(kept(&second), [""; 0]);
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    let action = prop_oneof![
        Just(Action::Read),
        Just(Action::Unread),
        Just(Action::Unbookmark),
        (0..3_u64).prop_map(|since| Action::Bookmark {
            place: None,
            passage: None,
            since: Some(since),
            date: None,
            count: None,
        }),
        (0..3_u32).prop_map(|text| Action::Position {
            place: Position { text, byte: 0 },
            fraction: 0.0,
        }),
        Just(Action::Mark {
            letter: 'a',
            place: AT
        }),
        Just(Action::Unmark { letter: 'a' }),
    ];
    // One writer never writes two events on the same line.
    let one = (0..4_u64, 0..3_u64, 0..3_u64, 0..2_u8, action);
    prop::collection::vec(one, 0..20).prop_map(|many| {
        let many = many.into_iter().enumerate();
        many.map(|(line, (time, id, print, writer, action))| Event {
            time,
            writer: format!("m-{writer}").into(),
            line: line as u32 + 1,
            ..about(&entry(&id.to_string(), print), action)
        })
        .collect()
    })
}

fn seen(marks: &Marks) -> impl PartialEq + std::fmt::Debug {
    let mut seen = Vec::new();
    for id in 0..3 {
        for print in 0..3 {
            let entry = entry(&id.to_string(), print);
            seen.push((
                marks.is_read(&entry),
                marks.bookmark(&entry).cloned(),
                marks.place(&entry),
                marks.named(&entry, 'a'),
            ));
        }
    }
    (seen, marks.bookmarks().cloned().collect::<Vec<_>>())
}

#[test]
fn a_long_passage_is_shortened() {
    assert_eq!(shortened(&"报".repeat(500)), "报".repeat(500));
    assert_eq!(shortened(&"报".repeat(3_000_000)), "报".repeat(500) + "…");
}

/// Another instance marks the same articles; undo reverts only what was done here.
#[test]
fn undo_keeps_changes_of_others() {
    let (a, b) = (entry("a", 1), entry("b", 2));
    let other = |entry: &Entry, action, time| Event {
        time,
        writer: "x-1".into(),
        line: 1,
        ..about(entry, action)
    };
    let bookmark = |since| Action::Bookmark {
        place: Some(AT),
        passage: None,
        since: Some(since),
        date: None,
        count: None,
    };
    let both = |heard: &[Event]| {
        let mut marks = Marks::default();
        marks.add_bookmark(&b, None, 8);
        marks.add_bookmark(&a, None, 10);
        marks.hear(heard);
        marks
    };
    // It was bookmarked there before, but the event arrived later.
    let mut marks = both(&[other(&a, bookmark(5), 5)]);
    assert!(marks.undo(usize::MAX, 20).is_some());
    assert_eq!(
        marks.bookmark(&a).map(|kept| (kept.since, kept.place)),
        Some((5, Some(AT)))
    );
    marks.redo(usize::MAX, 21);
    assert_eq!(marks.bookmark(&a).map(|kept| kept.place), Some(None));
    // It was bookmarked there afterwards: the step is void, and undo reverts the one before.
    let mut marks = both(&[
        other(&a, Action::Unbookmark, 11),
        other(&a, bookmark(12), 12),
    ]);
    let undone = marks.undo(usize::MAX, 20).unwrap();
    assert_eq!(
        undone.iter().map(|event| &*event.id).collect::<Vec<_>>(),
        ["b"]
    );
    assert_eq!(kept(&marks), ["a"]);
    assert_eq!(marks.undo(usize::MAX, 21), None);
    marks.redo(usize::MAX, 22);
    assert_eq!(kept(&marks), ["a", "b"]);
    // Events about another article do not matter.
    let mut marks = both(&[other(&entry("c", 3), bookmark(12), 12)]);
    marks.undo(usize::MAX, 20);
    assert_eq!(kept(&marks), ["c", "b"]);
}

proptest! {
    #[test]
    fn order_and_repetition_do_not_matter(events in events(), turn in 0..20_usize) {
        let mut straight = Marks::default();
        straight.apply_all(&events);
        let mut mixed = events.clone();
        mixed.reverse();
        mixed.rotate_left(turn.min(events.len()));
        mixed.extend(events);
        let mut other = Marks::default();
        other.apply_all(&mixed);
        prop_assert_eq!(seen(&straight), seen(&other));
    }

    /// However records are stored, the latest of all events about an article counts.
    #[test]
    fn the_latest_event_counts(events in events()) {
        let mut marks = Marks::default();
        marks.apply_all(&events);
        for (id, number) in (0..3).flat_map(|id| (0..3).map(move |number| (id, number))) {
            let entry = entry(&format!("{id}"), number);
            let text = entry.fingerprint;
            let is_about = |event: &&Event| {
                event.id == entry.id && text.fits(event.fingerprint)
                    || asked_under(text).any(|key| kept_under(event.fingerprint).any(|one| one == key))
            };
            let is_read = |event: &&Event| matches!(event.action, Action::Read | Action::Unread);
            let stamp = |event: &&Event| (event.time, event.writer.clone(), event.line);
            let latest = events.iter().filter(is_about).filter(is_read).max_by_key(stamp);
            let expected = latest.is_some_and(|event| event.action == Action::Read);
            prop_assert_eq!(marks.is_read(&entry), expected, "{} {}", id, number);
        }
    }

    #[test]
    fn undo_restores_every_state(events in events()) {
        let mut marks = Marks::default();
        let mut states = Vec::new();
        for (now, mut event) in events.into_iter().enumerate() {
            // A path keeps its text during one run; two paths share theirs.
            event.fingerprint = print(u64::from(&*event.id != "0"));
            if matches!(event.action, Action::Position { .. }) { continue; }
            states.push(answers(&marks));
            marks.step(vec![event], now as u64);
        }
        let last = answers(&marks);
        for (now, state) in states.iter().enumerate().rev() {
            marks.undo(usize::MAX, 100 - now as u64);
            prop_assert_eq!(&answers(&marks), state);
        }
        while marks.redo(usize::MAX, 200).is_some() {}
        prop_assert_eq!(answers(&marks), last);
    }
}

fn answers(marks: &Marks) -> Vec<(bool, bool, bool)> {
    let entries = (0..3).map(|n| entry(&n.to_string(), u64::from(n != 0)));
    entries
        .map(|entry| {
            let named = marks.named(&entry, 'a').is_some();
            (marks.is_read(&entry), marks.is_bookmarked(&entry), named)
        })
        .collect()
}
