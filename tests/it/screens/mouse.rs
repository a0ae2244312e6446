//! Clicks and the wheel.

use super::{desk, linked, three};
use crate::desk::{Desk, folder, paragraphs, reader_of};
use kanbao::app::Message;
use kanbao::input::Input;

/// Clicks the first cell of a text.
#[track_caller]
fn click(desk: &mut Desk, text: &str) {
    let rows = desk.rows();
    let row = rows.iter().position(|row| row.contains(text));
    let y = row.unwrap_or_else(|| panic!("no “{text}” on:\n{}", desk.screen()));
    let before = rows[y].split(text).next().unwrap();
    let policy = desk.app.context.settings.options.width;
    desk.click(policy.str(before) as u16, y as u16);
}

#[test]
fn a_click_on_a_hint_is_its_key() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    click(&mut desk, "/ 查找");
    desk.keys("车站").shows("▸ 车站");
    click(&mut desk, "Enter 确定");
    desk.lacks("春天的书店");
    click(&mut desk, "Esc 清除");
    desk.shows("春天的书店").keys("j Enter");
    click(&mut desk, "q 返回");
    desk.shows("春天的书店");
    click(&mut desk, "? 帮助");
    desk.shows("常用");
    click(&mut desk, "q 关闭");
    desk.lacks("常用").keys("v");
    click(&mut desk, "Esc 取消");
    desk.lacks("选中 1");
    // A click beside the hints is none.
    desk.click(30, 0);
    desk.shows("春天的书店");
}

#[test]
fn a_click_on_a_found_row_selects_it_while_typing() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("f 的");
    click(&mut desk, "秋天的码头");
    assert!(desk.app.overlay.prompt.is_none());
    assert_eq!(desk.app.list.cursor, 2);
    desk.shows("Esc 清除");
    click(&mut desk, "秋天的码头");
    desk.shows("第三篇的正文").keys("q q / 的");
    click(&mut desk, "夏天的车站");
    assert_eq!(desk.app.list.cursor, 1);
    desk.keys("? / 书签");
    click(&mut desk, "加书签");
    assert!(desk.app.overlay.prompt.is_none());
}

#[test]
fn tags_the_next_article_and_the_scrollbar_take_clicks() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter t 经济 Enter");
    desk.click(79, 22);
    assert_eq!(desk.reader().top, desk.reader().last_top());
    click(&mut desk, "下一篇");
    desk.shows("第二篇的正文").keys("K g g");
    click(&mut desk, "#经济");
    desk.shows("▸ #经济").lacks("夏天的车站");
}

#[test]
fn a_click_selects_and_a_second_one_opens() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    click(&mut desk, "夏天的车站");
    assert_eq!(desk.app.list.cursor, 1);
    desk.lacks("第二篇的正文");
    click(&mut desk, "夏天的车站");
    desk.shows("第二篇的正文");
}

#[test]
fn a_click_on_a_link_or_a_footnote_goes_there() {
    let folder = linked();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter");
    click(&mut desk, "原文");
    assert_eq!(desk.copied, ["https://www.a.example/1"]);
    click(&mut desk, "¹");
    desk.shows("第一条注");
    click(&mut desk, "链接");
    desk.lacks("第一条注");
    click(&mut desk, "bank.example");
    desk.shows("evil.example");
    assert_eq!(desk.copied.len(), 1, "it says where the link leads first");
    click(&mut desk, "bank.example");
    assert_eq!(desk.copied[1..], ["https://evil.example/"]);
}

#[test]
fn a_click_on_a_row_of_a_panel_goes_there() {
    let folder = linked();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter &");
    click(&mut desk, "! 例子.中国");
    assert_eq!(desk.copied, ["https://xn--fsqu00a.xn--fiqs8s/"]);
    desk.keys("?");
    click(&mut desk, "上一行");
    desk.shows("帮助");
    click(&mut desk, "链接");
    desk.lacks("上一行");
}

#[test]
fn the_wheel_scrolls_the_pane_under_the_pointer() {
    let headings = "## 一节\n\n文字。\n\n".repeat(40);
    let text = format!("{}{headings}", paragraphs("甲", 60));
    let folder = folder(&[("a.md", text)]);
    let mut desk = reader_of(&folder, (120, 40));
    desk.keys("Enter T");
    let area = desk.app.panel_area().unwrap();
    let wheel = |desk: &mut Desk, x| desk.send(Message::Input(Input::Wheel(1, x, area.y + 5)));
    let cursor = |desk: &Desk| desk.app.overlay.panel.as_ref().unwrap().cursor;
    wheel(&mut desk, area.x + 3);
    assert_eq!((cursor(&desk), desk.reader().top), (3, 0));
    wheel(&mut desk, area.right() + 20);
    assert_eq!((cursor(&desk), desk.reader().top), (3, 3));
}
