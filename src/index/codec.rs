//! An entry as bytes: the `row` column of the index. The ID and the root are columns of their own.
//!
//! The labels (source, author, categories, tags) come first, as one run of bytes: the articles of
//! a feed share them, so a reader finds them by these bytes and decodes them once. Numbers are
//! LEB128. The first four bytes are a checksum, because SQLite does not detect a changed byte.

use super::hash::{ByHash, hash};
use crate::document::Format;
use crate::library::{
    Date, DateOrigin, Entry, Fingerprint, Interner, Labels, Problem, ProblemKind,
};
use crate::text::{Count, Language};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

const ORIGINS: &[DateOrigin] = &[
    DateOrigin::FrontMatter,
    DateOrigin::Page,
    DateOrigin::FileName,
    DateOrigin::Folders,
    DateOrigin::Modified,
];
const LANGUAGES: &[Language] = &[
    Language::ZhHans,
    Language::ZhHant,
    Language::Ja,
    Language::Ko,
    Language::Latin,
    Language::Other,
];
const FORMATS: &[Format] = &[Format::Html, Format::Markdown, Format::Plain];

/// Bits of the flag byte.
const HAS_DATE: u8 = 1;
const TIMED: u8 = 2;
const PARTIAL: u8 = 4;

/// Length of the checksum.
const CHECKSUM: usize = 4;

/// The bytes of an entry. `key` is the hash of its ID.
pub fn encode(entry: &Entry, key: u64) -> Vec<u8> {
    let mut out = Writer(vec![0; CHECKSUM]);
    let partial = entry.partial.as_deref();
    let flags = [
        (HAS_DATE, entry.date.is_some()),
        (TIMED, entry.date.is_some_and(|date| date.timed)),
        (PARTIAL, partial.is_some()),
    ];
    let flags = flags.iter().filter(|(_, set)| *set);
    out.0.push(flags.fold(0, |all, (bit, _)| all | bit));
    let labels = labels_as_bytes(&entry.labels);
    out.bytes(&labels);
    out.bytes(entry.title.as_bytes());
    out.0.push(position(LANGUAGES, &entry.language));
    out.0.push(position(FORMATS, &entry.format));
    if let Some(date) = entry.date {
        out.signed(date.seconds);
        out.signed(date.offset.into());
        out.0.push(position(ORIGINS, &date.origin));
    }
    let Count {
        han,
        kana,
        hangul,
        words,
        characters,
    } = entry.count;
    for number in [han, kana, hangul, words, characters] {
        out.number(number.into());
    }
    out.0.extend(entry.fingerprint.to_bytes());
    if let Some(problem) = partial {
        out.bytes(problem.kind.name().as_bytes());
        out.bytes(problem.detail.as_bytes());
    }
    let (checksum, content) = out.0.split_at_mut(CHECKSUM);
    checksum.copy_from_slice(&checksum_of(content, key));
    out.0
}

fn checksum_of(content: &[u8], key: u64) -> [u8; CHECKSUM] {
    (hash(key, content) as u32).to_le_bytes()
}

fn position<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let at = all.iter().position(|other| other == one);
    at.map_or(u8::MAX, |at| at as u8)
}

fn labels_as_bytes(labels: &Labels) -> Vec<u8> {
    let mut out = Writer(Vec::new());
    out.bytes(labels.source.as_bytes());
    out.bytes(labels.author.as_bytes());
    for names in [&labels.categories, &labels.tags] {
        out.number(names.len() as u64);
        names.iter().for_each(|name| out.bytes(name.as_bytes()));
    }
    out.0
}

/// The labels that were decoded so far, by their bytes.
#[derive(Debug, Default)]
pub struct KnownLabels {
    by_bytes: HashMap<Box<[u8]>, Arc<Labels>, ByHash>,
    interner: Interner,
}

impl KnownLabels {
    fn get(&mut self, bytes: &[u8]) -> Option<Arc<Labels>> {
        if let Some(labels) = self.by_bytes.get(bytes) {
            return Some(Arc::clone(labels));
        }
        let mut input = Reader(bytes);
        let (source, author) = (input.text()?, input.text()?);
        let mut names = || -> Option<Vec<&str>> {
            let count = input.number()?;
            (0..count).map(|_| input.text()).collect()
        };
        let (categories, tags) = (names()?, names()?);
        let labels = self.interner.labels(source, author, &categories, &tags);
        self.by_bytes.insert(bytes.into(), Arc::clone(&labels));
        Some(labels)
    }
}

/// The entry that the bytes were made of. `None` if they are damaged or belong to another ID.
pub fn decode(
    bytes: &[u8],
    key: u64,
    id: Arc<str>,
    root: &Arc<PathBuf>,
    known: &mut KnownLabels,
) -> Option<Entry> {
    let (checksum, content) = bytes.split_at_checked(CHECKSUM)?;
    if checksum != checksum_of(content, key) {
        return None;
    }
    let mut input = Reader(content);
    let flags = input.byte()?;
    let labels = known.get(input.bytes()?)?;
    let title = input.text()?.into();
    let language = *LANGUAGES.get(usize::from(input.byte()?))?;
    let format = *FORMATS.get(usize::from(input.byte()?))?;
    let date = if flags & HAS_DATE == 0 {
        None
    } else {
        Some(Date {
            seconds: input.signed()?,
            offset: input.signed()?.try_into().ok()?,
            timed: flags & TIMED != 0,
            origin: *ORIGINS.get(usize::from(input.byte()?))?,
        })
    };
    let mut number = || input.number().and_then(|number| number.try_into().ok());
    let count = Count {
        han: number()?,
        kana: number()?,
        hangul: number()?,
        words: number()?,
        characters: number()?,
    };
    let fingerprint = Fingerprint::from_bytes(input.array()?);
    let mut entry = Entry {
        id,
        root: Arc::clone(root),
        title,
        labels,
        date,
        language,
        count,
        format,
        fingerprint,
        partial: None,
    };
    if flags & PARTIAL != 0 {
        entry.partial = Some(Box::new(Problem {
            path: Arc::new(entry.path()),
            kind: ProblemKind::named(input.text()?)?,
            files: 1,
            detail: input.text()?.to_owned(),
        }));
    }
    Some(entry)
}

struct Writer(Vec<u8>);

impl Writer {
    fn number(&mut self, mut number: u64) {
        while number >= 0x80 {
            self.0.push(number as u8 | 0x80);
            number >>= 7;
        }
        self.0.push(number as u8);
    }

    /// Zigzag: small numbers of either sign are short.
    fn signed(&mut self, number: i64) {
        self.number(((number << 1) ^ (number >> 63)).cast_unsigned());
    }

    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }
}

struct Reader<'a>(&'a [u8]);

impl<'a> Reader<'a> {
    fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -((number & 1).cast_signed()))
    }

    fn bytes(&mut self) -> Option<&'a [u8]> {
        let length = usize::try_from(self.number()?).ok()?;
        let (bytes, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(bytes)
    }

    fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (array, rest) = self.0.split_first_chunk()?;
        self.0 = rest;
        Some(*array)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;
    use proptest::prelude::*;

    fn round_trip(entry: &Entry) -> Option<Entry> {
        let bytes = encode(entry, 5);
        let id = Arc::clone(&entry.id);
        decode(&bytes, 5, id, &entry.root, &mut KnownLabels::default())
    }

    #[test]
    fn every_sample_survives() {
        for entry in sample::entries() {
            assert_eq!(round_trip(&entry), Some(entry));
        }
    }

    proptest! {
        #[test]
        fn every_entry_survives(
            labels in prop::collection::vec("\\PC{0,9}", 6),
            title in "\\PC{1,40}",
            date in prop::option::of((any::<i64>(), any::<i32>(), any::<bool>(), 0..ORIGINS.len())),
            (language, format) in (0..LANGUAGES.len(), 0..FORMATS.len()),
            counts in any::<[u32; 5]>(),
            print in any::<[u8; 28]>(),
            partial in prop::option::of((0..ProblemKind::ALL.len(), "\\PC{0,20}")),
        ) {
            let mut entry = sample::entries().remove(0);
            entry.labels = Interner::default().labels(&labels[0], &labels[1], &labels[2..4], &labels[4..]);
            entry.title = title.into();
            entry.date = date.map(|(seconds, offset, timed, origin)| Date {
                seconds,
                offset,
                timed,
                origin: ORIGINS[origin],
            });
            entry.language = LANGUAGES[language];
            entry.format = FORMATS[format];
            let [han, kana, hangul, words, characters] = counts;
            entry.count = Count { han, kana, hangul, words, characters };
            entry.fingerprint = Fingerprint::from_bytes(print);
            entry.partial = partial.map(|(kind, detail)| Box::new(Problem {
                path: Arc::new(entry.path()),
                kind: ProblemKind::ALL[kind].0,
                files: 1,
                detail,
            }));
            prop_assert_eq!(round_trip(&entry), Some(entry));
        }

        /// Damaged bytes give no entry, and bytes of another article neither.
        #[test]
        fn damage_is_noticed(at in any::<prop::sample::Index>(), change in 1..=255u8, cut: bool) {
            let entry = sample::entries().remove(0);
            let mut bytes = encode(&entry, 5);
            let decoded = |bytes: &[u8], key| {
                decode(bytes, key, Arc::clone(&entry.id), &entry.root, &mut KnownLabels::default())
            };
            prop_assert_eq!(decoded(&bytes, 6), None);
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= change;
            }
            prop_assert_eq!(decoded(&bytes, 5), None);
        }
    }
}
