//! Finds the feeds of a web page.

use crate::document::address;
use crate::document::html::{self, Token};

/// Media types of feeds.
const KINDS: &[&str] = &[
    "application/rss+xml",
    "application/atom+xml",
    "application/feed+json",
    "application/rdf+xml",
    "application/json",
    "application/xml",
    "text/xml",
];

/// Paths under which sites have their feeds.
const PATHS: &[&str] = &[
    "/feed",
    "/rss.xml",
    "/atom.xml",
    "/feed.xml",
    "/index.xml",
    "/rss",
    "/feed.json",
];

/// Maximum feeds that a page names.
const MAX_NAMED: usize = 20;

/// The feeds that a page names, those of comments last.
pub fn named(page: &str, base: &str) -> Vec<String> {
    let mut found: Vec<(bool, String)> = Vec::new();
    html::for_each_token(page, &mut |token| {
        let Token::Start(tag) = token else { return };
        let is_alternate = tag
            .attribute("rel")
            .split_ascii_whitespace()
            .any(|rel| rel.eq_ignore_ascii_case("alternate") || rel.eq_ignore_ascii_case("feed"));
        let kind = tag.attribute("type").split(';').next().unwrap_or_default();
        let kind = kind.trim().to_ascii_lowercase();
        if tag.name == "link" && is_alternate && KINDS.contains(&kind.as_str()) {
            let href = tag.attribute("href");
            let title = tag.attribute("title").to_lowercase();
            let is_of_comments = href.contains("comments") || title.contains("comments");
            let address = address::resolve(base, href);
            let address = address.filter(|address| address.starts_with("http"));
            found.extend(address.map(|address| (is_of_comments, address)));
            found.truncate(MAX_NAMED);
        }
    });
    found.sort_by_key(|(is_of_comments, _)| *is_of_comments);
    found.into_iter().map(|(_, address)| address).collect()
}

/// Addresses where the site of a page may have a feed.
pub fn guessed(base: &str) -> Vec<String> {
    let guesses = PATHS.iter().filter_map(|path| address::resolve(base, path));
    guesses.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn feeds_of_pages() {
        let page = "<html><head><link rel=stylesheet href=x.css>\
            <link rel='alternate' type='application/rss+xml' title='Comments' href='/comments/feed'>\
            <LINK REL='ALTERNATE' TYPE='application/atom+xml; charset=utf-8' HREF='atom.xml'>\
            <link rel='alternate' hreflang='en' href='/en'>\
            <link rel='alternate' type='application/rss+xml' href='javascript:x'>\
            <link rel=feed type=application/feed+json href=https://b.example/f.json></head>";
        assert_eq!(
            named(page, "https://a.example/b/"),
            [
                "https://a.example/b/atom.xml",
                "https://b.example/f.json",
                "https://a.example/comments/feed",
            ]
        );
        let guessed = guessed("https://a.example/b/?c");
        assert_eq!(
            guessed.first().map(String::as_str),
            Some("https://a.example/feed")
        );
    }
}
