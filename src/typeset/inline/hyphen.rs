//! Latin words parted at syllables, where the reader asked for it. The hyphen is shown and
//! nothing more: it is in no range of the text, so it is neither copied nor searched.

use super::segments::Piece;
use hypher::{Lang, hyphenate};
use std::ops::Range;

/// The shortest word that is parted, and what must stay on either side (letters).
const WORD: usize = 6;
const SIDE: usize = 2;

/// Parts the English words among the pieces of a hard line that begins at byte `base`.
/// Words in a protected range stay whole, and so do addresses: only what stands between
/// blanks is a word.
pub fn part(text: &str, base: u32, protected: &[Range<u32>], pieces: &mut Vec<Piece>) {
    let whole = std::mem::take(pieces);
    let mut start = base;
    for piece in whole {
        let range = start..piece.end;
        start = piece.next;
        let guarded = protected
            .iter()
            .any(|kept| kept.start < range.end && range.start < kept.end);
        let local = (range.start - base) as usize..(piece.end - base) as usize;
        let apart = text
            .get(..local.start)
            .is_some_and(|before| before.ends_with(' ') || before.is_empty())
            && (piece.next > piece.end || local.end == text.len());
        if let Some(slice) = text.get(local)
            && apart
            && !guarded
            && piece.flags & Piece::EMERGENCY == 0
        {
            syllables(slice, range.start, piece.cells, pieces);
        }
        // The last part has what the pieces before it left.
        let parted: u32 = pieces
            .iter()
            .rev()
            .take_while(|part| part.end > range.start)
            .map(|part| part.cells)
            .sum();
        pieces.push(Piece {
            cells: piece.cells - parted,
            ..piece
        });
    }
}

/// Pushes the syllables of a word but its last ones, each with a hyphen to show at a line's
/// end. `slice` is the word with the marks around it, and has one cell a letter.
fn syllables(slice: &str, start: u32, cells: u32, pieces: &mut Vec<Piece>) {
    let letter = |c: char| c.is_ascii_alphabetic();
    let lead = slice.len() - slice.trim_start_matches(|c| !letter(c)).len();
    let word = slice.trim_matches(|c| !letter(c));
    if word.len() < WORD || !word.chars().all(letter) || cells as usize != slice.chars().count() {
        return;
    }
    // The marks before the word belong to its first syllable.
    let marks = slice.get(..lead).map_or(0, |marks| marks.chars().count());
    let (mut from, mut at) = (0, 0);
    for syllable in hyphenate(word, Lang::English) {
        at += syllable.len();
        if at < SIDE || word.len() - at < SIDE {
            continue;
        }
        let end = start + (lead + at) as u32;
        pieces.push(Piece {
            end,
            next: end,
            cells: (at - from + if from == 0 { marks } else { 0 }) as u32,
            blank: 0,
            hang: 0,
            flags: Piece::HYPHEN,
        });
        from = at;
    }
}
