//! The popup at the foot of the screen.

use super::canvas::Canvas;
use super::paint::{fill, put_right, put_span};
use super::style::Styles;
use crate::app::App;
use crate::role::Role;

pub fn draw(app: &App, styles: &Styles, canvas: &mut Canvas) {
    let Some(popup) = &app.overlay.popup else {
        return;
    };
    let area = popup.area(app.context.size);
    fill(canvas, styles, area, Role::Body);
    let bar = styles.of(Role::Bar);
    let head = crate::app::Area { height: 1, ..area };
    fill(canvas, styles, head, Role::Bar);
    let title = format!(" {} ", popup.title);
    let accent = styles.of(Role::BarAccent);
    let used = canvas.put(area.x, area.y, area.width, &title, accent, None);
    let hint = app.context.locale.text("popup.hint");
    let right = area.right().saturating_sub(1);
    if usize::from(right.saturating_sub(used + 2)) >= canvas.policy.str(hint) {
        put_right(canvas, (used + 2, right), area.y, hint, bar);
    }
    canvas.cursor = Some((area.x, area.y));
    let margin = u16::from(area.width > 4) * 2;
    for (at, y) in (popup.top..popup.page.len()).zip(area.y + 1..area.bottom()) {
        let mut x = area.x + margin;
        for span in popup.page.line(at).spans {
            let style = styles.span(span.role, span.style, span.link.is_some());
            let room = area.right().saturating_sub(x);
            put_span(canvas, (x, y), room, &span.text, style, None);
            x = x.saturating_add(span.cells);
        }
    }
}
