//! The script of a character, the language of a text, and its reading time.

use super::property::{Hanzi, Property, hanzi};

pub use super::property::Script;

/// The script of a character.
pub fn script(c: char) -> Script {
    Property::of(c).script()
}

/// The languages with typesetting rules of their own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize)]
pub enum Language {
    #[serde(rename = "zh-Hans")]
    ZhHans,
    #[serde(rename = "zh-Hant")]
    ZhHant,
    #[serde(rename = "ja")]
    Ja,
    #[serde(rename = "ko")]
    Ko,
    #[serde(rename = "en")]
    Latin,
    #[default]
    #[serde(rename = "und")]
    Other,
}

/// Counts of characters and words, the basis of the reading time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct Count {
    #[serde(skip_serializing_if = "is_zero")]
    pub han: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub kana: u32,
    #[serde(skip_serializing_if = "is_zero")]
    pub hangul: u32,
    /// Words in other scripts, and numbers.
    #[serde(skip_serializing_if = "is_zero")]
    pub words: u32,
    /// Characters other than spaces.
    pub characters: u32,
}

impl Count {
    /// Whole minutes, at least 1 for any text: about 260 Han characters, 400 kana or
    /// 320 Hangul syllables or 230 words a minute.
    pub(crate) fn minutes(self) -> u32 {
        let minutes = f64::from(self.han) / 260.0
            + f64::from(self.kana) / 400.0
            + f64::from(self.hangul) / 320.0
            + f64::from(self.words) / 230.0;
        (minutes.round() as u32).max(u32::from(self.characters > 0))
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Counts a plain text.
pub(crate) fn count(text: &str) -> Count {
    let mut count = Count::default();
    let mut in_word = false;
    for c in text.chars() {
        if c.is_whitespace() {
            in_word = false;
            continue;
        }
        count.characters += 1;
        let letter = match script(c) {
            Script::Han => {
                count.han += 1;
                false
            }
            Script::Kana => {
                count.kana += 1;
                false
            }
            Script::Hangul => {
                count.hangul += 1;
                false
            }
            Script::Common | Script::Bopomofo => {
                c.is_ascii_digit() || in_word && matches!(c, '\'' | '’' | '-' | '.' | ',' | '_')
            }
            _ => c.is_alphanumeric() || in_word,
        };
        count.words += u32::from(letter && !in_word);
        in_word = letter;
    }
    count
}

impl Language {
    /// From a BCP 47 tag such as `zh-TW`, `ja-JP`, `en`.
    pub(crate) fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        let primary = parts.next()?;
        let rest: Vec<&str> = parts.collect();
        let hant = ["hant", "tw", "hk", "mo"]
            .iter()
            .any(|part| rest.contains(part))
            && !rest.contains(&"hans");
        match primary {
            "zh" | "cmn" | "yue" if hant => Some(Self::ZhHant),
            "yue" if rest.is_empty() => Some(Self::ZhHant),
            "zh" | "cmn" | "yue" => Some(Self::ZhHans),
            "ja" => Some(Self::Ja),
            "ko" => Some(Self::Ko),
            "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" | "sv" | "da" | "nb" | "nn" | "no"
            | "fi" | "pl" | "cs" | "sk" | "hu" | "ro" | "tr" | "vi" | "id" | "ms" => {
                Some(Self::Latin)
            }
            _ => None,
        }
    }

    /// Detects the language by the majority of scripts, and simplified or traditional Chinese by
    /// the characters that only one of them uses. `Other` when there are no letters.
    pub fn detect(text: &str) -> Self {
        Self::detect_or(text, Self::Other)
    }

    /// As [`Language::detect`]; `otherwise` decides ambiguous cases: no letters at all, or Han
    /// characters that simplified and traditional Chinese share.
    pub(crate) fn detect_or(text: &str, otherwise: Self) -> Self {
        Self::detect_chars(text.chars(), otherwise)
    }

    /// As [`Language::detect_or`], of characters.
    pub(crate) fn detect_chars(text: impl Iterator<Item = char>, otherwise: Self) -> Self {
        let mut han = 0_u32;
        let mut kana = 0_u32;
        let mut hangul = 0_u32;
        let mut letters = 0_u32;
        let mut simplified = 0_u32;
        let mut traditional = 0_u32;
        for c in text {
            if c.is_ascii() {
                letters += u32::from(c.is_ascii_alphabetic());
                continue;
            }
            match script(c) {
                Script::Han => {
                    han += 1;
                    match hanzi(c) {
                        Hanzi::Simplified => simplified += 1,
                        Hanzi::Traditional => traditional += 1,
                        Hanzi::Both => {}
                    }
                }
                Script::Kana => kana += 1,
                Script::Hangul => hangul += 1,
                Script::Common => {}
                _ => letters += 1,
            }
        }
        // An ideograph or a kana counts as about three letters. Korean prose may contain Han in
        // brackets; Japanese has at least one kana in ten characters.
        let cjk = han + kana + hangul;
        if cjk == 0 && letters == 0 {
            return otherwise;
        }
        if cjk * 3 < letters {
            return Self::Latin;
        }
        if hangul > 0 && hangul * 2 > han + kana {
            return Self::Ko;
        }
        // Many simplified forms are Japanese forms too, so the surrounding language decides.
        if kana * 10 > han + kana || otherwise == Self::Ja {
            return Self::Ja;
        }
        match simplified.cmp(&traditional) {
            std::cmp::Ordering::Greater => Self::ZhHans,
            std::cmp::Ordering::Less => Self::ZhHant,
            std::cmp::Ordering::Equal if otherwise == Self::ZhHant => otherwise,
            std::cmp::Ordering::Equal => Self::ZhHans,
        }
    }

    /// Written in ideographs or kana of two cells, without spaces between words.
    pub(crate) fn is_full_width(self) -> bool {
        matches!(self, Self::ZhHans | Self::ZhHant | Self::Ja)
    }
}

/// Whether a text has ideographs, kana or hangul. These are never slanted: terminals slant them
/// badly or not at all.
pub fn has_square_letters(text: &str) -> bool {
    let square = |c: char| matches!(script(c), Script::Han | Script::Kana | Script::Hangul);
    !text.is_ascii() && text.chars().any(square)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_by_majority() {
        fn check(text: &str, language: Language) {
            assert_eq!(Language::detect(text), language, "{text}");
        }
        check("工信部：将启动第四批认定", Language::ZhHans);
        check("工信部：將啟動第四批認定", Language::ZhHant);
        check("今日は東京で会議があった", Language::Ja);
        check("오늘 서울에서 회의가 열렸다", Language::Ko);
        check("오늘 大韓民國 서울에서 회의가 열렸다", Language::Ko);
        check("The quick brown fox", Language::Latin);
        check("使用 Rust 编写 terminal 程序", Language::ZhHans);
        check("An article that says 你好 once", Language::Latin);
        check("2022-04-19", Language::Other);
        check("", Language::Other);
    }

    #[test]
    fn counts_words_and_characters() {
        fn check(text: &str, expected: [u32; 5]) {
            let count = count(text);
            let found = [
                count.han,
                count.kana,
                count.hangul,
                count.words,
                count.characters,
            ];
            assert_eq!(found, expected, "{text}");
        }
        check("", [0; 5]);
        check("中文，好。", [3, 0, 0, 0, 5]);
        check("don't stop 3.14", [0, 0, 0, 3, 13]);
        check("日本のカナ", [2, 3, 0, 0, 5]);
        check("한국 hi", [0, 0, 2, 1, 4]);
        assert_eq!(count(&"中".repeat(1000)).minutes(), 4);
        assert_eq!(count("中").minutes(), 1);
    }

    #[test]
    fn tags() {
        fn check(tag: &str, language: Option<Language>) {
            assert_eq!(Language::from_tag(tag), language, "{tag}");
        }
        check("zh-TW", Some(Language::ZhHant));
        check("zh_Hans_HK", Some(Language::ZhHans));
        check("zh-CN", Some(Language::ZhHans));
        check("ja", Some(Language::Ja));
        check("en-GB", Some(Language::Latin));
        check("x", None);
    }
}
