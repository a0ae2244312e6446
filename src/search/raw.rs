//! Finds letters in a text as it is, without folding it: folding takes most of the time of a search
//! through many texts.
//!
//! In a [simple](is_simple) text, a letter of a script without spaces comes from that letter or
//! from a variant of it, and every other character stays between the letters. There, a run of
//! letters is in the folded text exactly where one of its spellings is in the text.

use super::letter::is_letter;
use crate::text::{fold_into, has_ruby, special_units, variants};
use memchr::memmem::Finder;

/// Longer runs (bytes) are looked for in folded texts.
const LONGEST: usize = 128;

/// Whether a search needs no fold of a text to find letters in it.
pub(super) fn is_simple(text: &str) -> bool {
    let mut folded = String::new();
    !has_ruby(text)
        && special_units(text).all(|unit| {
            folded.clear();
            fold_into(unit, &mut folded);
            let mut chars = folded.chars();
            let is_variant = |c: char| variants(c).iter().any(|c| unit.chars().eq([*c]));
            match (chars.next(), chars.next()) {
                (None, _) => false,
                (Some(c), None) if is_letter(c) => {
                    // With marks, it would be another letter, or none.
                    unit.chars().nth(1).is_none() && (unit == folded || is_variant(c))
                }
                _ => !folded.chars().any(is_letter),
            }
        })
}

/// The spellings of a letter in UTF-8.
type Letter = Box<[Box<str>]>;

/// A run of letters in all its spellings.
#[derive(Clone, Debug)]
pub(super) struct Letters {
    before: Box<[Letter]>,
    /// The spellings of the part that is looked for first, which has few.
    anchors: Box<[Finder<'static>]>,
    after: Box<[Letter]>,
}

impl Letters {
    /// `None` if a folded text has anything else than letters.
    pub fn new(folded: &str) -> Option<Self> {
        if folded.is_empty() || folded.len() > LONGEST {
            return None;
        }
        let letters = folded.chars().map(|c| {
            let all = std::iter::once(&c).chain(variants(c));
            is_letter(c).then(|| all.map(|c| c.to_string().into_boxed_str()).collect())
        });
        let letters: Vec<Letter> = letters.collect::<Option<_>>()?;
        let anchor = anchor(&letters);
        let anchors: Box<[Finder<'static>]> = match letters.get(anchor.clone())? {
            [one] => one.iter().map(|text| finder(text)).collect(),
            several => {
                let text = several.iter().filter_map(|letter| letter.first());
                Box::new([finder(&text.map(|text| &**text).collect::<String>())])
            }
        };
        Some(Self {
            before: letters.get(..anchor.start)?.into(),
            anchors,
            after: letters.get(anchor.end..)?.into(),
        })
    }

    /// Whether they are in a text, given in UTF-8.
    pub fn are_in(&self, text: &[u8]) -> bool {
        self.anchors.iter().any(|anchor| {
            let mut from = 0;
            std::iter::from_fn(|| {
                let at = from + anchor.find(text.get(from..)?)?;
                from = at + 1;
                Some(at)
            })
            .any(|at| self.is_around(text, at, at + anchor.needle().len()))
        })
    }

    fn is_around(&self, text: &[u8], start: usize, end: usize) -> bool {
        let (Some(mut head), Some(mut tail)) = (text.get(..start), text.get(end..)) else {
            return false;
        };
        self.after.iter().all(|letter| {
            let mut spellings = letter.iter();
            let rest = spellings.find_map(|text| tail.strip_prefix(text.as_bytes()));
            rest.map(|rest| tail = rest).is_some()
        }) && self.before.iter().rev().all(|letter| {
            let mut spellings = letter.iter();
            let rest = spellings.find_map(|text| head.strip_suffix(text.as_bytes()));
            rest.map(|rest| head = rest).is_some()
        })
    }
}

/// The longest run of letters with one spelling, else the letter with the fewest.
fn anchor(letters: &[Letter]) -> std::ops::Range<usize> {
    let mut longest = 0..0;
    let mut start = 0;
    for (at, letter) in letters.iter().enumerate() {
        if letter.len() > 1 {
            start = at + 1;
        } else if at + 1 - start > longest.len() {
            longest = start..at + 1;
        }
    }
    if longest.is_empty() {
        let fewest = letters
            .iter()
            .enumerate()
            .min_by_key(|(_, letter)| letter.len());
        longest = fewest.map_or(0..0, |(at, _)| at..at + 1);
    }
    longest
}

fn finder(text: &str) -> Finder<'static> {
    Finder::new(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::fold;
    use proptest::prelude::*;

    #[test]
    fn texts_that_need_no_fold() {
        #[track_caller]
        fn check(text: &str, expected: bool) {
            assert_eq!(is_simple(text), expected, "{text:?}");
        }
        check("", true);
        check("臺灣的“新聞”，ＡＩ……Café、№①℃", true);
        check("読書は楽しい。ニュース速報", true);
        check("오늘의 뉴스를 읽는다", true);
        check("ﾆｭｰｽ", false);
        check("か\u{3099}", false);
        check("柳\u{FE00}", false);
        check("\u{F9C9}", false);
        check("㍿", false);
        check("甲\u{AD}乙", true);
        check("\u{301}甲", false);
        check("\u{FFF9}漢\u{FFFA}(かん)\u{FFFB}", false);
        check("\u{1112}\u{1161}", false);
    }

    #[test]
    fn letters_in_their_spellings() {
        #[track_caller]
        fn check(letters: &str, text: &str, expected: bool) {
            let letters = Letters::new(&fold(letters)).expect("letters");
            assert_eq!(
                letters.are_in(text.as_bytes()),
                expected,
                "{letters:?} {text}"
            );
        }
        check("台湾", "在臺灣", true);
        check("臺灣", "在台湾", true);
        check("台湾", "在臺湾", true);
        check("台湾", "臺，灣", false);
        check("人人", "人人人", true);
        check("人人台", "人人人臺", true);
        check("台人人", "台人，臺人人", true);
        check("后面", "後面，后", true);
        assert!(Letters::new("a甲").is_none());
        assert!(Letters::new("甲 乙").is_none());
    }

    proptest! {
        /// As in the folded text.
        #[test]
        fn agrees_with_the_folded_text(
            letters in "[甲台臺后後发發髮干乾かハ한]{1,4}",
            text in "([甲台臺后後发發髮干乾かハ한]|[aＡé，。… ①]|ﾊ|\u{3099}|㍿|\u{AD}|\\PC){0,12}",
        ) {
            let folded = fold(&letters);
            let letters = Letters::new(&folded).expect("letters");
            if is_simple(&text) {
                let expected = fold(&text).contains(&folded);
                prop_assert_eq!(letters.are_in(text.as_bytes()), expected, "{:?} {:?}", letters, text);
            }
        }
    }
}
