//! The list pane: clicks, and searching long lists in slices.

use super::desk::{Desk, folder, reader_of};
use super::pages;
use kanbao::app::{Item, Listed, Message, Update};
use kanbao::input::Input;
use kanbao::library::{Gone, Zone, entry_of};
use kanbao::user::marks::Marks;
use std::sync::Arc;

#[test]
fn a_click_on_either_line_of_a_title_selects_its_article() {
    let roots = vec![pages::root().join("assets/sample")];
    let mut desk = Desk::open(roots, Marks::default(), "zh-Hans", (34, 20));
    let mut before = None;
    for y in 1..19 {
        desk.send(Message::Input(Input::Click(5, y)));
        if desk.app.context.layout.list.is_none() {
            desk.keys("q");
        }
        let at = desk.app.list.cursor;
        assert!(before.is_none_or(|before| before <= at), "row {y}");
        before = Some(at);
    }
}

/// A list that is longer than what is counted at once.
fn long_list() -> Desk {
    let mut desk = Desk::sample(80, 24);
    let model = kanbao::library::sample::entries().remove(0);
    let made = (0..30_000).map(|number| {
        let entry = kanbao::library::Entry {
            name: kanbao::library::Name::new(
                model.root(),
                &format!("{number:06}"),
                &format!("第{number}篇"),
            ),
            date: None,
            fingerprint: kanbao::library::Fingerprint::default(),
            ..model.clone()
        };
        kanbao::app::Item::new(kanbao::app::Listed::new(entry))
    });
    let items = made.collect();
    desk.send(kanbao::app::Message::Found { scan: 1, items });
    desk
}

/// Keys find the rows of the sidebar before everything is counted.
#[test]
fn a_long_list_has_a_sidebar_before_its_counts() {
    let mut desk = long_list();
    desk.keys("t").shows("继续阅读").lacks("- 来源");
    for _ in 0..20 {
        desk.send(Message::Tick);
    }
    desk.shows("- 来源");
}

/// A list of 30,000 articles is searched in slices, so that keys are handled in between.
#[test]
fn a_long_list_is_searched_in_slices() {
    let mut desk = long_list();
    desk.keys("9 9 j / 第29999篇");
    for _ in 0..8 {
        desk.send(kanbao::app::Message::Tick);
    }
    desk.shows("第29999篇")
        .keys("Enter")
        .shows("第 1 篇，共 1 篇");
    desk.keys("Escape").shows("共 30,017 篇");
}

/// While it is typed, a query is read leniently; Enter reports its errors and makes words exact.
#[test]
fn the_list_is_filtered_by_queries() {
    let mut desk = Desk::sample(100, 24);
    desk.keys("f is:unr").shows("unread").keys("Tab");
    desk.shows("is:unread").keys("Enter").keys("Escape");
    desk.keys("f sorce:x Enter").shows("没有“sorce”这个字段");
    desk.shows("source").keys("Escape");
    // A prefix while it is typed, a whole word afterwards.
    let before = desk.app.list.len();
    desk.keys("f title:t");
    let typed = desk.app.list.len();
    desk.keys("Enter");
    assert!(desk.app.list.len() < typed && typed < before);
    desk.keys("Escape f 書店");
    assert!(!desk.app.list.is_empty());
    desk.shows("书店");
}

/// What a watcher finds is shown at once, and the cursor stays on its article.
#[test]
fn watched_changes_keep_the_cursor() {
    let article = |title: &str, day: u32| {
        format!("---\ntitle: {title}\ndate: 2026-01-0{day}\n---\n{title}的正文。\n")
    };
    let library = folder(&[
        ("1.md", article("甲", 3)),
        ("2.md", article("乙", 2)),
        ("3.md", article("丙", 1)),
    ]);
    let mut desk = reader_of(&library, (80, 24));
    desk.keys("j").shows("甲");
    let zone = Zone::named("UTC").unwrap();
    let listed = |name: &str, title: &str, day| {
        let path = library.path().join(name);
        std::fs::write(&path, article(title, day)).unwrap();
        Item::new(Listed::new(entry_of(&path, &zone).unwrap()))
    };
    let update = Update {
        changed: vec![listed("1.md", "改", 4), listed("4.md", "新", 5)],
        gone: vec![Gone {
            root: Arc::new(library.path().to_owned()),
            id: "3.md".into(),
        }],
        ..Update::default()
    };
    desk.send(Message::Watched(Box::new(update.clone())));
    desk.shows("改").shows("新").lacks("甲").lacks("丙");
    assert_eq!(desk.app.list.selected().unwrap().entry.title(), "乙");
    // A scan that is running finds the same.
    desk.app.library.progress.running = true;
    let late = Update {
        changed: vec![listed("2.md", "迟", 2)],
        ..Update::default()
    };
    desk.send(Message::Watched(Box::new(late.clone())));
    desk.lacks("迟");
    desk.app.library.progress.running = false;
    // A folder that was read whole has nothing else.
    let root = Arc::new(library.path().to_owned());
    let whole = Update {
        listed: [((root, String::new()), Default::default())].into(),
        ..late
    };
    desk.send(Message::Watched(Box::new(whole)));
    desk.shows("迟").lacks("改").lacks("新");
    assert_eq!(desk.app.list.all.len(), 1);
}

/// An open article whose file changes is read again, and its position is kept.
#[test]
fn an_open_article_follows_its_file() {
    let article = |title: &str, word: &str| {
        let paragraphs: String = (1..=60)
            .map(|number| format!("〔{number:02}〕{word}在河边走了一天。\n\n"))
            .collect();
        format!("---\ntitle: {title}\n---\n{paragraphs}")
    };
    let library = folder(&[("1.md", article("长篇", "记者"))]);
    let zone = Zone::named("UTC").unwrap();
    let path = library.path().join("1.md");
    let changed = |title: &str, word: &str| {
        std::fs::write(&path, article(title, word)).unwrap();
        let item = Item::new(Listed::new(entry_of(&path, &zone).unwrap()));
        let changed = vec![item];
        Message::Watched(Box::new(Update {
            changed,
            ..Update::default()
        }))
    };
    for keys in ["Enter Space", "Enter Space q"] {
        // In the reader, and beside the list.
        let mut desk = reader_of(&library, (120, 24));
        desk.send(changed("长篇", "记者"));
        desk.keys(keys).shows("〔25〕记者").lacks("〔01〕");
        desk.send(changed("长篇", "记者"));
        desk.shows("〔25〕记者").lacks("was read again");
        desk.send(changed("改过的长篇", "编辑"));
        desk.shows("〔25〕编辑")
            .shows("was read again")
            .lacks("〔01〕");
        assert!(desk.rows()[1..].iter().all(|row| !row.contains("记者")));
    }
    // It has become unreadable: the text stays.
    let mut desk = reader_of(&library, (80, 24));
    desk.keys("Enter Space");
    let broken = changed("长篇", "编辑");
    std::fs::remove_file(&path).unwrap();
    desk.send(broken);
    desk.shows("〔25〕").shows("could not be read again");
}
