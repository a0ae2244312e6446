//! Blocks become rows: the look of each kind of block, one function each.

use super::labels::Labels;
use super::layout::{LineFlags, Scratch, Setting, TextLine, layout};
use super::rows::{Frame, Row, RowKind, Rows};
use super::ruby::Headroom;
use super::texts::{Joint, Look, Texts};
use super::verse::is_verse;
use super::{Anchor, Indent, Options, Ruby, Span, marker};
use crate::document::{Align, Block, BlockKind, Document, LinkNumber, ParagraphRole, Style, Text};
use crate::role::Role;
use crate::text::{Language, Script, script, truncate};
use std::ops::Range;

/// How deep blocks may nest; builders cap sooner.
const DEEPEST: usize = 200;

/// Characters that are looked at to tell the language of a text.
const SAMPLE: usize = 150;

/// A prefix may leave the text no fewer cells than these.
const NARROWEST: u16 = 16;

/// The longest formula, in characters, that is moved to the next line rather than broken.
const FORMULA: usize = 30;

/// Where the blocks at hand stand.
#[derive(Clone, Copy, Debug)]
pub(super) struct Around {
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

pub(super) struct Setter<'a> {
    pub document: &'a Document,
    pub options: &'a Options,
    pub labels: &'a Labels,
    pub texts: Texts,
    pub rows: Rows,
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
pub(super) fn set<'a>(
    document: &'a Document,
    options: &'a Options,
    labels: &'a Labels,
) -> Setter<'a> {
    let mut setter = Setter {
        document,
        options,
        labels,
        texts: Texts::default(),
        rows: Rows::default(),
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
    let around = Around {
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

impl Setter<'_> {
    /// Sets blocks one under the other. `tight`: no empty lines between.
    pub fn blocks(&mut self, blocks: &[Block], around: Around, tight: bool) {
        let mut last = None;
        self.sequence(blocks, around, tight, &mut last);
    }

    fn sequence(
        &mut self,
        blocks: &[Block],
        around: Around,
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
                let around = Around {
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
            let around = Around {
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
                    self.push(RowKind::Blank, around, 0);
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

    fn gap(&self, last: Above, kind: Above, around: Around, tight: bool) -> bool {
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

    fn cut(&mut self, block: &Block, rule: &str, around: Around) {
        let label = self.labels.cut.replace("{rule}", rule);
        let mark = self.options.width.narrow("⋯ ", "~ ").to_owned();
        self.note(&format!("{mark}{label}"), Role::Cut, around);
        let inner = self.enter("  ", "  ", Role::Cut, None, around);
        let inner = Around {
            role: Role::Cut,
            prose: false,
            ..inner
        };
        self.block(block, inner);
        self.leave(inner, false);
    }

    fn block(&mut self, block: &Block, around: Around) {
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
                    Around {
                        prose: false,
                        ..inner
                    },
                    false,
                );
                self.leave(inner, false);
            }
            BlockKind::Notice { title, blocks } => self.notice(title.as_ref(), blocks, around),
            BlockKind::Group { blocks } => {
                let around = Around {
                    depth: around.depth + 1,
                    ..around
                };
                self.blocks(blocks, around, false);
            }
        }
    }

    /// The language of a text: its own, else that of most of the letters at its beginning. In
    /// a Chinese or Japanese article a text is foreign only if it has none of its characters,
    /// however many foreign names stand in it.
    pub fn language_of(&self, text: &Text) -> Language {
        text.language.unwrap_or_else(|| {
            let letters = || text.runs.iter().flat_map(|run| run.text.chars());
            let native = |c: char| matches!(script(c), Script::Han | Script::Kana);
            match Language::detect_chars(letters().take(SAMPLE), self.language) {
                Language::Latin if full_width(self.language) && letters().any(native) => {
                    self.language
                }
                language => language,
            }
        })
    }

    fn paragraph(&mut self, text: &Text, role: ParagraphRole, align: Align, around: Around) {
        let (look, align) = match role {
            ParagraphRole::Body => (around.role, align),
            ParagraphRole::Lead => (Role::Lead, align),
            ParagraphRole::Credit => (Role::Credit, Align::End),
            ParagraphRole::Notice => (Role::Notice, align),
        };
        let look = if around.role == Role::Cut {
            Role::Cut
        } else {
            look
        };
        let mut setting = self.setting(text, around);
        let language = setting.language;
        let indents = match self.options.indent {
            Indent::Auto => full_width(language),
            Indent::Blank => false,
            Indent::Indent | Indent::Both => true,
        };
        let align = if align == Align::Start {
            around.align
        } else {
            align
        };
        let indents =
            indents && around.prose && role == ParagraphRole::Body && align == Align::Start;
        if indents && is_verse(text, self.options.width) {
            let inner = self.enter("    ", "    ", look, None, around);
            let setting = self.setting(text, inner);
            self.text(text, look, &setting, align, inner);
            self.leave(inner, false);
            return;
        }
        if indents {
            setting.indent = match (full_width(language), around.width) {
                (_, ..8) => 0,
                (_, ..24) => 2,
                _ => 4,
            };
        }
        if around.handmade && align == Align::Start {
            let outdent = marker::handmade(&text.plain(), self.options.width);
            if outdent + NARROWEST <= around.width {
                setting = Setting::new(self.options, language, around.width - outdent);
                setting.outdent = outdent;
            }
        }
        self.text(text, look, &setting, align, around);
    }

    /// Sets a text; returns whether anything of it is shown.
    pub fn text(
        &mut self,
        text: &Text,
        role: Role,
        setting: &Setting,
        align: Align,
        around: Around,
    ) -> bool {
        let Some(index) = self.add(text, role, around) else {
            return false;
        };
        let mut lines = std::mem::take(&mut self.lines);
        lines.clear();
        layout(
            self.texts.of(index),
            &self.protected,
            setting,
            &mut self.scratch,
            &mut lines,
        );
        let mut led = false;
        for line in &lines {
            let first = line.flags.has(LineFlags::FIRST);
            let indent = if first {
                setting.indent
            } else {
                setting.outdent
            };
            let indent = indent.min(around.width.saturating_sub(line.cells));
            let slack = around.width.saturating_sub(line.cells);
            let indent = match align {
                Align::Start => indent,
                Align::Center => slack / 2,
                Align::End => slack,
            };
            let full = match align {
                Align::Start => setting.room(first),
                _ => line.cells,
            };
            let (text, line) = (index as u32, *line);
            if !self.texts.readings_of(index, line).is_empty() {
                // The empty row between the lines is theirs, if there is one.
                if led {
                    self.rows.lines.pop();
                }
                self.push(RowKind::Readings { text, line, full }, around, indent);
            }
            self.push(RowKind::Text { text, line, full }, around, indent);
            led = false;
            if !line.flags.has(LineFlags::LAST) && around.prose {
                for _ in 0..self.options.leading.min(2) {
                    self.push(RowKind::Blank, around, 0);
                    led = true;
                }
            }
        }
        self.lines = lines;
        true
    }

    /// Adds a text to the page; its protected ranges are in `self.protected` then.
    pub fn add(&mut self, text: &Text, role: Role, around: Around) -> Option<usize> {
        self.protected.clear();
        let look = Look {
            role,
            style: around.style,
            joint: if self.texts.all.is_empty() {
                Joint::Cell
            } else {
                self.joint
            },
            echo: around.echo,
            above: (self.options.ruby == Ruby::Above && !around.cell).then_some(Headroom {
                width: self.options.width,
                room: around.width,
            }),
            formula: FORMULA.min(usize::from(around.width.saturating_sub(4))),
        };
        let index = self.texts.add(
            text,
            look,
            self.document,
            self.options.link_numbers,
            self.options.show_cut,
            &mut self.protected,
        )?;
        self.joint = around.joint;
        Some(index)
    }

    pub fn push(&mut self, kind: RowKind, around: Around, indent: u16) {
        let fresh = match kind {
            RowKind::Blank | RowKind::Readings { .. } => 0,
            _ => std::mem::take(&mut self.fresh),
        };
        self.rows.lines.push(Row {
            kind,
            frame: around.frame,
            fresh,
            indent,
        });
    }

    /// Enters a block with a prefix. Where the prefixes around leave too little room they are
    /// left out, and where even this one does, it is too.
    pub fn enter(
        &mut self,
        first: &str,
        rest: &str,
        role: Role,
        link: Option<LinkNumber>,
        around: Around,
    ) -> Around {
        let measure = self.options.measure;
        let cells = self
            .options
            .width
            .str(first)
            .max(self.options.width.str(rest)) as u16;
        let least = NARROWEST.min(measure / 3).max(2);
        let mut inner = Around {
            depth: around.depth + 1,
            ..around
        };
        let (parent, room) = if around.width >= cells + least {
            (around.frame, around.width)
        } else if around.frame != 0 && around.width > measure / 3 && measure >= cells + least {
            (0, measure)
        } else {
            return inner;
        };
        if parent == 0 && self.fresh > 0 && around.frame != 0 {
            // Prefixes that were never shown keep a line of their own.
            self.push(RowKind::Prefix, around, 0);
        }
        let pad = |text: &str| {
            let missing = usize::from(cells).saturating_sub(self.options.width.str(text));
            format!("{text}{}", " ".repeat(missing))
        };
        let frame = Frame {
            parent,
            first: pad(first),
            rest: pad(rest),
            role,
            link,
            right: None,
        };
        self.rows.frames.push(frame);
        self.fresh = self.fresh.saturating_add(1);
        inner.frame = self.rows.frames.len() as u32 - 1;
        inner.width = room - cells;
        inner
    }

    /// Leaves a block. `must_show`: a block without a row still shows its prefix.
    pub fn leave(&mut self, inner: Around, must_show: bool) {
        if self.fresh == 0 {
            return;
        }
        if must_show {
            self.push(RowKind::Prefix, inner, 0);
        } else {
            self.fresh -= 1;
        }
    }

    /// One line of our own words, cut to fit.
    pub fn note(&mut self, words: &str, role: Role, around: Around) {
        let (text, cells) = truncate(words, usize::from(around.width), self.options.width);
        self.chrome(text, cells as u16, role, 0, around);
    }

    pub fn chrome(&mut self, text: String, cells: u16, role: Role, indent: u16, around: Around) {
        self.rows.chrome.push(Span {
            text,
            cells,
            role,
            style: Style::PLAIN,
            link: None,
            source: None,
        });
        let index = self.rows.chrome.len() as u32 - 1;
        self.push(RowKind::Chrome(index), around, indent);
    }
}

pub(super) fn full_width(language: Language) -> bool {
    matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja)
}
