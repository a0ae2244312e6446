//! What Tab moves between in an article: links and footnote calls.

use crate::document::{Document, LinkNumber, Position, TextId};
use std::ops::Range;

/// A footnote call in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FootnoteCall {
    pub text: TextId,
    /// Bytes of the plain text.
    pub range: Range<u32>,
    /// Index in `Document::footnotes`.
    pub note: u32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Focusable {
    Link(LinkNumber),
    Footnote(FootnoteCall),
}

/// The focused link or call, with a position in the text that does not depend on line breaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Focused {
    pub target: Focusable,
    /// The start of its first text, or the next text after it.
    pub(crate) position: Position,
}

/// Every footnote call, in the order of the texts.
pub fn footnote_calls(document: &Document) -> Vec<FootnoteCall> {
    if document.footnotes.is_empty() {
        return Vec::new();
    }
    let mut calls = Vec::new();
    // The only traversal of all texts is a mutable one, so it gets a copy.
    document.clone().visit_texts_mut(&mut |text| {
        let mut from = 0;
        for run in &text.runs {
            let range = from..from + run.text.len() as u32;
            from = range.end;
            calls.extend(run.footnote.map(|note| FootnoteCall {
                text: text.id,
                range,
                note,
            }));
        }
    });
    calls
}
