//! What a character is to a search: part of a word between spaces, a letter that is matched
//! anywhere, or neither.

use crate::text::Script;
use crate::text::property::{Class, Property};

/// What a folded character is to the runs of a text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Separator,
    Letter,
    Word,
}

impl Kind {
    pub fn of(c: char) -> Self {
        match c {
            // Most letters of a text: ideographs, kana and syllables of Hangul. For them the tables
            // of the standard library take ten times as long.
            '\u{4E00}'..='\u{9FFF}'
            | '\u{3041}'..='\u{3096}'
            | '\u{30A1}'..='\u{30FA}'
            | '\u{AC00}'..='\u{D7A3}' => Self::Letter,
            '\0'..='\x7f' => match c.is_ascii_alphanumeric() {
                true => Self::Word,
                false => Self::Separator,
            },
            _ if is_word_character(c) => Self::Word,
            _ if c.is_alphanumeric() => Self::Letter,
            _ => Self::Separator,
        }
    }
}

/// Whether a character is a letter of a script without spaces, which is matched anywhere.
pub(super) fn is_letter(c: char) -> bool {
    Kind::of(c) == Kind::Letter
}

/// Whether a folded character belongs to a word that spaces delimit: a digit, or a letter of a
/// script with spaces between words.
pub fn is_word_character(c: char) -> bool {
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let property = Property::of(c);
    match property.script() {
        Script::Han | Script::Kana | Script::Hangul | Script::Bopomofo | Script::Unspaced => false,
        // Vowel signs and viramas are marks.
        Script::Indic => c.is_alphanumeric() || property.class() == Class::CM,
        _ => c.is_alphanumeric(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The usual letters are known without the tables.
    #[test]
    fn kinds_of_characters() {
        for c in '\0'..=char::MAX {
            let expected = match (is_word_character(c), c.is_alphanumeric()) {
                (true, _) => Kind::Word,
                (false, true) => Kind::Letter,
                (false, false) => Kind::Separator,
            };
            assert!(Kind::of(c) == expected, "{c:?}");
        }
    }
}
