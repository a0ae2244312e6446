//! What a file is, as bytes: the fields of an article or a problem. The ID and the stamp are stored
//! beside them.
//!
//! The labels (source, author, categories, tags) are bytes of their own, because the articles of a
//! feed share them: a chunk stores them once, and a reader decodes them once.

use crate::bytes::{Reader, Writer};
use crate::document::Format;
use crate::library::{
    ByHash, Date, DateOrigin, Entry, Fingerprint, Interner, Labels, Name, Problem, ProblemKind,
    hash, newness_of, secret,
};
use crate::text::{Count, Language, sanitize};
use std::borrow::Cow;
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

/// Bits of the first byte.
const HAS_DATE: u8 = 1;
const TIMED: u8 = 2;
const PARTIAL: u8 = 4;
const NO_ARTICLE: u8 = 8;

/// The fields of an article, without its labels.
pub fn encode(entry: &Entry) -> Vec<u8> {
    // The other fields of most articles take less.
    const OTHERS: usize = 96;
    let mut out = Writer(Vec::with_capacity(entry.title().len() + OTHERS));
    let partial = entry.partial.as_deref();
    let flags = [
        (HAS_DATE, entry.date.is_some()),
        (TIMED, entry.date.is_some_and(|date| date.timed)),
        (PARTIAL, partial.is_some()),
    ];
    let flags = flags.iter().filter(|(_, set)| *set);
    out.byte(flags.fold(0, |all, (bit, _)| all | bit));
    // The date comes first: the newest are found without decoding the rest.
    if let Some(date) = entry.date {
        out.signed(date.seconds);
        out.signed(date.offset.into());
        out.byte(position(ORIGINS, &date.origin));
    }
    out.bytes(entry.title().as_bytes());
    out.byte(position(LANGUAGES, &entry.language));
    out.byte(position(FORMATS, &entry.format));
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
    out.0.extend(entry.fingerprint.address().to_le_bytes());
    out.0.extend(entry.fingerprint.page().to_le_bytes());
    if let Some(problem) = partial {
        write_problem(problem.kind, &problem.detail, &mut out);
    }
    out.0
}

/// The fields of a file that is not an article.
pub fn encode_problem(kind: ProblemKind, detail: &str) -> Vec<u8> {
    let mut out = Writer::default();
    out.byte(NO_ARTICLE);
    write_problem(kind, detail, &mut out);
    out.0
}

fn write_problem(kind: ProblemKind, detail: &str, out: &mut Writer) {
    out.bytes(kind.name().as_bytes());
    out.bytes(detail.as_bytes());
}

fn read_problem(input: &mut Reader<'_>) -> Option<(ProblemKind, String)> {
    let kind = ProblemKind::named(input.text()?)?;
    Some((kind, clean(input.text()?)?.into()))
}

fn position<T: PartialEq>(all: &[T], one: &T) -> u8 {
    let at = all.iter().position(|other| other == one);
    at.map_or(u8::MAX, |at| at as u8)
}

/// Text that may be shown. The file may have been edited, so what is stored is not believed to be
/// one sanitized line.
fn clean(text: &str) -> Option<Cow<'_, str>> {
    (!text.contains('\n')).then(|| sanitize(text))
}

pub fn encode_labels(labels: &Labels) -> Vec<u8> {
    let all = labels.categories.iter().chain(&labels.tags);
    let names = all.map(|name| name.len() + 2).sum::<usize>();
    let length = labels.source.len() + labels.author.len() + names;
    let mut out = Writer(Vec::with_capacity(length + 8));
    out.bytes(labels.source.as_bytes());
    out.bytes(labels.author.as_bytes());
    for names in [&labels.categories, &labels.tags] {
        out.number(names.len() as u64);
        names.iter().for_each(|name| out.bytes(name.as_bytes()));
    }
    out.0
}

/// The labels that were decoded so far, by the hash of their bytes.
#[derive(Debug, Default)]
pub struct KnownLabels {
    by_hash: HashMap<u64, Arc<Labels>, ByHash>,
    interner: Interner,
}

impl KnownLabels {
    /// `None` if the bytes are damaged. Without bytes, those of a file that is not an article.
    pub fn get(&mut self, bytes: &[u8]) -> Option<Arc<Labels>> {
        if bytes.is_empty() {
            return Some(Arc::default());
        }
        let hash = hash(secret(), bytes);
        if let Some(labels) = self.by_hash.get(&hash) {
            return Some(Arc::clone(labels));
        }
        let mut input = Reader(bytes);
        let mut name = || clean(input.text()?);
        let (source, author) = (name()?, name()?);
        let mut names = || -> Option<Vec<_>> {
            let count = input.number()?;
            (0..count).map(|_| clean(input.text()?)).collect()
        };
        let (categories, tags) = (names()?, names()?);
        let labels = self.interner.parts(&source, &author, &categories, &tags);
        let labels = Arc::new(labels);
        self.by_hash.insert(hash, Arc::clone(&labels));
        Some(labels)
    }
}

/// The fields of a file, of which only the first are decoded.
#[derive(Clone, Copy, Debug)]
pub struct Fields<'a> {
    flags: u8,
    date: Option<Date>,
    rest: Reader<'a>,
}

impl<'a> Fields<'a> {
    /// `None` if the bytes are damaged.
    pub fn new(bytes: &'a [u8]) -> Option<Self> {
        let mut rest = Reader(bytes);
        let flags = rest.byte()?;
        let date = if flags & HAS_DATE == 0 {
            None
        } else {
            Some(Date {
                seconds: rest.signed()?,
                offset: rest.signed()?.try_into().ok()?,
                timed: flags & TIMED != 0,
                origin: *ORIGINS.get(usize::from(rest.byte()?))?,
            })
        };
        Some(Self { flags, date, rest })
    }

    pub fn is_article(&self) -> bool {
        self.flags & NO_ARTICLE == 0
    }

    /// As [`newness_of`] the date of the article.
    pub fn newness(&self) -> i64 {
        newness_of(self.date)
    }

    /// Why the file is not an article. `None` if the bytes are damaged.
    pub fn problem(mut self) -> Option<(ProblemKind, String)> {
        read_problem(&mut self.rest)
    }

    /// Takes the title of the article. `None` if the bytes are damaged.
    pub fn title(&mut self) -> Option<Cow<'a, str>> {
        clean(self.rest.text()?)
    }

    /// The fingerprint of the article. `None` if the bytes are damaged.
    pub fn fingerprint(mut self) -> Option<Fingerprint> {
        self.rest.text()?;
        read_kinds(&mut self.rest)?;
        read_fingerprint(&mut self.rest)
    }

    /// The article. `None` if the bytes are damaged.
    pub fn entry(mut self, id: &str, root: &Arc<PathBuf>, labels: &Arc<Labels>) -> Option<Entry> {
        let name = Name::new(root, id, &self.title()?);
        self.named(name, labels)
    }

    /// The article with its name, whose title was [taken](Self::title). `None` if the bytes are
    /// damaged.
    pub fn named(self, name: Name, labels: &Arc<Labels>) -> Option<Entry> {
        let mut input = self.rest;
        let (language, format, count) = read_kinds(&mut input)?;
        let fingerprint = read_fingerprint(&mut input)?;
        let mut entry = Entry {
            name,
            gone: false,
            labels: Arc::clone(labels),
            date: self.date,
            language,
            count,
            format,
            fingerprint,
            partial: None,
        };
        if self.flags & PARTIAL != 0 {
            let (kind, detail) = read_problem(&mut input)?;
            entry.partial = Some(Box::new(Problem {
                path: Arc::new(entry.path()),
                kind,
                files: 1,
                detail,
            }));
        }
        Some(entry)
    }
}

/// The language, the format and the counts of an article.
fn read_kinds(input: &mut Reader<'_>) -> Option<(Language, Format, Count)> {
    let language = *LANGUAGES.get(usize::from(input.byte()?))?;
    let format = *FORMATS.get(usize::from(input.byte()?))?;
    let mut number = || input.number().and_then(|number| number.try_into().ok());
    let count = Count {
        han: number()?,
        kana: number()?,
        hangul: number()?,
        words: number()?,
        characters: number()?,
    };
    Some((language, format, count))
}

fn read_fingerprint(input: &mut Reader<'_>) -> Option<Fingerprint> {
    let mut fingerprint = Fingerprint::from_bytes(input.array()?);
    fingerprint.set_address(u64::from_le_bytes(input.array()?));
    fingerprint.set_page(u32::from_le_bytes(input.array()?));
    Some(fingerprint)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::library::sample;
    use crate::text::sanitize_line;
    use proptest::prelude::*;
    use std::sync::LazyLock;

    static ENTRY: LazyLock<Entry> = LazyLock::new(|| sample::entries().remove(0));

    fn round_trip(entry: &Entry) -> Option<Entry> {
        let labels = KnownLabels::default().get(&encode_labels(&entry.labels))?;
        let bytes = encode(entry);
        let fields = Fields::new(&bytes).filter(Fields::is_article)?;
        assert_eq!(fields.newness(), newness_of(entry.date));
        fields.entry(entry.id(), entry.root(), &labels)
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
            labels in prop::array::uniform6("\\PC{0,9}"),
            title in "\\PC{1,40}",
            date in prop::option::of((any::<i64>(), any::<i32>(), any::<bool>(), 0..ORIGINS.len())),
            (language, format) in (0..LANGUAGES.len(), 0..FORMATS.len()),
            counts in any::<[u32; 5]>(),
            (print, address) in any::<([u8; 28], u64)>(),
            partial in prop::option::of((0..ProblemKind::ALL.len(), "\\PC{0,20}")),
        ) {
            let mut entry = ENTRY.clone();
            let labels = labels.map(|label| sanitize_line(&label));
            entry.labels = Interner::default().labels(&labels[0], &labels[1], &labels[2..4], &labels[4..]);
            entry.name = Name::new(entry.root(), entry.id(), &sanitize_line(&title));
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
            entry.fingerprint.set_address(address);
            entry.partial = partial.map(|(kind, detail)| Box::new(Problem {
                path: Arc::new(entry.path()),
                kind: ProblemKind::ALL[kind].0,
                files: 1,
                detail: sanitize_line(&detail),
            }));
            prop_assert_eq!(round_trip(&entry), Some(entry));
        }

        /// Bytes of any kind cost neither a panic nor memory.
        #[test]
        fn any_bytes_are_read(bytes in prop::collection::vec(any::<u8>(), 0..60)) {
            let entry = &*ENTRY;
            let _ = KnownLabels::default().get(&bytes);
            if let Some(fields) = Fields::new(&bytes) {
                let _ = fields.problem();
                let _ = fields.entry(entry.id(), entry.root(), &entry.labels);
            }
        }

        #[test]
        fn problems_survive(kind in 0..ProblemKind::ALL.len(), detail in "\\PC{0,20}") {
            let (kind, detail) = (ProblemKind::ALL[kind].0, sanitize_line(&detail));
            let bytes = encode_problem(kind, &detail);
            let fields = Fields::new(&bytes).filter(|fields| !fields.is_article());
            prop_assert_eq!(fields.and_then(Fields::problem), Some((kind, detail)));
        }
    }

    #[test]
    fn texts_are_sanitized() {
        let mut entry = ENTRY.clone();
        entry.name = Name::new(entry.root(), entry.id(), "a\u{1b}[2Jb\u{202e}");
        assert_eq!(
            round_trip(&entry).map(|entry| entry.title().to_owned()),
            Some("a[2Jb".to_owned())
        );
        entry.name = Name::new(entry.root(), entry.id(), "a\nb");
        assert_eq!(round_trip(&entry), None);
    }
}
