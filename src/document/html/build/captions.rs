//! Blocks with a title: figures, captions of tables, details, notices.

use super::block_stack::{Container, Content};
use super::state::BuildState;
use crate::document::{Align, Block, BlockKind, Hints, NoticeKind, Style, Text};

/// Ends the caption of a table or a figure. A caption with blocks that have text stays in place
/// as paragraphs.
pub fn end_caption(state: &mut BuildState, container: Container) {
    let (text, mut rest) = container.into_text();
    let mut has_more_text = false;
    for block in &mut rest {
        block.visit_texts_mut(&mut |text| has_more_text |= !text.is_blank());
    }
    if !text.is_blank() {
        match &mut state.container().content {
            Content::Table { table, .. } if table.caption.is_none() && !has_more_text => {
                table.caption = Some(text);
            }
            Content::Titled(title) if title.is_none() && !has_more_text => *title = Some(text),
            _ => state.push_paragraph(text, Align::Start),
        }
    }
    state.push_blocks(rest);
}

pub fn end_summary(state: &mut BuildState, container: Container) {
    let (text, rest) = container.into_text();
    if !text.is_blank() {
        match &mut state.container().content {
            Content::Titled(title) if title.is_none() => *title = Some(text),
            _ => state.push_paragraph(text, Align::Start),
        }
    }
    state.push_blocks(rest);
}

/// Ends a figure. Its blocks stay in order, adjacent pictures are joined. The caption belongs to
/// the last pictures, else to the table, else it follows the blocks. A single paragraph after
/// pictures is their caption.
pub fn end_figure(state: &mut BuildState, mut container: Container, hints: Option<Box<Hints>>) {
    container.flush();
    let mut caption = match &mut container.content {
        Content::Titled(title) => title.take(),
        _ => None,
    };
    let mut blocks = join_pictures(container.blocks);
    if let [pictures, below] = blocks.as_mut_slice()
        && let BlockKind::Figure { caption: None, .. } = pictures.kind
        && let BlockKind::Paragraph { text, .. } = &mut below.kind
        && caption.is_none()
    {
        caption = Some(std::mem::take(text));
        blocks.pop();
    }
    place_caption(&mut blocks, &mut caption);
    if let Some(hints) = hints {
        let is_single = blocks.len() == 1;
        for block in &mut blocks {
            if is_single || matches!(block.kind, BlockKind::Figure { .. }) {
                block.hints.get_or_insert_with(|| hints.clone());
            }
        }
    }
    state.push_blocks(blocks);
    if let Some(mut text) = caption {
        for run in &mut text.runs {
            run.style = run.style.with(Style::SMALL);
        }
        state.push_paragraph(text, Align::Center);
    }
}

/// Gives the caption to the last pictures, else to the first table.
fn place_caption(blocks: &mut [Block], caption: &mut Option<Text>) {
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
}

/// Joins adjacent pictures without captions into one block.
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

pub fn end_details(state: &mut BuildState, mut container: Container, hints: Option<Box<Hints>>) {
    container.flush();
    let summary = match &mut container.content {
        Content::Titled(title) => title.take().unwrap_or_default(),
        _ => Text::default(),
    };
    let blocks = container.blocks;
    if !blocks.is_empty() || !summary.is_blank() {
        state.push(BlockKind::Details { summary, blocks }, hints);
    }
}

/// Ends a notice. Its first paragraph is the title if its class says so.
pub fn end_notice(
    state: &mut BuildState,
    container: Container,
    kind: Option<NoticeKind>,
    hints: Option<Box<Hints>>,
) {
    let mut blocks = container.into_blocks();
    let has_title = blocks
        .first()
        .and_then(|first| first.hints.as_ref())
        .is_some_and(|hints| hints.tokens.iter().any(|token| token == "title"));
    let mut title = None;
    if has_title
        && let Some(Block {
            kind: BlockKind::Paragraph { text, .. },
            ..
        }) = blocks.first_mut()
    {
        title = Some(std::mem::take(text));
        blocks.remove(0);
    }
    if !blocks.is_empty() || title.is_some() {
        let notice = BlockKind::Notice {
            kind,
            title,
            blocks,
        };
        state.push(notice, hints);
    }
}
