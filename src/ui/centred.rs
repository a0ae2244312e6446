//! A short paragraph in the middle of an empty pane: what is missing, and what to do.

use super::canvas::Canvas;
use super::paint::wrap;
use super::style::Styles;
use crate::role::Role;
use crate::text::WidthPolicy;
use ratatui::layout::Rect;

/// Longer lines are wrapped, in cells.
const MEASURE: u16 = 56;

/// Writes lines as one block, centred between the sides and a third down.
pub(super) fn put_centred(
    canvas: &mut Canvas,
    styles: &Styles,
    area: Rect,
    lines: &[(String, Role)],
) {
    let policy = canvas.policy();
    let width = area.width.saturating_sub(2).min(MEASURE);
    let lines: Vec<_> = lines
        .iter()
        .flat_map(|(text, role)| {
            even(text, width, policy)
                .into_iter()
                .map(|line| (line, *role))
        })
        .collect();
    let cells = lines.iter().map(|(line, _)| policy.str(line)).max();
    let cells = (cells.unwrap_or(0) as u16).min(area.width);
    let x = area.x + (area.width - cells) / 2;
    let y = area.y + area.height.saturating_sub(lines.len() as u16) / 3;
    for ((line, role), y) in lines.iter().zip(y..area.bottom()) {
        canvas.put(x, y, cells, line, styles.of(*role), None);
    }
}

/// Wraps a text into lines of about the same length, as few as fit.
fn even(text: &str, width: u16, policy: WidthPolicy) -> Vec<String> {
    let mut lines = wrap(text, width, policy);
    for width in (MEASURE / 3..width).rev() {
        let narrower = wrap(text, width, policy);
        if narrower.len() > lines.len() {
            break;
        }
        lines = narrower;
    }
    lines
}
