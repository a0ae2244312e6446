//! A flow under construction: blocks that are done, and the text that is not yet one.

use super::inline::{Inlines, Mode, RunStyle};
use crate::document::html::post::footnote;
use crate::document::{
    Align, Block, BlockKind, Cell, Definition, Hints, Inline, Item, ParagraphRole, Table, Text,
};
use crate::text::Language;

/// What a flow gathers beside blocks.
#[derive(Debug)]
pub enum Content {
    Blocks,
    List(Vec<Item>),
    Definitions(Vec<Definition>),
    /// A table, and how many cells its rows hold together.
    Table {
        table: Box<Table>,
        cells: usize,
    },
    /// A figure or details: its caption or summary, when met.
    Titled(Option<Text>),
    /// Code: its language, when met.
    Code(Option<String>),
}

#[derive(Debug)]
pub struct Flow {
    pub blocks: Vec<Block>,
    pub inlines: Inlines,
    /// How characters are taken here; within superscripts and ruby `inlines` differ.
    pub mode: Mode,
    /// How many such are open, the text around each in its frame.
    pub nested: usize,
    pub content: Content,
    pub align: Align,
    /// Of the paragraph that is open, if one is.
    pub hints: Option<Box<Hints>>,
    pub language: Option<Language>,
    /// Whether the open paragraph begins with an author's name.
    pub byline: bool,
    /// The name by which a note is called, if the open paragraph is one.
    pub note: Option<String>,
    /// Pictures that stand within a sentence of the open paragraph: they come behind it.
    pub within: Vec<Block>,
    /// The box of a task, when met.
    pub checked: Option<bool>,
}

impl Flow {
    pub fn new(content: Content, mode: Mode) -> Self {
        Self {
            blocks: Vec::new(),
            inlines: Inlines::new(mode),
            mode,
            nested: 0,
            content,
            align: Align::Start,
            hints: None,
            language: None,
            byline: false,
            note: None,
            within: Vec::new(),
            checked: None,
        }
    }

    /// Makes paragraphs of the text so far.
    pub fn flush(&mut self) {
        for runs in self.inlines.take() {
            let kind = BlockKind::Paragraph {
                text: self.text(runs),
                role: ParagraphRole::Body,
                align: self.align,
            };
            let mut hints = self.hints.clone();
            if std::mem::take(&mut self.byline) {
                let tokens = &mut hints.get_or_insert_default().tokens;
                tokens.push("byline".to_owned());
            }
            if let Some(id) = self.note.take() {
                let tokens = &mut hints.get_or_insert_default().tokens;
                tokens.push(footnote::token(&id));
            }
            self.push(Block {
                kind,
                cut: None,
                hints,
            });
        }
        for block in std::mem::take(&mut self.within) {
            self.push(block);
        }
    }

    /// Adds a block where it belongs: a list's stray blocks go to its last item.
    pub fn push(&mut self, mut block: Block) {
        if block.cut.is_none() {
            block.cut = cut_of(&block.kind);
        }
        match &mut self.content {
            Content::List(items) => {
                if items.is_empty() {
                    items.push(Item::default());
                }
                if let Some(item) = items.last_mut() {
                    item.blocks.push(block);
                }
            }
            Content::Definitions(entries) => {
                if entries.is_empty() {
                    entries.push(Definition::default());
                }
                if let Some(entry) = entries.last_mut() {
                    entry.blocks.push(block);
                }
            }
            _ => self.blocks.push(block),
        }
    }

    pub fn text(&self, runs: Vec<Inline>) -> Text {
        Text {
            id: 0,
            runs,
            language: self.language,
        }
    }

    /// One text of all paragraphs of a flow that stands for a single one (a heading, a
    /// caption), and the blocks that are no text, with the paragraphs behind them: what is
    /// read keeps its order.
    pub fn into_text(mut self) -> (Text, Vec<Block>) {
        self.flush();
        let mut runs: Vec<Inline> = Vec::new();
        let mut rest = Vec::new();
        let mut queue: std::collections::VecDeque<Block> = std::mem::take(&mut self.blocks).into();
        let mut ended = false;
        while let Some(mut block) = queue.pop_front() {
            match block.kind {
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. } if !ended => {
                    if !runs.is_empty() {
                        runs.push(RunStyle::default().run("\n"));
                    }
                    runs.extend(text.runs);
                }
                BlockKind::Group { blocks } => {
                    for inner in blocks.into_iter().rev() {
                        queue.push_front(inner);
                    }
                }
                _ => {
                    block.visit_texts_mut(&mut |text| ended |= !text.is_blank());
                    rest.push(block);
                }
            }
        }
        (self.text(runs), rest)
    }

    pub fn into_blocks(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }

    pub fn table(&mut self) -> Option<&mut Table> {
        match &mut self.content {
            Content::Table { table, .. } => Some(table),
            _ => None,
        }
    }
}

/// A paragraph whose every run was cut is cut itself, and so is code.
fn cut_of(kind: &BlockKind) -> Option<&'static str> {
    let (BlockKind::Paragraph { text, .. }
    | BlockKind::Heading { text, .. }
    | BlockKind::Code { text, .. }) = kind
    else {
        return None;
    };
    let code = matches!(kind, BlockKind::Code { .. });
    let mut runs = text.runs.iter();
    let first = text.runs.first()?.cut?;
    runs.all(|run| run.cut.is_some() || (code && run.text.trim().is_empty()))
        .then_some(first)
}

impl Default for Flow {
    fn default() -> Self {
        Self::new(Content::Blocks, Mode::Flow)
    }
}

/// A cell that covers its own place only.
pub fn cell(blocks: Vec<Block>, heading: bool) -> Cell {
    Cell {
        blocks,
        heading,
        columns: 1,
        rows: 1,
    }
}
