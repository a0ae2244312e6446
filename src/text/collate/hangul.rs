//! Hangul in the order of its consonants: letters alone among the syllables.

/// The first syllable of hangul, and how many begin with each of the 19 consonants (Unicode, section
/// 3.12).
const SYLLABLES: u32 = 0xAC00;
const PER_CONSONANT: u32 = 588;

/// The place of a character of hangul: a consonant alone is before the syllables that begin with it.
pub fn place(c: char) -> u32 {
    match consonant(c) {
        Some(at) => 2 * (SYLLABLES + PER_CONSONANT * at),
        None => 2 * u32::from(c) + 1,
    }
}

/// The number of a consonant among the 19 that syllables begin with; of a cluster, that of its first
/// one. Folding makes the letters of U+3131 to U+314E initial consonants, or final ones.
fn consonant(jamo: char) -> Option<u32> {
    /// From U+11A8 on.
    const FINALS: [u32; 27] = [
        0, 1, 0, 2, 2, 2, 3, 5, 5, 5, 5, 5, 5, 5, 5, 6, 7, 7, 9, 10, 11, 12, 14, 15, 16, 17, 18,
    ];
    match u32::from(jamo) {
        code @ 0x1100..=0x1112 => Some(code - 0x1100),
        0x111A => Some(5),
        0x1121 => Some(7),
        code => FINALS.get(code.checked_sub(0x11A8)? as usize).copied(),
    }
}

/// The initial consonant of a syllable of hangul, double ones as single; of a vowel, itself.
pub fn initial(c: char) -> char {
    const CONSONANTS: [char; 19] = [
        'ㄱ', 'ㄱ', 'ㄴ', 'ㄷ', 'ㄷ', 'ㄹ', 'ㅁ', 'ㅂ', 'ㅂ', 'ㅅ', 'ㅅ', 'ㅇ', 'ㅈ', 'ㅈ', 'ㅊ',
        'ㅋ', 'ㅌ', 'ㅍ', 'ㅎ',
    ];
    if let code @ 0x1161..=0x1175 = u32::from(c) {
        // The same letters in the same order, not for joining.
        return char::from_u32(code - 0x1161 + u32::from('ㅏ')).unwrap_or(c);
    }
    let of_syllable = || Some(u32::from(c).checked_sub(SYLLABLES)? / PER_CONSONANT);
    let at = consonant(c).or_else(of_syllable);
    at.and_then(|at| CONSONANTS.get(at as usize).copied())
        .unwrap_or(c)
}
