//! Articles that arrive after their bookmark, change, or leave.

use super::{Home, rows};
use std::fs;

const CSV: &str = "title,url,time_added,tags,status\n\
    第一篇,https://example.com/1,1650342141,a,unread\n\
    第二篇,https://example.com/2,1650342142,,unread\n\
    第三篇,https://example.com/3,1650342143,,unread\n";

const LONG: &str = "溪水从桥下流过，绕过村子和磨坊，再往东流进大河里去。人们在桥边卖鱼卖菜，\
    天一亮就开张，到了中午集市散去，猫在晒太阳。";
const OTHER: &str = "研究人员今天宣布，他们造出了一台拥有一千个量子比特的机器，可以在几分钟里解出\
    从前要算几年的题目，专家认为离实用还远。";

fn home() -> Home {
    let home = Home::new();
    home.file(
        "lib/here.md",
        &article("第三篇", "https://example.com/3", LONG),
    );
    home.file("a.csv", CSV);
    home.expect(&["import", "--library", "lib", "a.csv"], 0);
    home
}

fn article(title: &str, link: &str, text: &str) -> String {
    format!("---\ntitle: {title}\nlink: {link}\n---\n\n正文在这里。{text}\n")
}

#[track_caller]
fn listed(home: &Home, args: &[&str]) -> Vec<serde_json::Value> {
    let args = [&["bookmark", "list", "--json"], args].concat();
    rows(&String::from_utf8(home.run(&args).stdout).expect("UTF-8"))
}

/// The IDs of the bookmarked articles of the library.
fn here(home: &Home) -> Vec<String> {
    let rows = listed(home, &["--library", "lib"]);
    let mut ids: Vec<String> = rows.iter().map(|row| row["id"].to_string()).collect();
    ids.sort();
    ids
}

#[test]
fn an_article_takes_over_the_bookmark_of_its_link() {
    let home = home();
    assert_eq!(here(&home), ["\"here.md\""]);
    // The title differs, the address does not.
    let text = article(
        "第一篇（全文）",
        "http://www.example.com/1/?utm_source=x",
        "",
    );
    home.file("lib/one.md", &text);
    // Two articles name one address.
    home.file("lib/a.md", &article("甲", "https://example.com/2", "甲"));
    home.file("lib/b.md", &article("乙", "https://example.com/2", "乙"));
    assert_eq!(here(&home), ["\"here.md\"", "\"one.md\""]);
    assert_eq!(listed(&home, &["--library", "lib", "tag:a"]).len(), 1);
    home.expect(
        &[
            "bookmark",
            "tag",
            "--add",
            "b",
            "--library",
            "lib",
            "one.md",
        ],
        0,
    );
    let before = listed(&home, &[]);
    assert_eq!(before.len(), 3);
    // Importing it again adds nothing.
    let first: Vec<&str> = CSV.lines().take(2).collect();
    home.file("b.csv", &first.join("\n"));
    home.expect(&["import", "--library", "lib", "b.csv"], 0);
    assert_eq!(listed(&home, &[]), before);
}

#[test]
fn an_imported_bookmark_keeps_the_address_of_its_article() {
    let home = home();
    fs::remove_file(home.path("lib/here.md")).expect("a file");
    let html = home.expect(&["bookmark", "export", "--format", "html"], 0);
    assert!(html.contains("https://example.com/3"), "{html}");
}

#[test]
fn a_new_title_changes_nothing_at_the_same_path_and_address() {
    let home = home();
    let page = "https://example.com/3";
    assert_eq!(here(&home).len(), 1);
    let new = article("第三篇（更新）", page, &format!("{LONG}又补了一句。"));
    home.file("lib/here.md", &new);
    assert_eq!(here(&home).len(), 1);
    // A new article of the same source.
    home.file("lib/here.md", &article("第四篇", page, OTHER));
    assert_eq!(here(&home).len(), 0);
    home.file("lib/here.md", &new);
    assert_eq!(here(&home).len(), 1);
    home.file(
        "lib/here.md",
        &article("别的", "https://example.com/9", "别的文字。"),
    );
    assert_eq!(here(&home).len(), 0);
}

#[test]
fn notes_keep_their_lines_and_are_found() {
    let home = home();
    let note = "- top\n  - nested word\n\n    code  block";
    let args = [
        "bookmark",
        "note",
        "--text",
        note,
        "here.md",
        "--library",
        "lib",
    ];
    home.expect(&args, 0);
    for query in ["nested", "note:nested", "note:\"nested word\""] {
        let found = listed(&home, &[query]);
        assert_eq!(found.len(), 1, "{query}");
        assert_eq!(found[0]["note"], note);
    }
    assert_eq!(listed(&home, &["note:other"]).len(), 0);
    assert_eq!(listed(&home, &["collection:x"]).len(), 0);
    let export = home.expect(&["bookmark", "export", "--into", "out"], 0);
    assert!(!export.is_empty());
    let other = Home::new();
    fs::rename(home.path("out"), other.path("out")).expect("a folder");
    other.expect(&["import", "out"], 0);
    let found = listed(&other, &["note:nested"]);
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["note"], note);
}

/// What `bookmark list` prints can be changed by the same query.
#[test]
fn links_are_changed_by_a_query() {
    let home = home();
    home.file(
        "lib/other.md",
        &article("别的", "https://example.com/8", ""),
    );
    let run = |args: &[&str]| {
        let mut command = home.command(args);
        command.env("KANBAO_LIBRARY", home.path("lib"));
        let output = command.output().expect("the program starts");
        (
            output.status.code(),
            String::from_utf8(output.stdout).expect("UTF-8"),
        )
    };
    assert_eq!(run(&["bookmark", "tag", "--add", "z", "tag:a"]).0, Some(0));
    assert_eq!(listed(&home, &["tag:z"]).len(), 1);
    assert_eq!(run(&["bookmark", "remove", "第二篇"]).0, Some(0));
    assert_eq!(listed(&home, &[]).len(), 2);
}

/// The text of a bookmarked article of another library is not at hand: no one knows that it lacks a
/// word.
#[test]
fn a_text_that_is_not_at_hand_matches_no_negation() {
    let home = Home::new();
    for name in ["a", "b"] {
        let file = format!("{name}.md");
        home.file(&format!("{name}/{file}"), &format!("# {name}\n\n{OTHER}\n"));
        home.expect(&["mark", "bookmark", "--library", name, &file], 0);
    }
    for command in [&["bookmark", "remove"][..], &["mark", "read"]] {
        for query in ["-量子", "-text:量子", "-/量子/", "-has:image"] {
            let args = [command, &["--", query]].concat();
            let mut command = home.command(&args);
            command.env("KANBAO_LIBRARY", home.path("a"));
            let code = command.output().expect("the program starts").status.code();
            assert_ne!(code, Some(2), "{query}");
            let rows = listed(&home, &[]);
            let is_there = rows.iter().any(|row| row["id"] == "b.md");
            assert!(is_there, "{args:?}: {rows:?}");
            home.expect(&["list", "--library", "b", "is:read"], 1);
        }
    }
}

/// Marks of several articles and of one tell the same of an article that is saved again.
#[test]
fn marks_of_one_and_of_many_have_one_result() {
    for at_once in [true, false] {
        let home = Home::new();
        let save = |title: &str, text: &str| {
            for number in 1..4 {
                let page = format!("https://example.com/{number}");
                let article = article(&format!("{title}{number}"), &page, text);
                home.file(&format!("lib/{number}.md"), &article);
            }
        };
        let unread = || {
            let output = home.run(&["list", "--library", "lib", "is:unread"]);
            String::from_utf8(output.stdout)
                .expect("UTF-8")
                .lines()
                .count()
        };
        save("早市", LONG);
        let mark = ["mark", "read", "--library", "lib"];
        if at_once {
            home.expect(&[&mark[..], &["早市"]].concat(), 0);
        } else {
            for file in ["1.md", "2.md", "3.md"] {
                home.expect(&[&mark[..], &[file]].concat(), 0);
            }
        }
        save("新标题", &format!("{LONG}又补了一句。"));
        assert_eq!(unread(), 0, "{at_once}");
        save("新标题", OTHER);
        assert_eq!(unread(), 3, "{at_once}");
    }
}
