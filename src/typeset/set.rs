//! Blocks become rows: the look of each kind of block, one function each.

use super::labels::Labels;
use super::layout::{LineFlags, Scratch, Setting, TextLine, layout};
use super::marker::markers;
use super::rows::{Frame, Row, RowKind, Rows};
use super::texts::{Joint, Look, Texts};
use super::{Anchor, AnchorKind, Fit, Indent, Options, Spacing, Span};
use crate::document::{
    Align, Block, BlockKind, Definition, Document, Footnote, Image, Item, LinkNumber, ListKind,
    MediaKind, ParagraphRole, Style, Text,
};
use crate::role::Role;
use crate::text::{Language, cluster_end, truncate};
use std::ops::Range;

/// How deep blocks may nest; builders cap sooner.
const DEEPEST: usize = 200;

/// A prefix may leave the text no fewer cells than these.
const NARROWEST: u16 = 16;

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
    figures: u32,
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
                    Above::Prose
                }
                BlockKind::Heading { .. } => Above::Heading,
                _ => Above::Other,
            };
            let mark = self.rows.lines.len();
            if let Some(last) = *last
                && self.gap(last, kind, block, around, tight)
            {
                self.push(RowKind::Blank, around, 0);
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

    fn gap(&self, last: Above, kind: Above, block: &Block, around: Around, tight: bool) -> bool {
        match (last, kind) {
            _ if tight => false,
            (Above::Heading, Above::Prose) => false,
            (Above::Prose, Above::Prose) => match self.options.indent {
                _ if !around.prose => true,
                Indent::Indent => false,
                Indent::Blank | Indent::Both => true,
                Indent::Auto => match &block.kind {
                    BlockKind::Paragraph { text, .. } => !full_width(self.language_of(text)),
                    _ => true,
                },
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

    /// The language of a text: its own, else that of most of its letters.
    pub fn language_of(&self, text: &Text) -> Language {
        text.language.unwrap_or_else(|| {
            let mut sample: String = String::new();
            for run in &text.runs {
                if sample.len() > 400 {
                    break;
                }
                sample.extend(run.text.chars().take(200));
            }
            Language::detect_or(&sample, self.language)
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
        let language = self.language_of(text);
        let mut setting = Setting::new(self.options, language, around.width);
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
        if indents && around.prose && role == ParagraphRole::Body && align == Align::Start {
            setting.indent = match (full_width(language), around.width) {
                (_, ..8) => 0,
                (_, ..24) => 2,
                _ => 4,
            };
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
        for line in &lines {
            let indent = if line.flags.has(LineFlags::FIRST) {
                setting.indent
            } else {
                0
            };
            let indent = indent.min(around.width.saturating_sub(line.cells));
            let slack = around.width.saturating_sub(line.cells);
            let indent = match align {
                Align::Start => indent,
                Align::Center => slack / 2,
                Align::End => slack,
            };
            let full = match align {
                Align::Start => setting.measure - indent.min(setting.measure),
                _ => line.cells,
            };
            let kind = RowKind::Text {
                text: index as u32,
                line: *line,
                full,
            };
            self.push(kind, around, indent);
            if !line.flags.has(LineFlags::LAST) && around.prose {
                for _ in 0..self.options.leading.min(2) {
                    self.push(RowKind::Blank, around, 0);
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
            RowKind::Blank => 0,
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
        let least = NARROWEST.min(measure / 2).max(2);
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

    /// A text behind a mark, hanging.
    fn marked(
        &mut self,
        mark: &str,
        text: &Text,
        role: Role,
        link: Option<LinkNumber>,
        around: Around,
    ) -> bool {
        let rest = " ".repeat(self.options.width.str(mark));
        let inner = self.enter(mark, &rest, Role::Marker, link, around);
        let role = if around.role == Role::Cut {
            Role::Cut
        } else {
            role
        };
        let setting = self.setting(text, inner.width);
        let shown = self.text(
            text,
            role,
            &setting,
            Align::Start,
            Around {
                prose: false,
                ..inner
            },
        );
        self.leave(inner, false);
        shown
    }

    pub fn setting(&self, text: &Text, width: u16) -> Setting {
        Setting::new(self.options, self.language_of(text), width)
    }

    fn heading(&mut self, level: u8, text: &Text, around: Around) {
        let policy = self.options.width;
        let (mark, role) = match level {
            ..=2 => (policy.narrow("▌", "|"), Role::Heading),
            3 => (policy.narrow("▍", "|"), Role::Subheading),
            _ => ("", Role::Subheading),
        };
        let line = self.rows.lines.len();
        let inner = self.enter(mark, mark, role, None, around);
        let setting = self.setting(text, inner.width);
        let role = if around.role == Role::Cut {
            Role::Cut
        } else {
            role
        };
        let shown = self.text(
            text,
            role,
            &setting,
            Align::Start,
            Around {
                prose: false,
                ..inner
            },
        );
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
        if shown {
            let kind = AnchorKind::Heading(level);
            self.anchors.push(Anchor {
                kind,
                line,
                text: text.plain(),
            });
        }
    }

    fn quote(&mut self, blocks: &[Block], source: Option<&Text>, around: Around) {
        let bar = self.options.width.narrow("│ ", "| ").to_owned();
        let inner = self.enter(&bar, &bar, Role::Quote, None, around);
        let role = if around.role == Role::Body {
            Role::Quote
        } else {
            around.role
        };
        let quoted = Around {
            role,
            prose: false,
            ..inner
        };
        self.blocks(blocks, quoted, false);
        if let Some(source) = source {
            let dash = if full_width(self.language_of(source)) {
                "—— "
            } else {
                "— "
            };
            let rest = " ".repeat(self.options.width.str(dash));
            let cited = self.enter(dash, &rest, Role::Credit, None, inner);
            let setting = self.setting(source, cited.width);
            self.text(
                source,
                Role::Credit,
                &setting,
                Align::Start,
                Around {
                    prose: false,
                    ..cited
                },
            );
            self.leave(cited, false);
        }
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
    }

    fn list(&mut self, kind: &ListKind, items: &[Item], tight: bool, around: Around) {
        let policy = self.options.width;
        let markers = markers(kind, items, around.bullets, policy);
        let widest = markers
            .iter()
            .map(|marker| policy.str(marker))
            .max()
            .unwrap_or(0);
        let bullets = around.bullets + usize::from(*kind == ListKind::Bullet);
        let joint = if tight { Joint::Line } else { Joint::Paragraph };
        for (index, (item, marker)) in items.iter().zip(&markers).enumerate() {
            if index > 0 && !tight {
                self.push(RowKind::Blank, around, 0);
            }
            if index > 0 {
                self.joint = joint;
            }
            let handmade = *kind == ListKind::Handmade;
            let marker = format!("{}{marker}", " ".repeat(widest - policy.str(marker)));
            let inner = match handmade {
                true => Around {
                    depth: around.depth + 1,
                    ..around
                },
                false => self.enter(&marker, "", Role::Marker, None, around),
            };
            let before = self.rows.lines.len();
            let inside = Around {
                prose: false,
                bullets,
                joint,
                ..inner
            };
            self.blocks(&item.blocks, inside, tight);
            if self.rows.lines.len() == before && inner.frame != around.frame {
                self.leave(inner, true);
            }
        }
        self.joint = Joint::Paragraph;
    }

    fn definitions(&mut self, entries: &[Definition], around: Around) {
        for (index, entry) in entries.iter().enumerate() {
            if index > 0 {
                self.push(RowKind::Blank, around, 0);
            }
            let plain = Around {
                prose: false,
                ..around
            };
            for term in &entry.terms {
                let setting = self.setting(term, around.width);
                let role = if around.role == Role::Body {
                    Role::Strong
                } else {
                    around.role
                };
                self.text(term, role, &setting, Align::Start, plain);
                self.joint = Joint::Line;
            }
            let inner = self.enter("    ", "    ", Role::Marker, None, plain);
            self.blocks(&entry.blocks, inner, false);
            if inner.frame != around.frame {
                self.leave(inner, false);
            }
        }
    }

    fn code(&mut self, text: &Text, language: Option<&str>, around: Around) {
        let policy = self.options.width;
        let line = self.rows.lines.len();
        let boxed = around.width >= 50 && policy.str("┌─┐│└┘") == 6;
        let bar = policy.narrow("│ ", "| ").to_owned();
        let Some(index) = self.add(text, Role::CodeBlock, around) else {
            return;
        };
        let words = self.texts.of(index).to_owned();
        let words = words.strip_suffix('\n').unwrap_or(&words);
        let count = words.split('\n').count();
        let name = language.unwrap_or_default();
        let lines = self.labels.code_lines.replace("{n}", &count.to_string());
        if boxed {
            let right = format!(" {lines} ┐");
            let left = if name.is_empty() {
                "┌".to_owned()
            } else {
                format!("┌ {name} ")
            };
            let (left, used) = truncate(&left, usize::from(around.width) / 2, policy);
            let fill = usize::from(around.width).saturating_sub(used + policy.str(&right));
            let top = format!("{left}{}{right}", "─".repeat(fill));
            self.chrome(top, around.width, Role::Border, 0, around);
        } else if !name.is_empty() {
            self.note(&format!("{bar}{name}"), Role::Border, around);
        }
        let mut inner = self.enter(&bar, &bar, Role::Border, None, around);
        if boxed && inner.frame != around.frame {
            inner.width = around.width - 4;
            if let Some(frame) = self.rows.frames.last_mut() {
                frame.right = Some((around.width - 1, "│"));
            }
        }
        let column = self.prefix_cells(around.frame);
        if let Some(frame) = self.rows.frames.last_mut()
            && let Some((right, _)) = &mut frame.right
        {
            *right += column;
        }
        self.code_lines(index, words, inner);
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
        if boxed {
            let bottom = format!("└{}┘", "─".repeat(usize::from(around.width) - 2));
            self.chrome(bottom, around.width, Role::Border, 0, around);
        }
        let text = name.to_owned();
        self.anchors.push(Anchor {
            kind: AnchorKind::Code,
            line,
            text,
        });
    }

    /// Cells of all prefixes of a frame.
    fn prefix_cells(&self, mut frame: u32) -> u16 {
        let mut cells = 0;
        while frame != 0 {
            let around = &self.rows.frames[frame as usize];
            cells += self.options.width.str(&around.rest) as u16;
            frame = around.parent;
        }
        cells
    }

    fn code_lines(&mut self, index: usize, words: &str, around: Around) {
        let width = usize::from(around.width).max(1);
        let mut start = 0;
        for line in words.split('\n') {
            if self.options.code_scroll > 0 {
                self.scrolled(index, start, line, around);
            } else {
                self.folded(index, start, line, width, around);
            }
            start += line.len() + 1;
        }
    }

    /// A line of code cut at the window's edges.
    fn scrolled(&mut self, index: usize, start: usize, line: &str, around: Around) {
        let policy = self.options.width;
        let from = usize::from(self.options.code_scroll);
        let room = usize::from(around.width);
        let (mut range, mut blank) = crate::text::window(line, from..from + room, policy);
        let cut = range.end < line.len() && room > 1;
        if cut {
            (range, blank) = crate::text::window(line, from..from + room - 1, policy);
        }
        let cells = policy.str(line.get(range.clone()).unwrap_or_default()) as u16;
        let line = TextLine {
            start: (start + range.start) as u32,
            end: (start + range.end) as u32,
            cells,
            flags: LineFlags::LAST,
        };
        let kind = RowKind::Code {
            text: index as u32,
            line,
            folded: false,
            cut,
        };
        self.push(kind, around, blank as u16);
    }

    /// A line of code in as many rows as it needs; those after the first have a mark.
    fn folded(&mut self, index: usize, start: usize, line: &str, width: usize, around: Around) {
        let policy = self.options.width;
        let mark = if width >= 8 { 2 } else { 0 };
        let mut from = 0;
        let mut at = 0;
        let mut cells = 0;
        let mut folded = false;
        loop {
            let end = if at < line.len() {
                cluster_end(line, at)
            } else {
                at
            };
            let next = policy.cluster(line.get(at..end).unwrap_or_default());
            let room = if folded { width - mark } else { width };
            if at == line.len() || cells + next > room && at > from {
                let part = TextLine {
                    start: (start + from) as u32,
                    end: (start + at) as u32,
                    cells: cells as u16,
                    flags: LineFlags::LAST,
                };
                let folded_here = folded && mark > 0;
                let kind = RowKind::Code {
                    text: index as u32,
                    line: part,
                    folded: folded_here,
                    cut: false,
                };
                self.push(kind, around, 0);
                if at == line.len() {
                    return;
                }
                folded = true;
                from = at;
                cells = 0;
            }
            cells += next;
            at = end;
        }
    }

    fn preserved(&mut self, text: &Text, role: Role, around: Around) {
        let mut setting = self.setting(text, around.width);
        setting.measure = around.width;
        setting.hang = false;
        setting.orphans = false;
        setting.spacing = Spacing::Keep;
        setting.fit = Fit::Greedy;
        self.text(
            text,
            role,
            &setting,
            Align::Start,
            Around {
                prose: false,
                ..around
            },
        );
    }

    fn figure(&mut self, images: &[Image], caption: Option<&Text>, around: Around) {
        let policy = self.options.width;
        let line = self.rows.lines.len();
        let first = self.figures + 1;
        self.figures += images.len() as u32;
        let dot = policy.narrow("·", "-");
        let mark = policy.narrow("▣", "#");
        let label = &self.labels.figure;
        let (number, count) = match images.len() {
            0 | 1 => (first.to_string(), String::new()),
            n => {
                let count = self.labels.gallery.replace("{n}", &n.to_string());
                (
                    format!("{first}-{}", self.figures),
                    format!(" {dot} {count}"),
                )
            }
        };
        let link = images.first().and_then(|image| image.link);
        let head = format!("{mark} {label} {number}{count}");
        let caption = caption.filter(|caption| !caption.is_blank());
        let only = match images {
            [image] if !image.label.is_blank() => Some(&image.label),
            _ => None,
        };
        let prefix = format!("{head} {dot} ");
        let shown = match caption.or(only) {
            Some(text) => self.figure_text(&prefix, text, link, around),
            None => false,
        };
        if !shown {
            let host = link.and_then(|link| self.host(link));
            let words = host.map_or(head.clone(), |host| format!("{prefix}{host}"));
            let inner = self.enter(&words, "", Role::Figure, link, around);
            if inner.frame == around.frame {
                self.note(&words, Role::Figure, around);
            } else {
                self.leave(inner, true);
            }
        }
        if images.len() > 1 {
            let mut number = first;
            for image in images {
                if !image.label.is_blank() {
                    let prefix = format!("  {number} {dot} ");
                    self.figure_text(&prefix, &image.label, image.link, around);
                }
                number += 1;
            }
        }
        let text = caption.or(only).map_or(head, Text::plain);
        self.anchors.push(Anchor {
            kind: AnchorKind::Image,
            line,
            text,
        });
    }

    /// A caption behind its number; lines after the first hang by two cells.
    fn figure_text(
        &mut self,
        prefix: &str,
        text: &Text,
        link: Option<LinkNumber>,
        around: Around,
    ) -> bool {
        let cells = self.options.width.str(prefix);
        if cells + 12 <= usize::from(around.width) {
            let rest = " ".repeat(cells);
            let inner = self.enter(prefix, &rest, Role::Figure, link, around);
            let setting = self.setting(text, inner.width);
            let shown = self.text(
                text,
                Role::Caption,
                &setting,
                Align::Start,
                Around {
                    prose: false,
                    ..inner
                },
            );
            if !shown && inner.frame != around.frame {
                self.leave(inner, false);
            }
            return shown;
        }
        self.note(prefix.trim_end(), Role::Figure, around);
        let setting = self.setting(text, around.width);
        self.text(
            text,
            Role::Caption,
            &setting,
            Align::Start,
            Around {
                prose: false,
                ..around
            },
        )
    }

    /// The host of a link's address.
    fn host(&self, link: LinkNumber) -> Option<String> {
        let link = self.document.links.get((link as usize).checked_sub(1)?)?;
        let (_, rest) = link.address.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next()?;
        (!host.is_empty()).then(|| host.to_owned())
    }

    fn media(&mut self, kind: MediaKind, text: &Text, around: Around) {
        let policy = self.options.width;
        let (mark, label) = match kind {
            MediaKind::Video => (policy.narrow("▶", ">"), &self.labels.video),
            MediaKind::Audio => (policy.narrow("♪", ">"), &self.labels.audio),
            MediaKind::Embed => (policy.narrow("⧉", "#"), &self.labels.embed),
        };
        let dot = policy.narrow("·", "-");
        let link = text.runs.iter().find_map(|run| run.link);
        let prefix = format!("{mark} {label} {dot} ");
        self.figure_text(&prefix, text, link, around);
    }

    pub fn rule(&mut self, around: Around) {
        let dash = self.options.width.narrow("─", "-");
        let cells = (around.width / 3).max(1);
        let indent = (around.width - cells) / 2;
        self.chrome(
            dash.repeat(usize::from(cells)),
            cells,
            Role::Rule,
            indent,
            around,
        );
    }

    fn notice(&mut self, title: Option<&Text>, blocks: &[Block], around: Around) {
        let policy = self.options.width;
        let mark = policy.narrow("⚠ ", "! ").to_owned();
        let titled =
            title.is_some_and(|title| self.marked(&mark, title, Role::Notice, None, around));
        if !titled {
            let words = format!("{mark}{}", self.labels.notice);
            self.note(&words, Role::Notice, around);
        }
        let bar = policy.narrow("│ ", "| ").to_owned();
        let inner = self.enter(&bar, &bar, Role::Notice, None, around);
        self.blocks(
            blocks,
            Around {
                prose: false,
                ..inner
            },
            false,
        );
        if inner.frame != around.frame {
            self.leave(inner, false);
        }
    }

    fn footnotes(&mut self, notes: &[Footnote], around: Around) {
        if notes.is_empty() {
            return;
        }
        if !self.rows.lines.is_empty() {
            self.push(RowKind::Blank, around, 0);
        }
        self.rule(around);
        let label = self.labels.footnotes.clone();
        self.note(&label, Role::Subheading, around);
        for note in notes {
            let marker = format!("{} ", note.label);
            let inner = self.enter(&marker, "", Role::Marker, None, around);
            let before = self.rows.lines.len();
            self.joint = Joint::Line;
            self.blocks(
                &note.blocks,
                Around {
                    prose: false,
                    ..inner
                },
                true,
            );
            if self.rows.lines.len() == before && inner.frame != around.frame {
                self.leave(inner, true);
            }
        }
    }
}

pub(super) fn full_width(language: Language) -> bool {
    matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja)
}
