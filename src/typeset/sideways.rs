//! Code and tables that are wider than the page: which lines are folded or go on to the right.

use super::inline::layout::TextLine;
use super::lines::{Edges, LineKind, WideTable};
use super::page::Page;
use std::ops::Range;

impl Page {
    /// Whether a line of code or a table is folded within these lines.
    pub(crate) fn has_folded(&self, lines: Range<usize>) -> bool {
        let mut code = self.code(lines.clone());
        code.any(|(_, _, edges)| edges.contains(Edges::FOLDED))
            || self.wide_tables(lines).any(|table| table.hidden.is_none())
    }

    /// How many cells the widest of these lines has right of the window.
    pub(crate) fn hidden_cells(&self, lines: Range<usize>) -> u16 {
        let code = self.code(lines.clone()).map(|(text, line, edges)| {
            if !edges.contains(Edges::RIGHT) {
                return 0;
            }
            let words = self.texts.of(text);
            let rest = words.get(line.end as usize..).unwrap_or_default();
            let rest = rest.split('\n').next().unwrap_or_default();
            u16::try_from(self.options().width.str(rest)).unwrap_or(u16::MAX)
        });
        let tables = self.wide_tables(lines).filter_map(|table| table.hidden);
        code.chain(tables).max().unwrap_or(0)
    }

    /// How far to scroll so that no column of a table is passed over.
    pub(crate) fn next_column(&self, lines: Range<usize>, scroll: u16) -> Option<u16> {
        let next = self.wide_tables(lines).filter_map(|table| table.next);
        next.filter(|next| *next > scroll).min()
    }

    fn code(&self, lines: Range<usize>) -> impl Iterator<Item = (usize, TextLine, Edges)> {
        let end = lines.end.min(self.len());
        let lines = self.compact.lines.get(lines.start..end).unwrap_or_default();
        lines.iter().filter_map(|line| match line.kind {
            LineKind::Code { text, line, edges } => Some((text as usize, line, edges)),
            _ => None,
        })
    }

    fn wide_tables(&self, lines: Range<usize>) -> impl Iterator<Item = &WideTable> {
        let tables = self.compact.wide_tables.iter();
        tables.filter(move |table| table.lines.0 < lines.end && lines.start < table.lines.1)
    }
}
