//! Sixels (DEC STD 070): a palette of the picture, and six rows of pixels at a time.
//!
//! The crate `icy_sixel` would bring a dozen others for its quantiser, and encodes whole pictures only;
//! a page shows parts. `NeuQuant`, which `image` uses for GIF, needs at least 64 colours; terminals
//! with 16 exist.

use super::pixels::{Pixels, Rgb};
use std::collections::HashMap;
use std::io::Write;
use std::ops::Range;

/// Pixels in the colours of a palette.
#[derive(Clone, PartialEq, Eq)]
pub struct Paletted {
    width: usize,
    palette: Vec<Rgb>,
    /// Indexes in the palette, row by row.
    indexes: Vec<u8>,
}

impl std::fmt::Debug for Paletted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Paletted({} pixels)", self.indexes.len())
    }
}

impl Paletted {
    /// Chooses a palette of at most so many colours, at most 256, and dithers.
    pub fn new(picture: &Pixels, most: usize) -> Self {
        let palette = palette(picture, most.clamp(2, 256));
        let mut known = HashMap::new();
        let indexes = picture.dithered(|wanted| {
            let index = *known
                .entry(bin(wanted))
                .or_insert_with(|| nearest(&palette, wanted));
            (
                index,
                palette.get(usize::from(index)).copied().unwrap_or_default(),
            )
        });
        Self {
            width: picture.size().0 as usize,
            palette,
            indexes,
        }
    }

    /// The sequence that draws some rows of pixels at the cursor.
    pub fn encode(&self, rows: Range<usize>, out: &mut Vec<u8>) {
        let height = rows.len();
        let start = (rows.start * self.width).min(self.indexes.len());
        let end = (rows.end * self.width).min(self.indexes.len());
        let indexes = self.indexes.get(start..end).unwrap_or_default();
        // Pixels that are not set stay as they are; the aspect ratio is 1:1.
        let _ = write!(out, "\x1bP0;1;0q\"1;1;{};{height}", self.width);
        for (number, colour) in self.palette.iter().enumerate() {
            let [red, green, blue] = colour.map(|value| (u32::from(value) * 100 + 127) / 255);
            let _ = write!(out, "#{number};2;{red};{green};{blue}");
        }
        for band in indexes.chunks((self.width * 6).max(1)) {
            self.band(band, out);
            out.push(b'-');
        }
        out.extend_from_slice(b"\x1b\\");
    }

    /// Six rows: for each colour in them, the bits of each column.
    fn band(&self, band: &[u8], out: &mut Vec<u8>) {
        let mut used = [false; 256];
        band.iter()
            .for_each(|index| used[usize::from(*index)] = true);
        for colour in (0..=255_u8).filter(|index| used[usize::from(*index)]) {
            let _ = write!(out, "#{colour}");
            let mut run = (0_usize, 0_u8);
            for x in 0..self.width {
                let column = band.iter().skip(x).step_by(self.width).enumerate();
                let bits = column.fold(0, |bits, (row, index)| {
                    bits | u8::from(*index == colour) << row
                });
                if run.0 > 0 && run.1 == bits {
                    run.0 += 1;
                } else {
                    put(run, out);
                    run = (1, bits);
                }
            }
            // Columns without the colour at the end are left out.
            if run.1 != 0 {
                put(run, out);
            }
            out.push(b'$');
        }
    }
}

/// A run of equal columns.
fn put((count, bits): (usize, u8), out: &mut Vec<u8>) {
    let character = 63 + bits;
    match count {
        0..4 => out.extend(std::iter::repeat_n(character, count)),
        _ => {
            let _ = write!(out, "!{count}");
            out.push(character);
        }
    }
}

/// Five bits of each channel.
fn bin([red, green, blue]: Rgb) -> u16 {
    let [red, green, blue] = [red, green, blue].map(|channel| u16::from(channel >> 3));
    red << 10 | green << 5 | blue
}

fn nearest(palette: &[Rgb], wanted: Rgb) -> u8 {
    let distance = |colour: &Rgb| -> u32 {
        let parts = colour.iter().zip(wanted);
        parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
    };
    let nearest = palette
        .iter()
        .enumerate()
        .min_by_key(|(_, colour)| distance(colour));
    nearest.map_or(0, |(index, _)| index as u8)
}

/// A colour with its count, from a bin of the histogram.
type Counted = (Rgb, u64);

/// Median cut: halves the box with the longest side that holds the most pixels, until there are
/// enough.
fn palette(picture: &Pixels, most: usize) -> Vec<Rgb> {
    let mut bins: HashMap<u16, ([u64; 3], u64)> = HashMap::new();
    for pixel in picture.rows().flatten() {
        let (sums, count) = bins.entry(bin(*pixel)).or_default();
        for (sum, channel) in sums.iter_mut().zip(pixel) {
            *sum += u64::from(*channel);
        }
        *count += 1;
    }
    let mean = |(sums, count): ([u64; 3], u64)| (sums.map(|sum| (sum / count) as u8), count);
    let mut colours: Vec<Counted> = bins.into_values().map(mean).collect();
    colours.sort_unstable();
    let mut boxes = vec![colours];
    while boxes.len() < most {
        let weight = |colours: &Vec<Counted>| {
            let (_, length) = longest_side(colours);
            let pixels: u64 = colours.iter().map(|(_, count)| count).sum();
            u64::from(length) * pixels
        };
        let heaviest = boxes
            .iter()
            .map(weight)
            .enumerate()
            .max_by_key(|(_, weight)| *weight);
        let Some((at, 1..)) = heaviest else {
            break;
        };
        let mut whole = boxes.swap_remove(at);
        let (side, _) = longest_side(&whole);
        whole.sort_unstable_by_key(|(colour, _)| colour.get(side).copied());
        let half = whole.iter().map(|(_, count)| count).sum::<u64>() / 2;
        let mut before = 0;
        let middle = whole.iter().position(|(_, count)| {
            before += count;
            before > half
        });
        let middle = middle.unwrap_or(0).clamp(1, whole.len() - 1);
        let rest = whole.split_off(middle);
        boxes.extend([whole, rest]);
    }
    boxes.iter().map(|colours| average(colours)).collect()
}

/// The channel in which colours differ most, and by how much.
fn longest_side(colours: &[Counted]) -> (usize, u8) {
    let length = |side: usize| {
        let values = || colours.iter().map(|(colour, _)| colour[side]);
        values().max().unwrap_or(0) - values().min().unwrap_or(0)
    };
    (0..3)
        .map(|side| (side, length(side)))
        .max_by_key(|(_, length)| *length)
        .unwrap_or((0, 0))
}

fn average(colours: &[Counted]) -> Rgb {
    let total = colours.iter().map(|(_, count)| count).sum::<u64>().max(1);
    [0, 1, 2].map(|side| {
        let sum: u64 = colours
            .iter()
            .map(|(colour, count)| u64::from(colour[side]) * count)
            .sum();
        (sum / total) as u8
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(picture: &Pixels, rows: Range<usize>) -> String {
        let mut out = Vec::new();
        Paletted::new(picture, 16).encode(rows, &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn bands_have_six_rows_and_runs() {
        let (black, white) = ([0; 3], [255; 3]);
        let pixels = (0..8 * 10).map(|at| if at % 8 < 4 { black } else { white });
        let picture = Pixels::new(8, 10, pixels.collect()).expect("80 pixels");
        let whole = encoded(&picture, 0..10);
        let body = "#0!4~$#1!4?!4~$-#0!4N$#1!4?!4N$-";
        let head = "\x1bP0;1;0q\"1;1;8;10#0;2;0;0;0#1;2;100;100;100";
        assert_eq!(whole, format!("{head}{body}\x1b\\"));
        assert!(encoded(&picture, 3..9).contains("1;1;8;6"));
        assert!(encoded(&picture, 12..13).ends_with("100\x1b\\"));
    }

    #[test]
    fn a_palette_has_the_colours_of_the_picture() {
        let colours: Vec<Rgb> = (0..200).map(|at| [at as u8, 255 - at as u8, 40]).collect();
        let picture = Pixels::new(20, 10, colours).expect("200 pixels");
        assert_eq!(palette(&picture, 16).len(), 16);
        let few = palette(&picture, 256);
        assert!(few.len() <= 200 && few.len() > 20, "{}", few.len());
        let flat = Pixels::new(2, 2, vec![[9; 3]; 4]).expect("4 pixels");
        assert_eq!(palette(&flat, 256), [[9; 3]]);
    }
}
