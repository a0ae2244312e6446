//! Joins an emoji that is alone on its line with the line below, which it marks.

use crate::document::{Align, Block, BlockKind, Inline, ParagraphRole, Style, Text};

/// Minimum lines with an emoji above them: a single one may be a reaction or an ornament.
const MIN_MARKED: usize = 2;

/// The text of a plain paragraph.
fn paragraph(block: &Block) -> Option<&Text> {
    match &block.kind {
        BlockKind::Paragraph {
            text,
            role: ParagraphRole::Body,
            align,
        } if block.cut.is_none() && *align != Align::End => Some(text),
        _ => None,
    }
}

/// Joins paragraphs of one emoji with the paragraph below, if there are several.
pub fn join_emoji(blocks: &mut Vec<Block>) {
    for block in blocks.iter_mut() {
        block.for_children_mut(&mut join_emoji);
    }
    let marks = |mark: &Block, line: &Block| {
        paragraph(mark).is_some_and(is_emoji)
            && paragraph(line).is_some_and(|text| text.chars().any(char::is_alphanumeric))
    };
    let pairs = blocks.iter().zip(blocks.iter().skip(1));
    if pairs.filter(|(mark, line)| marks(mark, line)).count() < MIN_MARKED {
        return;
    }
    let mut joined: Vec<Block> = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        if let Some(mark) = joined.last()
            && marks(mark, &block)
            && let Some(BlockKind::Paragraph { text: mark, .. }) =
                joined.pop().map(|mark| mark.kind)
            && let BlockKind::Paragraph { text, .. } = &mut block.kind
        {
            let space = Inline::new(" ", Style::PLAIN);
            text.runs.splice(0..0, mark.runs.into_iter().chain([space]));
        }
        joined.push(block);
    }
    *blocks = joined;
}

/// Whether a text is one or two pictographs. Signs such as `★` and `◆` may divide sections.
fn is_emoji(text: &Text) -> bool {
    let is_picture = |c: char| matches!(c, '\u{1F300}'..='\u{1FAFF}' | '\u{2600}'..='\u{27BF}');
    let is_joiner = |c: char| matches!(c, '\u{200D}' | '\u{FE0E}' | '\u{FE0F}');
    // Most paragraphs end here, before their text is copied.
    let first = text.chars().find(|c| !c.is_whitespace());
    if !first.is_some_and(|c| is_picture(c) || is_joiner(c)) {
        return false;
    }
    let plain = text.plain();
    let text = plain.trim();
    (1..=6).contains(&text.chars().count())
        && !text.contains(['★', '☆', '✦', '✧', '❖', '✽', '❀'])
        && text.chars().all(|c| is_picture(c) || is_joiner(c))
}
