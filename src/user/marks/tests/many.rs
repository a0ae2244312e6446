//! Changes of many articles, and several libraries.

use super::*;

#[test]
fn a_change_of_many_is_one_step_in_few_lines() {
    let entries: Vec<Entry> = (0..60_000)
        .map(|number: u64| {
            let mut entry = entry(&format!("{number}.md"), 0);
            let text = format!("{number} ").repeat(60);
            entry.fingerprint = Fingerprint::new("题", &text, "");
            entry
        })
        .collect();
    let mut marks = Marks::new(writer(1), Libraries::default());
    let mut bulk = marks.begin_bulk(Change::Read, 5);
    marks.change_more(&mut bulk, &entries[..100]);
    marks.change_more(&mut bulk, &entries[100..]);
    let events = marks.finish_bulk(bulk);
    let parts: Vec<_> = events.iter().map(|event| event.part).collect();
    assert_eq!(parts, [Some((1, 3)), Some((2, 3)), Some((3, 3))]);
    // Nothing is shown before the events are recorded.
    assert!(!marks.is_read(&entries[0]));
    assert!(!marks.apply_more(30_000));
    assert!(marks.is_read(&entries[0]) && !marks.is_read(&entries[59_999]));
    assert!(marks.apply_more(30_000));
    assert!(entries.iter().all(|entry| marks.is_read(entry)));
    // It counts when all parts are there.
    let mut later = Marks::default();
    later.apply_all(&events[1..]);
    assert!(!later.is_read(&entries[59_999]));
    later.apply_all(&events[..1]);
    assert!(entries.iter().all(|entry| later.is_read(entry)));
    // It is undone in slices, except where it was changed since.
    later.set_read(&entries[3], false, 6);
    marks.apply_all(&[other(&entries[7], Action::Unread, 7)]);
    assert!(marks.begin_undo(Stack::Undo, 8));
    let mut slices = 0;
    let reverted = loop {
        assert!(marks.left() > 0);
        slices += 1;
        if let Some(reverted) = marks.go_on(20_000) {
            break reverted;
        }
    };
    assert_eq!((slices, reverted.events.len()), (3, 3));
    assert_eq!((reverted.count, reverted.superseded), (59_999, 1));
    assert!(marks.is_read(&entries[0]) && marks.left() > 0);
    assert!(marks.apply_more(usize::MAX));
    assert!(entries.iter().all(|entry| !marks.is_read(entry)));
    let written: usize = events
        .iter()
        .map(|event| {
            let mut line = Vec::new();
            event.write(&mut line);
            line.len()
        })
        .sum();
    assert!(written <= 40 * entries.len(), "{written} bytes");
}

/// An article of a library with its own name, at a path that others have, too.
#[test]
fn libraries_do_not_share_paths() {
    let article = |root: &str, print: u64| {
        let mut entry = entry("README.md", print);
        entry.name = entry.name.with_root(root.into());
        entry
    };
    let mut libraries = Libraries::default();
    libraries.add("/a".into(), vec!["1".into()]);
    libraries.add("/b".into(), vec!["2".into(), "3".into()]);
    for print in [0, 5] {
        let (a, b) = (article("/a", print), article("/b", 0));
        let mut marks = Marks::new(writer(1), libraries.clone());
        marks.add_bookmark(&a, None, 1);
        let mut x = article("/a", 7);
        x.name = x.name.with_id("x.md");
        marks.change_all(&[a.clone(), x], Change::Read, 2);
        assert!(marks.is_read(&a) && marks.is_bookmarked(&a));
        assert!(!marks.is_read(&b) && !marks.is_bookmarked(&b));
        // The bookmark of an article that is gone is removed under its own library.
        let gone = marks.bookmarks().next().unwrap().entry();
        assert!(marks.is_bookmarked(&gone));
        marks.remove_bookmark(&gone, 3);
        assert!(!marks.is_bookmarked(&a));
        assert_eq!(kept(&marks), [""; 0]);
    }
    // Under a second name of the library.
    let mut elsewhere = Libraries::default();
    elsewhere.add("/b".into(), vec!["3".into()]);
    let mut marks = Marks::new(writer(2), elsewhere);
    let events = marks.set_read(&article("/b", 0), true, 1);
    let mut here = Marks::new(writer(1), libraries);
    here.apply_all(&events);
    assert!(here.is_read(&article("/b", 0)) && !here.is_read(&article("/a", 0)));
    // Lines of the first versions count in every library where the text does not contradict.
    let old = other(&article("", 5), Action::Read, 1);
    here.apply_all(&[old]);
    assert!(here.is_read(&article("/a", 5)) && !here.is_read(&article("/a", 6)));
}
