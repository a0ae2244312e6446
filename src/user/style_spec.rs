//! The style of a role, and its notation in themes.

use super::fault::FaultKind;
use super::settings::{Report, Value};
use std::collections::BTreeMap;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Colour {
    /// One of the user's 16 colours.
    Ansi(u8),
    /// One of xterm's 256 colours.
    Indexed(u8),
    Rgb(u8, u8, u8),
}

/// The style of a role. `None`: the terminal's default colour.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct StyleSpec {
    pub fg: Option<Colour>,
    pub bg: Option<Colour>,
    pub bold: bool,
    pub dim: bool,
    pub italic: bool,
    pub underline: bool,
    pub reverse: bool,
    pub strike: bool,
}

impl StyleSpec {
    pub(super) fn without_colours(self) -> Self {
        Self {
            fg: None,
            bg: None,
            ..self
        }
    }
}

const COLOURS: &[(&str, u8)] = &[
    ("black", 0),
    ("red", 1),
    ("green", 2),
    ("yellow", 3),
    ("blue", 4),
    ("magenta", 5),
    ("cyan", 6),
    ("white", 7),
    ("bright-black", 8),
    ("bright-red", 9),
    ("bright-green", 10),
    ("bright-yellow", 11),
    ("bright-blue", 12),
    ("bright-magenta", 13),
    ("bright-cyan", 14),
    ("bright-white", 15),
];

const ATTRIBUTES: &[&str] = &["bold", "dim", "italic", "underline", "reverse", "strike"];

#[derive(Default)]
pub struct Palette(BTreeMap<String, Colour>);

impl Palette {
    pub fn read(&mut self, report: &mut Report<'_>, value: &Value<'_>) {
        let Some(table) = report.table("palette", value) else {
            return;
        };
        for (key, value) in table {
            let Some(word) = report.text(key.get_ref(), value) else {
                continue;
            };
            match parse_colour(word) {
                Some(colour) => {
                    self.0.insert(key.get_ref().to_string(), colour);
                }
                None => report.fault(value.span(), FaultKind::NotAColour(word.to_owned())),
            }
        }
    }

    fn colour(&self, word: &str) -> Option<Colour> {
        self.0.get(word).copied().or_else(|| parse_colour(word))
    }

    /// Parses the notation of a role.
    pub fn look(&self, report: &mut Report<'_>, name: &str, value: &Value<'_>) -> StyleSpec {
        let mut look = StyleSpec::default();
        let Some(text) = report.text(name, value) else {
            return look;
        };
        let mut words = text.split_whitespace();
        while let Some(word) = words.next() {
            match word {
                "bold" => look.bold = true,
                "dim" => look.dim = true,
                "italic" => look.italic = true,
                "underline" => look.underline = true,
                "reverse" => look.reverse = true,
                "strike" => look.strike = true,
                "on" => match words.next().map(|word| (word, self.colour(word))) {
                    Some((_, Some(colour))) => look.bg = Some(colour),
                    Some((word, None)) => self.unknown(report, FaultKind::NotAColour, word, value),
                    None => report.fault(value.span(), FaultKind::NoColourAfterOn),
                },
                word => match self.colour(word) {
                    Some(colour) => look.fg = Some(colour),
                    None => self.unknown(report, FaultKind::NotAStyle, word, value),
                },
            }
        }
        look
    }

    fn unknown(
        &self,
        report: &mut Report<'_>,
        kind: fn(String) -> FaultKind,
        word: &str,
        value: &Value<'_>,
    ) {
        let own = self.0.keys().map(String::as_str);
        let known = own
            .chain(COLOURS.iter().map(|(name, _)| *name))
            .chain(ATTRIBUTES.iter().copied());
        report.unknown(value.span(), kind, word, known);
    }
}

pub fn parse_colour(word: &str) -> Option<Colour> {
    if let Some((_, number)) = COLOURS.iter().find(|(name, _)| *name == word) {
        return Some(Colour::Ansi(*number));
    }
    if let Some(hex) = word.strip_prefix('#') {
        let digits = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u32::from_str_radix(hex, 16).ok().filter(|_| digits)?;
        let [_, red, green, blue] = number.to_be_bytes();
        return Some(Colour::Rgb(red, green, blue));
    }
    let number = word.parse().ok().filter(|_| !word.starts_with('+'))?;
    Some(match number {
        0..16 => Colour::Ansi(number),
        _ => Colour::Indexed(number),
    })
}
