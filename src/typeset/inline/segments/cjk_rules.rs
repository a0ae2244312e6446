//! What Chinese, Japanese and Korean typesetting says beyond UAX #14.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::{Rules, Seen, Segmenter};
use crate::text::property::{Class, Property, Script};
use crate::typeset::Kinsoku;
use crate::typeset::inline::kinsoku;
use crate::typeset::inline::linebreak::Glyph;

impl Segmenter<'_> {
    /// `’` or `'` inside a Latin word.
    pub(crate) fn apostrophe(&self, before: Option<Seen>, end: usize) -> bool {
        let latin = |property: Property| property.script() == Script::Latin;
        before.is_some_and(|before| latin(before.property))
            && self.text[end..]
                .chars()
                .next()
                .is_some_and(|c| latin(Property::of(c)))
    }

    /// Our rules on top of UAX #14, between two drawn clusters.
    pub(crate) fn tailored(
        &self,
        may: bool,
        before: Seen,
        after: Seen,
        spaced: bool,
        pairs: u32,
        at: usize,
    ) -> bool {
        let Rules {
            kinsoku: level,
            language,
            ..
        } = *self.rules;
        if level == Kinsoku::None {
            return may || !spaced && (before.property.east_asian() || after.property.east_asian());
        }
        if kinsoku::is_pair(before.c) && before.c == after.c && !spaced {
            // Two marks are one sign; only a long run may part, between signs.
            let ahead = self.text[at..].chars().take(4);
            let run = || pairs + ahead.take_while(|c| *c == after.c).count() as u32;
            return pairs.is_multiple_of(2) && pairs > 0 && run() > 4;
        }
        if !may {
            return false;
        }
        let digit = |c: char| c.is_numeric();
        let number = matches!(before.c, '，' | '．' | '：')
            && after.property.script() == Script::Common
            && digit(after.c)
            && !spaced
            && self.text[..at].chars().rev().nth(1).is_some_and(digit);
        let unit = kinsoku::is_unit(after.c) && digit(before.c);
        let joined = kinsoku::is_wide_digit(after.c) || after.c == '％';
        let number = number || !spaced && kinsoku::is_wide_digit(before.c) && joined;
        !kinsoku::no_start(after.c, spaced, level, language)
            && !kinsoku::no_end(before.c, level)
            && !number
            && !unit
    }
}

/// The class of a character in this paragraph: quotation marks get a direction in Chinese
/// and Japanese, Hangul and Han become letters in Korean.
#[inline]
pub(crate) fn resolve(c: char, property: Property, quotes: bool, korean: bool) -> Glyph {
    let glyph = Glyph::of(property);
    let class = match c {
        '“' | '‘' if quotes => Class::OP,
        '”' | '’' if quotes => Class::CL,
        _ if korean
            && matches!(
                glyph.class,
                Class::H2 | Class::H3 | Class::JL | Class::JV | Class::JT
            ) =>
        {
            return Glyph {
                class: Class::AL,
                east_asian: false,
            };
        }
        _ if korean && property.script() == Script::Han && glyph.class == Class::ID => {
            return Glyph {
                class: Class::AL,
                east_asian: false,
            };
        }
        _ => return glyph,
    };
    Glyph {
        class,
        east_asian: true,
    }
}
