//! Order of titles and names as readers expect it: by letter without case and accents, numbers by
//! value, Han by pinyin for readers of Chinese and in the order of JIS X 0208 for those of Japanese.
//!
//! A full collation (icu_collator with the data of every language) adds 1.2 MB to the program.
//! This one adds 42 kB: the rank of each ideograph, made from icu_collator and compared with it by
//! `tests/it/collation.rs`.

mod hangul;

use super::fold::fold_forms;
use super::property::{Property, Script};
use encoding_rs::SHIFT_JIS;
use std::cmp::Ordering;

/// The ranks of U+4E00 to U+9FFF by pinyin, two bytes each, the low one first.
const PINYIN: &[u8] = include_bytes!("../../assets/collation/pinyin.bin");
const FIRST: u32 = 0x4E00;

/// The first ideograph of each initial letter, in order.
const INITIALS: &[(char, char)] = &[
    ('A', '吖'),
    ('B', '丷'),
    ('C', '嚓'),
    ('D', '咑'),
    ('E', '妸'),
    ('F', '发'),
    ('G', '旮'),
    ('H', '哈'),
    ('J', '丌'),
    ('K', '咔'),
    ('L', '垃'),
    ('M', '呣'),
    ('N', '拏'),
    ('O', '喔'),
    ('P', '妑'),
    ('Q', '七'),
    ('R', '呥'),
    ('S', '仨'),
    ('T', '他'),
    ('W', '屲'),
    ('X', '夕'),
    ('Y', '丫'),
    ('Z', '帀'),
];

/// Whose readers the order is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Collation {
    Chinese,
    Japanese,
    /// Han by code point, which is by radical and strokes.
    #[default]
    Other,
}

/// Groups of characters, in order; the high bits of a weight.
const SPACE: u32 = 1 << 24;
const NUMBER: u32 = 2 << 24;
/// Digits that are not ASCII follow the numbers, whose weight is the count of their digits.
const OTHER_DIGIT: u32 = NUMBER | 1 << 21;
/// The letters from a to z, and for readers of Chinese the ideographs below their initials.
const LETTER: u32 = 3 << 24;
const OTHER_LETTER: u32 = 4 << 24;
const KANA: u32 = 5 << 24;
const HANGUL: u32 = 6 << 24;
const HAN: u32 = 7 << 24;
/// Ideographs without a rank come after the others.
const UNRANKED: u32 = 8 << 24;

impl Collation {
    /// The collation for the language of an interface.
    pub(crate) fn of_language(tag: &str) -> Self {
        match tag.split('-').next() {
            Some("zh") => Self::Chinese,
            Some("ja") => Self::Japanese,
            _ => Self::Other,
        }
    }

    /// Texts that differ never compare equal.
    pub(crate) fn compare(self, a: &str, b: &str) -> Ordering {
        if a == b {
            return Ordering::Equal;
        }
        let order = if is_simple(a) && is_simple(b) {
            self.weights(a).cmp(self.weights(b))
        } else {
            self.key(a).cmp(&self.key(b))
        };
        order.then_with(|| a.cmp(b))
    }

    /// The weights of a text; texts are in the order of their keys.
    pub(crate) fn key(self, text: &str) -> Vec<u32> {
        if is_simple(text) {
            self.weights(text).collect()
        } else {
            self.weights(&fold_forms(text)).collect()
        }
    }

    /// The beginning of the key of a text, as a number. Texts are in the order of their numbers where
    /// these differ.
    pub(crate) fn prefix(self, text: &str) -> u128 {
        if is_simple(text) {
            packed(self.weights(text))
        } else {
            packed(self.weights(&fold_forms(text)))
        }
    }

    /// The weights of a text that is folded, or that needs no more folding than ASCII does.
    fn weights(self, text: &str) -> Weights<'_> {
        Weights {
            collation: self,
            rest: text,
            digits: 0,
            last: None,
        }
    }

    fn weight(self, c: char) -> u32 {
        match Property::of(c).script() {
            Script::Kana => KANA | hiragana(c),
            Script::Hangul => HANGUL | hangul::place(c),
            Script::Han => self.han(c),
            _ if c.is_numeric() => OTHER_DIGIT + u32::from(c),
            _ => match upper(c) {
                upper @ 'A'..='Z' => letter(upper),
                upper => OTHER_LETTER | u32::from(upper),
            },
        }
    }

    fn han(self, c: char) -> u32 {
        let weight = match self {
            Self::Chinese => pinyin(c).map(|rank| letter(initial_of(rank)) + 1 + rank),
            Self::Japanese => jis(c).map(|rank| HAN | rank),
            Self::Other => Some(HAN | u32::from(c)),
        };
        weight.unwrap_or(UNRANKED | u32::from(c))
    }

    /// The heading under which a text is found: its first letter, or 0 for a number. An ideograph
    /// has the initial of its pinyin for readers of Chinese, else 漢. None without any letter. Texts
    /// with one initial follow each other.
    pub(crate) fn initial(self, text: &str) -> Option<char> {
        let folded = fold_forms(text);
        let c = folded.chars().find(|c| c.is_alphanumeric())?;
        Some(match Property::of(c).script() {
            Script::Kana => char::from_u32(row(hiragana(c))).unwrap_or(c),
            Script::Hangul => hangul::initial(c),
            Script::Han if self == Self::Chinese => pinyin(c).map_or('漢', initial_of),
            Script::Han => '漢',
            _ if c.is_numeric() => '0',
            _ => upper(c),
        })
    }
}

/// The capital of a letter, or its first one: I of ı, which folding keeps.
fn upper(c: char) -> char {
    c.to_uppercase().next().unwrap_or(c)
}

/// Whether folding changes nothing in a text but the case of ASCII letters and punctuation, so that
/// it is compared without being copied.
fn is_simple(text: &str) -> bool {
    text.chars().all(|c| {
        matches!(c,
            '\0'..='\x7F'
            | '‘'..='”'
            | '、'..='〩'
            | 'ぁ'..='ゖ'
            | 'ァ'..='ヾ'
            | '\u{3400}'..='\u{9FFF}'
            | '가'..='힣'
            | '！'..='／'
            | '：'..='＠')
    })
}

/// Gives the weights of a text. Punctuation has no weight, so that a quoted title is among the
/// others.
struct Weights<'a> {
    collation: Collation,
    rest: &'a str,
    /// How many digits of a number follow, after its length was given.
    digits: usize,
    last: Option<u32>,
}

impl Iterator for Weights<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        loop {
            let c = self.rest.chars().next()?;
            if self.digits == 0 && c.is_ascii_digit() {
                self.rest = self.rest.trim_start_matches('0');
                self.digits = self.rest.bytes().take_while(u8::is_ascii_digit).count();
                // A longer number is a greater one.
                self.last = Some(NUMBER | self.digits as u32);
                return self.last;
            }
            self.rest = self.rest.get(c.len_utf8()..).unwrap_or_default();
            let weight = if self.digits > 0 {
                self.digits -= 1;
                Some(u32::from(c))
            } else if matches!(c, ' ' | '/') {
                let spaced = self.last.is_none_or(|last| last == SPACE);
                (!spaced).then_some(SPACE)
            } else {
                let lower = c.to_ascii_lowercase();
                c.is_alphanumeric().then(|| self.collation.weight(lower))
            };
            if weight.is_some() {
                self.last = weight;
                return weight;
            }
        }
    }
}

/// Packs the first weights into a number: digits take one byte each, other weights four. Digits
/// never meet other weights in a comparison, because a number begins with the count of its digits.
fn packed(weights: Weights<'_>) -> u128 {
    let mut number = 0;
    let mut free = u128::BITS;
    for weight in weights {
        let bits = if weight < SPACE { 8 } else { 32 };
        if free < bits {
            // The high bits of the weight that still fit.
            return (number << free) | u128::from(weight >> (bits - free));
        }
        number = (number << bits) | u128::from(weight);
        free -= bits;
        if free == 0 {
            return number;
        }
    }
    // A text that ends comes before one that goes on.
    number.checked_shl(free).unwrap_or(0)
}

/// The weight of a letter from A to Z; 65,535 weights follow it.
fn letter(c: char) -> u32 {
    LETTER | (u32::from(c) - u32::from('A')) << 16
}

/// The initial of the pinyin of a rank.
fn initial_of(rank: u32) -> char {
    let upto = |(_, first): &(char, char)| pinyin(*first) <= Some(rank);
    let at = INITIALS.partition_point(upto).saturating_sub(1);
    INITIALS.get(at).map_or('Z', |(initial, _)| *initial)
}

/// The rank of an ideograph by pinyin, then strokes.
fn pinyin(c: char) -> Option<u32> {
    let at = usize::try_from(u32::from(c).checked_sub(FIRST)?).ok()? * 2;
    let bytes = PINYIN.get(at..at + 2)?;
    Some(u32::from(u16::from_le_bytes(bytes.try_into().ok()?)))
}

/// The place of an ideograph in JIS X 0208: the frequent ones by reading, then by radical.
fn jis(c: char) -> Option<u32> {
    let mut buffer = [0; 4];
    let (bytes, _, failed) = SHIFT_JIS.encode(c.encode_utf8(&mut buffer));
    match (&*bytes, failed) {
        (&[high, low], false) => Some(u32::from(high) << 8 | u32::from(low)),
        _ => None,
    }
}

/// The code of a kana as hiragana. Small and voiced kana differ from others by one or two.
fn hiragana(c: char) -> u32 {
    let code = u32::from(c);
    match c {
        'ァ'..='ヶ' => code - 0x60,
        _ => code,
    }
}

/// The first kana of the row of the table of kana that a hiragana is in: か of ご.
fn row(code: u32) -> u32 {
    let rows = "あかさたなはまやらわ";
    let upto = |first: &char| u32::from(*first) <= code;
    // Small あ, や and わ are before the plain ones.
    let code_of = |first: char| u32::from(first) - u32::from("あやわ".contains(first));
    let first = rows
        .chars()
        .rfind(|first| code_of(*first) <= code || upto(first));
    first.map_or(code, u32::from)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(collation: Collation, sorted: &[&str]) {
        let mut found = sorted.to_vec();
        found.reverse();
        found.sort_by(|a, b| collation.compare(a, b));
        assert_eq!(found, sorted);
    }

    #[test]
    fn texts_are_in_the_order_of_their_readers() {
        use Collation::{Chinese, Japanese, Other};
        check(
            Chinese,
            &[
                "3 月",
                "12 月",
                "apple",
                "阿里",
                "Banana",
                "《春天》",
                "春天的书店",
                "中国",
            ],
        );
        check(
            Japanese,
            &[
                "Apple",
                "かき",
                "「ガラス」",
                "さくら",
                "ラジオ",
                "愛",
                "駅",
                "春",
            ],
        );
        check(Other, &["a b", "ab", "Élan", "fog", "가을", "나무"]);
        check(Other, &["Part 2", "Part 10", "Part 010 b"]);
        check(
            Other,
            &[
                "９",
                "10",
                "٣",
                "index",
                "ışık",
                "Ж",
                "ㄱㄴ",
                "가",
                "ㄲ",
                "ㅋㅋㅋ",
                "카드",
            ],
        );
    }

    #[test]
    fn a_text_has_an_initial() {
        #[track_caller]
        fn check(collation: Collation, text: &str, expected: Option<char>) {
            assert_eq!(collation.initial(text), expected, "{text}");
        }
        check(Collation::Chinese, "“春天”的书店", Some('C'));
        check(Collation::Chinese, "阿里", Some('A'));
        check(Collation::Chinese, "咂嘴", Some('Z'));
        check(Collation::Chinese, "妈妈", Some('M'));
        check(Collation::Japanese, "春の本屋", Some('漢'));
        check(Collation::Japanese, "ゴジラ", Some('か'));
        check(Collation::Japanese, "ぁん", Some('あ'));
        check(Collation::Japanese, "ょみ", Some('や'));
        check(Collation::Other, "élan", Some('E'));
        check(Collation::Other, "깨", Some('ㄱ'));
        check(Collation::Other, "ㅋㅋㅋ", Some('ㅋ'));
        check(Collation::Other, "ㄳ", Some('ㄱ'));
        check(Collation::Other, "ㅠㅠ", Some('ㅠ'));
        check(Collation::Other, "ışık", Some('I'));
        check(Collation::Other, "12 days", Some('0'));
        check(Collation::Other, "٣", Some('0'));
        check(Collation::Other, "…", None);
    }

    /// Titles of one character, whatever it is.
    #[test]
    fn each_initial_is_one_group() {
        for collation in [Collation::Chinese, Collation::Japanese, Collation::Other] {
            let letters = ('\0'..='\u{3FFFF}').filter(|c| c.is_alphanumeric());
            let keyed = |c: char| (collation.key(c.encode_utf8(&mut [0; 4])), c);
            let mut letters: Vec<_> = letters.map(keyed).collect();
            letters.sort();
            let mut groups: Vec<_> = letters
                .iter()
                .map(|(_, c)| collation.initial(c.encode_utf8(&mut [0; 4])))
                .collect();
            groups.dedup();
            let mut seen = std::collections::HashSet::new();
            groups.retain(|initial| !seen.insert(*initial));
            assert_eq!(groups, [], "{collation:?}");
        }
    }

    proptest! {
        /// Comparing without copies is the order of the keys.
        #[test]
        fn texts_are_in_the_order_of_their_keys(
            a in "[a-cA-C0-3 /（：“一二三ぁが가é０ﾃㅋ٣ı\u{301}]{0,6}",
            b in "[a-cA-C0-3 /（：“一二三ぁが가é０ﾃㅋ٣ı\u{301}]{0,6}",
        ) {
            for collation in [Collation::Chinese, Collation::Japanese, Collation::Other] {
                let key = |text: &str| collation.weights(&fold_forms(text)).collect::<Vec<_>>();
                prop_assert_eq!(collation.key(&a), key(&a));
                let by_key = key(&a).cmp(&key(&b)).then_with(|| a.cmp(&b));
                prop_assert_eq!(collation.compare(&a, &b), by_key);
                let by_prefix = collation.prefix(&a).cmp(&collation.prefix(&b));
                prop_assert!(by_prefix.is_eq() || by_prefix == by_key);
            }
        }

        /// Groups by initial are contiguous.
        #[test]
        fn initials_ascend(mut titles in prop::collection::vec("[一-龥]{1,3}|[a-z]{1,3}|[ぁ-ゖァ-ヶ]{1,3}|[가-힣]{1,3}", 1..30)) {
            for collation in [Collation::Chinese, Collation::Japanese, Collation::Other] {
                titles.sort_by(|a, b| collation.compare(a, b));
                let mut initials: Vec<_> = titles.iter().map(|title| collation.initial(title)).collect();
                initials.dedup();
                let mut seen = std::collections::HashSet::new();
                prop_assert!(initials.iter().all(|initial| seen.insert(*initial)), "{initials:?}");
            }
        }
    }
}
