//! Counts of characters and words, and the reading time.

use super::floor_char_boundary;
use super::script::{Letters, Script, script, split_ideograph};

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
    /// A share of the text, from 0 to 1.
    pub(crate) fn part(self, share: f64) -> Self {
        let part = |number: u32| (f64::from(number) * share).round() as u32;
        Self {
            han: part(self.han),
            kana: part(self.kana),
            hangul: part(self.hangul),
            words: part(self.words),
            characters: part(self.characters),
        }
    }

    /// The counts of two texts.
    pub(crate) fn plus(self, other: Self) -> Self {
        Self {
            han: self.han.saturating_add(other.han),
            kana: self.kana.saturating_add(other.kana),
            hangul: self.hangul.saturating_add(other.hangul),
            words: self.words.saturating_add(other.words),
            characters: self.characters.saturating_add(other.characters),
        }
    }

    /// Adds a character. Returns whether it is part of a word.
    fn add(&mut self, c: char, in_word: bool) -> bool {
        if c.is_whitespace() {
            return false;
        }
        if is_joined(c) {
            return in_word;
        }
        self.characters += 1;
        let letter = match script(c) {
            Script::Han => {
                self.han += 1;
                false
            }
            Script::Kana => {
                self.kana += 1;
                false
            }
            Script::Hangul => {
                self.hangul += 1;
                false
            }
            Script::Common | Script::Bopomofo => {
                c.is_ascii_digit() || in_word && matches!(c, '\'' | '’' | '-' | '.' | ',' | '_')
            }
            _ => c.is_alphanumeric() || in_word,
        };
        self.words += u32::from(letter && !in_word);
        letter
    }
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// Counts a plain text and the letters of its first `head` bytes in one walk.
pub(crate) fn count_with_letters(text: &str, head: usize, letters: Letters) -> (Count, Letters) {
    let mut walk = Walk {
        letters,
        ..Walk::default()
    };
    let (head, rest) = text.split_at(floor_char_boundary(text, head));
    walk.pass::<true>(head);
    walk.pass::<false>(rest);
    (walk.count, walk.letters)
}

/// A walk over a text.
#[derive(Default)]
struct Walk {
    count: Count,
    letters: Letters,
    in_word: bool,
}

impl Walk {
    /// Counts a text, with its letters or without. A scan does this for every file, so the first
    /// bytes of a character decide about the usual ones.
    fn pass<const LETTERS: bool>(&mut self, text: &str) {
        // In variables of its own, which the compiler keeps in registers.
        let (mut count, mut in_word) = (self.count, self.in_word);
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(rest) = bytes.get(at..).filter(|rest| !rest.is_empty()) {
            let was_word = std::mem::take(&mut in_word);
            at += match rest {
                // U+4E00 to U+9FFF.
                [0xe5..=0xe9, ..] | [0xe4, 0xb8..=0xbf, ..] => {
                    let ideographs = if LETTERS {
                        self.letters.add_ideographs_at_start(rest)
                    } else {
                        ideographs_at_start(rest)
                    };
                    count.han += ideographs;
                    count.characters += ideographs;
                    ideographs as usize * 3
                }
                // U+B000 to U+CFFF.
                [0xeb..=0xec, ..] => {
                    if LETTERS {
                        self.letters.add_hangul();
                    }
                    count.hangul += 1;
                    count.characters += 1;
                    3
                }
                // U+3041 to U+3096 and U+30A1 to U+30FA.
                [0xe3, 0x81, 0x81..=0xbf, ..]
                | [0xe3, 0x82, 0x80..=0x96 | 0xa1..=0xbf, ..]
                | [0xe3, 0x83, 0x80..=0xba, ..] => {
                    if LETTERS {
                        self.letters.add_kana();
                    }
                    count.kana += 1;
                    count.characters += 1;
                    3
                }
                // 、。〈〉《》「」『』【】, ！ to ＠, and —“”….
                [0xe3, 0x80, 0x81 | 0x82 | 0x88..=0x91, ..]
                | [0xef, 0xbc, 0x81..=0xa0, ..]
                | [0xe2, 0x80, 0x94 | 0x9c | 0x9d | 0xa6, ..] => {
                    count.characters += 1;
                    3
                }
                [b' ' | b'\n', ..] => 1,
                // The space of the width of an ideograph, which begins paragraphs.
                [0xe3, 0x80, 0x80, ..] => 3,
                [byte, ..] if byte.is_ascii_alphanumeric() => {
                    let letters = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
                    let length = letters.count();
                    if LETTERS {
                        self.letters
                            .add_ascii(rest.get(..length).unwrap_or_default());
                    }
                    count.characters += length as u32;
                    count.words += u32::from(!was_word);
                    in_word = true;
                    length
                }
                _ => {
                    let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else {
                        break;
                    };
                    if LETTERS {
                        self.letters.add(c);
                    }
                    in_word = count.add(c, was_word);
                    c.len_utf8()
                }
            };
        }
        (self.count, self.in_word) = (count, in_word);
    }
}

/// How many characters from U+4E00 to U+9FFF are at the start of a text in UTF-8.
fn ideographs_at_start(bytes: &[u8]) -> u32 {
    let mut ideographs = 0;
    let mut rest = bytes;
    while let Some((_, after)) = split_ideograph(rest) {
        ideographs += 1;
        rest = after;
    }
    ideographs
}

/// Vowels, finals and voicing marks of decomposed Hangul and kana: part of the character before.
fn is_joined(c: char) -> bool {
    matches!(c, '\u{1160}'..='\u{11FF}' | '\u{3099}' | '\u{309A}' | '\u{D7B0}'..='\u{D7FB}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(text: &str) -> Count {
        count_with_letters(text, 0, Letters::default()).0
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
        check("\u{1112}\u{1161}\u{11AB}か\u{3099}", [0, 1, 1, 0, 2]);
        for c in '\0'..=char::MAX {
            for before in ["", "a"] {
                let mut expected = count(before);
                expected.add(c, !before.is_empty());
                assert_eq!(count(&format!("{before}{c}")), expected, "{before}{c:?}");
            }
        }
        let minutes = |text: &str| crate::text::Pace::default().minutes(count(text));
        assert_eq!(minutes(&"中".repeat(1000)), 4);
        assert_eq!(minutes("中"), 1);
        assert_eq!(minutes(&"글".repeat(6000)), 10);
    }

    /// One walk finds what two walks find, wherever the head ends.
    #[test]
    fn counts_letters_on_the_way() {
        for c in '\0'..=char::MAX {
            let text = c.to_string();
            let (_, letters) = count_with_letters(&text, usize::MAX, Letters::default());
            assert_eq!(letters, Letters::of(text.chars()), "{c:?}");
        }
        let text = "說说 a1。글カ\n".repeat(9);
        for head in 0..=text.len() {
            let (found, letters) = count_with_letters(&text, head, Letters::default());
            let head = text.get(..floor_char_boundary(&text, head)).unwrap();
            assert_eq!(found, count(&text));
            assert_eq!(letters, Letters::of(head.chars()), "{}", head.len());
        }
    }
}
