//! Key scripts for going to headings, figures and links, and for what is selected there.

use super::{desk, library, linked, three};
use crate::desk::Desk;
use kanbao::app::Message;
use ratatui::style::Modifier;

/// An article of two sections with pictures, code and a table, of which the last ones fit one window.
fn with_figures() -> tempfile::TempDir {
    let long = "标准正在完善。\n\n".repeat(30);
    let picture = |name: &str| format!("![{name}](https://img.example/{name}.png)\n\n");
    let text = format!(
        "---\ntitle: 山路\n---\n{}{long}## 一\n\n{long}## 二\n\n文字。\n\n{}```rust\nfn main() {{}}\n```\n\n\
         ## 三\n\n末段。\n\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n",
        picture("甲") + &picture("乙"),
        picture("丙"),
    );
    library(&[("a.md", &text)])
}

/// A count repeats these motions, and they say where they are.
#[test]
fn counts_repeat_the_keys_of_headings_figures_and_links() {
    let folder = with_figures();
    for (keys, said) in [
        ("3 }", "图 3，共 3 张"),
        ("9 } 2 {", "图 3，共 3 张"),
        ("4 }", "代码 1，共 1 处"),
        ("5 }", "表 1，共 1 张"),
        ("99 }", "表 1，共 1 张"),
        ("2 ]", "山路 ⋅ 二"),
        ("3 ] 2 [", "山路 ⋅ 一"),
        ("99 ]", "山路 ⋅ 三"),
    ] {
        desk(&folder, (80, 24)).keys("Enter").keys(keys).shows(said);
    }
    let folder = linked();
    for (keys, expected) in [
        ("2 Tab y", "https://evil.example/"),
        ("3 Tab S-Tab y", "https://evil.example/"),
        ("S-Tab y", "https://img.example/a.png"),
        // Five links and two footnotes.
        ("9 Tab y", "https://evil.example/"),
        ("999999 Tab", ""),
    ] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys("Enter").keys(keys);
        let copied = desk.copied.last().map_or("", String::as_str);
        assert_eq!(copied, expected, "{keys}");
    }
}

/// The last sections are in one window: the header and the outline say which one was gone to.
#[test]
fn a_heading_that_cannot_be_the_first_row_is_marked() {
    let folder = with_figures();
    let mut desk = desk(&folder, (80, 24));
    let marked = |desk: &Desk| {
        let drawing = desk.canvas();
        let cells = drawing.area().positions().filter(|at| {
            let style = drawing.buffer[(at.x, at.y)].style();
            at.y > 0 && style.add_modifier.contains(Modifier::REVERSED)
        });
        let texts = cells.map(|at| drawing.buffer[(at.x, at.y)].symbol().to_owned());
        texts.collect::<String>()
    };
    desk.keys("Enter T / 三 Enter Enter").shows("山路 ⋅ 三");
    assert_eq!(desk.reader().top, desk.reader().last_top());
    assert!(marked(&desk).contains('三'), "{}", marked(&desk));
    desk.keys("T");
    let panel = desk.app.overlay.panel.as_ref().unwrap();
    assert_eq!(panel.cursor, 2);
    desk.keys("q }").shows("表 1，共 1 张");
    desk.keys("{").shows("代码 1").keys("[").shows("山路 ⋅ 二");
    desk.keys("k");
    assert!(!marked(&desk).contains('二'), "{}", marked(&desk));
}

#[test]
fn a_picture_in_sight_is_selected_without_scrolling() {
    let folder = with_figures();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter }").shows("图 1，共 3 张");
    assert_eq!(desk.reader().top, 0);
    desk.keys("}").shows("图 2，共 3 张");
    assert_eq!(desk.reader().top, 0);
}

#[test]
fn what_can_be_copied_is_said() {
    let folder = linked();
    let mut desk = desk(&folder, (80, 24));
    // Without an address of the article, its links get numbers.
    desk.keys("Enter y").shows("原文[1]").shows("再按 o 打开");
    desk.keys("1 y");
    assert_eq!(desk.copied, ["https://www.a.example/1"]);
    let folder = three();
    let mut desk = super::desk(&folder, (80, 24));
    desk.keys("Enter y")
        .shows("没有网址和链接可复制；Y 复制全文");
    let own = "---\ntitle: 甲\nurl: https://own.example/1\n---\n看[原文](https://a.example/)，[二](https://b.example/)。";
    let folder = library(&[("a.md", own)]);
    let mut desk = super::desk(&folder, (80, 24));
    desk.keys("Enter y");
    assert_eq!(desk.copied, ["https://own.example/1"]);
}

/// The bar says what the next key of Back does, and one press does it.
#[test]
fn one_key_does_what_the_bar_says() {
    let folder = linked();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter").shows("q 返回").keys("Tab");
    desk.shows("q 取消选择").keys("q").shows("q 返回");
    desk.keys("v").shows("q 取消选择").keys("q").shows("q 返回");
    let mut desk = super::desk(&folder, (120, 40));
    desk.keys("f 链 Enter o").shows("[1]").shows("Esc 清除");
    desk.keys("Escape").lacks("▸").shows("/ 查找");
}

/// Back leaves one thing after another, before the article and the program.
#[test]
fn a_selected_picture_and_the_unread_articles_are_left_first() {
    let folder = with_figures();
    for (keys, said) in [
        ("}", "取消选择"),
        ("} Escape", "返回"),
        ("} q", "返回"),
        ("} Tab Escape", "返回"),
        ("} Escape q", "查找"),
        // A table is gone to, not selected.
        ("5 }", "返回"),
    ] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys("Enter").keys(keys).shows(said);
        assert!(!desk.quit, "{keys}");
    }
    let mut desk = desk(&folder, (80, 24));
    desk.keys("U").shows("▸ 未读").shows("Esc 清除");
    desk.keys("q").lacks("▸ 未读").shows("/ 查找");
    desk.keys("U Escape").lacks("▸ 未读");
    assert!(!desk.quit);
    desk.keys("q");
    assert!(desk.quit);
}

/// All keys that leave the unread articles keep the row.
#[test]
fn the_row_stays_when_the_unread_articles_are_left() {
    let folder = three();
    for key in ["U", "q", "Escape"] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys("j j U").shows("第 3 篇，共 3 篇").keys(key);
        desk.lacks("▸ 未读").shows("第 3 篇，共 3 篇");
    }
    let mut desk = desk(&folder, (80, 24));
    desk.keys("j U Enter q Escape").shows("第 2 篇，共 3 篇");
}

/// Links far apart, a picture without one, and a section.
fn with_links() -> tempfile::TempDir {
    let long = "标准正在完善。\n\n".repeat(30);
    let text = format!(
        "---\ntitle: 山路\n---\n见[甲](https://a.example/1)。\n\n## 一\n\n{long}\
         看[乙](https://b.example/2)。\n\n![丙](c.png)\n\n## 二\n\n{long}"
    );
    library(&[("a.md", &text)])
}

#[test]
fn a_jump_drops_the_selected_link() {
    let folder = with_links();
    for jump in ["G", "g g", "T G Enter", "]", ": 50% Enter"] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys("Enter Tab Tab").shows("q 取消选择").keys(jump);
        desk.shows("q 返回").lacks("b.example");
        assert_eq!(desk.reader().focused, None, "{jump}");
    }
}

#[test]
fn tab_prefers_a_link_in_sight_and_says_when_it_wraps() {
    let folder = with_links();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter }").shows("图 1，共 1 张").keys("k k k }");
    desk.shows("图 1，共 1 张").keys("Tab y");
    assert_eq!(desk.copied, ["https://b.example/2"]);
    desk.keys("Tab")
        .shows("回到第一个链接 ⋅ ")
        .shows("a.example");
    desk.keys("Tab").lacks("回到");
    desk.keys("S-Tab").lacks("回到");
    desk.keys("S-Tab").shows("回到最后一个链接 ⋅ ");
}

/// After the last picture the reader stays where it is.
#[test]
fn the_key_of_figures_goes_nowhere_after_the_last() {
    let folder = with_links();
    let mut desk = desk(&folder, (80, 24));
    for keys in ["Enter } Space", "Space", "g g"] {
        let key = if keys == "g g" { "{" } else { "}" };
        desk.keys(keys);
        let top = desk.reader().top;
        desk.keys(key).shows("没有更多");
        assert_eq!(desk.reader().top, top, "{keys}");
    }
}

/// `:50%` lands where the corner says so.
#[test]
fn a_share_is_the_share_that_the_corner_says() {
    let folder = with_links();
    for size in [(80, 24), (40, 20)] {
        let mut desk = desk(&folder, size);
        desk.keys("Enter");
        for percent in ["50%", "80%", "36%", "100%"] {
            desk.keys(&format!(": {percent} Enter")).shows(percent);
        }
    }
}

#[test]
fn without_a_link_on_the_screen_the_list_of_links_is_named() {
    let folder = with_links();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter G y")
        .shows("这一屏没有链接；& 列出全部 2 个")
        .shows("q 返回");
    desk.keys("g g y").shows("再按 o 打开").shows("Esc 取消");
}

#[test]
fn an_article_without_figures_says_so() {
    let folder = library(&[("a.md", "---\ntitle: 山路\n---\n文字。\n")]);
    desk(&folder, (80, 24))
        .keys("Enter }")
        .shows("这篇没有图、表或代码");
    desk(&with_figures(), (80, 24))
        .keys("Enter 5 } }")
        .shows("没有更多");
}

/// The number of a link that no screen shows copies nothing.
#[test]
fn a_link_in_a_cut_part_is_named() {
    let text = "---\ntitle: 山路\n---\n见[甲](https://example.org/a)。\n\n\
                关注我们：[公众号](https://example.org/b)\n";
    let folder = library(&[("a.md", text)]);
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter 2 y")
        .shows("第 2 个链接在略去的部分里，按 x 显示");
    assert!(desk.copied.is_empty());
    desk.keys("x 2 y");
    assert_eq!(desk.copied, ["https://example.org/b"]);
    desk.keys("3 y").shows("编号");
}

/// The footer of a source is known when its articles were compared: that which is open is read again.
#[test]
fn the_first_article_loses_a_learned_footer() {
    let article = |nth: usize| {
        let text = format!(
            "---\ntitle: 第{nth}篇\nsource: 例报\ndate: 2026-04-{nth:02}\n---\n第{nth}篇的正文。\n\n每天早上七点，准时见面。\n"
        );
        (format!("{nth}.md"), text)
    };
    let articles: Vec<_> = (1..=12).map(article).collect();
    let rows: Vec<_> = articles
        .iter()
        .map(|(name, text)| (name.as_str(), text.as_str()))
        .collect();
    let folder = library(&rows);
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter").shows("准时见面");
    let siblings = desk.app.list.all.iter().cloned().collect::<Vec<_>>();
    let cleaning = kanbao::clean::Settings::default();
    assert!(desk.jobs.learner.learn(&siblings, &cleaning, || false));
    desk.send(Message::Learned("别的报".into()));
    desk.shows("准时见面");
    desk.send(Message::Learned("例报".into()));
    desk.lacks("准时见面")
        .shows("略去 1 处")
        .lacks("已重新读取");
}
