//! Spaces between words and between scripts.

use crate::text::property::{Property, Script};

/// Whether a space disappears at the edge of a line.
pub fn is_blank(c: char) -> bool {
    match c {
        ' ' | '\u{3000}' => true,
        '\u{A0}' | '\u{2007}' | '\u{202F}' => false,
        c => !c.is_ascii() && c.is_whitespace(),
    }
}

/// Whether spacing rules see a boundary between Han or kana and Latin letters or digits.
pub fn scripts_meet(before: char, after: char) -> bool {
    let (a, b) = (Property::of(before), Property::of(after));
    let east = |property: Property| matches!(property.script(), Script::Han | Script::Kana);
    let west = |c: char, property: Property| {
        c.is_ascii_alphanumeric()
            || !c.is_ascii()
                && matches!(property.script(), Script::Latin | Script::Alphabetic)
                && !property.east_asian()
    };
    east(a) && west(after, b) || west(before, a) && east(b)
}
