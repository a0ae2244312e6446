//! A page: the one line map of an article. Scroll range, percent, search hits, links,
//! selection, resume and outline all read it.

use super::Options;
use crate::document::{Block, BlockKind, Document, LinkNumber, Place, Style, TextId};
use crate::role::Role;
use std::ops::Range;

/// A piece of a line with one look.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// Sanitised; no line break; `cells` wide under the policy of the options.
    pub text: String,
    pub cells: u16,
    /// The look of the block; `style` adds to it.
    pub role: Role,
    pub style: Style,
    pub link: Option<LinkNumber>,
    /// Where it comes from: bytes in the plain text of a text. None: ours (indent, marker,
    /// border, hyphen, inserted space), never copied or searched.
    pub source: Option<(TextId, Range<u32>)>,
}

/// A line as drawn. Never wider than the measure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    pub spans: Vec<Span>,
    pub cells: u16,
}

/// A point worth jumping to.
#[derive(Clone, Debug, PartialEq)]
pub struct Anchor {
    pub kind: AnchorKind,
    pub line: usize,
    pub text: String,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AnchorKind {
    /// With its level, 1 to 6.
    Heading(u8),
    Image,
    Table,
    Code,
}

/// A search hit: bytes in the plain text of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    pub text: TextId,
    pub range: Range<u32>,
}

/// A typeset article.
#[derive(Clone, Debug, Default)]
pub struct Page {
    lines: Vec<Line>,
    plain: Vec<String>,
}

impl Page {
    /// Typesets a document. Linear in its size.
    pub fn new(document: &Document, options: &Options) -> Self {
        let mut page = Self::default();
        for block in &document.blocks {
            page.block(block, options);
        }
        page
    }

    fn block(&mut self, block: &Block, options: &Options) {
        if let BlockKind::Paragraph { text, .. } = &block.kind {
            let plain = text.plain();
            let (cut, cells) =
                crate::text::truncate(&plain, usize::from(options.measure), options.width);
            let range = 0..plain.len() as u32;
            self.plain.push(plain);
            let span = Span {
                text: cut,
                cells: cells as u16,
                role: Role::Body,
                style: Style::PLAIN,
                link: None,
                source: Some((text.id, range)),
            };
            self.lines.push(Line {
                spans: vec![span],
                cells: cells as u16,
            });
        }
    }

    /// How many lines the page has.
    pub fn len(&self) -> usize {
        self.lines.len()
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// The spans of a line; an empty line past the end.
    pub fn line(&self, number: usize) -> Line {
        self.lines.get(number).cloned().unwrap_or_default()
    }

    /// The place of the first character of a line (of the next line that has one).
    pub fn place(&self, line: usize) -> Place {
        Place {
            text: line as u32,
            byte: 0,
        }
    }

    /// The line on which a place stands; the nearest before it when its text is not shown.
    pub fn line_of(&self, place: Place) -> usize {
        (place.text as usize).min(self.len().saturating_sub(1))
    }

    /// Headings, images, tables and code in order.
    pub fn anchors(&self) -> &[Anchor] {
        &[]
    }

    /// Every place where the folded needle stands in the shown text, in order.
    pub fn find(&self, _needle: &str) -> Vec<Hit> {
        Vec::new()
    }

    /// The numbered links that stand on these lines.
    pub fn links(&self, _lines: Range<usize>) -> Vec<LinkNumber> {
        Vec::new()
    }

    /// The source text from one place to another, without line breaks of ours, an empty line
    /// between paragraphs.
    pub fn text(&self, _from: Place, _to: Place) -> String {
        self.plain.join("\n\n")
    }
}
