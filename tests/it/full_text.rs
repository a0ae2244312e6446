//! Searches in the text of articles through the built program.

use super::cli::Home;
use std::process::{Command, Stdio};

fn library(count: usize) -> Home {
    let home = Home::new();
    for number in 0..count {
        let text = format!(
            "---\ntitle: 第{number}篇\ndate: 2026-01-02\n---\n{}\n\n本文记者罗俊杰，word{number}。\n",
            "这是一篇文章的正文。".repeat(20)
        );
        home.file(&format!("many/{}/{number}.md", number % 7), &text);
    }
    home
}

/// What `list` prints for a query, and what it says on standard error.
fn list(home: &Home, args: &[&str]) -> (Vec<serde_json::Value>, String) {
    let output = home.run(&[&["list", "--library", "many", "--json"], args].concat());
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    let rows = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"));
    (
        rows.collect(),
        String::from_utf8_lossy(&output.stderr).into_owned(),
    )
}

#[test]
fn words_of_the_text_are_found_and_shown() {
    let home = library(8);
    let (rows, said) = list(&home, &["罗俊杰"]);
    assert_eq!((rows.len(), said.as_str()), (8, ""));
    for row in &rows {
        let snippet = row["snippet"].as_str().expect("a snippet");
        assert!(snippet.contains("罗俊杰"), "{snippet}");
    }
    let (rows, _) = list(&home, &["羅俊傑 WORD3"]);
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0]["id"], "3/3.md");
    let (rows, _) = list(&home, &["第3篇"]);
    assert_eq!(rows[0]["snippet"], serde_json::Value::Null, "in the title");
    let (rows, said) = list(&home, &["没有的词"]);
    assert!(rows.is_empty() && said.contains("No match"), "{said}");
    // A file that changes is read again.
    home.file("many/3/3.md", "---\ntitle: 第3篇\n---\n另一段。");
    let (rows, _) = list(&home, &["罗俊杰"]);
    assert_eq!(rows.len(), 7);
    home.expect(&["mark", "read", "word4", "--library", "many"], 0);
    assert_eq!(list(&home, &["is:read"]).0.len(), 1);
}

#[test]
fn ruby_and_paragraphs() {
    let home = Home::new();
    let text = "---\ntitle: 題\ndate: 2026-01-02\n---\n高い<ruby>東京<rt>とうきょう</rt></ruby>タワー\n\nthe end\n";
    home.file("many/a.md", text);
    for query in [
        "東京タワー",
        "とうきょう",
        "とうきょうタワー",
        "text:\"い東京\"",
    ] {
        let (rows, _) = list(&home, &[query]);
        assert_eq!(rows.len(), 1, "{query}");
        assert_eq!(rows[0]["snippet"], "高い東京タワー / the end", "{query}");
    }
    let page = "<html><head><title>題</title></head><body><article><h1>海の<ruby>空<rt>そら</rt></ruby>色</h1><p>文の段落です。</p></article></body></html>";
    home.file("many/title.html", page);
    for query in ["海の空色", "海のそら色", "\"空(そら)色\"", "title:海の空色"] {
        let (rows, _) = list(&home, &[query]);
        assert_eq!(rows.len(), 1, "{query}");
        assert_eq!(rows[0]["title"], "海の空色", "{query}");
    }
    for query in ["ワーthe", "/タワー\\s*the/", "東京とうきょう"] {
        assert_eq!(list(&home, &[query]).0.len(), 0, "{query}");
    }
}

#[test]
fn relevance_is_a_sort_key() {
    let home = Home::new();
    for (name, text) in [("a", "看报一次，别的很长。"), ("b", "看报，看报，看报。")]
    {
        let text = format!("---\ntitle: {name}\ndate: 2026-01-02\n---\n{text}\n");
        home.file(&format!("many/{name}.md"), &text);
    }
    let ids = |args: &[&str]| -> Vec<String> {
        let rows = list(&home, args).0.into_iter();
        rows.map(|row| row["id"].as_str().expect("an ID").to_owned())
            .collect()
    };
    assert_eq!(ids(&["看报"]), ["a.md", "b.md"]);
    assert_eq!(ids(&["看报", "--sort", "relevance"]), ["b.md", "a.md"]);
    assert_eq!(ids(&["--sort", "relevance"]), ["a.md", "b.md"]);
}

#[test]
fn without_an_index_the_text_is_not_searched_and_that_is_said() {
    let home = library(2);
    let (rows, said) = list(&home, &["罗俊杰", "--no-index"]);
    assert!(rows.is_empty());
    assert!(
        said.contains("Only titles") && !said.contains("No match"),
        "{said}"
    );
    let (rows, said) = list(&home, &["第1篇", "--no-index"]);
    assert!(rows.len() == 1 && said.contains("Only titles"), "{said}");
    for (query, marked) in [
        ("-text:needle", 0),
        ("-has:image", 0),
        ("-/needle/", 0),
        ("第1篇 OR -needle", 1),
    ] {
        let args = ["mark", "unread", query, "--library", "many", "--no-index"];
        home.expect(&args, 1);
        let args = ["mark", "read", query, "--library", "many", "--no-index"];
        let output = home.run(&args);
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("not searched"), "{said}");
        assert_eq!(output.status.code(), Some(1), "{query}");
        assert_eq!(list(&home, &["is:read"]).0.len(), marked, "{query}");
    }
    // A single file has no index, and needs none.
    let output = home.run(&["list", "罗俊杰", "--library", "many/0/0.md"]);
    assert_eq!(output.status.code(), Some(2), "not a folder");
}

/// A search among bookmarks leaves the texts of other articles in the index, and reads nothing.
#[test]
fn a_search_among_bookmarks_keeps_the_index() {
    let home = library(8);
    assert_eq!(list(&home, &["罗俊杰"]).0.len(), 8);
    let file = text_index(&home).expect("an index");
    let numbers = || {
        let index = rusqlite::Connection::open(&file).expect("a database");
        let all = "SELECT group_concat(number || id) FROM document";
        let numbers = index.query_row(all, [], |row| row.get::<_, String>(0));
        numbers.expect("documents")
    };
    let before = numbers();
    home.expect(&["mark", "bookmark", "3/3.md", "--library", "many"], 0);
    let args = ["bookmark", "list", "罗俊杰", "--library", "many"];
    let found = home.run(&args);
    let found = String::from_utf8_lossy(&found.stdout).into_owned();
    assert!(found.contains("第3篇"), "{found}");
    assert_eq!(numbers(), before);
}

/// The file of the index of texts, if there is one.
fn text_index(home: &Home) -> Option<std::path::PathBuf> {
    let files = std::fs::read_dir(home.path("cache/kanbao/index"));
    let files = files.into_iter().flatten().flatten();
    let mut files = files.map(|file| file.path());
    files.find(|path| path.extension().is_some_and(|end| end == "text"))
}

/// Another program keeps the write-ahead log of an index whose file is gone.
#[test]
fn a_deleted_index_is_made_anew_beside_its_log() {
    let home = library(8);
    assert_eq!(list(&home, &["罗俊杰"]).0.len(), 8);
    let file = text_index(&home).expect("an index");
    let other = rusqlite::Connection::open(&file).expect("a database");
    other
        .execute_batch("UPDATE body SET text = text")
        .expect("a log");
    std::fs::remove_file(&file).expect("a file");
    for _ in 0..2 {
        let (rows, said) = list(&home, &["罗俊杰"]);
        assert_eq!((rows.len(), said.as_str()), (8, ""));
    }
    drop(other);
}

/// `KANBAO_KILLS` sets how often the program is killed while it builds.
#[test]
#[cfg(unix)]
fn a_killed_build_is_continued() {
    let kills = std::env::var("KANBAO_KILLS");
    let kills: u64 = kills.ok().and_then(|count| count.parse().ok()).unwrap_or(3);
    let home = library(300);
    let file = || text_index(&home);
    for round in 0..kills {
        let mut child = home
            .command(&["index", "many"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program");
        // The text comes after the metadata; later rounds kill at other moments.
        let mut looks = 0;
        while file().is_none() || looks < round * 97 {
            looks += 1;
            if child.try_wait().expect("a child").is_some() {
                break;
            }
        }
        let _ = Command::new("kill")
            .args(["-9", &child.id().to_string()])
            .status();
        child.wait().expect("an end");
    }
    let (rows, said) = list(&home, &["罗俊杰"]);
    assert_eq!((rows.len(), said.as_str()), (300, ""));
    assert_eq!(list(&home, &["word17"]).0.len(), 1);
}
