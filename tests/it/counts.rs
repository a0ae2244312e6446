//! The counts of unread and bookmarked articles and the list of bookmarks agree with the list
//! and the marks after any commands.

use crate::desk::{Desk, bookmarked_elsewhere, elsewhere, folder, paragraphs, reader_of};
use kanbao::app::{Focus, ListSource, Message};
use kanbao::library::{Entry, Fingerprint, Name};
use kanbao::user::event::{Action, Event};
use kanbao::user::marks::Marks;
use proptest::prelude::*;
use std::collections::HashSet;

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\n---\n{text}\n")
}

/// Two files with the same article, and a file with another one.
fn twins() -> tempfile::TempDir {
    folder(&[
        ("a.md", article("同", "一样的正文。")),
        ("b.md", article("同", "一样的正文。")),
        ("c.md", article("丙", "丙文。")),
    ])
}

/// The bookmark of an article that is not in the library.
fn bookmark_of_a_missing_article() -> Event {
    let model = kanbao::library::sample::entries().remove(0);
    let gone = Entry {
        name: Name::new(model.root(), "gone.md", "走了"),
        fingerprint: Fingerprint::of_start(77),
        ..model
    };
    bookmarked_elsewhere(&gone, 5)
}

fn settle(desk: &mut Desk) {
    while desk.app.deadline().is_some_and(|due| due <= desk.now) {
        desk.send(Message::Tick);
    }
}

#[track_caller]
fn check(desk: &mut Desk, what: &str) {
    settle(desk);
    let app = &desk.app;
    let all = app.list.all.iter();
    let unread = all
        .filter(|item| !app.context.marks.is_read(&item.entry))
        .count();
    assert_eq!(app.library.unread, unread, "unread after {what}");
    assert_eq!(
        app.library.bookmarks,
        app.context.marks.bookmarks().count(),
        "{what}"
    );
    if app.list.source != ListSource::Bookmarks {
        return;
    }
    let shown: Vec<_> = app.list.shown().collect();
    let ids: HashSet<_> = shown.iter().map(|item| item.entry.id()).collect();
    assert_eq!(ids.len(), shown.len(), "each once after {what}");
    for item in &shown {
        let here = app
            .list
            .all
            .iter()
            .any(|known| known.entry.id() == item.entry.id());
        assert_eq!(here, !item.entry.gone, "{} after {what}", item.entry.id());
    }
    // The row of a removed bookmark stays until the list of bookmarks is opened again.
    assert!(
        shown.len() >= app.library.bookmarks,
        "all are shown after {what}"
    );
}

#[test]
fn counts_are_correct_after_single_marks() {
    let folder = twins();
    for keys in [
        "r",
        "r r",
        "r k r",
        "A u",
        "A u r",
        "Enter q",
        "Enter R q r",
        "r u C-r",
    ] {
        let mut desk = reader_of(&folder, (80, 24));
        desk.keys(keys);
        check(&mut desk, keys);
    }
}

#[test]
fn a_missing_article_is_not_counted_as_unread() {
    let folder = twins();
    let mut marks = Marks::default();
    marks.apply_all(&[bookmark_of_a_missing_article()]);
    let mut desk = Desk::open(vec![folder.path().to_owned()], marks, "en", (80, 24));
    desk.keys("B Enter");
    assert_eq!(desk.app.library.unread, 3);
    desk.keys("q r r r");
    check(&mut desk, "reading an article that is gone");
}

#[test]
fn a_bookmark_is_shown_once() {
    for (keys, rows) in [
        ("b Enter R b b q B", 1),
        ("b B", 1),
        ("b B R", 1),
        ("b B R b R", 0),
        ("Enter R b q B", 1),
        ("B b", 0),
        ("b j j b B", 2),
    ] {
        let folder = twins();
        let mut desk = reader_of(&folder, (80, 24));
        desk.keys(keys);
        check(&mut desk, keys);
        assert_eq!(desk.app.list.len(), rows, "{keys}");
        assert_eq!(desk.app.library.bookmarks, rows, "{keys}");
    }
}

/// Journals of the first version stored only the start of a text.
#[test]
fn an_old_bookmark_of_two_articles_with_one_start_has_a_row_for_each() {
    let start = "两篇文章的开头是一样的。".repeat(40);
    let folder = folder(&[
        ("a.md", article("同", &format!("{start}\n\n一个结尾。"))),
        ("b.md", article("同", &format!("{start}\n\n另一个结尾。"))),
    ]);
    let mut desk = reader_of(&folder, (80, 24));
    let mut old = desk.app.list.all[0].entry.clone();
    old.fingerprint = Fingerprint::of_start(old.fingerprint.start);
    let bookmark = bookmarked_elsewhere(&old, desk.now);
    desk.send(Message::Journal(vec![bookmark]));
    desk.keys("B");
    let stars = desk.app.list.all.iter();
    let stars = stars.filter(|item| desk.app.context.marks.is_bookmarked(&item.entry));
    assert_eq!(stars.count(), 2);
    assert_eq!(desk.app.list.len(), 2);
    assert_eq!(desk.app.library.bookmarks, 2);
    // A new event knows the whole text, and removes the bookmark of one article alone.
    desk.keys("b B B");
    assert_eq!(desk.app.list.len(), 1);
    assert_eq!(desk.app.library.bookmarks, 1);
}

/// The row stays, so that the same key sets the bookmark again.
#[test]
fn a_bookmark_removed_in_the_list_of_bookmarks_can_be_set_again() {
    let folder = twins();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("b j j b B b").shows("1 bookmark ").keys("b");
    assert_eq!(desk.app.library.bookmarks, 2);
    check(&mut desk, "b b");
}

#[test]
fn an_open_list_of_bookmarks_shows_remote_changes() {
    let mut desk = Desk::sample(80, 24);
    desk.keys("B");
    let entry = desk.app.list.all[0].entry.clone();
    let set = bookmarked_elsewhere(&entry, desk.now);
    desk.send(Message::Journal(vec![set, bookmark_of_a_missing_article()]));
    assert_eq!(desk.app.list.len(), 2);
    check(&mut desk, "bookmarks elsewhere");
    let back = elsewhere(&entry, desk.now + 1, Action::Unbookmark);
    desk.send(Message::Journal(vec![back]));
    assert_eq!(desk.app.list.len(), 1);
    let read = elsewhere(&entry, desk.now + 1, Action::Read);
    desk.send(Message::Journal(vec![read]));
    check(&mut desk, "reading elsewhere");
}

#[test]
fn no_bookmark_is_missing_while_the_scan_runs() {
    let folder = twins();
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("b j j b");
    desk.send(Message::Journal(vec![bookmark_of_a_missing_article()]));
    let scan = desk.asks("R");
    desk.keys("B Enter");
    assert!(desk.app.list.is_empty() && desk.app.focus == Focus::List);
    desk.shows("Reading the library");
    for effect in scan {
        desk.late(effect);
    }
    assert_eq!(desk.app.list.len(), 3);
    check(&mut desk, "a scan");
}

/// A kill between two frames loses nothing that was seen: a mass change, and undoing it, is
/// recorded before a part of it is shown.
#[test]
fn what_is_shown_of_a_mass_change_is_recorded() {
    let text = |number| {
        (
            format!("{number}.md"),
            article(&format!("题{number:05}"), "文。"),
        )
    };
    let files: Vec<(String, String)> = (0..5_000).map(text).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(n, t)| (&**n, t.clone())).collect();
    let folder = folder(&files);
    let mut desk = reader_of(&folder, (80, 24));
    let read = |desk: &Desk| {
        let marks = &desk.app.context.marks;
        let all = desk.app.list.all.iter();
        all.filter(|item| marks.is_read(&item.entry)).count()
    };
    for (key, from, to) in [("A", 0, 5_000), ("u", 5_000, 0)] {
        desk.recorded.clear();
        desk.keys(key);
        let mut slices = 0;
        while desk.app.deadline().is_some_and(|due| due <= desk.now) {
            assert!(read(&desk) == from || !desk.recorded.is_empty(), "{key}");
            desk.send(Message::Tick);
            slices += 1;
        }
        assert_eq!(read(&desk), to, "{key}");
        assert!(slices > 3, "{key}: {slices}");
    }
}

/// A command while an undo is still running in slices.
#[test]
fn a_mark_during_an_undo_applies_after_the_undo() {
    let text = |number| {
        (
            format!("{number}.md"),
            article(&format!("题{number:05}"), "文。"),
        )
    };
    let files: Vec<(String, String)> = (0..2_100).map(text).collect();
    let files: Vec<(&str, String)> = files.iter().map(|(n, t)| (&**n, t.clone())).collect();
    let folder = folder(&files);
    let run = |keys: &str| {
        let mut desk = reader_of(&folder, (80, 24));
        desk.keys("A");
        settle(&mut desk);
        desk.keys("u");
        assert!(
            desk.app.context.marks.left() > 0,
            "the undo is not finished"
        );
        desk.keys(keys);
        check(&mut desk, keys);
        desk
    };
    let mut desk = run("b");
    assert_eq!(desk.app.library.unread, 2_100);
    desk.keys("C-r").shows("Nothing to redo");
    assert_eq!(desk.app.library.unread, 2_100);
    assert_eq!(run("r r").app.library.unread, 2_098);
    assert_eq!(run("Enter").app.library.unread, 2_099);
    assert_eq!(run("C-r").app.library.unread, 0);
    assert_eq!(run("r u C-r").app.library.unread, 2_099);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]
    #[test]
    fn counts_are_correct_after_any_keys(
        keys in prop::collection::vec(
            prop::sample::select(vec![
                "j", "k", "r", "b", "B", "A", "u", "C-r", "R", "Enter", "q", "U", "s", "z", "w",
            ]),
            0..25,
        ),
        wide: bool,
    ) {
        let folder = folder(&[
            ("a.md", article("同", "一样的正文。")),
            ("b.md", article("同", "一样的正文。")),
            ("c.md", paragraphs("丙", 40)),
        ]);
        let mut marks = Marks::default();
        marks.apply_all(&[bookmark_of_a_missing_article()]);
        let roots = vec![folder.path().to_owned()];
        let size = if wide { (140, 40) } else { (80, 24) };
        let mut desk = Desk::open(roots, marks, "en", size);
        for (at, key) in keys.iter().enumerate() {
            desk.keys(key);
            if desk.app.list.unread_only {
                continue;
            }
            check(&mut desk, &keys[..=at].join(" "));
        }
    }
}
