//! Adds lines to the page, and frames: bars of quotes, indents of lists, markers.

use super::{LayoutContext, Typesetter};
use crate::document::LinkNumber;
use crate::role::Role;
use crate::text::truncate;
use crate::typeset::Span;
use crate::typeset::lines::{CompactLine, Frame, LineKind, Window};

/// Prefixes leave at least these cells to the text.
pub(crate) const NARROWEST: u16 = 16;

/// Fewer cells of a margin are not divided, and a table does not start in them left of the text.
pub(crate) const MIN_EXTRA: u16 = 8;

/// Fewer cells right of the measure, such as those of the gutter, are not used by what folds all the
/// same: the right edge of the text says more.
pub(crate) const MIN_FOLDED: u16 = 4;

impl Typesetter<'_> {
    /// Adds a line with the prefixes of its frames.
    pub fn push(&mut self, kind: LineKind, context: LayoutContext, indent: u16) {
        let first_prefixes = match kind {
            LineKind::Blank | LineKind::Ruby { .. } => 0,
            _ => std::mem::take(&mut self.first_prefixes),
        };
        self.compact.lines.push(CompactLine {
            kind,
            frame: context.frame,
            first_prefixes,
            indent,
        });
    }

    /// Cells right and left of the measure that a block may take. Table cells cannot grow. Only a
    /// block without a frame around it may start further left, so that bars and markers stay in line.
    pub fn margins(&self, context: LayoutContext) -> (u16, u16) {
        if context.cell {
            return (0, 0);
        }
        let left = self.left_margin(context);
        let left = if left < MIN_EXTRA { 0 } else { left };
        (self.options.reach - self.measure, left)
    }

    /// Cells left of the measure, however few.
    pub fn left_margin(&self, context: LayoutContext) -> u16 {
        if context.frame == 0 && !context.cell {
            self.options.outdent
        } else {
            0
        }
    }

    /// The surroundings of a block that would fold within the measure: as wide as it asks for,
    /// up to the reach and the outdent. [`Self::outdented`] puts it in its place.
    pub fn widened(&self, wanted: usize, context: LayoutContext) -> LayoutContext {
        if wanted <= usize::from(context.width) {
            return context;
        }
        let (right, left) = self.margins(context);
        let wanted = u16::try_from(wanted).unwrap_or(u16::MAX);
        LayoutContext {
            width: wanted.min(context.width + right + left),
            ..context
        }
    }

    /// Moves a widened block to the left by the cells that it has no room for to the right.
    pub fn outdented(&mut self, widened: LayoutContext, context: LayoutContext) -> LayoutContext {
        let (right, _) = self.margins(context);
        let outdent = widened.width.saturating_sub(context.width + right);
        self.starting_left(outdent, widened)
    }

    /// Centres a widened block over the text, so that it does not lean to one side. A block that is only
    /// a few cells wider keeps the left edge: one that starts a few cells further left looks like a
    /// mistake.
    pub fn centred(
        &mut self,
        widened: LayoutContext,
        (right, left): (u16, u16),
        context: LayoutContext,
    ) -> LayoutContext {
        let more = widened.width.saturating_sub(context.width);
        let half = more.div_ceil(2);
        let outdent = if more <= right && half < MIN_EXTRA {
            0
        } else {
            half.max(more.saturating_sub(right)).min(left)
        };
        self.starting_left(outdent, widened)
    }

    /// The surroundings of a block that starts some cells left of the text.
    pub fn starting_left(&mut self, outdent: u16, widened: LayoutContext) -> LayoutContext {
        if outdent == 0 {
            return widened;
        }
        self.compact.frames.push(Frame {
            parent: 0,
            first: String::new(),
            rest: String::new(),
            role: Role::Body,
            link: None,
            right: None,
            outdent,
            window: None,
        });
        LayoutContext {
            frame: self.compact.frames.len() as u32 - 1,
            ..widened
        }
    }

    /// Enters a block with a prefix. Where the prefixes around it leave too little room, they
    /// are dropped; where this one alone does, it is dropped too.
    pub fn enter_frame(
        &mut self,
        first: &str,
        rest: &str,
        role: Role,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> LayoutContext {
        let measure = self.measure;
        let widths = [first, rest].map(|prefix| self.options.width.str(prefix));
        let cells = widths[0].max(widths[1]) as u16;
        let least = NARROWEST.min(measure / 3).max(2);
        let mut inner = LayoutContext {
            depth: context.depth + 1,
            ..context
        };
        let (parent, room) = if context.width >= cells + least {
            (context.frame, context.width)
        } else if context.frame != 0 && context.width > measure / 3 && measure >= cells + least {
            (0, measure)
        } else {
            return inner;
        };
        if parent == 0 && self.first_prefixes > 0 && context.frame != 0 {
            // Pending prefixes that are dropped now get a line of their own.
            self.push(LineKind::Prefix, context, 0);
        }
        let pad = |text: &str, width: usize| {
            let missing = usize::from(cells).saturating_sub(width);
            let mut padded = String::with_capacity(text.len() + missing);
            padded.push_str(text);
            padded.extend(std::iter::repeat_n(' ', missing));
            padded
        };
        let frame = Frame {
            parent,
            first: pad(first, widths[0]),
            rest: pad(rest, widths[1]),
            role,
            link,
            right: None,
            outdent: 0,
            window: None,
        };
        self.compact.frames.push(frame);
        self.first_prefixes = self.first_prefixes.saturating_add(1);
        inner.frame = self.compact.frames.len() as u32 - 1;
        inner.width = room - cells;
        inner
    }

    /// As [`enter_frame`](Self::enter_frame), with a prefix that only the first line makes room
    /// for: the others are indented by `hang` cells.
    pub fn enter_hanging_frame(
        &mut self,
        first: &str,
        hang: u16,
        role: Role,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) -> LayoutContext {
        let mut inner = self.enter_frame(first, "", role, link, context);
        if inner.frame != context.frame
            && let Some(frame) = self.compact.frames.last_mut()
        {
            let cells = self.options.width.str(&frame.rest) as u16;
            let hang = hang.min(cells);
            frame.rest = " ".repeat(usize::from(hang));
            inner.lead = cells - hang;
            inner.width += inner.lead;
        }
        inner
    }

    /// Enters a block of which only a part of each line is shown.
    pub fn enter_window(&mut self, window: Window, context: LayoutContext) -> LayoutContext {
        let inner = self.enter_frame("", "", Role::Body, None, context);
        if inner.frame != context.frame
            && let Some(frame) = self.compact.frames.last_mut()
        {
            frame.window = Some(window);
        }
        inner
    }

    /// Leaves a block. Without any line it does not show its prefix either.
    pub fn leave_frame(&mut self) {
        self.first_prefixes = self.first_prefixes.saturating_sub(1);
    }

    /// Leaves a block whose prefix is shown even if it has no line.
    pub fn leave_marked_frame(&mut self, inner: LayoutContext) {
        if self.first_prefixes > 0 {
            self.push(LineKind::Prefix, inner, 0);
        }
    }

    /// Adds a generated line of interface text, truncated to fit.
    pub fn push_label(&mut self, words: &str, role: Role, context: LayoutContext) {
        let (text, cells) = truncate(words, usize::from(context.width), self.options.width);
        self.push_chrome(text, cells as u16, role, 0, context);
    }

    /// Adds a generated line that is a link, truncated to fit.
    pub fn push_link(
        &mut self,
        words: &str,
        role: Role,
        link: Option<LinkNumber>,
        context: LayoutContext,
    ) {
        self.push_label(words, role, context);
        if let Some(span) = self.compact.chrome.last_mut() {
            span.link = link;
        }
    }

    pub fn push_chrome(
        &mut self,
        text: String,
        cells: u16,
        role: Role,
        indent: u16,
        context: LayoutContext,
    ) {
        self.compact.chrome.push(Span::generated(text, cells, role));
        let index = self.compact.chrome.len() as u32 - 1;
        self.push(LineKind::Chrome(index), context, indent);
    }
}
