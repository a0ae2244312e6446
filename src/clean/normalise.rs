//! Replaces blocks that imitate another kind of block. Texts keep their order and positions.

use super::pass::Pass;
use super::view::each_list;
use crate::document::marker::{self, Marker};
use crate::document::{Block, BlockKind, Item, ListKind};

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
