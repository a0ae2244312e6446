//! Decoded pixels, and scaling them down.

pub use crate::palette::Rgb;

/// The longer side of a decoded picture after scaling, in pixels: more than most terminals show.
pub const MOST_SIDE: u32 = 1600;

/// A picture without transparency.
#[derive(Clone, PartialEq, Eq)]
pub struct Pixels {
    width: u32,
    height: u32,
    /// Row by row.
    pixels: Vec<Rgb>,
}

impl std::fmt::Debug for Pixels {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Pixels({} x {})", self.width, self.height)
    }
}

impl Pixels {
    /// None: there are not so many pixels.
    pub fn new(width: u32, height: u32, pixels: Vec<Rgb>) -> Option<Self> {
        let count = u64::from(width) * u64::from(height);
        (count == pixels.len() as u64 && count > 0).then_some(Self {
            width,
            height,
            pixels,
        })
    }

    pub const fn size(&self) -> (u32, u32) {
        (self.width, self.height)
    }

    pub fn rows(&self) -> impl Iterator<Item = &[Rgb]> {
        self.pixels.chunks(self.width as usize)
    }

    /// The picture at another size. A pixel is the average of those that it covers; a larger picture
    /// repeats pixels.
    #[must_use]
    pub fn scaled(&self, width: u32, height: u32) -> Self {
        let (width, height) = (width.max(1), height.max(1));
        let columns: Vec<_> = (0..width).map(|x| span(x, width, self.width)).collect();
        let mut pixels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            let rows = span(y, height, self.height);
            pixels.extend(columns.iter().map(|columns| self.average(columns, &rows)));
        }
        Self {
            width,
            height,
            pixels,
        }
    }

    /// Some rows of it.
    #[must_use]
    pub fn part(&self, rows: std::ops::Range<usize>) -> Self {
        let pixels: Vec<Rgb> = self
            .rows()
            .take(rows.end)
            .skip(rows.start)
            .flatten()
            .copied()
            .collect();
        Self {
            width: self.width,
            height: pixels.len() as u32 / self.width,
            pixels,
        }
    }

    /// Chooses a value for each pixel with the colour that it has, and spreads the difference over the
    /// pixels that follow (Floyd and Steinberg).
    pub fn dithered<T>(&self, mut choose: impl FnMut(Rgb) -> (T, Rgb)) -> Vec<T> {
        let width = self.width as usize;
        let mut chosen = Vec::with_capacity(self.pixels.len());
        // The errors of this row and the next, in sixteenths, with a column at each side.
        let mut errors = vec![[0_i32; 3]; width + 2];
        for row in self.rows() {
            let mut next = vec![[0_i32; 3]; width + 2];
            for (x, pixel) in row.iter().enumerate() {
                let mut wanted = *pixel;
                for (channel, error) in wanted.iter_mut().zip(errors[x + 1]) {
                    *channel = (i32::from(*channel) + error / 16).clamp(0, 255) as u8;
                }
                let (value, got) = choose(wanted);
                chosen.push(value);
                for channel in 0..3 {
                    let error = i32::from(wanted[channel]) - i32::from(got[channel]);
                    errors[x + 2][channel] += error * 7;
                    next[x][channel] += error * 3;
                    next[x + 1][channel] += error * 5;
                    next[x + 2][channel] += error;
                }
            }
            errors = next;
        }
        chosen
    }

    fn average(&self, columns: &std::ops::Range<usize>, rows: &std::ops::Range<usize>) -> Rgb {
        let mut sums = [0_u64; 3];
        for row in rows.clone() {
            let start = row * self.width as usize;
            let part = self.pixels.get(start + columns.start..start + columns.end);
            for pixel in part.unwrap_or_default() {
                for (sum, channel) in sums.iter_mut().zip(pixel) {
                    *sum += u64::from(*channel);
                }
            }
        }
        let count = (columns.len() * rows.len()).max(1) as u64;
        sums.map(|sum| u8::try_from((sum + count / 2) / count).unwrap_or(u8::MAX))
    }
}

/// The pixels of `old` that one of `new` covers, at least one.
fn span(at: u32, new: u32, old: u32) -> std::ops::Range<usize> {
    let edge = |at: u32| (u64::from(at) * u64::from(old) / u64::from(new)) as usize;
    let start = edge(at);
    start..edge(at + 1).max(start + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scaling_averages_and_repeats() {
        let grey = |value| [value; 3];
        let picture = Pixels::new(4, 2, [0, 10, 20, 30, 40, 50, 60, 70].map(grey).to_vec());
        let picture = picture.expect("eight pixels");
        let check = |width, height, expected: &[u8]| {
            let scaled = picture.scaled(width, height);
            let expected: Vec<Rgb> = expected.iter().copied().map(grey).collect();
            assert_eq!(scaled.pixels, expected, "{width} x {height}");
        };
        check(2, 1, &[25, 45]);
        check(1, 1, &[35]);
        check(4, 2, &[0, 10, 20, 30, 40, 50, 60, 70]);
        check(3, 1, &[20, 30, 45]);
        check(8, 1, &[20, 20, 30, 30, 40, 40, 50, 50]);
        assert!(Pixels::new(0, 0, Vec::new()).is_none());
        assert!(Pixels::new(2, 2, vec![grey(0); 3]).is_none());
        assert!(Pixels::new(u32::MAX, u32::MAX, Vec::new()).is_none());
    }
}
