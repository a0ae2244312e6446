//! CompactLines and the prefixes before them: bars of quotes, indents of lists, markers.

use super::{LayoutContext, Typesetter};
use crate::document::{LinkNumber, Style};
use crate::role::Role;
use crate::text::truncate;
use crate::typeset::Span;
use crate::typeset::lines::{CompactLine, Frame, LineKind};

/// A prefix may leave the text no fewer cells than these.
pub(crate) const NARROWEST: u16 = 16;

impl Typesetter<'_> {
    pub fn push(&mut self, kind: LineKind, around: LayoutContext, indent: u16) {
        let fresh = match kind {
            LineKind::Blank | LineKind::Readings { .. } => 0,
            _ => std::mem::take(&mut self.fresh),
        };
        self.rows.lines.push(CompactLine {
            kind,
            frame: around.frame,
            fresh,
            indent,
        });
    }

    /// Enters a block with a prefix. Where the prefixes around leave too little room they are
    /// left out, and where even this one does, it is too.
    pub fn enter(
        &mut self,
        first: &str,
        rest: &str,
        role: Role,
        link: Option<LinkNumber>,
        around: LayoutContext,
    ) -> LayoutContext {
        let measure = self.options.measure;
        let cells = self
            .options
            .width
            .str(first)
            .max(self.options.width.str(rest)) as u16;
        let least = NARROWEST.min(measure / 3).max(2);
        let mut inner = LayoutContext {
            depth: around.depth + 1,
            ..around
        };
        let (parent, room) = if around.width >= cells + least {
            (around.frame, around.width)
        } else if around.frame != 0 && around.width > measure / 3 && measure >= cells + least {
            (0, measure)
        } else {
            return inner;
        };
        if parent == 0 && self.fresh > 0 && around.frame != 0 {
            // Prefixes that were never shown keep a line of their own.
            self.push(LineKind::Prefix, around, 0);
        }
        let pad = |text: &str| {
            let missing = usize::from(cells).saturating_sub(self.options.width.str(text));
            format!("{text}{}", " ".repeat(missing))
        };
        let frame = Frame {
            parent,
            first: pad(first),
            rest: pad(rest),
            role,
            link,
            right: None,
        };
        self.rows.frames.push(frame);
        self.fresh = self.fresh.saturating_add(1);
        inner.frame = self.rows.frames.len() as u32 - 1;
        inner.width = room - cells;
        inner
    }

    /// Leaves a block. `must_show`: a block without a row still shows its prefix.
    pub fn leave(&mut self, inner: LayoutContext, must_show: bool) {
        if self.fresh == 0 {
            return;
        }
        if must_show {
            self.push(LineKind::Prefix, inner, 0);
        } else {
            self.fresh -= 1;
        }
    }

    /// One line of our own words, cut to fit.
    pub fn note(&mut self, words: &str, role: Role, around: LayoutContext) {
        let (text, cells) = truncate(words, usize::from(around.width), self.options.width);
        self.chrome(text, cells as u16, role, 0, around);
    }

    pub fn chrome(
        &mut self,
        text: String,
        cells: u16,
        role: Role,
        indent: u16,
        around: LayoutContext,
    ) {
        self.rows.chrome.push(Span {
            text,
            cells,
            role,
            style: Style::PLAIN,
            link: None,
            source: None,
        });
        let index = self.rows.chrome.len() as u32 - 1;
        self.push(LineKind::Chrome(index), around, indent);
    }
}
