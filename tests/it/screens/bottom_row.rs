//! Key scripts for the bottom row: one place for notices, keys and positions.

use super::{desk, library, three};
use crate::desk::Desk;
use kanbao::app::Message;
use kanbao::user::marks::Marks;

/// The last row of the screen.
fn last(desk: &Desk) -> String {
    desk.rows().pop().unwrap_or_default()
}

#[test]
fn the_position_in_a_panel_is_below_the_panel() {
    let folder = three();
    let mut desk = desk(&folder, (120, 40));
    desk.keys(": t h e m e Enter");
    let row = last(&desk);
    // The panel has the place of the list, 40 cells.
    assert!(row.contains("项，共"), "{row}");
    assert!(
        kanbao::text::WidthPolicy::default().str(row.trim_end()) <= 40,
        "{row}"
    );
}

#[test]
fn the_bar_has_no_keys_of_the_pane_below_a_panel() {
    let folder = three();
    let mut desk = desk(&folder, (120, 40));
    assert!(desk.rows()[0].contains("/ 查找"), "{:?}", desk.rows());
    desk.keys("?");
    assert!(!desk.rows()[0].contains("/ 查找"), "{:?}", desk.rows());
    desk.keys("q");
    assert!(desk.rows()[0].contains("/ 查找"), "{:?}", desk.rows());
}

/// A notice does not move it.
#[test]
fn the_position_has_one_place() {
    let folder = library(&[
        ("a.md", "---\ntitle: 甲\n---\n文"),
        ("empty.md", ""),
        ("b.md", ""),
    ]);
    let check = |size: (u16, u16), edge: usize, keys: &[&str]| {
        let mut desk = desk(&folder, size);
        let end = |row: &str| kanbao::text::WidthPolicy::default().str(row.trim_end());
        let row = last(&desk);
        assert!(row.contains("! 2 个文件有问题，按 e 查看"), "{row}");
        assert_eq!(end(&row), edge, "{row}");
        for keys in keys {
            let row = last(desk.keys(keys));
            assert_eq!(end(&row), edge, "{keys}: {row}");
        }
    };
    // The right edge of the text, else of the list.
    check((120, 40), 118, &["k", "}", "Enter", "q"]);
    check((80, 24), 79, &["k", "}"]);
}

/// No phrase of a language is broken, and no number.
#[test]
#[cfg_attr(
    not(feature = "phrase"),
    ignore = "without phrases lines break elsewhere"
)]
fn texts_of_the_interface_break_between_phrases() {
    let folder = three();
    let check = |language: &str, keys: &str, width: u16, expected: &[&str]| {
        let roots = vec![folder.path().to_owned()];
        let mut desk = Desk::open(roots, Marks::default(), language, (width, 20));
        let rows = desk.keys(keys).rows();
        let rows: Vec<&str> = rows.iter().map(|row| row.trim()).collect();
        let found = rows.windows(expected.len()).any(|rows| rows == expected);
        assert!(found, "{language}: {rows:?}");
    };
    let nothing = [
        "あとで読む",
        "記事はありません。",
        "記事で p を押すと",
        "追加されます。",
    ];
    let back = ["P か Esc ですべての", "記事に戻ります。"];
    check("ja", "P", 28, &[nothing.as_slice(), &back].concat());
    check("ko", "P", 28, &["나중에 읽을 글이 없습니다."]);
    check(
        "zh-Hans",
        "f 无此文",
        20,
        &["标题、来源、作者", "里没有“无此文”。"],
    );
}

#[test]
fn only_what_failed_has_a_sign() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    for (keys, expected) in [
        ("U", "✓ 只显示未读"),
        ("U", "✓ 显示全部文章"),
        ("x", "请先打开一篇文章"),
        ("J", "只能在稍后读"),
        ("( ", "( 用在正文里"),
        ("e", "没有出问题的文件"),
        ("/ 没有 Enter n", "没有更多"),
        ("Escape", "第 1 篇"),
        (": set Space foo Enter", "✗ 没有“foo”这个设置"),
        (": foo Enter", "✗ 没有命令 foo"),
    ] {
        desk.keys(keys);
        let row = last(&desk);
        let row = row.trim_start();
        assert!(row.starts_with(expected), "{keys}: {row}");
    }
}

#[test]
fn keys_of_a_mode_are_not_cut() {
    let folder = three();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (40, 20));
    let above = |desk: &Desk| desk.rows()[18..].join("\n");
    desk.keys("v");
    assert!(above(&desk).contains("a note"), "{}", above(&desk));
    desk.keys("Escape Enter v");
    assert!(above(&desk).contains("Enter more"), "{}", above(&desk));
    desk.keys("Enter");
    assert!(above(&desk).contains("> quote"), "{}", above(&desk));
    desk.keys("Escape Escape");
    // The selected article is in sight: its row is the last one of the list.
    desk.resize(40, 6).keys("q G v");
    assert!(desk.screen().contains("秋天的码头"), "{}", desk.screen());
}

#[test]
fn a_low_window_shows_text_below_a_long_title() {
    let title = "云溪：正完善“小书灯”书店认定标准，将启动第四批申报";
    let text = format!("---\ntitle: {title}\n---\n正文从这里开始。");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (20, 6));
    let rows = desk.keys("Enter").rows();
    assert!(rows[3].contains("正文从这里"), "{rows:?}");
}

/// The warning about the disk goes when the marks are written; other notices stay.
#[test]
fn the_warning_about_the_disk_goes_when_it_has_written() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.send(Message::MarksLate(true));
    desk.shows("磁盘没有响应").send(Message::MarksLate(false));
    desk.lacks("磁盘没有响应").send(Message::MarksLate(true));
    desk.keys("y").shows("没有网址");
    desk.send(Message::MarksLate(false));
    desk.shows("没有网址");
}
