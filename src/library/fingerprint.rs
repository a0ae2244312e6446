//! Fingerprints that tell articles apart and find them again after a move or an edit. The journal
//! stores them, so their values are the same on every machine and in every version.

/// Bytes of text that [`Fingerprint::start`] covers.
const START: usize = 1024;

/// Bytes of text that [`Fingerprint::shape`] covers; more adds nothing to the comparison of two
/// versions.
const SHAPED: usize = 64 << 10;

/// With fewer bytes of text, two different articles may be equal.
const ENOUGH: usize = 48;

/// Hashes of an article. A field is 0 when it is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    /// Hash of the title and the first words: the only field in journals of the first versions.
    pub start: u64,
    /// Hash of the title and the whole body, picture addresses included. Unknown if the text is
    /// too short to tell articles apart.
    pub whole: u64,
    /// MinHash sketch of the words, one byte per bucket, 0 for an empty bucket. The share of equal
    /// bytes estimates the share of common text of two versions.
    shape: u64,
    title: u32,
}

impl Fingerprint {
    /// `body` is the text below the front matter, `words` its plain words.
    pub(crate) fn new(title: &str, body: &str, words: &str) -> Self {
        let enough = solid(words.as_bytes()).nth(ENOUGH).is_some();
        // Only absolute picture addresses count: `1.jpg` exists in every other folder.
        let told_apart = enough || body.contains("://");
        let title_hash = hash(title.bytes());
        Self {
            start: if enough { start(title, words) } else { 0 },
            whole: if told_apart {
                mix(title_hash, hash_long(body.trim())).max(1)
            } else {
                0
            },
            shape: shape(words),
            title: ((title_hash >> 32) as u32).max(1),
        }
    }

    /// From an event of a version that stored only `start`.
    pub fn of_start(start: u64) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Reads the two fields of a journal line. `None` if the first is not a number. An unknown
    /// form of the second field is ignored.
    pub(crate) fn parse(start: Option<&str>, rest: Option<&str>) -> Option<Self> {
        let start = match start {
            Some(hex) => u64::from_str_radix(hex, 16).ok()?,
            None => 0,
        };
        let known = rest.and_then(|text| {
            let number = |from, to| u64::from_str_radix(text.get(from..to)?, 16).ok();
            Some(Self {
                start,
                title: number(0, 8)? as u32,
                shape: number(8, 24)?,
                whole: number(24, 40).filter(|_| text.len() == 40)?,
            })
        });
        Some(known.unwrap_or(Self::of_start(start)))
    }

    /// The first field of a journal line.
    pub(crate) fn written_start(self) -> Option<String> {
        (self.start != 0).then(|| format!("{:016x}", self.start))
    }

    /// Whether only `start` is known.
    pub(crate) fn is_start_only(self) -> bool {
        self.title == 0
    }

    /// Whether two articles at the same path are one article, possibly edited, rather than a new
    /// one in the place of the old. With too little information, the path decides.
    pub(crate) fn fits(self, other: Self) -> bool {
        if self.is_start_only() || other.is_start_only() {
            return true;
        }
        let equal = |one: u64, two: u64| one != 0 && one == two;
        // An article that was continued keeps its beginning, but little of its shape.
        if equal(self.whole, other.whole) || equal(self.start, other.start) {
            return true;
        }
        let (equal, of) = self.samples(other);
        if self.title == other.title {
            // A log keeps its title while it grows to several times its size.
            return equal * 4 >= of;
        }
        of > 0 && equal * 2 >= of
    }

    /// The number of equal buckets, and of buckets compared.
    fn samples(self, other: Self) -> (usize, usize) {
        let pairs = self
            .shape
            .to_le_bytes()
            .into_iter()
            .zip(other.shape.to_le_bytes());
        let known = pairs.filter(|&(one, two)| one != 0 && two != 0 || one != two);
        known.fold((0, 0), |(equal, of), (one, two)| {
            (equal + usize::from(one == two), of + 1)
        })
    }

    /// The second field, which journals of the first versions lack.
    pub(crate) fn written(self) -> Option<String> {
        let Self {
            whole,
            shape,
            title,
            ..
        } = self;
        (!self.is_start_only()).then(|| format!("{title:08x}{shape:016x}{whole:016x}"))
    }
}

fn solid(bytes: &[u8]) -> impl Iterator<Item = u8> {
    let bytes = bytes.iter().copied();
    bytes.filter(|byte| !byte.is_ascii_whitespace())
}

/// FNV-1a of the title and the beginning of the words, without whitespace.
fn start(title: &str, words: &str) -> u64 {
    let mut mixed = 0xcbf2_9ce4_8422_2325;
    for text in [title, words] {
        let bytes = text.as_bytes();
        let head = bytes.get(..START * 4).unwrap_or(bytes);
        mixed = solid_head(head, START).into_iter().fold(mixed, fnv);
        mixed = fnv(mixed, 0xff);
    }
    mixed
}

fn fnv(mixed: u64, byte: u8) -> u64 {
    (mixed ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3)
}

fn hash(bytes: impl Iterator<Item = u8>) -> u64 {
    mix(0, bytes.fold(0xcbf2_9ce4_8422_2325, fnv))
}

/// Like [`hash`], for long text, eight bytes at a time.
fn hash_long(text: &str) -> u64 {
    let (words, rest) = text.as_bytes().as_chunks::<8>();
    let mixed = words.iter().fold(text.len() as u64, |mixed, word| {
        (mixed.rotate_left(23) ^ u64::from_le_bytes(*word)).wrapping_mul(MIX[0])
    });
    mix(mixed, hash(rest.iter().copied()))
}

const MIX: [u64; 3] = [
    0x9e37_79b9_7f4a_7c15,
    0xff51_afd7_ed55_8ccd,
    0xc4ce_b9fe_1a85_ec53,
];

/// Mixes two numbers: every bit of the result depends on every bit of both.
fn mix(one: u64, two: u64) -> u64 {
    let mut mixed = one.wrapping_mul(MIX[0]) ^ two;
    for factor in [MIX[1], MIX[2]] {
        mixed = (mixed ^ (mixed >> 33)).wrapping_mul(factor);
    }
    mixed ^ (mixed >> 33)
}

/// MinHash with one permutation: each window of 16 bytes falls into one of eight buckets by its
/// hash, and each bucket keeps its least hash.
fn shape(words: &str) -> u64 {
    let solid = solid_head(words.as_bytes(), SHAPED);
    let mut sketch = Sketch::default();
    // The last eight bytes of a window are the first eight of another one, eight bytes on, so
    // each is read once.
    let mut highs = [0; 8];
    if let Some(head) = solid.first_chunk::<15>() {
        highs = eights(head);
    }
    let mut rest = solid.get(8..).unwrap_or_default();
    while let Some(bytes) = rest.first_chunk::<15>() {
        let lows = eights(bytes);
        for (high, low) in highs.iter().zip(&lows) {
            sketch.add(*high, *low);
        }
        highs = lows;
        rest = rest.get(8..).unwrap_or_default();
    }
    for (high, low) in highs.iter().zip(rest.windows(8)) {
        if let Some(low) = low.first_chunk() {
            sketch.add(*high, u64::from_be_bytes(*low));
        }
    }
    sketch.written()
}

/// The eight numbers that start at each of the first eight bytes.
#[inline]
fn eights(bytes: &[u8; 15]) -> [u64; 8] {
    std::array::from_fn(|at| {
        let eight = bytes.get(at..at + 8).and_then(<[u8]>::first_chunk);
        eight.map_or(0, |eight| u64::from_be_bytes(*eight))
    })
}

/// The first `limit` bytes that are not whitespace, as [`solid`]. A scan does this for every file,
/// so chunks without whitespace are copied whole, and the others without a branch for each byte.
fn solid_head(bytes: &[u8], limit: usize) -> Vec<u8> {
    const CHUNK: usize = 32;
    let mut out = vec![0; bytes.len().min(limit) + CHUNK];
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
    out
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
    /// Adds the window of two numbers. Almost all windows end at the bound.
    #[inline]
    fn add(&mut self, one: u64, two: u64) {
        let mut mixed = one.wrapping_mul(MIX[0]) ^ two;
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
        let most = self.least.iter().map(|hash| hash << 3).max();
        self.bound = most.unwrap_or(u64::MAX) | UNMIXED;
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

    const TEXT: &str = "编辑部每天早上把各地送来的稿件按时间排好，再由值班的人读一遍。\
        有错字的退回去改，没有错字的就排进当天的版面。下午印好的报纸装上车，送到沿江的各个站点。\
        赶不上车的那一份，第二天一早由骑车的人补送，所以河对岸的读者总是晚一天读到。";

    fn of(title: &str, text: &str) -> Fingerprint {
        Fingerprint::new(title, text, text)
    }

    #[test]
    fn start_fingerprints_match_the_first_versions() {
        assert_eq!(start("题", "甲 乙\n丙"), start("题", "甲乙 丙"));
        assert_ne!(start("ab", "c"), start("a", "bc"));
        assert_eq!(start("看报", "正文"), 15_441_808_218_015_391_225);
    }

    #[test]
    fn written_fingerprints_never_change() {
        let print = of("看报", TEXT);
        let written = print.written().unwrap();
        assert_eq!(written, "6b130db89060f1e0ae0a9e69a7e32822d17e0f83");
        let start = print.written_start();
        let read = Fingerprint::parse(start.as_deref(), Some(&written));
        assert_eq!(read, Some(print));
        let later = Fingerprint::parse(Some("7"), Some("form of a later version"));
        assert_eq!(later, Some(Fingerprint::of_start(7)));
        assert_eq!(Fingerprint::parse(Some("x"), None), None);
    }

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
            assert_eq!(shape(text), u64::from_le_bytes(sketch), "{}", text.len());
        }
        for piece in ["甲 乙\n丙，", "word and more\n", TEXT] {
            let text: String = (0..9000).map(|n| format!("{piece}{n}")).collect();
            check(&text);
            for length in (0..200).filter(|length| text.is_char_boundary(*length)) {
                check(text.get(..length).unwrap_or_default());
            }
        }
    }

    #[test]
    fn fingerprints_depend_on_the_end_and_the_pictures() {
        let long = TEXT.repeat(12);
        let (one, two) = (
            of("题", &format!("{long}甲")),
            of("题", &format!("{long}乙")),
        );
        assert_eq!(one.start, two.start);
        assert_ne!(one.whole, two.whole);
        let picture = |address: &str| Fingerprint::new("图", &format!("![]({address})"), "");
        let (one, two) = (
            picture("https://a.example/1"),
            picture("https://a.example/2"),
        );
        assert_ne!(one.whole, two.whole);
        assert_eq!((one.start, picture("1.jpg").whole), (0, 0), "too little");
    }

    #[test]
    fn edited_articles_match_and_replaced_ones_do_not() {
        #[track_caller]
        fn check(before: (&str, &str), after: (&str, &str), expected: bool) {
            let (before, after) = (of(before.0, before.1), of(after.0, after.1));
            assert_eq!(before.fits(after), expected, "{before:x?} {after:x?}");
            assert_eq!(after.fits(before), expected);
        }
        let edited = TEXT
            .replace("值班的人", "值班的编辑")
            .replace("早上", "清晨");
        let other = "港口的灯塔建于一百年前，塔身用的是当地的石头。守塔的老人说，最亮的一盏灯要擦两个钟头，\
            雾天则整夜不能睡。去年换成了自动的灯，老人还是每天上去看一次，说是习惯了。";
        check(("题", TEXT), ("题", &edited), true);
        check(("题", TEXT), ("改过的题", &edited), true);
        check(("题", TEXT), ("题", &format!("{other}{TEXT}{other}")), true);
        let old = TEXT.repeat(4);
        for number in 0..20 {
            let more: String = (0..4000).map(|nth| format!("{number}:{nth}。")).collect();
            check(("题", &old), ("题", &format!("{old}{more}")), true);
        }
        check(("周一", TEXT), ("周二", other), false);
        check(("今日", TEXT), ("今日", other), false);
        check(("周一", "晴"), ("周二", "雨"), false);
        check(("天气", "晴"), ("天气", "雨"), true);
        check(("图", ""), ("图", ""), true);
        assert!(of("周一", TEXT).fits(Fingerprint::of_start(5)));
    }
}
