//! How sources name footnotes, and the footnotes that are collected while the tree is built.

use crate::document::Block;

/// A footnote whose label is not known yet: its references may come later.
#[derive(Debug)]
pub struct Note {
    pub id: String,
    pub blocks: Vec<Block>,
}

/// Prefixes of footnote ids. A digit follows.
const ID_PREFIXES: &[&str] = &[
    "fn",
    "fn:",
    "fn-",
    "fn_",
    "footnote",
    "footnote-",
    "footnote_",
    "cite_note-",
    "_ftn",
    "_edn",
    "sdfootnote",
    "sdendnote",
    "endnote",
    "endnote-",
    "easy-footnote-bottom-",
    "user-content-fn-",
];

/// Prefix of [`token`]. No class name contains `#`.
const TOKEN_PREFIX: &str = "note#";

/// Whether an id is that of a footnote, and not of its reference in the text.
pub fn is_id(id: &str) -> bool {
    let has_digit = |rest: &str| rest.starts_with(|c: char| c.is_ascii_digit());
    let mut rests = ID_PREFIXES
        .iter()
        .filter_map(|prefix| id.strip_prefix(prefix));
    // LibreOffice names the reference of `sdfootnote1sym` `sdfootnote1anc`.
    rests.any(has_digit) && !id.ends_with("anc")
}

/// The hint token of a paragraph that is a footnote if a reference to it exists.
pub fn token(id: &str) -> String {
    format!("{TOKEN_PREFIX}{id}")
}

/// The id in a hint token that [`token`] made.
pub fn id_of_token(token: &str) -> Option<&str> {
    token.strip_prefix(TOKEN_PREFIX)
}
