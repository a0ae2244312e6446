//! Syllables of Hangul: typed by their initial consonants, or begun.

use std::ops::Range;

const FIRST_SYLLABLE: u16 = 0xAC00;
const LAST_SYLLABLE: u16 = 0xD7A3;
/// The consonant at the start of the first syllables; the others follow in order.
const FIRST_INITIAL: u16 = 0x1100;
/// Syllables with the same initial, and with the same initial and vowel (Unicode, section 3.12).
const PER_INITIAL: u16 = 588;
const PER_VOWEL: u16 = 28;

/// The initial consonant of a syllable of Hangul, and the syllable without its final consonant.
pub(super) fn hangul(unit: u16) -> Option<(u16, u16)> {
    let at = unit.checked_sub(FIRST_SYLLABLE)?;
    (unit <= LAST_SYLLABLE).then(|| {
        let initial = FIRST_INITIAL + at / PER_INITIAL;
        (initial, unit - at % PER_VOWEL)
    })
}

/// The syllables of Hangul that a consonant begins, or that an open syllable is the beginning of.
pub(super) fn hangul_that_begin_with(unit: u16, alone: bool) -> Range<u16> {
    if let Some(at) = unit.checked_sub(FIRST_INITIAL).filter(|at| *at < 19) {
        let first = FIRST_SYLLABLE + at * PER_INITIAL;
        return first..first + PER_INITIAL;
    }
    match hangul(unit) {
        Some((_, open)) if alone && open == unit => unit..unit + PER_VOWEL,
        _ => 0..0,
    }
}
