//! Metadata of a saved web page: `<meta>`, JSON-LD, `<time>`, `<html lang>`. Searches for tags
//! without building a tree, since a scan reads every file.

use super::front_matter::{Fields, Value};
use crate::text::floor_char_boundary;

/// Metadata is in the head of a page; only this many bytes are searched.
const HEAD: usize = 64 * 1024;

/// Names in `<meta>` and the fields they fill, most trusted first.
const META: &[(&str, &str)] = &[
    ("article:published_time", "date"),
    ("datePublished", "date"),
    ("pubdate", "date"),
    ("publishdate", "date"),
    ("date", "date"),
    ("dc.date", "date"),
    ("author", "author"),
    ("article:author", "author"),
    ("og:site_name", "source"),
    ("application-name", "source"),
    ("og:url", "url"),
    ("og:image", "image"),
];

/// Whether a body is a whole page with a head, not a fragment.
pub fn is_page(body: &str) -> bool {
    let start = body.trim_start();
    let start = cut(start, 512).as_bytes();
    memchr::memchr_iter(b'<', start).any(|at| {
        let after = start.get(at + 1..).unwrap_or_default();
        ["!doctype", "html", "head", "meta"].iter().any(|sign| {
            let name = after.get(..sign.len());
            name.is_some_and(|name| name.eq_ignore_ascii_case(sign.as_bytes()))
        })
    })
}

/// The page's metadata as fields, under the names that front matter uses.
pub fn fields(body: &str) -> Fields {
    let head = cut(body, HEAD);
    let mut fields = Fields::default();
    let mut add = |key: &str, text: &str| {
        if !text.trim().is_empty() {
            fields.add(key, Value::Text(text.to_owned()));
        }
    };
    let site = meta(head, "og:site_name").unwrap_or_default();
    for (name, key) in META {
        let Some(content) = meta(head, name) else {
            continue;
        };
        match *key {
            "author" => add(key, author(content, site)),
            key => add(key, content),
        }
    }
    for (json, key) in [("\"datePublished\"", "date"), ("\"dateCreated\"", "date")] {
        if let Some(text) = json_text(head, json) {
            add(key, text);
        }
    }
    if let Some(time) = tag(body, "time").and_then(|tag| attribute(tag, "datetime")) {
        add("date", time);
    }
    if let Some(lang) = tag(head, "html").and_then(|tag| attribute(tag, "lang")) {
        add("lang", lang);
    }
    if let Some(address) = canonical(head) {
        add("canonical", address);
    }
    fields
}

/// The address that a page names as its own.
pub fn canonical(body: &str) -> Option<&str> {
    let mut links = tags(cut(body, HEAD), "link");
    let link = links.find(|tag| attribute(tag, "rel") == Some("canonical"))?;
    attribute(link, "href")
}

/// Whether a page sends browsers to another one.
pub fn refreshes(body: &str) -> bool {
    tags(cut(body, HEAD), "meta").any(|tag| {
        attribute(tag, "http-equiv").is_some_and(|name| name.eq_ignore_ascii_case("refresh"))
    })
}

/// An author's name without the site's. Empty if it is the address of a profile.
fn author<'a>(content: &'a str, site: &str) -> &'a str {
    let name = content.trim();
    if name.starts_with("http://") || name.starts_with("https://") {
        return "";
    }
    let own = name.strip_suffix(site).filter(|_| !site.is_empty());
    let own = own
        .map(str::trim_end)
        .and_then(|own| own.strip_suffix([',', '|', '-', '，', '、']));
    own.map_or(name, str::trim_end)
}

/// The first bytes of a text, cut at a character boundary.
fn cut(text: &str, bytes: usize) -> &str {
    text.get(..floor_char_boundary(text, bytes)).unwrap_or(text)
}

/// The `content` of the `<meta>` with a given name, property or itemprop.
pub fn meta<'a>(body: &'a str, wanted: &str) -> Option<&'a str> {
    tags(cut(body, HEAD), "meta").find_map(|tag| {
        let named = ["property", "name", "itemprop"]
            .iter()
            .any(|key| attribute(tag, key).is_some_and(|name| name.eq_ignore_ascii_case(wanted)));
        named.then(|| attribute(tag, "content")).flatten()
    })
}

/// The contents of the start tags of an element.
fn tags<'a>(body: &'a str, name: &'a str) -> impl Iterator<Item = &'a str> {
    memchr::memchr_iter(b'<', body.as_bytes()).filter_map(move |at| {
        let rest = body.get(at + 1..)?;
        let start = rest.get(..name.len())?;
        let behind = rest.get(name.len()..)?;
        let ends = behind.starts_with(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/');
        if !ends || !start.eq_ignore_ascii_case(name) {
            return None;
        }
        let end = memchr::memchr(b'>', behind.as_bytes().get(..behind.len().min(4096))?)?;
        behind.get(..end)
    })
}

fn tag<'a>(body: &'a str, name: &'a str) -> Option<&'a str> {
    tags(body, name).next()
}

/// The value of an attribute in the content of a tag.
pub fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let value = tag.match_indices(name).take(50).find_map(|(at, _)| {
        let apart = tag
            .get(..at)?
            .ends_with(|c: char| c.is_ascii_whitespace() || matches!(c, '"' | '\''));
        let rest = tag.get(at + name.len()..)?.trim_start().strip_prefix('=')?;
        apart.then(|| rest.trim_start())
    })?;
    match value.chars().next()? {
        quote @ ('"' | '\'') => value.get(1..)?.split_once(quote).map(|(value, _)| value),
        _ => value.split_ascii_whitespace().next(),
    }
}

/// The string value of a key in a JSON-LD script.
fn json_text<'a>(head: &'a str, key: &str) -> Option<&'a str> {
    let (_, rest) = head.split_once(key)?;
    let rest = rest
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?;
    rest.split_once('"').map(|(text, _)| text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn metadata() {
        let page = "<!DOCTYPE html><html lang=\"zh-TW\"><head><meta charset=utf-8>\
            <meta content='某站' property='og:site_name'><meta name=author content=某人>\
            <link rel=\"canonical\" href=\"https://a.example/1\">\
            <script type=\"application/ld+json\">{\"datePublished\": \"2022-04-19\"}</script></head>";
        let fields = fields(page);
        #[track_caller]
        fn check(fields: &Fields, key: &str, expected: &str) {
            assert_eq!(fields.text(key).as_deref(), Some(expected), "{key}");
        }
        check(&fields, "source", "某站");
        check(&fields, "author", "某人");
        check(&fields, "date", "2022-04-19");
        check(&fields, "lang", "zh-TW");
        check(&fields, "canonical", "https://a.example/1");
        assert!(is_page(page) && !is_page("<p>文</p>"));
    }

    #[test]
    fn authors() {
        let check = |content: &str, expected: &str| {
            assert_eq!(author(content, "晨报"), expected, "{content}");
        };
        check("某人", "某人");
        check("某人, 晨报", "某人");
        check("晨报", "晨报");
        check("新晨报", "新晨报");
        check("https://social.example/morning", "");
    }

    proptest! {
        #[test]
        fn never_panics(body in "[<>a-z=\"' /题]{0,80}", any: String) {
            for text in [&body, &any] {
                let _ = (is_page(text), fields(text));
            }
        }
    }
}
