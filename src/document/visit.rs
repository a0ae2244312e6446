//! Traversal of a document: texts in reading order, nested blocks, named positions.

use super::slug::slug;
use super::{Block, BlockKind, Document, Image, Position, Text};
use crate::text::percent_decode;

impl Document {
    /// Gives every text its id, in order: blocks first, then footnotes. Returns the number of
    /// texts.
    pub fn number(&mut self) -> u32 {
        let mut next = 0;
        self.visit_texts_mut(&mut |text| {
            text.id = next;
            next += 1;
        });
        next
    }

    /// The position of the heading that a `#name` link leads to. The name in a link is
    /// percent-encoded; that of a heading is as written in the source.
    pub(crate) fn anchor(&self, name: &str) -> Option<Position> {
        let decoded = percent_decode(name);
        self.heading(&|_, anchor| {
            anchor.is_some_and(|anchor| *anchor == *decoded || *anchor == *name)
        })
    }

    /// The position of the heading that a link of another article names, by its anchor or, as there
    /// may be none without links within the article, by its words.
    pub(crate) fn place_of(&self, name: &str) -> Option<Position> {
        let sought = slug(&percent_decode(name));
        let has_words = |text: &Text, anchor: Option<&str>| {
            anchor.is_none() && !sought.is_empty() && slug(&text.plain()) == sought
        };
        self.anchor(name).or_else(|| self.heading(&has_words))
    }

    fn heading(&self, is_it: &dyn Fn(&Text, Option<&str>) -> bool) -> Option<Position> {
        let mut open: Vec<&Block> = self.blocks.iter().rev().collect();
        while let Some(block) = open.pop() {
            if let BlockKind::Heading { text, anchor, .. } = &block.kind
                && is_it(text, anchor.as_deref())
            {
                return Some(Position {
                    text: text.id,
                    byte: 0,
                });
            }
            open.extend(block.children().flatten());
        }
        None
    }

    /// Calls `with` for every image of a figure.
    pub(crate) fn visit_images<'a>(&'a self, with: &mut dyn FnMut(&'a Image)) {
        let notes = self.footnotes.iter().map(|note| note.blocks.as_slice());
        let mut open: Vec<&[Block]> = notes.rev().collect();
        open.push(&self.blocks);
        while let Some(blocks) = open.pop() {
            for block in blocks {
                if let BlockKind::Figure { images, .. } = &block.kind {
                    images.iter().for_each(&mut *with);
                }
                open.extend(block.children());
            }
        }
    }

    /// Calls `with` for every text in reading order, footnotes last.
    pub fn visit_texts_mut(&mut self, with: &mut dyn FnMut(&mut Text)) {
        for block in self
            .blocks
            .iter_mut()
            .chain(self.footnotes.iter_mut().flat_map(|note| &mut note.blocks))
        {
            block.visit_texts_mut(with);
        }
    }
}

impl Block {
    /// The lists of blocks inside this block, in order.
    pub fn children(&self) -> Box<dyn Iterator<Item = &[Self]> + '_> {
        match &self.kind {
            BlockKind::Quote { blocks, .. }
            | BlockKind::Details { blocks, .. }
            | BlockKind::Notice { blocks, .. }
            | BlockKind::Group { blocks } => Box::new(std::iter::once(blocks.as_slice())),
            BlockKind::List { items, .. } => {
                Box::new(items.iter().map(|item| item.blocks.as_slice()))
            }
            BlockKind::Definitions { entries } => {
                Box::new(entries.iter().map(|entry| entry.blocks.as_slice()))
            }
            BlockKind::Table(table) => Box::new(
                table
                    .rows
                    .iter()
                    .flatten()
                    .map(|cell| cell.blocks.as_slice()),
            ),
            _ => Box::new(std::iter::empty()),
        }
    }

    /// Calls `with` for the lists of blocks inside this block, in order.
    pub fn for_children_mut(&mut self, with: &mut dyn FnMut(&mut Vec<Self>)) {
        match &mut self.kind {
            BlockKind::Quote { blocks, .. }
            | BlockKind::Details { blocks, .. }
            | BlockKind::Notice { blocks, .. }
            | BlockKind::Group { blocks } => with(blocks),
            BlockKind::List { items, .. } => {
                items.iter_mut().for_each(|item| with(&mut item.blocks));
            }
            BlockKind::Definitions { entries } => {
                entries.iter_mut().for_each(|entry| with(&mut entry.blocks));
            }
            BlockKind::Table(table) => table
                .rows
                .iter_mut()
                .flatten()
                .for_each(|cell| with(&mut cell.blocks)),
            _ => {}
        }
    }

    /// Calls `with` for every text inside, in reading order. The recursion is bounded, because
    /// builders limit the depth of nesting.
    pub(crate) fn visit_texts_mut(&mut self, with: &mut dyn FnMut(&mut Text)) {
        match &mut self.kind {
            BlockKind::Paragraph { text, .. }
            | BlockKind::Heading { text, .. }
            | BlockKind::Code { text, .. }
            | BlockKind::Preserved { text }
            | BlockKind::Media { text, .. }
            | BlockKind::Math { text, .. } => with(text),
            BlockKind::Quote { blocks, source } => {
                blocks
                    .iter_mut()
                    .for_each(|block| block.visit_texts_mut(with));
                source.iter_mut().for_each(with);
            }
            BlockKind::List { items, .. } => {
                items
                    .iter_mut()
                    .flat_map(|item| &mut item.blocks)
                    .for_each(|block| block.visit_texts_mut(with));
            }
            BlockKind::Definitions { entries } => {
                for entry in entries {
                    entry.terms.iter_mut().for_each(&mut *with);
                    entry
                        .blocks
                        .iter_mut()
                        .for_each(|block| block.visit_texts_mut(with));
                }
            }
            BlockKind::Table(table) => {
                table.caption.iter_mut().for_each(&mut *with);
                table
                    .rows
                    .iter_mut()
                    .flatten()
                    .flat_map(|cell| &mut cell.blocks)
                    .for_each(|block| block.visit_texts_mut(with));
            }
            BlockKind::Figure { images, caption } => {
                images
                    .iter_mut()
                    .map(|image| &mut image.label)
                    .for_each(&mut *with);
                caption.iter_mut().for_each(with);
            }
            BlockKind::Details { summary, blocks } => {
                with(summary);
                blocks
                    .iter_mut()
                    .for_each(|block| block.visit_texts_mut(with));
            }
            BlockKind::Notice { title, blocks, .. } => {
                title.iter_mut().for_each(&mut *with);
                blocks
                    .iter_mut()
                    .for_each(|block| block.visit_texts_mut(with));
            }
            BlockKind::Group { blocks } => blocks
                .iter_mut()
                .for_each(|block| block.visit_texts_mut(with)),
            BlockKind::Rule => {}
        }
    }
}
