//! Faces of characters in brackets (顔文字): `（´・ω・｀）`. No line ends inside one.

use crate::text::{Script, script};
use std::ops::Range;

/// Characters between the brackets of the longest face.
const LONGEST: usize = 14;

/// Characters between the brackets of the longest face that only its eyes tell.
const MAX_SIMPLE: usize = 5;

/// Kana or letters in the longest face. More are a word.
const LETTERS: usize = 3;

/// The face that starts with the bracket at a byte, with its brackets; empty if none does.
pub fn face_at(text: &str, at: usize) -> Range<usize> {
    let none = at..at;
    let face = text.get(at..).unwrap_or_default();
    let Some(inside) = face.strip_prefix(['(', '（']) else {
        return none;
    };
    let mut closing = inside.char_indices().take(LONGEST + 1);
    let Some((end, bracket)) = closing.find(|(_, c)| matches!(c, ')' | '）')) else {
        return none;
    };
    let (mut letters, mut signs, mut parts) = (0, 0, 0);
    for c in inside.get(..end).unwrap_or_default().chars() {
        match c {
            ' ' | '\u{3000}' => {}
            // Cheeks and mouths.
            '´' | '`' | '｀' | 'ω' | 'Д' | 'д' | '∀' | '▽' | '∇' | '◡' | 'ﾟ' | '゜' =>
            {
                parts += 1;
                signs += 1;
            }
            '(' | '（' => return none,
            c if c.is_numeric() => return none,
            c if matches!(script(c), Script::Han | Script::Hangul) => return none,
            c if c.is_alphabetic() => letters += 1,
            _ => signs += 1,
        }
    }
    let has_eyes = has_two_eyes(inside.get(..end).unwrap_or_default());
    let is_face = letters <= LETTERS && signs >= 2 && signs >= letters && (parts > 0 || has_eyes);
    if is_face {
        let start = face.len() - inside.len();
        at..at + start + end + bracket.len_utf8()
    } else {
        none
    }
}

/// Whether a text begins and ends with the same sign and has a mouth in between: `-へ-`, `^_^`.
fn has_two_eyes(text: &str) -> bool {
    const EYES: &str = "-^＾>＞<＜;；・･=＝@＠*＊~～°￣─●○¬";
    let signs: Vec<char> = text.chars().take(MAX_SIMPLE + 1).collect();
    match signs.as_slice() {
        [left, .., right] => {
            let is_pair = left == right || matches!((left, right), ('>' | '＞', '<' | '＜'));
            (3..=MAX_SIMPLE).contains(&signs.len()) && is_pair && EYES.contains(*left)
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn faces_are_told_from_words_in_brackets() {
        for face in [
            "（´・ω・｀）",
            "(´･ω･`)",
            "（；´Д｀）",
            "(*´∀｀*)",
            "（ ´ ▽ ` ）",
            "（ノД｀）",
            "(-へ-)",
            "(^o^)",
            "(>_<)",
            "（・＿・）",
        ] {
            assert_eq!(face_at(face, 0), 0..face.len(), "{face}");
            assert_eq!(face_at(&format!("あ{face}。"), 3), 3..3 + face.len());
        }
        for words in [
            "（ω）",
            "（A・B）",
            "（1´・´）",
            "（角周波数ω、´）",
            "（ωとｆ・のとき）",
            "（´・ω",
            "((´・ω・｀",
            "(-x)",
            "あ",
            "",
        ] {
            assert!(face_at(words, 0).is_empty(), "{words}");
        }
    }
}
