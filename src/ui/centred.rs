//! A short paragraph in the middle of an empty pane: what is missing, and what to do.

use super::canvas::Canvas;
use super::style::Styles;
use crate::app::wrapping::wrap;
use crate::role::Role;
use crate::text::Language;
use ratatui::layout::Rect;

/// Longer lines are wrapped, in cells.
const MEASURE: u16 = 56;

/// Writes texts of the interface as one block, centred between the sides and a third down. The lines
/// of a text are about even, and as few as its phrases allow.
pub(super) fn put_centred(
    canvas: &mut Canvas,
    styles: &Styles,
    area: Rect,
    language: Language,
    texts: &[(String, Role)],
) {
    let policy = canvas.policy();
    let width = area.width.saturating_sub(2).min(MEASURE);
    let wrapped = texts.iter().flat_map(|(text, role)| {
        let lines = wrap(text, width, language, policy);
        lines.into_iter().map(|line| (line, *role))
    });
    let lines: Vec<_> = wrapped.collect();
    let cells = lines.iter().map(|(line, _)| policy.str(line)).max();
    let cells = (cells.unwrap_or(0) as u16).min(area.width);
    let x = area.x + (area.width - cells) / 2;
    let y = area.y + area.height.saturating_sub(lines.len() as u16) / 3;
    for ((line, role), y) in lines.iter().zip(y..area.bottom()) {
        canvas.put(x, y, cells, line, styles.of(*role), None);
    }
}
