//! Markdown with islands of HTML to [`Document`]: the only file that knows the parser.

use super::Document;

/// Builds the document of a Markdown body.
pub fn build(source: &str) -> Document {
    super::plain::build(source)
}
