//! Fingerprints that tell articles apart and find them again after a move or an edit. The journal
//! stores them, so their values are the same on every machine and in every version.

use super::chains::{Chains, hash};
use super::hash::hash as hash_bytes;
use super::page::{Page, page_hash};
use super::sketch::{SHAPED, mix, shape, solid_head};
use crate::text::page_key;

/// With fewer bytes of text, two different articles may be equal.
const ENOUGH: usize = 48;

/// What begins a value of the journal that has the present form of the sketch.
pub(crate) const SKETCH_MARK: &str = "2:";

/// Hashes of an article. A field is 0 when it is unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fingerprint {
    /// Hash of the title and the first words: the only field in journals of the first versions.
    pub start: u64,
    /// Hash of the title and the whole body, picture addresses included. Unknown if the text is
    /// too short to tell articles apart.
    pub whole: u64,
    /// MinHash sketch of the words, one byte per bucket, 0 for an empty bucket. The share of equal
    /// bytes estimates the share of common text of two versions. 0 if it is unknown, or if the text
    /// is shorter than a window.
    shape: u64,
    title: u32,
    /// Hash of the title and the web address. Many articles may name one address, such as that of
    /// their source, so the title belongs to it.
    address: u64,
    page: Page,
}

impl Fingerprint {
    #[cfg(test)]
    pub(crate) fn new(title: &str, body: &str, words: &str) -> Self {
        Self::of(title, body, words, &mut Vec::new())
    }

    /// `body` is the text below the front matter, `words` its plain words, `solid` a buffer.
    pub(super) fn of(title: &str, body: &str, words: &str, solid: &mut Vec<u8>) -> Self {
        solid_head(words.as_bytes(), SHAPED, solid);
        let enough = solid.len() > ENOUGH;
        // Only absolute picture addresses count: `1.jpg` exists in every other folder.
        let told_apart = enough || body.contains("://");
        let title_hash = hash(title.bytes());
        let mut chains = Chains::new(title, body.trim(), words, solid);
        let shape = shape(solid, || chains.step());
        let (start, whole) = chains.finish();
        Self {
            start: if enough { start } else { 0 },
            whole: if told_apart {
                mix(title_hash, whole).max(1)
            } else {
                0
            },
            shape,
            title: short_hash(title_hash),
            address: 0,
            page: Page(0),
        }
    }

    /// With the web address of the article. That of a whole site is not the address of an article.
    pub(crate) fn with_address(self, address: &str) -> Self {
        let page = page_key(address);
        let is_page = page.contains(['/', '?']) && !self.is_start_only();
        let seed = u64::from(self.title);
        let hash = is_page.then(|| hash_bytes(seed, page.as_bytes()).max(1));
        Self {
            address: hash.unwrap_or(0),
            page: Page(page_hash(address)),
            ..self
        }
    }

    /// The hash of the web address alone; 0 if it is unknown.
    pub(crate) fn page(self) -> u32 {
        self.page.0
    }

    /// As an index stored it.
    pub(crate) fn set_page(&mut self, page: u32) {
        self.page = Page(page);
    }

    /// Whether an article with this title is at a web address.
    pub(crate) fn is_at(self, address: &str) -> bool {
        self.address != 0 && self.with_address(address).address == self.address
    }

    /// The hash of the title and the web address; 0 if it is unknown.
    pub(crate) fn address(self) -> u64 {
        self.address
    }

    /// As an index or the journal stored it, beside the other fields.
    pub(crate) fn set_address(&mut self, address: u64) {
        self.address = address;
    }

    /// Reads the field of a journal line. Anything else than a number is unknown.
    pub(crate) fn parse_address(&mut self, hex: Option<&str>) {
        let number = hex.and_then(|hex| u64::from_str_radix(hex, 16).ok());
        self.address = number.unwrap_or(0);
    }

    /// The field of a journal line.
    pub(crate) fn written_address(self) -> Option<String> {
        (self.address != 0).then(|| format!("{:016x}", self.address))
    }

    /// For the index. Without the address.
    pub(crate) fn to_bytes(self) -> [u8; 28] {
        let mut bytes = [0; 28];
        let (numbers, title) = bytes.split_at_mut(24);
        let (numbers, _) = numbers.as_chunks_mut::<8>();
        for (to, number) in numbers.iter_mut().zip([self.start, self.whole, self.shape]) {
            *to = number.to_le_bytes();
        }
        title.copy_from_slice(&self.title.to_le_bytes());
        bytes
    }

    /// What [`to_bytes`](Self::to_bytes) wrote.
    pub(crate) fn from_bytes(bytes: [u8; 28]) -> Self {
        let (numbers, title) = bytes.as_chunks::<8>();
        let number = |at: usize| {
            numbers
                .get(at)
                .map_or(0, |bytes| u64::from_le_bytes(*bytes))
        };
        let title = title.try_into().map_or(0, u32::from_le_bytes);
        Self {
            start: number(0),
            whole: number(1),
            shape: number(2),
            title,
            address: 0,
            page: Page(0),
        }
    }

    /// From an event of a version that stored only `start`.
    pub fn of_start(start: u64) -> Self {
        Self {
            start,
            ..Self::default()
        }
    }

    /// Of an article of which only the path and the title are known.
    pub(crate) fn of_title(title: &str) -> Self {
        Self {
            title: short_hash(hash(title.bytes())),
            ..Self::default()
        }
    }

    /// Reads the two fields of a journal line. `None` if the first is not a number. An unknown
    /// form of the second field is ignored. Its first form, without a [`SKETCH_MARK`], has another sketch,
    /// which nothing can be compared with.
    pub(crate) fn parse(start: Option<&str>, rest: Option<&str>) -> Option<Self> {
        let start = match start {
            Some(hex) => u64::from_str_radix(hex, 16).ok()?,
            None => 0,
        };
        let known = rest.and_then(|text| {
            let marked = text.strip_prefix(SKETCH_MARK);
            let text = marked.unwrap_or(text);
            let number = |from, to| u64::from_str_radix(text.get(from..to)?, 16).ok();
            Some(Self {
                start,
                title: number(0, 8)? as u32,
                shape: number(8, 24)?,
                whole: number(24, 40).filter(|_| text.len() == 40)?,
                address: 0,
                page: Page(0),
            })
            .map(|print| match marked {
                Some(_) => print,
                None => print.without_shape(),
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

    /// With an unknown sketch.
    pub(crate) fn without_shape(self) -> Self {
        Self { shape: 0, ..self }
    }

    /// What tells texts apart: without the fields that not all events of an article have. These are
    /// the address, the one that only journals of the first versions need, unless nothing else is
    /// known, and the sketch, unless the hash of the whole text is unknown.
    pub(crate) fn text(self) -> Self {
        let start = if self.is_start_only() { self.start } else { 0 };
        let shape = if self.whole == 0 { self.shape } else { 0 };
        Self {
            start,
            shape,
            address: 0,
            ..self
        }
    }

    /// Learns the fields of the same [`text`](Self::text) that are unknown.
    pub(crate) fn learn(&mut self, other: Self) {
        let learn = |own: &mut u64, other| {
            if *own == 0 {
                *own = other;
            }
        };
        learn(&mut self.start, other.start);
        learn(&mut self.shape, other.shape);
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
        if self.shape == 0 || other.shape == 0 {
            return self.title == other.title;
        }
        let (equal, of) = self.samples(other);
        if self.title == other.title {
            // A log keeps its title while it grows to several times its size.
            return equal * 4 >= of;
        }
        equal * 2 >= of
    }

    /// A hash of the title; 0 if it is unknown.
    pub(crate) fn title(self) -> u32 {
        self.title
    }

    /// Whether two articles have one title and nearly the same text. In 2,500 real articles, no two
    /// different ones with one title share four buckets; one pair shares three.
    pub(crate) fn is_version_of(self, other: Self) -> bool {
        if self.title != other.title || self.is_start_only() {
            return false;
        }
        let (equal, of) = self.samples(other);
        // A short text has empty buckets, and tells little.
        self.whole != 0 && self.whole == other.whole || of == 8 && equal >= 5
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
        (!self.is_start_only()).then(|| format!("{SKETCH_MARK}{title:08x}{shape:016x}{whole:016x}"))
    }
}

fn short_hash(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
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
    fn written_fingerprints_never_change() {
        let print = of("看报", TEXT);
        let written = print.written().unwrap();
        assert_eq!(written, "2:6b130db88ff2997a668018f5a7e32822d17e0f83");
        let start = print.written_start();
        let read = Fingerprint::parse(start.as_deref(), Some(&written));
        assert_eq!(read, Some(print));
        // The first form, with a sketch of its own.
        let first = "6b130db89060f1e0ae0a9e69a7e32822d17e0f83";
        let read = Fingerprint::parse(start.as_deref(), Some(first)).unwrap();
        assert_eq!(read, print.without_shape());
        assert_eq!((read.text(), read.fits(print)), (print.text(), true));
        let later = Fingerprint::parse(Some("7"), Some("form of a later version"));
        assert_eq!(later, Some(Fingerprint::of_start(7)));
        assert_eq!(Fingerprint::parse(Some("x"), None), None);
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
