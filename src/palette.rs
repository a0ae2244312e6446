//! The 256 colours of terminals: the 16 that users choose, and 240 fixed ones.

use std::sync::LazyLock;

/// Red, green, blue.
pub type Rgb = [u8; 3];

/// The 16 colours as xterm has them. The user's may differ, but hardly in hue.
pub(crate) const SIXTEEN: [Rgb; 16] = [
    [0, 0, 0],
    [205, 0, 0],
    [0, 205, 0],
    [205, 205, 0],
    [0, 0, 238],
    [205, 0, 205],
    [0, 205, 205],
    [229, 229, 229],
    [127, 127, 127],
    [255, 0, 0],
    [0, 255, 0],
    [255, 255, 0],
    [92, 92, 255],
    [255, 0, 255],
    [0, 255, 255],
    [255, 255, 255],
];

/// The levels of the colours 16 to 231.
pub(crate) const LEVELS: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// A colour from 16 on: a cube of six levels, then 24 greys.
pub fn fixed(number: u8) -> Rgb {
    match number.saturating_sub(16) {
        cube @ 0..216 => [cube / 36, cube / 6 % 6, cube % 6].map(|at| LEVELS[usize::from(at)]),
        grey => [8 + (grey - 216) * 10; 3],
    }
}

pub(crate) fn nearest_of_sixteen(wanted: Rgb) -> u8 {
    let nearest = (0..16).min_by_key(|number| distance(SIXTEEN[usize::from(*number)], wanted));
    nearest.unwrap_or_default()
}

/// The sum of the squares of the differences: fast, for the pixels of pictures.
pub(crate) fn distance(one: Rgb, other: Rgb) -> u32 {
    let parts = one.into_iter().zip(other);
    parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// How much more a difference of colour counts than one of lightness. Of a ground, a light grey for a
/// warm tint is right, an olive one is not; of an ink, its contrast is needed.
const OF_GROUND: f64 = 4.0;
const OF_INK: f64 = 1.0;

/// The nearest of the fixed colours for a ground that are not taken.
pub(crate) fn nearest_ground(wanted: Rgb, taken: &[u8]) -> u8 {
    nearest_fixed(wanted, taken, OF_GROUND)
}

/// The nearest of the fixed colours for an ink.
pub(crate) fn nearest_ink(wanted: Rgb) -> u8 {
    nearest_fixed(wanted, &[], OF_INK)
}

/// The first 16 are the user's own, and unknown.
fn nearest_fixed(wanted: Rgb, taken: &[u8], weight: f64) -> u8 {
    static LABS: LazyLock<Vec<(u8, Lab)>> = LazyLock::new(|| {
        (16..=255)
            .map(|number| (number, Lab::of(fixed(number))))
            .collect()
    });
    let wanted = Lab::of(wanted);
    let free = LABS.iter().filter(|(number, _)| !taken.contains(number));
    let distance = |lab: Lab| wanted.distance(lab, weight);
    let nearest = free.min_by(|(_, one), (_, two)| distance(*one).total_cmp(&distance(*two)));
    nearest.map_or(16, |(number, _)| *number)
}

/// A colour in OKLab, in which equal distances look equal: lightness, and two axes of colour.
#[derive(Clone, Copy, Debug)]
struct Lab([f64; 3]);

impl Lab {
    /// The matrices of <https://bottosson.github.io/posts/oklab/>.
    fn of(rgb: Rgb) -> Self {
        let rgb = rgb.map(linear);
        let times = |row: [f64; 3], column: [f64; 3]| {
            row.iter()
                .zip(column)
                .map(|(one, two)| one * two)
                .sum::<f64>()
        };
        let cones = [
            [0.412_221_470_8, 0.536_332_536_3, 0.051_445_992_9],
            [0.211_903_498_2, 0.680_699_545_1, 0.107_396_956_6],
            [0.088_302_461_9, 0.281_718_837_6, 0.629_978_700_5],
        ];
        let cones = cones.map(|row| times(row, rgb).cbrt());
        let lab = [
            [0.210_454_255_3, 0.793_617_785_0, -0.004_072_046_8],
            [1.977_998_495_1, -2.428_592_205_0, 0.450_593_709_9],
            [0.025_904_037_1, 0.782_771_766_2, -0.808_675_766_0],
        ];
        Self(lab.map(|row| times(row, cones)))
    }

    /// `weight`: that of a difference of colour.
    fn distance(self, other: Self, weight: f64) -> f64 {
        let Self([light, green, blue]) = self;
        let Self([other_light, other_green, other_blue]) = other;
        let colour = (green - other_green).powi(2) + (blue - other_blue).powi(2);
        (light - other_light).powi(2) + weight * colour
    }
}

/// The light of a channel of sRGB, from 0 to 1.
pub(crate) fn linear(channel: u8) -> f64 {
    let part = f64::from(channel) / 255.0;
    if part <= 0.039_28 {
        part / 12.92
    } else {
        ((part + 0.055) / 1.055).powf(2.4)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_warm_tint_does_not_turn_olive_nor_a_mark_grey() {
        let check = |rgb, expected| {
            assert_eq!(nearest_ground(rgb, &[]), expected, "{rgb:?}");
        };
        // The selected row of paper and sepia, and their raised grounds.
        check([0xe3, 0xda, 0xc8], 253);
        check([0xe6, 0xcb, 0xa2], 223);
        check([0xeb, 0xe2, 0xd0], 254);
        // Marks and tints of ink: yellow, brown, teal.
        check([0x5a, 0x4a, 0x12], 58);
        check([0x6b, 0x3f, 0x14], 94);
        check([0x1f, 0x46, 0x68], 24);
    }
}
