//! The pictures of an article, in the rows that its page keeps for them.

use super::canvas::{Canvas, PlacedPicture};
use super::style::Styles;
use crate::app::ReaderPane;
use crate::picture::{Drawing, Ink, Mosaic, Tile};
use crate::role::Role;
use ratatui::layout::Rect;
use ratatui::style::{Color, Style};
use std::ops::Range;
use std::sync::Arc;

/// Draws the rows of pictures that are in the window.
pub fn draw(canvas: &mut Canvas<'_>, styles: &Styles, reader: &ReaderPane, text: Rect) {
    let body = styles.of(Role::Body);
    for (drawing, room) in reader.drawings() {
        let line = reader.header.len() + room.line;
        let hidden = reader
            .top
            .saturating_sub(line)
            .min(usize::from(room.size.1)) as u16;
        let Ok(below) = u16::try_from(line.saturating_sub(reader.top)) else {
            continue;
        };
        let end = (hidden + text.height.saturating_sub(below)).min(room.size.1);
        let (rows, at) = (
            hidden..end,
            (text.x.saturating_add(room.indent), text.y + below),
        );
        match drawing {
            Drawing::Mosaic(mosaic) => {
                put(canvas, body, mosaic, (rows, at), text.right());
            }
            Drawing::Raster(raster) => {
                // One for another size is replaced in a moment.
                let rows = rows.start..rows.end.min(raster.size().1);
                let fits = at.0 + raster.size().0 <= canvas.buffer.area.right();
                if fits && !rows.is_empty() {
                    canvas.annotations.pictures.push(PlacedPicture {
                        raster: Arc::clone(raster),
                        x: at.0,
                        y: at.1,
                        rows,
                    });
                }
            }
        }
    }
}

fn put(
    canvas: &mut Canvas<'_>,
    body: Style,
    mosaic: &Mosaic,
    (rows, (x, y)): (Range<u16>, (u16, u16)),
    right: u16,
) {
    for (y, row) in (y..).zip(rows) {
        for (x, tile) in (x..right).zip(mosaic.row(row)) {
            let mut bytes = [0; 4];
            let glyph: &str = tile.glyph.encode_utf8(&mut bytes);
            canvas.put(x, y, 1, glyph, style(body, *tile), None);
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
