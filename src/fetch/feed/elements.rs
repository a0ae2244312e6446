//! Fills a feed from XML, by the table of elements in `names`.

use super::item::{Enclosure, Feed, Item, MAX_BODY, MAX_ITEMS, Source, is_web, short};
use super::names::{Field, Space, field};
use super::text::{self, Markup};
use super::written::{Written, from_base64};
use super::xml::{Element, Event, Xml};
use crate::library::{Date, DateOrigin};

/// Elements of feeds whose children are read. Those of others are not.
const CONTAINERS: &[(Space, &str)] = &[
    (Space::Feed, "rss"),
    (Space::Feed, "rdf"),
    (Space::Feed, "feed"),
    (Space::Feed, "channel"),
    (Space::Media, "group"),
    (Space::Media, "content"),
];

/// Elements without content in HTML.
const EMPTY: &[&str] = &[
    "area", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr",
];

/// The feed of a document; `None` if it is something else. Once `is_stopped`, nothing more is read.
pub fn parse(text: &str, source: &Source<'_>, is_stopped: &dyn Fn() -> bool) -> Option<Feed> {
    let start = text.find('<')?;
    let mut reader = Reader {
        xml: Xml::new(text.get(start..)?, source.address),
        depth: 0,
        source,
        is_stopped,
        feed: Feed::default(),
        has_root: false,
        item: None,
    };
    reader.read();
    reader.has_root.then_some(reader.feed)
}

struct Reader<'a> {
    xml: Xml<'a>,
    /// The number of open elements.
    depth: usize,
    source: &'a Source<'a>,
    is_stopped: &'a dyn Fn() -> bool,
    feed: Feed,
    /// Whether the root of a feed, or an item, was seen.
    has_root: bool,
    /// The open item, and its depth.
    item: Option<(Item, usize)>,
}

/// The text of an element.
struct Captured {
    text: String,
    markup: Markup,
    /// An element that ended this one, which was not closed.
    next: Option<Element>,
}

impl<'a> Reader<'a> {
    fn next(&mut self) -> Option<Event<'a>> {
        if self.feed.is_cut || (self.is_stopped)() {
            return None;
        }
        let event = self.xml.next();
        match event {
            Some(Event::Open(_)) => self.depth += 1,
            Some(Event::Close) => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        event
    }

    fn read(&mut self) {
        let mut skipped = None;
        while let Some(event) = self.next() {
            match event {
                Event::Open(element) if skipped.is_none() || is_item(&element) => {
                    skipped = None;
                    let mut next = Some(element);
                    while let Some(element) = next {
                        skipped = None;
                        next = self.open(&element, &mut skipped);
                    }
                }
                Event::Close => {
                    skipped = skipped.filter(|depth| self.depth >= *depth);
                    if self
                        .item
                        .as_ref()
                        .is_some_and(|(_, depth)| self.depth < *depth)
                    {
                        self.end_item();
                    }
                }
                Event::Open(_) | Event::Text(_) => {}
            }
        }
        self.end_item();
    }

    /// Reads an element. `skipped` becomes the depth of one that is not read. Returns an element
    /// that was opened within and is not read yet.
    fn open(&mut self, element: &Element, skipped: &mut Option<usize>) -> Option<Element> {
        let name = element.name.as_str();
        if is_item(element) {
            self.end_item();
            self.has_root = true;
            self.feed.is_cut = self.feed.items.len() >= MAX_ITEMS;
            let id = element.attribute("rdf:about").and_then(short);
            let item = Item {
                id,
                ..Item::default()
            };
            self.item = Some((item, self.depth));
            return None;
        }
        match field(element.space, name) {
            Some(field) if self.depth > 1 => self.field(field, element),
            _ if CONTAINERS.contains(&(element.space, name)) => {
                self.has_root |= element.space == Space::Feed;
                None
            }
            _ if self.depth == 1 => None,
            _ => {
                *skipped = Some(self.depth);
                None
            }
        }
    }

    fn end_item(&mut self) {
        let item = self.item.take().filter(|_| !self.feed.is_cut);
        self.feed.items.extend(item.map(|(item, _)| item));
    }

    /// Reads an element that says something.
    fn field(&mut self, field: Field, element: &Element) -> Option<Element> {
        match field {
            Field::Enclosure | Field::Picture => {
                self.media(field, element);
                None
            }
            Field::Author => self.author(element),
            Field::Link if element.attribute("href").is_some() => {
                self.atom_link(element);
                None
            }
            _ => {
                let base = self.xml.base();
                let captured = self.capture(field, element);
                self.store(field, element, &captured, base.as_deref());
                captured.next
            }
        }
    }

    /// A file or a picture.
    fn media(&mut self, field: Field, element: &Element) {
        let attribute = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| element.attribute(name));
            found.next().unwrap_or_default()
        };
        let address = self.xml.resolve(attribute(&["url", "href"]));
        let mut kind = attribute(&["type"]);
        if field == Field::Picture || attribute(&["medium"]) == "image" {
            kind = "image";
        }
        let enclosure = Enclosure {
            address,
            kind: text::line(kind, Markup::Plain),
            length: attribute(&["length", "filesize"]).parse().ok(),
        };
        if let Some((item, _)) = &mut self.item {
            item.add_enclosure(enclosure);
        }
    }

    /// A link with an address in an attribute.
    fn atom_link(&mut self, element: &Element) {
        let address = self
            .xml
            .resolve(element.attribute("href").unwrap_or_default());
        let kind = element.attribute("type").unwrap_or_default();
        match element.attribute("rel").unwrap_or("alternate") {
            "alternate" | "" => {
                let is_page = kind.is_empty() || kind.contains("html");
                let link = match &mut self.item {
                    Some((item, _)) => &mut item.link,
                    None => &mut self.feed.link,
                };
                if is_web(&address) && (link.is_none() || is_page && kind.contains("html")) {
                    *link = Some(address);
                }
            }
            "enclosure" => self.media(Field::Enclosure, element),
            _ => {}
        }
    }

    /// A person: the name in it, else the text, else the address.
    fn author(&mut self, element: &Element) -> Option<Element> {
        let depth = self.depth;
        let mut inner: Vec<String> = Vec::new();
        let [mut name, mut mail, mut own] = [const { String::new() }; 3];
        let mut left = None;
        while let Some(event) = self.next() {
            match event {
                Event::Open(element) if is_item(&element) => {
                    left = Some(element);
                    break;
                }
                Event::Open(element) => inner.push(element.name),
                Event::Close if self.depth < depth => break,
                Event::Close => {
                    inner.pop();
                }
                Event::Text(text) => match inner.last().map(String::as_str) {
                    None => own.push_str(&text),
                    Some("name") => name.push_str(&text),
                    Some("email") => mail.push_str(&text),
                    Some(_) => {}
                },
            }
            let most = [&name, &mail, &own].map(String::len).into_iter().max();
            if most.is_some_and(|most| most > MAX_BODY) {
                break;
            }
        }
        let found = [name, own, mail].into_iter();
        let mut found = found.map(|text| text.trim().to_owned());
        let written = found.find(|text| !text.is_empty());
        if let (Some((item, _)), Some(text)) = (&mut self.item, written) {
            // One author may be named in several vocabularies, which are not all persons.
            if element.space == Space::Feed
                || item.authors.is_empty()
                || element.space == Space::Dublin
            {
                item.add_author(&text);
            }
        }
        left
    }

    /// The text of an element, with the markup in it.
    fn capture(&mut self, field: Field, element: &Element) -> Captured {
        let depth = self.depth;
        let written = Written::of(element);
        let mut text = String::new();
        let mut inner: Vec<String> = Vec::new();
        let mut next = None;
        while let Some(event) = self.next() {
            match event {
                Event::Open(element) if is_item(&element) || ends(field, &element, written) => {
                    next = Some(element);
                    break;
                }
                Event::Open(element) => {
                    if written != Written::Plain {
                        push_start(&mut text, &element);
                    }
                    inner.push(element.name);
                }
                Event::Close if self.depth < depth => break,
                Event::Close => {
                    let name = inner.pop().unwrap_or_default();
                    if written != Written::Plain && !EMPTY.contains(&name.as_str()) {
                        text += &format!("</{name}>");
                    }
                }
                Event::Text(part) if written == Written::Inline || !inner.is_empty() => {
                    if written == Written::Plain {
                        text.push_str(&part);
                    } else {
                        text.push_str(&text::escape(&part));
                    }
                }
                Event::Text(part) => text.push_str(&part),
            }
            let end = text::head(&text, MAX_BODY).len();
            text.truncate(end);
        }
        let text = match written {
            Written::Base64 => from_base64(&text),
            _ => text,
        };
        Captured {
            text,
            markup: written.markup(),
            next,
        }
    }

    fn store(&mut self, field: Field, element: &Element, captured: &Captured, base: Option<&str>) {
        let date = || {
            let text = captured.text.trim();
            Date::parse(text, self.source.zone, DateOrigin::FrontMatter)
        };
        let Some((item, _)) = &mut self.item else {
            self.store_of_feed(field, captured);
            return;
        };
        let markup = captured.markup;
        let xml = &self.xml;
        let html = || xml.resolve_html(&text::html(&captured.text, markup), base);
        match field {
            Field::Title => set(&mut item.title, || text::line(&captured.text, markup)),
            Field::MediaTitle => set(&mut item.title, || text::line(&captured.text, markup)),
            Field::Link | Field::OriginalLink => {
                let address = self.xml.resolve(&captured.text);
                if is_web(&address) && (item.link.is_none() || field == Field::OriginalLink) {
                    item.link = Some(address);
                }
            }
            Field::Id => {
                let is_link = element.name == "guid"
                    && element.attribute("ispermalink") != Some("false")
                    && is_web(captured.text.trim());
                if is_link && item.link.is_none() {
                    item.link = short(&captured.text);
                }
                if element.space == Space::Feed || item.id.is_none() {
                    item.id = short(&captured.text);
                }
            }
            Field::Published => item.published = item.published.or_else(date),
            Field::Updated => item.updated = item.updated.or_else(date),
            Field::Summary | Field::MediaText => set(&mut item.summary, html),
            Field::Content => {
                let source = element
                    .attribute("src")
                    .map(|source| self.xml.resolve(source));
                if let Some(source) = source.filter(|source| is_web(source)) {
                    item.link.get_or_insert(source);
                }
                set(&mut item.content, html);
            }
            Field::Category => {
                let named = ["label", "term", "text"];
                let named = named.iter().find_map(|name| element.attribute(name));
                item.add_tag(named.unwrap_or(&captured.text));
            }
            Field::Author | Field::Enclosure | Field::Picture => {}
        }
    }

    fn store_of_feed(&mut self, field: Field, captured: &Captured) {
        match field {
            Field::Title => set(&mut self.feed.title, || {
                text::line(&captured.text, captured.markup)
            }),
            Field::Link if self.feed.link.is_none() => {
                let address = self.xml.resolve(&captured.text);
                self.feed.link = Some(address).filter(|address| is_web(address));
            }
            _ => {}
        }
    }
}

/// Whether an element is an item of a feed.
fn is_item(element: &Element) -> bool {
    element.space == Space::Feed && matches!(element.name.as_str(), "item" | "entry")
}

/// Whether an element cannot be inside a field, so that the field was not closed.
fn ends(field_open: Field, element: &Element, written: Written) -> bool {
    let is_line = !matches!(
        field_open,
        Field::Summary | Field::Content | Field::MediaText
    );
    is_line && written != Written::Inline && field(element.space, &element.name).is_some()
}

/// Sets a text that is still empty.
fn set(text: &mut String, value: impl FnOnce() -> String) {
    if text.is_empty() {
        *text = value();
    }
}

/// Adds a start tag.
fn push_start(out: &mut String, element: &Element) {
    *out += &format!("<{}", element.name);
    for (name, value) in &element.attributes {
        if !name.starts_with("xml") {
            *out += &format!(" {name}=\"{}\"", text::escape(value));
        }
    }
    out.push('>');
}
