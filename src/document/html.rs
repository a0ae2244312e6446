//! HTML to [`Document`]: the only file that knows scraper.

use super::{Block, Document};

/// Builds the document of an HTML body or page.
pub fn build(source: &str) -> Document {
    let tree = scraper::Html::parse_fragment(source);
    let text: String = tree.root_element().text().collect();
    let mut document = Document {
        blocks: text
            .lines()
            .filter(|l| !l.trim().is_empty())
            .map(|l| Block::paragraph(crate::text::sanitize_line(l)))
            .collect(),
        ..Document::default()
    };
    document.number();
    document
}
