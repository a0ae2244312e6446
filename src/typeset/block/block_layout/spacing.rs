//! The space between two blocks.

use super::{LayoutContext, SpacingKind, Spread, Typesetter};
use crate::document::{Align, Block, BlockKind, ParagraphRole, Text};
use crate::text::Language;
use crate::typeset::Indent;
use crate::typeset::block::block_style::MIN_INDENTED_QUOTE;
use crate::typeset::lines::LineKind;

/// Characters of the longest line of signs that divides scenes, with its spaces.
const LONGEST_DIVIDER: usize = 15;

impl Typesetter<'_> {
    /// How a block is spaced; None for a paragraph without words, which is skipped.
    /// `verse`: it is a stanza.
    pub(super) fn spacing_kind(&self, block: &Block, verse: bool) -> Option<SpacingKind> {
        let (text, align) = match &block.kind {
            BlockKind::Paragraph {
                role: ParagraphRole::Body,
                text,
                align,
            } if block.cut.is_none() => (text, *align),
            BlockKind::Paragraph {
                role: ParagraphRole::Credit,
                ..
            } if block.cut.is_none() => return Some(SpacingKind::Credit),
            BlockKind::Heading { .. } => return Some(SpacingKind::Heading),
            BlockKind::Rule if block.cut.is_none() => return Some(SpacingKind::Rule),
            BlockKind::Quote { .. } if block.cut.is_none() => return Some(SpacingKind::Quote),
            _ => return Some(SpacingKind::Other),
        };
        if text.is_blank() {
            None
        } else if is_divider(text) {
            Some(SpacingKind::Rule)
        } else if verse {
            Some(SpacingKind::Other)
        } else if align == Align::Center {
            Some(SpacingKind::Centred)
        } else if self.speakers.is_turn(text) {
            Some(SpacingKind::Turn)
        } else {
            Some(SpacingKind::Prose)
        }
    }

    pub(super) fn push_gap(
        &mut self,
        last: SpacingKind,
        kind: SpacingKind,
        context: LayoutContext,
        spread: Spread,
    ) {
        let gap = self.gap(last, kind, context, spread);
        // Paragraphs are at least as far apart as their lines.
        let leading = if is_running(last, kind) && context.prose {
            self.options.leading.min(2)
        } else {
            0
        };
        for _ in 0..leading.max(u16::from(gap)) {
            self.push(LineKind::Blank, context, 0);
        }
    }

    fn gap(
        &self,
        last: SpacingKind,
        kind: SpacingKind,
        context: LayoutContext,
        spread: Spread,
    ) -> bool {
        match (last, kind) {
            _ if spread == Spread::Tight => false,
            // Without an indent, the bar of a quote would go on with that of the heading.
            (SpacingKind::Heading, SpacingKind::Quote) if context.frame == 0 => {
                self.options.measure < MIN_INDENTED_QUOTE
            }
            // A heading belongs to the block after it, of whatever kind.
            (SpacingKind::Heading, kind) if kind != SpacingKind::Heading => false,
            (SpacingKind::Credit, SpacingKind::Credit) => false,
            _ if is_running(last, kind) => match self.options.indent {
                _ if !context.prose => true,
                Indent::Indent => false,
                Indent::Blank | Indent::Both => true,
                Indent::Auto => !context.manner.is_some_and(Language::is_full_width),
            },
            _ => true,
        }
    }
}

/// Whether two blocks are paragraphs of one running text, which may follow without a blank line.
fn is_running(last: SpacingKind, kind: SpacingKind) -> bool {
    matches!(
        (last, kind),
        (SpacingKind::Prose | SpacingKind::Turn, SpacingKind::Prose)
            | (SpacingKind::Centred, SpacingKind::Centred)
    )
}

/// Whether a text is a line of signs that divides scenes: `＊ ＊ ＊`, `◆`. Dots and dashes are
/// silence in a dialogue.
fn is_divider(text: &Text) -> bool {
    let mut signs = 0;
    for (count, c) in text
        .runs
        .iter()
        .flat_map(|run| run.text.chars())
        .enumerate()
    {
        let is_sign = "*＊∗⁎⁂✱✻✽❋❈❖※◆◇■□●○◎☆★❦❧#＃".contains(c);
        if count >= LONGEST_DIVIDER || !is_sign && !c.is_whitespace() {
            return false;
        }
        signs += usize::from(is_sign);
    }
    signs > 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_signs_divide_scenes() {
        let check = |text: &str, expected: bool| {
            assert_eq!(is_divider(&Text::new(text)), expected, "{text:?}");
        };
        check("＊ ＊ ＊", true);
        check("　　◆", true);
        check("* * *", true);
        check("……", false);
        check("——", false);
        check("※ 注", false);
        check("", false);
    }
}
