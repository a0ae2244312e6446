//! Long articles arrive in two parts. Keys pressed while an article is loading take effect when
//! the text arrives, and the first part is never treated as the whole.

use crate::desk::{Desk, folder, paragraphs, reader_of};
use kanbao::app::{MarkRead, Message};

const PARAGRAPHS: usize = 4_500;

/// A desk with a long article, and the messages of its first part and of the whole.
fn long() -> (tempfile::TempDir, Desk, Message, Message) {
    let folder = folder(&[("a.md", paragraphs("长", PARAGRAPHS))]);
    let mut desk = reader_of(&folder, (80, 24));
    desk.app.context.settings.mark_read = MarkRead::End;
    let mut messages = desk.opening().into_iter();
    let (head, whole) = (messages.next().unwrap(), messages.next().unwrap());
    (folder, desk, head, whole)
}

#[test]
fn scrolling_past_the_first_part_continues_when_the_rest_arrives() {
    #[track_caller]
    fn check(before: &str, after: &str, top: usize) {
        let (_folder, mut desk, head, whole) = long();
        desk.keys(before);
        desk.send(head);
        desk.keys(after);
        desk.send(whole);
        assert_eq!(desk.reader().top, top, "{before:?}, then {after:?}");
        let entry = &desk.reader().item.entry;
        let end = top == desk.reader().last_top();
        assert_eq!(
            desk.app.context.marks.is_read(entry),
            end,
            "read to the end?"
        );
    }
    let (_folder, mut desk, _, whole) = long();
    desk.send(whole);
    let last = desk.reader().last_top();
    check("3 0 0 0 j", "", 3_000);
    check("", "3 0 0 0 j", 3_000);
    check("2 0 0 0 j", "1 0 0 0 j", 3_000);
    check("", "3 0 0 0 j 1 0 0 k", 2_900);
    check("", "3 0 0 0 j g g", 0);
    check("", "4 0 0 0 G", 3_999);
    check("G", "", last);
    check("", "G", last);
    check("", "j", 1);
}

#[test]
fn copying_waits_for_the_whole_article() {
    let (_folder, mut desk, head, whole) = long();
    desk.keys("Y").shows("still loading");
    desk.send(head);
    desk.keys("Y").shows("still loading");
    assert!(desk.copied.is_empty());
    desk.send(whole);
    assert_eq!(desk.copied.len(), 1, "once");
    let last = format!("第{}段，春天的书店里有很多书，读者很多。", PARAGRAPHS - 1);
    assert!(desk.copied[0].ends_with(&last));
    desk.keys("Y");
    assert_eq!(desk.copied[0], desk.copied[1]);
    // A selection made meanwhile does not change what is copied.
    let (_folder, mut desk, head, whole) = long();
    desk.send(head);
    desk.keys("Y v j");
    desk.send(whole);
    assert!(desk.copied[0].ends_with(&last));
    assert!(desk.reader().selection.is_some());
}

/// The fraction that was read is unknown: it is neither shown nor saved.
#[test]
fn the_first_part_has_no_percentage() {
    let (_folder, mut desk, head, whole) = long();
    desk.send(head);
    desk.keys("G").lacks("%").keys("q");
    let place = desk
        .app
        .context
        .marks
        .place(&desk.app.list.all[0].entry)
        .unwrap();
    assert!(place.place.text > 0 && place.fraction == 0.0, "{place:?}");
    desk.keys("Enter");
    desk.send(whole);
    desk.shows("%");
}

#[test]
fn a_search_continues_when_the_text_arrives() {
    #[track_caller]
    fn check(before: &str, after: &str, expected: &str) {
        let (_folder, mut desk, head, whole) = long();
        desk.keys(before);
        desk.send(head);
        desk.lacks("not found").keys(after).lacks("not found");
        desk.send(whole);
        desk.shows(expected);
    }
    check("/ 第4400段 Enter", "", "第4400段");
    check("", "/ 第4400段 Enter", "第4400段");
    check("/ 第4400段 Enter", "n", "第4400段");
    check("", "/ 第4400段", "match 1 of 1");
    check("", "/ 无此词 Enter", "“无此词” not found");
    check("/ 第10段 Enter", "", "第10段");
    // A user who has scrolled on is not moved to a hit.
    check("", "/ 第4400段 Enter g g", "第0段");
    // Hits of the first part are found at once; those of the rest are counted later.
    check("", "/ 段 Enter n", "match 2 of 4,500");
}

#[test]
fn next_starts_at_the_screen_when_no_hit_is_current() {
    for (key, hit, number) in [
        ("n", "第999段", "match 1 of 4"),
        ("N", "第3999段", "match 4 of 4"),
    ] {
        let (_folder, mut desk, head, whole) = long();
        desk.send(head);
        desk.keys("/ 999段 Enter j");
        desk.send(whole);
        desk.lacks(hit).keys(key).shows(hit).shows(number);
    }
}

#[test]
fn an_open_outline_gets_the_headings_of_the_rest() {
    let mut text = "---\ntitle: 长\n---\n".to_owned();
    for number in 0..2_500 {
        text.push_str(&format!(
            "## 节{number}\n\n{}\n\n",
            "春天的书店。".repeat(9)
        ));
    }
    let folder = folder(&[("a.md", text)]);
    let mut desk = reader_of(&folder, (80, 24));
    let mut messages = desk.opening().into_iter();
    desk.send(messages.next().unwrap());
    desk.keys("T j j").shows("3 of ");
    desk.send(messages.next().unwrap());
    desk.shows("3 of 2,500").keys("G Enter").shows("节2499");
}
