//! The letters and digits of the block Mathematical Alphanumeric Symbols: 𝒪, 𝐱, 𝗕. Fonts of terminals
//! lack them, and the glyphs of other fonts are wider than a cell, which cuts them: 𝒪 reads as 𝒞.

/// The first letter of the block, of its Greek and of its digits.
const LATIN: u32 = 0x1d400;
const GREEK: u32 = 0x1d6a8;
const DIGITS: u32 = 0x1d7ce;

/// The letters of one alphabet of the block, in its order.
const LATIN_LETTERS: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const GREEK_LETTERS: &str = "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΘΣΤΥΦΧΨΩ∇αβγδεζηθικλμνξοπρςστυφχψω∂ϵϑϰϕϱϖ";
const DIGIT_LETTERS: &str = "0123456789";

/// The plain letter or digit for one of the block.
pub fn plain_letter(c: char) -> Option<&'static str> {
    let code = c as u32;
    let (letters, first) = match code {
        LATIN..=0x1d6a3 => (LATIN_LETTERS, LATIN),
        0x1d6a4 => return Some("ı"),
        0x1d6a5 => return Some("ȷ"),
        GREEK..=0x1d7c9 => (GREEK_LETTERS, GREEK),
        0x1d7ca => return Some("Ϝ"),
        0x1d7cb => return Some("ϝ"),
        DIGITS..=0x1d7ff => (DIGIT_LETTERS, DIGITS),
        _ => return None,
    };
    let at = (code - first) as usize % letters.chars().count();
    let (start, letter) = letters.char_indices().nth(at)?;
    letters.get(start..start + letter.len_utf8())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_letter_has_its_plain_form() {
        let check = |source: &str, expected: &str| {
            let plain: Option<String> = source.chars().map(plain_letter).collect();
            assert_eq!(plain.as_deref(), Some(expected), "{source}");
        };
        check("𝐀𝐳𝒪𝔤𝔼𝗕𝚣", "AzOgEBz");
        check("𝚨𝛀𝛁𝛂𝛚𝛛𝛡𝞪𝟉𝟋", "ΑΩ∇αω∂ϖαϖϝ");
        check("𝟎𝟗𝟙𝟿", "0919");
        assert_eq!(plain_letter('O'), None);
    }
}
