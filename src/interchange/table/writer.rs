//! Our own table. Its columns have the names that Raindrop and others import.

use crate::interchange::item::Item;
use crate::library::utc_rfc3339;

/// The columns.
const HEADER: &[&str] = &[
    "url",
    "title",
    "note",
    "folder",
    "tags",
    "created",
    "read",
    "source",
    "path",
    "fingerprint",
];

/// Characters with which a spreadsheet starts a formula. Some accept the full-width forms.
const FORMULA: &[char] = &['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// One row per item and collection, below a header. Highlights are left out: a table has no room
/// for them.
pub(crate) fn write<'i>(items: impl IntoIterator<Item = &'i Item>) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory cannot fail.
    let _ = writer.write_record(HEADER);
    let none = [String::new()];
    for item in items {
        let folders = match &*item.collections {
            [] => &none,
            folders => folders,
        };
        for folder in folders {
            write_row(item, folder, &mut writer);
        }
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn write_row(item: &Item, folder: &str, writer: &mut csv::Writer<Vec<u8>>) {
    let _ = writer.write_record([
        &*item.address,
        &quoted(&item.title),
        &quoted(&item.note),
        &quoted(folder),
        &quoted(&item.tags.join(", ")),
        &item.added.map(utc_rfc3339).unwrap_or_default(),
        if item.read { "true" } else { "" },
        &quoted(&item.source),
        &quoted(&item.own.id),
        &item.own.fingerprint.written().unwrap_or_default(),
    ]);
}

/// A text with an apostrophe in front if a spreadsheet would evaluate it as a formula, or if it
/// begins with an apostrophe.
fn quoted(text: &str) -> String {
    let sign = if text.starts_with(FORMULA) || text.starts_with('\'') {
        "'"
    } else {
        ""
    };
    format!("{sign}{text}")
}

/// The text that [`quoted`] wrote.
pub(super) fn unquoted(text: &str) -> &str {
    text.strip_prefix('\'').unwrap_or(text)
}
