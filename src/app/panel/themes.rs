//! The panel of themes. The chosen one is on the screen.

use super::pane::{Choice, Kind, Panel, PanelRow};

/// A row for each theme, and the row of the one that is set, which has a mark.
pub(crate) fn rows(names: &[String], set: &str) -> (Vec<PanelRow>, usize) {
    let row = |(at, name): (usize, &String)| {
        let mark = if name == set { "*" } else { " " };
        PanelRow::new(mark, name, Choice::Theme(at))
    };
    let cursor = names.iter().position(|name| name == set);
    let rows = names.iter().enumerate().map(row);
    (rows.collect(), cursor.unwrap_or_default())
}

/// The index of the theme on which the cursor is.
pub(crate) fn chosen(panel: &Panel) -> Option<usize> {
    match (panel.kind, panel.chosen()) {
        (Kind::Themes, Choice::Theme(at)) => Some(at),
        _ => None,
    }
}
