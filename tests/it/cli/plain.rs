//! The line mode, through pipes.

use super::Home;
use std::io::Write;
use std::process::Stdio;

/// What `kanbao --plain` prints for these lines.
#[track_caller]
fn session(home: &Home, args: &[&str], lines: &[&str]) -> String {
    let mut child = home
        .command(&[&["--plain"], args].concat())
        .env("TERM", "dumb")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    let lines = lines.join("\n");
    // Meanwhile, so that neither waits for the other.
    let writing = std::thread::spawn(move || input.write_all(lines.as_bytes()));
    let output = child.wait_with_output().expect("it ends");
    writing.join().expect("no panic").expect("it is read");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && error.is_empty(), "{error}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let is_plain = |c: char| c == '\n' || !c.is_control();
    assert!(text.chars().all(is_plain), "{text:?}");
    text
}

#[test]
fn articles_are_listed_opened_and_marked() {
    let home = Home::new();
    let text = session(
        &home,
        &["news"],
        &["open 1", "bookmark", "back", "open 2", "list", "quit"],
    );
    let expected = [
        "Articles: 2.",
        "1. ",
        "2. ",
        "小巨人",
        "这里说到“小巨人”企业",
        "没有题目的第二篇",
    ];
    for part in expected {
        assert!(text.contains(part), "no {part} in {text}");
    }
    let rows = home.expect(&["bookmark", "list"], 0);
    assert_eq!(rows.lines().count(), 1, "{rows}");
    // It is read now, and its row says so.
    let text = session(&home, &["news"], &[]);
    assert!(
        text.contains("Bookmarks") && !text.contains("Unread"),
        "{text}"
    );
}

#[test]
fn a_folder_is_opened_again_on_request() {
    let home = Home::new();
    // The current folder is the home folder.
    let text = session(&home, &[], &[]);
    assert!(text.contains("To read the current folder"), "{text}");
    let text = session(&home, &["news"], &["library add"]);
    assert!(text.contains("without its name: :library add"), "{text}");
    assert!(text.contains("Added to the libraries in"), "{text}");
    let text = session(&home, &[], &["library add"]);
    assert!(text.contains("Articles: 2."), "{text}");
    assert!(text.contains("It is a library in"), "{text}");
    let text = session(&home, &["news"], &[]);
    assert!(!text.contains(":library add"), "{text}");
}

#[test]
fn articles_are_searched() {
    let home = Home::new();
    let text = session(&home, &["news"], &["search 小巨人", "open 1"]);
    let after = text.split_once("\n2. ").expect("the whole list").1;
    assert!(
        after.contains("1. ") && after.contains("认定标准"),
        "{text}"
    );
    let text = session(&home, &["news"], &["search 无此文"]);
    let after = text.split_once("\n2. ").expect("the whole list").1;
    assert!(!after.contains("1. "), "{text}");
}

#[test]
fn links_outline_and_help_are_lines() {
    let home = Home::new();
    home.file(
        "one/a.md",
        "---\ntitle: 链接\n---\n## 小标题\n\n看[原文](https://www.a.example/1)和[例子](https://b.example/2)。\n",
    );
    let lines = [
        "open 1", "links", "outline", "link 2", "help", "nonsense", "open 9", ":50%",
    ];
    let text = session(&home, &["one"], &lines);
    for part in [
        "1. ",
        "1. 1 原文 a.example/1",
        "小标题",
        "https://b.example/2",
        "next-heading: ",
        "There is no row 9",
    ] {
        assert!(text.contains(part), "no {part} in {text}");
    }
}

#[test]
fn hostile_lines_do_not_end_the_program() {
    let home = Home::new();
    let long = "x".repeat(200_000);
    let lines = [
        "\x1b[31m",
        ":::",
        "open 99999999999999999999",
        "link 0",
        &long,
        "list 0",
        "tag",
        "甲",
        "quit",
    ];
    let text = session(&home, &["news"], &lines);
    assert!(text.contains("Articles: 2."), "{text}");
}

#[test]
fn a_lone_file_is_read() {
    let home = Home::new();
    let text = session(&home, &["news/b.txt"], &["text", "quit"]);
    assert!(text.matches("没有题目的第二篇").count() >= 2, "{text}");
}

/// The view of the last time is shown again, so it is named.
#[test]
fn the_view_of_the_last_time_is_named() {
    let home = Home::new();
    session(
        &home,
        &["news"],
        &["open 1", "bookmark", "back", "bookmarks", "quit"],
    );
    let text = session(&home, &["news"], &["back"]);
    assert!(text.contains("Shown: Bookmarks."), "{text}");
    assert!(text.contains("\n2. "), "{text}");
    let text = session(&home, &["news"], &[]);
    assert!(!text.contains("Shown:"), "{text}");
}
