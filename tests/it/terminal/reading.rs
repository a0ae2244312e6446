//! The built binary in use: start, keys, long titles, every way to exit.

use super::session::Session;

fn reading(home: &tempfile::TempDir) -> Session {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    let mut session = Session::kanbao(home.path(), &[sample], 120, 40);
    session.wait_for("先会这六个");
    session
}

fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

#[test]
fn restored_after_every_way_to_exit() {
    let home = folder();
    let mut quit = reading(&home);
    quit.send("Q");
    assert_eq!(quit.end(), 0);
    quit.check_restored();
    for (name, code) in [("TERM", 143), ("HUP", 129)] {
        let mut killed = reading(&home);
        killed.signal(name);
        assert_eq!(killed.end(), code);
        killed.check_restored();
    }
}

/// The bytes that scrolling by a line sends in the whole program.
#[test]
fn scrolling_a_line_sends_few_bytes() {
    let home = folder();
    let mut session = reading(&home);
    session.send("\r");
    // Zen: the reader has the whole window.
    session.send("z");
    session.wait("zen", |session| session.find("晨溪财经").is_none());
    // The line after five others is prose: signs of ambiguous width are placed one by one.
    for _ in 0..6 {
        let before = session.find("先会这六个");
        session.bytes_since();
        session.send("j");
        session.wait("a line", |session| session.find("先会这六个") < before);
    }
    let bytes = session.bytes_since();
    assert!(bytes < 500, "{bytes} bytes for a line");
}

/// Enter and G arrive in one write, before the article can have been loaded.
#[test]
fn keys_typed_before_the_article_arrives_take_effect() {
    let home = folder();
    let body = "<p>一段不长的文字。</p>".repeat(30_000);
    std::fs::write(home.path().join("long.md"), format!("# 长文\n\n{body}")).expect("a file");
    let mut session = Session::kanbao(home.path(), &["long.md"], 60, 12);
    session.wait_for("长文");
    session.send("\rG");
    session.wait("the end", |session| session.row(11).contains("100%"));
    session.send("qgg\r");
    session.wait("the place", |session| session.row(11).contains("100%"));
}

/// List items of two and three rows scroll by, and each is shown completely.
#[test]
#[cfg_attr(
    not(feature = "phrase"),
    ignore = "without phrases titles break elsewhere"
)]
fn long_titles_scroll_in_two_lines() {
    let home = folder();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample");
    let mut session = Session::kanbao(home.path(), &[sample], 40, 20);
    session.wait_for("三分钟学会所有按键");
    session.wait_for("将启动第四批申报");
    session.wait_for("未读 17");
    session.send("gg");
    for _ in 0..11 {
        session.send("j");
    }
    session.wait_for("12/17");
    let first = session
        .find("老城照相簿：八张照片、")
        .expect("the first line");
    let second = session.find("一段录音和两支影片").expect("the second line");
    assert_eq!(
        (first + 1, session.find("慢镜头")),
        (second, Some(second + 1))
    );
    assert_eq!(session.find("三分钟学会所有按键"), None);
    session.send("gg");
    session.wait_for("三分钟学会所有按键");
    session.send("G");
    session.wait_for("17/17");
}

/// On a terminal `list` prints what `show` and `mark` ask for: beside the title, or below it.
#[test]
fn list_prints_ids_on_a_terminal() {
    let home = folder();
    std::fs::create_dir(home.path().join("news")).expect("a folder");
    let title = "桥头的早市从五点开到八点，卖菜的人都认得彼此";
    let article = format!("---\ntitle: {title}\n---\n正文。\n");
    std::fs::write(home.path().join("news/morning market.md"), article).expect("a file");
    for (columns, row) in [(120, 0), (60, 1)] {
        let list = ["list", "--library", "news"];
        let mut session = Session::kanbao(home.path(), &list, columns, 24);
        session.wait_for("morning market.md");
        assert!(session.row(row).ends_with("morning market.md"), "{columns}");
        assert!(session.row(0).contains("桥头的早市"), "{columns}");
    }
}
