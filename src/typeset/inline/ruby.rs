//! Ruby above its base (JIS X 4051, JLReq 3.3): a row over the line, each ruby text centred on
//! its base. A base narrower than its ruby is padded on both sides, so that two ruby texts
//! never overlap. Ruby row and padding are generated: not copied, not found by a search.

use crate::document::{Inline, Style};
use crate::text::{Script, WidthPolicy, script};
use std::ops::Range;

/// A space beside a ruby base: a private-use character, which is a letter to UAX #14 and so
/// does not disappear at a line edge. Drawn as a space.
pub const PAD: char = '\u{10FFFD}';

/// A base may be padded by its own width plus these cells. A longer ruby text stays inline in
/// brackets, because the hole in the line would be worse.
const EXTRA_PADDING: usize = 2;

/// Kana of a reading in brackets that stay on either side of a break inside it.
const KEPT_KANA: usize = 3;

/// The bytes of a reading in brackets at which a line may break. A base is never separated from
/// the bracket after it (group ruby, JIS X 4051). Only kana wider than a third of the room, or the
/// words of a reading that is wider than half of it, are separated. Chinese readings are one word
/// each and do not break.
pub fn reading_breaks(reading: &str, room: usize) -> impl Iterator<Item = usize> {
    let kana = |c: char| script(c) == Script::Kana || matches!(c, 'ー' | '・' | '(' | ')');
    let letters = reading.chars().count();
    // Kana are two cells wide.
    let is_wide = 2 * letters > room || 6 * letters > room && reading.chars().all(kana);
    let margin = 1 + KEPT_KANA;
    let count = if is_wide { letters } else { 0 };
    let inner = (count + 1).saturating_sub(2 * margin);
    let places = reading.char_indices().map(|(at, _)| at);
    places.skip(margin).take(inner)
}

/// The bytes of a reading at which a line may break: between the words of a foreign name that is wider
/// than a third of the room, not between the two syllables of a word.
pub fn word_breaks(reading: &str, room: usize) -> impl Iterator<Item = usize> {
    let is_wide = 3 * reading.chars().count() > room;
    let is_name = is_wide && reading.matches(' ').count() > 1;
    let spaces = reading.match_indices(' ').filter(move |_| is_name);
    spaces.map(|(at, space)| at + space.len())
}

/// Ideographs of the shortest term that breaks before its gloss.
const MIN_TERM: usize = 4;

/// The last ideographs of a term that stay with the bracket.
pub const KEPT_OF_TERM: usize = 2;

/// Whether words in brackets are a gloss of the term before them (证书颁发机构(Certificate Authority))
/// and not its reading.
pub fn is_gloss(term: &str, words: &str) -> bool {
    let is_latin = words.is_ascii() && words.contains(|c: char| c.is_ascii_alphabetic());
    let syllables = words.split(' ').count();
    let letters = term.chars().count();
    is_latin && letters >= MIN_TERM && (syllables < letters || letters > words.len())
}

/// The bytes of a gloss after its spaces.
pub fn between_words(gloss: &str) -> impl Iterator<Item = usize> {
    gloss.match_indices(' ').map(|(at, _)| at + 1)
}

/// The conditions for ruby above the line.
#[derive(Clone, Copy, Debug)]
pub struct Headroom {
    pub width: WidthPolicy,
    /// Cells of the line.
    pub room: u16,
}

/// Ruby that is set above its base, and the cells of padding on either side of the base.
pub struct Raised {
    pub words: String,
    pub left: usize,
    pub right: usize,
}

/// Ruby above a part of a text.
#[derive(Clone, Debug)]
pub struct RubyText {
    /// Index in `ShownTexts::all`.
    pub text: u32,
    /// Bytes of the base in the text as shown, padding included.
    pub base: Range<u32>,
    pub words: String,
}

/// The ruby of the base at the start of these runs, if it can be set above.
pub fn raised(runs: &[Inline], above: Headroom) -> Option<Raised> {
    let base = |run: &&Inline| run.style.has(Style::RUBY_BASE) && run.cut.is_none();
    let cells = runs
        .iter()
        .take_while(base)
        .map(|run| above.width.str(&run.text))
        .sum();
    let ruby = runs.iter().find(|run| !base(run))?;
    if !ruby.style.has(Style::RUBY) || ruby.cut.is_some() {
        return None;
    }
    let words = ruby.text.trim_start_matches('(').trim_end_matches(')');
    let wide = above.width.str(words);
    let pad = wide.saturating_sub(cells);
    let fits = pad <= cells + EXTRA_PADDING && wide.max(cells) * 2 <= usize::from(above.room);
    (fits && wide > 0 && !words.contains('\n')).then_some(Raised {
        words: words.to_owned(),
        left: pad / 2,
        right: pad - pad / 2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn readings_break_between_kana() {
        let check = |reading: &str, expected: &str| {
            let mut shown = reading.to_owned();
            let breaks: Vec<usize> = reading_breaks(reading, 40).collect();
            for at in breaks.into_iter().rev() {
                shown.insert(at, '|');
            }
            assert_eq!(shown, expected);
        };
        check("(かん)", "(かん)");
        check("(かんじ)", "(かんじ)");
        check("(きょうと)", "(きょうと)");
        check("(かつじがみ)", "(かつじがみ)");
        check("(ちみもうりょう)", "(ちみも|う|りょう)");
        check("(tāo tiè)", "(tāo tiè)");
        check("", "");
    }

    #[test]
    fn glosses_are_told_from_readings() {
        for (term, words, expected) in [
            ("证书颁发机构", "(Certificate Authorities)", true),
            ("私有密钥", "(private key)", true),
            ("密钥", "(key)", false),
            ("耄耋之年", "(mào dié)", false),
            ("大模大样", "(da mo da yang)", false),
        ] {
            assert_eq!(is_gloss(term, words), expected, "{term}");
        }
    }

    #[test]
    fn long_readings_break_between_words() {
        let check = |reading: &str, expected: &[usize]| {
            let breaks: Vec<usize> = word_breaks(reading, 40).collect();
            assert_eq!(breaks, expected, "{reading}");
        };
        check("(tāo tiè)", &[]);
        check("(chī mèi)", &[]);
        check("(The Cathedral and the Bazaar)", &[5, 15, 19, 23]);
    }
}
