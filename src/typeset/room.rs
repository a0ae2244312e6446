//! Room for pictures on a page: their size in cells, and where they are.

use std::sync::Arc;

/// Cells of a row that stay free below and above a picture, so that its caption is in sight.
pub(crate) const MARGIN_ROWS: u16 = 2;

/// The key of a picture, and its width and height in pixels.
pub type KeyedSize = (Box<str>, (u32, u32));

/// The pictures that get room, with their sizes in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rooms {
    /// Width and height of a cell of the terminal, in pixels.
    pub cell: (u16, u16),
    /// The most rows of a picture.
    pub most_rows: u16,
    /// Keys and sizes.
    pub sizes: Arc<[KeyedSize]>,
}

impl Rooms {
    /// The columns and rows of a picture in a line of so many cells. None: it is not drawn.
    pub fn cells_of(&self, key: &str, width: u16) -> Option<(u16, u16)> {
        let found = self.sizes.iter().find(|(known, _)| **known == *key);
        let size = found.map(|(_, size)| *size)?;
        (width > 0 && self.most_rows > 0).then(|| fitted(size, self.cell, (width, self.most_rows)))
    }
}

/// The columns and rows of a picture: as large as it is, but no larger than the room, with its
/// proportions.
pub(crate) fn fitted(
    (width, height): (u32, u32),
    cell: (u16, u16),
    (columns, rows): (u16, u16),
) -> (u16, u16) {
    let (width, height) = (f64::from(width.max(1)), f64::from(height.max(1)));
    let (cell_width, cell_height) = (f64::from(cell.0.max(1)), f64::from(cell.1.max(1)));
    let scale = (f64::from(columns) * cell_width / width)
        .min(f64::from(rows) * cell_height / height)
        .min(1.0);
    let cells = |pixels: f64, cell: f64, most: u16| {
        let cells = (pixels * scale / cell).round().max(1.0);
        (cells as u16).min(most)
    };
    (
        cells(width, cell_width, columns),
        cells(height, cell_height, rows),
    )
}

/// A picture of a figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct PicturePlace {
    /// Its number, and that of the first picture of its figure.
    pub number: u32,
    pub figure: u32,
    /// The first line of its figure, or of its own caption in a group.
    pub line: usize,
    /// See [`Image::key`](crate::document::Image::key).
    pub key: Box<str>,
    /// Where it is drawn, if it is.
    pub room: Option<PictureRoom>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct PictureRoom {
    /// Its first line.
    pub line: usize,
    /// Cells from the start of the line.
    pub indent: u16,
    /// Columns and rows.
    pub size: (u16, u16),
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_keep_their_proportions_in_the_room() {
        let check = |size, room, expected| {
            assert_eq!(fitted(size, (8, 16), room), expected, "{size:?} {room:?}");
        };
        check((80, 80), (76, 20), (10, 5));
        check((800, 800), (76, 20), (40, 20));
        check((8000, 800), (76, 20), (76, 4));
        check((8000, 8), (76, 20), (76, 1));
        check((1, 40_000), (76, 20), (1, 20));
        check((0, 0), (76, 20), (1, 1));
        check((640, 480), (1, 1), (1, 1));
        check(
            (u32::MAX, u32::MAX),
            (u16::MAX, u16::MAX),
            (u16::MAX, u16::MAX / 2 + 1),
        );
    }
}
