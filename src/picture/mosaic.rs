//! A picture in characters: two pixels a cell, as the halves of `▀`. Where that character may be two
//! cells wide, one pixel a cell.

use super::pixels::{Pixels, Rgb};
use crate::palette::{LEVELS, SIXTEEN, distance, fixed, nearest_of_sixteen};

/// The colours that pictures may be drawn in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Depth {
    /// 24 bits.
    #[default]
    True,
    /// The 240 fixed colours.
    Indexed,
    /// The 16 colours of the terminal.
    Sixteen,
    /// The ink and the ground of the text; whether the ground is light.
    Mono(bool),
}

/// The colour of a half of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Rgb(Rgb),
    /// One of the fixed colours from 16 on, or of the terminal's below.
    Fixed(u8),
    /// That of the text.
    Default,
}

/// A cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tile {
    pub glyph: char,
    pub ink: Ink,
    pub ground: Ink,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mosaic {
    columns: u16,
    tiles: Vec<Tile>,
}

impl Mosaic {
    /// Draws a picture in so many columns and rows. `is_narrow`: `▀` is one cell wide.
    pub fn new(
        picture: &Pixels,
        (columns, rows): (u16, u16),
        depth: Depth,
        is_narrow: bool,
    ) -> Self {
        let columns = columns.max(1);
        let halves = if is_narrow { 2 } else { 1 };
        let scaled = picture.scaled(columns.into(), u32::from(rows.max(1)) * halves);
        let inks: Vec<Ink> = match depth {
            Depth::True => scaled
                .rows()
                .flatten()
                .map(|pixel| Ink::Rgb(*pixel))
                .collect(),
            Depth::Indexed => scaled.dithered(|wanted| {
                let number = nearest(wanted);
                (Ink::Fixed(number), fixed(number))
            }),
            Depth::Sixteen => scaled.dithered(|wanted| {
                let number = nearest_of_sixteen(wanted);
                (Ink::Fixed(number), SIXTEEN[usize::from(number)])
            }),
            Depth::Mono(_) => scaled.dithered(|wanted| {
                let value = if luminance(wanted) > 127 { 255 } else { 0 };
                (Ink::Rgb([value; 3]), [value; 3])
            }),
        };
        let rows: Vec<&[Ink]> = inks.chunks(columns.into()).collect();
        let tiles = rows.chunks(halves as usize).flat_map(|pair| {
            let upper = pair.first().copied().unwrap_or_default();
            let lower = pair.last().copied().unwrap_or_default();
            upper
                .iter()
                .zip(lower)
                .map(move |(upper, lower)| match depth {
                    Depth::Mono(is_light) => {
                        let has_ink = |ink: &Ink| (*ink == Ink::Rgb([255; 3])) != is_light;
                        mono(has_ink(upper), has_ink(lower), is_narrow)
                    }
                    _ => tile(*upper, *lower),
                })
        });
        Self {
            columns,
            tiles: tiles.collect(),
        }
    }

    /// A row of cells; nothing below the picture.
    pub fn row(&self, row: u16) -> &[Tile] {
        let start = usize::from(row) * usize::from(self.columns);
        let end = start + usize::from(self.columns);
        self.tiles.get(start..end).unwrap_or_default()
    }

    pub fn size(&self) -> (u16, u16) {
        let rows = self.tiles.len() / usize::from(self.columns);
        (self.columns, u16::try_from(rows).unwrap_or(u16::MAX))
    }
}

fn tile(upper: Ink, lower: Ink) -> Tile {
    match upper == lower {
        true => Tile {
            glyph: ' ',
            ink: Ink::Default,
            ground: lower,
        },
        false => Tile {
            glyph: '▀',
            ink: upper,
            ground: lower,
        },
    }
}

fn mono(upper: bool, lower: bool, is_narrow: bool) -> Tile {
    let glyph = match (upper, lower) {
        (false, false) => ' ',
        (true, true) if is_narrow => '█',
        (true, true) => '#',
        (true, false) => '▀',
        (false, true) => '▄',
    };
    Tile {
        glyph,
        ink: Ink::Default,
        ground: Ink::Default,
    }
}

fn luminance([red, green, blue]: Rgb) -> u32 {
    (u32::from(red) * 299 + u32::from(green) * 587 + u32::from(blue) * 114) / 1000
}

/// The fixed colour that is nearest: of the cube, or a grey.
fn nearest(wanted: Rgb) -> u8 {
    let level = |channel: u8| {
        let distance = |at: &u8| LEVELS[usize::from(*at)].abs_diff(channel);
        (0..6).min_by_key(distance).unwrap_or_default()
    };
    let [red, green, blue] = wanted.map(level);
    let in_cube = 16 + red * 36 + green * 6 + blue;
    let grey = (luminance(wanted).saturating_sub(3) / 10).min(23);
    let grey = 232 + u8::try_from(grey).unwrap_or_default();
    [in_cube, grey]
        .into_iter()
        .min_by_key(|number| distance(fixed(*number), wanted))
        .unwrap_or(in_cube)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(picture: &Pixels, size: (u16, u16), depth: Depth, is_narrow: bool) -> String {
        let mosaic = Mosaic::new(picture, size, depth, is_narrow);
        assert_eq!(mosaic.size(), size);
        let row = |row| {
            mosaic
                .row(row)
                .iter()
                .map(|tile| tile.glyph)
                .collect::<String>()
        };
        (0..size.1).map(row).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn a_cell_has_two_pixels_or_one() {
        let (black, white) = ([0; 3], [255; 3]);
        let picture = Pixels::new(
            2,
            4,
            vec![black, white, black, black, white, white, black, white],
        );
        let picture = picture.expect("eight pixels");
        assert_eq!(drawn(&picture, (2, 2), Depth::True, true), " ▀\n▀ ");
        assert_eq!(drawn(&picture, (2, 2), Depth::Indexed, true), " ▀\n▀ ");
        assert_eq!(drawn(&picture, (2, 2), Depth::Mono(false), true), " ▀\n▀█");
        assert_eq!(drawn(&picture, (2, 2), Depth::Mono(true), true), "█▄\n▄ ");
        assert_eq!(
            drawn(&picture, (2, 4), Depth::Mono(false), false),
            " #\n  \n##\n #"
        );
        assert_eq!(
            drawn(&picture, (2, 4), Depth::True, false),
            "  \n  \n  \n  "
        );
        let mosaic = Mosaic::new(&picture, (2, 2), Depth::True, true);
        let tile = Tile {
            glyph: '▀',
            ink: Ink::Rgb(white),
            ground: Ink::Rgb(black),
        };
        assert_eq!(mosaic.row(0).get(1), Some(&tile));
        assert_eq!(mosaic.row(2), []);
    }

    #[test]
    fn sixteen_colours_are_numbers_below_16() {
        let pixels: Vec<Rgb> = (0..=255).map(|value| [value, 255 - value, 90]).collect();
        let picture = Pixels::new(16, 16, pixels).expect("256 pixels");
        let mosaic = Mosaic::new(&picture, (16, 8), Depth::Sixteen, true);
        let inks = (0..8)
            .flat_map(|row| mosaic.row(row))
            .map(|tile| tile.ground);
        let is_of_sixteen = |ink| matches!(ink, Ink::Fixed(0..16));
        assert!(inks.clone().count() == 128 && inks.clone().all(is_of_sixteen));
        for (number, colour) in SIXTEEN.into_iter().enumerate() {
            assert_eq!(usize::from(nearest_of_sixteen(colour)), number);
        }
    }

    #[test]
    fn fixed_colours_are_their_own_nearest() {
        for number in 16..=255 {
            assert_eq!(fixed(nearest(fixed(number))), fixed(number), "{number}");
        }
    }
}
