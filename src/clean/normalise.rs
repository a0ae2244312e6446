//! Blocks that stand for another kind of block. Texts keep their order and their places.

use super::Pass;
use super::view::{each_list, shown, words};
use crate::document::{Block, BlockKind, Item, ListKind, Style, Text};

/// Longest pseudo-heading, in characters.
const MAX_HEADING: usize = 30;

/// Groups have served the rules that look at classes: what is not cut stands alone again.
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

/// Paragraphs that are nothing but a few bold words before a text are headings.
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
    for at in 0..blocks.len() {
        let followed = blocks
            .get(at + 1..)
            .unwrap_or_default()
            .iter()
            .find(|block| block.cut.is_none())
            .is_some_and(|next| !is_bold_line(next) && !matches!(next.kind, BlockKind::Rule));
        let Some(block) = blocks.get_mut(at) else {
            continue;
        };
        if followed
            && is_bold_line(block)
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
    let line = words(block, MAX_HEADING + 1);
    let length = line.chars().count();
    block.cut.is_none()
        && (2..=MAX_HEADING).contains(&length)
        && !line.contains('\n')
        && !text.plain().contains('\n')
        && !line.ends_with([
            '。', '！', '？', '；', '，', '.', '!', '：', ':', '…', '”', '」',
        ])
        && shown(text).all(|run| {
            run.text.trim().is_empty() || (run.style.has(Style::STRONG) && run.link.is_none())
        })
}

/// Three paragraphs in a row, or three lines of one, that begin as items of a list hang.
pub fn handmade_lists(pass: &mut Pass<'_>) {
    each_list(&mut pass.document.blocks, &mut |blocks| {
        let marks: Vec<Option<Marker>> = blocks.iter().map(marker).collect();
        let mut runs = Vec::new();
        let mut at = 0;
        while at < marks.len() {
            let Some(kind) = marks[at] else {
                at += 1;
                continue;
            };
            let count = marks[at..]
                .iter()
                .enumerate()
                .take_while(|(nth, mark)| match (kind, mark) {
                    (Marker::Number(form, first), Some(Marker::Number(other, number))) => {
                        form == *other && *number == first + *nth as u32
                    }
                    (Marker::Sign(sign), Some(Marker::Sign(other))) => sign == *other,
                    _ => false,
                })
                .count();
            if count >= 3 {
                runs.push(at..at + count);
            }
            at += count.max(1);
        }
        for range in runs.into_iter().rev() {
            let items = blocks
                .drain(range.clone())
                .map(|block| Item {
                    blocks: vec![block],
                    ..Item::default()
                })
                .collect();
            let list = BlockKind::List {
                kind: ListKind::Handmade,
                items,
                tight: true,
            };
            blocks.insert(range.start, list.into());
        }
    });
}

/// How a line made as an item begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Marker {
    /// The form of the number, and its value.
    Number(u8, u32),
    Sign(char),
}

fn marker(block: &Block) -> Option<Marker> {
    match &block.kind {
        BlockKind::Paragraph { text, .. } if block.cut.is_none() => marker_of(text),
        _ => None,
    }
}

fn marker_of(text: &Text) -> Option<Marker> {
    let head: String = text
        .runs
        .iter()
        .flat_map(|run| run.text.chars())
        .take(8)
        .collect();
    let first = head.chars().next()?;
    if matches!(
        first,
        '•' | '●'
            | '·'
            | '■'
            | '◆'
            | '▪'
            | '-'
            | '–'
            | '*'
            | '○'
            | '◇'
            | '※'
            | '▶'
            | '✔'
            | '→'
    ) {
        let second = head.chars().nth(1)?;
        let spaced = second.is_whitespace() || !matches!(first, '-' | '–' | '*' | '·');
        return (spaced && second != first).then_some(Marker::Sign(first));
    }
    if let Some(value) = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳".chars().position(|c| c == first)
    {
        return Some(Marker::Number(0, value as u32 + 1));
    }
    let (open, rest) = match first {
        '（' | '(' => (1, head.get(first.len_utf8()..)?),
        _ => (0, head.as_str()),
    };
    let digits: String = rest
        .chars()
        .take_while(char::is_ascii_digit)
        .take(3)
        .collect();
    let han: String = rest
        .chars()
        .take_while(|c| HAN.contains(*c))
        .take(3)
        .collect();
    let (value, length, form) = if digits.is_empty() {
        (han_number(&han)?, han.len(), 4)
    } else {
        (digits.parse().ok()?, digits.len(), 1)
    };
    let behind = rest.get(length..)?.chars().next()?;
    let after = rest.get(length + behind.len_utf8()..)?.chars().next();
    let closed = match behind {
        '、' | '）' | ')' | '．' => true,
        '.' => after.is_none_or(|c| !c.is_ascii_digit()),
        _ => false,
    };
    closed.then_some(Marker::Number(form + open + behind_form(behind), value))
}

fn behind_form(c: char) -> u8 {
    match c {
        '、' => 10,
        '.' | '．' => 20,
        _ => 30,
    }
}

const HAN: &str = "一二三四五六七八九十";

fn han_number(text: &str) -> Option<u32> {
    let digit = |c: char| HAN.chars().position(|own| own == c).map(|at| at as u32 + 1);
    let chars: Vec<char> = text.chars().collect();
    match chars.as_slice() {
        [c] => digit(*c),
        ['十', c] => Some(10 + digit(*c)?),
        [c, '十'] => Some(10 * digit(*c)?),
        [c, '十', d] => Some(10 * digit(*c)? + digit(*d)?),
        _ => None,
    }
}
