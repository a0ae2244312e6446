//! Characters of scripts that are written without spaces between words, and how their lines and
//! paragraphs join.

use crate::text::{Script, script};

/// Whether a character is wide and of a script without spaces between words. Hangul is wide but
/// has spaces, so it is not included.
pub(crate) fn is_wide(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{303f}'
        | '\u{3040}'..='\u{312f}'
        | '\u{3190}'..='\u{a4cf}'
        | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ff9f}'
        | '\u{ffe0}'..='\u{ffe6}'
        | '\u{20000}'..='\u{3ffff}')
}

/// Whether a line end of the source between two characters disappears instead of becoming a
/// space (CSS Text 4, segment break transformation): between wide characters, and on either side
/// of full-width punctuation, which has its own space. Hangul has spaces between words.
pub(crate) fn joins_lines(before: char, after: char) -> bool {
    // Punctuation that Chinese shares with Latin: wide beside a wide character.
    let may_be_wide = |c| is_wide(c) || matches!(c, '“' | '”' | '‘' | '’' | '…' | '—' | '·');
    let is_hangul = |c: char| matches!(script(c), Script::Hangul);
    may_be_wide(before) && may_be_wide(after)
        || is_full_width_punctuation(before) && !is_hangul(after)
        || is_full_width_punctuation(after) && !is_hangul(before)
}

fn is_full_width_punctuation(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{301f}' | '\u{3030}' | '\u{303d}' | '\u{30a0}' | '\u{30fb}'
        | '\u{fe30}'..='\u{fe4f}' | '\u{ff01}'..='\u{ff65}')
        && !c.is_alphanumeric()
}

/// Whether a line starts with speech or a quotation. In Japanese and traditional Chinese prose
/// such a line is a paragraph without an indent.
pub(crate) fn is_dialogue(line: &str) -> bool {
    line.starts_with(['「', '『', '（', '“', '〈', '《'])
}

/// Whether a sentence or speech ends with this line.
pub(crate) fn ends_sentence(line: &str) -> bool {
    line.trim_end()
        .ends_with(['。', '！', '？', '」', '』', '”', '’', '）', '…', '—'])
}
