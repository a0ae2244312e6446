//! JSON: our own lines, and the lists of Wallabag and Omnivore.

use super::fault::{Fault, FaultKind};
use super::format::Format;
use super::item::{Highlight, Item, MAX_ITEMS, STARRED};
use super::record::Record;
use super::time;
use serde::Deserialize;
use serde_json::Value;

/// Maximum bytes of a line of our own export. An article may have a thousand highlights with notes.
const MAX_LINE: usize = 64 << 20;

/// One JSON object per line.
pub(crate) fn write<'i>(items: impl IntoIterator<Item = &'i Item>) -> String {
    let mut out = String::new();
    for item in items {
        // Strings and numbers always serialize.
        out.push_str(&serde_json::to_string(&Record::from(item)).unwrap_or_default());
        out.push('\n');
    }
    out
}

/// Reads what [`write()`] wrote.
pub(super) fn read_lines(text: &str, take: &mut dyn FnMut(Result<Item, Fault>)) {
    for (row, line) in (1..).zip(text.lines()) {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        let record = if line.len() > MAX_LINE {
            Err(FaultKind::TooLarge)
        } else {
            serde_json::from_str::<Record>(line).map_err(|_| FaultKind::Damaged)
        };
        let item =
            record.and_then(|record| Item::from(record).cleaned().ok_or(FaultKind::NoAddress));
        take(item.map_err(|kind| Fault::new(row, kind)));
    }
}

/// Reads a list of entries: an export of Wallabag, or one of the files of Omnivore, whose
/// highlights and text are in files of their own: `files` returns them by the name of the entry.
/// `None` if it is not a JSON list.
pub(super) fn read_list(
    text: &str,
    files: &dyn Fn(&str) -> (Vec<Highlight>, String),
    take: &mut dyn FnMut(Result<Item, Fault>),
) -> Option<Format> {
    let entries: Vec<Value> = serde_json::from_str(text).ok()?;
    Some(read_entries(entries, files, take))
}

/// Reads what the interfaces of Readwise return: an object with a list. `None` for another object.
pub(super) fn read_results(
    text: &str,
    take: &mut dyn FnMut(Result<Item, Fault>),
) -> Option<Format> {
    let Value::Object(mut object) = serde_json::from_str(text).ok()? else {
        return None;
    };
    let Some(Value::Array(entries)) = object.remove("results") else {
        return None;
    };
    for (row, entry) in (1..).zip(entries) {
        if row > MAX_ITEMS {
            take(Err(Fault::new(row, FaultKind::TooMany)));
            break;
        }
        let item = serde_json::from_value::<Readwise>(entry).map(Item::from);
        let item = item.map_err(|_| FaultKind::Damaged);
        let item = item.and_then(|item| item.cleaned().ok_or(FaultKind::NoAddress));
        take(item.map_err(|kind| Fault::new(row, kind)));
    }
    Some(Format::Readwise)
}

fn read_entries(
    entries: Vec<Value>,
    files: &dyn Fn(&str) -> (Vec<Highlight>, String),
    take: &mut dyn FnMut(Result<Item, Fault>),
) -> Format {
    let mut format = None;
    for (row, entry) in (1..).zip(entries) {
        if row > MAX_ITEMS {
            take(Err(Fault::new(row, FaultKind::TooMany)));
            break;
        }
        let is_omnivore = entry.get("savedAt").is_some() || entry.get("labels").is_some();
        let is_wallabag = entry.get("is_archived").is_some();
        let item = if is_omnivore {
            format = Some(Format::Omnivore);
            let entry = serde_json::from_value::<Omnivore>(entry);
            entry.map(|entry| entry.item(files))
        } else if is_wallabag {
            format = Some(Format::Wallabag);
            serde_json::from_value::<Wallabag>(entry).map(Item::from)
        } else {
            serde_json::from_value::<Record>(entry).map(Item::from)
        };
        let item = item.map_err(|_| FaultKind::Damaged);
        let item = item.and_then(|item| item.cleaned().ok_or(FaultKind::NoAddress));
        take(item.map_err(|kind| Fault::new(row, kind)));
    }
    format.unwrap_or(Format::Kanbao)
}

/// An entry of Wallabag (`EntriesExport`, version 2). Flags are numbers in exports and booleans in
/// the API.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Wallabag {
    url: Option<String>,
    given_url: Option<String>,
    title: Option<String>,
    is_archived: Value,
    is_starred: Value,
    tags: Vec<Value>,
    created_at: Option<String>,
    published_at: Option<String>,
    published_by: Value,
    domain_name: Option<String>,
    content: Option<String>,
    annotations: Vec<Annotation>,
}

/// A flag: a number or a truth value.
fn is_set(flag: &Value) -> bool {
    flag.as_bool().unwrap_or(false) || flag.as_i64().is_some_and(|number| number != 0)
}

/// A tag: its name, or an object with the name.
fn label(tag: &Value) -> Option<String> {
    let named = ["label", "name"].iter().find_map(|key| tag.get(key));
    named.unwrap_or(tag).as_str().map(str::to_owned)
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Annotation {
    /// The user's words; those of the article in Readwise.
    text: Option<String>,
    /// The article's words.
    quote: Option<String>,
    created_at: Option<String>,
    /// The user's words in Readwise.
    note: Option<String>,
    highlighted_at: Option<String>,
}

impl From<Wallabag> for Item {
    fn from(entry: Wallabag) -> Self {
        let mut tags: Vec<String> = entry.tags.iter().filter_map(label).collect();
        if is_set(&entry.is_starred) {
            tags.push(STARRED.to_owned());
        }
        let highlights = entry.annotations.into_iter().map(|annotation| Highlight {
            quote: annotation.quote.unwrap_or_default(),
            note: annotation.text.unwrap_or_default(),
            added: annotation.created_at.as_deref().and_then(time::parse),
            ..Highlight::default()
        });
        Self {
            address: entry.url.or(entry.given_url).unwrap_or_default(),
            title: entry.title.unwrap_or_default(),
            source: entry.domain_name.unwrap_or_default(),
            author: authors(&entry.published_by),
            published: entry.published_at.as_deref().and_then(time::parse),
            body: entry.content.unwrap_or_default(),
            tags,
            added: entry.created_at.as_deref().and_then(time::parse),
            read: is_set(&entry.is_archived),
            highlights: highlights.collect(),
            ..Self::default()
        }
    }
}

/// The names in a list.
fn authors(names: &Value) -> String {
    let names = names.as_array().into_iter().flatten();
    let names: Vec<&str> = names.filter_map(Value::as_str).collect();
    names.join("、")
}

/// A document of Readwise: of the export of highlights, or of Reader's list.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Readwise {
    title: Option<String>,
    author: Option<String>,
    source_url: Option<String>,
    url: Option<String>,
    site_name: Option<String>,
    html_content: Option<String>,
    saved_at: Option<String>,
    published_date: Value,
    location: Option<String>,
    tags: Value,
    highlights: Vec<Annotation>,
}

impl From<Readwise> for Item {
    fn from(entry: Readwise) -> Self {
        let tags = match &entry.tags {
            Value::Object(tags) => tags.keys().cloned().collect(),
            Value::Array(tags) => tags.iter().filter_map(label).collect(),
            _ => Vec::new(),
        };
        let published = match &entry.published_date {
            Value::String(text) => time::parse(text),
            Value::Number(number) => time::parse(&number.to_string()),
            _ => None,
        };
        let highlights = entry.highlights.into_iter().map(|annotation| Highlight {
            quote: annotation.text.unwrap_or_default(),
            note: annotation.note.unwrap_or_default(),
            added: annotation.highlighted_at.as_deref().and_then(time::parse),
            ..Highlight::default()
        });
        Self {
            // The address in Reader is that of Readwise itself.
            address: entry.source_url.or(entry.url).unwrap_or_default(),
            title: entry.title.unwrap_or_default(),
            source: entry.site_name.unwrap_or_default(),
            author: entry.author.unwrap_or_default(),
            published,
            body: entry.html_content.unwrap_or_default(),
            tags,
            added: entry.saved_at.as_deref().and_then(time::parse),
            read: entry.location.is_some_and(|location| location == "archive"),
            highlights: highlights.collect(),
            ..Self::default()
        }
    }
}

/// An entry of Omnivore's `metadata_<from>_to_<to>.json`.
#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Omnivore {
    url: Option<String>,
    title: Option<String>,
    state: Option<String>,
    author: Option<String>,
    labels: Vec<Value>,
    saved_at: Option<String>,
    published_at: Option<String>,
    slug: Option<String>,
}

impl Omnivore {
    fn item(self, files: &dyn Fn(&str) -> (Vec<Highlight>, String)) -> Item {
        let state = self.state.unwrap_or_default();
        let (highlights, body) = self.slug.as_deref().map(files).unwrap_or_default();
        Item {
            address: self.url.unwrap_or_default(),
            title: self.title.unwrap_or_default(),
            tags: self.labels.iter().filter_map(label).collect(),
            added: self.saved_at.as_deref().and_then(time::parse),
            read: state.eq_ignore_ascii_case("archived"),
            author: self.author.unwrap_or_default(),
            published: self.published_at.as_deref().and_then(time::parse),
            body,
            highlights,
            ..Item::default()
        }
    }
}
