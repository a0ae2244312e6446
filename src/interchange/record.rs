//! An item as a JSON object: a line of our own export.

use super::item::{Highlight, Item, Own};
use super::time;
use crate::document::{Position, Rivals};
use crate::library::{Date, Fingerprint, utc_rfc3339};
use crate::text::{Count, sanitize_line};
use serde::{Deserialize, Serialize};

/// The fields of an item. Times are RFC 3339.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Record {
    /// The path in the library.
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    address: String,
    title: String,
    source: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    since: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    collections: Vec<String>,
    #[serde(skip_serializing_if = "is_false")]
    read: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    highlights: Vec<Quote>,
    /// `false` for an article that has only highlights, or is only to be read later.
    #[serde(skip_serializing_if = "Option::is_none")]
    bookmarked: Option<bool>,
    /// The parts of the fingerprint.
    #[serde(skip_serializing_if = "Option::is_none")]
    fp: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fp2: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    passage: Option<String>,
    /// The date of the article.
    #[serde(skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<Count>,
    /// The place in the queue of articles to read later, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    later: Option<u32>,
    /// Until when it is hidden there.
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
}

/// The fields of a highlight.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(super) struct Quote {
    #[serde(skip_serializing_if = "String::is_empty")]
    pub id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub quote: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub prefix: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub note: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub colour: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub added: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<Position>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rivals: Option<Rivals>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "the signature that serde asks for"
)]
fn is_false(value: &bool) -> bool {
    !value
}

impl From<&Highlight> for Quote {
    fn from(highlight: &Highlight) -> Self {
        let highlight = highlight.clone();
        Self {
            id: highlight.id,
            quote: highlight.quote,
            prefix: highlight.prefix,
            suffix: highlight.suffix,
            note: highlight.note,
            colour: highlight.colour,
            added: highlight.added.map(utc_rfc3339),
            place: Some(highlight.place).filter(|place| *place != Position::default()),
            rivals: highlight.rivals,
        }
    }
}

impl From<Quote> for Highlight {
    fn from(quote: Quote) -> Self {
        Self {
            id: quote.id,
            quote: quote.quote,
            prefix: quote.prefix,
            suffix: quote.suffix,
            note: quote.note,
            colour: quote.colour,
            added: quote.added.as_deref().and_then(time::parse),
            place: quote.place.unwrap_or_default(),
            rivals: quote.rivals,
        }
    }
}

impl From<&Item> for Record {
    fn from(item: &Item) -> Self {
        let own = &item.own;
        Self {
            id: own.id.clone(),
            address: item.address.clone(),
            title: item.title.clone(),
            source: item.source.clone(),
            since: item.added.map(utc_rfc3339),
            tags: item.tags.clone(),
            note: item.note.clone(),
            collections: item.collections.clone(),
            read: item.read,
            highlights: item.highlights.iter().map(Quote::from).collect(),
            bookmarked: own.is_unbookmarked.then_some(false),
            fp: own.fingerprint.written_start(),
            fp2: own.fingerprint.written(),
            place: own.place,
            passage: own.passage.clone(),
            date: own.date.map(Date::rfc3339),
            count: own.count,
            later: own.later,
            until: own.until.map(utc_rfc3339),
        }
    }
}

impl From<Record> for Item {
    fn from(record: Record) -> Self {
        let fingerprint = Fingerprint::parse(record.fp.as_deref(), record.fp2.as_deref());
        Self {
            address: record.address,
            title: record.title,
            source: record.source,
            tags: record.tags,
            note: record.note,
            collections: record.collections,
            added: record.since.as_deref().and_then(time::parse),
            read: record.read,
            highlights: record.highlights.into_iter().map(Highlight::from).collect(),
            is_cut: false,
            own: Own {
                id: record.id,
                fingerprint: fingerprint.unwrap_or_default(),
                place: record.place,
                passage: record.passage.map(|passage| sanitize_line(&passage)),
                date: record.date.as_deref().and_then(Date::from_rfc3339),
                count: record.count,
                is_unbookmarked: record.bookmarked == Some(false),
                later: record.later,
                until: record.until.as_deref().and_then(time::parse),
            },
            ..Self::default()
        }
    }
}
