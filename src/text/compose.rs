//! Composes decomposed text: base letters with marks, kana with voicing marks, jamo.

use super::property::{Class, Property};
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCompositionBorrowed;

const NFC: ComposingNormalizerBorrowed<'_> = ComposingNormalizerBorrowed::new_nfc();
const PAIRS: CanonicalCompositionBorrowed<'_> = CanonicalCompositionBorrowed::new();

/// Whether a character composes with the one before it.
pub(super) fn composes(before: Option<char>, c: char) -> bool {
    before.is_some_and(|before| PAIRS.compose(before, c).is_some())
}

/// The text in Unicode's form C, except characters without marks: form C would replace
/// compatibility ideographs, which Japanese names keep apart (神 U+FA19, 神).
pub(super) fn compose(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (_, unit) in units(text) {
        if unit.chars().nth(1).is_none() {
            out.push_str(unit);
        } else {
            out.extend(NFC.normalize_iter(unit.chars()));
        }
    }
    out
}

/// Each character with the characters after it that join it, and its byte.
pub(super) fn units(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.get(at..)?;
        let mut chars = rest.char_indices();
        chars.next()?;
        let end = chars.find(|(_, c)| !joins(*c));
        let unit = rest.get(..end.map_or(rest.len(), |(end, _)| end))?;
        at += unit.len();
        Some((at - unit.len(), unit))
    })
}

/// Whether a character may compose with the one before it: combining marks, voicing marks of
/// kana in both widths, vowels and finals of Hangul. AM of Thai and Lao begins with a mark in
/// Unicode's form KC.
pub(super) fn joins(c: char) -> bool {
    match c {
        '\u{0}'..='\u{2FF}' | '\u{3041}'..='\u{3096}' | '\u{30A0}'..='\u{9FFF}' => false,
        '\u{E33}' | '\u{EB3}' => true,
        '\u{3099}' | '\u{309A}' | '\u{FF9E}' | '\u{FF9F}' | '\u{FFC2}'..='\u{FFDC}' => true,
        _ => matches!(Property::of(c).class(), Class::CM | Class::JV | Class::JT),
    }
}
