//! `import`, and exports that are imported again.

use super::{Home, rows};
use std::fs;

const POCKET: &str = "title,url,time_added,tags,status\n\
    别的题目,http://www.example.com/a/?utm_source=x,1650342141,,unread\n\
    只有题目,https://example.com/elsewhere,1650342142,,archive\n\
    没有这一篇,https://example.com/b,1650342143,,unread\n\
    小书签,javascript:alert(1),1650342144,,unread\n";

/// A home whose configured library has two of the articles.
fn library() -> Home {
    let home = Home::new();
    let article = "---\ntitle: 有地址\nlink: https://example.com/a\n---\n正文。\n";
    home.file("news/c 1.md", article);
    home.file("news/d.md", "---\ntitle: 只有题目\n---\n正文。\n");
    let news = home.path("news");
    home.file(
        "config/kanbao/config.toml",
        &format!("libraries = [{:?}]\n", news.display().to_string()),
    );
    home.file("pocket.csv", POCKET);
    home
}

/// The counts that `--json` prints.
#[track_caller]
fn counts(home: &Home, args: &[&str], code: i32) -> serde_json::Value {
    rows(&home.expect(&[args, &["--json"]].concat(), code))
        .pop()
        .expect("an object")
}

fn bookmarks(home: &Home) -> Vec<serde_json::Value> {
    rows(&home.expect(&["bookmark", "list", "--json"], 0))
}

#[test]
fn entries_are_attached_by_address_and_title() {
    let home = library();
    let would = counts(&home, &["import", "pocket.csv", "--dry-run"], 1);
    for (key, expected) in [("entries", 3), ("attached", 2), ("links", 1), ("new", 3)] {
        assert_eq!(would[key], expected, "{key}: {would}");
    }
    assert_eq!(would["format"], "Pocket CSV");
    assert_eq!(would["faults"][0]["row"], 5);
    home.expect(&["bookmark", "list"], 1);

    let output = home.run(&["import", "pocket.csv"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("pocket.csv:5:1"), "{error}");
    let list = home.expect(&["list", "is:bookmarked"], 0);
    assert!(list.contains("c 1.md") && list.contains("d.md"), "{list}");
    assert_eq!(bookmarks(&home).len(), 3);
    let gone = home.expect(&["bookmark", "list", "没有这一篇"], 0);
    assert!(gone.contains("https://example.com/b"), "{gone}");
    let here = home.expect(&["bookmark", "list", "--library", "news"], 0);
    assert_eq!(here.lines().count(), 2, "{here}");
    let read = home.expect(&["list", "is:read"], 0);
    assert!(read.contains("d.md") && !read.contains("c 1.md"), "{read}");
    // Again: nothing is new, and nothing is doubled.
    let again = counts(&home, &["bookmark", "import", "pocket.csv"], 1);
    assert_eq!(again["new"], 0);
    assert_eq!(bookmarks(&home).len(), 3);
}

#[test]
fn every_export_is_imported_again() {
    let home = library();
    home.run(&["import", "pocket.csv"]);
    let expected = bookmarks(&home);
    let export = |args: &[&str]| home.expect(&[&["bookmark", "export"], args].concat(), 0);
    let html = export(&["--format", "html"]);
    let link = "HREF=\"https://example.com/b\" ADD_DATE=\"1650342143\"";
    assert!(html.contains(link), "{html}");
    export(&["--into", "vault"]);
    let files = fs::read_dir(home.path("vault")).expect("a folder");
    assert_eq!(files.count(), 3);
    // Nothing there is overwritten.
    home.expect(&["bookmark", "export", "--into", "vault"], 2);
    home.expect(
        &["bookmark", "export", "--into", "v2", "--format", "csv"],
        2,
    );

    let check = |source: &str, write: &dyn Fn(&Home)| {
        let other = library();
        write(&other);
        let would = counts(&other, &["import", source, "--dry-run"], 0);
        assert_eq!(would["attached"], 2, "{source}: {would}");
        other.expect(&["import", source], 0);
        let found = bookmarks(&other);
        assert_eq!(found.len(), expected.len(), "{source}");
        for (found, expected) in found.iter().zip(&expected) {
            for key in ["id", "address", "title", "since", "read"] {
                assert_eq!(found[key], expected[key], "{source}: {key}");
            }
        }
    };
    for (name, format) in [("a.jsonl", "json"), ("a.csv", "csv")] {
        let text = export(&["--format", format]);
        check(name, &|other| other.file(name, &text));
    }
    check("vault", &|other| {
        for entry in fs::read_dir(home.path("vault")).expect("a folder") {
            let entry = entry.expect("a file");
            let text = fs::read_to_string(entry.path()).expect("a text");
            let name = entry.file_name();
            other.file(&format!("vault/{}", name.to_string_lossy()), &text);
        }
    });
    // A file has its address only on this machine, so this home reads the HTML.
    home.file("bookmarks.html", &html);
    home.expect(&["bookmark", "remove", "c 1.md", "d.md"], 0);
    let back = counts(&home, &["import", "bookmarks.html"], 0);
    assert_eq!(back["attached"], 2, "{back}");
    assert_eq!(back["new"], 2, "{back}");
}

#[test]
fn other_files_are_refused() {
    let home = library();
    home.file("text.txt", "只是一段话。\n");
    home.file("a.zip", "PK\u{3}\u{4}");
    for (name, hint) in [
        ("text.txt", "--help"),
        ("a.zip", "unpack"),
        ("news", "--help"),
    ] {
        let output = home.run(&["import", name]);
        let error = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{error}");
        assert!(error.contains(hint), "{error}");
        assert!(output.stdout.is_empty());
    }
    home.expect(&["import", "gone.csv"], 3);
    home.expect(&["import"], 2);
    home.expect(&["bookmark", "list"], 1);
}

/// Bookmarks, tags, notes, collections and highlights are the same after an export and an import
/// into an empty home.
#[test]
fn marks_survive_json_and_markdown() {
    let home = library();
    home.expect(
        &[
            "bookmark",
            "tag",
            "a/第一篇.md",
            "--add",
            "#经济",
            "--add",
            "待读",
        ],
        0,
    );
    home.expect(&["bookmark", "tag", "a/第一篇.md", "--remove", "待读"], 0);
    home.expect(
        &[
            "bookmark",
            "note",
            "a/第一篇.md",
            "--text",
            "周末再读\n> 不是引文",
        ],
        0,
    );
    let again = ["bookmark", "tag", "a/第一篇.md", "--add", "经济"];
    assert_eq!(counts(&home, &again, 0)["changed"], 0);
    let added = counts(&home, &["bookmark", "add", "a/第一篇.md"], 0);
    assert_eq!((&added["found"], &added["changed"]), (&1.into(), &0.into()));
    home.expect(&["bookmark", "tag", "a/第一篇.md", "--add", "甲,乙"], 0);
    let tagged = home.expect(&["bookmark", "list", "tag:甲", "tag:乙", "--json"], 0);
    assert_eq!(rows(&tagged).len(), 1, "{tagged}");
    let untag = ["bookmark", "tag", "a/第一篇.md", "--remove", "甲，乙"];
    home.expect(&untag, 0);
    home.expect(&["bookmark", "export", "--json", "--format", "html"], 2);
    home.expect(&["bookmark", "export", "--json", "--format", "json"], 0);
    home.file(
        "quotes.csv",
        "Highlight,Book Title,Book Author,Note,Color,Highlighted at\n\
        正文。,有地址,,记住,yellow,2024-04-19 04:22:21+00:00\n",
    );
    home.expect(&["import", "quotes.csv"], 0);
    home.file(
        "b.csv",
        "id,title,note,excerpt,url,folder,tags,created,highlights\n\
        1,链接,我的,,https://example.com/z,新闻/国内,\"a, b\",2024-04-19T04:22:21.123Z,一句\n",
    );
    home.expect(&["import", "b.csv"], 0);
    // A highlight without a bookmark.
    home.expect(&["bookmark", "remove", "c 1.md"], 0);

    let highlights = home.expect(&["highlight", "list", "--json"], 0);
    let expected = rows(&highlights);
    assert_eq!(expected.len(), 2, "{highlights}");
    assert!(
        expected
            .iter()
            .any(|row| row["quote"] == "正文。" && row["added"] == "2024-04-19T04:22:21.000Z")
    );
    assert_eq!(
        home.expect(&["highlight", "list", "有地址"], 0)
            .lines()
            .count(),
        1
    );
    let export = home.expect(&["bookmark", "export"], 0);
    assert_eq!(export.lines().count(), 3, "{export}");
    assert!(
        export.contains("\"tags\":[\"经济\"],\"note\":\"周末再读\\n> 不是引文\""),
        "{export}"
    );
    home.expect(&["bookmark", "export", "--into", "vault"], 0);

    let check = |source: &str, files: &[(String, String)]| {
        let other = library();
        for (name, text) in files {
            other.file(name, text);
        }
        other.expect(&["import", source], 0);
        assert_eq!(other.expect(&["bookmark", "export"], 0), export, "{source}");
        assert_eq!(
            other.expect(&["highlight", "list", "--json"], 0),
            highlights
        );
        let list = other.expect(&["list", "is:bookmarked"], 0);
        assert!(
            list.contains("第一篇") && !list.contains("c 1.md"),
            "{list}"
        );
        // Again: nothing is doubled.
        other.expect(&["import", source], 0);
        assert_eq!(other.expect(&["bookmark", "export"], 0), export, "{source}");
    };
    check("a.jsonl", &[("a.jsonl".to_owned(), export.clone())]);
    let files = fs::read_dir(home.path("vault")).expect("a folder");
    let files = files.map(|entry| {
        let entry = entry.expect("a file");
        let text = fs::read_to_string(entry.path()).expect("a text");
        (
            format!("vault/{}", entry.file_name().to_string_lossy()),
            text,
        )
    });
    check("vault", &files.collect::<Vec<_>>());
}

/// Bookmark HTML as a parser that follows the HTML standard reads it.
#[test]
fn exported_html_is_read_by_another_parser() {
    let home = library();
    home.file(
        "a.jsonl",
        "{\"address\":\"https://example.com/?a=1&lt=\\\"2\\\"\",\"title\":\"<b>甲</b> & 'a'\",\
         \"since\":\"2024-04-19T04:22:21.123Z\",\"tags\":[\"x&y\",\"<t>\"],\"note\":\"一\\n<p>二\",\
         \"collections\":[\"新闻/国内\"]}\n\
         {\"address\":\"https://example.com/b\",\"title\":\"乙\"}\n",
    );
    home.expect(&["import", "a.jsonl"], 0);
    let html = home.expect(&["bookmark", "export", "--format", "html"], 0);
    let document = scraper::Html::parse_document(&html);
    let select = |selector: &str| {
        let selector = scraper::Selector::parse(selector).expect("a selector");
        let found = document.select(&selector);
        found.collect::<Vec<_>>()
    };
    let links = select("a");
    assert_eq!(links.len(), 2, "{html}");
    let link = links.iter().find(|link| link.attr("tags").is_some());
    let link = link.expect("a link with tags");
    assert_eq!(link.attr("href"), Some("https://example.com/?a=1&lt=\"2\""));
    assert_eq!(link.attr("add_date"), Some("1713500541"));
    assert_eq!(link.attr("tags"), Some("<t>,x&y"));
    assert_eq!(link.text().collect::<String>(), "<b>甲</b> & 'a'");
    assert_eq!(select("dl dl dl a").len(), 1, "{html}");
    let folders = select("h3").into_iter();
    let folders: Vec<String> = folders.map(|name| name.text().collect()).collect();
    assert_eq!(folders, ["新闻", "国内"]);
    let note: String = select("dd").iter().flat_map(|note| note.text()).collect();
    assert_eq!(note.trim(), "一\n<p>二");
}

/// What one command changes is one step: its lines have the same stamp.
#[test]
fn tags_and_notes_of_several_articles_are_one_step() {
    for change in [
        &[
            "bookmark", "tag", "--add", "甲", "--add", "乙", "c 1.md", "d.md",
        ][..],
        &["bookmark", "note", "--text", "记住", "c 1.md", "d.md"],
    ] {
        let home = library();
        assert_eq!(counts(&home, change, 0)["changed"], 2, "{change:?}");
        let folder = std::fs::read_dir(home.path("data/kanbao/journal")).expect("a journal");
        let files = folder.map(|file| std::fs::read_to_string(file.expect("a file").path()));
        let text: String = files.map(|file| file.expect("text")).collect();
        let lines = text.lines().map(|line| {
            let line: serde_json::Value = serde_json::from_str(line).expect("JSON");
            format!("{} {}", line["t"], line["n"])
        });
        let lines: Vec<String> = lines.collect();
        assert!(
            lines.len() > 2 && lines.iter().all(|line| *line == lines[0]),
            "{text}"
        );
    }
}

/// Articles to read later keep their order and the day until which they are hidden.
#[test]
fn the_queue_is_exported_and_imported() {
    let home = library();
    home.file(
        "queue.jsonl",
        "{\"id\":\"d.md\",\"title\":\"只有题目\",\"bookmarked\":false,\"later\":2,\"until\":\"2126-01-05T00:00:00Z\"}\n\
         {\"id\":\"c 1.md\",\"title\":\"有地址\",\"bookmarked\":false,\"later\":1}\n",
    );
    home.expect(&["import", "queue.jsonl"], 0);
    home.expect(&["bookmark", "list"], 1);
    let exported = home.expect(&["bookmark", "export", "--format", "json"], 0);
    let queue = |text: &str| {
        let mut places: Vec<_> = rows(text)
            .iter()
            .map(|row| {
                (
                    row["later"].clone(),
                    row["title"].clone(),
                    row["until"].clone(),
                )
            })
            .map(|row| format!("{row:?}"))
            .collect();
        places.sort();
        places
    };
    let expected = queue(&exported);
    assert_eq!(expected.len(), 2, "{exported}");
    assert!(expected[0].contains("有地址") && expected[1].contains("2126-01-05"));
    home.expect(&["bookmark", "export", "--into", "vault"], 0);
    home.file("again.jsonl", &exported);
    for source in ["again.jsonl", "vault"] {
        let other = library();
        let from = home.path(source).display().to_string();
        other.expect(&["import", &from], 0);
        let back = other.expect(&["bookmark", "export", "--format", "json"], 0);
        assert_eq!(queue(&back), expected, "{source}");
    }
}

#[test]
fn what_cannot_be_imported_says_what_to_do() {
    let home = library();
    home.file("export.zip", "PK\u{3}\u{4}");
    let output = home.run(&["import", "export.zip"]);
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(error.contains("unpack"), "{error}");
    // An unpacked export is a folder with the files.
    home.file("pocket/part_000000.csv", POCKET);
    let would = counts(&home, &["import", "pocket", "--dry-run"], 1);
    assert_eq!(would["entries"], 3, "{would}");
}

#[test]
fn marking_prints_counts_as_json() {
    let home = library();
    let done = counts(&home, &["mark", "read", "d.md"], 0);
    assert_eq!(done["changed"], 1, "{done}");
}
