//! Interchange with other programs: reads the exports of browsers and read-later services, and
//! writes bookmarks, notes and highlights in formats that others read.
//!
//! Every reader turns bytes into the same record, [`Item`]. The format is recognised by content,
//! not by file name. Readers never fail as a whole: an entry that cannot be used becomes a
//! [`Fault`] with its row. All texts are sanitized and their lengths limited in `item`, which every
//! reader goes through.
//!
//! | file | reads or writes |
//! |---|---|
//! | `source` | a file or folder; recognises the format |
//! | `table` | CSV: Pocket, Instapaper, Raindrop, Readwise, Reader, our own |
//! | `html` | bookmark HTML of browsers and Raindrop; Pocket's HTML |
//! | `json` | our own lines of JSON; Wallabag, Omnivore |
//! | `markdown` | a list for reading; a file per article with front matter |

mod address;
mod fault;
mod format;
mod html;
mod item;
mod json;
mod markdown;
mod record;
mod source;
mod table;
mod time;

pub(crate) use address::of_file as file_address;
pub(crate) use fault::{Fault, FaultKind};
pub(crate) use format::Format;
pub(crate) use html::write as to_html;
pub(crate) use item::{Highlight, Item, MAX_LIST, Own};
pub(crate) use json::write as to_json_lines;
pub(crate) use markdown::{write_files as to_markdown_files, write_list as to_markdown};
pub(crate) use source::{Import, read_path, read_stream};
pub(crate) use table::write as to_csv;

#[cfg(test)]
mod tests;
