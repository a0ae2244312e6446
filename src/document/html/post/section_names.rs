//! Section names of a table of contents: short paragraphs, each above a list of terms.

use crate::document::{Block, BlockKind, ParagraphRole};

/// Maximum characters of a section name.
const LONGEST: usize = 24;

/// Minimum sections: a single short line above a list may be anything.
const MIN_SECTIONS: usize = 2;

/// Below the headings of articles, which are levels 1 to 3.
const LEVEL: u8 = 4;

/// Makes section names headings, so that they keep with what follows.
pub fn name_sections(blocks: &mut [Block]) {
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut |inner| name_sections(inner));
    }
    let pairs = blocks.iter().zip(blocks.iter().skip(1)).enumerate();
    let names: Vec<(usize, bool)> = pairs
        .filter(|(_, (name, list))| is_name(name) && is_terms(list))
        .map(|(at, (name, _))| (at, is_letter(name)))
        .collect();
    // A lone letter is a name only in an index. Elsewhere it is a word such as `か` (or).
    let is_index = names.iter().all(|(_, letter)| *letter);
    let names = names.into_iter().filter(|(_, letter)| is_index || !letter);
    let names: Vec<usize> = names.map(|(at, _)| at).collect();
    if names.len() < MIN_SECTIONS {
        return;
    }
    for at in names {
        let Some(block) = blocks.get_mut(at) else {
            continue;
        };
        if let BlockKind::Paragraph { text, .. } = &mut block.kind {
            block.kind = BlockKind::Heading {
                level: LEVEL,
                text: std::mem::take(text),
                anchor: None,
            };
        }
    }
}

fn is_terms(block: &Block) -> bool {
    block.cut.is_none() && matches!(block.kind, BlockKind::Definitions { .. })
}

fn is_letter(block: &Block) -> bool {
    matches!(&block.kind, BlockKind::Paragraph { text, .. }
        if text.plain().trim().chars().nth(1).is_none())
}

fn is_name(block: &Block) -> bool {
    let BlockKind::Paragraph {
        text,
        role: ParagraphRole::Body,
        ..
    } = &block.kind
    else {
        return false;
    };
    let plain = text.plain();
    let plain = plain.trim();
    block.cut.is_none()
        && !plain.is_empty()
        && plain.chars().nth(LONGEST).is_none()
        && !plain.ends_with(['。', '！', '？', '…', '：', ':', '.', '!', '?', '，', ','])
        && !plain.contains('\n')
        && text.runs.iter().all(|run| run.link.is_none())
}
