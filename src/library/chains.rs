//! Hashes of a text in which each step needs the result of the one before.

use super::sketch::{MIX, mix, solid};

/// Bytes of text that the hash of the start covers.
const START: usize = 1024;

/// The two hashes of a text in which each step needs the result of the one before. They are computed
/// a few bytes at a time beside the sketch, which leaves the processor time for them.
pub(super) struct Chains<'a> {
    /// FNV-1a of the title and the beginning of the words, without whitespace.
    start: u64,
    head: &'a [[u8; 8]],
    head_rest: &'a [u8],
    /// Of the whole body, eight bytes at a time.
    whole: u64,
    body: &'a [[u8; 8]],
    body_rest: &'a [u8],
}

impl<'a> Chains<'a> {
    /// `solid_words`: the words without whitespace.
    pub fn new(title: &str, body: &'a str, words: &str, solid_words: &'a [u8]) -> Self {
        let title = title.as_bytes();
        let title = solid(title.get(..START * 4).unwrap_or(title));
        let start = title.take(START).fold(0xcbf2_9ce4_8422_2325, fnv);
        let head = solid_words
            .get(..in_head(words.as_bytes()))
            .unwrap_or(solid_words);
        let (head, head_rest) = head.as_chunks::<8>();
        let length = body.len() as u64;
        let (body, body_rest) = body.as_bytes().as_chunks::<8>();
        Self {
            start: fnv(start, 0xff),
            head,
            head_rest,
            whole: length,
            body,
            body_rest,
        }
    }

    /// The next eight bytes of the head, and in the same time 32 of the body.
    #[inline]
    pub fn step(&mut self) {
        if let [next, rest @ ..] = self.head {
            self.start = next
                .iter()
                .fold(self.start, |mixed, byte| fnv(mixed, *byte));
            self.head = rest;
        }
        if let Some((next, rest)) = self.body.split_first_chunk::<4>() {
            let hash = |mixed, eight: &[u8; 8]| hash_eight(mixed, *eight);
            self.whole = next.iter().fold(self.whole, hash);
            self.body = rest;
        }
    }

    /// The hashes of the start and of the whole, after the rest.
    pub fn finish(mut self) -> (u64, u64) {
        let head = self.head.as_flattened().iter().chain(self.head_rest);
        self.start = head.fold(self.start, |mixed, byte| fnv(mixed, *byte));
        let body = self.body.iter();
        self.whole = body.fold(self.whole, |mixed, eight| hash_eight(mixed, *eight));
        let rest = hash(self.body_rest.iter().copied());
        (fnv(self.start, 0xff), mix(self.whole, rest))
    }
}

/// How many bytes the head has without whitespace, which is looked for in four times as many.
fn in_head(words: &[u8]) -> usize {
    let Some(head) = words.get(..START * 4) else {
        return START;
    };
    // A scan does this for every file: the first half nearly always has enough. Without a branch, so
    // that the compiler tests many bytes at a time.
    let chunks = head.as_chunks::<128>().0.iter().take(START / 64);
    let solid_in = |chunk: &[u8; 128]| chunk.iter().map(|byte| u8::from(*byte > b' ')).sum::<u8>();
    let enough = chunks
        .map(|chunk| usize::from(solid_in(chunk)))
        .sum::<usize>()
        >= START;
    if enough {
        START
    } else {
        solid(head).take(START).count()
    }
}

#[inline]
fn hash_eight(mixed: u64, eight: [u8; 8]) -> u64 {
    (mixed.rotate_left(23) ^ u64::from_le_bytes(eight)).wrapping_mul(MIX[0])
}

#[inline]
fn fnv(mixed: u64, byte: u8) -> u64 {
    (mixed ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
}

pub(super) fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    mix(0, bytes.fold(0xcbf2_9ce4_8422_2325, fnv))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sketch::{SHAPED, solid_head};

    fn start(title: &str, words: &str) -> u64 {
        let mut solid = Vec::new();
        solid_head(words.as_bytes(), SHAPED, &mut solid);
        Chains::new(title, "", words, &solid).finish().0
    }

    #[test]
    fn start_fingerprints_match_the_first_versions() {
        assert_eq!(start("题", "甲 乙\n丙"), start("题", "甲乙 丙"));
        assert_ne!(start("ab", "c"), start("a", "bc"));
        assert_eq!(start("看报", "正文"), 15_441_808_218_015_391_225);
        // Only the first bytes are looked at, with their whitespace.
        let spaced = |letters: &str| " ".repeat(4 * START - 3) + letters;
        assert_eq!(start("题", &spaced("甲乙")), start("题", &spaced("甲")));
        let long = |end: &str| "a".repeat(START) + end;
        assert_eq!(start("题", &long("b")), start("题", &long("c")));
    }
}
