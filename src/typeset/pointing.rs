//! The text under a cell of the screen.

use super::page::Page;
use crate::document::Position;
use crate::text::clusters;
use std::ops::Range;

impl Page {
    /// The cluster at a cell of a line, or the nearest one of the line. `None`: the line has no
    /// text.
    pub(crate) fn place_at(&self, line: usize, cell: u16) -> Option<Position> {
        let away = |cells: &Range<u16>| match cell {
            _ if cell < cells.start => cells.start - cell,
            _ => (cell + 1).saturating_sub(cells.end),
        };
        let mut nearest: Option<(u16, Position)> = None;
        for (text, source) in self
            .line(line)
            .spans
            .into_iter()
            .filter_map(|span| span.source)
        {
            let start = Position {
                text,
                byte: source.start,
            };
            let words = self.words(text, source.clone());
            let mut at = 0;
            for cluster in clusters(&words) {
                let from = self.ahead(start, at).unwrap_or(source.start);
                at += cluster.len() as u32;
                let to = self.ahead(start, at).unwrap_or(source.end);
                let cells = self.cells_of(line, text, &(from..to));
                let Some(away) = cells.as_ref().map(away) else {
                    continue;
                };
                if nearest.is_none_or(|(least, _)| away < least) {
                    nearest = Some((away, Position { text, byte: from }));
                }
            }
        }
        nearest.map(|(_, place)| place)
    }
}
