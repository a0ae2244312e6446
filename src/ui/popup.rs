//! The popup at the foot of the screen.

use super::canvas::{Annotations, Canvas};
use super::paint::{fill, put_right, put_span};
use super::style::Styles;
use crate::app::{App, Popup};
use crate::role::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;

/// A popup: a row with its title, and its text.
#[derive(Clone, Copy, Debug)]
pub struct PopupWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
    pub popup: &'a Popup,
}

impl StatefulWidget for PopupWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles, popup } = self;
        let canvas = &mut Canvas {
            buffer,
            annotations,
        };
        fill(canvas, styles, area, Role::Body);
        let bar = styles.of(Role::Bar);
        let head = Rect { height: 1, ..area };
        fill(canvas, styles, head, Role::Bar);
        let title = format!(" {} ", popup.title);
        let accent = styles.of(Role::BarAccent);
        let used = canvas.put(area.x, area.y, area.width, &title, accent, None);
        let hint = app.context.locale.text("popup.hint");
        let right = area.right().saturating_sub(1);
        if usize::from(right.saturating_sub(used + 2)) >= canvas.policy().str(hint) {
            put_right(canvas, (used + 2, right), area.y, hint, bar);
        }
        canvas.set_cursor(area.x, area.y);
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
}
