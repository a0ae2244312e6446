//! The lines of a page as they are drawn, and the anchors that point at them.

use crate::document::{LinkNumber, Style, TextId};
use crate::role::Role;
use std::ops::Range;

/// A part of a line in one style.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Sanitized, without a line break, `cells` wide under the width policy of the options.
    pub text: String,
    pub cells: u16,
    /// The role of the block; `style` adds to it.
    pub role: Role,
    pub style: Style,
    pub link: Option<LinkNumber>,
    /// Its source: bytes in the plain text of a text. None for generated parts (indent, marker,
    /// border, hyphen, inserted space), which are neither copied nor found.
    pub source: Option<(TextId, Range<u32>)>,
}

impl Span {
    /// A generated part.
    pub fn generated(text: String, cells: u16, role: Role) -> Self {
        Self {
            text,
            cells,
            role,
            style: Style::PLAIN,
            link: None,
            source: None,
        }
    }
}

/// A line as it is drawn. Only code, tables and formulas are wider than the measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub spans: Vec<Span>,
    pub cells: u16,
    /// Cells by which it starts left of the measure.
    pub outdent: u16,
}

impl Line {
    /// Whether the link of a span goes on from the span before it, and in the one after it.
    pub(crate) fn link_goes_on(&self, index: usize) -> (bool, bool) {
        let link = |at: Option<usize>| self.spans.get(at?)?.link;
        let own = link(Some(index));
        let is_own = |at| own.is_some() && link(at) == own;
        (is_own(index.checked_sub(1)), is_own(index.checked_add(1)))
    }
}

/// A point to jump to.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Anchor {
    pub kind: AnchorKind,
    pub line: usize,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AnchorKind {
    /// With its level, 1 to 6.
    Heading(u8),
    /// With its number.
    Image(u32),
    Table,
    Code,
}
