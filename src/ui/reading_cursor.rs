//! Where the terminal's cursor is in an article: at the end of the selection that moves, at the focused
//! link or footnote, or at the current hit. Screen readers and braille displays follow it.

use super::tint::Numbered;
use crate::app::ReaderPane;
use crate::app::reader::focusables::Focusable;
use crate::typeset::Page;

/// The cell of a line at which the cursor is, if it is on that line. `focus`: which spans belong to the
/// focused link.
pub(super) fn column(
    reader: &ReaderPane,
    page: &Page,
    (at, line): Numbered<'_>,
    focus: &[bool],
) -> Option<u16> {
    let cells = |text, range| page.cells_of(at, text, range).map(|cells| cells.start);
    if let Some(selection) = &reader.selection {
        let moving = selection.moving;
        let mut sources = line.spans.iter().filter_map(|span| span.source.as_ref());
        let is_here =
            sources.any(|(text, range)| *text == moving.text && range.contains(&moving.byte));
        return cells(moving.text, &(moving.byte..u32::MAX)).filter(|_| is_here);
    }
    if let Some(first) = focus.iter().position(|focused| *focused) {
        return Some(line.spans.iter().take(first).map(|span| span.cells).sum());
    }
    match reader.focused.as_ref().map(|focused| &focused.target) {
        Some(Focusable::Footnote(call)) => return cells(call.text, &call.range),
        Some(Focusable::Link(_)) => return None,
        None => {}
    }
    let hit = reader.hits.get(reader.current?)?;
    cells(hit.text, &hit.range)
}
