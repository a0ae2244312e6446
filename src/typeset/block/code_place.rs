//! The place and the width of code. Code that fits has the edges of the text; frames of wider code
//! that are seen together start at one edge.

use super::block_layout::{CodeEdges, LayoutContext, MIN_EXTRA, MIN_FOLDED, Typesetter};
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
    groups: Vec<Vec<(TextId, CodeEdges)>>,
    /// Cells of text, and lines besides, since the last code.
    cells: usize,
    lines: usize,
}

impl Typesetter<'_> {
    /// The edges of blocks of code that are wider than the text: of the widest among those that are seen together.
    pub(crate) fn edges_of_code(&self, context: LayoutContext) -> HashMap<TextId, CodeEdges> {
        let mut edges = HashMap::new();
        let mut search = Search::default();
        self.find_code(&self.document.blocks, context, &mut search);
        for group in search.groups {
            let outdent = group.iter().map(|(_, own)| own.outdent).max().unwrap_or(0);
            let wanted = group.iter().map(|(_, own)| own.wanted).max().unwrap_or(0);
            if group.len() > 1 || outdent > 0 {
                let shared = CodeEdges { outdent, wanted };
                edges.extend(group.into_iter().map(|(id, _)| (id, shared)));
            }
        }
        edges
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
                    let outdent = self.code_outdent(wanted, context);
                    let code = (text.id, CodeEdges { outdent, wanted });
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

    /// How far left of the text code asks to start: by half of the margin or by all of it, and only
    /// if no line folds then.
    fn code_outdent(&self, wanted: usize, context: LayoutContext) -> u16 {
        let (right, left) = (self.margins(context).0, self.left_margin(context));
        if self.fills_code(right, left) {
            return 0;
        }
        let room = usize::from(context.width + right);
        let steps = [0, half(left), left];
        let mut steps = steps.into_iter();
        let step = steps.find(|step| wanted <= room + usize::from(*step));
        step.unwrap_or(0)
    }

    /// Without a box, code uses the few cells beyond a narrow measure, such as the gutter.
    fn fills_code(&self, right: u16, left: u16) -> bool {
        self.measure < BOXED_FROM && right.max(left) < MIN_EXTRA
    }

    /// The surroundings of code. Code that would fold is wider by half of a margin of the measure, or
    /// by all of it, so that the edges of several blocks are in line.
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
            0 => self.code_edges.get(&text.id),
            _ => None,
        };
        let CodeEdges {
            outdent,
            wanted: shared,
        } = shared.copied().unwrap_or_default();
        let wanted = wanted.max(shared);
        let steps = [0, half(right), right].map(|step| context.width + outdent + step);
        let fits = |width: &u16| wanted <= usize::from(*width);
        let folded = if right < MIN_FOLDED { 0 } else { right };
        let width = steps.into_iter().find(fits);
        let width = width.unwrap_or(context.width + outdent + folded);
        self.starting_left(outdent, LayoutContext { width, ..context })
    }
}

/// Half of a margin, unless it is too narrow to be divided.
fn half(cells: u16) -> u16 {
    if cells < MIN_EXTRA {
        cells
    } else {
        cells.div_ceil(2)
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
