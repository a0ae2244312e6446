//! A block container under construction: its finished blocks, and the text of the open paragraph.
//!
//! The builder keeps a stack of them, one for each open element whose content is collected
//! separately (quote, list item, cell …).

use super::footnote;
use super::inline::{Inlines, TextMode};
use super::run_style::RunStyle;
use crate::document::{
    Align, Block, BlockKind, Definition, Hints, Inline, Item, ParagraphRole, Table, Text,
};
use crate::text::Language;
use std::collections::VecDeque;

/// What a container collects besides blocks.
#[derive(Debug)]
pub enum Content {
    Blocks,
    List(Vec<Item>),
    Definitions(Vec<Definition>),
    /// A table, and the number of cells in all its rows.
    Table {
        table: Box<Table>,
        cells: usize,
    },
    /// A figure or details: its caption or summary, once found.
    Titled(Option<Text>),
    /// Code: its language, once found.
    Code(Option<String>),
}

#[derive(Debug)]
pub struct Container {
    pub blocks: Vec<Block>,
    pub inlines: Inlines,
    /// The mode of the container's own text. Inside superscripts and ruby that of `inlines`
    /// differs.
    pub mode: TextMode,
    /// Number of open superscripts and ruby elements. Each keeps the text around it in its
    /// end action.
    pub nested: usize,
    pub content: Content,
    pub align: Align,
    /// Hints of the open paragraph.
    pub hints: Option<Box<Hints>>,
    pub language: Option<Language>,
    /// Whether the open paragraph starts with an author's name.
    pub is_byline: bool,
    /// The id of the open paragraph, if it may be a footnote.
    pub note: Option<String>,
    /// Pictures inside a sentence of the open paragraph. They follow the paragraph.
    pub pictures: Vec<Block>,
    /// The checkbox of a task item, once found.
    pub checked: Option<bool>,
}

impl Default for Container {
    fn default() -> Self {
        Self::new(Content::Blocks, TextMode::Flow)
    }
}

impl Container {
    pub fn new(content: Content, mode: TextMode) -> Self {
        Self {
            blocks: Vec::new(),
            inlines: Inlines::new(mode),
            mode,
            nested: 0,
            content,
            align: Align::Start,
            hints: None,
            language: None,
            is_byline: false,
            note: None,
            pictures: Vec::new(),
            checked: None,
        }
    }

    /// Ends the open paragraph: its text becomes one block for each paragraph that line breaks
    /// have separated.
    pub fn flush(&mut self) {
        for runs in self.inlines.take() {
            let kind = BlockKind::Paragraph {
                text: self.text(runs),
                role: ParagraphRole::Body,
                align: self.align,
            };
            let mut hints = self.hints.clone();
            if std::mem::take(&mut self.is_byline) {
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
        for block in std::mem::take(&mut self.pictures) {
            self.push(block);
        }
    }

    /// Adds a block. In a list or definition list, a block outside of the items belongs to the
    /// last item.
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

    /// Ends a container that becomes a single text (a heading, a caption). Returns all its
    /// paragraphs as one text, and the blocks that are not text. Paragraphs after a block with
    /// text stay blocks, so that the reading order is kept.
    pub fn into_text(mut self) -> (Text, Vec<Block>) {
        self.flush();
        let mut runs: Vec<Inline> = Vec::new();
        let mut rest = Vec::new();
        let mut queue: VecDeque<Block> = std::mem::take(&mut self.blocks).into();
        let mut has_ended = false;
        while let Some(mut block) = queue.pop_front() {
            match block.kind {
                BlockKind::Paragraph { text, .. } | BlockKind::Heading { text, .. }
                    if !has_ended =>
                {
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
                    block.visit_texts_mut(&mut |text| has_ended |= !text.is_blank());
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

/// The rule that cut a whole text: a block whose runs are all cut is cut itself. In code, blank
/// runs do not count.
fn cut_of(kind: &BlockKind) -> Option<&'static str> {
    let (BlockKind::Paragraph { text, .. }
    | BlockKind::Heading { text, .. }
    | BlockKind::Code { text, .. }) = kind
    else {
        return None;
    };
    let is_code = matches!(kind, BlockKind::Code { .. });
    let first = text.runs.first()?.cut?;
    let mut runs = text.runs.iter();
    runs.all(|run| run.cut.is_some() || (is_code && run.text.trim().is_empty()))
        .then_some(first)
}
