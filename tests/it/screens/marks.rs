//! Key scripts for bookmarks, read marks and undo.

use super::{desk, three};
use crate::desk::{Desk, bookmarked_elsewhere};
use kanbao::app::Message;
use kanbao::user::ViewState;
use kanbao::user::event::{Event, Writer};
use kanbao::user::marks::{History, Marks, Step};
use std::fs;

#[test]
fn bookmarks_are_set_listed_and_removed() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j b")
        .shows("已加书签")
        .keys("B")
        .shows("夏天的车站")
        .lacks("春天的书店")
        .shows("书签 1");
    desk.keys("u Down")
        .lacks("夏天的车站")
        .keys("C-r Down")
        .shows("夏天的车站")
        .keys("B")
        .shows("春天的书店");
    assert_eq!(desk.recorded.len(), 3);
}

/// The journal is read beside the scan. What the user marks before it has arrived is done then, and
/// can be undone.
#[test]
fn marks_may_arrive_after_the_first_frame() {
    let folder = three();
    let mut first = desk(&folder, (80, 24));
    first.keys("j b");
    let mut marks = Marks::default();
    marks.apply_all(&first.recorded);
    let roots = vec![folder.path().to_owned()];
    let mut later = Desk::reopen(roots, None, "zh-Hans", (80, 24), ViewState::default());
    later.keys("b").shows("正在读取标记").lacks("书签 1");
    later.send(Message::Marks(Box::new(marks)));
    later
        .shows("书签 2")
        .keys("B")
        .shows("春天的书店")
        .shows("夏天的车站")
        .keys("B u")
        .shows("书签 1")
        .keys("B")
        .shows("夏天的车站")
        .lacks("春天的书店");
}

/// Keys pressed before the journal is read, what they lead to for an article that has a bookmark and
/// a note, and to what one undo leads back.
#[test]
fn early_keys_do_not_overwrite_marks() {
    let folder = three();
    let mut first = desk(&folder, (80, 24));
    first.keys("Enter Space a 旧 Enter");
    let roots = vec![folder.path().to_owned()];
    let state = |desk: &Desk| {
        let marks = &desk.app.context.marks;
        let entry = &desk.app.list.all[0].entry;
        let kept = marks
            .bookmark(entry)
            .map(|kept| kept.since == first.now - 10);
        (kept, marks.note(entry).unwrap_or_default().to_owned())
    };
    let old = || (Some(true), "旧".to_owned());
    assert_eq!(state(&first), old());
    for (keys, done) in [
        ("a 新 Enter", (Some(true), "旧新".to_owned())),
        ("b", (None, "旧".to_owned())),
        ("j k b", (None, "旧".to_owned())),
        ("a Q Escape", old()),
    ] {
        let mut marks = Marks::default();
        marks.apply_all(&first.recorded);
        let mut later = Desk::reopen(
            roots.clone(),
            None,
            "zh-Hans",
            (80, 24),
            ViewState::default(),
        );
        later.now += 60_000;
        later.keys(keys);
        later.send(Message::Marks(Box::new(marks)));
        assert_eq!(state(&later), done, "{keys}");
        if done != old() {
            later.keys("u");
            assert_eq!(state(&later), old(), "{keys} u");
        }
        assert!(!later.quit);
    }
}

/// What is done while undo waits for the steps of earlier runs comes after it. The second and the
/// third of three articles have bookmarks; keys, and the articles that have one then.
#[test]
fn what_follows_undo_waits_for_it() {
    let folder = three();
    for (keys, bookmarked) in [
        ("b", "01"),
        ("j b", ""),
        ("j j b", "12"),
        ("u C-r b", "01"),
        ("u b u", ""),
        ("b C-r", "01"),
        ("b u C-r C-r", "01"),
        (": bookmark Enter", "01"),
        ("b Escape", "12"),
        ("Escape b", "012"),
    ] {
        let mut desk = desk(&folder, (80, 24));
        let entries: Vec<_> = desk
            .app
            .list
            .all
            .iter()
            .map(|item| item.entry.clone())
            .collect();
        let there = |number: usize| {
            let mut event = bookmarked_elsewhere(&entries[number], desk.now - 60_000);
            event.stamp.count = number as u32;
            event.stamp.writer = Writer { machine: 0, run: 7 };
            event
        };
        let events: Vec<Event> = vec![there(1), there(2)];
        desk.send(Message::Journal(events.clone()));
        let wanted = desk.asks("u");
        assert_eq!(wanted.len(), 1);
        desk.keys(keys);
        let steps = events.into_iter().map(|event| {
            let stamp = event.stamp;
            let events = vec![event];
            (stamp, Step { stamp, events })
        });
        let steps: std::collections::BTreeMap<_, _> = steps.collect();
        desk.send(Message::History(History {
            stacks: steps.keys().map(|stamp| (*stamp, None)).collect(),
            steps,
            made: Some(0),
            ..History::default()
        }));
        let marks = &desk.app.context.marks;
        let is_marked = |number: &usize| marks.is_bookmarked(&entries[*number]);
        let marked: String = (0..3).filter(is_marked).map(|at| at.to_string()).collect();
        assert_eq!(marked, bookmarked, "u {keys}");
    }
}

#[test]
fn a_bookmark_remains_when_its_article_is_gone() {
    let folder = three();
    let mut first = desk(&folder, (80, 24));
    first.keys("j b");
    let events = std::mem::take(&mut first.recorded);
    fs::remove_file(folder.path().join("b.md")).unwrap();
    let mut marks = Marks::default();
    marks.apply_all(&events);
    let mut later = Desk::open(vec![folder.path().to_owned()], marks, "zh-Hans", (80, 24));
    later
        .lacks("夏天的车站")
        .keys("B")
        .shows("夏天的车站")
        .keys("Enter")
        .shows("这篇文章不在打开的文库里");
    fs::remove_file(folder.path().join("c.md")).unwrap();
    later.keys("q B G Enter").shows("无法读取这篇文章");
}

#[test]
fn the_bookmark_of_a_missing_article_shows_its_recorded_fields() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("b");
    fs::remove_file(folder.path().join("a.md")).unwrap();
    desk.keys("R").shows("全部 2").keys("B").shows("今天");
    let row = desk
        .rows()
        .into_iter()
        .find(|row| row.contains("春天的书店"));
    let row = row.expect("the title");
    for part in ["不在此文库", "11月24日"] {
        assert!(row.contains(part), "no {part} in {row}");
    }
    desk.keys("Enter")
        .shows("2026年11月24日 07:00")
        .shows("4 分钟")
        .shows("文件可能已删除或移动");
}

/// Does everything that is done in slices.
fn work(desk: &mut Desk) {
    while desk.app.deadline().is_some_and(|due| due <= desk.now) {
        desk.send(Message::Tick);
    }
}

/// Thousands of marks are set in slices; all of them are recorded when the user quits.
#[test]
fn keys_work_while_many_articles_are_marked() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..2_100 {
        // Two files each are the same article.
        let text = format!("文{}。", number / 2);
        fs::write(folder.path().join(format!("{number}.md")), text).unwrap();
    }
    let mut desk = desk(&folder, (80, 24));
    desk.keys("A").lacks("撤销");
    assert!(
        desk.app.deadline() < Some(desk.now),
        "the work is not finished"
    );
    work(&mut desk);
    desk.shows("标为已读").shows("未读 0").keys("u");
    work(&mut desk);
    desk.shows("已撤销").shows("未读 2,100");
    assert_eq!(desk.recorded.len(), 2, "a step is one line");
    desk.keys("C-r u");
    work(&mut desk);
    let before = desk.recorded.len();
    desk.keys("A Q");
    assert!(desk.recorded.len() > before && desk.quit);
}

#[test]
fn undo_reports_what_it_did() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("b u")
        .shows("已撤销，去掉书签：春天的书店")
        .keys("C-r")
        .shows("已重做，已加书签：春天的书店")
        .keys("A u")
        .shows("已撤销，未读：3 篇文章")
        .shows("未读 3")
        .keys("u u")
        .shows("没有可撤销的");
}
