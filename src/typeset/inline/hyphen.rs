//! Hyphenates English words, if the option is on. The hyphen is only drawn: it is in no range
//! of the text, so it is neither copied nor found.

use super::segments::{Segment, SegmentFlags};
use hypher::{Lang, hyphenate};
use std::ops::Range;

/// Letters of the shortest word that is hyphenated, and of the shortest part on either side.
const MIN_WORD: usize = 6;
const MIN_PART: usize = 2;

/// Splits the English words among the segments of a line that starts at byte `base`. Words in a
/// protected range stay whole, and so do parts of addresses: a word has spaces or a line edge
/// on both sides.
pub fn hyphenate_words(
    text: &str,
    base: u32,
    protected: &[Range<u32>],
    segments: &mut Vec<Segment>,
) {
    let whole = std::mem::take(segments);
    let mut start = base;
    for segment in whole {
        let range = start..segment.end;
        start = segment.next;
        let is_protected = protected
            .iter()
            .any(|kept| kept.start < range.end && range.start < kept.end);
        let local = (range.start - base) as usize..(segment.end - base) as usize;
        let is_word = text
            .get(..local.start)
            .is_some_and(|before| before.ends_with(' ') || before.is_empty())
            && (segment.next > segment.end || local.end == text.len());
        if let Some(slice) = text.get(local)
            && is_word
            && !is_protected
            && !segment.flags.contains(SegmentFlags::EMERGENCY)
        {
            push_syllables(slice, range.start, segment.cells, segments);
        }
        // The last part has the remaining cells.
        let split_off: u32 = segments
            .iter()
            .rev()
            .take_while(|part| part.end > range.start)
            .map(|part| part.cells)
            .sum();
        segments.push(Segment {
            cells: segment.cells - split_off,
            ..segment
        });
    }
}

/// Pushes the parts of a word before its last hyphenation point, each with a hyphen to show at
/// a line end. `slice` is the word with the punctuation around it; nothing is pushed unless
/// each character takes one cell.
fn push_syllables(slice: &str, start: u32, cells: u32, segments: &mut Vec<Segment>) {
    let letter = |c: char| c.is_ascii_alphabetic();
    let lead = slice.len() - slice.trim_start_matches(|c| !letter(c)).len();
    let word = slice.trim_matches(|c| !letter(c));
    if word.len() < MIN_WORD || !word.chars().all(letter) || cells as usize != slice.chars().count()
    {
        return;
    }
    // Punctuation before the word belongs to its first part.
    let marks = slice.get(..lead).map_or(0, |marks| marks.chars().count());
    let (mut from, mut at) = (0, 0);
    for syllable in hyphenate(word, Lang::English) {
        at += syllable.len();
        if at < MIN_PART || word.len() - at < MIN_PART {
            continue;
        }
        let end = start + (lead + at) as u32;
        segments.push(Segment {
            end,
            next: end,
            cells: (at - from + if from == 0 { marks } else { 0 }) as u32,
            blank: 0,
            hang: 0,
            flags: SegmentFlags::HYPHEN,
        });
        from = at;
    }
}
