//! Colours and attributes, and the shortest SGR sequence from one set to another. The 16 colours
//! are sent as 30-37 and 90-97, so that the terminal's palette applies.

use crate::ui::DOTTED;
use ratatui::style::{Color, Modifier};

/// Colours and attributes of a cell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Sgr {
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
}

/// Attribute, the code that sets it, and the code that resets it (22 resets both bold and dim, 24
/// each kind of underline, of which the last one applies).
const ATTRIBUTES: &[(Modifier, &[u8], u8)] = &[
    (Modifier::BOLD, b"1;", 22),
    (Modifier::DIM, b"2;", 22),
    (Modifier::ITALIC, b"3;", 23),
    (DOTTED, b"4:4;", 24),
    (Modifier::UNDERLINED, b"4;", 24),
    (Modifier::REVERSED, b"7;", 27),
    (Modifier::CROSSED_OUT, b"9;", 29),
];

/// The attributes that are visible in a space.
pub const SEEN_IN_BLANKS: Modifier = Modifier::UNDERLINED
    .union(DOTTED)
    .union(Modifier::CROSSED_OUT)
    .union(Modifier::REVERSED);

impl Sgr {
    pub const DEFAULT: Self = Self {
        fg: Color::Reset,
        bg: Color::Reset,
        modifier: Modifier::empty(),
    };

    /// Whether a space drawn with `self` looks like one drawn with `other`, which contains only
    /// attributes that are visible in a space.
    pub fn blanks_like(self, other: Self) -> bool {
        self.bg == other.bg
            && self.modifier & SEEN_IN_BLANKS == other.modifier
            && (other.modifier.is_empty() || self.fg == other.fg)
    }

    /// Appends the shorter of two sequences: the difference, or a reset and everything.
    pub fn change(self, to: Self, out: &mut Vec<u8>) {
        if self == to {
            return;
        }
        let mut anew = Vec::with_capacity(24);
        if to != Self::DEFAULT {
            anew.extend_from_slice(b"0;");
            Self::DEFAULT.difference(to, &mut anew);
            anew.pop();
        }
        let mut step = Vec::with_capacity(24);
        self.difference(to, &mut step);
        step.pop();
        out.extend_from_slice(b"\x1b[");
        out.extend_from_slice(
            if step.len() < anew.len() || anew.is_empty() && step.len() == 1 {
                &step
            } else {
                &anew
            },
        );
        out.push(b'm');
    }

    /// Appends the codes of the difference, each followed by `;`.
    fn difference(self, to: Self, out: &mut Vec<u8>) {
        let mut now = self.modifier;
        for (attribute, _, off) in ATTRIBUTES {
            if now.contains(*attribute) && !to.modifier.contains(*attribute) {
                number(*off, out);
                for (sibling, _, same) in ATTRIBUTES {
                    if same == off {
                        now.remove(*sibling);
                    }
                }
            }
        }
        for (attribute, on, _) in ATTRIBUTES {
            if to.modifier.contains(*attribute) && !now.contains(*attribute) {
                out.extend_from_slice(on);
            }
        }
        if self.fg != to.fg {
            colour(to.fg, 30, out);
        }
        if self.bg != to.bg {
            colour(to.bg, 40, out);
        }
    }
}

/// `base` is 30 for the foreground, 40 for the background.
fn colour(colour: Color, base: u8, out: &mut Vec<u8>) {
    let code = match colour {
        Color::Reset => base + 9,
        Color::Black => base,
        Color::Red => base + 1,
        Color::Green => base + 2,
        Color::Yellow => base + 3,
        Color::Blue => base + 4,
        Color::Magenta => base + 5,
        Color::Cyan => base + 6,
        Color::Gray => base + 7,
        Color::DarkGray => base + 60,
        Color::LightRed => base + 61,
        Color::LightGreen => base + 62,
        Color::LightYellow => base + 63,
        Color::LightBlue => base + 64,
        Color::LightMagenta => base + 65,
        Color::LightCyan => base + 66,
        Color::White => base + 67,
        Color::Indexed(index) => {
            for part in [base + 8, 5, index] {
                number(part, out);
            }
            return;
        }
        Color::Rgb(r, g, b) => {
            for part in [base + 8, 2, r, g, b] {
                number(part, out);
            }
            return;
        }
    };
    number(code, out);
}

fn number(number: u8, out: &mut Vec<u8>) {
    out.extend_from_slice(number.to_string().as_bytes());
    out.push(b';');
}

#[cfg(test)]
mod tests {
    use super::*;
    use ratatui::style::{Color as C, Modifier as M};

    #[track_caller]
    fn check(from: (C, C, M), to: (C, C, M), expected: &str) {
        let sgr = |(fg, bg, modifier)| Sgr { fg, bg, modifier };
        let mut out = Vec::new();
        sgr(from).change(sgr(to), &mut out);
        assert_eq!(String::from_utf8_lossy(&out), expected);
    }

    #[test]
    fn shortest_change() {
        let none = M::empty();
        let plain = (C::Reset, C::Reset, none);
        check(plain, plain, "");
        check(plain, (C::Red, C::Reset, none), "\x1b[31m");
        check(
            plain,
            (C::DarkGray, C::LightBlue, M::BOLD),
            "\x1b[1;90;104m",
        );
        check((C::Red, C::Blue, M::BOLD), plain, "\x1b[m");
        check(
            (C::Red, C::Reset, M::BOLD),
            (C::Red, C::Reset, none),
            "\x1b[22m",
        );
        check(
            (C::Red, C::Reset, M::BOLD),
            (C::Red, C::Reset, M::DIM),
            "\x1b[22;2m",
        );
        check(
            (C::Rgb(1, 2, 3), C::Reset, M::BOLD | M::ITALIC),
            (C::Reset, C::Reset, M::BOLD),
            "\x1b[0;1m",
        );
        check(plain, (C::Reset, C::Reset, DOTTED), "\x1b[4:4m");
        check(
            (C::Red, C::Reset, DOTTED),
            (C::Red, C::Reset, M::UNDERLINED),
            "\x1b[24;4m",
        );
        check(
            plain,
            (C::Indexed(208), C::Rgb(1, 2, 3), none),
            "\x1b[38;5;208;48;2;1;2;3m",
        );
    }
}
