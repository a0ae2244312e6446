//! What the user keeps: steps over copies of one article, the queue, imports.

use super::*;
use crate::user::marks::Edit;
use std::path::PathBuf;

#[test]
fn a_step_over_two_copies_of_an_article_is_undone() {
    let copies = [entry("a.md", 1), entry("copy.md", 1)];
    let [one, other] = copies.each_ref().map(|entry| (entry, Spot::default()));
    for edits in [
        vec![Edit::Tag("经济".to_owned())],
        vec![
            Edit::Collect("读".to_owned()),
            Edit::Collect("读/".to_owned()),
        ],
        vec![Edit::Later],
    ] {
        let mut marks = Marks::default();
        marks.edit(&[one.clone(), other.clone()], &edits, 1);
        undo(&mut marks, 2);
        for entry in &copies {
            assert!(
                !marks.is_bookmarked(entry) && !marks.is_later(entry),
                "{edits:?}"
            );
            assert!(marks.tags(entry).is_empty() && marks.collections(entry).is_empty());
        }
        redo(&mut marks, 3);
        assert!(marks.is_bookmarked(&copies[1]) || marks.is_later(&copies[1]));
    }
}

/// The articles of the queue in order.
fn queue(marks: &Marks) -> String {
    let queue = marks.queue();
    queue.iter().map(|queued| &*queued.subject.id).collect()
}

#[test]
fn articles_with_equal_keys_in_the_queue_can_be_moved() {
    let keyed = [("a", "V"), ("b", "W"), ("c", "W"), ("d", "W"), ("e", "X")];
    let queued = || {
        let mut marks = Marks::default();
        for (id, key) in keyed {
            let subject = Subject::new(&entry(id, 0), None);
            marks.step_of(vec![(subject, Action::Later(key.into()))], 1);
        }
        marks
    };
    let order = queue(&queued());
    for from in 0..order.len() {
        for to in 0..order.len() {
            let mut marks = queued();
            let mut expected: Vec<char> = order.chars().collect();
            let moved = expected.remove(from);
            let entries: Vec<Entry> = expected
                .iter()
                .map(|id| entry(&id.to_string(), 0))
                .collect();
            let after = to.checked_sub(1).and_then(|at| entries.get(at));
            marks.move_in_queue(&entry(&moved.to_string(), 0), after, entries.get(to), 2);
            expected.insert(to, moved);
            assert_eq!(
                queue(&marks),
                String::from_iter(&expected),
                "{from} to {to}"
            );
            undo(&mut marks, 3);
            assert_eq!(queue(&marks), order);
        }
    }
}

#[test]
fn an_import_shows_in_the_queue_what_was_hidden_before_it_left() {
    let article = entry("a.md", 1);
    let mut marks = Marks::default();
    let spot = [(&article, Spot::default())];
    marks.edit(&spot, &[Edit::Later, Edit::Snooze(9_000)], 1);
    let import = |marks: &mut Marks, action| {
        let later = Action::Later("V".into());
        let changes = [later, action].map(|action| (marks.subject(&article), action, 2));
        marks.import(changes.to_vec(), 2);
        marks
            .queue()
            .first()
            .and_then(|queued| queued.snoozed_until)
    };
    assert_eq!(
        import(&mut marks, Action::Unsnooze),
        Some(9_000),
        "it is in the queue"
    );
    marks.edit(&spot, &[Edit::NotLater], 3);
    assert_eq!(import(&mut marks, Action::Unsnooze), None);
    marks.edit(&spot, &[Edit::NotLater], 4);
    assert_eq!(import(&mut marks, Action::Snooze(7)), Some(7));
}

/// Each machine may have named the library before it knew of the others.
#[test]
fn bookmarks_under_all_names_of_a_library_survive_edits() {
    let names: Vec<crate::user::event::LibraryId> =
        (0..10).map(|number| number.to_string().into()).collect();
    let mut libraries = Libraries::default();
    libraries.add(PathBuf::from("/news"), names.clone());
    let mut marks = Marks::new(writer(1), libraries);
    for (at, name) in names.iter().enumerate() {
        let mut old = entry(&format!("{at}.md"), 1 + at as u64);
        let subject = Subject::new(&old, Some(Arc::clone(name)));
        let action = super::edits::bookmark(&old, subject.clone(), Spot::default(), 1);
        marks.step_of(vec![(subject, action)], 1);
        old.name = old.name.with_root("/news".into());
        old.fingerprint = Fingerprint::default();
        assert!(marks.is_bookmarked(&old), "{at}");
    }
}

/// Older steps are there once, also when they were asked for again before the answer came.
#[test]
fn steps_that_arrive_twice_are_undone_once() {
    let (a, b) = (entry("a", 1), entry("b", 2));
    let mut marks = Marks::default();
    let old = vec![other(&a, Action::Read, 1)];
    marks.apply_all(&old);
    marks.set_read(&b, true, 5);
    let stamp = old[0].stamp;
    let history = History {
        stacks: [(stamp, None)].into_iter().collect(),
        steps: Step::of(old)
            .map(|step| (stamp, step))
            .into_iter()
            .collect(),
        ..History::default()
    };
    marks.add_history(history.clone());
    marks.add_history(history);
    let undone = [6, 7, 8].map(|now| undo(&mut marks, now));
    assert_eq!(undone, [Some(1), Some(1), None]);
}
