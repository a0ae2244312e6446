//! Key scripts for an open article: position, search, links, selection.

use super::{article, desk, library, linked, three};
use crate::desk::{Desk, NOW, folder, reader_of};
use kanbao::app::Message;
use kanbao::input::{Input, Key};
use kanbao::user::ViewState;
use kanbao::user::event::{Action, Event};
use kanbao::user::marks::Marks;
use ratatui::buffer::Cell;
use ratatui::style::Modifier;

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

#[test]
fn no_page_ends_with_a_heading() {
    let section =
        "## 小节\n\n一行。\n\n二行。\n\n```rust\nfn main() {}\n```\n\n### 三级\n\n三行。\n\n";
    let text = format!("---\ntitle: 长文\n---\n{}", section.repeat(20));
    let folder = library(&[("a.md", &text)]);
    for height in 10..30 {
        let mut desk = desk(&folder, (80, height));
        desk.keys("Enter");
        let mut rows = Vec::new();
        while !desk.screen().contains("100%") {
            desk.keys("Space");
            let before = std::mem::replace(&mut rows, desk.rows());
            assert_ne!(before, rows, "stuck:\n{}", desk.screen());
            let last = &rows[rows.len() - 2];
            let parted = ["▌", "▏", "┌"].iter().any(|head| last.contains(head));
            assert!(!parted, "{}", desk.screen());
        }
    }
}

#[test]
fn code_unfolds_and_scrolls_sideways() {
    let line = (0..30).map(|n| format!("word{n} ")).collect::<String>();
    let text = format!("---\ntitle: 代码\n---\n```sh\n{line}\nshort\n```\n");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (60, 24));
    desk.keys("Enter").shows("↪").shows("word29");
    desk.keys("L")
        .lacks("↪")
        .shows("word0")
        .shows("›")
        .shows("short");
    desk.keys("L").shows("‹").lacks("word0").lacks("short");
    desk.keys("9 L L").shows("已到最右边");
    desk.keys("9 H").shows("word0").lacks("‹");
    desk.keys("H").shows("↪");
    desk.keys("H").shows("已到最左边");
    desk.keys("L")
        .lacks("↪")
        .keys("Escape")
        .shows("↪")
        .shows("word29");
}

#[test]
fn a_table_unfolds_and_scrolls_sideways() {
    let head = (0..8).map(|n| format!("head{n} |")).collect::<String>();
    let rule = "---|".repeat(8);
    let row = (0..8)
        .map(|n| format!("some words {n} |"))
        .collect::<String>();
    let text = format!("---\ntitle: 表\n---\n|{head}\n|{rule}\n|{row}\n");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (60, 24));
    desk.keys("Enter").shows("head0  some words 0");
    desk.keys("L")
        .shows("some words 0")
        .shows("›")
        .lacks("head7");
    desk.keys("9 L")
        .shows("some words 7")
        .shows("‹")
        .lacks("head1");
    desk.keys("L").shows("已到最右边");
    desk.keys("9 H H").shows("head0  some words 0");
    // A hit in a column that is not shown.
    desk.keys("L").lacks("head7");
    desk.keys("/ h e a d 7 Enter").shows("head7");
}

#[test]
fn numbers_of_links_on_demand_stand_in_the_text() {
    let links = "words with [a link](https://a.example/1), [x](https://b.example/2)，见[原文](https://c.example/)。\n\n";
    let text = "---\ntitle: Links\n---\n".to_owned() + &links.repeat(40);
    let folder = library(&[("a.md", &text)]);
    for columns in [20, 40, 80] {
        let mut desk = desk(&folder, (columns, 24));
        desk.keys("Enter 9 j").lacks("[1]");
        let before = desk.screen();
        desk.keys("Tab");
        for shown in ["link[1]", "x[2]", "原文[3]"] {
            desk.shows(shown);
        }
        // The first line stays where it is, and all returns when the numbers go.
        let screen = desk.screen();
        let start = |line: &str| line.chars().take(5).collect::<String>();
        let first = |screen: &str| screen.lines().nth(1).map(start);
        assert_eq!(first(&screen), first(&before), "{screen}");
        desk.keys("Esc").lacks("[1]");
        assert_eq!(desk.screen(), before);
    }
}

#[test]
fn addresses_in_the_text_have_numbers_as_in_the_panel() {
    let text = "---\ntitle: Links\n---\n[a link](https://a.example/1)\n\nhttps://b.example/2\n\n\
        [another](https://c.example/3)\n";
    let folder = library(&[("a.md", text)]);
    let mut desk = desk(&folder, (40, 20));
    desk.keys("Enter").lacks("[1]").keys("o");
    for shown in ["link[1]", "example/2[2]", "another[3]", "再按 o 或 y"] {
        desk.shows(shown);
    }
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
        let asked = desk.app.update(
            Message::Input(Input::Key(Key::named("Enter").unwrap())),
            NOW,
        );
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
        .shows("第 1 处，共 80 处")
        .keys("n n")
        .shows("第 3 处，共 80 处")
        .keys("N")
        .shows("第 2 处，共 80 处")
        .keys("/ 没有的词 Enter")
        .shows("没有找到");
}

/// The hits of the first letters scroll the screen; the search still starts where it was opened.
#[test]
fn a_search_starts_where_it_was_opened() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys("Enter G / 申报 Enter")
        .shows("第 35 处，共 80 处");
}

#[test]
fn tab_focuses_links_and_footnotes_and_enter_opens_them() {
    let folder = linked();
    let mut desk = desk(&folder, (60, 20));
    desk.keys("Enter Tab Tab Enter").shows("evil.example");
    assert!(desk.copied.is_empty(), "the text names another host");
    desk.keys("Enter");
    assert_eq!(desk.copied, ["https://evil.example/"]);
    desk.keys("Tab Tab Enter").shows("注 1").shows("第一条注。");
    desk.keys("q").lacks("注 1").keys("S-Tab o");
    assert_eq!(desk.copied.len(), 2, "the link before the note");
    desk.keys("Tab o").shows("第一条注。").resize(30, 10);
    desk.shows("第一条注。").keys("Enter").lacks("第一条注。");
}

/// Links with the same address have the same number.
#[test]
fn of_links_with_the_same_address_one_is_selected() {
    let link = "<a href=\"https://a.example/\">原文</a>";
    let body = format!("看{link}，</p><p>再看{link}，又看{link}。");
    let folder = library(&[("a.md", &article("书店", "2026-11-24 07:00:00", &body))]);
    let mut desk = desk(&folder, (60, 20));
    let lit = |desk: &Desk| {
        let drawn = desk.canvas();
        let cells = drawn.buffer.content().iter();
        let is_lit =
            |cell: &&Cell| cell.symbol() == "原" && cell.modifier.contains(Modifier::REVERSED);
        cells.filter(is_lit).count()
    };
    desk.keys("Enter Tab");
    assert_eq!(lit(&desk), 1);
    desk.keys("Tab");
    assert_eq!(lit(&desk), 1);
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
    // A picture in sight stays where it is.
    desk.keys("Enter }").shows("图 1，共 1 张");
    assert!(desk.rows()[8].contains("图 1"), "{}", desk.screen());
    desk.keys("}");
    assert!(desk.rows()[1].contains("甲"), "{}", desk.screen());
    desk.keys("{");
    assert!(desk.rows()[1].contains("图 1"), "{}", desk.screen());
    desk.keys("} } }").shows("没有更多").lacks("100%");
}

#[test]
fn selecting_copies_whole_sentences_without_our_line_breaks() {
    let body = "工信部正完善“小巨人”企业认定标准，将启动第四批认定。".repeat(3);
    let folder = library(&[("a.md", &article("甲", "2026-11-24 07:00:00", &body))]);
    let mut desk = desk(&folder, (40, 20));
    desk.keys("Enter v").shows("按字选").keys("j j j y");
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
    desk.lacks("按字选");
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
fn typesetting_again_keeps_the_position() {
    let body = "一句话。</p><p>第二句话。</p><pre><code>let a = 1;\nlet b = 2;</code></pre><p>";
    let long = format!("{body}{}", "标准正在完善。</p><p>".repeat(40));
    let folder = library(&[("a.md", &article("春天的书店", "2026-11-24 07:00:00", &long))]);
    let mut desk = desk(&folder, (80, 14));
    desk.keys("Enter");
    for _ in 0..20 {
        desk.keys("j");
        let before = desk.rows()[1..12].to_vec();
        for keys in ["x x", "z z", "< < > >"] {
            desk.keys(keys);
            assert_eq!(desk.rows()[1..12], before, "after {keys}");
        }
    }
}

#[test]
fn the_bar_names_the_article_once_its_title_is_out_of_sight() {
    let long = "标准正在完善，企业可以申报。\n\n".repeat(40);
    let text = article("春天的书店", "2026-11-24 07:00:00", "")
        + &format!("\n\n## 第一节\n\n{long}\n\n## 第二节\n\n{long}");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (80, 24));
    let bar = |desk: &Desk| desk.rows()[0].trim().to_owned();
    desk.keys("Enter");
    assert!(bar(&desk).starts_with("看报  全部 1"), "{}", bar(&desk));
    desk.keys("C-f");
    assert!(bar(&desk).contains("春天的书店 ⋅ 第一节"), "{}", bar(&desk));
    desk.keys("]");
    assert!(bar(&desk).contains("春天的书店 ⋅ 第二节"), "{}", bar(&desk));
    desk.resize(40, 24);
    assert!(bar(&desk).contains("春天的书店 ⋅ 第二节"), "{}", bar(&desk));
    desk.keys("g g");
    assert!(bar(&desk).starts_with("看报  全部 1"), "{}", bar(&desk));
}

#[test]
fn zen_shows_the_position_for_a_while_after_a_key() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter z").lacks("%").lacks("▐");
    desk.keys("j").shows("%").shows("▐");
    let until = desk.app.deadline().expect("the position disappears");
    desk.now = desk.now.max(until);
    desk.send(Message::Tick);
    desk.lacks("%").lacks("▐").keys("z").shows("%");
}

/// The Korean words of the title alone are too few to tell its language.
#[test]
fn a_title_breaks_by_the_rules_of_the_article() {
    let text = "레지스터는 단순히 텍스트를 담는 그릇이다. 여러 개를 골라 쓸 수 있다.";
    let title = "Practical Vim 팁 요약 시리즈 - Register";
    let article = format!("---\ntitle: {title}\n---\n{text}\n");
    let folder = folder(&[("a.md", article)]);
    let mut desk = reader_of(&folder, (40, 20));
    desk.keys("Enter")
        .shows("팁 요약")
        .shows("시리즈 - Register");
}

#[test]
fn a_named_file_is_opened_itself() {
    let folder = library(&[
        ("notes.log", "---\ntitle: 孤篇\n---\n只有一篇。"),
        ("b.md", "乙"),
    ]);
    for size in [(60, 20), (140, 40)] {
        let mut desk = Desk::open(
            vec![folder.path().join("notes.log")],
            Marks::default(),
            "zh-Hans",
            size,
        );
        desk.shows("只有一篇")
            .lacks("乙")
            .keys("Escape")
            .shows("按 q 退出");
        assert!(!desk.quit);
        // Marks work as for other articles.
        desk.keys("b").shows("已加书签").keys("? q");
        assert!(!desk.quit, "the panel was closed");
        desk.keys("q");
        assert!(desk.quit, "as less does");
    }
}

/// Its position is restored, and it is not marked read again.
#[test]
fn a_named_file_waits_for_the_journal() {
    let long: String = (1..200).map(|n| format!("第{n}段。\n\n")).collect();
    let folder = library(&[("a.md", &long)]);
    let roots = vec![folder.path().join("a.md")];
    let mut first = Desk::open(roots.clone(), Marks::default(), "zh-Hans", (60, 20));
    first.keys("Space Space Space q");
    let place = first.app.reader.as_ref().unwrap().place();
    let mut marks = Marks::default();
    marks.apply_all(&first.recorded);
    let mut later = Desk::reopen(roots, None, "zh-Hans", (60, 20), ViewState::default());
    later.send(Message::Marks(Box::new(marks)));
    assert_eq!(later.app.reader.as_ref().unwrap().place(), place);
    let is_read = |event: &Event| event.action == Action::Read;
    assert!(!later.recorded.iter().any(is_read));
}

#[test]
fn several_named_files_are_a_list() {
    let folder = library(&[
        ("a.log", "---\ntitle: 甲篇\n---\n甲"),
        ("b.md", "# 乙篇\n\n乙"),
    ]);
    let roots = ["a.log", "b.md"].map(|name| folder.path().join(name));
    let mut desk = Desk::open(roots.to_vec(), Marks::default(), "zh-Hans", (80, 24));
    desk.shows("甲篇")
        .shows("乙篇")
        .keys("Enter q")
        .shows("甲篇");
    assert!(!desk.quit);
}

#[test]
fn keys_of_another_pane_say_where_they_work() {
    let folder = library(&[("a.md", "---\ntitle: 文\n---\n正文")]);
    let mut desk = desk(&folder, (80, 24));
    for key in ["]", "T", "(", "&", "L"] {
        desk.keys(key).shows(&format!("{key} 用在正文里"));
    }
    desk.keys("g x").shows("gx 在这里没有作用");
    desk.keys("Enter");
    for key in ["s", "U", "A"] {
        desk.keys(key).shows(&format!("{key} 只在列表里有用"));
    }
    desk.keys("%").shows("% 在这里没有作用");
    desk.keys("3 Escape").lacks("没有作用");
}
