//! Groups adjacent blocks: captions and galleries, handmade lists, headings with a number above
//! them. Drops rules at both ends.

use super::captions::{is_caption, pass_attributes, repeats_label};
use crate::document::marker::{self, Marker};
use crate::document::{Align, Block, BlockKind, Image, Inline, Item, Style, Text, is_drawn_rule};

/// Maximum number of lines that continue an item of a handmade list.
const MAX_CONTINUED: usize = 2;

/// Maximum bytes of a bold line that is part of a head: 40 ideographs.
const MAX_HEAD: usize = 120;

/// Groups the blocks of each list of blocks, the inner ones first.
pub fn group(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut group);
    }
    split_lists(blocks);
    if blocks.iter().any(is_picture_list) {
        *blocks = std::mem::take(blocks)
            .into_iter()
            .flat_map(|block| match block.kind {
                BlockKind::List { items, .. } if is_picture_items(&items) => {
                    items.into_iter().flat_map(|item| item.blocks).collect()
                }
                kind => vec![Block { kind, ..block }],
            })
            .collect();
    }
    join_numbers(blocks);
    join_bold_heads(blocks);
    pass_attributes(blocks);
    let mut is_unlabelled = false;
    blocks.dedup_by(|block, figure| {
        let has_joined = join_figure(block, figure, is_unlabelled);
        is_unlabelled = has_joined;
        has_joined
    });
}

/// Joins a block to the figure before it, if it is the caption or another figure without labels.
/// Returns whether it did. `is_unlabelled`: the figure is known to have no labels, because it has
/// been joined before; checking all its images each time would take quadratic time.
fn join_figure(block: &mut Block, figure: &mut Block, is_unlabelled: bool) -> bool {
    let BlockKind::Figure {
        images,
        caption: caption @ None,
    } = &mut figure.kind
    else {
        return false;
    };
    if figure.cut != block.cut {
        return false;
    }
    if (is_caption(block) || repeats_label(block, images))
        && let BlockKind::Paragraph { text, .. } = &mut block.kind
    {
        *caption = Some(std::mem::take(text));
        return true;
    }
    let BlockKind::Figure {
        images: more,
        caption: None,
    } = &mut block.kind
    else {
        return false;
    };
    let is_blank = |image: &Image| image.label.is_blank();
    let joins = figure.hints.is_none()
        && block.hints.is_none()
        && (is_unlabelled || images.iter().all(is_blank))
        && more.iter().all(is_blank);
    if joins {
        images.append(more);
    }
    joins
}

fn is_picture_list(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::List { items, .. } if is_picture_items(items))
}

fn is_picture_items(items: &[Item]) -> bool {
    items.iter().any(|item| !item.blocks.is_empty())
        && items.iter().all(|item| {
            item.blocks
                .iter()
                .all(|block| matches!(block.kind, BlockKind::Figure { .. }))
        })
}

/// Splits paragraphs with hard line breaks if some of their lines are items of a handmade list.
/// The list may continue in the next paragraphs.
fn split_lists(blocks: &mut Vec<Block>) {
    let signs = signs_of(blocks);
    let starts = |at| paragraph_lines(blocks.get(at..).unwrap_or_default(), &signs);
    if !(0..blocks.len()).any(|at| starts(at).is_some()) {
        return;
    }
    let starts: Vec<Option<Vec<usize>>> = (0..blocks.len()).map(starts).collect();
    *blocks = std::mem::take(blocks)
        .into_iter()
        .zip(starts)
        .flat_map(|(block, starts)| match starts {
            Some(starts) => split_lines(block, &starts),
            None => vec![block],
        })
        .collect();
}

/// The signs of the lists in paragraphs with hard line breaks.
fn signs_of(blocks: &[Block]) -> Vec<char> {
    let mut marks = Vec::new();
    for text in blocks.iter().filter_map(paragraph) {
        if text.runs.iter().any(|run| run.text.contains('\n')) {
            marks.extend(text.plain().split('\n').map(marker::of_line));
        }
        marks.push(None);
    }
    marker::signs(&marks)
}

/// The numbers of the lines of the first block that start a paragraph of their own; None if no
/// line is a list item.
fn paragraph_lines(blocks: &[Block], signs: &[char]) -> Option<Vec<usize>> {
    let text = paragraph(blocks.first()?)?;
    if !text.runs.iter().any(|run| run.text.contains('\n')) {
        return None;
    }
    let plain = text.plain();
    let mut marks: Vec<Option<Marker>> = plain.split('\n').map(marker::of_line).collect();
    let lines = marks.len();
    // Two more items are enough for a list.
    let following = || blocks.iter().skip(1).map_while(paragraph).take(2);
    let mut all = marks.clone();
    for text in following() {
        all.extend(text.plain().split('\n').map(marker::of_line));
    }
    marks.extend(following().map(marker::of));
    let mut starts = Vec::new();
    let mut at = 0;
    let mut has_items = false;
    while at < lines {
        let signed = || {
            let (items, lines) = marker::signed_list(all.get(at..)?, MAX_CONTINUED)?;
            let end = items.len() * lines;
            Some((items, end))
        };
        let numbered = || {
            let items = marker::list(marks.get(at..)?, MAX_CONTINUED, signs)?;
            let end = items.last().map_or(1, |last| last + 1) + last_continued(&items);
            Some((items, end))
        };
        match numbered().or_else(signed) {
            Some((items, end)) => {
                starts.extend(items.iter().map(|item| at + item).filter(|at| *at < lines));
                at += end;
                has_items = true;
            }
            None => {
                starts.push(at);
                at += 1;
            }
        }
    }
    has_items.then_some(starts)
}

/// Lines that continue the last item: as many as each other item has, if these are equally many.
fn last_continued(items: &[usize]) -> usize {
    let mut gaps = items.windows(2).filter_map(|pair| match pair {
        [item, next] => Some(next - item - 1),
        _ => None,
    });
    let first = gaps.next().unwrap_or(0);
    if gaps.all(|gap| gap == first) {
        first
    } else {
        0
    }
}

/// Splits paragraphs and preserved lines at the lines that are drawn rules, which become rules.
pub fn split_at_rules(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut split_at_rules);
    }
    if !blocks.iter().any(has_rule) {
        return;
    }
    *blocks = std::mem::take(blocks)
        .into_iter()
        .flat_map(|block| {
            if !has_rule(&block) {
                return vec![block];
            }
            let plain = lines_of(&block).map(Text::plain).unwrap_or_default();
            let lines: Vec<bool> = plain.split('\n').map(is_drawn_rule).collect();
            let starts: Vec<usize> = (1..lines.len())
                .filter(|at| {
                    lines
                        .get(at - 1..=*at)
                        .is_some_and(|pair| pair.contains(&true))
                })
                .collect();
            let mut parts = split_lines(block, &starts);
            parts
                .iter_mut()
                .for_each(|part| part.visit_texts_mut(&mut trim_blank_lines));
            parts
        })
        .map(|block| match lines_of(&block) {
            Some(text) if is_drawn_rule(&text.plain()) => Block {
                kind: BlockKind::Rule,
                ..block
            },
            _ => block,
        })
        .filter(|block| lines_of(block).is_none_or(|text| !text.is_blank()))
        .collect();
    // Nothing but empty lines was between them.
    let is_rule = |block: &Block| matches!(block.kind, BlockKind::Rule);
    blocks.dedup_by(|next, before| is_rule(next) && is_rule(before));
}

/// Removes empty lines at both ends: the rules beside them have space of their own.
fn trim_blank_lines(text: &mut Text) {
    if let Some(first) = text.runs.first_mut() {
        first.text = first.text.trim_start_matches('\n').to_owned();
    }
    if let Some(last) = text.runs.last_mut() {
        last.text = last.text.trim_end().to_owned();
    }
}

fn has_rule(block: &Block) -> bool {
    let is_in = |run: &Inline| run.text.split('\n').any(is_drawn_rule);
    lines_of(block).is_some_and(|text| text.runs.iter().any(is_in))
}

fn lines_of(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Preserved { text } => Some(text),
        _ => paragraph(block),
    }
}

fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } => Some(text),
        _ => None,
    }
}

/// Splits a paragraph or preserved lines at the lines in `starts`. The other lines belong to the paragraph before.
pub fn split_lines(block: Block, starts: &[usize]) -> Vec<Block> {
    let Block { kind, cut, hints } = block;
    let (text, look) = match kind {
        BlockKind::Paragraph { text, role, align } => (text, Some((role, align))),
        BlockKind::Preserved { text } => (text, None),
        kind => return vec![Block { kind, cut, hints }],
    };
    let language = text.language;
    let mut parts: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut line = 0;
    for run in text.runs {
        for (nth, part) in run.text.split('\n').enumerate() {
            let mut shown = part.to_owned();
            if nth > 0 {
                line += 1;
                if starts.binary_search(&line).is_ok() {
                    parts.push(Vec::new());
                } else {
                    shown.insert(0, '\n');
                }
            }
            if !shown.is_empty()
                && let Some(runs) = parts.last_mut()
            {
                let mut part = run.run_style().run(&shown);
                part.footnote = run.footnote;
                runs.push(part);
            }
        }
    }
    parts
        .into_iter()
        .filter(|runs| !runs.is_empty())
        .map(|runs| {
            let text = Text {
                id: 0,
                runs,
                language,
            };
            let kind = match look {
                Some((role, align)) => BlockKind::Paragraph { text, role, align },
                None => BlockKind::Preserved { text },
            };
            Block {
                kind,
                cut,
                hints: hints.clone(),
            }
        })
        .collect()
}

/// Joins a heading or a paragraph that is only a number with the heading below it.
fn join_numbers(blocks: &mut Vec<Block>) {
    blocks.dedup_by(|block, number| {
        if !is_number_of(number, block) {
            return false;
        }
        // `dedup_by` drops `block`. The second heading stays, with the number before its text.
        std::mem::swap(block, number);
        let (head, own) = match &mut block.kind {
            BlockKind::Heading { text, anchor, .. } => (std::mem::take(text), anchor.take()),
            BlockKind::Paragraph { text, .. } => (without_bold(std::mem::take(text)), None),
            _ => return false,
        };
        if let BlockKind::Heading { text, anchor, .. } = &mut number.kind {
            let space = Inline::new(" ", Style::PLAIN);
            text.runs.splice(0..0, head.runs.into_iter().chain([space]));
            *anchor = anchor.take().or(own);
        }
        true
    });
}

fn without_bold(mut text: Text) -> Text {
    for run in &mut text.runs {
        run.style = run.style.without(Style::STRONG);
    }
    text
}

/// Joins the bold lines of a head that begins with a line of its number: `01`, `甲乙，`, `丙丁`. A line
/// that ends in a comma is continued by the next, and so is a centred line by another one.
fn join_bold_heads(blocks: &mut Vec<Block>) {
    // The last line of the head so far, if it may go on.
    let mut is_number = false;
    let mut goes_on = false;
    // Whether it may only go on with a centred line.
    let mut is_centred = false;
    blocks.dedup_by(|block, head| {
        if !goes_on {
            is_number = bold_line(head).is_some_and(|line| is_bare_number(&line));
        }
        let line = bold_line(block).filter(|line| !is_bare_number(line));
        let line = line.filter(|_| is_number || goes_on && (!is_centred || is_centre(block)));
        let Some(line) = line else {
            goes_on = false;
            return false;
        };
        if let (Some(head), Some(text)) = (paragraph_mut(head), paragraph_mut(block)) {
            if !goes_on {
                head.runs.push(Inline::new(" ", Style::STRONG));
            }
            head.runs.append(&mut text.runs);
        }
        is_number = false;
        is_centred = !line.ends_with('，') && is_centre(block);
        goes_on = line.ends_with('，') || is_centred;
        true
    });
}

fn is_centre(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { align, .. } if *align == Align::Center)
}

/// The words of a short paragraph that is wholly bold and has no links.
fn bold_line(block: &Block) -> Option<String> {
    let text = paragraph(block).filter(|_| block.cut.is_none())?;
    let bytes: usize = text.runs.iter().map(|run| run.text.len()).sum();
    let is_bold = |run: &Inline| {
        let is_plain = run.link.is_none() && run.cut.is_none() && !run.text.contains('\n');
        run.text.trim().is_empty() || is_plain && run.style.has(Style::STRONG)
    };
    let is_line = bytes <= MAX_HEAD && text.runs.iter().all(is_bold);
    let plain = is_line.then(|| text.plain().trim().to_owned());
    plain.filter(|line| !line.is_empty() && !line.ends_with('。'))
}

fn paragraph_mut(block: &mut Block) -> Option<&mut Text> {
    match &mut block.kind {
        BlockKind::Paragraph { text, .. } => Some(text),
        _ => None,
    }
}

fn is_bare_number(line: &str) -> bool {
    let digits = line.trim_matches(['.', '、', ' ', '/']);
    let is_digit = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    (1..=3).contains(&digits.chars().count()) && digits.chars().all(is_digit)
}

/// Whether a block is the number of the heading below it: a heading of its level, or a paragraph that
/// is bold, centred or has two digits.
fn is_number_of(number: &Block, next: &Block) -> bool {
    let BlockKind::Heading { level: below, .. } = &next.kind else {
        return false;
    };
    let BlockKind::Heading { level, text, .. } = &number.kind else {
        let line = paragraph(number).map(|text| text.plain().trim().to_owned());
        return number.cut.is_none()
            && next.cut.is_none()
            && line.is_some_and(|line| {
                let is_head = is_centre(number) || line.starts_with('0');
                is_bare_number(&line) && (is_head || bold_line(number).is_some())
            });
    };
    let plain = text.plain();
    let digits = plain
        .trim_matches(['.', '、', ' ', '/'])
        .chars()
        .all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c));
    level == below && digits && plain.chars().count() <= 4
}

/// Drops rules at both ends, where they separate nothing.
pub fn trim_rules(blocks: &mut Vec<Block>) {
    let is_rule = |block: &Block| matches!(block.kind, BlockKind::Rule);
    while blocks.last().is_some_and(is_rule) {
        blocks.pop();
    }
    let head = blocks.iter().take_while(|block| is_rule(block)).count();
    blocks.drain(..head);
}
