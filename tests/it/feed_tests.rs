//! The test data of other feed parsers: `feed-rs` (a model in JSON beside each feed) and Python's
//! `feedparser` (an expectation in a comment of each feed). It is not part of this repository:
//!
//! ```sh
//! KANBAO_FEEDS=~/feedparser-6.0.14/tests cargo test --test it -- --ignored --nocapture feed_tests
//! ```

use kanbao::document::{self, Format};
use kanbao::fetch::feed::{self, Feed, Item, Source};
use kanbao::library::Zone;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Expectations that held, and all, by folder and field.
#[derive(Default)]
struct Table {
    rows: BTreeMap<(String, &'static str), (usize, usize)>,
    failures: Vec<String>,
}

impl Table {
    fn count(
        &mut self,
        path: &Path,
        field: &'static str,
        held: bool,
        detail: impl FnOnce() -> String,
    ) {
        let folder = path.parent().and_then(Path::file_name).unwrap_or_default();
        let key = (folder.to_string_lossy().into_owned(), field);
        let row = self.rows.entry(key).or_default();
        row.0 += usize::from(held);
        row.1 += 1;
        if !held {
            self.failures
                .push(format!("{} {field}: {}", path.display(), detail()));
        }
    }
}

fn files(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, into);
        } else if is_feed(&path) {
            into.push(path);
        }
    }
}

fn is_feed(path: &Path) -> bool {
    let name = path.to_string_lossy();
    (name.ends_with(".xml") || name.ends_with(".json")) && !name.ends_with(".serde.json")
}

/// The words of HTML, however it is written.
fn words(html: &str) -> String {
    let document = document::build(&format!("<p>{html}"), Format::Html);
    let outline = document::outline(&document);
    let lines = outline.lines().flat_map(str::split_whitespace);
    lines.collect::<Vec<_>>().join(" ")
}

/// A text without tags, for a title: it has no styles.
fn without_tags(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let parts = parts.map(|(number, part)| match part.split_once('>') {
        Some((_, behind)) if number > 0 => behind,
        _ => part,
    });
    parts.collect()
}

/// The words of a text.
fn plain(text: &str) -> String {
    words(&text.replace('&', "&amp;").replace('<', "&lt;"))
}

/// Compares texts of which the expected one may be HTML or plain.
fn is_same(found: &str, expected: &str) -> bool {
    let found = [words(found), plain(found)];
    let expected = [words(expected), plain(expected)];
    found.iter().any(|found| expected.contains(found))
}

#[test]
#[ignore = "needs the test data of other programs"]
fn feeds_of_other_parsers() {
    let folder = std::env::var_os("KANBAO_FEEDS").expect("KANBAO_FEEDS names a folder");
    let mut paths = Vec::new();
    files(Path::new(&folder), &mut paths);
    paths.sort();
    let zone = Zone::named("UTC").expect("a zone");
    let mut table = Table::default();
    for path in paths {
        let bytes = fs::read(&path).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let content_type = header(&text, "Content-type");
        let location = header(&text, "Content-Location");
        let address = location.filter(|address| address.contains("://"));
        let source = Source {
            address: Some(address.unwrap_or("http://127.0.0.1:8097/feed.xml")),
            content_type,
            zone: &zone,
        };
        let read = feed::parse(&bytes, &source, &|| false);
        table.count(&path, "read", read.is_ok(), String::new);
        let model = fs::read(path.with_extension("serde.json")).ok();
        let model = model.and_then(|model| serde_json::from_slice(&model).ok());
        match (&read, model) {
            (Ok(feed), Some(model)) => compare(&mut table, &path, feed, &model),
            (Ok(feed), None) => expect(&mut table, &path, feed, &text),
            (Err(_), _) => {}
        }
    }
    for failure in &table.failures {
        eprintln!("{failure}");
    }
    let mut sums: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for ((folder, field), (held, all)) in &table.rows {
        eprintln!("{folder:20} {field:10} {held:5} of {all}");
        let sum = sums.entry(field).or_default();
        *sum = (sum.0 + held, sum.1 + all);
    }
    for (field, (held, all)) in sums {
        eprintln!("{:20} {field:10} {held:5} of {all}", "all");
    }
}

/// A header that the comment of a feed names.
fn header<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut lines = text.lines().take(12);
    lines.find_map(|line| {
        let rest = line.trim().strip_prefix("Header:")?.trim();
        let (key, value) = rest.split_once(':')?;
        key.trim()
            .eq_ignore_ascii_case(name)
            .then_some(value.trim())
    })
}

/// Compares a feed with the model of `feed-rs`.
fn compare(table: &mut Table, path: &Path, feed: &Feed, model: &Value) {
    let entries = model["entries"].as_array().map_or(&[][..], Vec::as_slice);
    table.count(path, "items", entries.len() == feed.items.len(), || {
        format!("{} for {}", feed.items.len(), entries.len())
    });
    for (item, entry) in feed.items.iter().zip(entries) {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        let title = text(&entry["title"]["content"]);
        let said = || format!("{:?} for {title:?}", item.title);
        table.count(path, "title", is_same(&item.title, &title), said);
        let links = entry["links"].as_array().map_or(&[][..], Vec::as_slice);
        let link = item.link.clone().unwrap_or_default();
        let is_known = links.iter().any(|known| text(&known["href"]) == link);
        let is_permalink = item.id.as_ref() == item.link.as_ref();
        let held = links.is_empty()
            || is_known
            || is_permalink
            || link == text(&entry["content"]["src"]["href"]);
        table.count(path, "link", held, || format!("{link:?} for {links:?}"));
        let date = text(&entry["published"]);
        let date = if date.is_empty() {
            text(&entry["updated"])
        } else {
            date
        };
        let expected = date.get(..19).unwrap_or_default().to_owned();
        let found = item.published.or(item.updated).map(|date| {
            let utc = kanbao::library::Date { offset: 0, ..date };
            utc.rfc3339()
        });
        let found = found.unwrap_or_default();
        let held = expected.is_empty() || found.starts_with(&expected);
        table.count(path, "date", held, || format!("{found} for {date}"));
        let content = text(&entry["content"]["body"]);
        let summary = text(&entry["summary"]["content"]);
        let expected = if content.is_empty() {
            &summary
        } else {
            &content
        };
        let found = if item.content.is_empty() {
            &item.summary
        } else {
            &item.content
        };
        let held =
            expected.is_empty() || is_same(found, expected) || is_same(&item.summary, expected);
        table.count(path, "content", held, || {
            format!("{found:?} for {expected:?}")
        });
    }
}

/// Compares a feed with the expectation of `feedparser` in its comment, if it is about one field.
fn expect(table: &mut Table, path: &Path, feed: &Feed, text: &str) {
    let Some((_, expectation)) = text.split_once("Expect:") else {
        return;
    };
    let line = expectation.lines().next().unwrap_or_default();
    let line = line.trim().trim_end_matches("-->").trim();
    let line = ["not bozo and", "bozo and"]
        .iter()
        .fold(line, |line, prefix| {
            line.strip_prefix(prefix).map_or(line, str::trim)
        });
    let Some((left, right)) = line.split_once(" == ") else {
        return;
    };
    if right.contains(" and ") && !right.starts_with(['\'', '"', 'u']) {
        return;
    }
    let Some(rest) = left.strip_prefix("entries[") else {
        return;
    };
    let Some((number, rest)) = rest.split_once(']') else {
        return;
    };
    let name = rest.trim_matches(|c| matches!(c, '[' | ']' | '\'' | '"'));
    let number: usize = number.parse().unwrap_or(usize::MAX);
    let none = Item::default();
    let item = feed.items.get(number).unwrap_or(&none);
    check(table, path, item, name, right);
}

fn check(table: &mut Table, path: &Path, item: &Item, name: &str, right: &str) {
    let date = |date: Option<kanbao::library::Date>| {
        let date = date.map(|date| kanbao::library::Date { offset: 0, ..date }.rfc3339());
        date.and_then(|date| Some(date.get(..19)?.to_owned()))
            .unwrap_or_default()
    };
    let link = item.link.clone().unwrap_or_default();
    let id = item.id.clone().unwrap_or_default();
    let body = if item.content.is_empty() {
        &item.summary
    } else {
        &item.content
    };
    let (field, found): (&'static str, &str) = match name {
        "title" | "title_detail']['value" => ("title", &item.title),
        "link" | "links'][0]['href" => ("link", &link),
        "id" | "guid" => ("id", &id),
        "summary" | "description" | "summary_detail']['value" => {
            let found = if item.summary.is_empty() {
                body
            } else {
                &item.summary
            };
            ("summary", found)
        }
        "content'][0]['value" => ("content", body),
        "published_parsed" | "date_parsed" | "created_parsed" | "updated_parsed"
        | "modified_parsed" => {
            let Some(expected) = tuple(right) else { return };
            let found = [date(item.published), date(item.updated)];
            let held = found.contains(&expected);
            table.count(path, "date", held, || format!("{found:?} for {expected}"));
            return;
        }
        _ => return,
    };
    let Some(expected) = string(right) else {
        return;
    };
    let held = match field {
        "link" | "id" => found == expected,
        "title" => is_same(found, &expected) || is_same(found, &without_tags(&expected)),
        _ => is_same(found, &expected) || name == "summary" && is_same(body, &expected),
    };
    table.count(path, field, held, || format!("{found:?} for {expected:?}"));
}

/// `(2004, 1, 1, 19, 48, 21, 3, 1, 0)` as `2004-01-01T19:48:21`.
fn tuple(text: &str) -> Option<String> {
    let numbers: Vec<u32> = text
        .trim_matches(['(', ')', ' '])
        .split(',')
        .filter_map(|number| number.trim().parse().ok())
        .collect();
    let [year, month, day, hour, minute, second, ..] = numbers.as_slice() else {
        return None;
    };
    Some(format!(
        "{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"
    ))
}

/// The value of a literal string of Python that ends the text.
fn string(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('u');
    let quote = text.chars().next().filter(|c| matches!(c, '\'' | '"'))?;
    let inner = text.strip_prefix(quote)?.strip_suffix(quote)?;
    let mut out = String::new();
    let mut rest = inner.chars();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.next()? {
                'n' => out.push('\n'),
                't' => out.push('\t'),
                'u' => out.push(code(&mut rest, 4)?),
                'x' => out.push(code(&mut rest, 2)?),
                other => out.push(other),
            },
            c if c == quote => return None,
            c => out.push(c),
        }
    }
    Some(out)
}

fn code(rest: &mut std::str::Chars<'_>, digits: usize) -> Option<char> {
    let text: String = rest.take(digits).collect();
    char::from_u32(u32::from_str_radix(&text, 16).ok()?)
}
