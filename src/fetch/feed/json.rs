//! Fills a feed from JSON (JSON Feed 1.0 and 1.1). Only what is read is built in memory, an item at a time:
//! a tree of a document would take up to a hundred times its bytes.

use super::item::{Enclosure, Feed, Item, MAX_BODY, MAX_ITEMS, MAX_LIST, Source, is_web, short};
use super::lenient::{Fields, List, Object, Text, skip};
use super::text::{self, Markup};
use super::whole::Whole;
use crate::library::{Date, DateOrigin};
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// What is known while a feed is read.
struct Reading<'a> {
    source: &'a Source<'a>,
    whole: Whole,
    is_stopped: &'a dyn Fn() -> bool,
}

/// The feed of a document; `None` if it is something else. Once `is_stopped`, nothing more is read.
pub fn parse(text: &str, source: &Source<'_>, is_stopped: &dyn Fn() -> bool) -> Option<Feed> {
    let reading = Reading {
        source,
        whole: Whole::default(),
        is_stopped,
    };
    // What follows the document is not read.
    let mut document = serde_json::Deserializer::from_str(text);
    let document = Document(&reading).deserialize(&mut document).ok()?;
    let (items, is_cut) = document.items?;
    Some(Feed {
        title: document.title.line(),
        link: web(&document.home_page_url, &reading),
        items,
        is_cut,
    })
}

/// Reads the document: an object.
struct Document<'r>(&'r Reading<'r>);

#[derive(Default)]
struct Read<'de> {
    title: Text<'de>,
    home_page_url: Text<'de>,
    /// And whether some were left out. `None`: there is no list.
    items: Option<(Vec<Item>, bool)>,
}

impl<'de> DeserializeSeed<'de> for Document<'_> {
    type Value = Read<'de>;

    fn deserialize<D: Deserializer<'de>>(self, document: D) -> Result<Read<'de>, D::Error> {
        document.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Document<'_> {
    type Value = Read<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a feed")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut object: A) -> Result<Read<'de>, A::Error> {
        let mut read = Read::default();
        while let Some(name) = object.next_key::<Text<'de>>()? {
            match name.as_str() {
                "title" => read.title = object.next_value()?,
                "home_page_url" => read.home_page_url = object.next_value()?,
                "items" => read.items = Some(object.next_value_seed(Items(self.0))?),
                _ => skip(&mut object)?,
            }
        }
        Ok(read)
    }
}

/// Reads the list of items. What is no object is left out.
struct Items<'r>(&'r Reading<'r>);

impl<'de> DeserializeSeed<'de> for Items<'_> {
    type Value = (Vec<Item>, bool);

    fn deserialize<D: Deserializer<'de>>(self, list: D) -> Result<Self::Value, D::Error> {
        list.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Items<'_> {
    type Value = (Vec<Item>, bool);

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Vec::new();
        while items.len() < MAX_ITEMS {
            if (self.0.is_stopped)() {
                return Err(A::Error::custom("stopped"));
            }
            match list.next_element::<Object<Raw<'de>>>()? {
                Some(Object(Some(raw))) => items.push(item(&raw, self.0)),
                Some(Object(None)) => {}
                None => return Ok((items, false)),
            }
        }
        let mut is_cut = false;
        while list.next_element::<IgnoredAny>()?.is_some() {
            is_cut = true;
        }
        Ok((items, is_cut))
    }
}

/// An item as it is written.
#[derive(Default)]
struct Raw<'de> {
    title: Text<'de>,
    /// May be a number.
    id: Text<'de>,
    url: Text<'de>,
    external_url: Text<'de>,
    content_html: Text<'de>,
    content_text: Text<'de>,
    summary: Text<'de>,
    date_published: Text<'de>,
    date_modified: Text<'de>,
    image: Text<'de>,
    banner_image: Text<'de>,
    author: Object<Author<'de>>,
    authors: List<Object<Author<'de>>, MAX_LIST>,
    tags: List<Text<'de>, MAX_LIST>,
    attachments: List<Object<Attachment<'de>>, MAX_LIST>,
}

impl<'de> Fields<'de> for Raw<'de> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
        match name {
            "title" => self.title = object.next_value()?,
            "id" => self.id = object.next_value()?,
            "url" => self.url = object.next_value()?,
            "external_url" => self.external_url = object.next_value()?,
            "content_html" => self.content_html = object.next_value()?,
            "content_text" => self.content_text = object.next_value()?,
            "summary" => self.summary = object.next_value()?,
            "date_published" => self.date_published = object.next_value()?,
            "date_modified" => self.date_modified = object.next_value()?,
            "image" => self.image = object.next_value()?,
            "banner_image" => self.banner_image = object.next_value()?,
            "author" => self.author = object.next_value()?,
            "authors" => self.authors = object.next_value()?,
            "tags" => self.tags = object.next_value()?,
            "attachments" => self.attachments = object.next_value()?,
            _ => skip(object)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Author<'de> {
    name: Text<'de>,
}

impl<'de> Fields<'de> for Author<'de> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
        match name {
            "name" => self.name = object.next_value()?,
            _ => skip(object)?,
        }
        Ok(())
    }
}

#[derive(Default)]
struct Attachment<'de> {
    url: Text<'de>,
    mime_type: Text<'de>,
    /// A number.
    size_in_bytes: Text<'de>,
}

impl<'de> Fields<'de> for Attachment<'de> {
    fn read<A: MapAccess<'de>>(&mut self, name: &str, object: &mut A) -> Result<(), A::Error> {
        match name {
            "url" => self.url = object.next_value()?,
            "mime_type" => self.mime_type = object.next_value()?,
            "size_in_bytes" => self.size_in_bytes = object.next_value()?,
            _ => skip(object)?,
        }
        Ok(())
    }
}

fn item(raw: &Raw<'_>, reading: &Reading<'_>) -> Item {
    let link = web(&raw.url, reading).or_else(|| web(&raw.external_url, reading));
    let base = link.as_deref().or(reading.source.address);
    let content = match text::head(raw.content_html.as_str(), MAX_BODY) {
        "" => text::html(
            text::head(raw.content_text.as_str(), MAX_BODY),
            Markup::Plain,
        ),
        html => reading.whole.html(html, base),
    };
    let summary = text::head(raw.summary.as_str(), MAX_BODY);
    let date = |written: &Text<'_>| {
        let zone = reading.source.zone;
        Date::parse(written.as_str(), zone, DateOrigin::FrontMatter)
    };
    let mut item = Item {
        title: raw.title.line(),
        id: short(raw.id.as_str_or_number()),
        published: date(&raw.date_published),
        updated: date(&raw.date_modified),
        summary: text::html(summary, Markup::Plain),
        content,
        picture: web(&raw.image, reading).or_else(|| web(&raw.banner_image, reading)),
        link,
        ..Item::default()
    };
    let authors = raw.authors.iter().chain([&raw.author]);
    for author in authors.filter_map(|author| author.0.as_ref()) {
        item.add_author(author.name.as_str());
    }
    for tag in raw.tags.iter() {
        item.add_tag(tag.as_str());
    }
    for file in raw.attachments.iter().filter_map(|file| file.0.as_ref()) {
        item.add_enclosure(Enclosure {
            address: web(&file.url, reading).unwrap_or_default(),
            kind: file.mime_type.line(),
            length: file.size_in_bytes.number(),
        });
    }
    item
}

impl Text<'_> {
    fn line(&self) -> String {
        text::line(self.as_str(), Markup::Plain)
    }
}

/// An address of the web.
fn web(written: &Text<'_>, reading: &Reading<'_>) -> Option<String> {
    let written = written.as_str().trim();
    let base = reading.source.address.filter(|_| !written.is_empty());
    let whole = reading.whole.address(written, base);
    Some(whole.unwrap_or_else(|| written.to_owned())).filter(|address| is_web(address))
}
