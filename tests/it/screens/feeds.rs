//! Feeds in the sidebar and in the list of problems, and the progress of a run.

use super::{article, desk, library};
use crate::desk::Desk;
use kanbao::app::{FeedMessage, FeedRow, FetchProgress, Fetched, Message};
use kanbao::input::{Input, Key};

fn feed(name: &str, error: Option<&str>, is_muted: bool) -> FeedRow {
    FeedRow {
        key: format!("https://{name}.example/"),
        name: name.to_owned(),
        folders: vec![name.to_owned()],
        error: error.map(str::to_owned),
        is_muted,
    }
}

fn news(size: (u16, u16)) -> (Desk, tempfile::TempDir) {
    let folder = library(&[
        (
            "晨报/2026-11/a.md",
            &article("春天的书店", "2026-11-24 07:00:00", "一。"),
        ),
        (
            "晨报/2026-11/b.md",
            &article("夏天的车站", "2026-11-23 09:00:00", "二。"),
        ),
        (
            "晨报二/c.md",
            &article("秋天的码头", "2022-04-19 09:00:00", "三。"),
        ),
    ]);
    let mut desk = desk(&folder, size);
    desk.send(Message::Feeds(FeedMessage::All(vec![
        feed("晨报", None, false),
        feed("晚报", Some("服务器没有响应"), false),
        feed("旧报", None, true),
    ])));
    (desk, folder)
}

#[test]
fn the_sidebar_has_the_feeds_with_their_counts() {
    let (mut desk, _folder) = news((160, 40));
    desk.shows("- 订阅源").shows("! 晚报").shows("旧报（静音）");
    // All, unread, bookmarks, reading, the heading, and the first feed.
    desk.keys("t j j j j j Enter")
        .shows("▸ 晨报 ⋅ 2 篇 ⋅ 未读 2")
        .shows("夏天的车站")
        .lacks("秋天的码头");
    // The errors are among the problems, that of the selected feed first.
    desk.keys("Escape t j j j j j j e")
        .shows("没能读取的订阅源：1 个")
        .shows("服务器没有响应");
    desk.keys("Enter").shows("https://晚报.example/");
}

#[test]
fn the_progress_is_shown_in_the_last_row() {
    for (size, expected) in [
        ((80, 24), "抓取 3/12  晨报  F 停止"),
        ((20, 6), "抓取 3/12"),
    ] {
        let (mut desk, _folder) = news(size);
        // The thread has not begun.
        let key = Message::Input(Input::Key(Key::char('F')));
        desk.app.update(key, desk.now);
        desk.shows("正在抓取订阅源");
        let progress = FetchProgress {
            done: 3,
            all: 12,
            name: "晨报".to_owned(),
        };
        desk.send(Message::Feeds(FeedMessage::Progress(progress)));
        desk.shows(expected);
        desk.keys("F").shows("正在停止");
        let cursor = desk.app.list.cursor;
        desk.send(Message::Feeds(FeedMessage::Fetched(Fetched::Total {
            feeds: 12,
            new: 5,
            failed: 0,
            is_cancelled: true,
            elsewhere: None,
        })));
        desk.shows("已停止").lacks("正在停止");
        assert_eq!(desk.app.list.cursor, cursor);
    }
}

#[test]
fn the_feeds_are_fetched_by_themselves_only_when_the_user_wants_it() {
    let (mut desk, _folder) = news((80, 24));
    desk.now += 86_400_000;
    desk.send(Message::Tick);
    desk.lacks("抓取");
    let mut runs = 0;
    desk.app.context.settings.refresh = Some(30);
    desk.send(Message::Feeds(FeedMessage::Fetched(Fetched::NoFeeds)));
    for minutes in [29, 1, 29, 1] {
        desk.now += minutes * 60_000;
        let effects = desk.app.update(Message::Tick, desk.now);
        let begun = effects
            .iter()
            .any(|effect| format!("{effect:?}").contains("Fetch"));
        runs += usize::from(begun);
        assert_eq!(begun, minutes == 1, "a run every 30 minutes");
        if begun {
            desk.send(Message::Feeds(FeedMessage::Fetched(Fetched::Refused(
                "busy".to_owned(),
            ))));
            // Nobody asked for it.
            desk.lacks("busy");
        }
    }
    assert_eq!(runs, 2);
}
