//! Gives cells of a drawn line the style of a hit, a selection or a highlight.

use super::canvas::Canvas;
use super::style::Styles;
use crate::role::Role;
use crate::typeset::Line;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// A line of the page with its number.
pub(super) type Numbered<'a> = (usize, &'a Line);

/// Gives cells the style of a role and removes all other attributes: bold or underline of the
/// text could change the colours of the role or make them hard to read.
pub(super) fn mark(
    canvas: &mut Canvas,
    styles: &Styles,
    (text, y): (Rect, u16),
    cells: std::ops::Range<u16>,
    role: Role,
) {
    let style = Style::reset().patch(styles.on_body(role));
    let style = style.remove_modifier(Modifier::ITALIC);
    let end = (text.x + cells.end).min(text.right());
    for x in (text.x + cells.start)..end {
        if let Some(cell) = canvas.buffer.cell_mut((x, y)) {
            cell.set_style(style);
        }
    }
}

/// Gives cells the colours of a role. They keep their weight; with reverse video they lose it,
/// because a terminal may brighten the colours of bold text.
pub(super) fn tint(
    canvas: &mut Canvas,
    styles: &Styles,
    row: (Rect, u16),
    cells: std::ops::Range<u16>,
    role: Role,
) {
    // The attributes of the text stay: those of body text would slant ideographs.
    let style = Style {
        add_modifier: styles.of(role).add_modifier,
        ..styles.on_body(role)
    };
    if style.add_modifier.contains(Modifier::REVERSED) {
        mark(canvas, styles, row, cells, role);
        return;
    }
    let (text, y) = row;
    let end = (text.x + cells.end).min(text.right());
    for x in (text.x + cells.start)..end {
        if let Some(cell) = canvas.buffer.cell_mut((x, y)) {
            cell.set_style(style);
        }
    }
}
