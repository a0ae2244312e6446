//! The popup at the foot of the screen.

use super::canvas::{Annotations, Canvas};
use super::hints::make_buttons;
use super::paint::{fill, put_right, put_span};
use super::style::Styles;
use crate::app::{App, Popup, QrCode};
use crate::role::Role;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
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
            let x = put_right(canvas, (used + 2, right), area.y, hint, bar);
            make_buttons(canvas, (x, area.y), hint, false);
        }
        canvas.set_cursor(area.x, area.y);
        let margin = u16::from(area.width > 4) * 2;
        let code = popup.code.as_ref();
        let end = area.bottom() - code.map_or(0, QrCode::rows);
        for (at, y) in (popup.top..popup.page.len()).zip(area.y + 1..end) {
            let mut x = area.x + margin;
            let line = popup.page.line(at);
            for (index, span) in line.spans.iter().enumerate() {
                let address = span.link.and_then(|link| popup.address(link));
                let style = styles.span(span.role, span.style, span.link.is_some());
                let room = area.right().saturating_sub(x);
                let words = (span.text.as_str(), line.link_goes_on(index));
                put_span(canvas, (x, y), room, words, style, address);
                x = x.saturating_add(span.cells);
            }
        }
        if let Some(code) = code {
            draw_code(canvas, code, area);
        }
    }
}

/// A QR code, black on white whatever the theme is: not every reader knows inverted codes. A dark cell
/// is a blank, because fonts leave gaps between full blocks.
fn draw_code(canvas: &mut Canvas, code: &QrCode, below: Rect) {
    let light = Style::reset().fg(Color::Black).bg(Color::White);
    let dark = Style::reset().fg(Color::White).bg(Color::Black);
    let (left, top) = code.place(below.width, below.height);
    for row in 0..code.rows() {
        let y = below.y + top + row;
        for column in 0..code.columns() {
            let halves = match code.is_halved {
                true => [2 * row, 2 * row + 1].map(|module| code.is_dark(column, module)),
                false => [code.is_dark(column / 2, row); 2],
            };
            let (sign, style) = match halves {
                [true, true] => (" ", dark),
                [true, false] => ("▀", light),
                [false, true] => ("▄", light),
                [false, false] => (" ", light),
            };
            canvas.put(below.x + left + column, y, 1, sign, style, None);
        }
    }
}
