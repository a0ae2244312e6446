//! The state of a build: open elements, open block containers, and what both have collected.
//!
//! Start and end tags of all kinds work on it. Blocks nest at most [`MAX_CONTAINERS`] deep; the
//! tags of deeper elements are ignored.

use super::block_stack::{Container, Content};
use super::footnote::Note;
use super::inline::{Inlines, TextMode};
use super::link::Links;
use super::run_style::RunStyle;
use super::superscript::{self, Shift};
use crate::document::entity::DoubleEscaped;
use crate::document::{
    Align, Block, BlockKind, Hints, Link, ListKind, NoticeKind, ParagraphRole, Text,
};
use crate::text::Language;

/// Maximum nesting of blocks in a document.
const MAX_CONTAINERS: usize = 64;

/// Maximum number of recorded anchors.
const MAX_ANCHORS: usize = 20_000;

#[derive(Default)]
pub struct BuildState {
    pub links: Links,
    /// Never empty while the tree is walked; the first is the document itself.
    containers: Vec<Container>,
    pub notes: Vec<Note>,
    /// Ids that `#fragment` links may lead to.
    anchors: Vec<String>,
    pub language: Option<Language>,
    /// The style of text at this point.
    pub style: RunStyle,
    /// Whether line ends of the source are line breaks here (`white-space: pre` and similar).
    pub keeps_lines: bool,
    /// Whether empty lines of the source end paragraphs.
    pub ends_at_empty_lines: bool,
    pub elements: Vec<OpenElement>,
    /// Number of open footnote sections.
    pub footnote_sections: usize,
    /// Number of open quotations within text.
    pub quotations: usize,
    pub double_escaped: DoubleEscaped,
}

/// Everything that the walk has collected.
pub struct Built {
    pub language: Option<Language>,
    pub blocks: Vec<Block>,
    pub links: Vec<Link>,
    pub notes: Vec<Note>,
    pub anchors: Vec<String>,
}

/// The marks of a quotation inside so many others: double and single ones in turn, as the style
/// sheet of HTML has them.
pub fn quotation_marks(outer: usize) -> (&'static str, &'static str) {
    if outer.is_multiple_of(2) {
        ("“", "”")
    } else {
        ("‘", "’")
    }
}

pub struct OpenElement {
    /// The style and the line mode outside of the element.
    pub style: RunStyle,
    pub keeps_lines: bool,
    pub end: EndAction,
    pub hints: Option<Box<Hints>>,
}

/// What the end tag of an element does.
pub enum EndAction {
    /// Restores the style only.
    Style,
    /// Ends a block without a container of its own and restores what held outside.
    Paragraph {
        align: Align,
        hints: Option<Box<Hints>>,
        language: Option<Language>,
    },
    Group,
    Heading {
        level: u8,
        anchor: Option<String>,
    },
    Quote,
    List(ListKind),
    Item {
        value: Option<i32>,
        id: Option<String>,
        /// The element has no content: an item that the author left empty.
        is_empty: bool,
    },
    Definitions,
    Term,
    Definition,
    Code,
    CodeLine,
    Table,
    TableHead,
    Row,
    Cell {
        heading: bool,
        columns: u16,
        rows: u16,
        align: Option<Align>,
    },
    Caption,
    Summary,
    Figure,
    Details,
    FootnoteSection,
    Notice(Option<NoticeKind>),
    /// Ruby, with the text around it.
    Ruby(Box<Inlines>),
    /// A superscript or subscript, with the text around it.
    Shifted(Shift, Box<Inlines>),
    Quotation,
}

impl EndAction {
    /// Whether the element has a container of its own.
    pub fn has_container(&self) -> bool {
        !matches!(
            self,
            Self::Style
                | Self::Paragraph { .. }
                | Self::CodeLine
                | Self::TableHead
                | Self::Row
                | Self::Ruby(_)
                | Self::Shifted(..)
                | Self::Quotation
        )
    }
}

/// What the walk does with the children of an element.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Children {
    /// An open element was pushed; its end tag will pop it.
    Walk,
    Skip,
}

impl BuildState {
    pub fn new(links: Links, double_escaped: DoubleEscaped) -> Self {
        Self {
            links,
            containers: vec![Container::default()],
            double_escaped,
            ..Self::default()
        }
    }

    /// The innermost open container.
    pub fn container(&mut self) -> &mut Container {
        if self.containers.is_empty() {
            self.containers.push(Container::default());
        }
        self.containers
            .last_mut()
            .expect("one was pushed if there was none")
    }

    pub fn push(&mut self, kind: BlockKind, hints: Option<Box<Hints>>) {
        self.push_block(Block {
            kind,
            cut: None,
            hints,
        });
    }

    pub fn push_block(&mut self, mut block: Block) {
        block.cut = block.cut.or(self.style.cut);
        self.container().push(block);
    }

    pub fn push_blocks(&mut self, blocks: Vec<Block>) {
        for block in blocks {
            self.push_block(block);
        }
    }

    pub fn push_paragraph(&mut self, text: Text, align: Align) {
        let kind = BlockKind::Paragraph {
            text,
            role: ParagraphRole::Body,
            align,
        };
        self.push(kind, None);
    }

    pub fn add_anchor(&mut self, id: &str) {
        if !id.is_empty() && self.anchors.len() < MAX_ANCHORS {
            self.anchors.push(id.to_owned());
        }
    }

    /// Opens an element without a container of its own.
    pub fn open(&mut self, end: EndAction) -> Children {
        self.open_with_hints(end, None)
    }

    fn open_with_hints(&mut self, end: EndAction, hints: Option<Box<Hints>>) -> Children {
        self.elements.push(OpenElement {
            style: self.style,
            keeps_lines: self.keeps_lines,
            end,
            hints,
        });
        Children::Walk
    }

    /// Ends the open paragraph and starts a block of the same container.
    pub fn open_paragraph(&mut self, align: Align, hints: Option<Box<Hints>>) -> Children {
        self.end_paragraph();
        let container = self.container();
        let end = EndAction::Paragraph {
            align: std::mem::replace(&mut container.align, align),
            hints: std::mem::replace(&mut container.hints, hints),
            language: container.language,
        };
        self.open(end)
    }

    /// Ends the open paragraph and starts a container.
    pub fn open_container(
        &mut self,
        content: Content,
        mode: TextMode,
        end: EndAction,
        hints: Option<Box<Hints>>,
    ) -> Children {
        self.end_paragraph();
        let outer = self.container();
        let (align, language) = (outer.align, outer.language);
        if self.containers.len() >= MAX_CONTAINERS {
            return self.open_paragraph(align, None);
        }
        let mut container = Container::new(content, mode);
        container.align = align;
        container.language = language;
        self.containers.push(container);
        self.open_with_hints(end, hints)
    }

    /// Takes the innermost container off the stack. The document's own stays.
    pub fn pop_container(&mut self) -> Option<Container> {
        if self.containers.len() < 2 {
            return None;
        }
        self.containers.pop()
    }

    /// Ends the open paragraph. Open superscripts and ruby end first, because they cannot
    /// contain blocks.
    pub fn end_paragraph(&mut self) {
        while self.container().nested > 0 {
            let is_nested = |element: &&mut OpenElement| {
                matches!(element.end, EndAction::Ruby(_) | EndAction::Shifted(..))
            };
            let Some(element) = self.elements.iter_mut().rev().find(is_nested) else {
                break;
            };
            match std::mem::replace(&mut element.end, EndAction::Style) {
                EndAction::Ruby(outer) => self.end_ruby(*outer),
                EndAction::Shifted(shift, outer) => self.end_shifted(shift, *outer),
                _ => {}
            }
        }
        self.container().flush();
    }

    pub fn end_ruby(&mut self, outer: Inlines) {
        let style = self.style;
        superscript::end_ruby(self.container(), style, outer);
    }

    pub fn end_shifted(&mut self, shift: Shift, outer: Inlines) {
        let style = self.style;
        superscript::end_shifted(self.container(), style, outer, shift);
    }

    pub fn in_code(&mut self) -> bool {
        matches!(self.container().content, Content::Code(_))
    }

    /// The end action of the innermost element that has a container.
    pub fn owner(&self) -> Option<&EndAction> {
        let mut ends = self.elements.iter().rev().map(|element| &element.end);
        ends.find(|end| end.has_container())
    }

    pub fn owner_mut(&mut self) -> Option<&mut EndAction> {
        let mut ends = self
            .elements
            .iter_mut()
            .rev()
            .map(|element| &mut element.end);
        ends.find(|end| end.has_container())
    }

    /// Ends the build. Containers that are still open become part of the document.
    pub fn finish(mut self) -> Built {
        let mut blocks = Vec::new();
        while let Some(container) = self.containers.pop() {
            let mut inner = container.into_blocks();
            inner.append(&mut blocks);
            blocks = inner;
        }
        Built {
            language: self.language,
            blocks,
            links: self.links.links,
            notes: self.notes,
            anchors: self.anchors,
        }
    }
}
