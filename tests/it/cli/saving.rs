//! `save`, and `import --as articles`.

use super::{Home, rows};
use std::fs;
use std::io::Write;
use std::process::Stdio;

const TEXT: &str = "本报记者昨天在江边看到，新的大桥已经合龙，工人们正在清理桥面，预计下个月通车。";

fn page() -> String {
    format!(
        "<!DOCTYPE html><html><head><title>大桥 - 晨报</title>\
         <meta property=og:site_name content=晨报><meta name=author content=某人>\
         <meta property=article:published_time content=2022-04-19T12:22:21+08:00>\
         <link rel=canonical href=https://news.example/1></head><body><nav><a href=/>首页</a></nav>\
         <article><h1>大桥</h1><p>{TEXT}</p><p><img alt=桥 src=\"data:image/png;base64,{}\"></p>\
         <p>{TEXT}</p></article></body></html>",
        png()
    )
}

/// A picture of 64 by 32 pixels, long enough to be removed before the parse.
fn png() -> String {
    let head = "iVBORw0KGgoAAAANSUhEUgAAAEAAAAAgCAIAAAA";
    format!("{head}{}", "A".repeat(2001))
}

/// The articles of a library, as `list --json` prints them.
fn list(home: &Home, library: &str) -> Vec<serde_json::Value> {
    rows(&home.expect(&["list", "--json", "--library", library], 0))
}

#[test]
fn a_page_becomes_an_article_of_a_new_library() {
    let home = Home::new();
    home.file("page.html", &page());
    let saved = home.run(&["save", "page.html"]);
    assert_eq!(saved.status.code(), Some(0), "{saved:?}");
    let made = String::from_utf8_lossy(&saved.stderr);
    assert!(made.contains("Made the library"), "{made}");
    let told = String::from_utf8_lossy(&saved.stdout);
    let path = home.path("data/kanbao/articles/saved/晨报/2022-04/2022-04-19-大桥.md");
    assert!(
        told.contains("2022-04-19-大桥.md") && path.is_file(),
        "{told}"
    );
    let text = fs::read_to_string(&path).expect("the article");
    assert!(
        text.contains(TEXT) && !text.contains("首页") && !text.contains("base64"),
        "{text}"
    );

    // The library of a plain `kanbao list` now.
    let listed = rows(&home.expect(&["list", "--json"], 0));
    let article = &listed[0];
    for (key, value) in [
        ("title", "大桥"),
        ("source", "晨报"),
        ("author", "某人"),
        ("date", "2022-04-19T04:22:21+00:00"),
    ] {
        assert_eq!(article[key], value, "{article}");
    }
    // The same fields as an article of the model.
    let model = &list(&home, "news")[0];
    let keys = |row: &serde_json::Value| -> Vec<String> {
        row.as_object()
            .expect("an object")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(keys(article), keys(model));

    let again = home.expect(&["save", "page.html"], 0);
    assert!(
        again.starts_with("Saved before") && again.contains("2022-04-19-大桥.md"),
        "{again}"
    );
    fs::remove_file(&path).expect("the article");
    let anew = home.expect(&["save", "page.html"], 0);
    assert!(anew.starts_with("Saved:") && path.is_file(), "{anew}");
}

#[test]
fn pictures_are_stored_on_request() {
    let home = Home::new();
    home.file("page.html", &page());
    let told = home.expect(&["save", "page.html", "--into", "news", "--images"], 0);
    assert!(told.contains("1 picture stored, 0 left out"), "{told}");
    let folder = home.path("news/saved/晨报/2022-04");
    let text = fs::read_to_string(folder.join("2022-04-19-大桥.md")).expect("the article");
    let (_, rest) = text.split_once("src=\"").expect("a picture");
    let (source, _) = rest.split_once('"').expect("its end");
    let bytes = fs::read(folder.join(source)).expect("the picture");
    assert!(bytes.starts_with(b"\x89PNG"), "{source}");
    home.expect(&["check", "news"], 0);
}

#[test]
fn standard_input_is_saved() {
    let home = Home::new();
    let mut command = home.command(&["save", "-", "--into", "news"]);
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut input = child.stdin.take().expect("a pipe");
    input
        .write_all(page().as_bytes())
        .expect("the program reads");
    drop(input);
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success());
    let titles = list(&home, "news");
    assert!(
        titles.iter().any(|row| row["title"] == "大桥"),
        "{titles:?}"
    );
}

#[test]
fn what_cannot_be_saved_is_said() {
    let home = Home::new();
    home.file("text.txt", "只有字\n");
    home.file(
        "empty.html",
        "<!DOCTYPE html><html><body><script>x</script></body></html>",
    );
    home.expect(&["save", "text.txt", "--into", "news"], 1);
    home.expect(&["save", "empty.html", "--into", "news"], 1);
    home.expect(&["save", "gone.html", "--into", "news"], 3);
    home.file("not-a-folder", "");
    home.file("page.html", &page());
    home.expect(&["save", "page.html", "--into", "not-a-folder"], 3);
    let code = if cfg!(feature = "fetch") { 4 } else { 2 };
    home.expect(&["save", "http://127.0.0.1:9/a", "--into", "news"], code);
}

#[cfg(feature = "fetch")]
#[test]
fn an_address_is_saved() {
    let server =
        crate::page_server::start(|path| match path.split('?').next().unwrap_or_default() {
            "/1" => (200, page().replace("https://news.example/1", "/1")),
            "/a.png" => (200, "no picture".to_owned()),
            _ => (404, "gone".to_owned()),
        });
    let home = Home::new();
    let save = |path: &str, code| {
        let address = format!("{server}{path}\n");
        home.expect(
            &["save", &address, "--into", "news", "--allow-private"],
            code,
        )
    };
    assert!(save("/1", 0).starts_with("Saved:"));
    assert!(save("/1?utm_source=x", 0).starts_with("Saved before"));
    save("/2", 4);
    home.expect(&["save", &format!("{server}/1"), "--into", "news"], 4);
    // The pages of links are fetched, but not from private addresses.
    let pocket = format!("title,url,time_added,tags,status\n大桥,{server}/1,1650342141,,unread\n");
    home.file("pocket.csv", &pocket);
    let args = [
        "import",
        "pocket.csv",
        "--as",
        "articles",
        "--library",
        "news",
    ];
    let output = home.run(&args);
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(told.contains("0 written, 0 known, 1 failed"), "{output:?}");
}

#[test]
fn exports_with_texts_become_articles() {
    let home = Home::new();
    let wallabag = format!(
        "[{{\"is_archived\": 1, \"tags\": [\"经济\"], \"title\": \"大桥\", \
         \"url\": \"https://news.example/1\", \"content\": \"<p>{TEXT}</p>\", \
         \"published_by\": [\"某人\"], \"published_at\": \"2022-04-19T12:22:21+0800\"}}]"
    );
    home.file("wallabag.json", &wallabag);
    let args = [
        "import",
        "wallabag.json",
        "--as",
        "articles",
        "--library",
        "news",
    ];
    let counts = |more: &[&str]| {
        let args = [&args[..], &["--json"], more].concat();
        rows(&home.expect(&args, 0)).pop().expect("an object")
    };
    let would = counts(&["--dry-run"]);
    assert_eq!(
        (&would["texts"], &would["written"]),
        (&1.into(), &0.into()),
        "{would}"
    );
    assert_eq!(counts(&[])["written"], 1);
    assert_eq!(counts(&[])["known"], 1);
    let all = list(&home, "news");
    let article = all
        .iter()
        .find(|row| row["title"] == "大桥")
        .expect("the article");
    assert_eq!(article["author"], "某人");
    let tagged = home.expect(&["list", "tag:经济", "--library", "news"], 0);
    assert!(tagged.contains("大桥"), "{tagged}");
    // Imported again, the entry is about it.
    home.expect(&["import", "wallabag.json", "--library", "news"], 0);
    let read = home.expect(&["list", "is:read", "--library", "news"], 0);
    assert!(read.contains("大桥"), "{read}");
}

#[cfg(feature = "fetch")]
#[test]
fn passwords_in_addresses_are_not_printed() {
    let home = Home::new();
    for address in [
        "http://me:hunter2@127.0.0.1:9/a",
        "https://me:hunter2@[::1/a",
        "https://me:hun/ter2@a.example/",
    ] {
        let output = home.run(&["save", address, "--images"]);
        assert_eq!(output.status.code(), Some(4), "{output:?}");
        let shown = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(shown.contains("://…@"), "{shown}");
        assert!(
            !shown.contains("hunter2") && !shown.contains("ter2@"),
            "{shown}"
        );
    }
}
