//! The articles and read marks in newsboat's `cache.db`.

use super::NewArticle;
use crate::library::{Date, DateOrigin, Zone, utc_rfc3339};
use rusqlite::{Connection, OpenFlags, Row};
use std::path::Path;
use std::time::Duration;

/// How long to wait while newsboat writes.
const WAIT: Duration = Duration::from_secs(5);

/// An article of newsboat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewsboatItem {
    /// The address of its feed.
    pub feed: String,
    pub article: NewArticle,
    pub is_read: bool,
}

/// Passes every article of a cache that is not deleted to `take`, feed by feed, the oldest first.
/// The file is opened read-only.
///
/// # Errors
/// It cannot be read, or is no cache of newsboat.
pub fn read(path: &Path, take: &mut dyn FnMut(NewsboatItem)) -> Result<(), String> {
    // A database that is missing would be reported as one that cannot be opened.
    crate::fs::open(path).map_err(|error| error.to_string())?;
    read_all(path, take).map_err(|error| error.to_string())
}

fn read_all(path: &Path, take: &mut dyn FnMut(NewsboatItem)) -> rusqlite::Result<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(WAIT)?;
    // The columns of every version since 2.10.
    let mut items = connection.prepare(
        "SELECT i.feedurl, i.guid, i.title, i.author, i.url, i.pubDate, i.content, i.unread, f.title \
         FROM rss_item AS i LEFT JOIN rss_feed AS f ON f.rssurl = i.feedurl \
         WHERE ifnull(i.deleted, 0) = 0 ORDER BY i.feedurl, i.pubDate, i.id",
    )?;
    let mut rows = items.query([])?;
    while let Some(row) = rows.next()? {
        take(item(row)?);
    }
    Ok(())
}

fn item(row: &Row<'_>) -> rusqlite::Result<NewsboatItem> {
    let text = |at: usize| {
        row.get::<_, Option<String>>(at)
            .map(Option::unwrap_or_default)
    };
    let filled = |at: usize| text(at).map(|text| (!text.trim().is_empty()).then_some(text));
    let feed = text(0)?;
    let date = row.get::<_, Option<i64>>(5)?.filter(|seconds| *seconds > 0);
    let date = date.and_then(|seconds| {
        let written = utc_rfc3339(u64::try_from(seconds).ok()?.checked_mul(1000)?);
        Date::parse(&written, &Zone::default(), DateOrigin::FrontMatter)
    });
    let site = filled(8)?.unwrap_or_else(|| crate::text::host(&feed).to_owned());
    Ok(NewsboatItem {
        article: NewArticle {
            title: text(2)?,
            date,
            author: filled(3)?,
            site,
            source: feed.clone(),
            link: filled(4)?,
            guid: filled(1)?,
            body: text(6)?,
            ..NewArticle::default()
        },
        feed,
        is_read: row.get::<_, Option<i64>>(7)? == Some(0),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The tables as newsboat 2.36 creates them.
    const TABLES: &str = "CREATE TABLE rss_feed (rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, \
        url VARCHAR(1024) NOT NULL, title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0, \
        is_rtl INTEGER(1) NOT NULL DEFAULT 0, etag VARCHAR(128) NOT NULL DEFAULT ''); \
        CREATE TABLE rss_item (id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL, \
        title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL, \
        feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL, \
        unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024), \
        enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0, \
        base VARCHAR(128) NOT NULL DEFAULT '', content_mime_type VARCHAR(255) NOT NULL DEFAULT '', \
        enclosure_description VARCHAR(1024) NOT NULL DEFAULT '', \
        enclosure_description_mime_type VARCHAR(128) NOT NULL DEFAULT '');";

    #[test]
    fn a_cache_is_read() {
        let root = tempfile::tempdir().unwrap();
        let path = root.path().join("cache.db");
        let cache = Connection::open(&path).unwrap();
        cache.execute_batch(TABLES).unwrap();
        cache
            .execute_batch(
                "INSERT INTO rss_feed(rssurl, url, title) VALUES('https://a.example/feed', 'https://a.example', '晨报'); \
                 INSERT INTO rss_item(guid, title, author, url, feedurl, pubDate, content, unread, deleted) VALUES \
                 ('g1', '一', '某人', 'https://a.example/1', 'https://a.example/feed', 1650342141, '<p>文</p>', 0, 0), \
                 ('g2', '二', '', '', 'https://b.example/feed', 0, '', 1, 0), \
                 ('g3', '三', '', '', 'https://b.example/feed', 0, '', 1, 1);",
            )
            .unwrap();
        drop(cache);
        let mut items = Vec::new();
        read(&path, &mut |item| items.push(item)).unwrap();
        let shown = items.iter().map(
            |NewsboatItem {
                 feed,
                 article,
                 is_read,
             }| {
                let date = article.date.map(Date::rfc3339).unwrap_or_default();
                format!("{feed} {} {} {date} {is_read}", article.title, article.site)
            },
        );
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "https://a.example/feed 一 晨报 2022-04-19T04:22:21+00:00 true",
                "https://b.example/feed 二 b.example  false",
            ]
        );
        assert!(read(&root.path().join("gone.db"), &mut |_| {}).is_err());
        std::fs::write(root.path().join("other.db"), "no database").unwrap();
        assert!(read(&root.path().join("other.db"), &mut |_| {}).is_err());
    }
}
