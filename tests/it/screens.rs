//! The reader as a person meets it: key scripts against the screen, at every size.

use crate::desk::{Desk, row};
use kanbao::app::Message;
use kanbao::profile::marks::Marks;
use std::fs;

/// A library of small articles in a folder of its own.
fn library(articles: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in articles {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

fn desk(folder: &tempfile::TempDir, size: (u16, u16)) -> Desk {
    Desk::open(
        vec![folder.path().to_owned()],
        Marks::default(),
        "zh-Hans",
        size,
    )
}

fn article(title: &str, date: &str, body: &str) -> String {
    format!("---\ntitle: {title}\nauthor: 报社\ndate: {date}\n---\n<p>{body}</p>\n")
}

fn three() -> tempfile::TempDir {
    let long = "标准正在完善，企业可以申报。".repeat(80);
    library(&[
        ("a.md", &article("春天的书店", "2026-11-24 07:00:00", &long)),
        (
            "b.md",
            &article("夏天的车站", "2026-11-23 09:00:00", "第二篇的正文。"),
        ),
        (
            "c.md",
            &article("秋天的码头", "2022-04-19 09:00:00", "第三篇的正文。"),
        ),
    ])
}

#[test]
fn the_list_shows_days_and_titles() {
    let folder = three();
    desk(&folder, (80, 24))
        .shows("今天")
        .shows("昨天")
        .shows("2022-04-19 星期二")
        .shows("春天的书店")
        .shows("全部 3")
        .shows("1/3");
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
    assert!(desk.recorded.is_empty(), "looking is not reading");
    desk.keys("Enter");
    assert_eq!(desk.recorded.len(), 1, "opening marks as read");
}

#[test]
fn the_end_is_reached_and_the_place_is_kept() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter")
        .shows("春天的书店")
        .keys("G")
        .shows("100%");
    let end = desk.screen();
    desk.keys("j Space").shows("100%");
    assert_eq!(end, desk.screen(), "nothing lies beyond the end");
    desk.keys("g g Space Space");
    let place = desk.app.reader.as_ref().unwrap().place();
    desk.resize(40, 20)
        .resize(120, 30)
        .resize(200, 80)
        .resize(80, 24);
    assert_eq!(desk.app.reader.as_ref().unwrap().place(), place);
    desk.keys("q Enter");
    assert_eq!(desk.app.reader.as_ref().unwrap().place(), place);
}

/// The window is made narrow and wide again before the narrow page is there.
#[test]
fn a_page_that_comes_too_late_is_dropped() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter Space");
    let before = desk.screen();
    let narrow = desk.app.update(Message::Resize(40, 24), 0);
    desk.resize(80, 24);
    for effect in narrow {
        desk.late(effect);
    }
    assert_eq!(desk.screen(), before);
}

#[test]
fn search_goes_from_hit_to_hit() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("Enter / 申报 Enter")
        .shows("1/80")
        .keys("n n")
        .shows("3/80")
        .keys("N")
        .shows("2/80")
        .keys("/ 没有的词 Enter")
        .shows("没有找到");
}

#[test]
fn the_filter_narrows_as_it_is_typed() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("f 车站")
        .shows("夏天的车站")
        .lacks("春天的书店")
        .keys("Enter")
        .shows("1 / 3")
        .keys("Escape")
        .shows("春天的书店")
        .keys("f 没有")
        .shows("没有文章含有")
        .keys("Escape")
        .shows("秋天的码头");
}

#[test]
fn bookmarks_are_kept_shown_and_taken_back() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j b")
        .shows("已收藏")
        .keys("B")
        .shows("夏天的车站")
        .lacks("春天的书店")
        .shows("收藏 1");
    desk.keys("u Down")
        .lacks("夏天的车站")
        .keys("C-r Down")
        .shows("夏天的车站")
        .keys("B")
        .shows("春天的书店");
    assert_eq!(desk.recorded.len(), 3);
}

#[test]
fn a_bookmark_outlives_its_article() {
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
        .shows("读不了这篇文章");
}

#[test]
fn help_is_made_from_the_table_and_searchable() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("?")
        .shows("下一页")
        .keys("/ 收藏")
        .shows("收藏")
        .lacks("下一页")
        .keys("Escape q")
        .shows("今天");
}

#[test]
fn an_empty_folder_says_what_was_searched_and_offers_the_sample() {
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

#[test]
fn problems_are_told_and_listed() {
    let folder = library(&[
        ("a.md", "---\ntitle: 甲\n---\n文"),
        ("empty.md", ""),
        ("x.bin", "x"),
    ]);
    desk(&folder, (80, 24))
        .shows("个文件有问题")
        .keys("e")
        .shows("empty.md")
        .keys("q")
        .shows("甲");
}

#[test]
fn english_is_whole_too() {
    let folder = three();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (80, 24));
    desk.shows("Today")
        .shows("3 articles")
        .keys("?")
        .shows("Everywhere")
        .keys("q : nonsense Enter")
        .shows("No command");
}

#[test]
fn every_size_draws_whole_rows() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    let scripts = [
        "",
        "Enter",
        "/ 标准",
        "Escape q",
        "?",
        "q B",
        "B f 天",
        "Escape z",
        "Enter v w w",
    ];
    for script in scripts {
        desk.keys(script);
        for width in (0..60).chain([79, 80, 109, 110, 111, 160, 200]) {
            for height in [0, 1, 2, 3, 5, 6, 7, 8, 12, 20, 36, 60] {
                desk.resize(width, height);
                let canvas = desk.canvas();
                for y in 0..height {
                    let cells = canvas.policy.str(&row(&canvas, width, y));
                    assert_eq!(
                        cells,
                        usize::from(width),
                        "{script} {width}x{height} row {y}"
                    );
                }
            }
        }
        desk.resize(80, 24);
    }
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
