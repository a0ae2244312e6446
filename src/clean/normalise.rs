//! Replaces blocks that imitate another kind of block. Texts keep their order and positions.

use super::pass::Pass;
use super::view::{each_list, shown, words};
use crate::document::marker::{self, Marker};
use crate::document::{Block, BlockKind, Item, ListKind, Style};

/// Maximum characters of a pseudo-heading.
const MAX_HEADING: usize = 30;

/// Maximum characters of one with a number: its siblings may be short.
const MAX_NUMBERED: usize = 60;

/// Dissolves groups, which only the class rules need: blocks that are not cut become top-level
/// again.
pub fn dissolve_groups(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        let group =
            |block: &Block| block.cut.is_none() && matches!(block.kind, BlockKind::Group { .. });
        if !blocks.iter().any(group) {
            return;
        }
        let mut flat = Vec::with_capacity(blocks.len());
        for block in blocks.drain(..) {
            match block.kind {
                BlockKind::Group { blocks: inner } if block.cut.is_none() => flat.extend(inner),
                _ => flat.push(block),
            }
        }
        *blocks = flat;
    });
}

/// Turns paragraphs of a few bold words before a text into headings.
pub fn headings(pass: &mut Pass<'_>) {
    let blocks = &mut pass.document.blocks;
    let lowest = blocks
        .iter()
        .filter_map(|block| match &block.kind {
            BlockKind::Heading { level, .. } if block.cut.is_none() => Some(*level),
            _ => None,
        })
        .max();
    let level = lowest.map_or(2, |level| (level + 1).min(6));
    // From the end, so that the next visible block is known without a search. A new heading still
    // counts as a bold line for the line before it.
    let mut followed = false;
    for (at, block) in blocks.iter_mut().enumerate().rev() {
        if block.cut.is_some() {
            continue;
        }
        let bold = is_bold_line(block);
        let heads = std::mem::replace(
            &mut followed,
            !bold && !matches!(block.kind, BlockKind::Rule),
        );
        if heads
            && bold
            && at > 0
            && let BlockKind::Paragraph { text, .. } = &mut block.kind
        {
            let mut text = std::mem::take(text);
            for run in &mut text.runs {
                run.style = run.style.without(Style::STRONG);
            }
            block.kind = BlockKind::Heading {
                level,
                text,
                anchor: None,
            };
        }
    }
}

fn is_bold_line(block: &Block) -> bool {
    let BlockKind::Paragraph { text, .. } = &block.kind else {
        return false;
    };
    let line = words(block, MAX_NUMBERED + 1);
    let length = line.chars().count();
    let is_numbered = matches!(marker::of_line(&line), Some(Marker::Number(..)));
    let most = if is_numbered {
        MAX_NUMBERED
    } else {
        MAX_HEADING
    };
    block.cut.is_none()
        && (2..=most).contains(&length)
        && !line.contains('\n')
        && !text.plain().contains('\n')
        && !line.ends_with([
            '。', '！', '？', '；', '，', '.', '!', '：', ':', '…', '”', '」',
        ])
        && shown(text).all(|run| {
            run.text.trim().is_empty() || (run.style.has(Style::STRONG) && run.link.is_none())
        })
}

/// Gives a hanging indent to consecutive paragraphs or lines that begin like list items.
pub fn handmade_lists(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        let marks: Vec<Option<Marker>> = blocks.iter().map(marker).collect();
        let mut runs = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            let items = marker::list(marks.get(at..).unwrap_or_default(), 0);
            let count = items.map_or(0, |items| items.len());
            if count > 0 {
                runs.push(at..at + count);
            }
            at += count.max(1);
        }
        if runs.is_empty() {
            return;
        }
        let mut rest = std::mem::take(blocks).into_iter();
        let mut done = 0;
        for range in runs {
            blocks.extend(rest.by_ref().take(range.start - done));
            done = range.end;
            let items = rest.by_ref().take(range.len()).map(|block| Item {
                blocks: vec![block],
                ..Item::default()
            });
            let list = BlockKind::List {
                kind: ListKind::Handmade,
                items: items.collect(),
                tight: true,
            };
            blocks.push(list.into());
        }
        blocks.extend(rest);
    });
}

fn marker(block: &Block) -> Option<Marker> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } if block.cut.is_none() => marker::of(text),
        _ => None,
    }
}
