//! The sketch of a text: eight bytes that estimate how much two versions of a text have in common.

/// Bytes of text that a sketch covers; more adds nothing to the comparison of two versions.
pub const SHAPED: usize = 64 << 10;

/// The bytes that are not whitespace.
pub fn solid(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let bytes = bytes.iter().copied();
    bytes.filter(|byte| !byte.is_ascii_whitespace())
}

/// The golden ratio, and the two factors of the finalizer of MurmurHash3.
pub const MIX: [u64; 3] = [
    0x9e37_79b9_7f4a_7c15,
    0xff51_afd7_ed55_8ccd,
    0xc4ce_b9fe_1a85_ec53,
];

/// Mixes two numbers: every bit of the result depends on every bit of both.
#[inline]
pub fn mix(one: u64, two: u64) -> u64 {
    let mut mixed = one.wrapping_mul(MIX[0]) ^ two;
    for factor in [MIX[1], MIX[2]] {
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 33)
}

/// MinHash with one permutation: each window of 16 bytes falls into one of eight buckets by its
/// hash, and each bucket keeps its least hash. Of a bucket's windows, [selected] ones come before
/// all others, so that of a long text only these need a hash. `solid`: the first [`SHAPED`] bytes of
/// a text that are not whitespace. `meanwhile` is called for every eighth of them: a processor
/// computes hashes that wait for their own results beside the sketch, which waits for none.
pub fn shape(solid: &[u8], mut meanwhile: impl FnMut()) -> u64 {
    let mut sketch = Sketch::default();
    let groups = solid.as_chunks::<8>().0.iter();
    let mut groups = groups.map(|group| u64::from_le_bytes(*group));
    let mut group = groups.next().unwrap_or(0);
    for (number, next) in groups.enumerate() {
        meanwhile();
        let mut found = selected(group, next);
        while found != 0 {
            let at = number * 8 + found.trailing_zeros() as usize / 8;
            if let Some(window) = solid.get(at..).and_then(<[u8]>::first_chunk) {
                sketch.add(window);
            }
            found &= found - 1;
        }
        group = next;
    }
    if sketch.has_empty() {
        let mut all = Sketch::default();
        let windows = solid.windows(16).filter_map(<[u8]>::first_chunk);
        windows.for_each(|window| all.add(window));
        sketch.fill(&all);
    }
    sketch.written()
}

/// Selects about one in 32 windows by its first three bytes: those for which a sum of them is zero
/// modulo 32. The lowest five bits of these bytes vary in the text of all languages. `group`: the
/// first bytes of eight windows; `next`: the eight bytes after them. Returns the highest bit of each
/// byte at which a selected window begins.
#[inline]
fn selected(group: u64, next: u64) -> u64 {
    const LOW: u64 = u64::from_le_bytes([31; 8]);
    const MOST: u64 = u64::from_le_bytes([127; 8]);
    let (second, third) = (group >> 8 | next << 56, group >> 16 | next << 48);
    // At most 93 in a byte, which thus carries nothing to the next one.
    let sum = (group & LOW) + (second >> 1 & LOW) + (third & LOW);
    // 127 carries any number but zero into the highest bit.
    !((sum & LOW) + MOST) & !MOST
}

/// Puts the first `limit` bytes that are not whitespace, as [`solid`], into a buffer. A scan does
/// this for every file, so chunks without whitespace are copied whole, and the others without a
/// branch for each byte.
pub fn solid_head(bytes: &[u8], limit: usize, out: &mut Vec<u8>) {
    const CHUNK: usize = 32;
    out.clear();
    out.resize(bytes.len().min(limit) + CHUNK, 0);
    let mut length = 0;
    let (chunks, rest) = bytes.as_chunks::<CHUNK>();
    for chunk in chunks {
        // The room left is at least a chunk: `length` is at most the bytes read and below `limit`.
        let Some(to) = out
            .get_mut(length..)
            .and_then(<[u8]>::first_chunk_mut::<CHUNK>)
        else {
            break;
        };
        // Without a branch, so that the compiler tests many bytes at a time.
        if chunk.iter().fold(false, |any, byte| any | (*byte <= b' ')) {
            let mut kept = 0;
            for byte in chunk {
                // At most 31 bytes were kept before the last one.
                if let Some(place) = to.get_mut(kept % CHUNK) {
                    *place = *byte;
                }
                kept += usize::from(!byte.is_ascii_whitespace());
            }
            length += kept;
        } else {
            *to = *chunk;
            length += CHUNK;
        }
        if length >= limit {
            break;
        }
    }
    out.truncate(length);
    if length < limit {
        out.extend(solid(rest));
    }
    out.truncate(limit);
}

/// The least hash of each bucket. The first three bits of a hash are its bucket.
struct Sketch {
    least: [u64; 8],
}

impl Default for Sketch {
    fn default() -> Self {
        Self { least: [EMPTY; 8] }
    }
}

const EMPTY: u64 = u64::MAX;

impl Sketch {
    #[inline]
    fn add(&mut self, window: &[u8; 16]) {
        let window = u128::from_le_bytes(*window);
        let hash = mix(window as u64, (window >> 64) as u64);
        if let Some(least) = self.least.get_mut((hash >> 61) as usize) {
            *least = hash.min(*least);
        }
    }

    fn has_empty(&self) -> bool {
        self.least.contains(&EMPTY)
    }

    /// Fills empty buckets from another sketch.
    fn fill(&mut self, other: &Self) {
        let empty = self.least.iter_mut().zip(other.least);
        let empty = empty.filter(|(least, _)| **least == EMPTY);
        empty.for_each(|(least, other)| *least = other);
    }

    /// A byte of each bucket; 0 for an empty one.
    fn written(&self) -> u64 {
        u64::from_le_bytes(self.least.map(|hash| match hash {
            EMPTY => 0,
            hash => (hash as u8).max(1),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The sketch by its definition: windows of the bytes that are not whitespace.
    #[test]
    fn the_sketch_covers_the_beginning_of_a_text() {
        fn check(text: &str) {
            // Whether the window is not selected, and its hash.
            let mut least = [(true, EMPTY); 8];
            let bytes: Vec<u8> = solid(text.as_bytes()).take(SHAPED).collect();
            for window in bytes.windows(16) {
                let sum = (window[0] & 31) + (window[1] >> 1 & 31) + (window[2] & 31);
                let run = window.iter().rev();
                let run = run.fold(0, |run, byte| run << 8 | u128::from(*byte));
                let hash = mix(run as u64, (run >> 64) as u64);
                let bucket = &mut least[(hash >> 61) as usize];
                *bucket = (sum % 32 != 0, hash).min(*bucket);
            }
            let sketch = least.map(|(_, hash)| match hash {
                EMPTY => 0,
                hash => (hash as u8).max(1),
            });
            let mut solid = Vec::new();
            solid_head(text.as_bytes(), SHAPED, &mut solid);
            assert_eq!(solid, bytes);
            let found = shape(&solid, || {});
            assert_eq!(found, u64::from_le_bytes(sketch), "{}", text.len());
        }
        for piece in [
            "甲 乙\n丙，",
            "word and more\n",
            "下午印好的报纸装上车，送到沿江的各个站点。",
        ] {
            let text: String = (0..9000).map(|n| format!("{piece}{n}")).collect();
            check(&text);
            for length in (0..200).filter(|length| text.is_char_boundary(*length)) {
                check(text.get(..length).unwrap_or_default());
            }
        }
    }
}
