//! What follows a fetch: old articles leave; and the articles of newsboat's cache.

use super::Home;
use std::fs;

const FEED: &str = "<?xml version='1.0'?><rss version='2.0'><channel><title>例报</title>\
    <item><title>旧闻</title><guid>1</guid><pubDate>Tue, 19 Apr 2022 04:22:21 GMT</pubDate>\
    <description>旧的正文。</description></item>\
    <item><title>书签</title><guid>2</guid><pubDate>Tue, 19 Apr 2022 05:22:21 GMT</pubDate>\
    <description>留下的正文。</description></item></channel></rss>";

#[test]
fn old_articles_leave_unless_they_are_kept() {
    let home = Home::new();
    home.file("feed.xml", FEED);
    let (feed, library) = (home.path("feed.xml"), home.path("news"));
    home.file(
        "config/kanbao/config.toml",
        &format!("libraries = [{:?}]\n", library.display().to_string()),
    );
    let feeds = |more: &str| {
        let text = format!("[[feeds]]\naddress = \"file://{}\"\n{more}", feed.display());
        home.file("config/kanbao/feeds.toml", &text);
    };
    feeds("");
    home.expect(&["fetch"], 0);
    home.expect(&["mark", "bookmark", "title:书签"], 0);
    // Unread articles stay.
    feeds("keep = \"30d\"\n");
    assert!(!home.expect(&["fetch"], 0).contains(".kanbao/removed"));
    feeds("keep = \"30d\"\nkeep-unread = false\n");
    let told = home.expect(&["fetch"], 0);
    assert!(
        told.contains("1 old article moved to .kanbao/removed, 1 kept"),
        "{told}"
    );
    let left = home.expect(&["list", "--library", "news"], 0);
    assert!(left.contains("书签") && !left.contains("旧闻"), "{left}");
    let removed = library.join(".kanbao/removed/例报/2022-04");
    assert_eq!(fs::read_dir(removed).expect("the removed ones").count(), 1);
    // The feed still has it, and it does not come back.
    fs::write(&feed, FEED.replace("</channel>", " </channel>")).expect("the feed");
    home.expect(&["fetch"], 0);
    let left = home.expect(&["list", "--library", "news"], 0);
    assert!(!left.contains("旧闻"), "{left}");
}

#[test]
fn the_articles_of_newsboat_are_imported() {
    let home = Home::new();
    let path = home.path("cache.db");
    let cache = rusqlite::Connection::open(&path).expect("a database");
    let tables = "CREATE TABLE rss_feed(rssurl, url, title); \
        CREATE TABLE rss_item(id INTEGER PRIMARY KEY, guid, title, author, url, feedurl, pubDate, \
        content, unread, deleted); \
        INSERT INTO rss_feed VALUES('https://a.example/feed', '', '晨报'); \
        INSERT INTO rss_item VALUES(1, 'g1', '读过的', '某人', 'https://a.example/1', \
        'https://a.example/feed', 1650342141, '<p>正文一。</p>', 0, 0), \
        (2, 'g2', '没读的', '', '', 'https://a.example/feed', 1650342142, '<p>正文二。</p>', 1, 0);";
    cache.execute_batch(tables).expect("the tables");
    drop(cache);
    let library = home.path("news");
    home.file(
        "config/kanbao/config.toml",
        &format!("libraries = [{:?}]\n", library.display().to_string()),
    );
    let would = home.expect(&["feed", "import", "cache.db", "--dry-run"], 0);
    assert!(would.starts_with("2 articles, 1 of them read"), "{would}");
    let done = home.expect(&["feed", "import", "cache.db"], 0);
    assert!(done.contains("2 written, 0 known"), "{done}");
    let again = home.expect(&["feed", "import", "cache.db"], 0);
    assert!(again.contains("0 written, 2 known"), "{again}");
    let read = home.expect(&["list", "is:read"], 0);
    assert!(
        read.contains("读过的") && !read.contains("没读的"),
        "{read}"
    );
}
