//! Exports and imports lose no marks and give none to another article.

use super::{Home, rows};
use std::fs;

const OLD_TABLE: &str = "url,title,note,folder,tags,created,read,source,path\n";

/// A home with two libraries that have the same path.
fn libraries() -> Home {
    let home = Home::new();
    for (library, text) in [("la", "第一个库的说明。"), ("lb", "第二个库的另一篇说明。")]
    {
        let head = format!("title: README\nlink: https://{library}.example/r");
        home.file(
            &format!("{library}/README.md"),
            &format!("---\n{head}\n---\n{text}\n"),
        );
    }
    home
}

fn export(home: &Home, format: &str) -> String {
    home.expect(&["bookmark", "export", "--format", format], 0)
}

/// The field of each exported line.
fn fields(home: &Home, args: &[&str], key: &str) -> Vec<serde_json::Value> {
    let lines = home.expect(&[&["bookmark", "export"], args].concat(), 0);
    let mut fields: Vec<_> = rows(&lines).iter().map(|row| row[key].clone()).collect();
    fields.sort_by_key(ToString::to_string);
    fields
}

#[test]
fn a_table_gives_no_bookmark_to_another_library() {
    let home = libraries();
    home.expect(&["bookmark", "add", "README.md", "--library", "la"], 0);
    let exported = home.expect(
        &["bookmark", "export", "--format", "csv", "--library", "la"],
        0,
    );
    assert!(exported.contains("https://la.example/r"), "{exported}");
    // Tables of earlier versions have no fingerprints.
    let old = format!("{OLD_TABLE}https://la.example/r,README,,,,,,,README.md\n");
    let unknown = format!("{OLD_TABLE},别的题目,,,,,,,README.md\n");
    for (text, in_la) in [(exported, true), (old, true), (unknown, false)] {
        for libraries in [&["la", "lb"][..], &["lb", "la"], &["lb"]] {
            let other = self::libraries();
            other.file("a.csv", &text);
            let named = libraries.iter().flat_map(|name| ["--library", name]);
            let args: Vec<&str> = ["import", "a.csv"].into_iter().chain(named).collect();
            other.expect(&args, 0);
            let mut expected = vec![("lb", 1)];
            if libraries.contains(&"la") {
                expected.push(("la", i32::from(!in_la)));
            }
            for (library, code) in expected {
                let list = other.run(&["list", "is:bookmarked", "--library", library]);
                assert_eq!(list.status.code(), Some(code), "{text} {libraries:?}");
            }
        }
    }
}

#[test]
fn rows_about_one_article_are_united() {
    let home = Home::new();
    home.file(
        "lib/d.md",
        "---\ntitle: 一篇\nlink: https://a.example/d\n---\n正文，正文。\n",
    );
    home.file(
        "notes.csv",
        "url,title,note,tags\n\
        https://a.example/d?utm_source=x,一篇,first,甲\n\
        http://a.example/d,一篇,second,乙\n",
    );
    home.expect(&["import", "notes.csv", "--library", "lib"], 0);
    let row = rows(&export(&home, "json")).pop().expect("a bookmark");
    assert_eq!(row["note"], "first\n\nsecond");
    assert_eq!(row["tags"], serde_json::json!(["乙", "甲"]));

    // The same words twice in one book, and in another.
    let home = Home::new();
    home.file(
        "quotes.csv",
        "Highlight,Book Title,Book Author,Note,Highlighted at\n\
        正文,一篇,,一,2024-04-19T00:00:00Z\n\
        正文,一篇,,二,2024-04-20T00:00:00Z\n\
        正文,一篇,,二,2024-04-20T00:00:00Z\n\
        正文,别的,,三,2024-04-21T00:00:00Z\n",
    );
    home.file("lib/a.md", "---\ntitle: 一篇\n---\n正文，正文。\n");
    home.file("lib/b.md", "---\ntitle: 别的\n---\n又是正文。\n");
    for _ in 0..2 {
        home.expect(&["import", "quotes.csv", "--library", "lib"], 0);
        let list = home.expect(&["highlight", "list", "--json"], 0);
        let mut found: Vec<String> = rows(&list)
            .iter()
            .map(|row| format!("{} {} {}", row["title"], row["note"], row["added"]))
            .collect();
        found.sort();
        let expected = [
            "\"一篇\" \"一\" \"2024-04-19T00:00:00.000Z\"",
            "\"一篇\" \"二\" \"2024-04-20T00:00:00.000Z\"",
            "\"别的\" \"三\" \"2024-04-21T00:00:00.000Z\"",
        ];
        assert_eq!(found, expected);
    }
}

/// Tags, notes, highlights and the queue are exported without a bookmark, also after the article
/// was edited or renamed.
#[test]
fn marks_without_a_bookmark_are_exported() {
    let text = "编辑部每天早上把稿件按时间排好，再由值班的人读一遍。有错字的退回去改，没有错字的就排进\
        当天的版面。下午印好的报纸装上车，送到沿江的各个站点。";
    let home = Home::new();
    let write = |name: &str, text: &str| {
        home.file(name, &format!("---\ntitle: 一篇\n---\n{text}\n"));
    };
    write("lib/a.md", text);
    home.file(
        "marks.jsonl",
        "{\"id\":\"a.md\",\"title\":\"一篇\",\"bookmarked\":false,\"later\":1,\"tags\":[\"甲\"],\
        \"note\":\"记住\",\"highlights\":[{\"quote\":\"装上车\"}]}\n",
    );
    home.expect(&["import", "marks.jsonl", "--library", "lib"], 0);
    home.expect(&["bookmark", "list"], 1);
    let check = |step: &str| {
        for args in [&["--library", "lib"][..], &[]] {
            for (key, expected) in [
                ("tags", serde_json::json!(["甲"])),
                ("note", "记住".into()),
                ("later", 1.into()),
            ] {
                assert_eq!(fields(&home, args, key), [expected], "{step} {args:?}");
            }
        }
        let quotes = home.expect(&["highlight", "list", "--json", "--library", "lib"], 0);
        assert_eq!(rows(&quotes).len(), 1, "{step}");
    };
    check("as it was");
    write("lib/a.md", &text.replace("沿江的各个站点", "河边"));
    check("edited");
    fs::rename(home.path("lib/a.md"), home.path("lib/b.md")).expect("a file");
    write("lib/b.md", text);
    check("renamed");

    // A note and tags alone, of an article that is not here.
    let home = Home::new();
    for marks in [
        "\"tags\":[\"甲\"]",
        "\"note\":\"记住\"",
        "\"collections\":[\"乙\"]",
    ] {
        let line = format!(
            "{{\"id\":\"{0}.md\",\"fp2\":\"2:{0:08x}{0:016x}{0:016x}\",\"title\":\"题\",\"bookmarked\":false,{marks}}}\n",
            marks.len(),
        );
        home.file("marks.jsonl", &line);
        home.expect(&["import", "marks.jsonl"], 0);
    }
    let titles = fields(&home, &[], "title");
    assert_eq!(titles.len(), 3, "{titles:?}");
    let before = export(&home, "json");
    home.expect(&["journal", "compact"], 0);
    assert_eq!(export(&home, "json"), before, "after a compaction");
}

/// Names and long notes are the same after an export and an import.
#[test]
fn names_and_long_notes_survive() {
    let home = Home::new();
    let note = "长".repeat(30_000);
    home.expect(&["bookmark", "add", "b.txt", "--library", "news"], 0);
    for args in [
        &["tag", "--add", "#甲 乙", "--add", "丙"][..],
        &["note", "--text", &note],
    ] {
        let args = [&["bookmark"], args, &["--library", "news", "b.txt"]].concat();
        home.expect(&args, 0);
    }
    let exported = export(&home, "json");
    let row = rows(&exported).pop().expect("a bookmark");
    assert_eq!(row["tags"], serde_json::json!(["丙", "甲 乙"]));
    assert_eq!(row["note"], *note);
    home.expect(&["bookmark", "export", "--into", "vault"], 0);
    home.file("a.jsonl", &exported);
    for source in ["a.jsonl", "vault"] {
        let other = Home::new();
        other.expect(&["import", &home.path(source).display().to_string()], 0);
        assert_eq!(export(&other, "json"), exported, "{source}");
    }
}

/// An article keeps its marks when it is moved and edited, and its bookmark the address when the
/// file is gone.
#[test]
fn an_address_finds_a_moved_and_edited_article() {
    let text = "编辑部每天早上把稿件按时间排好，再由值班的人读一遍。";
    for compact in [false, true] {
        let home = Home::new();
        let write = |name: &str, text: &str| {
            let head = "title: 一篇\nlink: https://a.example/1";
            home.file(name, &format!("---\n{head}\n---\n{text}\n"));
        };
        write("lib/a.md", text);
        let args = ["--library", "lib", "a.md"];
        home.expect(&[&["bookmark", "add"][..], &args].concat(), 0);
        home.expect(
            &[&["bookmark", "note", "--text", "记住"][..], &args].concat(),
            0,
        );
        if compact {
            home.expect(&["journal", "compact"], 0);
        }
        fs::remove_file(home.path("lib/a.md")).expect("a file");
        let html = home.expect(&["bookmark", "export", "--format", "html"], 0);
        assert!(html.contains("HREF=\"https://a.example/1\""), "{html}");
        write("lib/b.md", &format!("更正：{text}"));
        home.expect(&["list", "is:bookmarked", "--library", "lib"], 0);
        let row = home.expect(&["bookmark", "export", "--library", "lib"], 0);
        assert_eq!(rows(&row)[0]["note"], "记住");
    }
}

/// Texts that have a meaning in one of the formats.
const ODD: &[&str] = &[
    "公告: *ST华英 涨停",
    "- *甲 &乙",
    "it's \"quoted\"",
    "👨\u{200d}👩\u{200d}👧 🀄\u{fe0f}",
    "a: b # c",
    "---",
    "*",
    "&a b",
    "!tag {a: b} [c]",
    "null",
    "1e5",
    "2024-01-01",
    "=1+1",
    "'撇",
    "\\反斜 %25",
    "> 引",
    "## Highlights",
    "<!-- x -->",
    "key: \"v\"",
    "|",
    "<b>粗</b> &amp; </A>",
    "</DL><p><DT><H3>x",
    "甲,乙, 丙",
    "[[链]] #标 [x](y)",
    "\u{202e}反 \u{200b}零",
    "한국어 テスト",
];

/// An item made of such texts.
fn odd_item(number: usize) -> serde_json::Value {
    let odd = |step: usize| ODD[(number * step + number / ODD.len()) % ODD.len()];
    let (one, two, three) = (odd(1), odd(7), odd(11));
    let mut item = serde_json::json!({
        "title": format!("{one} {two}"), "source": two, "since": "2024-04-19T04:22:21.123Z",
        "tags": [one, three], "note": format!("{three}\n\n{one}\n{two}"),
        "collections": [format!("{two}/{three}")], "read": number.is_multiple_of(3),
        "highlights": [
            {"quote": one, "note": three, "prefix": two, "added": "2024-04-19T04:22:21.123Z"},
            {"quote": one, "note": two, "colour": "yellow", "added": "2024-04-20T04:22:21.123Z"},
        ],
        "later": number + 1, "bookmarked": !number.is_multiple_of(5),
    });
    if number.is_multiple_of(4) {
        item["until"] = "2031-04-19T04:22:21Z".into();
    }
    if number.is_multiple_of(2) {
        item["id"] = format!("{number} 看.md").into();
        item["fp2"] = format!("2:{0:08x}{0:016x}{0:016x}", number + 1).into();
    } else {
        item["address"] = format!("https://a.example/{number}?q=<'&lt;").into();
    }
    item
}

/// What bookmark HTML holds of the exported bookmarks with an address. Its dates are seconds.
fn in_html(home: &Home) -> Vec<String> {
    let bookmarks = rows(&export(home, "json")).into_iter();
    let bookmarks = bookmarks.filter(|item| item["bookmarked"] != false);
    let shown = bookmarks.filter_map(|item| {
        let address = item["address"].as_str()?;
        let since = item["since"].as_str()?.get(..19)?;
        Some(format!(
            "{address} {} {} {since}",
            item["title"], item["tags"]
        ))
    });
    let mut shown: Vec<String> = shown.collect();
    shown.sort();
    shown
}

/// All marks are the same after an export and an import into an empty home.
#[test]
fn texts_with_a_meaning_in_a_format_survive() {
    let home = Home::new();
    let items = (0..120).map(|number| format!("{}\n", odd_item(number)));
    home.file("items.jsonl", &items.collect::<String>());
    home.expect(&["import", "items.jsonl"], 0);
    let exported = export(&home, "json");
    assert_eq!(rows(&exported).len(), 120);
    home.expect(&["bookmark", "export", "--into", "vault"], 0);
    home.file("a.jsonl", &exported);
    // Equal times leave the order open.
    let sorted = |text: &str| {
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    for source in ["a.jsonl", "vault"] {
        let other = Home::new();
        other.expect(&["import", &home.path(source).display().to_string()], 0);
        assert_eq!(
            sorted(&export(&other, "json")),
            sorted(&exported),
            "{source}"
        );
    }
    // Some have no address.
    let html = home.expect(&["bookmark", "export", "--format", "html"], 1);
    let other = Home::new();
    other.file("a.html", &html);
    other.expect(&["import", "a.html"], 0);
    assert_eq!(in_html(&other), in_html(&home));
}
