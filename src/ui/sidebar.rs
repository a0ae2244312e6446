//! The sidebar: views of the library, with how many articles are unread and how many there are.

use super::canvas::{Annotations, Canvas};
use super::paint::{fill, put_right, row_style};
use super::style::Styles;
use crate::app::sidebar::counts::Tally;
use crate::app::sidebar::rows::{Choice, Row};
use crate::app::{App, Panes, View};
use crate::role::Role;
use crate::text::{WidthPolicy, grouped, truncate};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// The mark of the view that the list shows, also while the cursor is elsewhere; one cell wide in
/// every terminal.
const SHOWN: &str = "▐";
/// Wider rows would part a count from its name, in cells.
const WIDEST: u16 = 50;

/// The sidebar with its border.
#[derive(Clone, Copy, Debug)]
pub struct SidebarWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
}

impl StatefulWidget for SidebarWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        fill(canvas, styles, area, Role::Body);
        let width = rows(app, area).width;
        if width < area.width {
            for y in area.top()..area.bottom() {
                canvas.put(area.x + width, y, 1, "╎", styles.of(Role::Border), None);
            }
        }
        let shown = app.shown_choice();
        let rows = app.sidebar.rows().iter().enumerate().skip(app.sidebar.top);
        for ((at, row), y) in rows.zip(area.top()..area.bottom()) {
            let line = Rect {
                y,
                width,
                height: 1,
                ..area
            };
            let is_shown = row.choice == shown;
            let selected = match app.sidebar.focused {
                true if at == app.sidebar.cursor => Some(Role::Selected),
                _ if is_shown => Some(Role::SelectedUnfocused),
                _ => None,
            };
            if let Some(role) = selected {
                fill(canvas, styles, line, role);
            }
            if selected == Some(Role::Selected) && app.overlay.panel.is_none() {
                canvas.set_cursor(line.x, y);
            }
            self.row(canvas, line, row, selected);
            if is_shown {
                let style = row_style(styles, selected, Role::Unread);
                canvas.put(line.x, y, 1, SHOWN, style, None);
            }
        }
    }
}

/// The area of the rows, without the border. Over a list that has a border, and where it fills a
/// narrow screen, the sidebar needs none of its own.
pub(super) fn rows(app: &App, area: Rect) -> Rect {
    let layout = &app.context.layout;
    let is_beside = layout.list.is_some_and(|list| list.x == area.right());
    let width = if layout.panes == Panes::Wide && !is_beside {
        area.width
    } else {
        area.width.saturating_sub(u16::from(is_beside)).min(WIDEST)
    };
    Rect { width, ..area }
}

impl SidebarWidget<'_> {
    fn row(&self, canvas: &mut Canvas, line: Rect, row: &Row, selected: Option<Role>) {
        let style = |role| row_style(self.styles, selected, role);
        let mut x = line.x + 2 + row.depth * 2;
        // What the user keeps is read for the most part, and is no less there.
        let is_kept = matches!(
            row.choice,
            Choice::Show(View::Bookmarks | View::Later | View::Reading)
        );
        let mut role = match row.tally {
            Some(tally) if tally.unread == 0 && !(is_kept && tally.total > 0) => Role::RowRead,
            _ => Role::Row,
        };
        if let Choice::Fold(kind) = row.choice {
            // One cell wide in every terminal.
            let folded = self.app.sidebar.folded.contains(&kind);
            role = Role::Day;
            let mark = if folded { "+" } else { "-" };
            x += canvas.put(x, line.y, 2, mark, style(Role::Meta), None) + 1;
        }
        let policy = canvas.policy();
        let room = line.right().saturating_sub(x + 2);
        let room = usize::from(room).saturating_sub(policy.str(&row.label));
        let count = { row.tally }.map(|tally| count(tally, room, policy));
        let count = count.unwrap_or_default();
        let right = line.right().saturating_sub(1);
        let end = put_right(canvas, (x, right), line.y, &count, style(Role::Meta));
        let gap = u16::from(!count.is_empty());
        let room = end.saturating_sub(x + gap);
        let (label, _) = truncate(&row.label, room.into(), canvas.policy());
        canvas.put(x, line.y, room, &label, style(role), None);
    }
}

/// Unread articles of all; one number if they are the same, none is unread, or `room` cells do not
/// hold both.
fn count(tally: Tally, room: usize, policy: WidthPolicy) -> String {
    let total = grouped(tally.total);
    match tally.unread {
        0 => total,
        unread if unread == tally.total => total,
        unread => {
            let unread = grouped(unread);
            let both = format!("{unread}/{total}");
            let fits = policy.str(&both) <= room;
            if fits { both } else { unread }
        }
    }
}
