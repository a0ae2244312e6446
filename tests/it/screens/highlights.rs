//! Key scripts for selections and highlights.

use super::{article, desk, library};
use crate::desk::{Desk, folder, paragraphs};
use kanbao::app::Message;
use kanbao::input::Input;
use kanbao::role::Role;
use kanbao::ui::Styles;
use kanbao::user::colours::Colours;
use kanbao::user::event::{Action, Highlight};
use kanbao::user::marks::Marks;
use kanbao::user::{Theme, ThemeChoice};
use ratatui::style::Modifier;
use std::fs;
use std::sync::Arc;

const FIRST: &str = "书店在河边。主人姓周，每天七点开门。";
const SECOND: &str = "门口有一棵老树，树下有人下棋。";

fn shop() -> tempfile::TempDir {
    let date = "2026-11-24 07:00:00";
    library(&[
        (
            "a.md",
            &article("春天的书店", date, &format!("{FIRST}</p><p>{SECOND}")),
        ),
        (
            "b.md",
            &article("夏天的车站", "2026-11-23 09:00:00", "车站的钟慢五分钟。"),
        ),
    ])
}

#[test]
fn a_selection_is_extended_by_units() {
    let both = format!("{FIRST}\n\n{SECOND}");
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter");
    for (keys, expected) in [
        ("v y", "书"),
        ("v l y", "书店"),
        ("v v y", "书店"),
        ("v v v y", "书店在河边。"),
        ("v v v v v y", "书"),
        ("v s y", "书店在河边。"),
        ("v s l y", FIRST),
        ("v s l l y", both.as_str()),
        ("v s l h y", "书店在河边。"),
        ("v V y", FIRST),
        ("v V l y", both.as_str()),
        ("v V l h y", FIRST),
        ("v p y", FIRST),
        ("v p l y", &both),
        ("v ) y", "书店在河边。主"),
        ("v } ( y", "书店在河边。主"),
        ("v } { y", "书"),
        ("v ) o l l l y", "河边。主"),
        ("v j s y", &both),
        ("v 9 } s y", &both),
    ] {
        desk.keys(keys);
        let copied = desk.copied.last().map(String::as_str);
        assert_eq!(copied, Some(expected), "{keys}");
    }
    desk.keys("v").shows("按字选").keys("v").shows("按词选");
    desk.keys("Escape").lacks("按词选");
}

/// The cell of the first sign of some words on the screen.
#[track_caller]
fn cell_of(desk: &Desk, words: &str) -> (u16, u16) {
    let rows = desk.rows();
    let found = rows.iter().enumerate();
    let mut found = found.filter_map(|(y, row)| Some((row.split_once(words)?.0, y)));
    let (before, y) = found.next().unwrap_or_else(|| panic!("no {words}"));
    let policy = desk.app.context.settings.options.width;
    (policy.str(before) as u16, y as u16)
}

/// Each row: presses, where the mouse is moved to meanwhile, and the text that is selected.
#[test]
fn the_mouse_selects() {
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter");
    for (presses, from, to, expected) in [
        (1, "书店在", "店在河", "书店"),
        (1, "在河边", "书店在", "书店在"),
        (1, "开门", "门口", "开门。\n\n门"),
        (2, "店在河", "店在河", "书店"),
        (2, "店在河", "主人姓", "书店在河边。主人"),
        (3, "店在河", "店在河", FIRST),
        (3, "店在河", "门口", &format!("{FIRST}\n\n{SECOND}")),
        // Above the text: from its beginning.
        (1, "开门", "春天的书店", FIRST.trim_end_matches("门。")),
        // Right of the text, and below it.
        (1, "开门", "", "开门。"),
    ] {
        let (x, y) = cell_of(&desk, from);
        // The second cell of a sign counts, too.
        let (x, to) = match to {
            "" => (x, (79, y)),
            to => (x + 1, cell_of(&desk, to)),
        };
        desk.now += 1_000;
        for press in 0..presses {
            if press > 0 {
                desk.send(Message::Input(Input::Release));
            }
            desk.send(Message::Input(Input::Click(x, y)));
        }
        if to != (x - 1, y) {
            desk.send(Message::Input(Input::Drag(to.0, to.1)));
        }
        desk.send(Message::Input(Input::Release));
        // Without the button it does not select.
        desk.send(Message::Input(Input::Drag(x, y)));
        desk.keys("y");
        let copied = desk.copied.last().map(String::as_str);
        assert_eq!(copied, Some(expected), "{presses} {from} {to:?}");
    }
    // A press elsewhere ends the selection; two that are far apart in time are no pair.
    let (x, y) = cell_of(&desk, "书店在");
    for _ in 0..2 {
        desk.now += 1_000;
        desk.send(Message::Input(Input::Click(x, y)));
        assert!(desk.app.reader.as_ref().unwrap().selection.is_none());
    }
}

/// Three presses select a line of the screen, also one in the middle of a paragraph.
#[test]
fn three_presses_select_the_line_on_the_screen() {
    let long = format!("{}{}", "春天的书店里有很多书。".repeat(8), FIRST.repeat(8));
    let folder = library(&[("a.md", &article("长文", "2026-11-24 07:00:00", &long))]);
    let mut desk = desk(&folder, (40, 20));
    desk.keys("Enter");
    let rows = desk.rows();
    let at = rows.iter().position(|row| row.contains("书店里")).unwrap() + 1;
    let line = rows[at].trim().trim_end_matches('▐').trim().to_owned();
    for press in 0..3 {
        if press > 0 {
            desk.send(Message::Input(Input::Release));
        }
        desk.send(Message::Input(Input::Click(12, at as u16)));
    }
    desk.send(Message::Input(Input::Release));
    assert_eq!(desk.copied.last(), Some(&line));
}

/// While the pointer rests beyond the text, with the button held, lines scroll and are selected until
/// the end of the article; no longer than the button is held.
#[test]
fn the_edge_scrolls_while_the_button_is_held() {
    let folder = folder(&[("a.md", paragraphs("甲", 40))]);
    for is_zen in [false, true] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys(if is_zen { "Enter z" } else { "Enter" });
        let (x, y) = cell_of(&desk, "第3段");
        desk.send(Message::Input(Input::Click(x, y)));
        desk.send(Message::Input(Input::Drag(x, 23)));
        let top = |desk: &Desk| desk.reader().top;
        assert_eq!(top(&desk), 1);
        desk.send(Message::Input(Input::Drag(x + 1, 23)));
        assert_eq!(top(&desk), 1, "a move alone does not hurry it");
        for lines in 2..6 {
            let due = desk.app.deadline().expect("a time");
            assert!(due > desk.now && due <= desk.now + 100, "{due}");
            desk.now = due;
            desk.send(Message::Tick);
            assert_eq!(top(&desk), lines);
        }
        for _ in 0..200 {
            desk.now += 100;
            desk.send(Message::Tick);
        }
        let last = top(&desk);
        desk.send(Message::Input(Input::Release));
        let copied = desk.copied.last().expect("a text").clone();
        assert!(
            copied.starts_with("第3段") && copied.contains("第39段"),
            "{copied}"
        );
        desk.send(Message::Input(Input::Click(x, y)));
        desk.send(Message::Input(Input::Drag(x, 0)));
        desk.send(Message::Input(Input::Release));
        desk.now += 1_000;
        desk.send(Message::Tick);
        assert_eq!(top(&desk), last - 1);
    }
}

/// A press on the text of one article selects nothing in another.
#[test]
fn a_drag_ends_with_its_article() {
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter");
    let (x, y) = cell_of(&desk, "店在河");
    desk.send(Message::Input(Input::Click(x, y)));
    desk.keys("J").shows("车站的钟");
    desk.send(Message::Input(Input::Drag(x + 6, y)));
    desk.send(Message::Input(Input::Release));
    assert!(desk.reader().selection.is_none() && desk.copied.is_empty());
    // Beside the text and over the list, a drag selects up to the nearest text of the article.
    let mut desk = self::desk(&folder, (130, 24));
    desk.keys("Enter");
    let (x, y) = cell_of(&desk, "店在河");
    desk.send(Message::Input(Input::Click(x, y)));
    desk.send(Message::Input(Input::Drag(2, y)));
    desk.send(Message::Input(Input::Release));
    assert_eq!(desk.copied.last().map(String::as_str), Some("书店"));
}

/// Whether words on the screen have the style of a highlight: without colours, they are bold.
#[track_caller]
fn is_tinted(desk: &Desk, words: &str) -> bool {
    let canvas = desk.canvas();
    let row = desk.rows().iter().position(|row| row.contains(words));
    let y = row.unwrap_or_else(|| panic!("no {words}")) as u16;
    let first = words.chars().next().map(String::from).unwrap_or_default();
    let cells = (0..80).filter_map(|x| canvas.buffer.cell((x, y)));
    let mut cells = cells.filter(|cell| cell.symbol() == first);
    let cell = cells.next().expect("the first word");
    cell.modifier.contains(Modifier::BOLD) && !cell.modifier.contains(Modifier::UNDERLINED)
}

#[test]
fn passages_are_highlighted_listed_and_undone() {
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter")
        .keys(")")
        .shows("还没有高亮")
        .keys("v s l Enter")
        .shows("1 2 3 4 高亮")
        .keys("1")
        .shows("已高亮")
        .shows("1 处高亮");
    assert!(is_tinted(&desk, "书店在河边"));
    // Without colours, its number is in the margin.
    assert!(
        desk.rows()
            .iter()
            .any(|row| row.starts_with("1     书店在河边")),
        "{:?}",
        desk.rows()
    );
    assert!(!is_tinted(&desk, "门口有一棵老树"));
    // It is the current one after a jump: its colour, its note, a copy.
    desk.keys(")").shows("高亮 1/1").keys("Enter").shows("换色");
    desk.keys("3").shows("已改高亮");
    desk.keys("Enter a 好句 Enter")
        .shows("已改高亮")
        .shows("开门。 *");
    desk.keys("(").shows("没有更多高亮").keys(") g g )");
    desk.keys("Enter y");
    assert_eq!(desk.copied.last().map(String::as_str), Some(FIRST));
    desk.keys("\"")
        .shows("春天的书店 ⋅ 1")
        .shows("3  书店在河边")
        .shows("好句");
    // Deleting and undoing leave the panel open.
    desk.keys("d").shows("已删除高亮").lacks("3  书店在河边");
    desk.keys("u").shows("加上高亮").shows("3  书店在河边");
    desk.keys("Enter").shows("高亮 1/1 ⋅ 好句");
    desk.keys("u")
        .lacks("1/1 ⋅ 好句")
        .keys("u u")
        .lacks("1 处高亮");
    desk.keys("C-r").shows("1 处高亮");
    desk.keys(") d").shows("已删除高亮").lacks("1 处高亮");
    desk.keys("d").shows("先用 ) 或 ( 跳到一处高亮");
}

/// A title that fills a low window leaves no text in sight to select.
#[test]
fn a_selection_starts_in_sight() {
    let title = "云溪：正完善“小书灯”书店认定标准，将启动第四批申报，并扩大范围到老城和新城，今年年底前完成";
    let text = format!("---\ntitle: {title}\n---\n正文从这里开始。");
    let folder = library(&[("a.md", &text)]);
    let mut desk = desk(&folder, (20, 6));
    desk.keys("Enter").lacks("正文");
    desk.keys("v").shows("正文从这里");
}

/// Where highlights have one look, each has one number, which touches no text, and the offer has squares
/// of the four colours.
#[test]
fn numbers_and_squares_tell_colours_apart_without_tints() {
    let folder = shop();
    for width in [80, 24] {
        let mut desk = desk(&folder, (width, 24));
        desk.keys("Enter v p l Enter 3");
        let rows = desk.rows();
        let numbered = rows.iter().filter(|row| row.starts_with('3'));
        let numbered: Vec<&String> = numbered.collect();
        assert_eq!(numbered.len(), 1, "{rows:#?}");
        assert!(numbered[0].starts_with("3  "), "{rows:#?}");
        assert!(numbered[0].contains("书店在河"), "{rows:#?}");
    }
    let names: Vec<&str> = Theme::names().chain(["own"]).collect();
    for name in names {
        let own = || {
            let roles = [1, 2, 3, 4].map(|at| format!("highlight{at} = \"green reverse\"\n"));
            let source = format!("base = \"dark\"\n[roles]\n{}", roles.concat());
            let choice = ThemeChoice::parse(&source).expect("a theme");
            choice.theme(Colours::default())
        };
        let styles = Styles::new(&Theme::shipped(name).unwrap_or_else(own));
        let mut desk = desk(&folder, (80, 24));
        desk.keys("Enter v s Enter");
        let drawn = desk.drawn(&styles);
        let squares = [0, 2, 4, 6].map(|x| drawn.buffer[(x, 23)].clone());
        let looks = [1, 3, 5, 7].map(|x| drawn.buffer[(x, 23)].style());
        let has_squares = squares.iter().all(|cell| cell.symbol() == "▐");
        assert_eq!(has_squares, name == "own", "{name}");
        for at in 1..4 {
            let differs = match has_squares {
                true => squares[at].style() != squares[at - 1].style(),
                false => looks[at] != looks[at - 1],
            };
            assert_eq!(differs, name != "mono", "{name} {at}");
        }
    }
}

/// A sentence within a highlighted paragraph, and a paragraph around a highlighted sentence.
#[test]
fn of_highlights_that_overlap_the_shorter_is_on_top() {
    let folder = shop();
    let styles = Styles::new(&Theme::shipped("ink").expect("a shipped theme"));
    for keys in ["v p Enter 2 g g v s Enter 3", "v s Enter 3 g g v p Enter 2"] {
        let mut desk = desk(&folder, (80, 24));
        desk.keys("Enter").keys(keys).shows("2 处高亮");
        let drawn = desk.drawn(&styles);
        for (words, role) in [("书店在", Role::Highlight3), ("主人姓", Role::Highlight2)] {
            let (x, y) = cell_of(&desk, words);
            let ground = drawn.buffer[(x, y)].bg;
            assert_eq!(Some(ground), styles.of(role).bg, "{keys} {words}");
        }
    }
}

#[test]
fn a_passage_is_quoted_with_its_source_or_noted_at_once() {
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter v p Enter >");
    let quote = format!("> {FIRST}\n>\n> — 春天的书店");
    let copied = desk.copied.last().cloned().unwrap_or_default();
    assert!(copied.starts_with(&quote), "{copied}");
    // Escape keeps the selection; a cancelled note makes no highlight.
    desk.keys("v s Enter Escape").shows("按句选");
    desk.keys("Enter a 一 Escape").lacks("处高亮");
    desk.keys("Enter a 二 Enter")
        .shows("已高亮")
        .shows("1 处高亮");
    // The same passage again changes its colour.
    desk.keys("v s Enter 4").shows("已改高亮").shows("1 处高亮");
    desk.keys("j j q j Enter \" Enter").shows("⋅ 二");
}

/// The editor may fail on the note of a highlight; the next text is that of another note.
#[test]
fn a_note_never_becomes_that_of_another() {
    let folder = shop();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter v s Enter a 甲 Enter").shows("已高亮");
    // Another machine has written a note that a prompt cannot hold.
    let mut event = desk.recorded.last().cloned().expect("an event");
    let Action::Highlight(known) = &event.action else {
        panic!("{event:?}");
    };
    event.action = Action::Highlight(Arc::new(Highlight {
        note: "高亮一\n高亮二".to_owned(),
        ..Highlight::clone(known)
    }));
    event.stamp.time += 1;
    desk.send(Message::Journal(vec![event]));
    desk.edited = Err("编辑器出错".to_owned());
    desk.keys(") Enter a").shows("编辑器出错");
    assert_eq!(desk.given, ["高亮一\n高亮二"]);
    desk.edited = Ok(Some("文章笔记".to_owned()));
    desk.keys("E").shows("笔记：文章笔记");
    desk.keys("\"").shows("高亮一");
}

#[test]
fn highlights_of_an_edited_article_are_found_or_reported_as_lost() {
    let rest: String = ('甲'..='甴')
        .map(|name| format!("</p><p>{name}先生每天来买一份报纸，看完放在{name}字的格子里。"))
        .collect();
    let of = |body: &str| {
        article(
            "春天的书店",
            "2026-11-24 07:00:00",
            &format!("{body}{rest}"),
        )
    };
    let folder = library(&[("a.md", &of(&format!("{FIRST}</p><p>{SECOND}")))]);
    let mut first = desk(&folder, (80, 24));
    first.keys("Enter v s Enter Enter v } o } s Enter 2");
    let mut marks = Marks::default();
    marks.apply_all(&first.recorded);
    let text = of(&format!("编者按：有改动。{FIRST}</p><p>树没有了。"));
    fs::write(folder.path().join("a.md"), text).expect("a file");
    let mut later = Desk::open(vec![folder.path().to_owned()], marks, "zh-Hans", (80, 24));
    later
        .keys("Enter")
        .shows("2 处高亮")
        .shows("1 处位置不明")
        .keys(")")
        .shows("高亮 1/1")
        .keys("\"")
        .shows("门口有一棵老树")
        .shows("位置不明");
    later.keys("G Enter").shows("原文里没有这段话");
}
