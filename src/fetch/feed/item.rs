//! A feed and its items, whatever they were written in.

use super::text::{self, Markup};
use crate::library::{Date, Zone};

/// Maximum items that are read of a feed, in its order.
pub const MAX_ITEMS: usize = 5_000;
/// Maximum bytes of the body of an item.
pub const MAX_BODY: usize = 2 << 20;

/// What is known about a feed besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Source<'a> {
    /// Where it comes from: relative addresses are resolved against it.
    pub address: Option<&'a str>,
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The zone of dates without one.
    pub zone: &'a Zone,
}

/// A feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Feed {
    /// One line; may be empty.
    pub title: String,
    /// The address of its site.
    pub link: Option<String>,
    /// In the order of the feed.
    pub items: Vec<Item>,
    /// Whether items were left out because there are too many.
    pub is_cut: bool,
}

/// An item of a feed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Item {
    /// One line; may be empty.
    pub title: String,
    pub link: Option<String>,
    /// What the feed says identifies it.
    pub id: Option<String>,
    pub published: Option<Date>,
    pub updated: Option<Date>,
    pub authors: Vec<String>,
    pub tags: Vec<String>,
    /// HTML.
    pub summary: String,
    /// HTML.
    pub content: String,
    pub enclosures: Vec<Enclosure>,
    /// The address of the picture that represents the item.
    pub picture: Option<String>,
}

/// A file that belongs to an item, such as an episode of a podcast.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Enclosure {
    pub address: String,
    /// The media type; may be empty.
    pub kind: String,
    /// In bytes.
    pub length: Option<u64>,
}

/// Maximum authors, tags and enclosures of an item.
pub const MAX_LIST: usize = 50;
/// Maximum bytes of an address or an identifier.
const MAX_ADDRESS: usize = 4 << 10;

impl Item {
    /// The body of the article: the content, or else the summary, with the picture above it and
    /// links to the enclosures below, unless it has them.
    pub fn body(&self) -> String {
        let text = if self.content.is_empty() {
            &self.summary
        } else {
            &self.content
        };
        let mut body = String::with_capacity(text.len());
        let has_picture = text.contains("<img") || text.contains("<IMG");
        if let Some(picture) = self.picture.as_ref().filter(|_| !has_picture) {
            body += &format!("<p><img src=\"{}\" alt=\"\"></p>\n", text::escape(picture));
        }
        body.push_str(text);
        for enclosure in &self.enclosures {
            let address = text::escape(&enclosure.address);
            if !text.contains(&*address) {
                let name = enclosure.name();
                let name = text::escape(&name);
                body += &format!("\n<p><a href=\"{address}\">{name}</a></p>");
            }
        }
        body
    }

    /// Adds an author, unless it is empty or known.
    pub(super) fn add_author(&mut self, text: &str) {
        push_new(&mut self.authors, text::person(text));
    }

    /// Adds a tag, unless it is empty or known.
    pub(super) fn add_tag(&mut self, text: &str) {
        push_new(&mut self.tags, text::line(text, Markup::Unknown));
    }

    /// Adds an enclosure. A picture is not an enclosure; the first one represents the item.
    pub(super) fn add_enclosure(&mut self, enclosure: Enclosure) {
        let is_known = |known: &Enclosure| known.address == enclosure.address;
        if !is_web(&enclosure.address) || self.enclosures.iter().any(is_known) {
        } else if enclosure.kind.starts_with("image") {
            self.picture.get_or_insert(enclosure.address);
        } else if self.enclosures.len() < MAX_LIST {
            self.enclosures.push(enclosure);
        }
    }
}

fn push_new(list: &mut Vec<String>, text: String) {
    if !text.is_empty() && !list.contains(&text) && list.len() < MAX_LIST {
        list.push(text);
    }
}

impl Enclosure {
    /// The name of the file with its type and size, as in `a.mp3 (audio/mpeg, 12 MB)`.
    fn name(&self) -> String {
        let name = crate::document::address::file_name(&self.address);
        let name = if name.is_empty() { &self.address } else { name };
        let size = self.length.map(|length| length.div_ceil(1 << 20));
        let size = size.filter(|size| *size > 0);
        let size = size.map(|size| format!("{size} MB"));
        let kind = Some(self.kind.clone()).filter(|kind| !kind.is_empty());
        let parts: Vec<String> = kind.into_iter().chain(size).collect();
        if parts.is_empty() {
            return name.to_owned();
        }
        format!("{name} ({})", parts.join(", "))
    }
}

/// An identifier or an address in the form that is stored. `None` if it is missing or too long.
pub(super) fn short(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= MAX_ADDRESS).then(|| text.to_owned())
}

/// Whether an address is one of the web.
pub(super) fn is_web(address: &str) -> bool {
    let scheme = address.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_known = ["http", "https"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme));
    is_known && address.len() <= MAX_ADDRESS
}
