//! Credits that stand together: either each has a line, or all are set as paragraphs.

use super::Typesetter;
use crate::document::{Block, BlockKind, LinkNumber, ParagraphRole, Text};

/// How many blocks above and below a credit are looked at. Bounds the time.
const NEAR: usize = 32;

impl Typesetter<'_> {
    /// Whether one of the adjacent credits around `index` needs more than a line of `width` cells.
    pub(super) fn wraps_credits(&self, blocks: &[Block], index: usize, width: u16) -> bool {
        let needs = |block: &Block| match &block.kind {
            BlockKind::Paragraph { text, role, .. } if *role == ParagraphRole::Credit => {
                let line = text.plain();
                let cells = self.options.width.str(&line) + self.link_number_cells(text);
                Some(line.contains('\n') || cells > usize::from(width))
            }
            _ => None,
        };
        let shown = |block: &&Block| block.cut.is_none();
        if blocks.get(index).and_then(needs).is_none() {
            return false;
        }
        let above = blocks.iter().take(index).rev().take(NEAR).filter(shown);
        let below = blocks.iter().skip(index).take(NEAR).filter(shown);
        let mut run = above.map_while(needs).chain(below.map_while(needs));
        run.any(|wraps| wraps)
    }

    /// Cells of the numbers after the links of a text.
    fn link_number_cells(&self, text: &Text) -> usize {
        let numbers = text.runs.iter().filter_map(|run| run.link);
        let is_numbered = |number: &LinkNumber| {
            let link = (*number as usize).checked_sub(1);
            let link = link.and_then(|at| self.document.links.get(at));
            link.is_some_and(|link| self.options.numbered_links.include(link))
        };
        let cells = |number: LinkNumber| format!("[{number}]").len();
        numbers.filter(is_numbered).map(cells).sum()
    }
}
