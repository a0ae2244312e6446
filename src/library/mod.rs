//! A folder tree of articles: formats, encodings, front matter, dates, scan, opening. Files are
//! opened read-only; every file is an article or a [`Problem`].
//!
//! The path of a file: `scan` finds it, `file` reads its bytes, `charset` decodes them,
//! `front_matter` and `html_meta` read its metadata, and `parse_entry` combines `title`, `date`,
//! `meta` and `plain_text` into an [`Entry`]. [`open()`] builds the document.

mod arrivals;
mod chains;
mod charset;
pub(crate) mod date;
pub(crate) mod entry;
mod file;
mod fingerprint;
mod format;
mod front_matter;
mod hash;
mod headings;
mod html_meta;
mod id;
mod labels;
mod lost_marks;
mod lost_separators;
mod lost_title;
mod marks_in_body;
mod markup;
mod meta;
mod name;
mod open;
mod order;
mod origin;
mod other_names;
mod others;
mod page;
mod page_element;
mod parse_entry;
mod plain_text;
mod plain_title;
pub(crate) mod problem;
mod prose;
pub mod sample;
pub mod scan;
mod site;
mod site_name;
mod sketch;
mod title;
mod versions;
mod written_head;

pub use arrivals::{Arrivals, ArticleSet};
#[cfg(feature = "fetch")]
pub(crate) use charset::decode_labelled;
pub(crate) use charset::decode_text as decode;
pub use date::{Date, DateOrigin, Zone};
pub(crate) use date::{END_OF_TIME, utc_rfc3339};
pub(crate) use entry::Article;
pub use entry::Entry;
pub use fingerprint::Fingerprint;
pub(crate) use fingerprint::SKETCH_MARK;
pub(crate) use format::{FORMATS, by_name};
pub(crate) use front_matter::opens as opens_front_matter;
pub(crate) use hash::{ByHash, Seeded, hash, key as id_key, secret};
pub(crate) use id::{
    compare as compare_ids, is_id, join as id_join, of_name as id_of_name, path as id_path,
};
pub(crate) use labels::Interner;
pub use labels::Labels;
pub use name::Name;
pub(crate) use name::Names;
pub(crate) use open::entry_at;
pub(crate) use open::{address_of, address_of_bytes, open_bytes, open_in_steps};
pub use open::{entry_of, entry_of_bytes, open, open_with, source_text};
pub(crate) use order::{Order, Sort, arrange, folder, folder_of_id, newness_of, places};
pub(crate) use origin::origin;
pub(crate) use other_names::goes_by;
pub(crate) use others::{OtherKind, Others, others};
pub(crate) use page::page_hash;
pub use problem::Problem;
pub(crate) use problem::{ProblemKind, Severity, in_words};
pub(crate) use scan::{
    Again, Check, FileRead, Folder, FolderStamp, IGNORE, Known, POLL_PERIOD, Rules, Seen, Stamp,
    distinct_roots, has_other_facts, is_marker, mark, scan_again, scan_known,
};
pub use scan::{Cancel, Gone, ScanEvent, ScanOptions, TextFiles, scan};
pub(crate) use sketch::mix;
pub use versions::Versions;
pub(crate) use written_head::{WrittenHead, body_of, with_body, words_of, written_head};

/// Raised when the entry or problem of an unchanged file differs from that of the version before:
/// then every index is built anew.
pub(crate) const REVISION: i32 = 8;
