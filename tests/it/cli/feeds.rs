//! `kanbao feed` and `kanbao fetch`, against a small server on this machine.

use super::{Home, rows};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::thread;

const FEED: &str = "<rss version='2.0'><channel><title>某某报</title>\
    <item><title>第一篇</title><link>https://a.example/1</link><guid>1</guid>\
    <pubDate>Tue, 19 Apr 2022 04:22:21 GMT</pubDate><author>甲</author><category>财经</category>\
    <description>&lt;p&gt;这里说到“小巨人”企业的认定标准。&lt;/p&gt;</description></item>\
    <item><title>第二篇</title><link>https://a.example/2</link></item></channel></rss>";

/// Answers every request by its path, until the tests end. Returns the address.
fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = format!("http://{}", listener.local_addr().expect("an address"));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(stream);
        }
    });
    address
}

fn answer(mut stream: TcpStream) {
    let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
    let first = lines.next().unwrap_or_default();
    let _ = lines.take_while(|line| !line.is_empty()).count();
    let path = first.split(' ').nth(1).unwrap_or_default();
    let page = "<!DOCTYPE html><link rel=alternate type=application/rss+xml href=/feed.xml>";
    let other = path.strip_prefix("/other/").unwrap_or_default();
    let other =
        format!("{page}<link rel=feed type=text/xml href=http://127.0.0.1:{other}/feed.xml>");
    let other = other.replace(" href=/feed.xml", "");
    let (status, body) = match path {
        "/" => ("200 OK", page),
        _ if path.starts_with("/other/") => ("200 OK", &*other),
        "/feed.xml" => ("200 OK", FEED),
        "/bare/" => ("200 OK", "<!DOCTYPE html><p>x"),
        _ => ("404 Not Found", ""),
    };
    let length = body.len();
    let _ = write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}"
    );
}

#[test]
fn from_an_address_to_the_first_article() {
    let (home, address) = (Home::new(), serve());
    let added = home.expect(&["feed", "add", &address, "--allow-private"], 0);
    let expected =
        format!("Added 某某报: {address}/feed.xml\n某某报: 2 new, 0 updated, 2 in the feed\n");
    assert_eq!(added, expected);
    // Without a library, one was made, and `kanbao` opens it.
    let listed = home.expect(&["list", "--json"], 0);
    let articles = rows(&listed);
    assert_eq!(articles.len(), 2);
    let first = articles
        .iter()
        .find(|row| row["title"] == "第一篇")
        .expect("an article");
    assert_eq!(
        (first["source"].as_str(), first["author"].as_str()),
        (Some("某某报"), Some("甲"))
    );
    assert_eq!(first["date"], "2022-04-19T04:22:21+00:00");
    // A file of a library has the same fields.
    let other = rows(&home.expect(&["list", "--json", "--library", "news"], 0));
    let fields = |row: &serde_json::Value| {
        let fields = row.as_object().expect("an object").keys();
        fields.cloned().collect::<Vec<_>>()
    };
    assert_eq!(fields(first), fields(other.first().expect("an article")));
    assert_eq!(home.expect(&["fetch", "--quiet"], 0), "");
    assert_eq!(
        home.expect(&["fetch"], 0),
        "某某报: 0 new, 0 updated, 2 in the feed\n"
    );
    let checked = home.expect(&["feed", "check"], 0);
    assert_eq!(checked, "某某报: 2 items, the newest of 2022-04-19 04:22\n");
    let json = rows(&home.expect(&["fetch", "--json", "某某报"], 0));
    assert_eq!(
        (json[0]["status"].as_str(), json[0]["items"].as_u64()),
        (Some("read"), Some(2))
    );
    home.expect(&["feed", "add", &address, "--allow-private"], 1);
    home.expect(&["fetch", "某某"], 1);
    home.expect(&["feed", "remove", "某某报"], 0);
    assert_eq!(rows(&home.expect(&["list", "--json"], 0)).len(), 2);
    home.expect(&["fetch"], 2);
}

#[test]
fn addresses_without_a_feed() {
    let (home, address) = (Home::new(), serve());
    // Not allowed; a page without a feed; no page.
    home.expect(&["feed", "add", &address], 4);
    home.expect(
        &[
            "feed",
            "add",
            &format!("{address}/bare/"),
            "--allow-private",
        ],
        0,
    );
    home.expect(
        &["feed", "add", &format!("{address}/none"), "--allow-private"],
        4,
    );
    home.expect(&["feed", "add", "ftp://a.example/"], 2);
    home.expect(
        &[
            "feed",
            "add",
            "--no-fetch",
            "a.example/feed",
            "--name",
            "例",
        ],
        0,
    );
    let listed = rows(&home.expect(&["feed", "list", "--json"], 0));
    let names: Vec<_> = listed
        .iter()
        .map(|row| row["name"].as_str().unwrap_or_default())
        .collect();
    assert_eq!(names, ["某某报", "例"]);
    assert_eq!(listed[1]["address"], "https://a.example/feed");
}

#[test]
fn what_is_allowed_for_an_address_is_not_for_another_one() {
    let (home, address, other) = (Home::new(), serve(), serve());
    let port = other.rsplit(':').next().unwrap_or_default();
    // The page names a feed on another port; the one on its own is found.
    let page = format!("{address}/other/{port}");
    let added = home.expect(&["feed", "add", &page, "--allow-private"], 0);
    let expected = format!("Added 某某报: {address}/feed.xml\n");
    assert!(added.starts_with(&expected), "{added}");
}

#[test]
fn passwords_in_addresses_are_not_printed() {
    let home = Home::new();
    let address = "http://me:hunter2@127.0.0.1:9/feed";
    let mut shown = String::new();
    let mut run = |arguments: &[&str]| {
        let output = home.run(arguments);
        shown += &String::from_utf8_lossy(&output.stdout);
        shown += &String::from_utf8_lossy(&output.stderr);
    };
    run(&["feed", "add", address]);
    run(&["feed", "add", "--no-fetch", address]);
    run(&["feed", "list"]);
    run(&["feed", "list", "--json"]);
    run(&["fetch", "--json"]);
    run(&["fetch"]);
    run(&["feed", "export"]);
    run(&["feed", "add", "--no-fetch", address]);
    run(&["feed", "remove", address]);
    assert!(shown.contains("http://…@127.0.0.1:9/feed"), "{shown}");
    assert!(!shown.contains("hunter2"), "{shown}");
    home.expect(&["feed", "list"], 2);
}

#[test]
fn nothing_is_written_in_a_dry_run() {
    let (home, address) = (Home::new(), serve());
    let feed = format!("{address}/feed.xml");
    home.expect(&["feed", "add", "--no-fetch", &feed, "--allow-private"], 0);
    let shown = home.expect(&["fetch", "--dry-run"], 0);
    assert_eq!(shown, "某某报: 2 items, the newest of 2022-04-19 04:22\n");
    assert!(!home.path("data/kanbao/articles").exists());
    home.expect(&["fetch", "--into", "elsewhere"], 0);
    assert_eq!(
        rows(&home.expect(&["list", "--json", "--library", "elsewhere"], 0)).len(),
        2
    );
    assert!(!home.path("config/kanbao/config.toml").exists());
}

#[test]
fn lists_of_feeds() {
    let home = Home::new();
    home.file("urls", "https://1.example/ 经济 \"~甲报\"\nexec:rm\n");
    assert_eq!(
        home.expect(&["feed", "import", "urls", "--dry-run"], 0),
        "1 feeds would be added, 0 known, 1 entries skipped that are no web address\n"
    );
    home.expect(&["feed", "list"], 2);
    home.expect(&["feed", "import", "urls"], 0);
    assert_eq!(
        home.expect(&["feed", "list"], 0),
        "甲报\t经济\t\thttps://1.example/\n"
    );
    let opml = home.expect(&["feed", "export"], 0);
    home.file("list.opml", &opml);
    assert_eq!(
        home.expect(&["feed", "import", "list.opml"], 0),
        "0 feeds added, 1 known, 0 entries skipped that are no web address\n"
    );
    home.file("text", "");
    home.expect(&["feed", "import", "text"], 1);
    home.file("config/kanbao/feeds.toml", "[[feeds]]\nadress = 'x'\n");
    let output = home.run(&["feed", "list"]);
    assert_eq!(output.status.code(), Some(2));
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(
        error.contains("feeds.toml:2:1: Unknown setting “adress” (did you mean “address”?)"),
        "{error}"
    );
    let units = home.expect(&["feed", "timer"], 0);
    assert!(units.contains("fetch --quiet\n") && units.contains("OnUnitActiveSec=30min"));
}

#[test]
fn rules_are_applied_to_what_is_fetched() {
    let (home, address) = (Home::new(), serve());
    let rule = |query: &str, action: &str| {
        format!("[[rules]]\nquery = \"{query}\"\naction = \"{action}\"\n")
    };
    let rules = rule("text:小巨人", "tag:企业") + &rule("title:第二篇", "hide");
    let libraries = "libraries = [\"news\"]\n";
    home.file(
        "config/kanbao/config.toml",
        &(libraries.to_owned() + &rules),
    );
    home.file(
        "news/old.md",
        "---\ntitle: 第二篇旧闻\n---\n旧的“小巨人”。\n",
    );
    let feed = format!("{address}/feed.xml");
    let add = ["feed", "add", &feed, "--allow-private", "--no-fetch"];
    home.expect(&add, 0);
    let fetched = home.expect(&["fetch"], 0);
    assert!(
        fetched.ends_with("Rules changed 2 new articles\n"),
        "{fetched}"
    );
    let titles = |query: &str| {
        let found = rows(&home.expect(&["list", query, "--json"], 0));
        let titles = found.iter().map(|row| row["title"].to_string());
        titles.collect::<Vec<_>>()
    };
    assert_eq!(titles("tag:企业"), ["\"第一篇\""]);
    assert_eq!(titles("is:hidden"), ["\"第二篇\""]);
    // Once: what the user takes back stays so.
    home.expect(&["mark", "unhide", "is:hidden"], 0);
    assert!(!home.expect(&["fetch"], 0).contains("Rules"));
    assert_eq!(titles("title:第二篇 source:某某报").len(), 1);
}

#[test]
fn a_muted_feed_is_fetched_by_name_only() {
    let (home, address) = (Home::new(), serve());
    let feed = format!("{address}/feed.xml");
    home.file(
        "config/kanbao/feeds.toml",
        &format!(
            "[[feeds]]\naddress = \"{feed}\"\nname = \"晚报\"\nmuted = true\nallow-private = true\n"
        ),
    );
    assert_eq!(home.expect(&["fetch"], 0), "晚报: muted, not fetched\n");
    let listed = rows(&home.expect(&["feed", "list", "--json"], 0));
    assert_eq!(listed.first().expect("a feed")["muted"], true);
    let fetched = home.expect(&["fetch", "晚报"], 0);
    assert!(fetched.starts_with("晚报: 2 new"), "{fetched}");
}
