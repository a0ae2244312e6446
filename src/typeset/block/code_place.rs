//! The place and the width of code. Code that fits has the edges of the text. Wider code is centred over
//! it, up to the whole pane; frames that are seen together have the same edges.

use super::block_layout::{LayoutContext, MIN_EXTRA, MIN_FOLDED, Typesetter};
use super::code::BOXED_FROM;
use crate::document::{Block, BlockKind, Inline, Text, TextId};
use std::collections::HashMap;

/// Cells of the two sides of a box.
const FRAME: usize = 4;

/// Lines between two blocks of code that are still seen together: about half of a window.
const TOGETHER: usize = 20;

/// Blocks of code outside of all frames that are wider than the text.
#[derive(Default)]
struct Search {
    /// Those that are seen together.
    groups: Vec<Vec<(TextId, usize)>>,
    /// Cells of text, and lines besides, since the last code.
    cells: usize,
    lines: usize,
}

impl Typesetter<'_> {
    /// The cells of blocks of code that are wider than the text and seen together with others: those of
    /// the widest among them.
    pub(crate) fn widths_of_code(&self, context: LayoutContext) -> HashMap<TextId, usize> {
        let mut widths = HashMap::new();
        let mut search = Search::default();
        self.find_code(&self.document.blocks, context, &mut search);
        for group in search.groups.iter().filter(|group| group.len() > 1) {
            let widest = group.iter().map(|(_, wanted)| *wanted).max().unwrap_or(0);
            widths.extend(group.iter().map(|(id, _)| (*id, widest)));
        }
        widths
    }

    fn find_code(&self, blocks: &[Block], context: LayoutContext, search: &mut Search) {
        for block in blocks.iter().filter(|block| block.cut.is_none()) {
            match &block.kind {
                BlockKind::Group { blocks } => self.find_code(blocks, context, search),
                BlockKind::Code { text, .. } => {
                    let plain = text.plain();
                    let wanted = self.code_cells(&plain);
                    if wanted <= usize::from(context.width) {
                        // A frame has a line above and below.
                        search.lines += plain.lines().count() + 2;
                        continue;
                    }
                    let code = (text.id, wanted);
                    let lines = search.cells / usize::from(context.width).max(1) + search.lines;
                    (search.cells, search.lines) = (0, 0);
                    match search.groups.last_mut().filter(|_| lines <= TOGETHER) {
                        Some(group) => group.push(code),
                        None => search.groups.push(vec![code]),
                    }
                }
                kind => {
                    search.cells += cells_of(kind);
                    // A blank line, and one that is not full.
                    search.lines += 1 + items_of(kind);
                }
            }
        }
    }

    /// The cells of a frame in which no line of code folds.
    pub(crate) fn code_cells(&self, words: &str) -> usize {
        let policy = self.options.width;
        let widest = words.split('\n').map(|line| policy.str(line)).max();
        widest.unwrap_or(0) + FRAME
    }

    /// Without a box, code uses the few cells beyond a narrow measure, such as the gutter.
    fn fills_code(&self, right: u16, left: u16) -> bool {
        self.measure < BOXED_FROM && right.max(left) < MIN_EXTRA
    }

    /// The surroundings of code. Code that would fold is wider by a multiple of [`MIN_EXTRA`] or by all
    /// of a margin, so that the edges of several blocks are more often in line.
    pub(super) fn placed_code(
        &mut self,
        wanted: usize,
        text: &Text,
        context: LayoutContext,
    ) -> LayoutContext {
        let (right, left) = (self.margins(context).0, self.left_margin(context));
        if self.fills_code(right, left) {
            let widened = self.widened(usize::MAX, context);
            return self.outdented(widened, context);
        }
        let shared = match context.frame {
            0 => self.code_widths.get(&text.id),
            _ => None,
        };
        let wanted = wanted.max(shared.copied().unwrap_or(0));
        let more = wanted.saturating_sub(usize::from(context.width));
        let more = u16::try_from(more).unwrap_or(u16::MAX);
        let (right, left) = if more > right + left {
            // It folds all the same.
            let right = if right < MIN_FOLDED { 0 } else { right };
            (right, self.margins(context).1)
        } else {
            (right, left)
        };
        let all = right + left;
        let more = match more.min(all).checked_next_multiple_of(MIN_EXTRA) {
            Some(step) if more <= right => step.min(right),
            Some(step) if right.max(left) >= MIN_EXTRA => step.min(all),
            _ => all,
        };
        let width = context.width + more;
        let widened = LayoutContext { width, ..context };
        self.centred(widened, (right, left), context)
    }
}

/// The cells of the text of a block, as far as they are easily counted: a byte of ASCII takes one,
/// three bytes of an ideograph take two.
fn cells_of(kind: &BlockKind) -> usize {
    let of_run = |run: &Inline| {
        let ascii = run.text.bytes().map(|byte| usize::from(byte.is_ascii()));
        let ascii = ascii.sum::<usize>();
        ascii + (run.text.len() - ascii) * 2 / 3
    };
    let of_text = |text: &Text| text.runs.iter().map(of_run).sum::<usize>();
    let of_blocks = |blocks: &[Block]| blocks.iter().map(|block| cells_of(&block.kind)).sum();
    match kind {
        BlockKind::Paragraph { text, .. }
        | BlockKind::Heading { text, .. }
        | BlockKind::Preserved { text } => of_text(text),
        BlockKind::Quote { blocks, .. }
        | BlockKind::Group { blocks }
        | BlockKind::Notice { blocks, .. }
        | BlockKind::Details { blocks, .. } => of_blocks(blocks),
        BlockKind::List { items, .. } => items.iter().map(|item| of_blocks(&item.blocks)).sum(),
        _ => 0,
    }
}

/// The parts of a block that each begin a line.
fn items_of(kind: &BlockKind) -> usize {
    match kind {
        BlockKind::List { items, .. } => items.len(),
        BlockKind::Table(table) => table.rows.len(),
        BlockKind::Figure { images, .. } => images.len(),
        _ => 1,
    }
}
