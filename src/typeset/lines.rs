//! The lines of a page in compact form: byte ranges of texts and indexes, no strings of their
//! own.

use super::inline::layout::TextLine;
use super::line::Span;
use super::math::MathBox;
use super::room::PicturePlace;
use crate::document::LinkNumber;
use crate::role::Role;
use bitflags::bitflags;

/// The prefix of a block's lines (bar, marker, indent), and the frame around it.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The frame around it. Frame 0 is the page and its own parent.
    pub parent: u32,
    /// The prefix of the first line and of the others. They are equally wide, except where further
    /// lines hang below the first prefix.
    pub first: String,
    pub rest: String,
    pub role: Role,
    pub link: Option<LinkNumber>,
    /// The right side, if it is drawn.
    pub right: Option<RightSide>,
    /// Cells by which its lines start left of the measure. Only a frame of the page has them.
    pub outdent: u16,
    /// The part of its lines that is shown, if they are scrolled sideways.
    pub window: Option<Window>,
}

impl Frame {
    /// Whether the prefix of each line is a bar and a blank.
    pub fn has_blank_end(&self) -> bool {
        self.rest.ends_with(' ') && self.first == self.rest
    }
}

/// The right side of a frame: lines are filled with spaces up to it.
#[derive(Clone, Copy, Debug)]
pub struct RightSide {
    pub column: u16,
    /// A bar, or empty.
    pub bar: &'static str,
    /// The role of the fill.
    pub fill: Role,
}

/// What is shown of lines that are wider than the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// Cells at the start of a line that do not move: the names of rows.
    pub fixed: u16,
    /// Cells of these names before they were cut to `fixed`.
    pub names: u16,
    /// Cells by which the columns after those are moved to the left.
    pub from: u16,
    /// Cells that are shown.
    pub width: u16,
    /// Where text ends in the window if there is more of it: after the last column that is whole.
    pub until: u16,
}

/// A table that is wider than the page unless its columns fold.
#[derive(Clone, Copy, Debug)]
pub struct WideTable {
    /// Its first line and the line after its last one.
    pub lines: (usize, usize),
    /// Cells hidden at the right. None: it is folded.
    pub hidden: Option<u16>,
    /// Cells to scroll by so that the first column that is not whole in the window starts it.
    pub next: Option<u16>,
}

/// One line of the page.
#[derive(Clone, Copy, Debug)]
pub struct CompactLine {
    pub kind: LineKind,
    pub frame: u32,
    /// How many of the innermost frames have their first line here.
    pub first_prefixes: u8,
    /// Cells between the prefix and the content.
    pub indent: u16,
}

#[derive(Clone, Copy, Debug)]
pub enum LineKind {
    Blank,
    /// The prefix of a block without any other line.
    Prefix,
    /// A line of a text.
    Text {
        text: u32,
        line: TextLine,
        full: u16,
    },
    /// The ruby row above a line of a text.
    Ruby {
        text: u32,
        line: TextLine,
        full: u16,
    },
    /// A part of a line of code.
    Code {
        text: u32,
        line: TextLine,
        edges: Edges,
    },
    /// A row of a formula in two dimensions: an index in `CompactLines::formulas`.
    Formula {
        text: u32,
        formula: u32,
        row: u16,
    },
    /// A generated line: an index in `CompactLines::chrome`.
    Chrome(u32),
    /// A row below a figure, for its picture.
    Picture,
    /// Cells side by side: a range of `CompactLines::parts`.
    Cells {
        from: u32,
        to: u32,
    },
}

impl LineKind {
    /// Whether it is a line of code that continues at an edge.
    pub fn has_edge(self, edge: Edges) -> bool {
        matches!(self, Self::Code { edges, .. } if edges.contains(edge))
    }
}

bitflags! {
    /// Where a line of code continues.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Edges: u8 {
        /// It continues the line above.
        const FOLDED = 1;
        /// It is scrolled, and starts left of what is shown.
        const LEFT = 1 << 1;
        /// It is scrolled, and ends right of what is shown.
        const RIGHT = 1 << 2;
    }
}

#[derive(Clone, Debug, Default)]
pub struct CompactLines {
    pub lines: Vec<CompactLine>,
    pub frames: Vec<Frame>,
    pub chrome: Vec<Span>,
    pub formulas: Vec<MathBox>,
    /// Column and line of table cells.
    pub parts: Vec<(u16, CompactLine)>,
    pub wide_tables: Vec<WideTable>,
    pub pictures: Vec<PicturePlace>,
}
