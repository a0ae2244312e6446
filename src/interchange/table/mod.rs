//! Tables (CSV): the exports of read-later services, and our own.
//!
//! The formats have no signature; they are told apart by the names of their columns. One list of
//! names per field serves all of them.

mod fields;
mod writer;

pub(crate) use writer::write;

use super::fault::{Fault, FaultKind};
use super::format::Format;
use super::item::{Highlight, Item, MAX_ITEMS, STARRED};
use super::time;
use crate::library::Fingerprint;
use csv::StringRecord;
use fields::{quotes, tags};
use std::collections::HashMap;

/// Names of the columns of a field, in lower case.
const ADDRESS: &[&str] = &["url", "address", "link", "href"];
const TITLE: &[&str] = &["title", "book title", "name"];
const SOURCE: &[&str] = &["source", "author", "book author"];
const TAGS: &[&str] = &["tags", "document tags", "labels"];
/// Instapaper's selection is the text that the user chose as the description.
const NOTE: &[&str] = &["note", "selection", "notes"];
const COLLECTION: &[&str] = &["folder", "collection"];
const ADDED: &[&str] = &["time_added", "timestamp", "created", "saved date", "added"];
/// Columns in which `archive` or `true` says that an article was read.
const STATE: &[&str] = &["status", "read", "location"];
const FAVOURITE: &[&str] = &["favorite"];
const PATH: &str = "path";
const FINGERPRINT: &str = "fingerprint";
const HIGHLIGHTS: &[&str] = &["highlights"];

/// A format and the columns that identify it; the first that fits counts.
const FORMATS: &[(Format, &[&str])] = &[
    (
        Format::KanbaoCsv,
        &["url", "path", "folder", "created", "read"],
    ),
    (Format::ReadwiseCsv, &["highlight", "book title"]),
    (Format::ReaderCsv, &["url", "saved date", "location"]),
    (
        Format::RaindropCsv,
        &["url", "folder", "excerpt", "created"],
    ),
    (
        Format::InstapaperCsv,
        &["url", "selection", "folder", "timestamp"],
    ),
    (Format::PocketCsv, &["url", "time_added", "status"]),
    (Format::Csv, &["url"]),
    (Format::Csv, &["link"]),
    (Format::Csv, &["address"]),
];

/// Folders that are states rather than collections, by format and in lower case.
const STATES: &[(Format, &[&str])] = &[
    (Format::InstapaperCsv, &["unread", "archive", "starred"]),
    (Format::RaindropCsv, &["unsorted"]),
];

/// The names of the columns.
struct Columns {
    names: Vec<String>,
    format: Format,
}

impl Columns {
    /// Reads the header. `None` if it belongs to no known table.
    fn read(header: &StringRecord) -> Option<Self> {
        let names = header.iter().map(|name| name.trim().to_lowercase());
        let names: Vec<String> = names.collect();
        let has = |name: &&str| names.iter().any(|known| known == name);
        let found = FORMATS.iter().find(|(_, needed)| needed.iter().all(has));
        found
            .map(|(format, _)| *format)
            .map(|format| Self { names, format })
    }

    /// The first value of a row in one of these columns that is not empty.
    fn get<'r>(&self, row: &'r StringRecord, columns: &[&str]) -> &'r str {
        self.raw(row, columns).trim()
    }

    /// The same with the spaces around it, which mean something in a note.
    fn raw<'r>(&self, row: &'r StringRecord, columns: &[&str]) -> &'r str {
        let place = |name: &&str| self.names.iter().position(|known| known == name);
        let mut values = columns
            .iter()
            .filter_map(place)
            .filter_map(|at| row.get(at));
        values
            .find(|value| !value.trim().is_empty())
            .unwrap_or_default()
    }

    fn item(&self, row: &StringRecord) -> Item {
        let is_own = self.format == Format::KanbaoCsv;
        let text = |columns| {
            let value = self.get(row, columns);
            if is_own {
                writer::unquoted(value)
            } else {
                value
            }
        };
        let is = |columns: &[&str], words: &[&str]| {
            let value = self.get(row, columns).to_lowercase();
            words.contains(&&*value)
        };
        let mut tags = if is_own {
            text(TAGS).split(',').map(str::to_owned).collect()
        } else {
            tags(text(TAGS))
        };
        let collection = text(COLLECTION);
        let state = self.state(collection);
        if state == "starred" || is(FAVOURITE, &["true"]) {
            tags.push(STARRED.to_owned());
        }
        let mut item = Item {
            address: self.get(row, ADDRESS).to_owned(),
            title: text(TITLE).to_owned(),
            source: text(SOURCE).to_owned(),
            tags,
            note: if is_own {
                writer::unquoted(self.raw(row, NOTE)).to_owned()
            } else {
                text(NOTE).to_owned()
            },
            collections: vec![collection.to_owned()],
            added: time::parse(self.get(row, ADDED)),
            read: state == "archive" || is(STATE, &["archive", "archived", "true"]),
            highlights: quotes(self.get(row, HIGHLIGHTS)),
            ..Item::default()
        };
        if !state.is_empty() {
            item.collections.clear();
        }
        if is_own {
            // A path may begin with a space.
            let path = self.names.iter().position(|name| name == PATH);
            let path = path.and_then(|at| row.get(at)).unwrap_or_default();
            item.own.id = writer::unquoted(path).to_owned();
            let print = Fingerprint::parse(None, Some(self.get(row, &[FINGERPRINT])));
            item.own.fingerprint = print.unwrap_or_default();
        }
        item
    }

    /// The state that a folder of this format says; empty for a collection.
    fn state(&self, folder: &str) -> &'static str {
        let states = STATES.iter().filter(|(format, _)| *format == self.format);
        let mut states = states.flat_map(|(_, names)| *names);
        let folder = folder.to_lowercase();
        states.find(|name| **name == folder).copied().unwrap_or("")
    }

    /// The highlight in a row of Readwise, whose note, colour and tags belong to it.
    fn highlight(&self, row: &StringRecord) -> Highlight {
        let text = |column| self.get(row, &[column]).to_owned();
        Highlight {
            quote: text("highlight"),
            note: text("note"),
            colour: text("color"),
            added: time::parse(&text("highlighted at")),
            ..Highlight::default()
        }
    }
}

/// The columns of a table without names, whose first row begins with an address.
const UNNAMED: [&str; 2] = ["url", "title"];

/// Reads a table. `None` if its first row names no column of addresses or highlights, and is not
/// itself about an address.
pub(super) fn read(text: &str, take: &mut dyn FnMut(Result<Item, Fault>)) -> Option<Format> {
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut rows = reader.records();
    let first = rows.next()?.ok()?;
    let has_address = { first.get(0) }.is_some_and(|cell| is_address(cell.trim()));
    let (columns, unnamed) = match Columns::read(&first) {
        Some(columns) => (columns, None),
        None if has_address => (Columns::read(&UNNAMED.as_slice().into())?, Some(Ok(first))),
        None => return None,
    };
    let rows = unnamed.into_iter().chain(rows);
    let is_readwise = columns.format == Format::ReadwiseCsv;
    let mut books = Books::default();
    for (number, row) in rows.enumerate() {
        if number == MAX_ITEMS {
            take(Err(Fault::whole(FaultKind::TooMany)));
            break;
        }
        let Ok(row) = row else {
            take(Err(Fault::new(0, FaultKind::Damaged)));
            break;
        };
        let line = row.position().map_or(0, |position| position.line());
        let line = usize::try_from(line).unwrap_or(usize::MAX);
        if is_readwise {
            books.add(&columns, &row, line);
            continue;
        }
        let item = columns.item(&row).cleaned();
        take(item.ok_or(Fault::new(line, FaultKind::NoAddress)));
    }
    for (line, item) in books.items {
        take(item.cleaned().ok_or(Fault::new(line, FaultKind::NoAddress)));
    }
    Some(columns.format)
}

fn is_address(cell: &str) -> bool {
    let (scheme, rest) = cell.split_once("://").unwrap_or_default();
    matches!(scheme, "http" | "https") && !rest.is_empty() && !rest.contains(char::is_whitespace)
}

/// The highlights of Readwise, gathered by title and author. The line is that of the first.
#[derive(Default)]
struct Books {
    items: Vec<(usize, Item)>,
    places: HashMap<(String, String), usize>,
}

impl Books {
    fn add(&mut self, columns: &Columns, row: &StringRecord, line: usize) {
        let mut item = columns.item(row);
        // These belong to the highlight; the tags of the article are in a column of their own.
        item.note.clear();
        item.tags = tags(columns.get(row, &["document tags"]));
        let key = (item.title.clone(), item.source.clone());
        let place = *self.places.entry(key).or_insert_with(|| {
            self.items.push((line, item));
            self.items.len() - 1
        });
        if let Some((_, item)) = self.items.get_mut(place) {
            item.highlights.push(columns.highlight(row));
        }
    }
}
