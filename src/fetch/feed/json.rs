//! Fills a feed from JSON (JSON Feed 1.0 and 1.1).

use super::item::{Enclosure, Feed, Item, MAX_BODY, MAX_ITEMS, Source, is_web, short};
use super::text::{self, Markup};
use super::whole::Whole;
use crate::library::{Date, DateOrigin};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// What is known while a feed is read.
struct Reading<'a> {
    source: &'a Source<'a>,
    whole: Whole,
}

/// The feed of a document; `None` if it is something else. Once `is_stopped`, nothing more is read.
pub fn parse(text: &str, source: &Source<'_>, is_stopped: &dyn Fn() -> bool) -> Option<Feed> {
    // What follows the document is not read.
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<Object>();
    let object = values.next()?.ok()?;
    let items = object.get("items")?.as_array()?;
    let reading = &Reading {
        source,
        whole: Whole::default(),
    };
    Some(Feed {
        title: line(&object, "title"),
        link: web(&object, "home_page_url", reading),
        is_cut: items.len() > MAX_ITEMS,
        items: items
            .iter()
            .filter_map(Value::as_object)
            .take(MAX_ITEMS)
            .take_while(|_| !is_stopped())
            .map(|object| item(object, reading))
            .collect(),
    })
}

fn item(object: &Object, reading: &Reading<'_>) -> Item {
    let link = web(object, "url", reading).or_else(|| web(object, "external_url", reading));
    let base = link.as_deref().or(reading.source.address);
    let html = text::head(string(object, "content_html"), MAX_BODY);
    let plain = text::head(string(object, "content_text"), MAX_BODY);
    let summary = text::head(string(object, "summary"), MAX_BODY);
    let content = match html {
        "" => text::html(plain, Markup::Plain),
        html => reading.whole.html(html, base),
    };
    let date = |name: &str| {
        Date::parse(
            string(object, name),
            reading.source.zone,
            DateOrigin::FrontMatter,
        )
    };
    let mut item = Item {
        title: line(object, "title"),
        id: id(object),
        published: date("date_published"),
        updated: date("date_modified"),
        summary: text::html(summary, Markup::Plain),
        content,
        picture: web(object, "image", reading).or_else(|| web(object, "banner_image", reading)),
        link,
        ..Item::default()
    };
    for author in objects(object, "authors").chain(object.get("author").and_then(Value::as_object))
    {
        item.add_author(string(author, "name"));
    }
    for tag in list(object, "tags").filter_map(Value::as_str) {
        item.add_tag(tag);
    }
    for file in objects(object, "attachments") {
        item.add_enclosure(Enclosure {
            address: web(file, "url", reading).unwrap_or_default(),
            kind: line(file, "mime_type"),
            length: file.get("size_in_bytes").and_then(Value::as_u64),
        });
    }
    item
}

/// An identifier, which may be a number.
fn id(object: &Object) -> Option<String> {
    match object.get("id")? {
        Value::String(text) => short(text),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn string<'a>(object: &'a Object, name: &str) -> &'a str {
    object.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn line(object: &Object, name: &str) -> String {
    text::line(string(object, name), Markup::Plain)
}

fn list<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Value> {
    object
        .get(name)
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
}

fn objects<'a>(object: &'a Object, name: &str) -> impl Iterator<Item = &'a Object> {
    list(object, name).filter_map(Value::as_object)
}

/// An address of the web.
fn web(object: &Object, name: &str, reading: &Reading<'_>) -> Option<String> {
    let written = string(object, name).trim();
    let base = reading.source.address.filter(|_| !written.is_empty());
    let whole = reading.whole.address(written, base);
    Some(whole.unwrap_or_else(|| written.to_owned())).filter(|address| is_web(address))
}
