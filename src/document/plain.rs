//! Plain text to [`Document`]: paragraphs by empty lines.

use super::{Block, Document};

/// Builds the document of a plain text.
pub fn build(source: &str) -> Document {
    let mut document = Document {
        blocks: source
            .split("\n\n")
            .filter(|l| !l.trim().is_empty())
            .map(|l| Block::paragraph(crate::text::sanitize_line(l)))
            .collect(),
        ..Document::default()
    };
    document.number();
    document
}
