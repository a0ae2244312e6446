//! Break rules of Chinese, Japanese and Korean typesetting on top of UAX #14.
#![expect(clippy::string_slice, reason = "offsets come from char boundaries")]

use super::names;
use super::segmenter::{Character, Place, Rules};
use crate::text::Language;
use crate::text::property::{Class, Property, Script};
use crate::typeset::Kinsoku;
use crate::typeset::inline::kinsoku;
use crate::typeset::inline::linebreak::Glyph;

/// Resolves the line breaking class of a character in a paragraph's language (LB1).
#[derive(Clone, Copy)]
pub(super) struct ClassResolver {
    /// Curly and straight quotation marks open or close (Chinese, Japanese).
    pub directed_quotes: bool,
    /// Hangul and Han break like letters: only at spaces (`keep_all`).
    pub korean: bool,
}

impl ClassResolver {
    pub fn new(rules: &Rules) -> Self {
        let language = rules.language;
        Self {
            directed_quotes: matches!(language, Language::ZhHans | Language::ZhHant | Language::Ja),
            korean: language == Language::Ko && rules.keep_all,
        }
    }

    pub fn resolve(self, c: char) -> Glyph {
        let property = Property::of(c);
        self.resolve_character(Character { c, property })
    }

    /// As [`resolve`](Self::resolve), without another look at the table of properties.
    #[inline]
    pub fn resolve_character(self, character: Character) -> Glyph {
        let Character { c, property } = character;
        let glyph = Glyph::of(property);
        let class = match c {
            '“' | '‘' if self.directed_quotes => Class::OP,
            '”' | '’' if self.directed_quotes => Class::CL,
            _ if self.korean && is_korean_letter(glyph.class, property) => {
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
}

/// A Hangul syllable or jamo (ㅠㅠ are ideographs to UAX #14), or a Han character.
#[inline]
fn is_korean_letter(class: Class, property: Property) -> bool {
    matches!(
        class,
        Class::H2 | Class::H3 | Class::JL | Class::JV | Class::JT
    ) || matches!(property.script(), Script::Han | Script::Hangul) && class == Class::ID
}

/// Whether a line may break at a place, given what UAX #14 `allowed`.
pub(super) fn allows(allowed: bool, place: &Place<'_>, rules: &Rules) -> bool {
    let Rules {
        kinsoku: level,
        language,
        ..
    } = *rules;
    let Place {
        text,
        at,
        before,
        after,
        spaced,
        repeats,
    } = *place;
    if level == Kinsoku::None {
        return allowed || !spaced && (before.property.east_asian() || after.property.east_asian());
    }
    // UAX #14 allows a break between a hyphen and a no-break space (LB12a).
    if after.c == '\u{a0}' {
        return false;
    }
    if let Some(before_name) = names::break_at(place) {
        return before_name && !kinsoku::no_end(before.c, level);
    }
    if names::is_spaced_dash(place) || stays_with_text_before(place, rules) {
        return false;
    }
    if kinsoku::is_pair(before.c) && before.c == after.c && !spaced {
        // Two marks are one sign (—— ……, clreq 3.1.3). Only a run of more than two signs
        // may break, and only between signs.
        let ahead = text[at..].chars().take(4);
        let run = || repeats + ahead.take_while(|c| *c == after.c).count() as u32;
        return repeats.is_multiple_of(2) && repeats > 0 && run() > 4;
    }
    if !allowed {
        return language != Language::Latin && in_long_list(place, rules.measure as usize);
    }
    let digit = |c: char| c.is_numeric();
    // A full-width mark between two digits is part of the number: 3，000.
    let in_number = matches!(before.c, '，' | '．' | '：')
        && after.property.script() == Script::Common
        && digit(after.c)
        && !spaced
        && text[..at].chars().rev().nth(1).is_some_and(digit);
    // Full-width digits are ideographs to UAX #14.
    let wide_number = !spaced
        && kinsoku::is_wide_digit(before.c)
        && (kinsoku::is_wide_digit(after.c) || after.c == '％');
    let unit = kinsoku::is_unit(after.c) && digit(before.c);
    let preceding = if spaced {
        kinsoku::Before::Spaces
    } else {
        kinsoku::Before::Text
    };
    !kinsoku::no_start(after.c, preceding, level, language)
        && !kinsoku::no_end(before.c, level)
        && !in_number
        && !wide_number
        && !unit
}

/// Whether a place is after a comma in a list of words without spaces that would leave more than half
/// of a line empty: `QueryString,session,cookies`.
fn in_long_list(place: &Place<'_>, measure: usize) -> bool {
    if place.spaced || place.before.c != ',' || !place.after.c.is_ascii_alphabetic() {
        return false;
    }
    let (head, tail) = (&place.text[..place.at], &place.text[place.at..]);
    let before = head.bytes().rev().take_while(u8::is_ascii_graphic);
    let after = tail.bytes().take_while(u8::is_ascii_graphic);
    before.take(measure).count() + after.take(measure).count() > measure / 2
}

/// Whether the text after a place is too little to start a line: the one letter of a word after
/// an ellipsis (…w, a laugh), a number after a name (勉強会 #3), the separator of a heading.
fn stays_with_text_before(place: &Place<'_>, rules: &Rules) -> bool {
    let Place { before, after, .. } = *place;
    let mut rest = place.text[place.at..].chars().skip(1);
    match after.c {
        '|' | '｜' => rules.heading,
        '#' => before.c.is_alphabetic() && rest.next().is_some_and(|c| c.is_ascii_digit()),
        letter => {
            letter.is_ascii_alphabetic()
                && !place.spaced
                && matches!(before.c, '…' | '⋯' | '‥')
                && !rest.next().is_some_and(|c| c.is_ascii_alphanumeric())
        }
    }
}
