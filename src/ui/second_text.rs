//! Rows of a panel with a text and a second one: of a link its address.

use super::canvas::Canvas;
use super::paint::put_cut;
use super::style::Styles;
use crate::app::panel::columns::{DASH, NARROW};
use crate::app::panel::pane::{Choice, PanelRow};
use crate::app::wrapping::wrap;
use crate::role::Role;
use crate::text::{Language, WidthPolicy, truncate};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The second text gets at least this share of the row: of an address, the host is needed most.
const SECOND: u16 = 2;
/// A text of at most this many cells stays whole: the name of a change.
const SHORT: u16 = 12;
/// Fewer cells of the second text say nothing.
const LEAST: u16 = 4;

/// A text on as many lines as it needs, and the second one on the line below.
pub(super) fn follow_below(
    canvas: &mut Canvas,
    row: &PanelRow,
    (text, language): (&str, Language),
    (x, end, line): (u16, u16, Rect),
    style: impl Fn(Role) -> Style,
) {
    let room = end.saturating_sub(x);
    let (first, second) = roles(row);
    let lines = wrap(text, room, language, canvas.policy());
    for (text, y) in lines.iter().zip(line.top()..line.bottom()) {
        canvas.put(x, y, room, text, style(first), None);
    }
    if !row.far.is_empty() {
        let at = (x, line.bottom() - 1);
        put_cut(canvas, at, room, &row.far, quiet(style(second)));
    }
}

/// On a selected row, too, the second text has less weight than the first.
fn quiet(style: Style) -> Style {
    style.remove_modifier(Modifier::BOLD)
}

/// The inks of a text and the second one. Of a warning the first part matters.
fn roles(row: &PanelRow) -> (Role, Role) {
    match row.warning {
        true => (Role::Warning, Role::HelpText),
        false => (Role::HelpText, Role::Meta),
    }
}

/// A text and, after a dash, a second one, both cut if the row is too short.
pub(super) fn follow(
    canvas: &mut Canvas,
    styles: &Styles,
    row: &PanelRow,
    text: &str,
    (x, end, y): (u16, u16, u16),
    selected: bool,
) {
    let policy = canvas.policy();
    let style = |role| styles.of(if selected { Role::Selected } else { role });
    let dash = policy.narrow(DASH, " - ");
    let (room, dash_cells) = (end.saturating_sub(x), policy.str(dash) as u16);
    let whole = policy.str(text) as u16;
    let rest = room.saturating_sub(whole + dash_cells);
    let (mut far, mut second) = (row.far.as_str(), rest);
    let is_link = matches!(row.choice, Choice::Link(_)) && !row.warning;
    if is_link {
        far = address(far, rest, policy);
        // In a narrow row the text is whole, if need be without its host.
        let host = if room < NARROW { 0 } else { room / SECOND };
        second = rest.max(host.min(policy.str(far) as u16));
    } else if !row.warning && whole > SHORT {
        second = room / SECOND;
    }
    let cells = policy.str(far) as u16;
    let second = second.min(cells);
    // A part of a host is that of another one.
    let is_said = match is_link {
        true => second == cells && cells > 0 || !is_host(far) && second >= LEAST,
        false => second >= LEAST.min(cells).max(1),
    };
    let (second, dash) = if is_said { (second, dash) } else { (0, "") };
    let dash_cells = policy.str(dash) as u16;
    let first = room.saturating_sub(second + dash_cells);
    let (cut, cells) = truncate(text, first.into(), policy);
    let (first_role, second_role) = roles(row);
    canvas.put(x, y, first, &cut, style(first_role), None);
    let x = x + cells as u16;
    canvas.put(x, y, dash_cells, dash, style(Role::Meta), None);
    let x = x + dash_cells;
    if is_said {
        let room = end.saturating_sub(x);
        let (cut, _) = truncate(far, room.into(), policy);
        canvas.put(x, y, room, &cut, quiet(style(second_role)), None);
    }
}

/// An address without its scheme; where that has no room, its host alone, which says most.
fn address(address: &str, room: u16, policy: WidthPolicy) -> &str {
    let host = address.split('/').next().unwrap_or_default();
    if is_host(host) && policy.str(address) > usize::from(room) {
        return host;
    }
    address
}

fn is_host(text: &str) -> bool {
    text.contains('.') && !text.contains('/') && !text.starts_with('.')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_address_the_host_says_most() {
        #[track_caller]
        fn check(text: &str, room: u16, expected: &str) {
            assert_eq!(address(text, room, WidthPolicy::default()), expected);
        }
        check("news.example/a/1101", 19, "news.example/a/1101");
        check("news.example/a/1101", 18, "news.example");
        check("../甲/乙.md", 4, "../甲/乙.md");
        check("a@docs.example", 4, "a@docs.example");
    }
}
