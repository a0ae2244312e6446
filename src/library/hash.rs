//! XXH3, a hash with the same value on every machine and in every version. It names index files,
//! finds files by ID and detects damaged chunks. With a secret seed it also finds labels.

use std::hash::{BuildHasher, BuildHasherDefault, Hasher, RandomState};
use std::sync::LazyLock;
use twox_hash::XxHash3_64;

/// The hash of bytes. Different seeds give independent hashes.
pub fn hash(seed: u64, bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(seed, bytes)
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

/// A seed that is another one in each run, so that nobody can name two files or labels that have
/// the same hash.
pub fn secret() -> u64 {
    static SEED: LazyLock<u64> = LazyLock::new(|| RandomState::new().build_hasher().finish());
    *SEED
}

/// The key of a file or folder: a hash of its ID. It is another one in each run, see [`secret`].
pub fn key(id: &str) -> u64 {
    hash(secret(), id.as_bytes())
}

/// For maps whose keys are texts of articles. Takes a fraction of the time of SipHash.
#[derive(Clone, Debug)]
pub struct Seeded(u64);

impl Default for Seeded {
    fn default() -> Self {
        Self(secret())
    }
}

impl BuildHasher for Seeded {
    type Hasher = SeededHasher;

    fn build_hasher(&self) -> SeededHasher {
        SeededHasher(self.0)
    }
}

/// Hashes each string with the hash of those before it as the seed.
#[derive(Debug)]
pub struct SeededHasher(u64);

impl Hasher for SeededHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(self.0, bytes);
    }

    /// The end of a string, which the seed of the next one separates from it already.
    fn write_u8(&mut self, value: u8) {
        self.write_u64(value.into());
    }

    /// The length of a list or of bytes.
    fn write_usize(&mut self, value: usize) {
        self.write_u64(value as u64);
    }

    fn write_u64(&mut self, value: u64) {
        self.0 = self.0.rotate_left(7).wrapping_add(value);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A change of the function makes every index useless. The first value is from the
    /// specification's test vectors: no bytes, seed 0.
    #[test]
    fn values_do_not_change() {
        assert_eq!(hash(0, b""), 0x2d06_8005_38d3_94c2);
        assert_ne!(hash(0, b"a"), hash(1, b"a"));
    }
}
