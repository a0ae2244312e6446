//! Drawing helpers that several panes use.

use super::canvas::Canvas;
use super::style::{DOTTED, Styles};
use crate::role::Role;
use crate::text::{WidthPolicy, truncate};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// Lines through or under text, which blanks do not have.
const LINES: Modifier = Modifier::UNDERLINED
    .union(DOTTED)
    .union(Modifier::CROSSED_OUT);

/// A style for blanks and for text beside what is underlined.
fn without_lines(mut style: Style) -> Style {
    style.add_modifier -= LINES;
    style
}

/// The style of a part of a row. A selected row is one solid block: its parts lose their own
/// colours, but unread titles keep their weight. Where a theme makes selected rows bold, only the
/// title is, so that it stays apart from what is below it. Where it underlines them, only the title
/// is: lines across the row would look like the rules of a table. Without a ground the parts keep
/// what the theme does not set.
pub(super) fn row_style(styles: &Styles, selected: Option<Role>, role: Role) -> Style {
    let style = match selected {
        Some(selected) if has_ground(styles, selected) => styles.of(selected),
        Some(selected) => styles.of(role).patch(styles.of(selected)),
        None => styles.of(role),
    };
    match role {
        Role::Row | Role::RowRead => {
            style.add_modifier(styles.of(role).add_modifier & Modifier::BOLD)
        }
        Role::Meta if !is_reversed(styles, selected.unwrap_or(role)) => {
            without_lines(style).remove_modifier(Modifier::BOLD)
        }
        _ => without_lines(style),
    }
}

/// Whether a role has reverse video. There, weight may change the colours.
pub(super) fn is_reversed(styles: &Styles, role: Role) -> bool {
    styles.of(role).add_modifier.contains(Modifier::REVERSED)
}

/// The style of a hit in a row. In reverse video the colours of a hit may be those of the row; a
/// hit that is reversed, too, returns to plain video.
pub(super) fn hit_style(styles: &Styles, is_on_reversed: bool) -> Style {
    match is_on_reversed {
        true if is_reversed(styles, Role::CurrentHit) => styles
            .of(Role::CurrentHit)
            .remove_modifier(Modifier::REVERSED),
        true => styles.of(Role::CurrentHit),
        false => styles.of(Role::Hit),
    }
}

/// Whether a row in the style of a role is seen by its ground. A theme may give it that of the
/// body.
pub(super) fn has_ground(styles: &Styles, role: Role) -> bool {
    let (own, body) = (styles.of(role).bg, styles.of(Role::Body).bg);
    own.is_some_and(|own| body != Some(own)) || is_reversed(styles, role)
}

/// Resets an area and gives it the style of a role, without underlines. No text or attribute of the
/// old cells remains.
pub(super) fn fill(canvas: &mut Canvas, styles: &Styles, area: Rect, role: Role) {
    canvas.cover(area, without_lines(styles.on_body(role)));
}

/// Writes the text of a span. Underline and strikethrough cover its words, and the spaces before and
/// after them only where its link goes on there (`within`).
pub(super) fn put_span(
    canvas: &mut Canvas,
    (mut x, y): (u16, u16),
    room: u16,
    (text, within): (&str, (bool, bool)),
    style: Style,
    link: Option<&str>,
) {
    let after = if within.1 { text } else { text.trim_end() };
    let words = if within.0 { after } else { after.trim_start() };
    let (before, after) = (after.len() - words.len(), after.len());
    let blank = without_lines(style);
    let parts = [
        (text.get(..before), blank),
        (Some(words), style),
        (text.get(after..), blank),
    ];
    let end = x.saturating_add(room);
    for (part, style) in parts {
        let part = part.unwrap_or_default();
        x += canvas.put(x, y, end.saturating_sub(x), part, style, link);
    }
}

/// Writes a text that ends at column `right` and starts at `left` or later. Returns the column
/// where it starts.
pub(super) fn put_right(
    canvas: &mut Canvas,
    (left, right): (u16, u16),
    y: u16,
    text: &str,
    style: Style,
) -> u16 {
    let room = right.saturating_sub(left);
    let cells = (canvas.policy().str(text) as u16).min(room);
    canvas.put(right - cells, y, cells, text, style, None);
    right - cells
}

/// Writes a text, truncated with `…` if it does not fit.
pub(super) fn put_cut(
    canvas: &mut Canvas,
    (x, y): (u16, u16),
    cells: u16,
    text: &str,
    style: Style,
) -> u16 {
    let (cut, _) = truncate(text, usize::from(cells), canvas.policy());
    canvas.put(x, y, cells, &cut, style, None)
}

/// The start of a list of terms that fits, without the sign that a cut leaves at its end.
pub(super) fn cut_terms(terms: &str, cells: u16, policy: WidthPolicy) -> String {
    let (cut, _) = truncate(terms, usize::from(cells), policy);
    match cut.strip_suffix('…').filter(|kept| terms.starts_with(kept)) {
        Some(kept) if kept.len() < terms.len() => {
            format!("{}…", kept.trim_end_matches([' ', '⋅']))
        }
        _ => cut,
    }
}
