//! Where the text of the focused link is. Links with the same address have the same number, so the
//! number does not tell it.

use super::focusables::Focusable;
use super::pane::ReaderPane;
use crate::document::{LinkNumber, TextId};
use crate::typeset::{Line, Page, Span};
use std::ops::Range;

/// How many lines the text of a link takes at most.
const LINES: usize = 32;

/// The text of the focused link on the page.
#[derive(Clone, Debug)]
pub(crate) struct SelectedLink {
    link: LinkNumber,
    lines: Range<usize>,
    /// None for the mark of a picture, which has no text.
    text: Option<(TextId, Range<u32>)>,
}

impl ReaderPane {
    /// The text of the focused link.
    pub(crate) fn selected_link(&self) -> Option<SelectedLink> {
        let page = self.page()?;
        let (line, _) = self.find_focused(page)?;
        match self.focused.as_ref()?.target {
            Focusable::Link(link) => SelectedLink::new(page, line, link),
            Focusable::Footnote(_) => None,
        }
    }
}

impl SelectedLink {
    /// The first text of a link that begins on a line.
    fn new(page: &Page, first: usize, link: LinkNumber) -> Option<Self> {
        let spans = page.line(first).spans;
        let start = spans.iter().position(|span| span.link == Some(link))?;
        let lines = first..page.len().min(first + LINES);
        let Some((text, bytes)) = spans[start].source.clone() else {
            let has_link =
                |line: &usize| page.line(*line).spans.iter().any(|s| s.link == Some(link));
            let end = first + lines.take_while(has_link).count();
            return Some(Self {
                link,
                lines: first..end,
                text: None,
            });
        };
        let mut end = bytes.end;
        let mut last = first;
        'lines: for line in lines {
            for span in page.line(line).spans {
                match span.source {
                    // Other cells of a table are beside it.
                    Some((id, here)) if id == text && here.start >= bytes.start => {
                        if span.link != Some(link) {
                            break 'lines;
                        }
                        (end, last) = (here.end, line);
                    }
                    _ => {}
                }
            }
        }
        Some(Self {
            link,
            lines: first..last + 1,
            text: Some((text, bytes.start..end)),
        })
    }

    /// The spans of a line that belong to it.
    pub(crate) fn spans(&self, at: usize, line: &Line) -> Vec<bool> {
        let mut before = false;
        let is_here = |span: &Span| {
            let is_part = match (&self.text, &span.source) {
                (None, _) => true,
                (Some((text, bytes)), Some((id, here))) => {
                    id == text && bytes.start <= here.start && here.end <= bytes.end
                }
                // A generated part continues what is before it.
                (Some(_), None) => before,
            };
            before = is_part && span.link == Some(self.link) && self.lines.contains(&at);
            before
        };
        line.spans.iter().map(is_here).collect()
    }
}
