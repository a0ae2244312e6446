//! A fast 64-bit hash with the same value on every machine and in every version. It names index
//! files, finds rows by ID and detects damaged rows. Not for hostile keys: files whose IDs have the
//! same hash are read again at each start.

use std::hash::{BuildHasherDefault, Hasher};

const MULTIPLIERS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xff51_afd7_ed55_8ccd];

/// The 128-bit product of both numbers, folded to 64 bits.
fn fold(one: u64, two: u64) -> u64 {
    let product = u128::from(one) * u128::from(two);
    (product as u64) ^ (product >> 64) as u64
}

/// The hash of bytes. Different seeds give independent hashes.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut state = seed ^ MULTIPLIERS[1] ^ bytes.len() as u64;
    for word in words {
        state = fold(state ^ u64::from_le_bytes(*word), MULTIPLIERS[0]);
    }
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    fold(
        state ^ u64::from_le_bytes(last),
        MULTIPLIERS[0] ^ MULTIPLIERS[1],
    )
}

/// For maps whose keys are hashes already.
pub type ByHash = BuildHasherDefault<Identity>;

#[derive(Debug, Default)]
pub struct Identity(u64);

impl Hasher for Identity {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = value;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn similar_texts_have_different_hashes() {
        let texts = (0..100_000).map(|number| format!("2026/{number:05}.md"));
        let hashes: HashSet<u64> = texts.map(|text| hash(0, text.as_bytes())).collect();
        assert_eq!(hashes.len(), 100_000);
        assert_ne!(hash(0, b""), hash(0, b"\0"));
        assert_ne!(hash(0, b"a"), hash(1, b"a"));
    }

    /// A change of the function makes every index useless.
    #[test]
    fn values_do_not_change() {
        assert_eq!(hash(0, b"kanbao"), 0x16b1_aaac_9d4e_d31a);
        assert_eq!(
            hash(7, "看报，a longer text".as_bytes()),
            0xde81_2de6_10f3_160d
        );
    }
}
