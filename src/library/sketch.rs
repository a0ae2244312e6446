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

/// The product of each byte with the first factor. Multiplications are what a sketch takes longest
/// for, and a number that one byte is added to needs none.
const PRODUCTS: [u64; 256] = {
    let mut products = [0; 256];
    let mut byte = 0;
    while byte < products.len() {
        products[byte] = (byte as u64).wrapping_mul(MIX[0]);
        byte += 1;
    }
    products
};

/// Mixes two numbers: every bit of the result depends on every bit of both.
pub fn mix(one: u64, two: u64) -> u64 {
    let mut mixed = one.wrapping_mul(MIX[0]) ^ two;
    for factor in [MIX[1], MIX[2]] {
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 33)
}

/// MinHash with one permutation: each window of 16 bytes falls into one of eight buckets by its
/// hash, and each bucket keeps its least hash. `solid`: the first [`SHAPED`] bytes of a text that
/// are not whitespace. `meanwhile` is called for about every eighth of them: a processor computes
/// hashes that wait for their own results beside the windows, which wait for none.
pub fn shape(solid: &[u8], mut meanwhile: impl FnMut()) -> u64 {
    let mut sketch = Sketch::default();
    // Each byte is read once: a window consists of parts of two or three groups of eight bytes.
    let groups = solid.as_chunks::<8>().0;
    let group = |at: usize| groups.get(at).map_or(0, |group| u64::from_be_bytes(*group));
    let mut windows = Windows {
        low: group(1),
        product: group(0).wrapping_mul(MIX[0]),
    };
    let rest = groups.get(2..).unwrap_or_default();
    let (first, rest) = rest.split_at(rest.len().min(FIRST));
    for next in first {
        meanwhile();
        windows.next(*next, |product, two| sketch.add_first(product, two));
    }
    sketch.set_bound();
    for next in rest {
        meanwhile();
        windows.next(*next, |product, two| sketch.add(product, two));
    }
    // The windows that the loop did not reach.
    let done = groups.len().saturating_sub(2) * 8;
    for window in solid.get(done..).unwrap_or_default().windows(16) {
        if let (Some(one), Some(two)) = (window.first_chunk(), window.last_chunk()) {
            let product = u64::from_be_bytes(*one).wrapping_mul(MIX[0]);
            sketch.add(product, u64::from_be_bytes(*two));
        }
    }
    sketch.written()
}

/// The groups of eight bytes at the beginning of a text, whose windows change the sketch often: more
/// than the tests for it gain, a processor loses by guessing their results.
const FIRST: usize = 48;

/// The place of a window in a text.
struct Windows {
    /// The group of eight bytes after the first one of the window.
    low: u64,
    /// The product of the first eight bytes of the window with the first factor of [`mix`].
    product: u64,
}

impl Windows {
    /// Moves by eight bytes, to the group after `low`. Calls `add` for each window on the way.
    #[inline]
    fn next(&mut self, next: [u8; 8], mut add: impl FnMut(u64, u64)) {
        let next = u64::from_be_bytes(next);
        let pair = u128::from(self.low) << 64 | u128::from(next);
        for (at, byte) in self.low.to_be_bytes().into_iter().enumerate() {
            add(self.product, (pair << (8 * at) >> 64) as u64);
            // The window moves on by a byte.
            self.product = (self.product << 8).wrapping_add(PRODUCTS[usize::from(byte)]);
        }
        self.low = next;
    }
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

/// The low bits of a hash without the bits of its bucket that the last step of [`mix`] changes.
const UNMIXED: u64 = ((1 << 31) - 1) << 3 | 7;

/// The least hash of each bucket. The first three bits of a hash are its bucket.
struct Sketch {
    least: [u64; 8],
    /// No bucket takes a hash above this one. Compared without the bits of the bucket, before
    /// the last step of [`mix`], which changes only the low bits.
    bound: u64,
}

impl Default for Sketch {
    fn default() -> Self {
        Self {
            least: [u64::MAX; 8],
            bound: u64::MAX,
        }
    }
}

impl Sketch {
    /// Adds the window of two numbers; of the first, the product that [`mix`] takes. Almost all
    /// windows end at the bound.
    #[inline]
    fn add(&mut self, product: u64, two: u64) {
        let mut mixed = product ^ two;
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(MIX[1]);
        mixed ^= mixed >> 33;
        // The product without the bits of the bucket.
        if mixed.wrapping_mul(MIX[2] << 3) <= self.bound {
            self.keep(mixed.wrapping_mul(MIX[2]));
        }
    }

    #[cold]
    #[inline(never)]
    fn keep(&mut self, mixed: u64) {
        let hash = mixed ^ (mixed >> 33);
        match self.least.get_mut((hash >> 61) as usize) {
            Some(least) if hash < *least => *least = hash,
            _ => return,
        }
        self.set_bound();
    }

    fn set_bound(&mut self) {
        let most = self.least.iter().map(|hash| hash << 3).max();
        self.bound = most.unwrap_or(u64::MAX) | UNMIXED;
    }

    /// Adds a window without a look at the bound, and leaves the bound as it is.
    #[inline]
    fn add_first(&mut self, product: u64, two: u64) {
        let mut mixed = product ^ two;
        for factor in [MIX[1], MIX[2]] {
            mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
        }
        let hash = mixed ^ (mixed >> 33);
        if let Some(least) = self.least.get_mut((hash >> 61) as usize) {
            *least = hash.min(*least);
        }
    }

    fn written(&self) -> u64 {
        u64::from_le_bytes(self.least.map(|hash| match hash {
            u64::MAX => 0,
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
            let mut least = [0; 8];
            let bytes: Vec<u8> = solid(text.as_bytes()).take(SHAPED).collect();
            for window in bytes.windows(16) {
                let run = window
                    .iter()
                    .fold(0, |run, byte| run << 8 | u128::from(*byte));
                let hash = mix((run >> 64) as u64, run as u64);
                let bucket = &mut least[(hash >> 61) as usize];
                if *bucket == 0 || hash < *bucket {
                    *bucket = hash;
                }
            }
            let sketch = least.map(|hash| if hash == 0 { 0 } else { (hash as u8).max(1) });
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
