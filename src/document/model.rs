//! The document model: blocks, and texts of inlines.
//!
//! Invariants, kept by [`Document::number`], which every builder calls last:
//! - Every [`Text`] has an [`TextId`], its order in the document. Cleaning marks blocks and
//!   inlines as cut and never removes or renumbers, so a place survives a change of rules.
//! - Every string is sanitised (`text::sanitize`): no control character but `\n` where a
//!   line must break (code, verse, hard breaks).
//! - `Link` numbers count from 1 and equal their index in `Document::links` plus 1.

use crate::text::Language;
use bitflags::bitflags;
use serde::{Serialize, Serializer};

/// The order of a [`Text`] in its document.
pub type TextId = u32;

/// The number of a link as shown: from 1.
pub type LinkNumber = u32;

/// A position in an article that survives a resize, a theme and another machine: a byte
/// offset in the plain text ([`Text::plain`]) of a text.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
pub struct Position {
    pub text: TextId,
    pub byte: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Document {
    /// From a `lang` attribute of the whole, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub blocks: Vec<Block>,
    pub links: Vec<Link>,
    pub footnotes: Vec<Footnote>,
    /// What a reader should know of this document as a whole.
    pub flaws: Vec<Flaw>,
}

/// Something about the whole text that the reader is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// Too deep or too large for the tree: shown as flat text.
    Simplified,
    /// Longer than the reader takes: the rest is not shown.
    TooLong,
    /// The text ends at a paywall or is an extract.
    Truncated,
    /// No body beyond the title.
    TitleOnly,
}

impl Flaw {
    /// Its name in the locales: `flaw.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Simplified => "simplified",
            Self::TooLong => "too-long",
            Self::Truncated => "truncated",
            Self::TitleOnly => "title-only",
        }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Block {
    #[serde(flatten)]
    pub kind: BlockKind,
    /// The name of the cleaning rule that cut this block, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<&'static str>,
    /// What the source said of this block that a rule may ask for.
    #[serde(skip)]
    pub hints: Option<Box<Hints>>,
}

/// Marks that the source put on an element, kept for the cleaning rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// The element's name.
    pub element: String,
    /// Lower-case tokens of `class` and `id`, split at blanks, `-`, `_` and changes of case.
    pub tokens: Vec<String>,
    /// `hidden`, `aria-hidden=true`, `display:none`, `visibility:hidden`.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum BlockKind {
    Paragraph {
        text: Text,
        role: ParagraphRole,
        #[serde(skip_serializing_if = "Align::is_start")]
        align: Align,
    },
    Heading {
        /// 1 to 6.
        level: u8,
        text: Text,
        /// The anchor that `#fragment` links of the same document name.
        #[serde(skip_serializing_if = "Option::is_none")]
        anchor: Option<String>,
    },
    Quote {
        blocks: Vec<Block>,
        #[serde(skip_serializing_if = "Option::is_none")]
        source: Option<Text>,
    },
    List {
        kind: ListKind,
        items: Vec<Item>,
        /// No empty lines between items.
        tight: bool,
    },
    Definitions {
        entries: Vec<Definition>,
    },
    Code {
        /// Lines are separated by `\n`; tabs are already expanded to columns of 4. Runs may
        /// carry the styles `CODE_*`.
        text: Text,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// Lines whose breaks and blanks are the author's (verse, `white-space: pre`).
    Preserved {
        text: Text,
    },
    Table(Table),
    /// One picture or a gallery, with its caption.
    Figure {
        images: Vec<Image>,
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<Text>,
    },
    Media {
        kind: MediaKind,
        /// What is shown: title, else host and file name. Linked.
        text: Text,
    },
    /// A formula on its own line(s), already in Unicode as far as that goes.
    Math {
        text: Text,
        source: String,
    },
    Rule,
    Details {
        summary: Text,
        blocks: Vec<Block>,
    },
    /// A box with a title or a kind (note, warning, tip).
    Notice {
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<Text>,
        blocks: Vec<Block>,
    },
    /// No look of its own: keeps blocks together that one rule may cut.
    Group {
        blocks: Vec<Block>,
    },
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParagraphRole {
    #[default]
    Body,
    /// A standfirst.
    Lead,
    /// Editor, source, copyright: kept, dimmed.
    Credit,
    /// Said by us or by the site about the text, such as a paywall's line.
    Notice,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Align {
    #[default]
    Start,
    Center,
    End,
}

impl Align {
    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    fn is_start(&self) -> bool {
        *self == Self::Start
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ListKind {
    Bullet,
    Ordered {
        start: i32,
        numbering: Numbering,
        reversed: bool,
    },
    /// Markers are in the text, as the author wrote them; items only hang.
    Handmade,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Numbering {
    #[default]
    Decimal,
    LowerAlpha,
    UpperAlpha,
    LowerRoman,
    UpperRoman,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Item {
    pub blocks: Vec<Block>,
    /// A task's box.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// An item's own number (`<li value>`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<i32>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Definition {
    pub terms: Vec<Text>,
    pub blocks: Vec<Block>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Table {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub caption: Option<Text>,
    /// How many of the first rows are the head.
    pub head: usize,
    pub rows: Vec<Vec<Cell>>,
    pub columns: Vec<Align>,
}

/// A cell stands in its row in the order of the source; spans cover later places as in HTML.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    pub blocks: Vec<Block>,
    pub heading: bool,
    pub columns: u16,
    pub rows: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Image {
    /// What to show of it: a useful alt or title, or empty.
    pub label: Text,
    /// Its address, if it has a usable one: a number in `Document::links`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkNumber>,
    /// Where the link leads that it stands in, unless to a picture again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<LinkNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum MediaKind {
    Video,
    Audio,
    Embed,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Link {
    /// As it may be opened: http, https, mailto, or `#anchor` within the document. Printable
    /// ASCII, percent-encoded. What is none of these is no link.
    pub address: String,
    /// Not numbered in the text: images, keyword links that repeat.
    pub quiet: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footnote {
    /// As shown in the text.
    pub label: String,
    pub blocks: Vec<Block>,
}

impl Footnote {
    /// How a text calls a note: not as it numbers a link, and in characters that are one cell
    /// wide everywhere, as superior digits and daggers are not.
    pub fn call(label: &str) -> String {
        format!("[*{label}]")
    }
}

/// A text: what is typeset, searched, copied and remembered as one.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Text {
    pub id: TextId,
    pub runs: Vec<Inline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A run of characters of one look. A hard line break is the character `\n` in a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Inline {
    pub text: String,
    #[serde(skip_serializing_if = "Style::is_plain")]
    pub style: Style,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkNumber>,
    /// Index in `Document::footnotes` that this run calls.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnote: Option<u32>,
    /// The rule that cut this run, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<&'static str>,
}

bitflags! {
    /// A set of inline styles.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
    pub struct Style: u32 {
        const STRONG = 1;
        const EMPHASIS = 1 << 1;
        /// 着重号: dots under or over the characters.
        const DOTS = 1 << 2;
        const UNDERLINE = 1 << 3;
        const STRIKE = 1 << 4;
        const MARK = 1 << 5;
        const CODE = 1 << 6;
        const KEYBOARD = 1 << 7;
        /// Already written with superior or inferior characters where Unicode has them.
        const SUPERSCRIPT = 1 << 8;
        const SUBSCRIPT = 1 << 9;
        const SMALL = 1 << 10;
        /// A base and its reading are never broken apart: 漢字(かんじ).
        const RUBY_BASE = 1 << 11;
        /// The reading, brackets included.
        const RUBY = 1 << 12;
        const MATH = 1 << 13;
        /// The label of an inline picture.
        const IMAGE = 1 << 14;
        const CODE_KEYWORD = 1 << 16;
        const CODE_STRING = 1 << 17;
        const CODE_COMMENT = 1 << 18;
        const CODE_NUMBER = 1 << 19;
        const CODE_NAME = 1 << 20;
    }
}

impl Serialize for Style {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u32(self.bits())
    }
}

impl Style {
    pub const PLAIN: Self = Self::empty();

    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        self.union(other)
    }

    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        self.difference(other)
    }

    pub const fn has(self, other: Self) -> bool {
        self.contains(other)
    }

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde asks for a reference"
    )]
    fn is_plain(&self) -> bool {
        *self == Self::PLAIN
    }
}

impl Inline {
    pub fn new(text: impl Into<String>, style: Style) -> Self {
        Self {
            text: text.into(),
            style,
            ..Self::default()
        }
    }
}

impl Text {
    pub fn new(text: impl Into<String>) -> Self {
        Self {
            runs: vec![Inline::new(text, Style::PLAIN)],
            ..Self::default()
        }
    }

    /// The runs joined, cut ones included: what offsets count in.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    pub fn is_blank(&self) -> bool {
        self.runs.iter().all(|run| run.text.trim().is_empty())
    }
}

impl From<BlockKind> for Block {
    fn from(kind: BlockKind) -> Self {
        Self {
            kind,
            cut: None,
            hints: None,
        }
    }
}

impl Block {
    pub fn paragraph(text: impl Into<String>) -> Self {
        BlockKind::Paragraph {
            text: Text::new(text),
            role: ParagraphRole::Body,
            align: Align::Start,
        }
        .into()
    }
}
