//! The colours of a terminal: its colour depth, and whether its background is dark or light.

use super::style_spec::{Colour, StyleSpec};
use crate::palette::{fixed, linear, nearest_ground, nearest_ink, nearest_of_sixteen};
use std::collections::BTreeMap;

/// The colour depth of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Depth {
    /// Attributes only.
    None,
    /// The 16 colours that the user can configure.
    #[default]
    Sixteen,
    /// 240 fixed colours in addition.
    Indexed,
    /// 24 bits.
    True,
}

/// Values of `TERM` for terminals with 24-bit colour. They also set `COLORTERM`, but ssh forwards
/// only `TERM`.
const TRUE_COLOUR_TERMS: &[&str] = &[
    "xterm-kitty",
    "xterm-ghostty",
    "alacritty",
    "contour",
    "foot",
    "wezterm",
];

/// What xterm calls itself, and terminals that do not say which they are. All in use have 256 colours.
const XTERM: &str = "xterm";

impl Depth {
    /// Depth from `COLORTERM` and `TERM`.
    pub(crate) fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let value = |name| variable(name).unwrap_or_default();
        let term = value("TERM");
        let known = TRUE_COLOUR_TERMS
            .iter()
            .any(|known| term.strip_prefix(known).is_some_and(is_suffix));
        if matches!(value("COLORTERM").as_str(), "truecolor" | "24bit")
            || term.ends_with("-direct")
            || known
        {
            Self::True
        } else if term.contains("256color") || term == XTERM {
            Self::Indexed
        } else {
            Self::Sixteen
        }
    }

    /// Styles in the terminal's colours. Of the 256, backgrounds that differ stay different: of two
    /// with the same nearest colour the later one gets the next colour.
    pub fn looks(self, looks: impl IntoIterator<Item = StyleSpec>) -> Vec<StyleSpec> {
        match self {
            Self::None => looks.into_iter().map(StyleSpec::without_colours).collect(),
            Self::Sixteen => looks.into_iter().map(in_sixteen).collect(),
            Self::Indexed | Self::True => self.fixed_looks(looks),
        }
    }

    fn fixed_looks(self, looks: impl IntoIterator<Item = StyleSpec>) -> Vec<StyleSpec> {
        let mut grounds = BTreeMap::new();
        let mut taken = Vec::new();
        let mut ground = |colour| match (self, colour) {
            (Self::Indexed, Colour::Rgb(r, g, b)) => {
                Colour::Indexed(*grounds.entry([r, g, b]).or_insert_with(|| {
                    let fixed = nearest_ground([r, g, b], &taken);
                    taken.push(fixed);
                    fixed
                }))
            }
            _ => colour,
        };
        let ink = |colour| match (self, colour) {
            (Self::Indexed, Colour::Rgb(r, g, b)) => Colour::Indexed(nearest_ink([r, g, b])),
            _ => colour,
        };
        let shown = |look: StyleSpec| StyleSpec {
            fg: look.fg.map(ink),
            bg: look.bg.map(&mut ground),
            ..look
        };
        looks.into_iter().map(shown).collect()
    }
}

/// Suffixes such as `-extra` in `foot-extra`.
fn is_suffix(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with('-')
}

/// The background of a terminal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ground {
    Dark,
    Light,
}

impl Ground {
    /// Dark if white text has more contrast on it than black text.
    pub(crate) fn of_rgb(rgb: [u8; 3]) -> Self {
        if contrast(rgb, [255; 3]) > contrast(rgb, [0; 3]) {
            Self::Dark
        } else {
            Self::Light
        }
    }

    /// From `COLORFGBG`, which rxvt, Konsole and others set: `foreground;background` or
    /// `foreground;something;background`, as numbers of the 16 colours. 7 and 9 to 15 are light.
    pub(crate) fn of_colorfgbg(value: &str) -> Option<Self> {
        match value.rsplit(';').next()?.parse::<u8>().ok()? {
            0..=6 | 8 => Some(Self::Dark),
            7 | 9..=15 => Some(Self::Light),
            _ => None,
        }
    }
}

/// How the background was determined.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The terminal's answer to OSC 11.
    Terminal,
    /// The variable `COLORFGBG`.
    Variable,
}

/// The known colours of a terminal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Colours {
    pub depth: Depth,
    pub ground: Option<(Ground, Source)>,
}

impl Colours {
    pub(crate) fn of_variables(variable: impl Fn(&str) -> Option<String>) -> Self {
        let ground = variable("COLORFGBG").and_then(|value| Ground::of_colorfgbg(&value));
        Self {
            depth: Depth::of_variables(variable),
            ground: ground.map(|ground| (ground, Source::Variable)),
        }
    }

    /// Takes the terminal's answer, which overrides a variable that may be inherited from another
    /// terminal.
    pub(crate) fn with_background(self, rgb: Option<[u8; 3]>) -> Self {
        let told = rgb.map(|rgb| (Ground::of_rgb(rgb), Source::Terminal));
        Self {
            ground: told.or(self.ground),
            ..self
        }
    }
}

/// A style in the 16 colours. Text never gets the colour of its background.
fn in_sixteen(look: StyleSpec) -> StyleSpec {
    let nearest = |colour| match colour {
        Colour::Ansi(_) => colour,
        Colour::Indexed(number @ 0..16) => Colour::Ansi(number),
        Colour::Indexed(number) => Colour::Ansi(nearest_of_sixteen(fixed(number))),
        Colour::Rgb(r, g, b) => Colour::Ansi(nearest_of_sixteen([r, g, b])),
    };
    let (fg, bg) = (look.fg.map(nearest), look.bg.map(nearest));
    let fg = match bg {
        Some(Colour::Ansi(7 | 9..=15)) if fg == bg => Some(Colour::Ansi(0)),
        Some(_) if fg == bg => Some(Colour::Ansi(15)),
        _ => fg,
    };
    StyleSpec { fg, bg, ..look }
}

/// Relative luminance by WCAG 2, from 0 to 1.
fn luminance(rgb: [u8; 3]) -> f64 {
    let [red, green, blue] = rgb.map(linear);
    0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/// Contrast ratio of two colours by WCAG 2, from 1 to 21.
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let (one, other) = (luminance(one) + 0.05, luminance(other) + 0.05);
    one.max(other) / one.min(other)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::user::theme::Theme;

    fn variables<'a>(set: &'a [(&'a str, &'a str)]) -> impl Fn(&str) -> Option<String> + 'a {
        move |name| {
            let found = set.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        }
    }

    #[test]
    fn the_theme_suits_the_terminal() {
        let dark = Some([0x16, 0x18, 0x1d]);
        let light = Some([0xfd, 0xf6, 0xe3]);
        let check = |set: &[(&str, &str)], answer, expected| {
            let colours = Colours::of_variables(variables(set)).with_background(answer);
            assert_eq!(Theme::name_for(colours), expected, "{set:?} {answer:?}");
        };
        let full: &[_] = &[("TERM", "xterm-256color"), ("COLORTERM", "truecolor")];
        check(full, dark, "ink");
        check(full, light, "paper");
        check(full, None, "mono");
        check(&[("TERM", "xterm-kitty")], dark, "ink");
        check(&[("TERM", "foot-extra")], light, "paper");
        check(&[("TERM", "tmux-256color")], dark, "ink");
        check(&[("TERM", "xterm")], dark, "ink");
        check(&[("TERM", "xterm-color")], dark, "dark");
        check(&[("TERM", "linux")], light, "light");
        check(&[("TERM", "rxvt"), ("COLORFGBG", "15;0")], None, "dark");
        let konsole: &[_] = &[("TERM", "xterm-256color"), ("COLORFGBG", "0;default;15")];
        check(konsole, None, "paper");
        check(konsole, dark, "ink");
        check(&[("COLORFGBG", "0;default")], None, "mono");
    }

    #[test]
    fn the_environment_determines_the_number_of_colours() {
        let check = |set: &[(&str, &str)], expected| {
            assert_eq!(Depth::of_variables(variables(set)), expected, "{set:?}");
        };
        check(&[], Depth::Sixteen);
        check(&[("TERM", "footless")], Depth::Sixteen);
        check(&[("TERM", "screen.xterm-256color")], Depth::Indexed);
        check(&[("TERM", "xterm-direct")], Depth::True);
        check(&[("TERM", "xterm"), ("COLORTERM", "24bit")], Depth::True);
        check(&[("TERM", "xterm"), ("COLORTERM", "yes")], Depth::Indexed);
        check(&[("TERM", "xterm-color")], Depth::Sixteen);
    }

    #[test]
    fn true_colours_become_the_nearest_fixed_ones() {
        let check = |rgb, expected| assert_eq!(nearest_ink(rgb), expected, "{rgb:?}");
        check([0, 0, 0], 16);
        check([255, 255, 255], 231);
        check([0x16, 0x18, 0x1d], 234);
        check([0x5f, 0x87, 0xaf], 67);
        for index in 16..=255 {
            let same = nearest_ink(fixed(index));
            assert_eq!(fixed(same), fixed(index));
        }
        let rgb = StyleSpec {
            fg: Some(Colour::Rgb(0x16, 0x18, 0x1d)),
            bg: Some(Colour::Ansi(3)),
            ..StyleSpec::default()
        };
        let indexed = StyleSpec {
            fg: Some(Colour::Indexed(234)),
            ..rgb
        };
        assert_eq!(Depth::Indexed.looks([rgb]), [indexed]);
        assert_eq!(Depth::True.looks([rgb]), [rgb]);
    }

    #[test]
    fn colours_are_reduced_to_sixteen_and_to_none() {
        #[track_caller]
        fn check(fg: Colour, bg: Colour, expected: (u8, u8)) {
            let look = StyleSpec {
                fg: Some(fg),
                bg: Some(bg),
                bold: true,
                ..StyleSpec::default()
            };
            let [reduced] = Depth::Sixteen.looks([look])[..] else {
                panic!("one style");
            };
            let (fg, bg) = expected;
            let colours = (Some(Colour::Ansi(fg)), Some(Colour::Ansi(bg)));
            assert_eq!(
                (reduced.fg, reduced.bg, reduced.bold),
                (colours.0, colours.1, true)
            );
            let [plain] = Depth::None.looks([look])[..] else {
                panic!("one style");
            };
            assert_eq!((plain.fg, plain.bg, plain.bold), (None, None, true));
        }
        let (ink, paper) = (Colour::Rgb(0x16, 0x18, 0x1d), Colour::Rgb(0xfd, 0xfa, 0xf5));
        check(paper, ink, (15, 0));
        check(Colour::Indexed(196), Colour::Indexed(7), (9, 7));
        check(Colour::Ansi(3), ink, (3, 0));
        // Both are nearest to black, or to white.
        check(ink, Colour::Rgb(0, 0, 9), (15, 0));
        check(paper, Colour::Rgb(255, 255, 255), (0, 15));
    }
}
