//! Simplified and Traditional Chinese for search: characters that stand for the same one, with the
//! variants of Taiwan and Hong Kong (台/臺, 裡/裏/里, 群/羣), map to one of them. The table is made
//! from OpenCC's (Apache-2.0) by `tests/it/variant_table.rs` and has about 20 kB. Japanese forms
//! that Chinese does not use (発, 気) stay apart.
//!
//! Variants match in every word: 伕子 finds all that 夫子 finds, such as 老夫子, and 後 finds 皇后.
//! The result must not depend on which variant the reader typed, and one or two characters do not
//! tell which word is meant. Compounds are stricter: 瞭解 finds 了解 where that is a word, as in
//! 我了解读者, but not in 为了解决 (see `compound`).

use super::variant_table::{BITS, RANKS, RARE, VALUES};
use std::collections::HashMap;
use std::sync::LazyLock;

/// The first ideograph of `BITS`.
const FIRST: u32 = 0x3400;

/// The character that a text is searched for instead of `c`, if it is another one.
pub(super) fn folded(c: char) -> Option<char> {
    let code = u32::from(c);
    let at = code.checked_sub(FIRST)?;
    let Some(word) = BITS.get((at >> 6) as usize) else {
        return rare(code);
    };
    let bit = at & 63;
    if word >> bit & 1 == 0 {
        return None;
    }
    let before = (word & ((1 << bit) - 1)).count_ones();
    let rank = RANKS.get((at >> 6) as usize)?;
    let value = VALUES.get(usize::from(*rank) + before as usize)?;
    char::from_u32(u32::from(*value))
}

/// The character that stands for `c` and its variants.
#[cfg(feature = "phrase")]
pub(crate) fn variant_of(c: char) -> char {
    folded(c).unwrap_or(c)
}

/// The other characters that texts are searched for `c` with: those that fold to it.
pub(crate) fn variants(c: char) -> &'static [char] {
    static ALL: LazyLock<HashMap<char, Vec<char>>> = LazyLock::new(|| {
        let rare = RARE.iter().filter_map(|row| char::from_u32(row.0));
        let mut all: HashMap<char, Vec<char>> = HashMap::new();
        for other in ('\u{3400}'..='\u{9FFF}').chain(rare) {
            if let Some(c) = folded(other) {
                all.entry(c).or_default().push(other);
            }
        }
        all
    });
    ALL.get(&c).map_or(&[], Vec::as_slice)
}

/// Whether an ideograph of U+3400 to U+9FFF, given by the bytes of its UTF-8 form, is in the table.
pub(super) fn is_variant(bytes: [u8; 3]) -> bool {
    let [first, second, third] = bytes.map(usize::from);
    let block = ((first & 15) << 6 | (second & 63)).wrapping_sub((FIRST >> 6) as usize);
    let word = BITS.get(block).copied().unwrap_or_default();
    word >> (third & 63) & 1 != 0
}

/// Characters beyond the first plane, about one in a million.
#[cold]
fn rare(code: u32) -> Option<char> {
    let at = RARE.binary_search_by_key(&code, |row| row.0).ok()?;
    char::from_u32(RARE.get(at)?.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variants_map_to_one_character() {
        #[track_caller]
        fn check(variants: &str) {
            let mut all = variants.chars().map(|c| folded(c).unwrap_or(c));
            let first = all.next();
            assert!(all.all(|c| Some(c) == first), "{variants}");
        }
        check("台臺");
        check("里裏裡");
        check("群羣");
        check("为為爲");
        check("后後");
        check("线線綫");
        check("發发髮");
        check("\u{2B4E9}鏦");
        check("戰战");
        check("甦苏蘇");
        check("甯宁寧");
    }

    #[test]
    fn other_characters_stay_apart() {
        for pair in ["象像", "复覆", "人入", "已己", "发発", "未末"] {
            let mut all = pair.chars().map(|c| folded(c).unwrap_or(c));
            assert_ne!(all.next(), all.next(), "{pair}");
        }
    }

    #[test]
    fn a_folded_character_is_not_folded_again() {
        for c in ('\u{3400}'..='\u{9FFF}').chain('\u{20000}'..='\u{323AF}') {
            if let Some(to) = folded(c) {
                assert_eq!(folded(to), None, "{c}");
            }
            let mut bytes = [0; 4];
            if let [a, b, c3] = *c.encode_utf8(&mut bytes).as_bytes() {
                assert_eq!(is_variant([a, b, c3]), folded(c).is_some(), "{c}");
            }
        }
    }
}
