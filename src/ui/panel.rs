//! Panels over the panes.

use super::{Canvas, Styles, fill, put_right};
use crate::app::{App, Area, layout};
use crate::role::Role;

pub fn draw(app: &App, styles: &Styles, canvas: &mut Canvas) {
    let Some(panel) = &app.panel else { return };
    let (width, height) = app.size;
    let area = Area {
        x: 0,
        y: 0,
        width,
        height: height.saturating_sub(1).max(1),
    };
    fill(canvas, area, styles.of(Role::Body));
    let head = Area { height: 1, ..area };
    fill(canvas, head, styles.of(Role::Bar));
    let title = format!(" {} ", app.locale.text(panel.kind.title()));
    let used = canvas.put(
        area.x,
        area.y,
        area.width,
        &title,
        styles.of(Role::BarAccent),
        None,
    );
    if !panel.filter.is_empty() {
        let filter = format!(" /{}", panel.filter);
        canvas.put(
            used,
            area.y,
            area.width.saturating_sub(used),
            &filter,
            styles.of(Role::Bar),
            None,
        );
    } else {
        let hint = app.locale.text("panel.hint");
        put_right(
            canvas,
            (used + 2, area.right().saturating_sub(1)),
            area.y,
            hint,
            styles.of(Role::Bar),
        );
    }
    let body = layout::panel(app.size);
    let left = (0..panel.len())
        .filter_map(|at| panel.row(at))
        .map(|row| canvas.policy.str(&row.left))
        .max()
        .unwrap_or(0)
        .min(usize::from(body.width / 3)) as u16;
    for y in body.y..body.bottom() {
        let at = panel.top + usize::from(y - body.y);
        let Some(row) = panel.row(at) else { break };
        let line = Area {
            y,
            height: 1,
            ..body
        };
        if row.heading {
            canvas.put(
                1,
                y,
                body.width.saturating_sub(1),
                &row.right,
                styles.of(Role::Day),
                None,
            );
            continue;
        }
        let mut key = styles.of(Role::HelpKey);
        let mut text = styles.of(Role::HelpText);
        if at == panel.cursor {
            fill(canvas, line, styles.of(Role::Selected));
            key = key.patch(styles.of(Role::Selected));
            text = text.patch(styles.of(Role::Selected));
            canvas.cursor = Some((0, y));
        }
        let mut x = 1;
        if left > 0 {
            canvas.put(x, y, left, &row.left, key, None);
            x += left + 2;
        }
        let room = body.width.saturating_sub(x + 1);
        let (cut, _) = crate::text::truncate(&row.right, usize::from(room), canvas.policy);
        canvas.put(x, y, room, &cut, text, None);
    }
    if panel.is_empty() {
        canvas.put(
            1,
            body.y,
            body.width,
            app.locale.text("panel.nothing"),
            styles.of(Role::Meta),
            None,
        );
    }
}
