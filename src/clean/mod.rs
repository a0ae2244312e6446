//! What a reader need not see: ordered, named rules that mark blocks and runs as cut.

use crate::document::Document;

/// What the rules may know beside the body.
#[derive(Clone, Debug, Default)]
pub struct Context<'a> {
    pub title: &'a str,
    pub source: &'a str,
    pub author: &'a str,
    /// The article's own address and its head picture, if the front matter names them.
    pub address: Option<&'a str>,
    pub picture: Option<&'a str>,
}

/// One thing that was cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cut {
    pub rule: &'static str,
    /// The text that is not shown, on one line.
    pub text: String,
}

/// Runs every rule over the document. Cut things are marked, not removed; returns them in order.
pub fn clean(_document: &mut Document, _context: &Context<'_>) -> Vec<Cut> {
    Vec::new()
}
