//! Draws the app without changing it. Any state can be drawn at any size.
//!
//! Panes are ratatui's [`StatefulWidget`]s. Their state is the [`Annotations`] of the frame: what
//! a buffer cannot hold.

pub(crate) mod bar;
mod button;
pub(crate) mod canvas;
mod centred;
pub(crate) mod empty_list;
mod group_heading;
mod highlights;
mod hints;
pub(crate) mod lines;
mod list;
mod list_meta;
mod list_texts;
mod paint;
pub(crate) mod panel;
mod pictures;
pub(crate) mod popup;
mod position;
mod prompt;
pub(crate) mod reader;
mod reading_cursor;
mod running_head;
mod second_text;
mod sidebar;
pub(crate) mod status;
pub(crate) mod style;
mod tint;

pub use button::Button;
pub use canvas::{Annotations, Canvas, Moved, PlacedPicture};
pub use style::{DOTTED, Styles};

use crate::app::{App, Area, Panes};
use crate::role::Role;
use bar::BarWidget;
use list::ListWidget;
use panel::PanelWidget;
use popup::PopupWidget;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::StatefulWidget;
use reader::ReaderWidget;
use sidebar::SidebarWidget;
use status::StatusWidget;

impl From<Area> for Rect {
    fn from(area: Area) -> Self {
        Self::new(area.x, area.y, area.width, area.height)
    }
}

/// The whole screen. It must be drawn at the app's size, onto an empty buffer.
#[derive(Clone, Copy, Debug)]
pub struct AppWidget<'a> {
    pub app: &'a App,
    pub styles: &'a Styles,
}

impl StatefulWidget for AppWidget<'_> {
    type State = Annotations;

    fn render(self, area: Rect, buffer: &mut Buffer, annotations: &mut Annotations) {
        let Self { app, styles } = self;
        let layout = app.context.layout;
        let mut canvas = Canvas {
            buffer,
            annotations,
        };
        canvas.clear(area, styles.of(Role::Body));
        if let Some(area) = layout.bar {
            canvas.render(BarWidget { app, styles }, area.into());
        }
        if app.list.is_empty() && app.reader.is_none() {
            empty_list::draw(app, styles, &mut canvas, layout.free().into());
        } else {
            if layout.list.is_some() {
                canvas.render(ListWidget { app, styles }, layout.rows.into());
            }
            if let Some(area) = layout.border {
                border(app, styles, &mut canvas, area.into());
            }
        }
        if let (Some(area), Some(reader)) = (layout.reader, &app.reader) {
            let widget = ReaderWidget {
                app,
                styles,
                reader,
            };
            canvas.render(widget, area.into());
        }
        if let Some(area) = layout.sidebar {
            canvas.render(SidebarWidget { app, styles }, area.into());
        }
        if let Some(panel) = &app.overlay.panel {
            let widget = PanelWidget { app, styles, panel };
            canvas.render(widget, panel.area(&app.context).into());
        }
        if let Some(popup) = &app.overlay.popup {
            let widget = PopupWidget { app, styles, popup };
            canvas.render(widget, popup.area(app.context.size).into());
        }
        canvas.render(StatusWidget { app, styles }, layout.status.into());
    }
}

/// The border between the panes. Its glyphs are one cell wide in every terminal.
fn border(app: &App, styles: &Styles, canvas: &mut Canvas, area: Rect) {
    let glyph = if app.context.layout.panes == Panes::Wide {
        "╎"
    } else {
        "╌"
    };
    for position in area.positions() {
        let style = styles.of(Role::Border);
        canvas.put(position.x, position.y, 1, glyph, style, None);
    }
}
