//! Key scripts for the list: filter, order, rescan.

use super::{article, desk, library, three};
use crate::desk::Desk;
use kanbao::app::Message;
use kanbao::user::marks::Marks;
#[cfg(feature = "pinyin")]
use kanbao::{role::Role, ui::Styles, user::theme::Theme};
use std::fs;

#[test]
fn the_list_shows_days_and_titles() {
    let folder = three();
    desk(&folder, (80, 24))
        .shows("2022–2026年")
        .shows("今天")
        .shows("昨天")
        .shows("2022年4月19日")
        .shows("春天的书店")
        .shows("全部 3")
        .shows("第 1 篇，共 3 篇");
}

#[test]
fn a_library_that_is_back_is_not_said_to_be_gone() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.send(Message::LibrariesGone(vec![folder.path().to_owned()]));
    desk.shows("不见了").shows("春天的书店");
    desk.send(Message::Rescan);
    desk.lacks("不见了").shows("春天的书店");
}

#[test]
fn two_panes_show_the_article_beside_the_list() {
    let folder = three();
    let mut desk = desk(&folder, (200, 50));
    desk.shows("标准正在完善")
        .keys("j")
        .shows("第二篇的正文。")
        .keys("j")
        .shows("第三篇的正文。");
    assert!(desk.recorded.is_empty(), "a preview does not mark as read");
    desk.keys("Enter");
    assert_eq!(desk.recorded.len(), 2, "it is in the history and read");
}

#[test]
fn the_filter_applies_while_it_is_typed() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("f 车站")
        .shows("夏天的车站")
        .lacks("春天的书店")
        .keys("Enter")
        .shows("▸ 筛选 车站 ⋅ 1 篇")
        .keys("Escape")
        .shows("春天的书店")
        .keys("f 没有")
        .shows("标题、来源、作者里没有")
        .keys("Escape")
        .shows("秋天的码头");
}

/// The text of all cells in the ground of a hit.
#[cfg(feature = "pinyin")]
fn marked(desk: &Desk) -> String {
    let styles = Styles::new(&Theme::shipped("dark").expect("a shipped theme"));
    let hits = [Role::Hit, Role::CurrentHit].map(|role| styles.of(role).bg);
    let drawn = desk.drawn(&styles);
    let cells = drawn.buffer.content().iter();
    let hits = cells.filter(|cell| hits.contains(&cell.style().bg));
    hits.map(|cell| cell.symbol().trim()).collect()
}

#[cfg(feature = "pinyin")]
#[test]
fn the_filter_finds_titles_by_pinyin_and_marks_them() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("f xtdcz").shows("夏天的车站").lacks("春天的书店");
    assert_eq!(marked(&desk), "夏天的车站");
    desk.keys("Backspace Backspace Backspace Enter");
    assert_eq!(marked(&desk), "夏天");
    // Words in any order; a longer text finds less.
    desk.keys("Escape f tian Space de").shows("秋天的码头");
    desk.keys("matou").lacks("夏天的车站").shows("秋天的码头");
}

#[test]
fn an_empty_folder_shows_what_was_searched_and_offers_the_sample() {
    let folder = library(&[]);
    let mut desk = desk(&folder, (80, 24));
    let name = folder
        .path()
        .file_name()
        .unwrap()
        .to_string_lossy()
        .into_owned();
    desk.shows("这里没有文章")
        .shows(&name)
        .keys("Enter")
        .shows("示例文库")
        .lacks("这里没有文章");
}

/// Twelve articles of two days; the first of each day has no time.
fn two_days() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for day in [24, 19] {
        for hour in 0..6 {
            let date = format!("2026-11-{day} 0{hour}:00:00");
            let text = article(&format!("{day} 日第 {hour} 篇"), &date, "正文。");
            fs::write(folder.path().join(format!("{day}-{hour}.md")), text).unwrap();
        }
    }
    folder
}

#[test]
fn a_list_with_day_headings_shows_times_else_dates() {
    let folder = two_days();
    let mut desk = desk(&folder, (80, 24));
    desk.shows("今天")
        .shows("05:00")
        .lacks("00:00")
        .lacks("11-24")
        .shows("2026年11月19日 星期四")
        .keys("s")
        .shows("11月24日");
    // All rows have the same source, which says nothing.
    let narrow = desk.resize(20, 14).keys("s s s s");
    narrow.shows("05:00").lacks("报社");
}

#[test]
fn the_heading_stays_while_its_articles_scroll() {
    let folder = two_days();
    let mut desk = desk(&folder, (80, 14));
    let heading = |desk: &Desk| desk.rows()[1].trim().to_owned();
    assert_eq!(heading(&desk), "今天");
    desk.keys("6 j").shows("19 日第 5 篇");
    assert_eq!(heading(&desk), "今天");
    desk.keys("G");
    assert_eq!(heading(&desk), "今天", "{}", desk.screen());
    // No heading is in the last row of the list.
    for height in 10..24 {
        desk.resize(80, height).keys("g g");
        let rows = desk.rows();
        assert!(!rows[rows.len() - 2].contains("星期"), "{}", desk.screen());
    }
}

#[test]
fn a_rescan_keeps_the_selection() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    let folder = tempfile::tempdir().unwrap();
    for file in fs::read_dir(sample).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), folder.path().join(file.file_name())).unwrap();
    }
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j j j j j").shows("第 6 篇，共 17 篇");
    let id = desk.app.list.selected().unwrap().entry.id().to_owned();
    desk.keys("R").shows("第 6 篇，共 17 篇");
    assert_eq!(desk.app.list.selected().unwrap().entry.id(), id);
    // In another order of the list, with an article open, and with the file gone.
    desk.keys("s Enter R");
    assert_eq!(desk.app.list.selected().unwrap().entry.id(), id);
    let at = desk.app.list.cursor;
    fs::remove_file(folder.path().join(&*id)).unwrap();
    desk.keys("R");
    assert_eq!(desk.app.list.cursor, at);
}

#[test]
fn the_sample_opens_on_its_guide() {
    let mut desk = Desk::sample(80, 24);
    desk.shows("示例文库").keys("Enter");
    assert!(
        desk.screen().contains('j') && desk.screen().contains('k'),
        "{}",
        desk.screen()
    );
}

#[test]
fn picked_rows_are_changed_together() {
    let folder = two_days();
    let mut desk = desk(&folder, (80, 24));
    let unread = |desk: &Desk, count: usize| assert_eq!(desk.app.library.unread, count);
    // Single rows.
    desk.keys("v j v").shows("选中 2  r").keys("r");
    desk.shows("2 篇标为已读").lacks("选中");
    unread(&desk, 10);
    desk.keys("u");
    unread(&desk, 12);
    // A range, and a row of it dropped.
    desk.keys("g g V j j j").shows("选中 4  r").keys("k V");
    desk.shows("选中 3  r")
        .keys("g g v")
        .shows("选中 2  r")
        .keys("b");
    desk.shows("2 篇加了书签").shows("书签 2");
    // One undo reverts all of them; nothing is picked any more.
    desk.keys("u").lacks("书签 2").keys("r");
    unread(&desk, 11);
    // The picked rows stay picked in another order; Esc drops them.
    desk.keys("g g V j j s s")
        .shows("按标题排序")
        .keys("j")
        .shows("选中 3  r");
    desk.keys("Escape").lacks("选中").keys("G r");
    unread(&desk, 10);
    // Their notes stay when nothing is typed.
    desk.keys("a 旧 Enter V k a Enter Escape G");
    let item = desk.app.list.selected().expect("a row");
    assert_eq!(desk.app.context.marks.note(&item.entry), Some("旧"));
    // The opposite change when none lacks it.
    desk.keys("V g g r").shows("10 篇标为已读").keys("V G r");
    unread(&desk, 12);
}

#[test]
fn a_typed_date_selects_its_first_article() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": 2022-04 Enter").shows("第 3 篇，共 3 篇");
    desk.keys(": 11/23 Enter").shows("第 2 篇，共 3 篇");
    desk.keys(": 2026-11-24 Enter").shows("第 1 篇，共 3 篇");
    desk.keys(": 2024 Enter")
        .shows("第 3 篇")
        .shows("这一天没有文章");
    desk.keys("S : 2026-11 Enter").shows("第 2 篇，共 3 篇");
    desk.keys("s : 2022-04 Enter").shows("请先按日期排序");
    desk.keys(": 2026-13 Enter").shows("没有命令");
}

#[test]
fn a_row_says_how_far_its_article_was_read() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.lacks("读到").keys("Enter 8 j q").shows("读到");
    // Read to its end, it is no longer being read.
    desk.keys("Enter G q").shows("春天的书店");
    desk.keys("t j j j Enter").shows("▸ 继续阅读");
}

#[test]
fn unread_articles_are_a_view() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let header = |desk: &Desk| desk.rows()[0].trim().to_owned();
    desk.keys("r U");
    let row = header(&desk);
    assert!(
        row.contains("▸ 未读 ⋅ 2 篇 ") && row.contains("Esc 清除"),
        "{row}"
    );
}

#[test]
fn an_empty_filter_says_where_it_looked() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("f 无此文")
        .shows("标题、来源、作者里没有“无此文”。");
    desk.shows("修改输入").lacks("按 f").shows("0 篇");
    desk.keys("Enter")
        .shows("按 / 查找正文，按 f 修改筛选，按 Esc 清除。");
    desk.keys("Escape / 无此文")
        .shows("修改查询，或按 Esc 清除。")
        .lacks("按 /");
}

#[test]
fn the_sample_has_no_related_articles() {
    let mut desk = Desk::sample(80, 24);
    desk.keys("=").shows("这里没有索引").lacks("稍后再试");
}

/// The rows of the screen that hold one of the texts, by its index.
pub(super) fn order(desk: &Desk, texts: &[&str]) -> Vec<usize> {
    let rows = desk.rows();
    let found = rows.iter().map(|row| {
        let holds = |text: &&str| row.contains(*text);
        texts.iter().position(holds)
    });
    found.flatten().collect()
}

#[test]
fn continue_reading_begins_with_the_article_read_last() {
    let made = |title: &str, day| {
        let body = format!("{title}的书店里有很多书。").repeat(200);
        article(title, &format!("2026-11-{day}"), &body)
    };
    let folder = library(&[
        ("a.md", &made("春天", "21")),
        ("b.md", &made("夏天", "22")),
        ("c.md", &made("秋天", "23")),
        ("d.md", &made("冬天", "20")),
    ]);
    let mut desk = desk(&folder, (80, 24));
    let titles = ["春天", "夏天", "秋天", "冬天"];
    assert_eq!(order(&desk, &titles), [2, 1, 0, 3], "the newest first");
    // The second, then the third, then the first.
    for script in ["j Enter 8 j q", "j Enter 8 j q", "g g Enter 8 j q"] {
        desk.now += 60_000;
        desk.keys(script);
    }
    desk.keys("t j j j Enter").shows("▸ 继续阅读 ⋅ 3 篇");
    assert_eq!(order(&desk, &titles), [2, 0, 1], "the last read first");
    desk.keys("s").shows("总是按最近阅读");
    desk.keys("j Enter J").shows("夏天");
    desk.now += 60_000;
    desk.keys("8 j q Escape t j j j Enter");
    assert_eq!(order(&desk, &titles), [1, 2, 0], "read again");
    desk.keys("f 夏 Enter").shows("夏天").lacks("秋天");
    desk.keys("Escape");
    assert_eq!(order(&desk, &titles), [1, 2, 0], "without the filter");
}

#[test]
fn a_list_that_begins_below_its_first_row_says_so() {
    let names: Vec<_> = (10..70).map(|at| format!("{at}.md")).collect();
    let text = |name: &String| article(name, "2026-11-24 07:00:00", "文。");
    let texts: Vec<_> = names.iter().map(text).collect();
    let all = names.iter().zip(&texts);
    let files: Vec<_> = all
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let folder = library(&files);
    let mut desk = desk(&folder, (80, 24));
    let reopened = |desk: &Desk| {
        let roots = vec![folder.path().to_owned()];
        let state = desk.app.view_state();
        Desk::reopen(roots, Marks::default(), "zh-Hans", (80, 24), state)
    };
    desk.keys("j");
    reopened(&desk).lacks("上次的位置");
    desk.keys("G");
    let mut again = reopened(&desk);
    again.shows("这是上次的位置；gg 到第一行").keys("g g");
    assert_eq!(again.app.list.cursor, 0);
}
