//! The 256 colours of terminals: the 16 that users choose, and 240 fixed ones.

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

/// The sum of the squares of the differences.
pub(crate) fn distance(one: Rgb, other: Rgb) -> u32 {
    let parts = one.into_iter().zip(other);
    parts.map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}
