//! Draws the app without changing it. Any state can be drawn at any size.

pub mod bar;
pub mod canvas;
pub mod list;
mod paint;
pub mod panel;
pub mod popup;
pub mod reader;
pub mod status;
pub mod style;

pub use canvas::{Canvas, Moved};
pub use style::Styles;

use crate::app::{App, Area, Panes};
use crate::role::Role;

/// Draws the whole screen onto an empty canvas of the app's size.
pub fn draw(app: &App, styles: &Styles, canvas: &mut Canvas) {
    let layout = app.context.layout;
    canvas.clear(canvas.area(), styles.of(Role::Body));
    if let Some(area) = layout.bar {
        bar::draw(app, styles, canvas, area);
    }
    if let Some(area) = layout.list {
        list::draw(app, styles, canvas, area);
    }
    if let Some(area) = layout.border {
        border(app, styles, canvas, area);
    }
    if let Some(area) = layout.reader {
        reader::draw(app, styles, canvas, area);
    }
    if app.overlay.panel.is_some() {
        panel::draw(app, styles, canvas);
    }
    popup::draw(app, styles, canvas);
    status::draw(app, styles, canvas, layout.status);
}

/// The border between the panes. Its glyphs are one cell wide in every terminal.
fn border(app: &App, styles: &Styles, canvas: &mut Canvas, area: Area) {
    let glyph = if app.context.layout.panes == Panes::Wide {
        "╎"
    } else {
        "╌"
    };
    for y in area.y..area.bottom() {
        for x in area.x..area.right() {
            canvas.put(x, y, 1, glyph, styles.of(Role::Border), None);
        }
    }
}
