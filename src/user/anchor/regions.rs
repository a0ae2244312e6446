//! The regions of a text that share most words with a quotation and its context.

use std::collections::HashSet;
use std::ops::Range;

/// Letters of the pieces that are compared.
const PIECE: usize = 4;

/// Letters of a bucket, in which shared pieces are counted.
const BUCKET: usize = 256;

/// The most regions in which a passage is looked for.
pub const MOST: usize = 3;

/// The best regions, at most so many, the best one first. None: nothing is shared.
pub fn regions(words: &[char], text: &[char], most: usize) -> Vec<Range<usize>> {
    let piece = PIECE.min(words.len()).max(1);
    let pieces: HashSet<&[char]> = words.windows(piece).collect();
    let mut shared = vec![0_usize; text.len() / BUCKET + 1];
    for (at, window) in text.windows(piece).enumerate() {
        shared[at / BUCKET] += usize::from(pieces.contains(window));
    }
    // A region may lie across the borders of buckets.
    let around = |at: usize| -> usize {
        let near = shared.get(at.saturating_sub(1)..(at + 2).min(shared.len()));
        near.unwrap_or_default().iter().sum()
    };
    let mut order: Vec<usize> = (0..shared.len()).filter(|at| around(*at) > 0).collect();
    order.sort_by_key(|at| std::cmp::Reverse((around(*at), shared[*at])));
    let mut chosen: Vec<usize> = Vec::new();
    for at in order {
        if chosen.len() == most {
            break;
        }
        if chosen.iter().all(|other| other.abs_diff(at) > 2) {
            chosen.push(at);
        }
    }
    let margin = BUCKET + words.len();
    let region = |at: usize| {
        let start = (at * BUCKET).saturating_sub(margin);
        start..((at + 1) * BUCKET + margin).min(text.len())
    };
    chosen.into_iter().map(region).collect()
}
