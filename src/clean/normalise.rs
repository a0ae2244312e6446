//! Replaces blocks that imitate another kind of block. Texts keep their order and positions.

use super::pass::Pass;
use super::view::each_list;
use crate::document::marker::{self, Marker};
use crate::document::{Block, BlockKind, Item, ListKind};
use std::collections::HashMap;
use std::ops::Range;

/// The most pictures in a row that belong to a numbered item.
const MAX_PICTURES: usize = 8;

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

/// Gives a hanging indent to consecutive paragraphs or lines that begin like list items. Pictures
/// between numbered items belong to the item before.
pub fn handmade_lists(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        // A list has at least two items.
        if blocks.len() < 2 {
            return;
        }
        let marks: Vec<Option<Marker>> = blocks.iter().map(marker).collect();
        // Without the pictures before a number.
        let lines: Vec<usize> = (0..blocks.len())
            .filter(|at| !is_step(blocks, &marks, *at))
            .collect();
        let marks: Vec<Option<Marker>> = lines
            .iter()
            .map(|at| marks.get(*at).copied().flatten())
            .collect();
        let signs = marker::signs(&marks);
        let mut runs = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            let items = marker::list(marks.get(at..).unwrap_or_default(), 0, &signs);
            let count = items.map_or(0, |items| items.len());
            if count > 0 {
                runs.push(at..at + count);
            }
            at += count.max(1);
        }
        without_parts_of_series(&mut runs, &marks);
        if runs.is_empty() {
            return;
        }
        let mut rest = std::mem::take(blocks).into_iter();
        let mut done = 0;
        for range in runs {
            let starts = lines.get(range).unwrap_or_default();
            let (Some(first), Some(last)) = (starts.first(), starts.last()) else {
                continue;
            };
            blocks.extend(rest.by_ref().take(first - done));
            done = last + 1;
            let ends = starts.iter().skip(1).chain([&done]);
            let items = starts.iter().zip(ends).map(|(start, end)| Item {
                blocks: rest.by_ref().take(end - start).collect(),
                ..Item::default()
            });
            let items: Vec<Item> = items.collect();
            let list = BlockKind::List {
                kind: ListKind::Handmade,
                tight: items.iter().all(|item| item.blocks.len() == 1),
                items,
            };
            blocks.push(list.into());
        }
        blocks.extend(rest);
    });
}

/// Drops the runs of a series of numbers that paragraphs interrupt: of `（1）` with a paragraph of its
/// own, `（2）（3）` and `（4）`, all look alike.
fn without_parts_of_series(runs: &mut Vec<Range<usize>>, marks: &[Option<Marker>]) {
    let mut parts = vec![false; runs.len()];
    let numbers = |range: Range<usize>| {
        let marks = marks.get(range).unwrap_or_default().iter();
        marks.filter_map(|mark| match mark {
            Some(Marker::Number(form, value)) => Some((*form, *value)),
            _ => None,
        })
    };
    // The last number of each form before a run, then the first one after it.
    let mut before = HashMap::new();
    let mut from = 0;
    for (run, is_part) in runs.iter().zip(&mut parts) {
        before.extend(numbers(from..run.start));
        if let Some((form, value)) = numbers(run.clone()).next() {
            *is_part = before.get(&form).is_some_and(|last| last + 1 == value);
        }
        before.extend(numbers(run.clone()));
        from = run.end;
    }
    let mut after = HashMap::new();
    let mut to = marks.len();
    for (run, is_part) in runs.iter().zip(&mut parts).rev() {
        after.extend(numbers(run.end..to).rev());
        if let Some((form, value)) = numbers(run.clone()).next_back() {
            *is_part |= after.get(&form).is_some_and(|next| value + 1 == *next);
        }
        after.extend(numbers(run.clone()).rev());
        to = run.start;
    }
    let mut parts = parts.into_iter();
    runs.retain(|_| !parts.next().unwrap_or(false));
}

/// Whether the block at an index is a picture between two numbered items.
fn is_step(blocks: &[Block], marks: &[Option<Marker>], at: usize) -> bool {
    let is_figure =
        |block: &Block| block.cut.is_none() && matches!(block.kind, BlockKind::Figure { .. });
    let is_here = |at: &usize| blocks.get(*at).is_some_and(is_figure);
    let number = |at: Option<usize>| {
        let mark = at.and_then(|at| marks.get(at).copied().flatten());
        matches!(mark, Some(Marker::Number(..)))
    };
    let mut after = at..blocks.len().min(at + MAX_PICTURES);
    let mut before = (at.saturating_sub(MAX_PICTURES)..at).rev();
    is_here(&at) && number(after.find(|at| !is_here(at))) && number(before.find(|at| !is_here(at)))
}

fn marker(block: &Block) -> Option<Marker> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } if block.cut.is_none() => marker::of(text),
        _ => None,
    }
}
