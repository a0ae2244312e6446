//! The layout of definition lists.

use super::block_layout::{LayoutContext, Typesetter};
use crate::document::{Align, BlockKind, Definition};
use crate::role::Role;
use crate::text::Language;
use crate::typeset::Fit;
use crate::typeset::lines::{CompactLine, LineKind};
use crate::typeset::runs::Separator;

/// Cells that definitions are indented, in Japanese like a paragraph.
const INDENT: u16 = 4;
const JAPANESE_INDENT: u16 = 2;

impl Typesetter<'_> {
    fn definition_indent(&self) -> u16 {
        match self.language {
            Language::Ja => JAPANESE_INDENT,
            _ => INDENT,
        }
    }

    pub(crate) fn definitions(&mut self, entries: &[Definition], context: LayoutContext) {
        let mut above_is_short = true;
        for (index, entry) in entries.iter().enumerate() {
            let is_short = self.fits_indent(entry);
            // Terms of a letter read like a table.
            if index > 0 && !(is_short && above_is_short) {
                self.push(LineKind::Blank, context, 0);
            }
            above_is_short = is_short;
            let plain = LayoutContext {
                prose: false,
                ..context
            };
            let start = self.compact.lines.len();
            for term in &entry.terms {
                let mut setting = self.setting(term, context);
                if setting.language == Language::Ja {
                    // Long terms are written as sentences.
                    setting.fit = Fit::Balanced;
                }
                // Bold in the ink of the text, not the look of a heading, which may be near.
                let role = match context.role {
                    Role::Body => Role::Strong,
                    role => role,
                };
                self.text(term, role, &setting, Align::Start, plain);
                self.separator = Separator::Line;
            }
            let indent = " ".repeat(usize::from(self.definition_indent()));
            let inner = self.enter_frame(&indent, &indent, Role::Marker, None, plain);
            self.blocks(&entry.blocks, inner);
            if inner.frame != context.frame {
                self.leave_frame();
                if is_short {
                    self.join_term(start, context);
                }
            }
        }
    }

    /// Whether an entry is a term that fits before its definition, and a definition of one
    /// paragraph.
    fn fits_indent(&self, entry: &Definition) -> bool {
        let term = match entry.terms.as_slice() {
            // The number of a link or the mark of a note would not fit.
            [term]
                if term
                    .runs
                    .iter()
                    .all(|run| run.link.is_none() && run.footnote.is_none()) =>
            {
                term.plain()
            }
            _ => return false,
        };
        let text = match entry.blocks.as_slice() {
            [block] => matches!(block.kind, BlockKind::Paragraph { .. }),
            _ => false,
        };
        let room = 1..usize::from(self.definition_indent());
        text && room.contains(&self.options.width.str(&term))
    }

    /// Puts the term, alone on the line `start`, before the first line of its definition.
    fn join_term(&mut self, start: usize, context: LayoutContext) {
        let part = |line: &CompactLine| CompactLine {
            frame: 0,
            first_prefixes: 0,
            ..*line
        };
        let indent = self.definition_indent();
        let lines = &mut self.compact.lines;
        let (Some(term), Some(text)) = (lines.get(start).copied(), lines.get(start + 1).copied())
        else {
            return;
        };
        let is_text = |line: &CompactLine| matches!(line.kind, LineKind::Text { .. });
        if !is_text(&term) || !is_text(&text) {
            return;
        }
        lines.remove(start);
        let from = self.compact.parts.len() as u32;
        self.compact.parts.push((0, part(&term)));
        self.compact.parts.push((indent, part(&text)));
        lines[start] = CompactLine {
            kind: LineKind::Cells { from, to: from + 2 },
            frame: context.frame,
            first_prefixes: term.first_prefixes,
            indent: 0,
        };
    }
}
