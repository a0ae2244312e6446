//! Key scripts for named marks across articles, and the history.

use super::{desk, library, three};
use crate::desk::{bookmarked_elsewhere, paragraphs};
use kanbao::app::Message;
use kanbao::user::event::{About, Action, Subject};
use kanbao::user::marks::Step;
use std::sync::Arc;

#[test]
fn capital_marks_lead_to_other_articles() {
    let folder = library(&[
        ("a.md", &paragraphs("春天", 90).replace("04-19", "04-20")),
        ("b.md", &paragraphs("夏天", 90)),
    ]);
    let mut desk = desk(&folder, (80, 24));
    desk.keys("M").shows("还没有标记");
    desk.keys("Enter Space m a Space m A J ' a")
        .shows("没有标记 a");
    desk.keys("' A").shows("第40段").shows("春天");
    desk.keys("M").shows("第1").shows("A  春天").keys("Enter");
    desk.shows("第20段").lacks("第45段");
    desk.keys("q j ' A").shows("第40段").keys("' '");
}

#[test]
fn the_history_says_what_was_read_on_a_day() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("D").shows("没有打开过");
    desk.keys("j Enter q");
    desk.now += 86_400_000;
    desk.keys("k Enter q D")
        .shows("今天")
        .shows("昨天")
        .shows("夏天的车站");
    desk.keys("j Enter").shows("第二篇的正文").keys("q");
    desk.keys(": history Space 2026-11-24 Enter");
    desk.shows("夏天的车站").lacks("春天的书店");
    desk.keys("q : history Space x Enter").shows("不是日期");
}

#[test]
fn any_change_of_the_list_is_undone() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": undo Enter").shows("没有可撤销的");
    desk.keys("b : tag Space 经济 Enter j p : undo Enter");
    desk.shows("可撤销的改动")
        .shows("今天")
        .shows("加上标签 #经济")
        .shows("夏天的车站");
    desk.keys("j Enter")
        .shows("已撤销，去掉标签")
        .keys("k Enter");
    desk.lacks("#经济").keys("C").lacks("#经济").shows("稍后读");
}

/// More openings than a screen or a thousand have are listed.
#[test]
fn the_history_is_complete() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let entry = desk.app.list.all[0].entry.clone();
    let mut opened = bookmarked_elsewhere(&entry, desk.now);
    let events = (0..2_500).map(|number| {
        opened.stamp.time += 1;
        let at = desk.now - number * 60_000;
        opened.action = Action::Open(at);
        opened.about = About::One(Arc::new(Subject {
            id: format!("{number}.md").into(),
            title: format!("第{number}篇").into(),
            ..Subject::default()
        }));
        opened.clone()
    });
    let events = events.collect();
    desk.send(Message::Journal(events));
    desk.keys("D G").shows("第2499篇");
}

/// What another machine changed is listed, too, and can be undone here.
#[test]
fn changes_of_other_machines_are_undone() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let entry = desk.app.list.all[1].entry.clone();
    let event = bookmarked_elsewhere(&entry, desk.now);
    desk.send(Message::Journal(vec![event.clone()]));
    desk.keys("b").shows("书签 2");
    let step = Step {
        stamp: event.stamp,
        events: vec![event],
    };
    desk.send(Message::Changes(vec![step]));
    desk.shows("可撤销的改动").shows("另一台机器");
    let rows = desk.rows();
    let at = rows.iter().position(|row| row.contains("另一台机器"));
    let own = rows.iter().position(|row| row.contains("春天的书店"));
    // The latest is first.
    let keys = match own < at {
        true => "j Enter",
        false => "Enter",
    };
    desk.keys(keys).shows("已撤销").shows("书签 1");
}

/// A compaction leaves events without titles: the notice has that of the article in the library.
#[test]
fn a_change_without_a_title_is_named_by_its_article() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let entry = desk.app.list.all[1].entry.clone();
    let mut event = bookmarked_elsewhere(&entry, desk.now);
    event.action = Action::Read;
    event.about = About::One(Arc::new(Subject {
        id: entry.id().into(),
        fingerprint: entry.fingerprint,
        ..Subject::default()
    }));
    desk.send(Message::Journal(vec![event.clone()]));
    let step = Step {
        stamp: event.stamp,
        events: vec![event],
    };
    desk.send(Message::Changes(vec![step]));
    let notice = format!("已撤销，未读：{}", entry.title());
    desk.keys("Enter").shows(&notice);
}

/// Two articles in two days, the second one read for as long as it usually takes.
#[test]
fn reading_is_counted() {
    let folder = library(&[
        ("a.md", &paragraphs("春天", 90).replace("04-19", "04-20")),
        ("b.md", &paragraphs("夏天", 200)),
    ]);
    let mut desk = desk(&folder, (80, 24));
    desk.keys("#").shows("还没有读过文章");
    desk.keys("Enter q j");
    desk.now += 86_400_000;
    desk.keys("Enter");
    for _ in 0..20 {
        desk.now += 50_000;
        desk.keys("Space");
    }
    desk.keys("q");
    desk.resize(80, 60);
    desk.keys("#")
        .shows("今天")
        .shows("1 篇 ⋅ 17 分钟")
        .shows("2 天（最长 2 天）");
    desk.shows("中文").shows("每分钟");
}
