//! Key scripts for the bars, notices, languages and sizes.

use super::{article, desk, library, linked, three};
use crate::desk::{Desk, row};
use kanbao::user::marks::Marks;
use ratatui::style::Modifier;

#[test]
fn the_labels_of_a_page_are_in_the_language_of_the_article() {
    let folder = linked();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (80, 24));
    desk.keys("Enter").shows("图 1").keys("G").shows("注释");
}

#[test]
fn numbers_in_the_bar_are_never_truncated() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("b");
    for (width, bar) in [
        (41, " 看报  全部 3 ⋅ 未读 3 ⋅ 书签 1   ? 帮助"),
        (34, " 看报  全部 3 ⋅ 未读 3     ? 帮助"),
        (26, " 看报  全部 3 ⋅ 未读 3"),
        (18, " 看报  全部 3"),
        (10, " 看报"),
    ] {
        desk.resize(width, 12);
        assert_eq!(desk.rows()[0], bar);
    }
}

#[test]
fn commands_that_cannot_work_show_a_notice() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("z").shows("请先打开一篇文章");
    desk.keys(": outline Enter").shows("请先打开一篇文章");
    desk.keys("/ 码头 Enter n").shows("没有更多").keys("Escape");
    desk.keys("A A").shows("没有未读的文章");
    desk.keys("b U B")
        .shows("1 个书签中的 0 个")
        .lacks("还没有书签");
}

#[test]
fn the_line_below_a_title_breaks_between_its_parts() {
    let folder = three();
    let line = |width: u16| {
        let mut desk = desk(&folder, (width, 20));
        let rows = desk.keys("Enter").rows();
        let is_date = |row: &&String| row.contains("2026年");
        let at = rows.iter().position(|row| is_date(&row)).unwrap();
        [at, at + 1].map(|at| rows[at].trim_end_matches([' ', '▐']).trim().to_owned())
    };
    assert_eq!(line(46)[0], "报社 ⋅ 2026年11月24日 07:00 ⋅ 约 4 分钟");
    // The time gives way before the line breaks.
    assert_eq!(line(40)[0], "报社 ⋅ 2026年11月24日 ⋅ 约 4 分钟");
    let narrow = line(30);
    assert!(
        narrow[0].ends_with("日 07:00") && narrow[1] == "约 4 分钟",
        "{narrow:?}"
    );
}

#[test]
fn the_running_head_says_nothing_twice() {
    let body = format!("</p><h2>一种文化</h2><p>{}", "正文很长。".repeat(400));
    let folder = library(&[(
        "a.md",
        &article("译介丨一种文化（二）", "2026-11-21", &body),
    )]);
    let mut desk = desk(&folder, (80, 24));
    let row = desk.keys("Enter Space").rows().remove(0);
    assert_eq!(row.matches("一种文化").count(), 1, "{row}");
    assert!(row.ends_with("    q 返回  ? 帮助"), "{row}");
}

#[test]
fn the_panes_key_skips_arrangements_without_room() {
    let folder = three();
    let mut desk = desk(&folder, (120, 14));
    desk.keys("w").shows("单栏").keys("w").shows("左右两栏");
    desk.resize(60, 12).keys("w").shows("放不下两栏");
}

#[test]
fn the_english_interface_is_complete() {
    let folder = three();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (80, 24));
    desk.shows("Today")
        .shows("3 articles")
        .keys("?")
        .shows("Every day")
        .shows("prior match or unread")
        .lacks("…")
        .keys("q : nonsense Enter")
        .shows("Unknown command");
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
        "q q t G",
    ];
    for script in scripts {
        desk.keys(script);
        for width in (0..60).chain([79, 80, 109, 110, 111, 160, 200]) {
            for height in [0, 1, 2, 3, 5, 6, 7, 8, 12, 20, 36, 60] {
                desk.resize(width, height);
                let canvas = desk.canvas();
                for y in 0..height {
                    let cells = canvas.policy().str(&row(&canvas, width, y));
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
fn the_line_under_a_link_goes_through_its_blanks() {
    let body = "看<a href=\"https://a.example/\">里 <b>粗体</b> 与 <code>code</code> 的话</a> 吧。";
    let folder = library(&[("a.md", &article("书店", "2026-11-24 07:00:00", body))]);
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter").shows("的话 吧。");
    let row = desk.rows().iter().position(|row| row.contains("的话 吧。"));
    let (y, drawn) = (row.unwrap() as u16, desk.canvas());
    let mut lines = String::new();
    let mut x = 0;
    while let Some(cell) = drawn.buffer.cell((x, y)).filter(|_| x < 60) {
        let is_lined = cell.modifier.contains(Modifier::UNDERLINED);
        lines.push(if is_lined { '_' } else { ' ' });
        x += drawn.policy().str(cell.symbol()).max(1) as u16;
    }
    let line = lines.trim();
    assert!(line.len() > 12 && !line.contains(' '), "{lines}");
}
