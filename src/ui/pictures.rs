//! The pictures of an article, in the rows that its page keeps for them.

use super::canvas::{Canvas, PlacedPicture};
use super::style::{Styles, ansi};
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
    canvas
        .annotations
        .rasters
        .extend(reader.pictures.rasters().cloned());
    for (drawing, room, preparing) in reader.drawings() {
        let Some((rows, below)) = reader.rows_in_sight(room, text.height) else {
            continue;
        };
        let at = (text.x.saturating_add(room.indent), text.y + below);
        match drawing.as_ref() {
            Drawing::Mosaic(mosaic) => {
                put(canvas, body, mosaic, (rows, at), text.right());
            }
            Drawing::Raster(raster) => {
                // One for another size is replaced in a moment.
                let rows = rows.start..rows.end.min(raster.size().1);
                let fits = at.0 + raster.size().0 <= canvas.buffer.area.right();
                if fits && !rows.is_empty() && preparing != Some(&rows) {
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
        Ink::Fixed(number) => Some(ansi(number)),
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
