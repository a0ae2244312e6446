//! Key scripts against the screen, at many sizes.

use crate::desk::{Desk, NOW, row};
use kanbao::app::Message;
use kanbao::input::Key;
use kanbao::user::marks::Marks;
use std::fs;

/// A library of small articles in a folder of its own.
fn library(articles: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in articles {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
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
    assert!(desk.recorded.is_empty(), "a preview does not mark as read");
    desk.keys("Enter");
    assert_eq!(desk.recorded.len(), 1, "opening marks as read");
}

#[test]
fn paging_stops_at_the_end_and_the_position_is_saved() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter")
        .shows("春天的书店")
        .keys("G")
        .shows("100%");
    let end = desk.screen();
    desk.keys("j Space").shows("100%");
    assert_eq!(end, desk.screen(), "paging past the end changes nothing");
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

/// The first part of a long article can be read while the rest is built.
#[test]
fn a_long_article_shows_its_first_part_early() {
    let folder = tempfile::tempdir().unwrap();
    let body: String = (0..20_000).map(|n| format!("<p>第{n}段</p>\n")).collect();
    let text = format!("---\ntitle: 长文\n---\n<div>{body}</div>");
    std::fs::write(folder.path().join("a.md"), text).unwrap();
    let mut desk = desk(&folder, (80, 24));
    for (keys, expected) in [("", "第0段"), ("Space", "第30段"), ("G", "第19999段")] {
        desk.keys("q");
        let asked = desk
            .app
            .update(Message::Key(Key::named("Enter").unwrap()), NOW);
        let mut messages: Vec<Message> = Vec::new();
        for effect in asked {
            messages.extend(desk.perform(effect));
        }
        let mut opened = messages
            .into_iter()
            .filter(|m| matches!(m, Message::Opened { .. }));
        let (head, whole) = (opened.next().unwrap(), opened.next().unwrap());
        desk.send(head);
        desk.keys(keys);
        let before = desk.screen();
        desk.send(whole);
        desk.shows(expected);
        if keys != "G" {
            assert_eq!(text_rows(&before), text_rows(&desk.screen()), "{keys}");
            desk.keys("g g");
        }
    }
}

/// The screen without its last row, which has the percentage.
fn text_rows(screen: &str) -> Vec<&str> {
    let mut rows: Vec<&str> = screen.split('\n').collect();
    rows.pop();
    rows
}

/// The window becomes narrow and wide again before the narrow page arrives.
#[test]
fn a_page_for_an_outdated_size_is_dropped() {
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

/// The hits of the first letters scroll the screen; the search still starts where it was opened.
#[test]
fn a_search_starts_where_it_was_opened() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("Enter G / 申报 Enter")
        .shows("24/80");
}

#[test]
fn the_filter_applies_while_it_is_typed() {
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
fn bookmarks_are_set_listed_and_removed() {
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
    later.keys("q B G Enter").shows("读不了这篇文章");
}

#[test]
fn help_lists_the_commands_and_can_be_filtered() {
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

#[test]
fn problems_are_notified_and_listed() {
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

/// An article with every kind of link, two footnotes, a picture and a table.
fn linked() -> tempfile::TempDir {
    let long = "/long".repeat(20);
    let text = format!(
        "---\ntitle: 链接\ndate: 2026-11-24 07:00:00\n---\n看[原文](https://www.a.example/1)和\
        [https://bank.example/](https://evil.example/)，[例子](https://例子.中国/)[^1]。\n\n\
        ![图](https://img.example/a.png)\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n\n\
        {}\n\n[很长](https://b.example{long})[^b]。\n\n[^1]: 第一条注。\n[^b]: 第二条注。\n",
        "占一行的话。\n\n".repeat(30)
    );
    library(&[("a.md", &text)])
}

#[test]
fn links_are_listed_with_text_and_host() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter &").shows("原文").shows("a.example");
    let row = |desk: &Desk, word: &str| {
        let rows = desk.rows();
        rows.into_iter().find(|row| row.contains(word)).unwrap()
    };
    assert!(row(&desk, "bank.example").ends_with("! evil.example"));
    assert!(row(&desk, "例子").ends_with("! 例子.中国 xn--fsqu00a.xn--fiqs8s"));
    assert!(row(&desk, "原文").ends_with("  a.example"));
    desk.shows("1/5").keys("j Enter");
    assert_eq!(desk.copied, ["https://evil.example/"]);
}

#[test]
fn tab_focuses_links_and_footnotes_and_enter_opens_them() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter Tab Tab Enter");
    assert_eq!(desk.copied, ["https://evil.example/"]);
    desk.keys("Tab Tab Enter").shows("注 1").shows("第一条注。");
    desk.keys("q").lacks("注 1").keys("S-Tab o");
    assert_eq!(desk.copied.len(), 2, "the link before the note");
    desk.keys("Tab o").shows("第一条注。").resize(30, 10);
    desk.shows("第一条注。").keys("Enter").lacks("第一条注。");
}

#[test]
fn enter_opens_the_only_footnote_on_the_screen() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter Enter")
        .shows("第一条注。")
        .keys("Escape Space");
    desk.keys("Enter").lacks("第一条注。").shows("按 Tab 选择");
}

#[test]
fn keys_go_to_the_next_picture_table_or_code() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 12));
    desk.keys("Enter }");
    assert!(desk.rows()[1].contains("图 1"), "{}", desk.screen());
    desk.keys("}");
    assert!(desk.rows()[1].contains("甲"), "{}", desk.screen());
    desk.keys("{");
    assert!(desk.rows()[1].contains("图 1"), "{}", desk.screen());
    desk.keys("} } }").shows("没有更多").shows("100%");
}

#[test]
fn a_long_copied_address_is_shown_in_full() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    let address = format!("https://b.example{}", "/long".repeat(20));
    desk.keys("Enter");
    desk.send(Message::LinkCopied("https://b.example/".to_owned()));
    desk.shows("链接已复制：https://").lacks("按 q 关闭");
    desk.send(Message::LinkCopied(address.clone()));
    let rows = desk.rows();
    let box_at = rows
        .iter()
        .position(|row| row.contains("链接已复制"))
        .unwrap();
    let joined: String = rows[box_at + 1..19].iter().map(|row| row.trim()).collect();
    assert_eq!(joined, address);
}

#[test]
fn problems_show_the_end_of_a_path_and_all_of_it_on_enter() {
    let folder = library(&[("a.md", "文"), ("deep-folder-name.md/empty-file.md", "")]);
    let mut desk = desk(&folder, (40, 16));
    desk.keys("e").shows("…").shows("empty-file.md  空的");
    let name = folder.path().file_name().unwrap().to_string_lossy();
    let name = name.into_owned();
    desk.keys("Enter").shows("问题");
    let screen: String = desk.rows().iter().map(|row| row.trim()).collect();
    assert!(screen.contains(&name), "{screen}");
    desk.keys("q")
        .shows("有问题的文件")
        .keys("q")
        .lacks("有问题的文件");
}

#[test]
fn selecting_copies_whole_sentences_without_our_line_breaks() {
    let body = "工信部正完善“小巨人”企业认定标准，将启动第四批认定。".repeat(3);
    let folder = library(&[("a.md", &article("甲", "2026-11-24 07:00:00", &body))]);
    let mut desk = desk(&folder, (40, 20));
    desk.keys("Enter v").shows("选择文字").keys("j j j y");
    let copied = desk.copied.remove(0);
    assert!(
        copied.chars().count() > 40 && body.starts_with(&copied),
        "{copied}"
    );
    desk.keys("v e y v w e y");
    assert!(
        desk.copied[1].starts_with(&desk.copied[0]),
        "{:?}",
        desk.copied
    );
    desk.lacks("选择文字");
}

#[test]
fn a_selection_moves_up_over_empty_rows() {
    let body = "<p>第一段。</p><h2>第二段</h2><p>第三段。</p>";
    let folder = library(&[("a.md", &article("甲", "2026-11-24 07:00:00", body))]);
    let mut desk = desk(&folder, (40, 20));
    desk.keys("Enter v j j j k k k y");
    assert_eq!(desk.copied, ["第"]);
}

#[test]
fn a_command_that_waits_for_a_letter_shows_its_help() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("Enter m")
        .shows("记下此处（再按一个字母）")
        .keys("a")
        .shows("标记 a 已设");
}

#[test]
fn the_labels_of_a_page_are_in_the_language_of_the_interface() {
    let folder = linked();
    let roots = vec![folder.path().to_owned()];
    let mut desk = Desk::open(roots, Marks::default(), "en", (80, 24));
    desk.keys("Enter")
        .shows("Figure 1")
        .keys("G")
        .shows("Notes");
}

#[test]
fn a_list_with_day_headings_shows_times_else_dates() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.shows("07:00")
        .lacks("11-24")
        .keys("s")
        .shows("11-24 07:00");
    desk.resize(20, 14).keys("s s s").shows("报社 ⋅ 07:00");
}

#[test]
fn numbers_in_the_bar_are_never_truncated() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("b");
    for (width, bar) in [
        (34, " 看报  全部 3 ⋅ 未读 3 ⋅ * 1"),
        (26, " 看报  全部 3 ⋅ 未读 3"),
        (18, " 看报  全部 3"),
        (10, " 看报"),
    ] {
        desk.resize(width, 12);
        assert_eq!(desk.rows()[0], bar);
    }
}

#[test]
fn commands_close_a_panel_or_apply_to_its_row() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter & j y");
    assert_eq!(desk.copied, ["https://evil.example/"], "of the chosen row");
    desk.shows("2/5").keys("n").shows("3/5");
    desk.keys("/ nowhere Enter").shows("没有符合的行");
    desk.keys("Escape")
        .shows("1/5")
        .keys("b")
        .lacks("1/5")
        .shows("已收藏");
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
    desk.keys("j j j j j").shows("6/17");
    let id = desk.app.list.selected().unwrap().entry.id.clone();
    desk.keys("R").shows("6/17");
    assert_eq!(desk.app.list.selected().unwrap().entry.id, id);
    // In another order of the list, with an article open, and with the file gone.
    desk.keys("s Enter R");
    assert_eq!(desk.app.list.selected().unwrap().entry.id, id);
    let at = desk.app.list.cursor;
    fs::remove_file(folder.path().join(&*id)).unwrap();
    desk.keys("R");
    assert_eq!(desk.app.list.cursor, at);
}

#[test]
fn the_bookmark_of_a_missing_article_shows_what_is_known() {
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
    for part in ["不在文库", "07:00", "4'"] {
        assert!(row.contains(part), "no {part} in {row}");
    }
    desk.keys("Enter")
        .shows("2026-11-24 07:00")
        .shows("4 分钟")
        .shows("收藏仍然保留");
}

#[test]
fn typesetting_again_keeps_the_position() {
    let body = "一句话。</p><p>第二句话。</p><pre><code>let a = 1;\nlet b = 2;</code></pre><p>";
    let long = format!("{body}{}", "标准正在完善。</p><p>".repeat(40));
    let folder = library(&[("a.md", &article("春天的书店", "2026-11-24 07:00:00", &long))]);
    let mut desk = desk(&folder, (80, 14));
    desk.keys("Enter");
    for _ in 0..20 {
        desk.keys("j");
        let before = desk.rows()[1..12].to_vec();
        for keys in ["x x", "z z", "> > < <"] {
            desk.keys(keys);
            assert_eq!(desk.rows()[1..12], before, "after {keys}");
        }
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
    desk.send(Message::Tick);
    desk.shows("标为已读")
        .shows("未读 0")
        .keys("u")
        .shows("已撤销");
    let marked = desk.recorded.len();
    desk.send(Message::Tick);
    desk.shows("未读 2 100");
    assert!(desk.recorded.len() >= marked);
    desk.keys("C-r u");
    desk.send(Message::Tick);
    let before = desk.recorded.len();
    desk.keys("A Q");
    assert!(desk.recorded.len() - before > 2_000 && desk.quit);
}

#[test]
fn undo_reports_what_it_did() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("b u")
        .shows("已撤销，现为未收藏：春天的书店")
        .keys("C-r")
        .shows("已重做，现为已收藏：春天的书店")
        .keys("A u")
        .shows("已撤销，现为未读：3 篇文章")
        .shows("未读 3")
        .keys("u u")
        .shows("没有可撤销的");
}

#[test]
fn commands_that_cannot_work_show_a_notice() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("z").shows("请先打开一篇文章");
    desk.keys(": outline Enter").shows("请先打开一篇文章");
    desk.keys("/ 码头 Enter n").shows("没有更多");
    desk.keys("A A").shows("没有未读的文章");
    desk.keys("b U B").shows("收藏 0 / 1").lacks("还没有收藏");
}

#[test]
fn the_line_below_a_title_breaks_between_its_parts() {
    let folder = three();
    let mut desk = desk(&folder, (36, 20));
    desk.keys("Enter").shows("报社 ⋅ 2026-11-24 07:00");
    assert!(
        desk.rows()[3].starts_with(" 约 4 分钟"),
        "{}",
        desk.screen()
    );
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
