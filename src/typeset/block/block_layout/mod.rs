//! Blocks become rows: the look of each kind of block, one function each.

mod frames;
mod paragraph;

use super::verse::is_verse;
use crate::document::{Align, Block, BlockKind, Document, ParagraphRole, Style};
use crate::role::Role;
use crate::text::Language;
use crate::typeset::inline::layout::{Scratch, TextLine};
use crate::typeset::labels::Labels;
use crate::typeset::lines::{CompactLines, Frame, LineKind};
use crate::typeset::runs::{Joint, Texts};
use crate::typeset::{Anchor, Indent, Options};
use std::ops::Range;

/// How deep blocks may nest; builders cap sooner.
const DEEPEST: usize = 200;

/// Where the blocks at hand stand.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LayoutContext {
    /// Cells of a line, the prefix of the frames not counted.
    pub width: u16,
    pub frame: u32,
    /// Paragraphs may have their indent.
    pub prose: bool,
    pub role: Role,
    pub style: Style,
    pub depth: usize,
    /// Bullet lists around.
    pub bullets: usize,
    pub joint: Joint,
    /// Texts repeat what stands elsewhere.
    pub echo: bool,
    pub align: Align,
    /// In a table cell: columns are as wide as their texts, so no cell is lost to a gutter
    /// or to an even measure.
    pub cell: bool,
    /// Of the paragraph at hand, when it is known already.
    pub language: Option<Language>,
    /// In a list made by hand: what follows the marker in a text hangs behind it.
    pub handmade: bool,
}

pub(crate) struct Typesetter<'a> {
    pub document: &'a Document,
    pub options: &'a Options,
    pub labels: &'a Labels,
    pub texts: Texts,
    pub rows: CompactLines,
    pub anchors: Vec<Anchor>,
    pub language: Language,
    /// Frames entered since the last row.
    pub fresh: u8,
    /// What separates the next text from the last one.
    pub joint: Joint,
    /// Pictures so far.
    pub figures: u32,
    scratch: Scratch,
    protected: Vec<Range<u32>>,
    lines: Vec<TextLine>,
}

/// Sets a whole document.
pub(crate) fn set<'a>(
    document: &'a Document,
    options: &'a Options,
    labels: &'a Labels,
) -> Typesetter<'a> {
    let mut setter = Typesetter {
        document,
        options,
        labels,
        texts: Texts::default(),
        rows: CompactLines::default(),
        anchors: Vec::new(),
        language: Language::Other,
        fresh: 0,
        joint: Joint::Paragraph,
        figures: 0,
        scratch: Scratch::default(),
        protected: Vec::new(),
        lines: Vec::new(),
    };
    setter.rows.frames.push(Frame {
        parent: 0,
        first: String::new(),
        rest: String::new(),
        role: Role::Body,
        link: None,
        right: None,
    });
    setter.language = document.language.unwrap_or_else(|| {
        let mut sample = String::new();
        gather(&document.blocks, &mut sample, 0);
        Language::detect_or(&sample, options.language)
    });
    let around = LayoutContext {
        width: options.measure.max(1),
        frame: 0,
        prose: true,
        role: Role::Body,
        style: Style::PLAIN,
        depth: 0,
        bullets: 0,
        joint: Joint::Paragraph,
        echo: false,
        align: Align::Start,
        cell: false,
        language: None,
        handmade: false,
    };
    setter.blocks(&document.blocks, around, false);
    setter.footnotes(&document.footnotes, around);
    setter
}

/// The first few thousand bytes of prose.
fn gather(blocks: &[Block], sample: &mut String, depth: usize) {
    for block in blocks {
        if sample.len() > 4_000 || depth > 8 {
            return;
        }
        match &block.kind {
            BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } => {
                text.runs
                    .iter()
                    .for_each(|run| sample.extend(run.text.chars().take(1_000)));
            }
            BlockKind::Quote { blocks, .. } | BlockKind::Group { blocks } => {
                gather(blocks, sample, depth + 1);
            }
            BlockKind::List { items, .. } => {
                items
                    .iter()
                    .for_each(|item| gather(&item.blocks, sample, depth + 1));
            }
            _ => {}
        }
    }
}

/// What a block asks of the space above it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Above {
    Prose,
    Heading,
    Other,
}

impl Typesetter<'_> {
    /// Sets blocks one under the other. `tight`: no empty lines between.
    pub fn blocks(&mut self, blocks: &[Block], around: LayoutContext, tight: bool) {
        let mut last = None;
        self.sequence(blocks, around, tight, &mut last);
    }

    fn sequence(
        &mut self,
        blocks: &[Block],
        around: LayoutContext,
        tight: bool,
        last: &mut Option<Above>,
    ) {
        if around.depth > DEEPEST {
            return;
        }
        for block in blocks {
            if block.cut.is_some() && !self.options.show_cut {
                continue;
            }
            if let (BlockKind::Group { blocks }, None) = (&block.kind, block.cut) {
                let around = LayoutContext {
                    depth: around.depth + 1,
                    ..around
                };
                self.sequence(blocks, around, tight, last);
                continue;
            }
            let kind = match &block.kind {
                BlockKind::Paragraph {
                    role: ParagraphRole::Body,
                    text,
                    ..
                } if block.cut.is_none() => {
                    if text.is_blank() {
                        continue;
                    }
                    match is_verse(text, self.options.width) {
                        true => Above::Other,
                        false => Above::Prose,
                    }
                }
                BlockKind::Heading { .. } => Above::Heading,
                _ => Above::Other,
            };
            let around = LayoutContext {
                language: match &block.kind {
                    BlockKind::Paragraph { text, .. } => Some(self.language_of(text)),
                    _ => None,
                },
                ..around
            };
            let mark = self.rows.lines.len();
            if let Some(last) = *last {
                let gap = self.gap(last, kind, around, tight);
                // Paragraphs are no closer than their lines.
                let leading = match (last, kind) {
                    (Above::Prose, Above::Prose) if around.prose => self.options.leading.min(2),
                    _ => 0,
                };
                for _ in 0..leading.max(u16::from(gap)) {
                    self.push(LineKind::Blank, around, 0);
                }
            }
            let content = self.rows.lines.len();
            self.joint = if tight && last.is_some() {
                Joint::Line
            } else {
                self.joint
            };
            match block.cut {
                Some(rule) => self.cut(block, rule, around),
                None => self.block(block, around),
            }
            if self.rows.lines.len() == content {
                // Nothing to show, so no gap either.
                self.rows.lines.truncate(mark);
            } else {
                *last = Some(kind);
            }
        }
    }

    fn gap(&self, last: Above, kind: Above, around: LayoutContext, tight: bool) -> bool {
        match (last, kind) {
            _ if tight => false,
            (Above::Heading, Above::Prose) => false,
            (Above::Prose, Above::Prose) => match self.options.indent {
                _ if !around.prose => true,
                Indent::Indent => false,
                Indent::Blank | Indent::Both => true,
                Indent::Auto => !around.language.is_some_and(full_width),
            },
            _ => true,
        }
    }

    fn cut(&mut self, block: &Block, rule: &str, around: LayoutContext) {
        let label = self.labels.cut.replace("{rule}", rule);
        let mark = self.options.width.narrow("⋯ ", "~ ").to_owned();
        self.note(&format!("{mark}{label}"), Role::Cut, around);
        let inner = self.enter("  ", "  ", Role::Cut, None, around);
        let inner = LayoutContext {
            role: Role::Cut,
            prose: false,
            ..inner
        };
        self.block(block, inner);
        self.leave(inner, false);
    }

    fn block(&mut self, block: &Block, around: LayoutContext) {
        match &block.kind {
            BlockKind::Paragraph { text, role, align } => {
                self.paragraph(text, *role, *align, around);
            }
            BlockKind::Heading { level, text, .. } => self.heading(*level, text, around),
            BlockKind::Quote { blocks, source } => self.quote(blocks, source.as_ref(), around),
            BlockKind::List { kind, items, tight } => self.list(kind, items, *tight, around),
            BlockKind::Definitions { entries } => self.definitions(entries, around),
            BlockKind::Code { text, language } => self.code(text, language.as_deref(), around),
            BlockKind::Preserved { text } => self.preserved(text, around.role, around),
            BlockKind::Table(table) => self.table(table, around),
            BlockKind::Figure { images, caption } => self.figure(images, caption.as_ref(), around),
            BlockKind::Media { kind, text } => self.media(*kind, text, around),
            BlockKind::Math { text, .. } => {
                let inner = self.enter("    ", "    ", Role::Math, None, around);
                self.preserved(text, Role::Math, inner);
                self.leave(inner, false);
            }
            BlockKind::Rule => self.rule(around),
            BlockKind::Details { summary, blocks } => {
                let mark = self.options.width.narrow("▾ ", "v ").to_owned();
                self.marked(&mark, summary, Role::Strong, None, around);
                let inner = self.enter("  ", "  ", Role::Marker, None, around);
                self.blocks(
                    blocks,
                    LayoutContext {
                        prose: false,
                        ..inner
                    },
                    false,
                );
                self.leave(inner, false);
            }
            BlockKind::Notice { title, blocks } => self.notice(title.as_ref(), blocks, around),
            BlockKind::Group { blocks } => {
                let around = LayoutContext {
                    depth: around.depth + 1,
                    ..around
                };
                self.blocks(blocks, around, false);
            }
        }
    }
}

pub(crate) fn full_width(language: Language) -> bool {
    matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja)
}
