//! The Unicode properties of a character that cell width, clusters, line breaks and scripts
//! need, in 16 bits. There are fewer than 256 distinct values, so a two-stage table has one byte
//! per code point for the first two planes; the other planes are ranges. The cells are those of
//! the crate `unicode-width`. `tests/it/unicode_table.rs` generates the table from Unicode 18
//! (`BLESS=1`) and checks that it is up to date.

use super::property_table::{BLOCKS, HANZI, INDEX, KINDS, RANGES};

/// Line breaking classes of UAX #14, split further where its rules test another property:
/// quotation marks by direction, unassigned pictographs, the dotted circle. Resolved by LB1:
/// `AI`, `SG`, `XX` to `AL`, `SA` to `AL` or `CM`, `CJ` to `NS` (strict).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::upper_case_acronyms, reason = "the names of UAX #14")]
#[rustfmt::skip]
pub(crate) enum Class {
    AL, ID, NU, SP, CL, CP, OP, QU, QUPi, QUPf, EX, IS, SY, IN, NS, BA, BB, B2, HY, HH,
    GL, WJ, ZW, ZWJ, CM, PR, PO, HL, BK, CR, LF, NL, CB, EB, EM, RI, H2, H3, JL, JV, JT,
    AK, AP, AS, VF, VI, Circle, IDCn, ALCn,
}

#[rustfmt::skip]
const CLASSES: [Class; 64] = {
    use Class::*;
    [
        AL, ID, NU, SP, CL, CP, OP, QU, QUPi, QUPf, EX, IS, SY, IN, NS, BA, BB, B2, HY, HH,
        GL, WJ, ZW, ZWJ, CM, PR, PO, HL, BK, CR, LF, NL, CB, EB, EM, RI, H2, H3, JL, JV, JT,
        AK, AP, AS, VF, VI, Circle, IDCn, ALCn,
        AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL, AL,
    ]
};

/// Groups of scripts that are handled differently.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Script {
    /// Punctuation, symbols, digits, marks.
    Common,
    Han,
    Kana,
    Hangul,
    Latin,
    /// Letters of other alphabets with spaces between words: Cyrillic, Greek, Georgian.
    Alphabetic,
    /// Written from right to left: Arabic, Hebrew.
    RightToLeft,
    /// Joined by viramas: the scripts of India.
    Indic,
    /// Without spaces between words: Thai, Lao, Khmer, Burmese.
    Unspaced,
    Bopomofo,
}

const SCRIPTS: [Script; 16] = {
    use Script::*;
    [
        Common,
        Han,
        Kana,
        Hangul,
        Latin,
        Alphabetic,
        RightToLeft,
        Indic,
        Unspaced,
        Bopomofo,
        Common,
        Common,
        Common,
        Common,
        Common,
        Common,
    ]
};

/// The cells of a single character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Cells {
    Zero,
    One,
    Two,
    /// 1 or 2 by the policy: East Asian ambiguous, except letters.
    Ambiguous,
    /// 1 or 2 by the policy: East Asian ambiguous letters.
    AmbiguousLetter,
}

/// Bits: 0-5 class, 6-8 cells, 9 East Asian (F, W, H), 10 joins into clusters, 11-14 script,
/// 15 mark: named by the line start, line end, pair, unit or hanging rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Property(u16);

impl Property {
    #[inline]
    pub fn of(c: char) -> Self {
        let code = c as usize;
        match INDEX.get(code >> 6) {
            Some(block) => {
                let kind = BLOCKS[(usize::from(*block) << 6) | (code & 63)];
                Self(KINDS[usize::from(kind)])
            }
            None => Self::supplementary(code as u32),
        }
    }

    #[cold]
    fn supplementary(code: u32) -> Self {
        let after = RANGES.partition_point(|range| range.0 <= code);
        Self(after.checked_sub(1).map_or(0, |range| RANGES[range].1))
    }

    #[inline]
    pub fn class(self) -> Class {
        CLASSES[usize::from(self.0 & 63)]
    }

    #[inline]
    pub fn cells(self) -> Cells {
        match self.0 >> 6 & 7 {
            0 => Cells::Zero,
            1 => Cells::One,
            2 => Cells::Two,
            3 => Cells::Ambiguous,
            _ => Cells::AmbiguousLetter,
        }
    }

    /// East Asian width F, W or H, which the quotation mark rules of UAX #14 test.
    #[inline]
    pub fn east_asian(self) -> bool {
        self.0 & 1 << 9 != 0
    }

    /// May join with its neighbours into one grapheme cluster. Between two characters that do
    /// not, there is always a boundary.
    #[inline]
    pub fn joins(self) -> bool {
        self.0 & 1 << 10 != 0
    }

    #[inline]
    pub fn script(self) -> Script {
        SCRIPTS[usize::from(self.0 >> 11 & 15)]
    }

    /// Possibly in one of the sets of `typeset::inline::kinsoku`.
    #[inline]
    pub fn mark(self) -> bool {
        self.0 & 1 << 15 != 0
    }

    /// An ideograph without special rules: class ID, two cells, does not join, not a mark.
    #[inline]
    pub fn plain_ideograph(self) -> bool {
        const MASK: u16 = 63 | 7 << 6 | 1 << 10 | 1 << 15;
        self.0 & MASK == Class::ID as u16 | 2 << 6
    }

    /// A letter without special rules: class AL, one cell, does not join, not a mark.
    #[inline]
    pub fn plain_letter(self) -> bool {
        const MASK: u16 = 63 | 7 << 6 | 1 << 10 | 1 << 15;
        self.0 & MASK == Class::AL as u16 | 1 << 6
    }
}

/// The written form of Chinese that a character belongs to: simplified if only GB 2312 has it,
/// traditional if only Big5 has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hanzi {
    Both,
    Simplified,
    Traditional,
}

pub fn hanzi(c: char) -> Hanzi {
    let index = (c as usize).checked_sub(0x4E00);
    match index.map_or(0, hanzi_bits) {
        1 => Hanzi::Simplified,
        2 => Hanzi::Traditional,
        _ => Hanzi::Both,
    }
}

/// The form of the character U+4E00 + `index`: 1 simplified, 2 traditional, 0 both.
#[inline]
pub fn hanzi_bits(index: usize) -> u8 {
    HANZI
        .get(index / 4)
        .map_or(0, |bits| bits >> (index % 4 * 2) & 3)
}
