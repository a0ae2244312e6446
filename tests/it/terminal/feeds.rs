//! Feeds in the reader: a key fetches them while the reader is open.

use super::session::Session;
use std::fs;
use std::path::Path;

/// A home with a library of one article, and these feeds.
fn home(feeds: &str) -> tempfile::TempDir {
    let home = tempfile::tempdir().expect("a folder");
    for folder in ["news", "config/kanbao"] {
        fs::create_dir_all(home.path().join(folder)).expect("a folder");
    }
    write(
        home.path(),
        "news/old.md",
        "---\ntitle: 旧闻\n---\n一句话。\n",
    );
    let config = format!("libraries = [\"{}/news\"]\n", home.path().display());
    write(home.path(), "config/kanbao/config.toml", &config);
    let feeds = feeds.replace("HOME", &home.path().to_string_lossy());
    write(home.path(), "config/kanbao/feeds.toml", &feeds);
    home
}

fn write(home: &Path, name: &str, text: &str) {
    fs::write(home.join(name), text).expect("a file");
}

fn feed(titles: &[&str]) -> String {
    let item = |title: &&str| {
        format!(
            "<item><title>{title}</title><guid>{title}</guid><description>{title}的正文。</description></item>"
        )
    };
    let items: String = titles.iter().map(item).collect();
    format!("<rss version='2.0'><channel><title>晨报</title>{items}</channel></rss>")
}

const FILE: &str = "[[feeds]]\naddress = \"file://HOME/feed.xml\"\n";

#[test]
fn a_key_fetches_the_feeds() {
    let home = home(&format!(
        "{FILE}\n[[feeds]]\naddress = \"file://HOME/none.xml\"\nname = \"晚报\"\n"
    ));
    write(home.path(), "feed.xml", &feed(&["第一条", "第二条"]));
    let mut session = Session::kanbao(home.path(), &[], 100, 24);
    session.wait_for("旧闻");
    session.send("F");
    session.wait_for("新到 2 篇；2 个订阅源中 1 个没能读取");
    // They come through the watcher, and are new until they are seen.
    session.wait_for("▞ 第一条");
    session.wait("the count", |session| session.row(0).contains("新到 2"));
    write(
        home.path(),
        "feed.xml",
        &feed(&["第一条", "第二条", "第三条"]),
    );
    session.send("F");
    session.wait_for("新到 1 篇");
    session.wait_for("▞ 第三条");
    session.send("Q");
    session.end();
    let mut again = Session::kanbao(home.path(), &[], 100, 24);
    again.wait("the count", |session| session.row(0).contains("新到 3"));
}

#[test]
fn the_key_stops_what_it_has_started() {
    let home = home(&format!(
        "{FILE}\n[[feeds]]\nexec = [\"sleep\", \"600\"]\nname = \"晚报\"\n"
    ));
    write(home.path(), "feed.xml", &feed(&["第一条"]));
    let mut session = Session::kanbao(home.path(), &[], 100, 24);
    session.wait_for("旧闻");
    session.send("F");
    session.wait_for("抓取 1/2");
    session.send("F");
    session.wait_for("已停止，新到 1 篇");
    session.wait_for("▞ 第一条");
}

#[test]
fn without_feeds_the_key_says_what_to_do() {
    let home = home("");
    let mut session = Session::kanbao(home.path(), &[], 100, 24);
    session.wait_for("旧闻");
    session.send("F");
    session.wait_for(":feed add");
}

#[test]
fn feeds_are_added_muted_and_renamed() {
    let home = home("");
    write(home.path(), "feed.xml", &feed(&["第一条"]));
    let feeds = || fs::read_to_string(home.path().join("config/kanbao/feeds.toml")).expect("feeds");
    let mut session = Session::kanbao(home.path(), &[], 100, 24);
    session.wait_for("旧闻");
    session.send(&format!(
        ":feed add file://{}/feed.xml\r",
        home.path().display()
    ));
    session.wait_for("▞ 第一条");
    assert!(feeds().contains("name = \"晨报\""));
    // All, unread, new, bookmarks, reading, the heading, and the feed.
    session.send("t");
    session.wait_for("订阅源");
    session.send("jjjjjjm");
    session.wait_for("晨报 已静音");
    session.wait_for("晨报（静音）");
    assert!(feeds().contains("muted = true"));
    session.send("c");
    session.wait_for("feed rename 晨报");
    session.send("\x15feed rename 早报\r");
    session.wait_for("已改名为 早报");
    assert!(feeds().contains("name = \"早报\""));
}
