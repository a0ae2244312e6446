//! Draws the app, changes nothing: any state can be drawn at any size.

pub mod bar;
pub mod canvas;
pub mod list;
pub mod panel;
pub mod popup;
pub mod reader;
pub mod status;
pub mod style;

pub use canvas::{Canvas, Moved};
pub use style::Styles;

use crate::app::{App, Area, Panes};
use crate::document::{Block, Document};
use crate::role::Role;
use crate::text::WidthPolicy;
use crate::typeset::{Indent, Options, Page};
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

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
    if app.panel.is_some() {
        panel::draw(app, styles, canvas);
    }
    popup::draw(app, styles, canvas);
    status::draw(app, styles, canvas, layout.status);
}

/// Between the panes. The glyphs are one cell wide in every terminal.
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

/// Empties an area and gives it the style of a role. Nothing of what was drawn there before
/// remains: neither its text nor its attributes.
fn fill(canvas: &mut Canvas, styles: &Styles, area: Area, role: Role) {
    let area = Rect::new(area.x, area.y, area.width, area.height);
    canvas.clear(area, styles.on_body(role));
}

/// Writes the text of a span. A line under or through it covers the words, not the blanks
/// before and after them.
fn put_span(
    canvas: &mut Canvas,
    (mut x, y): (u16, u16),
    room: u16,
    text: &str,
    style: Style,
    link: Option<&str>,
) {
    let lines = Modifier::UNDERLINED | Modifier::CROSSED_OUT;
    let after = text.trim_end();
    let words = after.trim_start();
    let (before, after) = (after.len() - words.len(), after.len());
    let mut blank = style;
    blank.add_modifier -= lines;
    let parts = [
        (text.get(..before), blank),
        (Some(words), style),
        (text.get(after..), blank),
    ];
    let end = x.saturating_add(room);
    for (part, style) in parts {
        let part = part.unwrap_or_default();
        x += canvas.put(x, y, end.saturating_sub(x), part, style, link);
    }
}

/// Writes a text that ends at column `right`, no further left than `left`.
fn put_right(
    canvas: &mut Canvas,
    (left, right): (u16, u16),
    y: u16,
    text: &str,
    style: Style,
) -> u16 {
    let room = right.saturating_sub(left);
    let cells = (canvas.policy.str(text) as u16).min(room);
    canvas.put(right - cells, y, cells, text, style, None);
    right - cells
}

/// A text of the interface in lines, set as articles are.
fn wrap(text: &str, width: u16, policy: WidthPolicy) -> Vec<String> {
    let mut document = Document {
        blocks: vec![Block::paragraph(text)],
        ..Document::default()
    };
    document.number();
    let measure = width.max(1);
    let options = Options {
        measure,
        width: policy,
        indent: Indent::Blank,
        ..Options::default()
    };
    let page = Page::new(&document, &options);
    let line = |at| {
        page.line(at)
            .spans
            .iter()
            .map(|span| span.text.as_str())
            .collect()
    };
    (0..page.len()).map(line).collect()
}
