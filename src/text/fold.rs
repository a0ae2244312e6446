//! Folding for search: letters that a reader considers the same compare equal.

use super::boundary::floor_char_boundary;
use super::compose::{joins, units};
use super::latin;
use super::property::{Class, Property, Script};
use super::variant;
use icu_normalizer::{ComposingNormalizerBorrowed, DecomposingNormalizerBorrowed};

/// Folds case, width, accents, compatibility forms, and Traditional to Simplified Chinese with
/// variants; composed and decomposed letters become equal. One character may fold to several or
/// none. Haystack and needle must both be folded.
pub(crate) fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(text, &mut out);
    out
}

/// As [`fold`], appended to a buffer.
pub(crate) fn fold_into(text: &str, out: &mut String) {
    fold_text::<true>(text, out);
}

/// As [`fold`], but Traditional and Simplified Chinese stay apart: for names and orders.
pub(crate) fn fold_forms(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_text::<false>(text, &mut out);
    out
}

/// Folds a text; `VARIANTS`: also Traditional Chinese.
fn fold_text<const VARIANTS: bool>(text: &str, out: &mut String) {
    let mut rest = text;
    while !rest.is_empty() {
        let (plain, after) = rest.split_at(plain_at_start::<VARIANTS>(rest));
        let start = out.len();
        out.push_str(plain);
        out.get_mut(start..)
            .unwrap_or_default()
            .make_ascii_lowercase();
        if let Some(tail) = fold_common_at_start::<VARIANTS>(after, out) {
            rest = tail;
            continue;
        }
        let Some((_, unit)) = units(after).next() else {
            return;
        };
        fold_unit::<VARIANTS>(unit, out);
        rest = after.get(unit.len()..).unwrap_or_default();
    }
}

/// The length of the ASCII, ideographs, kana and Hangul at the start, which only change their case:
/// most of every text. A character that the next one joins is not part of it.
fn plain_at_start<const VARIANTS: bool>(text: &str) -> usize {
    let mut rest = text.as_bytes();
    let mut last = 0;
    loop {
        (last, rest) = match rest {
            [byte, after @ ..] if byte.is_ascii() => (1, without_ascii(after)),
            // U+4E00 to U+9FFF.
            [a @ 0xe5..=0xe9, b, c, after @ ..] | [a @ 0xe4, b @ 0xb8..=0xbf, c, after @ ..]
                if !VARIANTS || !variant::is_variant([*a, *b, *c]) =>
            {
                (3, after)
            }
            // U+3001 to U+3029, U+3041 to U+3096, U+30A1 to U+30FE.
            [0xe3, 0x80, 0x81..=0xa9, after @ ..]
            | [0xe3, 0x81, 0x81..=0xbf, after @ ..]
            | [0xe3, 0x82, 0x80..=0x96 | 0xa1..=0xbf, after @ ..]
            | [0xe3, 0x83, 0x80..=0xbe, after @ ..]
            // U+AC00 to U+D7A3.
            | [0xea, 0xb0..=0xbf, _, after @ ..]
            | [0xeb..=0xec, _, _, after @ ..]
            | [0xed, 0x80..=0x9d, _, after @ ..]
            | [0xed, 0x9e, 0x80..=0xa3, after @ ..] => (3, after),
            _ => break,
        };
    }
    let length = text.len() - rest.len();
    let next = text.get(length..).and_then(|after| after.chars().next());
    length - if next.is_some_and(joins) { last } else { 0 }
}

/// What is left of bytes after most of the ASCII at their start.
fn without_ascii(mut bytes: &[u8]) -> &[u8] {
    while let Some((start, after)) = bytes.split_first_chunk::<16>()
        && start.is_ascii()
    {
        bytes = after;
    }
    bytes
}

/// Folds the character at the start if that needs no table and the next character does not join it:
/// punctuation, and every third character of Traditional Chinese. Returns the rest.
fn fold_common_at_start<'a, const VARIANTS: bool>(
    text: &'a str,
    out: &mut String,
) -> Option<&'a str> {
    let mut chars = text.chars();
    let c = chars.next()?;
    let rest = chars.as_str();
    let is_single = !chars.next().is_some_and(joins);
    (is_single && fold_common::<VARIANTS>(c, out)).then_some(rest)
}

/// A folded text with a map back to the source.
#[derive(Clone, Debug, Default)]
pub(crate) struct Folded {
    pub text: String,
    /// Pairs of (folded byte, source byte), in order. From each pair on, both offsets advance by
    /// the same amounts, unless the pair has the `SINGLE` bit.
    steps: Vec<(u32, u32)>,
}

impl Folded {
    /// The source bytes of a range of folded bytes that starts and ends at char boundaries.
    pub fn source(&self, range: std::ops::Range<usize>, source: &str) -> std::ops::Range<usize> {
        let start = self.start_of(range.start);
        let last = self.start_of(range.end.saturating_sub(1).max(range.start));
        let mut end = floor_char_boundary(source, last);
        // `end` is in the last character: include it and the marks that were folded away.
        let tail = source.get(end..).unwrap_or_default();
        let mut chars = tail.char_indices().skip(1);
        end += chars
            .find(|(_, c)| !joins(*c))
            .map_or(tail.len(), |(offset, _)| offset);
        start..end.max(start)
    }

    /// The source byte of the character that a folded byte belongs to.
    fn start_of(&self, byte: usize) -> usize {
        let index = self.steps.partition_point(|step| step.0 as usize <= byte);
        match index.checked_sub(1).and_then(|index| self.steps.get(index)) {
            Some(&(_, source)) if source & SINGLE != 0 => (source & !SINGLE) as usize,
            Some(&(folded, source)) => source as usize + (byte - folded as usize),
            None => byte,
        }
    }
}

/// Marks a pair whose folded bytes all belong to the one character at its source byte.
const SINGLE: u32 = 1 << 31;

/// As [`fold`], with a map back to source bytes.
pub(crate) fn fold_with_map(text: &str) -> Folded {
    let mut folded = Folded {
        text: String::with_capacity(text.len()),
        steps: Vec::new(),
    };
    let mut in_step = true;
    for (at, unit) in units(text) {
        let before = folded.text.len();
        fold_unit::<true>(unit, &mut folded.text);
        // One character for one of the same length: the offsets stay in step. (ß and ss have
        // the same length, but not the same characters.)
        let made = folded.text.get(before..).unwrap_or_default();
        let same = made.len() == unit.len() && is_one(made) && is_one(unit);
        if !same {
            folded.steps.push((before as u32, at as u32 | SINGLE));
        } else if !in_step {
            folded.steps.push((before as u32, at as u32));
        }
        in_step = same;
    }
    folded
}

fn is_one(text: &str) -> bool {
    text.chars().nth(1).is_none()
}

const NFKC: ComposingNormalizerBorrowed<'_> = ComposingNormalizerBorrowed::new_nfkc();
const NFKD: DecomposingNormalizerBorrowed<'_> = DecomposingNormalizerBorrowed::new_nfkd();

fn fold_unit<const VARIANTS: bool>(unit: &str, out: &mut String) {
    let mut chars = unit.chars();
    let Some(first) = chars.next() else { return };
    if chars.next().is_none() && fold_common::<VARIANTS>(first, out) {
        return;
    }
    // The letter that a mark belongs to. A mark at the start of the text has none.
    let mut letter = None;
    for c in NFKC.normalize_iter(unit.chars()) {
        if Property::of(c).class() == Class::CM {
            let is_kept = letter.is_some_and(keeps_marks) && !is_selector(c);
            out.extend(Some(c).filter(|_| is_kept));
            continue;
        }
        letter = Some(c);
        if fold_common::<VARIANTS>(c, out) {
            continue;
        }
        if keeps_marks(c) {
            out.push(c);
        } else if is_own_letter(c) {
            out.extend(c.to_lowercase());
        } else {
            NFKD.normalize_iter(std::iter::once(c))
                .filter(|c| Property::of(*c).class() != Class::CM)
                .for_each(|c| fold_letter(c, out));
        }
    }
}

/// Whether the marks of a letter are letters themselves: those of kana, Hangul, and the scripts of
/// India and South East Asia.
fn keeps_marks(letter: char) -> bool {
    matches!(
        Property::of(letter).script(),
        Script::Kana | Script::Hangul | Script::Indic | Script::Unspaced | Script::Bopomofo
    )
}

/// Cyrillic letters whose mark makes them other letters of their alphabets: in Russian край is not
/// края's краи. Dictionaries order them apart (CLDR), and search engines of these languages tell
/// them apart; ё is е for both.
fn is_own_letter(c: char) -> bool {
    matches!(c, 'Й' | 'й' | 'Ї' | 'ї' | 'Ў' | 'ў' | 'Ѓ' | 'ѓ' | 'Ќ' | 'ќ')
}

/// A variation selector: another glyph of the same character.
fn is_selector(c: char) -> bool {
    matches!(c, '\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}')
}

/// The characters of a text, each with those that join it, but for most of those that fold to
/// themselves, to their small letter, or to the variant that `variants` knows.
pub(crate) fn special_units(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let after = rest.get(plain_at_start::<false>(rest)..)?;
        let (_, unit) = units(after).next()?;
        rest = after.get(unit.len()..)?;
        Some(unit)
    })
}

/// Folds a character whose normal form needs no table; false for the others.
fn fold_common<const VARIANTS: bool>(c: char, out: &mut String) -> bool {
    match c {
        // Ideographs, except the compatibility ideographs.
        '\u{3400}'..='\u{9FFF}' | '\u{20000}'..='\u{2F7FF}' | '\u{30000}'..='\u{3FFFD}' => {
            let folded = if VARIANTS { variant::folded(c) } else { None };
            out.push(folded.unwrap_or(c));
        }
        'A'..='Z' => out.push(c.to_ascii_lowercase()),
        '\u{0}'..='\u{7F}'
        | '\u{3001}'..='\u{3029}'
        | '\u{3041}'..='\u{3096}'
        | '\u{309B}'..='\u{309C}'
        | '\u{30A1}'..='\u{30FE}'
        | '\u{AC00}'..='\u{D7A3}' => out.push(c),
        '\u{3000}' | '\u{A0}' => out.push(' '),
        '\u{FF01}'..='\u{FF5E}' => {
            let ascii = char::from_u32(c as u32 - 0xFEE0).unwrap_or(c);
            out.push(ascii.to_ascii_lowercase());
        }
        '‘' | '’' => out.push('\''),
        '“' | '”' => out.push('"'),
        _ => return false,
    }
    true
}

fn fold_letter(c: char, out: &mut String) {
    if c == 'ς' {
        out.push('σ');
        return;
    }
    for c in c.to_lowercase() {
        match latin::plain(c) {
            Some(plain) => out.push_str(plain),
            None if Property::of(c).class() == Class::CM => {}
            None => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn similar_letters_fold_to_the_same() {
        fn check(a: &str, b: &str) {
            assert_eq!(fold(a), fold(b));
        }
        check("ＡＩ", "ai");
        check("e\u{301}", "e");
        check("“引号”", "\"引号\"");
        check("STRASSE", "straße");
        check("İ", "i");
        check("IŞIK", "ışık");
        check("Işık", "isik");
        check("DİYARBAKIR", "Diyarbakır");
        check("Đà Nẵng", "da nang");
        check("Łódź", "lodz");
        check("ØRSTED", "orsted");
        check("Ǿ", "o");
        check("Œuvre, ÆSIR", "oeuvre, aesir");
        check("Þórr Ðe ħ ŋ", "thorr de h n");
        check("Ёлка", "елка");
        check("КРАЙ", "край");
        check("край", "краи\u{306}");
        check("é", "e\u{301}");
        check("が", "か\u{3099}");
        check("ｶﾞｷﾞｸﾟ", "ガギク\u{309A}");
        check("ｶﾀｶﾅ", "カタカナ");
        check("한글", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{1173}\u{11AF}");
        check("ΟΔΟΣ", "οδος");
        check("ὁδός", "οδοσ");
        check("㍿①ﬁ", "株式会社1fi");
        check(
            "컴퓨터",
            "\u{110F}\u{1165}\u{11B7}\u{1111}\u{1172}\u{1110}\u{1165}",
        );
        check("ｶﾞｼﾞｪｯﾄ", "ガジェット");
        check("カ\u{3099}シ\u{3099}ェット", "ガジェット");
        check("臺灣這裡", "台湾这里");
        check("羣裏 為爲", "群里 为为");
        check("\u{F9C9}", "柳");
        // A compatibility ideograph of a Traditional character.
        check("\u{F90A}", "金");
        check("\u{F902}輛", "车辆");
    }

    #[test]
    fn names_keep_the_script() {
        assert_eq!(fold_forms("臺灣ＡＩ"), "臺灣ai");
        assert_eq!(fold("臺灣ＡＩ"), "台湾ai");
    }

    #[test]
    fn marks_that_are_letters_are_kept() {
        fn check(a: &str, b: &str) {
            assert_ne!(fold(a), fold(b), "{a} {b}");
        }
        check("が", "か");
        check("か\u{309A}", "か");
        check("ｶﾞ", "カ");
        check("คำ", "คา");
        check("कि", "क");
        check("край", "краи");
        check("їх", "іх");
        check("ў", "у");
    }

    /// The letters that stay apart are those that differ in the order of a dictionary.
    #[test]
    fn letters_of_an_alphabet_are_kept() {
        use icu_collator::options::{CollatorOptions, Strength};
        #[track_caller]
        fn check(locale: icu_locale_core::Locale, one: &str, other: &str) {
            let mut options = CollatorOptions::default();
            options.strength = Some(Strength::Primary);
            let collator = icu_collator::Collator::try_new(locale.into(), options);
            let order = collator.expect("its data").compare(one, other);
            assert_eq!(fold(one) == fold(other), order.is_eq(), "{one} {other}");
        }
        use icu_locale_core::locale;
        check(locale!("ru"), "й", "и");
        check(locale!("ru"), "ё", "е");
        check(locale!("uk"), "ї", "і");
        check(locale!("be"), "ў", "у");
        check(locale!("mk"), "ѓ", "г");
        check(locale!("mk"), "ќ", "к");
        check(locale!("vi"), "ế", "ề");
    }

    #[test]
    fn matches_map_back_to_the_source() {
        fn check(text: &str, needle: &str, found: &str) {
            let folded = fold_with_map(text);
            let needle = fold(needle);
            let at = folded.text.find(&needle).expect("it is there");
            let range = folded.source(at..at + needle.len(), text);
            assert_eq!(text.get(range), Some(found), "{folded:?}");
        }
        check("使用ＡＩ技术", "ai", "ＡＩ");
        check("使用ＡＩ技术", "技", "技");
        check("Straße 12", "12", "12");
        check("Straße 12", "sse", "ße");
        check("cafe\u{301} noir", "cafe", "cafe\u{301}");
        check("x\u{3000}中文", "中", "中");
        check("ｷｶﾞ入り", "ガ", "ｶﾞ");
        check("かか\u{3099}か", "が", "か\u{3099}");
        check(
            "株\u{1112}\u{1161}\u{11AB}국",
            "한",
            "\u{1112}\u{1161}\u{11AB}",
        );
    }

    #[test]
    fn a_folded_text_is_not_folded_again() {
        fn check(text: &str) {
            let once = fold(text);
            assert_eq!(fold(&once), once, "{text:?}");
        }
        // AM of Lao and Thai begins with a mark in form KC.
        check("aຳ");
        check("aำ");
        check("ຳ");
        // Voicing marks without kana.
        check("a゛");
        check("゜");
        check("ﾞﾞ");
        check("ﾟか");
    }

    /// A folded text is folded again when a query is written and parsed again.
    #[test]
    fn folding_twice_changes_nothing() {
        for c in (1..0x2_ffff).filter_map(char::from_u32) {
            for text in [c.to_string(), format!("{c}\u{A81}"), format!("ㅏ{c}")] {
                let once = fold(&text);
                assert_eq!(fold(&once), once, "{text:?}");
            }
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn maps_to_boundaries(text in "(\\PC|[ＡＢß中開裡𫓩e\u{301}İ か\u{3099}ｶﾞ]){0,20}") {
            let folded = fold_with_map(&text);
            prop_assert_eq!(&folded.text, &fold(&text));
            let mut by_units = String::new();
            units(&text).for_each(|(_, unit)| fold_unit::<true>(unit, &mut by_units));
            prop_assert_eq!(&folded.text, &by_units);
            for (at, c) in folded.text.char_indices() {
                let range = folded.source(at..at + c.len_utf8(), &text);
                prop_assert!(text.get(range.clone()).is_some_and(|part| !part.is_empty()), "{:?}", range);
            }
        }
    }
}
