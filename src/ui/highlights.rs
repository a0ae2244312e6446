//! What the user highlighted: a tint of the text, and a number in the margin where the theme has one
//! look for all colours.

use super::canvas::Canvas;
use super::style::Styles;
use super::tint::{Numbered, tint};
use crate::app::ReaderPane;
use crate::app::reader::passages::{COLOURS, Placed};
use crate::document::{Position, TextId};
use crate::role::Role;
use crate::typeset::{Line, Page};
use ratatui::layout::Rect;
use ratatui::style::Modifier;
use std::ops::Range;

/// The sign of a highlight with a note.
const NOTE: &str = "*";

/// Tints the highlights of a line. Of those that overlap the shorter is on top: it may be within the
/// other.
pub(super) fn draw(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    page: &Page,
    (at, line): Numbered<'_>,
    row: (Rect, u16),
) {
    let all = reader.highlights.placed.iter();
    let here = all.map(|placed| (placed, parts_on(placed, line).collect::<Vec<_>>()));
    let mut here: Vec<_> = here.filter(|(_, parts)| !parts.is_empty()).collect();
    here.sort_by_key(|(placed, _)| std::cmp::Reverse(placed.bytes()));
    for (placed, parts) in here {
        for (text, bytes) in parts {
            if let Some(cells) = page.cells_of(at, *text, bytes) {
                tint(canvas, styles, row, cells, placed.role);
            }
        }
    }
}

/// Writes the number of the highlight that starts on a line in the margin, if the theme does not tell
/// the colours apart; after the line, where it would touch the text or a wide block uses the margin.
pub(super) fn number(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    line: &Line,
    (text, pane, y): (Rect, Rect, u16),
) {
    if !styles.numbers_highlights() {
        return;
    }
    let mut all = reader.highlights.placed.iter();
    let here = all.find(|placed| starts_on(placed.start(), line));
    let number = here.and_then(|here| COLOURS.iter().position(|(_, role)| *role == here.role));
    let is_blank = |x: u16| is_blank(canvas, x, y);
    let margin = (text.x > pane.x).then(|| text.x.saturating_sub(2).max(pane.x));
    let margin = margin.filter(|x| is_blank(*x));
    let after = text.x + line.cells + 1;
    // The last column has the scrollbar.
    let after = (after + 1 < pane.right() && is_blank(after)).then_some(after);
    let apart = margin.filter(|x| is_blank(x + 1)).or(after).or(margin);
    if let (Some(number), Some(x)) = (number, apart) {
        let style = styles
            .on_body(Role::Marker)
            .add_modifier(Modifier::REVERSED);
        canvas.put(x, y, 1, &(number + 1).to_string(), style, None);
    }
}

/// Writes a sign after the line on which a highlight with a note ends; in the margin, where there is no
/// room.
pub(super) fn note(
    canvas: &mut Canvas,
    styles: &Styles,
    reader: &ReaderPane,
    line: &Line,
    (text, pane, y): (Rect, Rect, u16),
) {
    let mut all = reader.highlights.placed.iter();
    if !all.any(|placed| placed.has_note && ends_on(placed.end(), line)) {
        return;
    }
    let end = text.x + line.cells;
    // The last column has the scrollbar.
    let after = [end + 1, end].into_iter().filter(|x| x + 1 < pane.right());
    let before = text.x.checked_sub(1).filter(|x| *x >= pane.x);
    let mut places = after.chain(before);
    if let Some(x) = places.find(|x| is_blank(canvas, *x, y)) {
        canvas.put(x, y, 1, NOTE, styles.on_body(Role::LinkNumber), None);
    }
}

fn is_blank(canvas: &Canvas, x: u16, y: u16) -> bool {
    let cell = canvas.buffer.cell((x, y));
    cell.is_some_and(|cell| cell.symbol() == " ")
}

/// Whether a line has the last character before a position.
fn ends_on(end: Position, line: &Line) -> bool {
    let mut sources = line.spans.iter().filter_map(|span| span.source.as_ref());
    sources.any(|(text, here)| *text == end.text && here.start < end.byte && end.byte <= here.end)
}

/// Whether a line has the text at a position.
fn starts_on(start: Position, line: &Line) -> bool {
    let mut sources = line.spans.iter().filter_map(|span| span.source.as_ref());
    sources.any(|(text, here)| *text == start.text && here.contains(&start.byte))
}

/// The parts of a highlight that are on a line.
fn parts_on<'a>(
    placed: &'a Placed,
    line: &'a Line,
) -> impl Iterator<Item = &'a (TextId, Range<u32>)> {
    let is_here = |(text, bytes): &&(TextId, Range<u32>)| {
        let mut sources = line.spans.iter().filter_map(|span| span.source.as_ref());
        sources.any(|(id, here)| id == text && here.start < bytes.end && bytes.start < here.end)
    };
    placed.parts.iter().filter(is_here)
}
