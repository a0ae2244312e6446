//! Romaji of kana, in the systems of Hepburn and Kunrei. Small kana follow another one in a
//! syllable: the `sh` or `s` of し is an initial, and ゃ adds `a` or `ya`.

/// Hiragana with their romaji; the katakana of each has the same ones.
pub(super) const ROMAJI: &[(char, &str)] = &[
    ('ぁ', "a xa"),
    ('あ', "a"),
    ('ぃ', "i xi yi"),
    ('い', "i"),
    ('ぅ', "u xu"),
    ('う', "u wu"),
    ('ぇ', "e xe ye"),
    ('え', "e"),
    ('ぉ', "o xo"),
    ('お', "o"),
    ('か', "ka"),
    ('が', "ga"),
    ('き', "ki"),
    ('ぎ', "gi"),
    ('く', "ku"),
    ('ぐ', "gu"),
    ('け', "ke"),
    ('げ', "ge"),
    ('こ', "ko"),
    ('ご', "go"),
    ('さ', "sa"),
    ('ざ', "za"),
    ('し', "shi si"),
    ('じ', "ji zi"),
    ('す', "su"),
    ('ず', "zu"),
    ('せ', "se"),
    ('ぜ', "ze"),
    ('そ', "so"),
    ('ぞ', "zo"),
    ('た', "ta"),
    ('だ', "da"),
    ('ち', "chi ti"),
    ('ぢ', "ji di"),
    // Doubles the consonant that follows.
    ('っ', "k s t p c g d b z j f tsu tu xtu ltu"),
    ('つ', "tsu tu"),
    ('づ', "zu du"),
    ('て', "te"),
    ('で', "de"),
    ('と', "to"),
    ('ど', "do"),
    ('な', "na"),
    ('に', "ni"),
    ('ぬ', "nu"),
    ('ね', "ne"),
    ('の', "no"),
    ('は', "ha wa"),
    ('ば', "ba"),
    ('ぱ', "pa"),
    ('ひ', "hi"),
    ('び', "bi"),
    ('ぴ', "pi"),
    ('ふ', "fu hu"),
    ('ぶ', "bu"),
    ('ぷ', "pu"),
    ('へ', "he e"),
    ('べ', "be"),
    ('ぺ', "pe"),
    ('ほ', "ho"),
    ('ぼ', "bo"),
    ('ぽ', "po"),
    ('ま', "ma"),
    ('み', "mi"),
    ('む', "mu"),
    ('め', "me"),
    ('も', "mo"),
    ('ゃ', "ya a xya"),
    ('や', "ya"),
    ('ゅ', "yu u xyu"),
    ('ゆ', "yu"),
    ('ょ', "yo o xyo"),
    ('よ', "yo"),
    ('ら', "ra"),
    ('り', "ri"),
    ('る', "ru"),
    ('れ', "re"),
    ('ろ', "ro"),
    ('ゎ', "wa a"),
    ('わ', "wa"),
    ('ゐ', "wi i"),
    ('ゑ', "we e"),
    ('を', "wo o"),
    ('ん', "n nn m"),
    ('ゔ', "vu bu"),
    ('ゕ', "ka"),
    ('ゖ', "ke"),
];

/// Katakana that lengthens a vowel. A search may leave it out.
pub(super) const LONG: (char, &str) = ('ー', "a i u e o");

/// The katakana of a hiragana.
pub(super) fn katakana(hiragana: char) -> Option<char> {
    char::from_u32(u32::from(hiragana) + 0x60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_hiragana_has_romaji_once() {
        let listed: Vec<char> = ROMAJI.iter().map(|(kana, _)| *kana).collect();
        let all: Vec<char> = ('ぁ'..='ゖ').collect();
        assert_eq!(listed, all);
    }
}
