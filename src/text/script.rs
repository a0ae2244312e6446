//! The script of a character and the language of a text.

use super::property::{Hanzi, Property, hanzi, hanzi_bits};

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
        Letters::of(text).text_language(otherwise)
    }

    /// Written in ideographs or kana of two cells, without spaces between words.
    pub(crate) fn is_full_width(self) -> bool {
        matches!(self, Self::ZhHans | Self::ZhHant | Self::Ja)
    }
}

/// In a text, an ideograph, a kana or a syllable counts as about three letters.
const LETTERS_IN_TEXT: u32 = 3;

/// In an article, it counts as sixteen: Chinese, Japanese and Korean articles on technical
/// subjects list many foreign names, and English articles contain hardly any ideographs.
const LETTERS_IN_ARTICLE: u32 = 16;

/// How much more than the prose ideographs, kana and syllables of the title count. Its other
/// letters say less: names of products are foreign everywhere.
const TITLE: u32 = 8;

/// Letters that are enough to say that a language is absent.
const ENOUGH: u32 = 100;

/// Counts of letters, from which the language is detected.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Letters {
    han: u32,
    kana: u32,
    hangul: u32,
    /// Of all other scripts.
    others: u32,
    simplified: u32,
    traditional: u32,
    /// What ideographs, kana and syllables of the title count more than those of the prose.
    title: u32,
}

impl Letters {
    pub fn of(text: impl Iterator<Item = char>) -> Self {
        let mut letters = Self::default();
        text.for_each(|c| letters.add(c));
        letters
    }

    /// The letters of the title and the prose of an article.
    pub fn of_article(title: &str, prose: &str) -> Self {
        let mut letters = Self::of_title(title);
        prose.chars().for_each(|c| letters.add(c));
        letters
    }

    /// The letters of a title, to which those of the prose are added.
    pub fn of_title(title: &str) -> Self {
        let mut letters = Self::of(title.chars());
        letters.title = letters.native() * (TITLE - 1);
        letters
    }

    /// Adds the characters from U+4E00 to U+9FFF at the start of a text in UTF-8. Returns their
    /// number.
    #[inline]
    pub fn add_ideographs_at_start(&mut self, bytes: &[u8]) -> u32 {
        let (mut ideographs, mut simplified, mut traditional) = (0, 0, 0);
        let mut rest = bytes;
        while let Some(([first, second, third], after)) = split_ideograph(rest) {
            let bits = |byte: u8| usize::from(byte & 0x3f);
            let code = usize::from(first & 0xf) << 12 | bits(second) << 6 | bits(third);
            let form = u32::from(hanzi_bits(code.wrapping_sub(0x4e00)));
            // 1 simplified, 2 traditional, 0 both. Sums wait less than counters in an array.
            simplified += form & 1;
            traditional += form >> 1;
            ideographs += 1;
            rest = after;
        }
        self.han += ideographs;
        self.simplified += simplified;
        self.traditional += traditional;
        ideographs
    }

    #[inline]
    pub fn add_hangul(&mut self) {
        self.hangul += 1;
    }

    #[inline]
    pub fn add_kana(&mut self) {
        self.kana += 1;
    }

    #[inline]
    pub fn add_ascii(&mut self, bytes: &[u8]) {
        let letters = bytes.iter().filter(|byte| byte.is_ascii_alphabetic());
        self.others += letters.count() as u32;
    }

    #[inline]
    pub fn add(&mut self, c: char) {
        if c.is_ascii() {
            self.add_ascii(&[c as u8]);
            return;
        }
        // Most characters of most texts, without a look at the table of properties.
        let script = match c {
            '\u{4e00}'..='\u{9fff}' => Script::Han,
            c => script(c),
        };
        match script {
            Script::Han => {
                self.han += 1;
                match hanzi(c) {
                    Hanzi::Simplified => self.simplified += 1,
                    Hanzi::Traditional => self.traditional += 1,
                    Hanzi::Both => {}
                }
            }
            Script::Kana => self.kana += 1,
            Script::Hangul => self.hangul += 1,
            Script::Common => {}
            _ => self.others += 1,
        }
    }

    /// Ideographs, kana and syllables, by their weight.
    fn native(&self) -> u32 {
        self.han + self.kana + self.hangul + self.title
    }

    /// Whether no letter is an ideograph, a kana or a syllable.
    pub fn is_foreign(&self) -> bool {
        self.native() == 0
    }

    /// Whether most letters are ideographs, kana or syllables. Code cannot change the language
    /// then.
    pub fn is_mostly_native(&self) -> bool {
        self.native() > self.others
    }

    /// Whether the letters of a text plainly contradict the language that it declares: the template
    /// of a site declares one for every article.
    pub fn contradict(&self, declared: Language) -> bool {
        let square = self.han + self.kana + self.hangul;
        match declared {
            Language::Latin => self.native() > self.others,
            Language::Ko => self.hangul == 0 && square > ENOUGH,
            Language::Ja => self.hangul > square / 2 || self.kana == 0 && square > ENOUGH,
            Language::ZhHans | Language::ZhHant if self.kana + self.hangul > square / 3 => true,
            Language::ZhHans => self.traditional > ENOUGH.min(self.han / 8) + self.simplified * 4,
            Language::ZhHant => self.simplified > ENOUGH.min(self.han / 8) + self.traditional * 4,
            Language::Other => false,
        }
    }

    /// As [`Letters::contradict`], of a whole article: it may also be in Latin letters alone.
    pub fn contradict_article(&self, declared: Language) -> bool {
        let latin = declared != Language::Latin && self.is_foreign() && self.others > ENOUGH * 2;
        latin && declared != Language::Other || self.contradict(declared)
    }

    pub fn text_language(&self, otherwise: Language) -> Language {
        self.language(LETTERS_IN_TEXT, otherwise)
    }

    pub fn article_language(&self) -> Language {
        self.language(LETTERS_IN_ARTICLE, Language::Other)
    }

    fn language(&self, letters: u32, otherwise: Language) -> Language {
        if self.native() == 0 && self.others == 0 {
            return otherwise;
        }
        if self.native().saturating_mul(letters) < self.others {
            return Language::Latin;
        }
        // Korean prose may contain Han in brackets.
        if self.hangul > 0 && self.hangul * 2 > self.han + self.kana {
            return Language::Ko;
        }
        // Chinese articles quote kana: up to one in eight characters. Japanese ones have at least
        // one in three, their titles less. Many simplified forms are Japanese forms too, so the
        // surrounding language decides.
        if self.kana * 6 > self.han + self.kana || otherwise == Language::Ja {
            return Language::Ja;
        }
        // Simplified text quotes classics in traditional characters, and the reverse.
        if self.traditional > self.simplified * 2 {
            Language::ZhHant
        } else if self.simplified > self.traditional * 2 || otherwise != Language::ZhHant {
            Language::ZhHans
        } else {
            Language::ZhHant
        }
    }
}

/// A character from U+4E00 to U+9FFF at the start of a text in UTF-8, and what follows it.
#[inline]
pub(super) fn split_ideograph(bytes: &[u8]) -> Option<([u8; 3], &[u8])> {
    let (character, rest) = bytes.split_first_chunk::<3>()?;
    let [first, second, _] = *character;
    let is_one = (0xe4b8..=0xe9bf).contains(&u16::from_be_bytes([first, second]));
    is_one.then_some((*character, rest))
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
        check(
            "新作《ゴースト》的动画版公开了主视觉图与预告片，将于七月播出",
            Language::ZhHans,
        );
        check(
            "孟子说过：“然則小固不可以敵大。”这句话现在还有人引用，说明道理没有过时",
            Language::ZhHans,
        );
        check("2022-04-19", Language::Other);
        check("", Language::Other);
        for c in '\u{4e00}'..='\u{9fff}' {
            assert_eq!(script(c), Script::Han, "{c}");
        }
    }

    #[test]
    fn languages_of_articles() {
        fn check(title: &str, prose: &str, language: Language) {
            let letters = Letters::of_article(title, prose);
            assert_eq!(letters.article_language(), language, "{title}");
        }
        let english = "The quick brown fox jumps over the lazy dog. ";
        check("Python中调用Lua", english, Language::ZhHans);
        check(
            "Magazine 5 月号",
            "話題：正式リリースされました。",
            Language::Ja,
        );
        check(
            "Names",
            &format!("{}王維", english.repeat(3)),
            Language::Latin,
        );
        check("王維", &english.repeat(20), Language::Latin);
        check("HttpWebRequest", "用法见下", Language::ZhHans);
        check("Yarn 사용법", english, Language::Ko);
        check("", "", Language::Other);
    }

    #[test]
    fn declared_languages_are_weighed() {
        fn check(declared: Language, text: &str, contradicted: bool) {
            let letters = Letters::of(text.chars());
            assert_eq!(letters.contradict(declared), contradicted, "{text}");
        }
        use Language::{Ja, Ko, Latin, ZhHans, ZhHant};
        let japanese = "今日は東京で会議があったので、電車に乗って出かけた。";
        let chinese = "今天在北京开会，所以坐火车出门。我们从这里过桥。";
        check(Latin, japanese, true);
        check(Latin, "The word 会議 means a meeting", false);
        check(ZhHans, japanese, true);
        check(
            ZhHans,
            "新作《ゴースト》的动画版公开了主视觉图与预告片",
            false,
        );
        check(ZhHans, "工信部：將啟動第四批認定，車門開關", true);
        check(ZhHant, chinese, true);
        check(ZhHant, "今天在北京開會，所以坐火車出門。", false);
        check(Ja, "会議室", false);
        check(Ja, &chinese.repeat(8), true);
        check(Ko, "大韓民國 서울", false);
        check(Ja, "오늘 서울에서 회의가 열렸다", true);
        let article = Letters::of_article("A title", &"The quick brown fox. ".repeat(20));
        assert!(article.contradict_article(ZhHans));
        assert!(!article.contradict_article(Latin));
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
