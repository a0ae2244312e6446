//! The ways to match a word: what the signature of a text must have for each of them.

use super::readings::Readings;

/// A piece of a word that a reading matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Piece {
    /// The first unit.
    pub at: usize,
    pub units: usize,
    /// The bits of the characters that it matches.
    pub signature: u64,
}

/// More ways to match a word are joined.
const MOST_WAYS: usize = 12;

/// What the signature of a text has for each way to match a word: from the end of the word, each
/// way to go on.
pub(super) fn ways(word: &[u16], table: &Readings, pieces: &[Piece]) -> Box<[u64]> {
    let mut pieces = pieces.to_vec();
    pieces.sort_unstable();
    pieces.dedup();
    let mut after: Vec<Vec<u64>> = vec![Vec::new(); word.len()];
    after.push(vec![0]);
    for (at, unit) in word.iter().enumerate().rev() {
        let mut ways = Vec::new();
        let mut add = |signature: u64, units: usize| {
            let rest = after.get(at + units).into_iter().flatten();
            ways.extend(rest.map(|rest| signature | rest));
        };
        add(table.signature(*unit), 1);
        let pieces = pieces.iter().filter(|piece| piece.at == at);
        pieces.for_each(|piece| add(piece.signature, piece.units));
        after.splice(at..=at, [least(ways)]);
    }
    after.swap_remove(0).into()
}

/// Leaves out the signatures that have all bits of another one. The last ones are joined to what
/// they have in common if there are many.
fn least(mut all: Vec<u64>) -> Vec<u64> {
    // A signature cannot have all bits of one with more bits.
    all.sort_unstable_by_key(|bits| (bits.count_ones(), *bits));
    let mut least: Vec<u64> = Vec::new();
    for bits in all {
        if least.iter().all(|fewer| fewer & !bits != 0) {
            least.push(bits);
        }
    }
    if least.len() > MOST_WAYS {
        let rest = least.split_off(MOST_WAYS - 1);
        let common = |common, bits| common & bits;
        least.push(rest.into_iter().fold(u64::MAX, common));
    }
    least
}
