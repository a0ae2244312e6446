//! Bits of signatures. A signature says in 64 bits what a text contains, so that most texts are
//! rejected without a look at them.
//!
//! Each letter from a to z has a bit, which is set when the text has that letter or a character
//! with a reading that begins with it. The other bits are shared by whole readings, by digits, by
//! the beginnings of syllables of Hangul, and by characters without a reading. A title of 20
//! ideographs sets about 15 of them.

use super::hangul::hangul;

/// The number of bits for letters.
const LETTERS: u32 = 26;

/// The bits of a character without readings. Punctuation, which a match may skip, has none.
pub(super) fn of_plain(unit: u16) -> u64 {
    let byte = u8::try_from(unit).ok().filter(u8::is_ascii);
    match (byte, hangul(unit)) {
        (Some(byte), _) if byte.is_ascii_digit() => shared(unit.into()),
        (Some(byte), _) => letter(byte),
        (None, Some((initial, open))) => shared(initial.into()) | shared(open.into()),
        (None, None) => shared(unit.into()),
    }
}

/// The bits of a character with a reading.
pub(super) fn of_reading(reading: &str) -> u64 {
    let letters = reading.bytes().map(|byte| u32::from(byte & 31));
    of_initial(reading) | shared(letters.fold(0, |number, letter| (number << 5) ^ letter))
}

/// The bit of a character with a reading that begins like this one.
pub(super) fn of_initial(reading: &str) -> u64 {
    reading.bytes().next().map_or(0, letter)
}

fn letter(byte: u8) -> u64 {
    match byte {
        b'a'..=b'z' => 1 << (byte - b'a'),
        _ => 0,
    }
}

/// One of the shared bits.
fn shared(number: u32) -> u64 {
    // The golden ratio spreads numbers that are near each other.
    let mixed = u64::from(number.wrapping_mul(0x9e37_79b9));
    let bits = u64::from(u64::BITS - LETTERS);
    1 << (u64::from(LETTERS) + ((mixed * bits) >> 32))
}
