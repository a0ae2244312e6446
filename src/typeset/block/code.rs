//! The layout of code: a box, or a bar at the left where it is narrow. Long lines are folded
//! with a mark, or scrolled.

use super::block_layout::{LayoutContext, Typesetter};
use super::code_fold::{CodeLine, fold};
use crate::document::Text;
use crate::role::Role;
use crate::text::{truncate, window};
use crate::typeset::inline::layout::TextLine;
use crate::typeset::inline::setting::LineFlags;
use crate::typeset::lines::{Edges, LineKind, RightSide};
use crate::typeset::{Anchor, AnchorKind};

/// Lines of the shortest code that has their number in its frame: it is higher than most windows,
/// so that its end is not visible.
const COUNTED_FROM: usize = 30;

/// The narrowest page with a box around code; below it there is a bar at the left.
pub(super) const BOXED_FROM: u16 = 50;

impl Typesetter<'_> {
    pub(crate) fn code(&mut self, text: &Text, language: Option<&str>, context: LayoutContext) {
        let policy = self.options.width;
        let line = self.compact.lines.len();
        let Some(index) = self.add(text, Role::CodeBlock, context) else {
            return;
        };
        let words = self.texts.of(index).to_owned();
        let words = words.strip_suffix('\n').unwrap_or(&words);
        let wanted = self.code_cells(words);
        let context = self.placed_code(wanted, text, context);
        // Code that is wholly visible does not move.
        let scroll = self.options.sideways;
        let scroll = scroll.filter(|_| wanted > usize::from(context.width));
        let boxed = context.width >= BOXED_FROM && policy.str("┌─┐│└┘") == 6;
        let bar = policy.narrow("│ ", "| ").to_owned();
        let name = language.unwrap_or_default();
        self.code_head(name, words.split('\n').count(), boxed, context);
        let mut inner = self.enter_frame(&bar, &bar, Role::CodeFrame, None, context);
        if inner.frame != context.frame {
            let edge = self.prefix_cells(inner.frame) + inner.width;
            let (column, bar) = if boxed {
                // The bar and a space before it.
                inner.width -= 2;
                (edge - 1, "│")
            } else {
                // Blank cells as at the left, where the code has room for them.
                inner.width -= match inner.width {
                    40.. => 2,
                    24.. => 1,
                    _ => 0,
                };
                (edge, "")
            };
            let fill = Role::CodeBlock;
            self.compact.frames[inner.frame as usize].right = Some(RightSide { column, bar, fill });
        }
        self.code_lines(index, words, scroll, inner);
        if inner.frame != context.frame {
            self.leave_frame();
        }
        if boxed {
            let bottom = format!("└{}┘", "─".repeat(usize::from(context.width) - 2));
            self.push_chrome(bottom, context.width, Role::CodeFrame, 0, context);
        }
        let text = name.to_owned();
        self.anchors.push(Anchor {
            kind: AnchorKind::Code,
            line,
            text,
        });
    }

    /// The upper side of the frame, with the language and, in a box, the number of lines of long code. A
    /// narrow frame without a language has none.
    fn code_head(&mut self, name: &str, count: usize, boxed: bool, context: LayoutContext) {
        let policy = self.options.width;
        let room = usize::from(context.width);
        let (start, dash) = (policy.narrow("┌", "+"), policy.narrow("─", "-"));
        let left = match name {
            "" => start.to_owned(),
            name => format!("{start} {name} "),
        };
        let right = if boxed && count >= COUNTED_FROM {
            let lines = self.labels.code_lines.replace("{n}", &count.to_string());
            format!(" {lines} ┐")
        } else if boxed {
            "┐".to_owned()
        } else {
            String::new()
        };
        if boxed || !name.is_empty() {
            let (left, used) = truncate(&left, if boxed { room / 2 } else { room }, policy);
            let fill = room.saturating_sub(used + policy.str(&right));
            let top = format!("{left}{}{right}", dash.repeat(fill));
            self.push_chrome(top, context.width, Role::CodeFrame, 0, context);
        }
    }

    /// Cells of the prefixes of a frame and of the frames around it.
    pub(crate) fn prefix_cells(&self, mut frame: u32) -> u16 {
        let mut cells = 0;
        while frame != 0 {
            let frame_here = &self.compact.frames[frame as usize];
            cells += self.options.width.str(&frame_here.rest) as u16;
            frame = frame_here.parent;
        }
        cells
    }

    fn code_lines(
        &mut self,
        index: usize,
        words: &str,
        scroll: Option<u16>,
        context: LayoutContext,
    ) {
        let width = usize::from(context.width).max(1);
        let mut start = 0;
        for line in words.split('\n') {
            match scroll {
                Some(from) => self.scrolled(index, (start, line), usize::from(from), context),
                None => self.folded(index, start, line, width, context),
            }
            start += line.len() + 1;
        }
    }

    /// The part of a line of code from column `from` on that fits. Signs at its edges say that there
    /// is more. They are drawn in the blank cells of the frame beside the line, where it has them.
    fn scrolled(
        &mut self,
        index: usize,
        (start, line): (usize, &str),
        from: usize,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let frame = &self.compact.frames[context.frame as usize];
        let end = self.prefix_cells(context.frame) + context.width;
        let has_blank = frame.right.is_some_and(|right| right.column > end);
        let left_sign = usize::from(!frame.has_blank_end());
        let right_sign = usize::from(!has_blank);
        let room = usize::from(context.width);
        let cells = policy.str(line);
        let mut edges = Edges::default();
        edges.set(Edges::LEFT, from > 0 && cells > 0 && room > 2);
        edges.set(Edges::RIGHT, cells > from + room && room > 2);
        let left = usize::from(edges.contains(Edges::LEFT)) * left_sign;
        let right = usize::from(edges.contains(Edges::RIGHT)) * right_sign;
        let (range, blank) = window(line, from + left..from + room - right, policy);
        let cells = policy.str(line.get(range.clone()).unwrap_or_default()) as u16;
        let line = TextLine {
            start: (start + range.start) as u32,
            end: (start + range.end) as u32,
            cells,
            flags: LineFlags::LAST,
        };
        let text = index as u32;
        self.push(LineKind::Code { text, line, edges }, context, blank as u16);
    }

    /// A line of code on as many lines as it needs; those after the first have a mark.
    fn folded(
        &mut self,
        index: usize,
        start: usize,
        line: &str,
        width: usize,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let mark = if width >= 8 { 2 } else { 0 };
        let code = CodeLine::new(line, width);
        let mut from = 0;
        loop {
            let folded = from > 0 && mark > 0;
            let room = if folded { width - mark } else { width };
            let fold = fold(&code, from, room, policy);
            let cells = policy.str(line.get(from..fold.end).unwrap_or_default());
            let part = TextLine {
                start: (start + from) as u32,
                end: (start + fold.end) as u32,
                cells: cells as u16,
                flags: LineFlags::LAST,
            };
            let mut edges = Edges::default();
            edges.set(Edges::FOLDED, folded);
            let kind = LineKind::Code {
                text: index as u32,
                line: part,
                edges,
            };
            self.push(kind, context, 0);
            if fold.next >= line.len() {
                return;
            }
            from = fold.next;
        }
    }
}
