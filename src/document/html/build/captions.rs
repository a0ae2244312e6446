//! Blocks with a title: figures, tables and folds, notices.

use super::block_stack::{Content, Flow};
use super::builder::Builder;
use super::end_tag::{paragraph, push, push_all};
use crate::document::{Align, Block, BlockKind, Hints, ParagraphRole, Style, Text};

/// The title of a table or a figure, unless it holds more than text: then it stands where it
/// stood.
pub fn caption(walker: &mut Builder, flow: Flow) {
    let (text, mut rest) = flow.into_text();
    let mut more = false;
    for block in &mut rest {
        block.visit_texts_mut(&mut |text| more |= !text.is_blank());
    }
    if !text.is_blank() {
        match &mut walker.flow().content {
            Content::Table { table, .. } if table.caption.is_none() && !more => {
                table.caption = Some(text);
            }
            Content::Titled(title) if title.is_none() && !more => *title = Some(text),
            _ => paragraph(walker, text),
        }
    }
    push_all(walker, rest);
}

pub fn summary(walker: &mut Builder, flow: Flow) {
    let (text, rest) = flow.into_text();
    if !text.is_blank() {
        match &mut walker.flow().content {
            Content::Titled(title) if title.is_none() => *title = Some(text),
            _ => paragraph(walker, text),
        }
    }
    push_all(walker, rest);
}

/// The blocks of a figure as they stand, pictures in a row as one; the caption goes to the last
/// pictures, else to the table, else below them all. A single paragraph behind pictures is
/// their caption.
pub fn figure(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    flow.flush();
    let mut caption = match &mut flow.content {
        Content::Titled(title) => title.take(),
        _ => None,
    };
    let mut blocks = join_pictures(flow.blocks);
    if let [pictures, below] = blocks.as_mut_slice()
        && let BlockKind::Figure { caption: None, .. } = pictures.kind
        && let BlockKind::Paragraph { text, .. } = &mut below.kind
        && caption.is_none()
    {
        caption = Some(std::mem::take(text));
        blocks.pop();
    }
    let pictures = blocks
        .iter_mut()
        .rev()
        .find_map(|block| match &mut block.kind {
            BlockKind::Figure { caption, .. } if caption.is_none() => Some(caption),
            _ => None,
        });
    if let Some(slot) = pictures {
        *slot = caption.take();
    }
    let table = blocks.iter_mut().find_map(|block| match &mut block.kind {
        BlockKind::Table(table) if table.caption.is_none() => Some(table),
        _ => None,
    });
    if let Some(table) = table {
        table.caption = caption.take();
    }
    if let Some(hints) = hints {
        let whole = blocks.len() == 1;
        for block in &mut blocks {
            if whole || matches!(block.kind, BlockKind::Figure { .. }) {
                block.hints.get_or_insert_with(|| hints.clone());
            }
        }
    }
    push_all(walker, blocks);
    if let Some(mut text) = caption {
        for run in &mut text.runs {
            run.style = run.style.with(Style::SMALL);
        }
        let kind = BlockKind::Paragraph {
            text,
            role: ParagraphRole::Body,
            align: Align::Center,
        };
        push(walker, kind, None);
    }
}

/// Pictures that stand beside each other without a caption, as one block.
fn join_pictures(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks {
        if let BlockKind::Figure {
            images,
            caption: None,
        } = &mut block.kind
            && let Some(Block {
                kind:
                    BlockKind::Figure {
                        images: before,
                        caption: None,
                    },
                cut,
                ..
            }) = out.last_mut()
            && *cut == block.cut
        {
            before.append(images);
            continue;
        }
        out.push(block);
    }
    out
}

pub fn details(walker: &mut Builder, mut flow: Flow, hints: Option<Box<Hints>>) {
    flow.flush();
    let summary = match &mut flow.content {
        Content::Titled(title) => title.take().unwrap_or_default(),
        _ => Text::default(),
    };
    if flow.blocks.is_empty() && summary.is_blank() {
        return;
    }
    let kind = BlockKind::Details {
        summary,
        blocks: flow.blocks,
    };
    push(walker, kind, hints);
}

pub fn notice(walker: &mut Builder, flow: Flow, hints: Option<Box<Hints>>) {
    let mut blocks = flow.into_blocks();
    let titled = blocks.first().is_some_and(|first| {
        first
            .hints
            .as_ref()
            .is_some_and(|hints| hints.tokens.iter().any(|token| token == "title"))
    });
    let mut title = None;
    if titled
        && let Some(Block {
            kind: BlockKind::Paragraph { text, .. },
            ..
        }) = blocks.first_mut()
    {
        title = Some(std::mem::take(text));
        blocks.remove(0);
    }
    if !blocks.is_empty() || title.is_some() {
        push(walker, BlockKind::Notice { title, blocks }, hints);
    }
}
