//! Markdown: a list for reading, or one file per article, as Obsidian and Logseq keep notes.
//!
//! A file has front matter (YAML) with the fields of the item (`title`, `url`, `created`, `tags` and
//! so on), then the note as written, then the highlights below the heading `## Highlights`: each a
//! quotation, its note, and a comment with what has no place in the text.

mod body;
mod file;
mod head;
mod list;

pub(super) use body::read_quotes;
pub(super) use file::read as read_file;
pub(crate) use file::write_files;
pub(crate) use list::write as write_list;
