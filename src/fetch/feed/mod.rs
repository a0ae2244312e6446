//! Feeds: RSS of all versions, Atom, JSON Feed.
//!
//! | module | does |
//! |---|---|
//! | `xml` | reads XML, broken or not, as a sequence of elements and texts |
//! | `names` | the table of elements that are read |
//! | `text` | plain text and HTML |
//! | `written` | how the content of an element is written |
//! | `whole` | makes relative addresses whole |
//! | `item` | a feed and its items as data, and their limits |
//! | `elements` | fills a feed from XML |
//! | `json` | fills a feed from JSON |
//! | `lenient` | values of JSON of any kind |
//! | `pages` | finds the feeds of a web page |
//! | `lists` | lists of feeds: OPML, newsboat |

mod elements;
mod item;
mod json;
mod lenient;
pub mod lists;
mod names;
pub mod pages;
mod text;
mod whole;
mod written;
mod xml;

pub use item::{Enclosure, Feed, Item, Source};

use crate::library;
use std::borrow::Cow;

/// Why a source has no feed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAFeed {
    Empty,
    /// A web page, which may name its feeds.
    Page,
    Unknown,
    /// It takes too long to read, or the reading was cancelled.
    Unfinished,
}

/// Reads a feed. `is_stopped` is asked often; once it is true, it stays so.
///
/// # Errors
/// The source is something else, or reading was stopped.
pub fn parse(
    bytes: &[u8],
    source: &Source<'_>,
    is_stopped: &dyn Fn() -> bool,
) -> Result<Feed, NotAFeed> {
    let text = text_of(bytes, source.content_type);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let feed = match start.chars().next() {
        None => return Err(NotAFeed::Empty),
        Some('{') => json::parse(start, source, is_stopped),
        Some(_) => elements::parse(&text, source, is_stopped),
    };
    match feed {
        _ if is_stopped() => Err(NotAFeed::Unfinished),
        Some(feed) => Ok(feed),
        None if is_page(start) => Err(NotAFeed::Page),
        None => Err(NotAFeed::Unknown),
    }
}

/// Decodes a source by its header, its declaration or its bytes. Control characters are left out.
pub fn text_of<'a>(bytes: &'a [u8], content_type: Option<&str>) -> Cow<'a, str> {
    let header = content_type.and_then(|value| parameter(value, "charset"));
    let head = bytes.get(..512).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head);
    let declared = head
        .split_once("<?xml")
        .and_then(|(_, declaration)| declaration.split_once("?>"))
        .and_then(|(declaration, _)| parameter(declaration, "encoding"));
    let labels = [header, declared];
    let text = library::decode_labelled(bytes, labels.into_iter().flatten());
    let is_control = |c: char| c.is_control() && !matches!(c, '\n' | '\t');
    if text.contains(is_control) {
        return Cow::Owned(text.chars().filter(|c| !is_control(*c)).collect());
    }
    text
}

/// The value of `name=value` in a header or a declaration.
fn parameter<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let is_space = |c: char| c.is_whitespace() || matches!(c, '"' | '\'');
    text.split([';', ' ', '\t', '\n']).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let value = value.trim_matches(is_space);
        let is_it = key.trim().eq_ignore_ascii_case(name) && !value.is_empty();
        is_it.then_some(value)
    })
}

/// Whether a text is a web page.
fn is_page(text: &str) -> bool {
    let head = text::head(text, 1024).to_ascii_lowercase();
    ["<!doctype html", "<html", "<head", "<body"]
        .iter()
        .any(|sign| head.contains(sign))
}

#[cfg(test)]
mod tests;
