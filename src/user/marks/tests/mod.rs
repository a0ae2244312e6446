//! Marks made here and on other machines.

use super::super::event::Subject;
mod convergence;
mod keeping;
mod links;
mod many;

use super::articles::kept_under;
use super::*;
use crate::library::Fingerprint;
use crate::user::event::{Action, Origin, Writer};
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
    let subject = Subject {
        id: id.into(),
        fingerprint: print(fingerprint),
        title: format!("title of {id}").into(),
        source: "source".into(),
        ..Subject::default()
    };
    Kept::of(subject).entry()
}

fn writer(machine: u64) -> Writer {
    Writer { machine, run: 0 }
}

/// An event of another machine.
fn other(entry: &Entry, action: Action, time: u64) -> Event {
    let stamp = Stamp {
        time,
        count: 0,
        writer: writer(9),
    };
    let subject = Subject::new(entry, None);
    Event::one(subject, action, (stamp, time), Origin::Step(None))
}

fn bookmark(entry: &Entry, place: Option<Position>, since: u64) -> Action {
    super::edits::bookmark(entry, Subject::new(entry, None), place, since)
}

/// Undoes or redoes all of a step.
fn revert(marks: &mut Marks, stack: Stack, now: u64) -> Option<Reverted> {
    marks.begin_undo(stack, now).then_some(())?;
    let reverted = marks.go_on(usize::MAX);
    marks.apply_more(usize::MAX);
    reverted
}

fn undo(marks: &mut Marks, now: u64) -> Option<usize> {
    revert(marks, Stack::Undo, now).map(|reverted| reverted.count)
}

fn redo(marks: &mut Marks, now: u64) -> Option<usize> {
    revert(marks, Stack::Redo, now).map(|reverted| reverted.count)
}

fn kept(marks: &Marks) -> Vec<&str> {
    marks.bookmarks().map(|kept| &*kept.subject.id).collect()
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
    assert_eq!(marks.note_read(&a, 15), []);
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
    assert_eq!(undo(&mut marks, 1), None);
    marks.add_bookmark(&a, Some(AT), 10);
    marks.set_read(&b, true, 11);
    marks.change_all(&[a.clone(), b.clone()], Change::Read, 12);
    assert_eq!(undo(&mut marks, 20), Some(1));
    assert!(!marks.is_read(&a) && marks.is_read(&b));
    redo(&mut marks, 21);
    assert!(marks.is_read(&a));
    marks.remove_bookmark(&a, 22);
    marks.note_read(&a, 23);
    undo(&mut marks, 24);
    let back = marks.bookmark(&a).unwrap();
    assert_eq!((back.since, back.place), (10, Some(AT)), "as it was");
    undo(&mut marks, 25);
    undo(&mut marks, 26);
    undo(&mut marks, 27);
    assert!(!marks.is_read(&b) && !marks.is_bookmarked(&a));
    assert_eq!(undo(&mut marks, 28), None);
    for time in 30..33 {
        assert_eq!(redo(&mut marks, time), Some(1));
    }
    marks.set_read(&a, false, 40);
    assert_eq!(redo(&mut marks, 41), None, "a new step ends redo");
}

#[test]
fn new_marks_win_over_events_of_a_wrong_clock() {
    let a = entry("a", 1);
    let mut marks = Marks::default();
    marks.set_read(&a, true, 1_000_000);
    let events = marks.set_read(&a, false, 5);
    assert!(!marks.is_read(&a));
    let stamp = events[0].stamp;
    assert_eq!((stamp.time, stamp.count, events[0].at), (1_000_000, 1, 5));
    // What was marked before the journal was read wins, too.
    let mut early = Marks::new(writer(1), Libraries::default());
    let mut events = early.set_read(&a, true, 5);
    events.extend(early.add_bookmark(&a, None, 6));
    let again = early.adopt(marks, events);
    assert!(early.is_read(&a) && early.is_bookmarked(&a));
    assert_eq!(again.len(), 1, "the bookmark needs no new stamp");
    assert_eq!(undo(&mut early, 7), Some(1));
    assert_eq!(undo(&mut early, 8), Some(1));
    assert!(!early.is_read(&a) && !early.is_bookmarked(&a));
}

#[test]
fn a_bookmark_is_imported_once() {
    let mut marks = Marks::default();
    marks.add_bookmark(&entry("a", 1), None, 10);
    let other = || {
        let kept = marks.bookmarks().cloned();
        let changes = kept.map(|kept| {
            (
                Subject::clone(&kept.subject),
                Action::Bookmark(Box::new(kept)),
                50,
            )
        });
        changes.collect()
    };
    let mut second = Marks::default();
    assert_eq!(second.import(other(), 99).len(), 1);
    assert_eq!(second.import(other(), 100).len(), 0);
    assert_eq!(second.bookmarks().next().map(|kept| kept.since), Some(10));
    undo(&mut second, 101);
    assert_eq!(kept(&second), [""; 0]);
}

fn action() -> impl Strategy<Value = Action> {
    prop_oneof![
        Just(Action::Read),
        Just(Action::Unread),
        Just(Action::Unbookmark),
        (0..3_u64).prop_map(|since| bookmark(&entry("x", 0), None, since)),
        (0..3_u32).prop_map(|text| Action::Position {
            place: Position { text, byte: 0 },
            fraction: 0.0,
        }),
        Just(Action::Mark {
            letter: 'a',
            place: AT
        }),
        Just(Action::Unmark { letter: 'a' }),
        "[ab]".prop_map(|tag| Action::Tag(tag.into())),
        "[ab]".prop_map(|tag| Action::Untag(tag.into())),
        "[ab]?".prop_map(|note| Action::Note(note.into())),
        "[AB]".prop_map(|key| Action::Later(key.into())),
        Just(Action::NotLater),
    ]
}

fn events() -> impl Strategy<Value = Vec<Event>> {
    // One writer never writes two stamps twice.
    let one = (0..4_u64, 0..3_u64, 0..3_u64, 0..2_u64, action());
    prop::collection::vec(one, 0..20).prop_map(|many| {
        let many = many.into_iter().enumerate();
        many.map(|(number, (time, id, print, machine, action))| {
            let entry = entry(&id.to_string(), print);
            let stamp = Stamp {
                time,
                count: number as u32,
                writer: writer(machine),
            };
            let action = match action {
                Action::Bookmark(kept) => bookmark(&entry, None, kept.since),
                action => action,
            };
            let subject = Subject::new(&entry, None);
            Event::one(subject, action, (stamp, time), Origin::Step(None))
        })
        .collect()
    })
}

fn seen(marks: &Marks) -> impl PartialEq + std::fmt::Debug + use<> {
    let mut seen = Vec::new();
    for id in 0..3 {
        for print in 0..3 {
            let entry = entry(&id.to_string(), print);
            seen.push((
                marks.is_read(&entry),
                marks.bookmark(&entry).cloned(),
                marks.place(&entry),
                marks.named(&entry, 'a'),
                (
                    marks.tags(&entry).join(" "),
                    marks.note(&entry).map(str::to_owned),
                ),
                marks.is_later(&entry),
            ));
        }
    }
    (seen, marks.bookmarks().cloned().collect::<Vec<_>>())
}

#[test]
fn a_long_passage_is_shortened() {
    use crate::user::event::shortened;
    assert_eq!(shortened(&"报".repeat(500)), "报".repeat(500));
    assert_eq!(shortened(&"报".repeat(3_000_000)), "报".repeat(500) + "…");
}

/// Undo reverts a step only where nobody changed the same field since.
#[test]
fn undo_keeps_changes_of_others() {
    let (a, b) = (entry("a", 1), entry("b", 2));
    let both = |heard: &[Event]| {
        let mut marks = Marks::new(writer(1), Libraries::default());
        marks.add_bookmark(&b, None, 8);
        marks.add_bookmark(&a, None, 10);
        marks.apply_all(heard);
        marks
    };
    // It was bookmarked there afterwards: the step is void.
    let mut marks = both(&[
        other(&a, Action::Unbookmark, 11),
        other(&a, bookmark(&a, Some(AT), 12), 12),
    ]);
    let reverted = revert(&mut marks, Stack::Undo, 20).unwrap();
    assert_eq!((reverted.count, reverted.superseded), (0, 1));
    assert_eq!(kept(&marks), ["a", "b"]);
    assert_eq!(undo(&mut marks, 21), Some(1));
    assert_eq!(kept(&marks), ["a"]);
    assert_eq!(undo(&mut marks, 22), None);
    redo(&mut marks, 23);
    assert_eq!(kept(&marks), ["a", "b"]);
    // Other fields and articles do not matter.
    let c = entry("c", 3);
    let mut marks = both(&[
        other(&c, bookmark(&c, None, 12), 12),
        other(&a, Action::Tag("x".into()), 13),
    ]);
    undo(&mut marks, 20);
    assert_eq!(kept(&marks), ["c", "b"]);
    assert_eq!(marks.tags(&a), ["x"]);
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
                let target = event.subject().unwrap().target();
                let who = marks.identity(&entry);
                event.id() == entry.id() && text.fits(target.fingerprint)
                    || who.asked_under().any(|key| kept_under(&target).any(|one| one == key))
            };
            let is_read = |event: &&Event| matches!(event.action, Action::Read | Action::Unread);
            let latest = events.iter().filter(is_about).filter(is_read).max_by_key(|event| event.stamp);
            let expected = latest.is_some_and(|event| event.action == Action::Read);
            prop_assert_eq!(marks.is_read(&entry), expected, "{} {}", id, number);
        }
    }

    #[test]
    fn undo_restores_every_state(events in events()) {
        let mut marks = Marks::default();
        let mut states = Vec::new();
        for (now, event) in events.into_iter().enumerate() {
            if event.action.unset().is_none() { continue; }
            states.push(answers(&marks));
            let mut subject = Subject::clone(event.subject().unwrap());
            // A path keeps its text during one run; two paths share theirs.
            subject.fingerprint = print(u64::from(&*subject.id != "0"));
            let action = match event.action {
                Action::Bookmark(kept) => Action::Bookmark(Box::new(Kept {
                    subject: Arc::new(subject.clone()),
                    ..*kept
                })),
                action => action,
            };
            marks.step_of(vec![(subject, action)], now as u64);
        }
        let last = answers(&marks);
        for (now, state) in states.iter().enumerate().rev() {
            undo(&mut marks, 100 - now as u64);
            prop_assert_eq!(&answers(&marks), state);
        }
        while redo(&mut marks, 200).is_some() {}
        prop_assert_eq!(answers(&marks), last);
    }
}

fn answers(marks: &Marks) -> impl PartialEq + std::fmt::Debug + use<> {
    let entries = (0..3).map(|n| entry(&n.to_string(), u64::from(n != 0)));
    entries
        .map(|entry| {
            (
                marks.is_read(&entry),
                marks.bookmark(&entry).map(|kept| kept.since),
                marks.named(&entry, 'a').is_some(),
                marks.tags(&entry).join(" "),
                marks.note(&entry).map(str::to_owned),
                marks.order(&entry),
            )
        })
        .collect::<Vec<_>>()
}
