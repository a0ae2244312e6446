//! Latin letters with a stroke, hook or bar, and joined ones. They have no decomposition in Unicode,
//! and who has no keyboard for them types the plain letter. The table is that of CLDR's transform
//! Latin-ASCII (Unicode licence) for the lower-case letters that languages are written with.

/// The plain letters of a folded letter, if it is in the table.
pub(super) fn plain(c: char) -> Option<&'static str> {
    let all = match c {
        'ß' => "ss",
        'ⱥ' => "a",
        'æ' => "ae",
        'ƀ' | 'ƃ' | 'ɓ' => "b",
        'ƈ' | 'ȼ' => "c",
        'ð' | 'đ' | 'ƌ' | 'ɖ' | 'ɗ' => "d",
        'ɇ' | 'ɛ' => "e",
        'ƒ' => "f",
        'ǥ' | 'ɠ' | 'ɡ' => "g",
        'ħ' | 'ⱨ' => "h",
        'ƕ' => "hv",
        'ı' | 'ɨ' => "i",
        'ȷ' | 'ɉ' => "j",
        'ƙ' | 'ⱪ' => "k",
        'ł' | 'ƚ' | 'ɫ' | 'ⱡ' => "l",
        'ɱ' => "m",
        'ŋ' | 'ƞ' | 'ɲ' => "n",
        'ø' => "o",
        'œ' => "oe",
        'ƣ' => "oi",
        'ƥ' | 'ᵽ' => "p",
        'ĸ' => "q",
        'ɍ' | 'ɽ' => "r",
        'ȿ' => "s",
        'ŧ' | 'ƫ' | 'ƭ' | 'ʈ' | 'ⱦ' => "t",
        'þ' => "th",
        'ʉ' => "u",
        'ʋ' | 'ⱱ' => "v",
        'ⱳ' => "w",
        'ƴ' | 'ɏ' => "y",
        'ƶ' | 'ȥ' | 'ɀ' | 'ⱬ' => "z",
        _ => return None,
    };
    Some(all)
}
