//! Key scripts for the command line `:`.

use super::{article, desk, library, three};
use crate::desk::{folder, paragraphs, reader_of};

#[test]
fn a_number_is_a_line_and_a_percentage_a_place() {
    let folder = folder(&[
        ("a.md", paragraphs("甲", 200)),
        ("b.md", paragraphs("乙", 3)),
    ]);
    let mut desk = reader_of(&folder, (80, 24));
    desk.keys("Enter : 42 Enter");
    assert_eq!(desk.reader().top, 41);
    desk.keys(": 50% Enter").shows(" 50%");
    desk.keys(": 1 Enter");
    assert_eq!(desk.reader().top, 0);
    desk.keys(": 100% Enter").shows("100%");
    desk.keys("C-o");
    assert_eq!(desk.reader().top, 0, "a place is a jump");
    desk.keys("q : 2 Enter");
    assert_eq!(desk.app.list.cursor, 1);
    desk.keys(": 0% Enter");
    assert_eq!(desk.app.list.cursor, 0);
}

/// A number is a line; commands are offered from a letter on.
#[test]
fn a_number_offers_no_commands() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    for (keys, offered) in [(": 4", false), ("2", false), ("Space", true), ("d", true)] {
        desk.keys(keys);
        assert_eq!(desk.screen().contains("down"), offered, "{keys}");
    }
}

#[test]
fn a_year_is_a_date_in_the_list() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys(": 2022 Enter Enter")
        .shows("第三篇的正文");
}

#[test]
fn sources_and_articles_are_completed() {
    let of = |source: &str, title: &str| {
        let text = article(title, "2026-11-24 07:00:00", "正文。");
        text.replace("author: 报社", &format!("author: {source}"))
    };
    let folder = library(&[
        ("news/a.md", &of("晨报", "甲")),
        ("news/b.md", &of("晚报", "乙")),
        ("notes/c.md", &of("晚报", "丙")),
    ]);
    let mut desk = desk(&folder, (80, 24));
    desk.keys(": open Space n").shows("news/  notes/");
    desk.keys("e Tab")
        .shows(":open news/")
        .shows("news/a.md  news/b.md");
    desk.keys("b Tab Enter").shows("乙").shows("正文。");
    desk.keys("q : open Space b.m Enter").shows("b.m");
    desk.keys(": open Space c.md Enter").shows("丙");
    desk.keys("q : sour Tab").shows(":source");
    desk.keys("Escape : source Space 无 Enter")
        .shows("没有来源");
}

#[test]
fn commands_and_their_arguments_are_completed() {
    let folder = three();
    desk(&folder, (80, 24))
        .keys(": unta Tab")
        .shows(":untag")
        .keys("Escape : tag Space AI Enter : untag Space A Tab")
        .shows(":untag AI");
}

#[test]
fn a_text_is_passed_to_a_command() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("|").shows("交给一个命令；! 用 shell");
    desk.keys("Escape j | wc Space -l Enter").shows("wc -l: 3");
    desk.keys("q | wc Space -l Enter").shows("wc -l: 3");
    desk.keys("q v p | cat Enter").shows("cat: 1");
    desk.keys("q Escape Escape");
    for (typed, said) in [
        ("missing", "missing：没有这个命令"),
        ("false", "false：没有输出（退出码 1）"),
        ("cat Space > Space a", "以 ! 开头：!cat > a"),
    ] {
        desk.keys(&format!("| {typed} Enter")).shows(said);
    }
}

#[test]
fn a_command_that_runs_is_ended_by_escape() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("Enter | yes Enter")
        .shows("yes 运行中…  Esc 停止");
    desk.keys("| wc Enter").shows("yes 还在运行；Esc 停止");
    desk.keys("Escape").shows("yes：已停止");
    desk.keys("| wc Enter").shows("wc: 3");
}

#[test]
fn undo_says_that_a_setting_stays() {
    let folder = three();
    let mut desk = desk(&folder, (80, 24));
    desk.keys("b : theme Space paper Enter j u")
        .shows("u 不撤销设置");
    desk.keys("u").shows("去掉书签：春天的书店");
    desk.keys("b < b u").shows("已加书签：");
}
