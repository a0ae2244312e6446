//! `show`.

use super::Home;
use std::io::Write;
use std::process::Stdio;

#[test]
fn show() {
    let home = Home::new();
    let file = "news/a/第一篇.md";
    let text = home.expect(&["show", file, "--width", "40"], 0);
    assert!(
        text.contains("小巨人") && !text.contains('\u{1b}'),
        "{text}"
    );
    assert!(
        text.lines()
            .all(|line| unicode_width::UnicodeWidthStr::width(line) <= 40),
        "{text}"
    );
    assert!(!text.lines().any(|line| line.ends_with(' ')), "{text}");
    let ansi = home.expect(&["show", file, "--width", "40", "--format", "ansi"], 0);
    let words = ansi.split('\u{1b}').enumerate().map(|(number, part)| {
        let code_end = part.find('m').map_or(0, |end| end + 1);
        part.get(if number == 0 { 0 } else { code_end }..)
            .expect("the end of the code")
    });
    assert_eq!(
        words.collect::<String>(),
        text,
        "colours do not change the text"
    );
    assert!(
        home.expect(&["show", file, "--format", "markdown"], 0)
            .contains("小巨人")
    );
    let json: serde_json::Value =
        serde_json::from_str(&home.expect(&["show", file, "--format", "json"], 0)).expect("JSON");
    assert!(json["blocks"].is_array());
    let by_id = home.expect(
        &["show", "a/第一篇.md", "--library", "news", "--width", "40"],
        0,
    );
    assert_eq!(by_id, text);
    let path = home.path(file);
    let path = path.to_str().expect("UTF-8");
    let by_path = home.expect(&["show", path, "--library", "news", "--width", "40"], 0);
    assert_eq!(by_path, text);
    assert!(home.expect(&["show", "sample/01-guide.md"], 0).len() > 20);
}

#[test]
fn links_are_numbered_and_listed_at_the_end() {
    let home = Home::new();
    let address = "https://example.org/a/rather/long/path?with=a&query=too";
    let body = format!(
        "<h1>标题</h1><p>见<a href=\"{address}\">原文</a>和<a href=\"#n\">下文</a>。</p><p id=\"n\">下文。</p>"
    );
    home.file("links.html", &body);
    let text = home.expect(&["show", "links.html"], 0);
    assert!(
        text.contains("原文[1]和下文。") && text.contains(&format!("\n[1] {address}\n")),
        "{text}"
    );
    let narrow = home.expect(&["show", "links.html", "--width", "24"], 0);
    let wide = |line: &str| unicode_width::UnicodeWidthStr::width(line) > 24;
    assert!(!narrow.lines().any(wide), "{narrow}");
    let joined: String = narrow.split_whitespace().collect();
    assert!(joined.contains(address), "{narrow}");
    let bare = home.expect(&["show", "links.html", "--no-links"], 0);
    assert!(!bare.contains('[') && !bare.contains("example"), "{bare}");
}

#[test]
fn labels_of_a_page_follow_the_language_of_the_article() {
    let home = Home::new();
    let check = |prose: &str, labels: [&str; 3]| {
        let code = format!("```rust\n{}```", "let a = 1;\n".repeat(30));
        let image = "![](https://example.org/a.png)";
        let note = "[^1]: 1889.";
        let source = format!("# {prose}\n\n{prose}[^1]\n\n{image}\n\n{code}\n\n{note}\n");
        home.file("code.md", &source);
        for language in ["en", "zh"] {
            let text = home.expect(&["show", "code.md", "--lang", language], 0);
            assert!(labels.iter().all(|label| text.contains(label)), "{text}");
        }
    };
    check("晚上的书店还亮着灯。", ["▣ 图 1 ", "30 行", "\n注释\n"]);
    check(
        "晚上的書店還亮著燈，門開著。",
        ["▣ 圖 1 ", "30 行", "\n註釋\n"],
    );
    check(
        "夜の書店にはまだ灯りがある。",
        ["▣ 図 1 ", "30 行", "\n注\n"],
    );
    check(
        "밤의 책방에는 아직 불이 켜져 있다.",
        ["▣ 그림 1 ", "30줄", "\n주\n"],
    );
    check(
        "The shop is still open at night.",
        ["▣ Figure 1 ", "30 lines", "\nNotes\n"],
    );
    check(
        "Ночью книжный магазин ещё открыт.",
        ["▣ 1 ", " 30 ┐", "─\n\n¹ 1889."],
    );
}

#[test]
fn show_reads_standard_input() {
    let home = Home::new();
    let mut child = home
        .command(&["show", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("a pipe");
    stdin
        .write_all("# 题目\n\n从管道里来。\n".as_bytes())
        .expect("a reader");
    drop(stdin);
    let output = child.wait_with_output().expect("an end");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(
        output.status.success() && text.contains("从管道里来"),
        "{text}"
    );
}
