//! The layout of code: a box, or a bar at the left where it is narrow. Long lines are folded
//! with a mark, or scrolled.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::Text;
use crate::role::Role;
use crate::text::{cluster_end, truncate, window};
use crate::typeset::inline::layout::{LineFlags, TextLine};
use crate::typeset::lines::{LineKind, RightSide};
use crate::typeset::{Anchor, AnchorKind};

impl Typesetter<'_> {
    pub(crate) fn code(&mut self, text: &Text, language: Option<&str>, context: LayoutContext) {
        let policy = self.options.width;
        let line = self.compact.lines.len();
        let boxed = context.width >= 50 && policy.str("┌─┐│└┘") == 6;
        let bar = policy.narrow("│ ", "| ").to_owned();
        let Some(index) = self.add(text, Role::CodeBlock, context) else {
            return;
        };
        let words = self.texts.of(index).to_owned();
        let words = words.strip_suffix('\n').unwrap_or(&words);
        let count = words.split('\n').count();
        let name = language.unwrap_or_default();
        let lines = match count {
            1 => self.labels.code_line.clone(),
            _ => self.labels.code_lines.replace("{n}", &count.to_string()),
        };
        if boxed {
            let right = format!(" {lines} ┐");
            let left = if name.is_empty() {
                "┌".to_owned()
            } else {
                format!("┌ {name} ")
            };
            let (left, used) = truncate(&left, usize::from(context.width) / 2, policy);
            let fill = usize::from(context.width).saturating_sub(used + policy.str(&right));
            let top = format!("{left}{}{right}", "─".repeat(fill));
            self.push_chrome(top, context.width, Role::CodeFrame, 0, context);
        }
        let mut inner = self.enter_frame(&bar, &bar, Role::CodeFrame, None, context);
        if inner.frame != context.frame {
            let edge = self.prefix_cells(inner.frame) + inner.width;
            let (column, bar) = if boxed {
                // The bar and a space before it.
                inner.width -= 2;
                (edge - 1, "│")
            } else {
                (edge, "")
            };
            let fill = Role::CodeBlock;
            self.compact.frames[inner.frame as usize].right = Some(RightSide { column, bar, fill });
        }
        if !boxed && !name.is_empty() {
            self.push_label(name, Role::CodeFrame, inner);
        }
        self.code_lines(index, words, inner);
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

    pub(crate) fn code_lines(&mut self, index: usize, words: &str, context: LayoutContext) {
        let width = usize::from(context.width).max(1);
        let mut start = 0;
        for line in words.split('\n') {
            if self.options.code_scroll > 0 {
                self.scrolled(index, start, line, context);
            } else {
                self.folded(index, start, line, width, context);
            }
            start += line.len() + 1;
        }
    }

    /// The visible part of a line of code that is scrolled sideways.
    pub(crate) fn scrolled(
        &mut self,
        index: usize,
        start: usize,
        line: &str,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let from = usize::from(self.options.code_scroll);
        let room = usize::from(context.width);
        let (mut range, mut blank) = window(line, from..from + room, policy);
        let cut = range.end < line.len() && room > 1;
        if cut {
            (range, blank) = window(line, from..from + room - 1, policy);
        }
        let cells = policy.str(line.get(range.clone()).unwrap_or_default()) as u16;
        let line = TextLine {
            start: (start + range.start) as u32,
            end: (start + range.end) as u32,
            cells,
            flags: LineFlags::LAST,
        };
        let kind = LineKind::Code {
            text: index as u32,
            line,
            folded: false,
            cut,
        };
        self.push(kind, context, blank as u16);
    }

    /// A line of code on as many lines as it needs; those after the first have a mark.
    pub(crate) fn folded(
        &mut self,
        index: usize,
        start: usize,
        line: &str,
        width: usize,
        context: LayoutContext,
    ) {
        let policy = self.options.width;
        let mark = if width >= 8 { 2 } else { 0 };
        let mut from = 0;
        let mut at = 0;
        let mut cells = 0;
        let mut folded = false;
        loop {
            let end = if at < line.len() {
                cluster_end(line, at)
            } else {
                at
            };
            let next = policy.cluster(line.get(at..end).unwrap_or_default());
            let room = if folded { width - mark } else { width };
            if at == line.len() || cells + next > room && at > from {
                let part = TextLine {
                    start: (start + from) as u32,
                    end: (start + at) as u32,
                    cells: cells as u16,
                    flags: LineFlags::LAST,
                };
                let folded_here = folded && mark > 0;
                let kind = LineKind::Code {
                    text: index as u32,
                    line: part,
                    folded: folded_here,
                    cut: false,
                };
                self.push(kind, context, 0);
                if at == line.len() {
                    return;
                }
                folded = true;
                from = at;
                cells = 0;
            }
            cells += next;
            at = end;
        }
    }
}
