//! The document model: blocks, and texts made of inline runs.
//!
//! Invariants:
//! - Every [`Text`] has a [`TextId`], its order in the document, given by [`Document::number`],
//!   which every builder calls last. Cleaning marks blocks and inlines as cut and never removes or
//!   renumbers them, so a [`Position`] survives a change of rules.
//! - Every string is sanitised (`text::sanitize`): no control character but `\n` where a
//!   line must break (code, verse, hard breaks).
//! - `Link` numbers count from 1 and equal their index in `Document::links` plus 1.

use super::math::Formula;
use super::notice::NoticeKind;
use super::style::Style;
use crate::text::Language;
use serde::Serialize;

/// The index of a [`Text`] in its document, in reading order.
pub type TextId = u32;

/// The number of a link as shown, from 1.
pub(crate) type LinkNumber = u32;

/// A position in an article: a byte offset in the plain text ([`Text::plain`]) of a text. It does
/// not depend on the window size, the theme or the machine.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, serde::Deserialize,
)]
pub struct Position {
    pub text: TextId,
    pub byte: u32,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Document {
    /// From the `lang` attribute of the root, if any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
    pub blocks: Vec<Block>,
    pub links: Vec<Link>,
    pub footnotes: Vec<Footnote>,
    pub flaws: Vec<Flaw>,
}

/// A defect of the whole document that the interface reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Flaw {
    /// Nested too deeply or too large for the builder: shown as flat text.
    Simplified,
    /// Longer than the size limit: the rest is not shown.
    TooLong,
    /// The text ends at a paywall or is an excerpt.
    Truncated,
    /// No body beyond the title.
    TitleOnly,
}

impl Flaw {
    /// The last part of its message key: `flaw.<name>`.
    pub(crate) fn name(self) -> &'static str {
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
    /// Attributes of the source element that cleaning rules test.
    #[serde(skip)]
    pub hints: Option<Box<Hints>>,
}

/// Attributes of the source element of a block, kept for the cleaning rules.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hints {
    /// The element's name.
    pub element: String,
    /// Lower-case tokens of `class` and `id`, split at spaces, `-`, `_` and changes of case.
    pub tokens: Vec<String>,
    /// The element has `hidden`, `aria-hidden=true`, `display:none` or `visibility:hidden`.
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
        /// The target name of `#fragment` links in the same document.
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
        /// Lines are separated by `\n`; tabs are already expanded to tab stops of 4 columns. Runs
        /// may have the styles `CODE_*`.
        text: Text,
        #[serde(skip_serializing_if = "Option::is_none")]
        language: Option<String>,
    },
    /// Lines whose breaks and spaces are kept (verse, `white-space: pre`).
    Preserved {
        text: Text,
    },
    Table(Table),
    /// One image or a gallery, with its caption.
    Figure {
        images: Vec<Image>,
        #[serde(skip_serializing_if = "Option::is_none")]
        caption: Option<Text>,
    },
    Media {
        kind: MediaKind,
        /// The title, or else host and file name. Linked to the medium.
        text: Text,
    },
    /// A display formula.
    Math {
        /// Unicode, as far as Unicode can express the formula.
        text: Text,
        /// The TeX or MathML source.
        source: String,
        /// Its structure. `text` is its linear form.
        #[serde(skip)]
        formula: Formula,
    },
    Rule,
    Details {
        summary: Text,
        blocks: Vec<Block>,
    },
    /// A box with a title or a kind (note, warning, tip).
    Notice {
        #[serde(skip)]
        kind: Option<NoticeKind>,
        #[serde(skip_serializing_if = "Option::is_none")]
        title: Option<Text>,
        blocks: Vec<Block>,
    },
    /// A container without its own appearance. Keeps blocks together so that one rule can cut
    /// them all.
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
    /// A notice about the article, from the site or from kanbao, such as a paywall message.
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
    /// The markers are part of the text, as the author typed them. Items only get a hanging
    /// indent.
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
    CjkDecimal,
    CjkEarthlyBranch,
    CjkHeavenlyStem,
    Hiragana,
    Katakana,
    SimpChineseInformal,
    TradChineseInformal,
    JapaneseInformal,
    KoreanHangulFormal,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Item {
    pub blocks: Vec<Block>,
    /// The checkbox of a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub checked: Option<bool>,
    /// The item's own number (`<li value>`).
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
    /// Number of header rows.
    pub head: usize,
    pub rows: Vec<Vec<Cell>>,
    pub columns: Vec<Align>,
}

/// A table cell. Cells are in source order; the grid positions follow from the spans as in HTML.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Cell {
    pub blocks: Vec<Block>,
    pub heading: bool,
    pub columns: u16,
    pub rows: u16,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Image {
    /// A useful `alt` or `title`, or empty.
    pub label: Text,
    /// The image's own address, if it can be opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkNumber>,
    /// The link around the image, unless it leads to an image too.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target: Option<LinkNumber>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<(u32, u32)>,
    /// Where the picture is if it is a file: the address as written, without a host. Of a picture
    /// inside the page, the name of its data, see [`embedded`](crate::document::embedded).
    #[serde(skip)]
    pub file: Option<Box<str>>,
}

impl Image {
    /// What tells a picture from the others of its article: where its file or its data is.
    pub(crate) fn key<'a>(&'a self, links: &'a [Link]) -> Option<&'a str> {
        let link = || links.get((self.link? as usize).checked_sub(1)?);
        let file = self.file.as_deref();
        file.or_else(|| link().map(|link| link.address.as_str()))
    }
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
    /// An http, https or mailto address, the relative address of a file of the library, or
    /// `#anchor` within the document. Printable ASCII, percent-encoded. Other addresses do not
    /// become links.
    pub address: String,
    /// Not numbered in the text: images, repeated keyword links.
    pub quiet: bool,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Footnote {
    /// As shown in the text.
    pub label: String,
    pub blocks: Vec<Block>,
}

/// A paragraph-like unit of text: typeset, searched and copied as one, and the unit of positions.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Text {
    pub id: TextId,
    pub runs: Vec<Inline>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<Language>,
}

/// A run of characters of one style. A hard line break is a `\n` in a run.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Inline {
    pub text: String,
    #[serde(skip_serializing_if = "Style::is_plain")]
    pub style: Style,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkNumber>,
    /// Index in `Document::footnotes` of the note that this run refers to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub footnote: Option<u32>,
    /// The rule that cut this run, if one did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cut: Option<&'static str>,
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

    /// All runs joined, cut ones included. Byte offsets refer to this string.
    pub fn plain(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }

    /// The characters of [`Self::plain`].
    pub(crate) fn chars(&self) -> impl Iterator<Item = char> {
        self.runs.iter().flat_map(|run| run.text.chars())
    }

    /// Whether [`Self::plain`] begins with some words.
    pub(crate) fn starts_with(&self, words: &str) -> bool {
        let mut rest = words;
        for run in &self.runs {
            match rest.strip_prefix(run.text.as_str()) {
                Some(behind) => rest = behind,
                None => return run.text.starts_with(rest),
            }
        }
        rest.is_empty()
    }

    pub(crate) fn is_blank(&self) -> bool {
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

/// The caption of a figure: its own, or the description of its only picture.
pub(crate) fn caption_of<'a>(images: &'a [Image], caption: Option<&'a Text>) -> Option<&'a Text> {
    let only = match images {
        [image] if !image.label.is_blank() => Some(&image.label),
        _ => None,
    };
    caption.filter(|caption| !caption.is_blank()).or(only)
}
