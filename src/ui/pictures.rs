//! The pictures of an article, in the rows that its page keeps for them.

use super::canvas::Canvas;
use super::style::Styles;
use crate::app::ReaderPane;
use crate::picture::{Ink, Tile};
use crate::role::Role;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};

/// Draws the rows of pictures that are in the window.
pub fn draw(canvas: &mut Canvas<'_>, styles: &Styles, reader: &ReaderPane, text: Rect) {
    let head = reader.header.len();
    let body = styles.of(Role::Body);
    for (mosaic, room) in reader.drawings() {
        for row in 0..room.size.1 {
            let line = head + room.line + usize::from(row);
            let y = line.checked_sub(reader.top).map(u16::try_from);
            let Some(Ok(y)) = y.filter(|y| y.is_ok_and(|y| y < text.height)) else {
                continue;
            };
            let (x, y) = (text.x.saturating_add(room.indent), text.y + y);
            let columns = (x..text.right()).zip(mosaic.row(row));
            for (x, tile) in columns {
                let glyph = tile.glyph.encode_utf8(&mut [0; 4]).to_owned();
                canvas.put(x, y, 1, &glyph, style(body, *tile), None);
            }
        }
    }
}

fn style(body: Style, tile: Tile) -> Style {
    let colour = |ink| match ink {
        Ink::Rgb([red, green, blue]) => Some(Color::Rgb(red, green, blue)),
        Ink::Fixed(number) => Some(Color::Indexed(number)),
        Ink::Default => None,
    };
    let mut style = body;
    if let Some(ink) = colour(tile.ink) {
        style = style.fg(ink);
    }
    if let Some(ground) = colour(tile.ground) {
        style = style.bg(ground);
    }
    style
}
