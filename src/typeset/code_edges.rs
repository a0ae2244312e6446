//! Where the code of a page is folded or goes on to the right.

use super::inline::layout::TextLine;
use super::lines::{Edges, LineKind};
use super::page::Page;
use std::ops::Range;

impl Page {
    /// Whether a line of code is folded within these lines.
    pub(crate) fn has_folded_code(&self, lines: Range<usize>) -> bool {
        let mut code = self.code(lines);
        code.any(|(_, _, edges)| edges.contains(Edges::FOLDED))
    }

    /// The most cells of a line of code that are hidden right of what is shown.
    pub(crate) fn code_past(&self, lines: Range<usize>) -> u16 {
        let past = self.code(lines).map(|(text, line, edges)| {
            if !edges.contains(Edges::RIGHT) {
                return 0;
            }
            let words = self.texts.of(text);
            let rest = words.get(line.end as usize..).unwrap_or_default();
            let rest = rest.split('\n').next().unwrap_or_default();
            self.options().width.str(rest)
        });
        u16::try_from(past.max().unwrap_or(0)).unwrap_or(u16::MAX)
    }

    fn code(&self, lines: Range<usize>) -> impl Iterator<Item = (usize, TextLine, Edges)> {
        let end = lines.end.min(self.len());
        let lines = self.compact.lines.get(lines.start..end).unwrap_or_default();
        lines.iter().filter_map(|line| match line.kind {
            LineKind::Code { text, line, edges } => Some((text as usize, line, edges)),
            _ => None,
        })
    }
}
