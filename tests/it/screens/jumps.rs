//! Key scripts for the jump list, and for the cursor.

use super::searching::indexed;
use super::{desk, library, linked};
use crate::desk::{Desk, paragraphs};
use kanbao::text::WidthPolicy;

/// Two long articles, and what the first visible paragraph is after each step.
#[test]
fn the_jump_list_leads_back_through_articles_and_positions() {
    let folder = library(&[
        ("a.md", &paragraphs("春天", 90).replace("04-19", "04-20")),
        ("b.md", &paragraphs("夏天", 90)),
    ]);
    let mut desk = desk(&folder, (80, 24));
    #[rustfmt::skip]
    let steps = [
        // Scrolling is no jump.
        ("Enter Space Space j", "春天", "第40段"),
        ("C-o", "春天", "第40段"),
        // The ends are, and so is another article.
        ("G", "春天", "第85段"),
        ("C-o", "春天", "第40段"),
        ("M-o", "春天", "第85段"),
        ("J Space", "夏天", "第20段"),
        ("C-o", "春天", "第85段"),
        ("C-o", "春天", "第40段"),
        ("2 M-o", "夏天", "第20段"),
        // A search is one jump, from where it began.
        ("/ 第80段 Enter", "夏天", "第80段"),
        ("' '", "夏天", "第20段"),
        ("' '", "夏天", "第80段"),
        ("C-o C-o", "春天", "第85段"),
        // To a mark, a jump is one at any distance.
        ("m x 9 k ' x", "春天", "第85段"),
        ("' '", "春天", "第65段"),
        // From the list, it leads to what was read last.
        ("q g g C-o", "春天", "第65段"),
    ];
    for (keys, title, paragraph) in steps {
        desk.keys(keys);
        assert_eq!(desk.reader().item.entry.title(), title, "{keys}");
        let screen = desk.screen();
        assert!(
            screen.contains(paragraph),
            "{keys}: no {paragraph} in\n{screen}"
        );
    }
    desk.keys("9 C-o").shows("没有别的跳转位置");
}

/// Screen readers and braille displays follow the cursor.
#[test]
fn the_cursor_is_at_what_is_chosen() {
    let folder = linked();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter");
    let cursor = |desk: &Desk| desk.canvas().annotations.cursor.unwrap();
    let at = |desk: &Desk, text: &str| {
        let rows = desk.rows();
        let y = rows.iter().position(|row| row.contains(text)).unwrap();
        let before = rows[y].split_once(text).unwrap().0;
        (WidthPolicy::default().str(before) as u16, y as u16)
    };
    desk.keys("Tab");
    assert_eq!(cursor(&desk), at(&desk, "原文"));
    desk.keys("Tab");
    assert_eq!(cursor(&desk), at(&desk, "https://bank.example/"));
    desk.keys("Escape / 一行 Enter");
    assert_eq!(cursor(&desk), at(&desk, "一行的话"));
}

/// Links lead to articles by the other names in their front matter.
#[test]
fn a_link_leads_to_an_alias() {
    let links = "---\ntitle: 春天\ndate: 2022-04-20\n---\n见[[旧名]]、[页](/old/summer/)、[[nowhere-else]]。\n";
    let named = "---\ntitle: 夏天\ndate: 2022-04-19\naliases: [旧名]\npermalink: /old/summer.html\n---\n到了。\n";
    let folder = library(&[("a.md", links), ("b.md", named)]);
    let mut desk = desk(&folder, (80, 24));
    for (keys, title) in [
        ("Enter 1 o", "夏天"),
        ("C-o 2 o", "夏天"),
        ("C-o 3 o", "春天"),
    ] {
        desk.keys(keys);
        assert_eq!(desk.reader().item.entry.title(), title, "{keys}");
    }
    desk.shows("文库里没有 nowhere-else");
}

/// A link to another article opens it at its heading, and the jump list leads back.
#[test]
fn a_link_leads_to_another_article() {
    let head = |title: &str, day: &str| format!("---\ntitle: {title}\ndate: 2022-04-{day}\n---\n");
    let links = "见[夏至](b.md#夏至)、[[b|整篇]]、[没有](none.md)。\n";
    let long: String = (1..60).map(|at| format!("第{at}段。\n\n")).collect();
    let folder = library(&[
        ("a.md", &(head("春天", "20") + links)),
        (
            "b.md",
            &format!("{}{long}## 夏至\n\n到了。\n", head("夏天", "19")),
        ),
    ]);
    let mut desk = desk(&folder, (80, 24));
    #[rustfmt::skip]
    let steps = [
        ("Enter 1 o", "夏天", "到了。"),
        ("C-o", "春天", "整篇"),
        ("M-o g g", "夏天", "第1段。"),
        ("C-o C-o 2 o", "夏天", "第"),
        ("C-o 3 o", "春天", "文库里没有 none.md"),
    ];
    for (keys, title, text) in steps {
        desk.keys(keys);
        assert_eq!(desk.reader().item.entry.title(), title, "{keys}");
        let screen = desk.screen();
        assert!(screen.contains(text), "{keys}: no {text} in\n{screen}");
    }
}

/// A bookmark opens where it was set, also without a scroll after the search.
#[test]
fn a_bookmark_that_was_set_at_a_hit_opens_there() {
    for size in [(80, 12), (120, 14)] {
        let (mut desk, _folders) = indexed(size);
        desk.keys("/ 罗俊杰 Enter Enter").shows("罗俊杰来了");
        let top = desk.reader().top;
        assert!(top > 0);
        desk.keys("b q Escape B Enter").lacks("第 1 处");
        assert_eq!(desk.reader().top, top, "{size:?}");
    }
    // Beside the list the article is not read yet.
    let (mut desk, _folders) = indexed((120, 40));
    desk.keys("/ 罗俊杰 Enter j k Escape");
    assert!(desk.places(0).is_empty());
}
