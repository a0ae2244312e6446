//! `mark` and `bookmark`.

use super::{Home, rows};

#[test]
fn marks_and_bookmarks() {
    let home = Home::new();
    let row = |home: &Home| {
        let all = rows(&home.expect(&["list", "--library", "news", "--json", "小巨人"], 0));
        (all[0]["read"].clone(), all[0]["bookmarked"].clone())
    };
    home.expect(&["bookmark", "list"], 1);
    home.expect(&["mark", "read", "小巨人", "--library", "news"], 0);
    home.expect(&["mark", "bookmark", "a/第一篇.md", "--library", "news"], 0);
    assert_eq!(row(&home), (true.into(), true.into()));
    home.expect(&["mark", "unread", "小巨人", "--library", "news"], 0);
    assert_eq!(row(&home), (false.into(), true.into()));
    assert!(
        home.expect(&["bookmark", "list"], 0)
            .contains("a/第一篇.md")
    );
    assert!(
        home.expect(&["bookmark", "export", "--format", "markdown"], 0)
            .contains("小巨人")
    );
    // Without a match it is not said that there are none.
    for command in ["bookmark", "highlight"] {
        let list = home.run(&[command, "list", "无此词", "--library", "news"]);
        assert_eq!(list.status.code(), Some(1));
        let said = String::from_utf8_lossy(&list.stderr);
        let is_none = said.contains("No highlights");
        assert!(
            said.contains("No match for “无此词” in 1 article") != is_none,
            "{said}"
        );
        assert_eq!(is_none, command == "highlight", "there are no highlights");
    }
    // An export can be imported elsewhere, and only the bad line is lost.
    let export = home.expect(&["bookmark", "export"], 0);
    let other = Home::new();
    other.file("export.jsonl", &format!("{export}不是书签\n"));
    let output = other.run(&["bookmark", "import", "export.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("export.jsonl:2:1"));
    assert_eq!(other.expect(&["bookmark", "export"], 0), export);
    home.expect(
        &["mark", "unbookmark", "a/第一篇.md", "--library", "news"],
        0,
    );
    home.expect(&["bookmark", "list"], 1);
    let none = home.run(&["mark", "read", "无此词", "--library", "news"]);
    assert_eq!(none.status.code(), Some(1));
}

#[test]
fn a_note_that_is_too_long_is_refused() {
    let home = Home::new();
    let note = |text: &str, code| {
        let args = ["bookmark", "note", "a/第一篇.md", "--library", "news"];
        home.expect(&[&args[..], &["--text", text]].concat(), code);
        let found = rows(&home.expect(&["bookmark", "list", "--json"], 0));
        found[0]["note"].clone()
    };
    // Arguments of a process have at most 128 KiB each.
    let longest = "x".repeat(100_000);
    assert_eq!(note(&longest, 0), *longest);
    assert_eq!(note(&"y".repeat(100_001), 2), *longest);
}

/// Larger than the limit of other files, with one line that is too long for a bookmark.
#[test]
fn an_import_may_be_large() {
    let home = Home::new();
    let blanks = " ".repeat(120_000);
    let mut export: String = (0..600)
        .map(|number| format!("{{\"id\":\"{number}.md\"}}{blanks}\n"))
        .collect();
    assert!(export.len() > 64 << 20);
    export += &format!("{{\"id\":\"{}\"}}\n", "a".repeat(8 << 20));
    export += "{\"id\":\"last.md\"}";
    home.file("export.jsonl", &export);
    let output = home.run(&["bookmark", "import", "export.jsonl"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(1), "{error}");
    assert!(error.contains("export.jsonl:601:1"), "{error}");
    assert_eq!(home.expect(&["bookmark", "list"], 0).lines().count(), 601);
}

/// A printed id names its article, even if it looks like an option or a formula.
#[test]
fn printed_ids_are_accepted() {
    let home = Home::new();
    home.file("news/=1+1.md", "---\ntitle: =2+2\n---\n算式。\n");
    home.file("news/-v.md", "---\ntitle: 选项\n---\n正文。\n");
    let list = home.expect(&["list", "--library", "news"], 0);
    let mut ids: Vec<_> = list
        .lines()
        .filter_map(|line| line.split('\t').next_back())
        .collect();
    ids.sort_unstable();
    assert_eq!(ids, ["./-v.md", "./=1+1.md", "a/第一篇.md", "b.txt"]);
    assert!(list.contains("\t'=2+2\t"), "{list}");
    for id in ids {
        home.expect(&["show", id, "--library", "news"], 0);
        home.expect(&["mark", "bookmark", id, "--library", "news"], 0);
    }
    assert_eq!(home.expect(&["bookmark", "list"], 0).lines().count(), 4);
}

#[test]
fn files_and_folders_are_told_from_queries() {
    let home = Home::new();
    let library = ["--library", "news"];
    let mark = |word: &str| {
        let output = home.run(&[&["mark", "read", word][..], &library].concat());
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        (output.status.code(), error)
    };
    // A path of the shell, also when it is no ID.
    home.expect(
        &["mark", "read", "news/a/第一篇.md", "--library", "news"],
        0,
    );
    let read = home.expect(&["list", "is:read", "--library", "news"], 0);
    assert!(read.contains("第一篇"), "{read}");
    let (code, error) = mark("news");
    assert!(code == Some(1) && error.contains("is a folder"), "{error}");
    home.file("elsewhere.md", "x");
    let (code, error) = mark("elsewhere.md");
    assert!(
        code == Some(1) && error.contains("not an article of the libraries"),
        "{error}"
    );
    let (code, error) = mark("无此文");
    assert!(code == Some(1) && error.contains("No match"), "{error}");
}

/// `mark`, `show` and `check` take IDs, paths and queries.
#[test]
fn articles_are_named_in_three_ways() {
    let home = Home::new();
    home.file("news/c.md", "---\ntitle: @甲\nsource: 乙报\n---\n文\n");
    let names = ["c.md", "news/c.md", "./news/c.md", "source:乙报"];
    for name in names {
        for command in [&["mark", "read"][..], &["show"]] {
            home.expect(&[command, &[name, "--library", "news"]].concat(), 0);
        }
    }
    let check = |name: &str| {
        let output = home
            .command(&["check", name])
            .env("KANBAO_LIBRARY", "news")
            .output();
        let output = output.expect("the program starts");
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        (output.status.code(), text.contains("c.md: "))
    };
    for name in names {
        assert_eq!(check(name), (Some(1), true), "{name}");
    }
    assert_eq!(check("小巨人"), (Some(0), false));
    assert_eq!(check("无此词"), (Some(1), false));
    // In a folder, the articles that match.
    let cleaned = home.expect(&["check", "--clean", "news", "小巨人"], 0);
    assert!(cleaned.contains("1 article"), "{cleaned}");
    let several = home.run(&["show", "话", "--library", "news"]);
    assert_eq!(several.status.code(), Some(1));
    let error = String::from_utf8_lossy(&several.stderr);
    assert!(
        error.contains("2 articles match (kanbao list 话"),
        "{error}"
    );
    home.expect(&["show", "无此词", "--library", "news"], 1);
}

/// A journal of a version whose sketches are unknown now, in lines over one article and over many.
/// Its marks find their articles by path and title, by the whole text, and by title and address.
#[test]
fn marks_of_the_first_sketch_find_their_articles() {
    let home = Home::new();
    let journal = include_str!("../../journals/first_sketch/journal.jsonl");
    let libraries = include_str!("../../journals/first_sketch/libraries.jsonl");
    let data = "data/kanbao";
    let writer = "9254a01777153d65";
    home.file(&format!("{data}/journal/{writer}-1.jsonl"), journal);
    home.file(&format!("{data}/libraries/{writer}.jsonl"), libraries);
    let text = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。有错字的退回去改，没有\
        错字的就排进当天的版面。下午印好的报纸装上车，送到沿江的各个站点。赶不上车的那一份，第二天\
        一早由骑车的人补送，所以河对岸的读者总是晚一天读到。";
    let other = "港口的灯塔建于一百年前，塔身用的是当地的石头。守塔的老人说，最亮的一盏灯要擦两个钟头\
        ，雾天则整夜不能睡。去年换成了自动的灯，老人还是每天上去看一次，说是习惯了。";
    let edited = text.replace("值班的人", "值班的编辑");
    let address = "\nlink: https://a.example/water";
    // The path, the title and the text now, and whether it is read and bookmarked.
    let articles = [
        ("edited.md", "编辑部", &*edited, [true, true]),
        ("elsewhere/moved.md", "灯塔", other, [true, true]),
        ("moved.md", "另一篇", text, [false, false]),
        ("new.md", &format!("水位{address}"), text, [true, true]),
        ("same-title.md", "水位", text, [false, false]),
        ("short.md", "天气", "晴", [true, false]),
    ];
    for (path, title, text, _) in articles {
        let file = format!("---\ntitle: {title}\n---\n{text}\n");
        home.file(&format!("diary/{path}"), &file);
    }
    for (path, _, _, expected) in articles {
        let args = ["list", "--library", "diary", "--json"];
        let all = rows(&home.expect(&args, 0));
        let row = all.iter().find(|row| row["id"] == path).unwrap();
        let found = ["read", "bookmarked"].map(|mark| row[mark] == true);
        assert_eq!(found, expected, "{path}");
    }
    // Changes of the present version are about the same articles.
    for (mark, is_set) in [("unbookmark", false), ("bookmark", true)] {
        let path = "elsewhere/moved.md";
        home.expect(&["mark", mark, path, "--library", "diary"], 0);
        let all = home.expect(&["bookmark", "list"], 0);
        assert_eq!(all.lines().count(), 2 + usize::from(is_set), "{all}");
    }
}
