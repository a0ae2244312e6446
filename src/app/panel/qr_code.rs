//! The QR code of an address, for a telephone that opens what a remote session cannot.

use crate::text::WidthPolicy;
use qrcode::{Color, EcLevel};

/// Light modules around a code. The standard has four; readers manage with two, and with one.
const MARGINS: [u16; 2] = [2, 1];

/// A code that fits into an area.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QrCode {
    /// Modules of a side, without the margin.
    size: u16,
    dark: Vec<bool>,
    margin: u16,
    /// A cell holds two modules, one above the other. Otherwise a module takes two cells of a row,
    /// because the glyphs of half cells are two cells wide.
    pub is_halved: bool,
}

impl QrCode {
    /// The code of a text in at most so many columns and rows; `None` if it does not fit.
    pub(crate) fn new(text: &str, room: (u16, u16), policy: WidthPolicy) -> Option<Self> {
        let code = qrcode::QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let size = u16::try_from(code.width()).ok()?;
        let colours = code.into_colors().into_iter();
        let mut code = Self {
            size,
            dark: colours.map(|colour| colour == Color::Dark).collect(),
            margin: 0,
            is_halved: policy.cluster("▀") == 1,
        };
        let (width, height) = room;
        MARGINS.into_iter().find_map(|margin| {
            code.margin = margin;
            let fits = code.columns() <= width && code.rows() <= height;
            fits.then(|| code.clone())
        })
    }

    /// Modules of a side, with the margin.
    fn side(&self) -> u16 {
        self.size + 2 * self.margin
    }

    pub fn columns(&self) -> u16 {
        self.side() * if self.is_halved { 1 } else { 2 }
    }

    pub fn rows(&self) -> u16 {
        self.side().div_ceil(if self.is_halved { 2 } else { 1 })
    }

    /// Whether a module is dark, counted with the margin.
    pub fn is_dark(&self, x: u16, y: u16) -> bool {
        let at = |place: u16| place.checked_sub(self.margin).filter(|at| *at < self.size);
        let (Some(x), Some(y)) = (at(x), at(y)) else {
            return false;
        };
        let index = usize::from(y) * usize::from(self.size) + usize::from(x);
        self.dark.get(index).copied().unwrap_or_default()
    }

    /// The column and the row of the code at the foot of a box of this size, in its middle.
    pub fn place(&self, width: u16, height: u16) -> (u16, u16) {
        let left = width.saturating_sub(self.columns()) / 2;
        (left, height.saturating_sub(self.rows()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Ambiguous;

    #[test]
    fn a_code_fits_or_is_left_out() {
        #[track_caller]
        fn check(text: &str, room: (u16, u16), ambiguous: Ambiguous, expected: Option<(u16, u16)>) {
            let policy = WidthPolicy {
                ambiguous,
                ..WidthPolicy::default()
            };
            let code = QrCode::new(text, room, policy);
            let size = code.map(|code| (code.columns(), code.rows()));
            assert_eq!(size, expected, "{text} in {room:?}");
        }
        let short = "https://a.example/1";
        check(short, (80, 20), Ambiguous::Narrow, Some((29, 15)));
        check(short, (40, 14), Ambiguous::Narrow, Some((27, 14)));
        check(short, (40, 13), Ambiguous::Narrow, None);
        check(short, (26, 40), Ambiguous::Narrow, None);
        check(short, (80, 40), Ambiguous::Wide, Some((58, 29)));
        check(&"x".repeat(9_000), (900, 900), Ambiguous::Narrow, None);
    }

    #[test]
    fn the_margin_is_light_and_the_corners_are_dark() {
        let code = QrCode::new("https://a.example/1", (80, 40), WidthPolicy::default());
        let code = code.unwrap();
        let last = code.side() - 1;
        for at in 0..=last {
            assert!(!code.is_dark(at, 0) && !code.is_dark(0, at) && !code.is_dark(last, at));
        }
        assert!(code.is_dark(2, 2) && code.is_dark(last - 2, 2) && code.is_dark(2, last - 2));
        assert!(!code.is_dark(u16::MAX, 2));
    }
}
