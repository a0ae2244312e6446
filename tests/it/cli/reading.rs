//! `list` and `check`.

use super::{Home, rows};
use crate::desk::Desk;
use std::fs;

#[test]
fn list() {
    let home = Home::new();
    let all = rows(&home.expect(&["list", "--library", "news", "--json"], 0));
    assert_eq!(all.len(), 2);
    let first = all
        .iter()
        .find(|row| row["id"] == "a/第一篇.md")
        .expect("the article");
    assert_eq!(first["title"], "第一篇：完善“小巨人”标准");
    assert_eq!(first["date"], "2022-04-19T04:22:21+00:00");
    assert_eq!(first["source"], "某某财经");
    assert_eq!(
        first["categories"],
        serde_json::json!(["金融", "某某财经", "国内"])
    );
    assert_eq!(first["read"], false);
    assert!(first["place"].is_null());
    let second = all
        .iter()
        .find(|row| row["id"] == "b.txt")
        .expect("the text");
    assert_eq!(second["title"], "没有题目的第二篇");
    assert!(second["date"].is_null());
    // An undated text sorts after dated articles, even when its file is newer.
    assert_eq!(all.last(), Some(second));
    let found = rows(&home.expect(&["list", "小巨人 财经", "--library", "news", "--json"], 0));
    assert_eq!(found.len(), 1);
    assert_eq!(home.expect(&["list", "无此词", "--library", "news"], 1), "");
    let message = |args: &[&str]| String::from_utf8_lossy(&home.run(args).stderr).into_owned();
    // The mistake of naming a folder, by a path or by a name that nothing matches.
    for (folder, code) in [("./news", 2), ("news/a", 2), (".", 2), ("news", 1)] {
        let wanted = format!("{folder} is a folder; use: kanbao list --library {folder}");
        assert!(message(&["list", folder]).contains(&wanted), "{folder}");
        home.expect(&["list", folder], code);
    }
    let none = ["list", "无此词", "--library", "news"];
    assert!(message(&none).contains("No match for “无此词” in 2 articles (try fewer words"));
    assert!(message(&[&none[..], &["--lang", "zh"]].concat()).contains("里都没有“无此词”"));
    assert!(message(&["bookmark", "list"]).contains("No bookmarks"));
    let table = home.expect(
        &[
            "list",
            "--library",
            "news",
            "--sort",
            "length",
            "--limit",
            "1",
        ],
        0,
    );
    assert!(table.contains("\ta/第一篇.md"), "{table}");
    // Standard output is not a terminal: the same as `list`.
    assert_eq!(home.expect(&["news"], 0).lines().count(), 2);
    // The current folder contains articles, of which a plain text must be named; an empty folder
    // and the home folder show the sample.
    assert_eq!(home.expect(&["."], 0).lines().count(), 2);
    fs::create_dir(home.path("empty")).expect("a folder");
    let listed_in = |folder: &str| {
        let output = home
            .command(&["list"])
            .current_dir(home.path(folder))
            .output();
        String::from_utf8_lossy(&output.expect("the program starts").stdout).into_owned()
    };
    assert_eq!(listed_in("news").lines().count(), 1);
    for folder in ["empty", "."] {
        assert!(listed_in(folder).contains("sample/"), "{folder}");
    }
}

#[test]
fn check() {
    let home = Home::new();
    assert!(home.expect(&["check", "news"], 0).contains('2'));
    home.file("news/empty.md", "\n");
    home.file("news/x.png", "x");
    home.file("news/broken.md", "---\ntitle: @甲\n---\n文");
    home.file("news/y.png", "y");
    home.file("news/package.json", "{}");
    home.file("news/node_modules/a.js", "a");
    home.file("news/node_modules/b/c.md", "c");
    let faults = [("front-matter-broken", "partial"), ("empty", "skipped")];
    let check = |args: &[&str], others: &[(&str, &str)]| {
        let found = rows(&home.expect(args, 1));
        let problems = found.iter().filter(|row| row["problem"].is_string());
        let brief = |row: &serde_json::Value| {
            let text = |name: &str| row[name].as_str().unwrap_or_default().to_owned();
            (text("problem"), text("severity"))
        };
        let mut found: Vec<_> = problems.map(brief).collect();
        let mut expected: Vec<_> = [&faults[..], others].concat();
        expected.sort_unstable();
        found.sort_unstable();
        let found: Vec<_> = found.iter().map(|(a, b)| (&**a, &**b)).collect();
        assert_eq!(found, expected, "{args:?}");
    };
    check(&["check", "news", "--json"], &[]);
    let others = [
        ("made", "other"),
        ("unknown-format", "other"),
        ("unknown-format", "other"),
        ("unknown-format", "other"),
    ];
    check(&["check", "news", "--json", "--all"], &others);
    let summary: Vec<_> = rows(&home.expect(&["check", "news", "--json"], 1))
        .into_iter()
        .filter_map(|row| Some((row["other"].as_str()?.to_owned(), row["files"].as_u64()?)))
        .collect();
    let expected = [("node_modules", 2), (".png", 2), (".json", 1)];
    let expected = expected.map(|(name, files)| (name.to_owned(), files));
    let both = |list: &[(String, u64)]| {
        let mut list = list.to_vec();
        list.sort_unstable();
        list
    };
    assert_eq!(both(&summary), both(&expected));
    let text = home.expect(&["check", "news", "--lang", "zh"], 1);
    assert!(text.contains("空文件"), "{text}");
    assert!(text.contains("node_modules：2 个文件"), "{text}");
    assert!(text.contains("2 .png"), "{text}");
    assert!(text.contains("问题 2 个"), "{text}");
    assert!(!text.contains("x.png"), "{text}");
    // Files of other formats are no reason to fail.
    home.expect(&["check", "news/node_modules"], 0);
}

#[test]
fn check_clean_lists_cuts() {
    let home = Home::new();
    let file = "news/c.html";
    home.file(
        file,
        "<p>正文在此，写得比别的长一些。</p><p class=\"my-box\">每日一句</p><p>跳转微信打开</p><p>跳转微信打开</p>",
    );
    let text = home.expect(&["check", "--clean", file], 0);
    let lines: Vec<_> = text
        .lines()
        .map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect();
    assert_eq!(
        lines,
        [
            // Without a title, the first line is the title.
            "duplicate-title 1 正文在此，写得比别的长一些。",
            "promotion 2 跳转微信打开",
            "1 article, 3 parts hidden"
        ],
        "{text}"
    );
    home.file(
        "config/kanbao/config.toml",
        "[[cleaning.rules]]\ntoken = \"box\"\n",
    );
    let found = rows(&home.expect(&["check", "--clean", "--json", file, "news"], 0));
    let brief: Vec<_> = found
        .iter()
        .map(|row| {
            (
                row["rule"].as_str(),
                row["count"].as_u64(),
                row["text"].as_str(),
            )
        })
        .collect();
    assert_eq!(
        brief.get(1),
        Some(&(Some("user"), Some(1), Some("每日一句")))
    );
    assert!(
        found[0]["path"]
            .as_str()
            .is_some_and(|path| path.ends_with("c.html"))
    );
    home.expect(&["check", "--clean", "./gone"], 3);
    home.expect(&["check", "--clean", "gone"], 1);
}

#[test]
fn a_repeated_footer_is_suggested_as_a_rule() {
    let home = Home::new();
    for nth in 0..9 {
        let body = format!("第{nth}篇。\n\n每天早上七点，准时见面。\n");
        home.file(
            &format!("paper/{nth}.md"),
            &format!("---\ntitle: 第{nth}篇\nsource: 日报\n---\n{body}"),
        );
    }
    let text = home.expect(&["check", "--clean", "paper"], 0);
    let (_, rule) = text.split_once("9 of 9 articles").expect("a suggestion");
    let (_, rule) = rule.split_once('\n').expect("a rule");
    home.file("config/kanbao/config.toml", rule);
    let text = home.expect(&["check", "--clean", "paper"], 0);
    assert!(
        text.contains("user                9  每天早上七点，准时见面。"),
        "{text}"
    );
    assert!(!text.contains("[[cleaning.rules]]"), "{text}");
}

/// A version that is folded into the row of another names that one, in another library too.
#[test]
fn list_names_the_row_of_a_version() {
    let home = Home::new();
    let text = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。有错字的退回去改。\n"
        .repeat(4);
    let article = format!("---\ntitle: 早班\ndate: 2022-04-20\n---\n{text}");
    home.file("east/copy.md", &article);
    home.file("west/copy.md", &article);
    let args = [
        "list",
        "稿件",
        "--library",
        "east",
        "--library",
        "west",
        "--json",
    ];
    let found = rows(&home.expect(&args, 0));
    let [row, version] = found.as_slice() else {
        panic!("{found:?}");
    };
    assert!(row["folded_into"].is_null() && row["folded_into_path"].is_null());
    assert_eq!(version["folded_into"], row["id"]);
    assert_eq!(version["folded_into_path"], row["path"]);
    assert_ne!(version["path"], row["path"]);
}

/// `list QUERY --json` prints the articles that the screen shows, in the same order.
#[test]
fn list_prints_the_rows_of_the_screen() {
    let home = Home::new();
    home.file(
        "news/c.md",
        "---\ntitle: 书店\ndate: 2022-04-20\n---\n標準。\n",
    );
    home.file(
        "news/d.md",
        "---\ntitle: 车站\ndate: 2022-04-21\n---\n没有。\n",
    );
    let cache = tempfile::tempdir().unwrap();
    let mut desk = Desk::indexed(vec![home.path("news")], (80, 24), cache.path());
    for query in [
        "标准",
        "text:标准",
        "-标准",
        "书店 OR 小巨人",
        "is:unread date:2022-04-20..",
        "/标./",
    ] {
        let args = ["list", query, "--json", "--library", "news"];
        let printed = rows(&home.expect(&args, 0));
        let printed: Vec<_> = printed.iter().map(|row| row["id"].as_str()).collect();
        desk.keys(&format!("/ C-u {} Enter", query.replace(' ', " Space ")));
        let shown: Vec<_> = desk.app.list.shown().cloned().collect();
        let shown: Vec<_> = shown.iter().map(|item| Some(item.entry.id())).collect();
        assert_eq!(printed, shown, "{query}");
        assert!(!shown.is_empty(), "{query}");
    }
}
