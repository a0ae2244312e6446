//! Panels over the panes.

use super::canvas::{Annotations, Canvas};
use super::centred::put_centred;
use super::hints::make_buttons;
use super::paint::{fill, put_cut, put_right};
use super::second_text::{follow, follow_below};
use super::style::Styles;
use crate::app::panel::columns::{MARGIN, Place, is_stacked, left_cells, legend_cells};
use crate::app::panel::pane::PanelRow;
use crate::app::panel::stats::SIGNS;
use crate::app::wrapping::wrap;
use crate::app::{App, Panel};
use crate::role::Role;
use crate::text::{WidthPolicy, truncate, truncate_left};
use crate::typeset::signs::screen_form;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::widgets::StatefulWidget;

/// A panel: a row with its title, and its rows.
#[derive(Clone, Copy, Debug)]
pub struct PanelWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
    pub panel: &'a Panel,
}

impl StatefulWidget for PanelWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles, panel } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        fill(canvas, styles, area, Role::Body);
        let head = Rect { height: 1, ..area };
        fill(canvas, styles, head, Role::Bar);
        let rows = panel.rows_area(&app.context);
        let head = Rect {
            x: rows.x,
            width: rows.width,
            ..head
        };
        draw_head(self, canvas, head);
        let body = Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        };
        let (start, width) = panel.block(body.width);
        let places = panel.places((body.width, body.height));
        let lefts = self.left_widths(canvas.policy(), &places, width);
        let paths = self.paths(canvas.policy());
        let reasons = self.reasons(canvas.policy(), width);
        for place in places {
            let Some(row) = panel.row(place.at) else {
                break;
            };
            let left = lefts.get(usize::from(place.column)).copied();
            let left = left.unwrap_or_default();
            let line = Rect {
                x: body.x + start + place.column * width,
                y: body.y + place.y,
                width,
                height: place.rows,
            };
            let chosen = panel.has_cursor() && place.at == panel.cursor;
            if !row.heat.is_empty() {
                self.heat(canvas, line, row);
            } else if row.heading {
                self.put_heading(canvas, line, &self.heading(row, place), row.attached);
            } else {
                row_of(self, canvas, line, row, (left, (paths, reasons), chosen));
            }
        }
        if panel.is_empty() {
            let text = app.context.locale.text("panel.nothing").to_owned();
            put_centred(
                canvas,
                styles,
                body,
                app.context.language(),
                &[(text, Role::Meta)],
            );
        }
    }
}

impl PanelWidget<'_> {
    /// The text of a heading. One that is repeated says that its group continues.
    fn heading(&self, row: &PanelRow, place: Place) -> String {
        let locale = &self.app.context.locale;
        match place.continued {
            true => locale.fill("panel.continued", &[("heading", &row.right)]),
            false => row.right.clone(),
        }
    }

    /// A heading, cut at the end of its line, or a legend on as many lines as it has.
    fn put_heading(self, canvas: &mut Canvas, line: Rect, text: &str, is_legend: bool) {
        let (x, room) = (line.x + 1, legend_cells(line.width));
        let role = if is_legend { Role::Meta } else { Role::Day };
        let style = self.styles.of(role);
        if line.height < 2 {
            let (cut, _) = truncate(text, room.into(), canvas.policy());
            canvas.put(x, line.y, room, &cut, style, None);
            return;
        }
        let lines = wrap(text, room, self.app.context.language(), canvas.policy());
        for (text, y) in lines.iter().zip(line.top()..line.bottom()) {
            canvas.put(x, y, room, text, style, None);
        }
    }

    /// A row of a heat map, with its label. The levels have signs apart from their inks.
    fn heat(self, canvas: &mut Canvas, line: Rect, row: &PanelRow) {
        let style = |role| self.styles.of(role);
        let mut x = line.x + 1;
        let label = style(Role::Meta);
        canvas.put(x, line.y, line.width, &row.left, label, None);
        x += canvas.policy().str(&row.left) as u16 + 1;
        for level in &row.heat {
            let level = usize::from(*level);
            if let Some(((sign, plain), role)) = SIGNS.get(level).zip(HEAT.get(level)) {
                let sign = canvas.policy().narrow(sign, plain);
                canvas.put(x, line.y, 1, sign, style(*role), None);
            }
            x += 1;
        }
    }

    /// Makes a row one solid block, with the cursor of the terminal at its start.
    fn select(self, canvas: &mut Canvas, line: Rect) {
        fill(canvas, self.styles, line, Role::Selected);
        if self.app.overlay.popup.is_none() {
            canvas.set_cursor(line.x, line.y);
        }
    }

    /// Cells of the longest path that has a reason beside it.
    fn paths(&self, policy: WidthPolicy) -> u16 {
        let rows = (0..self.panel.len()).filter_map(|at| self.panel.row(at));
        let cells = rows
            .filter(|row| row.tail)
            .map(|row| policy.str(&row.right));
        u16::try_from(cells.max().unwrap_or_default()).unwrap_or(u16::MAX / 2)
    }

    /// Cells of the column of reasons: the widest one that leaves two fifths of the row to the paths.
    fn reasons(&self, policy: WidthPolicy, width: u16) -> u16 {
        let rows = (0..self.panel.len()).filter_map(|at| self.panel.row(at));
        let cells = rows.filter(|row| row.tail).map(|row| policy.str(&row.far));
        let widest = cells.max().unwrap_or_default();
        u16::try_from(widest).unwrap_or(u16::MAX).min(width * 3 / 5)
    }

    /// Cells of the keys or numbers in each column of `width` cells. A single column keeps its place
    /// while it scrolls.
    fn left_widths(&self, policy: WidthPolicy, places: &[Place], width: u16) -> Vec<u16> {
        let panel = self.panel;
        let columns = panel.columns(panel.area(&self.app.context).width);
        let row = |at| panel.row(at);
        let cells = |column: u16| match columns {
            1 => left_cells((0..panel.len()).filter_map(row), width, policy),
            _ => {
                let is_here = |place: &&Place| place.column == column;
                let here = places.iter().filter(is_here).map(|place| place.at);
                left_cells(here.filter_map(row), width, policy)
            }
        };
        (0..columns).map(cells).collect()
    }
}

/// The title, the filter, and as much of the hint as has room.
fn draw_head(widget: PanelWidget, canvas: &mut Canvas, head: Rect) {
    let PanelWidget { app, styles, panel } = widget;
    let title = format!(" {} ", app.context.locale.text(panel.kind.title()));
    let used = canvas.put(
        head.x,
        head.y,
        head.width,
        &title,
        styles.of(Role::BarAccent),
        None,
    );
    let bar = styles.of(Role::Bar);
    let mut left = head.x + used;
    if !panel.filter.is_empty() {
        let filter = format!(" /{}", panel.filter);
        left += canvas.put(
            left,
            head.y,
            head.width.saturating_sub(used),
            &filter,
            bar,
            None,
        );
    }
    let hint = app.context.locale.text(panel.kind.hint());
    let (left, right) = (left + 2, head.right().saturating_sub(1));
    let room = usize::from(right.saturating_sub(left));
    if let Some(hint) = fitting_hint(hint, room, canvas.policy()) {
        let x = put_right(canvas, (left, right), head.y, &hint, bar);
        make_buttons(canvas, (x, head.y), &hint, false);
    }
}

/// As many parts of a hint as fit, whole: what Enter does is dropped last, the key that closes the panel
/// before it, and others first.
fn fitting_hint(hint: &str, cells: usize, policy: WidthPolicy) -> Option<String> {
    let mut parts: Vec<&str> = hint.split("  ").collect();
    loop {
        let joined = parts.join("  ");
        if policy.str(&joined) <= cells {
            return (!parts.is_empty()).then_some(joined);
        }
        let is_enter = |part: &&str| part.starts_with("Enter");
        let last = parts.len().checked_sub(1)?;
        let other = (0..last).find(|at| !is_enter(&parts[*at]));
        parts.remove(other.unwrap_or(last));
    }
}

/// As many keys of a row as its column holds in a narrow window; at least the first.
fn fitting_keys(keys: &str, cells: usize, policy: WidthPolicy) -> &str {
    let mut fitting = keys;
    while policy.str(fitting) > cells
        && let Some((fewer, _)) = fitting.rsplit_once(' ')
    {
        fitting = fewer;
    }
    fitting
}

/// The inks of the levels of a heat map. Levels without one are days to come.
const HEAT: [Role; 5] = [
    Role::Meta,
    Role::RowRead,
    Role::Row,
    Role::Star,
    Role::Unread,
];

/// A row: keys or a number, the text, and the right-aligned part.
fn row_of(
    widget: PanelWidget,
    canvas: &mut Canvas,
    line: Rect,
    row: &PanelRow,
    (left, (paths, reasons), selected): (u16, (u16, u16), bool),
) {
    let PanelWidget { app, styles, .. } = widget;
    let policy = canvas.policy();
    // The selected row is one solid block: its parts lose their own colours.
    let style = |role| styles.of(if selected { Role::Selected } else { role });
    if selected {
        widget.select(canvas, line);
    }
    let mut x = line.x + 1;
    if left > 0 {
        let keys = fitting_keys(&row.left, left.into(), policy);
        let role = row.tint.unwrap_or(Role::HelpKey);
        canvas.put(x, line.y, left, keys, style(role), None);
        x += left + 2;
    }
    let mut end = line.right().saturating_sub(MARGIN);
    let right = screen_form(&row.right, policy);
    if row.follows && line.height > 1 {
        let text = (right.as_ref(), app.context.language());
        follow_below(canvas, row, text, (x, end, line), style);
        return;
    }
    if row.follows {
        follow(canvas, styles, row, &right, (x, end, line.y), selected);
        return;
    }
    if is_stacked(row, line.width) {
        stack(canvas, row, &right, (x, end, line), style);
        return;
    }
    if !row.far.is_empty() && line.width >= 30 {
        // The far part gets the width that the text leaves, at least two fifths. The end of a path
        // says enough: reasons have a column of their own.
        let room = end.saturating_sub(x);
        let text = policy.str(&right).min(room.into()) as u16;
        let room = room.saturating_sub(text + 2).max(room * 2 / 5);
        let from = if row.tail {
            end.saturating_sub(reasons).min(x + paths + 2)
        } else {
            end.saturating_sub((policy.str(&row.far) as u16).min(room))
        };
        let room = end.saturating_sub(from);
        let (cut, _) = truncate(&row.far, room.into(), policy);
        let role = if row.warning {
            Role::Warning
        } else {
            Role::Meta
        };
        canvas.put(from, line.y, room, &cut, style(role), None);
        end = from.saturating_sub(2);
    }
    let room = end.saturating_sub(x);
    if line.height > 1 {
        let lines = wrap(&right, room, app.context.language(), policy);
        for (text, y) in lines.iter().zip(line.top()..line.bottom()) {
            canvas.put(x, y, room, text, style(Role::HelpText), None);
        }
        return;
    }
    let (cut, _) = if row.tail {
        truncate_left(&right, room.into(), policy)
    } else {
        truncate(&right, room.into(), policy)
    };
    canvas.put(x, line.y, room, &cut, style(Role::HelpText), None);
}

/// A path, and below it what is said of it.
fn stack(
    canvas: &mut Canvas,
    row: &PanelRow,
    path: &str,
    (x, end, line): (u16, u16, Rect),
    style: impl Fn(Role) -> Style,
) {
    let room = end.saturating_sub(x);
    let (cut, _) = truncate_left(path, room.into(), canvas.policy());
    canvas.put(x, line.y, room, &cut, style(Role::HelpText), None);
    if line.height > 1 {
        let room = room.saturating_sub(2);
        put_cut(
            canvas,
            (x + 2, line.y + 1),
            room,
            &row.far,
            style(Role::Meta),
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_enter_does_is_dropped_last() {
        #[track_caller]
        fn check(hint: &str, cells: usize, expected: Option<&str>) {
            let found = fitting_hint(hint, cells, WidthPolicy::default());
            assert_eq!(found.as_deref(), expected, "{hint} {cells}");
        }
        let links = "Enter 開く  y コピー  q 閉じる";
        check(links, 30, Some(links));
        check(links, 29, Some("Enter 開く  q 閉じる"));
        check(links, 19, Some("Enter 開く"));
        check(links, 9, None);
        check("/ 検索  q 閉じる", 10, Some("q 閉じる"));
    }
}
