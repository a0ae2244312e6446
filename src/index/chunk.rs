//! A chunk: some files with consecutive IDs, as the bytes of one row of the index.
//!
//! A statement and a row for each article cost more than reading it. A chunk is small enough to be
//! written anew when one of its files changes. Its bytes are a checksum, the labels that occur in
//! it, and the files in the order of their IDs; an ID is stored as the length that it shares with
//! the one before, and the rest.

use super::codec::Fields;
use crate::bytes::{Reader, Writer};
use crate::library::{Seeded, Stamp, hash, is_id};
use crate::text::floor_char_boundary;
use std::collections::{BTreeMap, HashMap};

/// The most files of a chunk.
pub const FILES: usize = 256;
/// A chunk is cut before it exceeds this many bytes, unless it has one file only.
pub const BYTES: usize = 1 << 20;
/// The longest ID, in bytes: longer paths cannot be opened. Without a limit, a few damaged bytes
/// could stand for any length.
const LONGEST_ID: usize = 16 << 10;

/// Length of the checksum. SQLite does not detect a changed byte.
const CHECKSUM: usize = 8;
/// The seed of the checksum.
const SEED: u64 = 3;

/// Bytes that are not as they were written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Damaged;

/// What an index has of a file, besides its ID.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct File {
    /// `None`: the file is to be read again at the next scan.
    pub stamp: Option<Stamp>,
    pub labels: Vec<u8>,
    pub fields: Vec<u8>,
}

/// Files by ID.
pub type Files = BTreeMap<String, File>;

/// What is known of a chunk without reading its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    /// The newness of its newest article; the least number if it has none.
    pub newest: i64,
    pub articles: i64,
    /// Articles with a date that was written.
    pub dated: i64,
    /// Files that are not articles.
    pub problems: i64,
    /// Files without a stamp.
    pub unsettled: i64,
}

impl Summary {
    pub const EMPTY: Self = Self {
        newest: i64::MIN,
        articles: 0,
        dated: 0,
        problems: 0,
        unsettled: 0,
    };

    pub fn add(&mut self, fields: &Fields<'_>, stamp: Option<Stamp>) {
        if fields.is_article() {
            let newness = fields.newness();
            self.newest = self.newest.max(newness);
            self.articles += 1;
            self.dated += i64::from(newness > 0);
        } else {
            self.problems += 1;
        }
        self.unsettled += i64::from(stamp.is_none());
    }

    /// Adds another chunk. Numbers that no chunk has are damage, which another check finds.
    pub fn join(&mut self, other: Self) {
        self.newest = self.newest.max(other.newest);
        self.articles = self.articles.saturating_add(other.articles);
        self.dated = self.dated.saturating_add(other.dated);
        self.problems = self.problems.saturating_add(other.problems);
        self.unsettled = self.unsettled.saturating_add(other.unsettled);
    }
}

/// `None` if the fields of a file are damaged.
pub fn summary(files: &Files) -> Option<Summary> {
    let mut summary = Summary::EMPTY;
    for file in files.values() {
        summary.add(&Fields::new(&file.fields)?, file.stamp);
    }
    Some(summary)
}

/// Cuts files into chunks.
pub fn cut(files: Files) -> Vec<Files> {
    // All chunks have about as many files, so that each has room for some more.
    let count = files.len().div_ceil(FILES).max(1);
    let most = files.len().div_ceil(count);
    let mut chunks: Vec<Vec<(String, File)>> = Vec::new();
    let mut bytes = 0;
    for (id, file) in files {
        let more = id.len() + file.labels.len() + file.fields.len();
        bytes += more;
        match chunks.last_mut() {
            Some(chunk) if chunk.len() < most && bytes <= BYTES => chunk.push((id, file)),
            _ => {
                bytes = more;
                chunks.push(vec![(id, file)]);
            }
        }
    }
    let chunks = chunks.into_iter();
    chunks.map(|chunk| chunk.into_iter().collect()).collect()
}

/// The bytes of a chunk.
pub fn encode(files: &Files) -> Vec<u8> {
    let mut labels: HashMap<&[u8], u64, Seeded> = HashMap::default();
    let mut dictionary = Writer::default();
    for file in files.values() {
        let next = labels.len() as u64;
        labels.entry(&file.labels).or_insert_with(|| {
            dictionary.bytes(&file.labels);
            next
        });
    }
    let mut out = Writer(vec![0; CHECKSUM]);
    out.number(labels.len() as u64);
    out.0.append(&mut dictionary.0);
    out.number(files.len() as u64);
    let mut before = "";
    for (id, file) in files {
        let shared = shared(before, id);
        out.number(shared as u64);
        out.bytes(id.as_bytes().get(shared..).unwrap_or_default());
        match file.stamp {
            Some(stamp) => {
                out.byte(1);
                out.number(stamp.size);
                out.signed(stamp.modified);
            }
            None => out.byte(0),
        }
        out.number(labels.get(&*file.labels).copied().unwrap_or_default());
        out.bytes(&file.fields);
        before = id;
    }
    let (checksum, content) = out.0.split_at_mut(CHECKSUM);
    checksum.copy_from_slice(&hash(SEED, content).to_le_bytes());
    out.0
}

/// How many bytes two IDs share at their beginning, not cutting a character.
fn shared(one: &str, other: &str) -> usize {
    let mut pairs = one.bytes().zip(other.bytes());
    let same = pairs.position(|(one, other)| one != other);
    floor_char_boundary(other, same.unwrap_or(one.len().min(other.len())))
}

/// A file of a chunk.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a, 'b> {
    pub id: &'b str,
    pub stamp: Option<Stamp>,
    /// A number in [`Rows::labels`].
    pub labels: usize,
    pub bytes: &'a [u8],
    pub fields: Fields<'a>,
}

impl Row<'_, '_> {
    /// The file, with all labels of its chunk.
    ///
    /// # Errors
    /// The number of its labels is too high.
    pub fn file(&self, labels: &[&[u8]]) -> Result<File, Damaged> {
        Ok(File {
            stamp: self.stamp,
            labels: labels.get(self.labels).ok_or(Damaged)?.to_vec(),
            fields: self.bytes.to_vec(),
        })
    }
}

/// Reads the files of a chunk.
#[derive(Debug)]
pub struct Rows<'a> {
    /// The labels that occur in the chunk.
    pub labels: Vec<&'a [u8]>,
    input: Reader<'a>,
    left: usize,
    id: String,
}

impl<'a> Rows<'a> {
    /// # Errors
    /// The bytes are damaged.
    pub fn new(bytes: &'a [u8]) -> Result<Self, Damaged> {
        Self::try_new(bytes).ok_or(Damaged)
    }

    fn try_new(bytes: &'a [u8]) -> Option<Self> {
        let (checksum, content) = bytes.split_first_chunk::<CHECKSUM>()?;
        if u64::from_le_bytes(*checksum) != hash(SEED, content) {
            return None;
        }
        let mut input = Reader(content);
        let count = input.size().filter(|count| *count <= FILES)?;
        let labels = (0..count).map(|_| input.bytes()).collect::<Option<_>>()?;
        let left = input.size().filter(|count| *count <= FILES)?;
        Some(Self {
            labels,
            input,
            left,
            id: String::new(),
        })
    }

    /// The next file, if there are more.
    ///
    /// # Errors
    /// The bytes are damaged.
    pub fn read(&mut self) -> Result<Option<Row<'a, '_>>, Damaged> {
        let Some(left) = self.left.checked_sub(1) else {
            return Ok(None);
        };
        self.left = left;
        self.row().map(Some).ok_or(Damaged)
    }

    fn row(&mut self) -> Option<Row<'a, '_>> {
        let input = &mut self.input;
        let shared = input.size()?;
        let rest = input.text()?;
        let before = self.id.get(shared..)?;
        // In ascending order, each ID once.
        if rest <= before || shared + rest.len() > LONGEST_ID {
            return None;
        }
        self.id.truncate(shared);
        // The folders that it shares with the ID before are good.
        let start = self.id.rfind('/').map_or(0, |at| at + 1);
        self.id.push_str(rest);
        if !is_id(self.id.get(start..)?) {
            return None;
        }
        let stamp = match input.byte()? {
            0 => None,
            _ => Some(Stamp {
                size: input.number()?,
                modified: input.signed()?,
            }),
        };
        let labels = input.size().filter(|at| *at < self.labels.len())?;
        let bytes = input.bytes()?;
        Some(Row {
            id: &self.id,
            stamp,
            labels,
            bytes,
            fields: Fields::new(bytes)?,
        })
    }
}

/// All files of a chunk.
///
/// # Errors
/// The bytes are damaged.
pub fn decode(bytes: &[u8]) -> Result<Files, Damaged> {
    let mut rows = Rows::new(bytes)?;
    let labels = rows.labels.clone();
    let mut files = Vec::with_capacity(rows.left);
    while let Some(row) = rows.read()? {
        files.push((row.id.to_owned(), row.file(&labels)?));
    }
    Ok(files.into_iter().collect())
}

/// Gives bytes the checksum that they should have.
#[cfg(test)]
pub fn seal(bytes: &mut [u8]) {
    let (checksum, content) = bytes.split_at_mut(CHECKSUM);
    checksum.copy_from_slice(&hash(SEED, content).to_le_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::codec::{encode as fields_of, encode_labels, encode_problem};
    use crate::library::{Entry, ProblemKind, sample};
    use proptest::prelude::*;
    use std::sync::LazyLock;

    /// An article, or a file that is none.
    fn file(number: usize, stamp: Option<(u64, i64)>) -> File {
        static ENTRIES: LazyLock<Vec<Entry>> = LazyLock::new(sample::entries);
        let stamp = stamp.map(|(size, modified)| Stamp { size, modified });
        match ENTRIES.get(number) {
            Some(entry) => File {
                stamp,
                labels: encode_labels(&entry.labels),
                fields: fields_of(entry),
            },
            None => File {
                stamp,
                labels: Vec::new(),
                fields: encode_problem(ProblemKind::Empty, ""),
            },
        }
    }

    fn some_files() -> impl Strategy<Value = Files> {
        let stamp = prop::option::of((any::<u64>(), any::<i64>()));
        let file = (0..8_usize, stamp).prop_map(|(number, stamp)| file(number, stamp));
        prop::collection::btree_map("[甲乙ab]{1,3}(/[甲乙ab]{1,3}){0,3}", file, 0..40)
    }

    proptest! {
        #[test]
        fn every_chunk_survives(files in some_files()) {
            prop_assert_eq!(decode(&encode(&files)), Ok(files));
        }

        #[test]
        fn damage_is_noticed(files in some_files(), at: prop::sample::Index, change in 1..=255_u8, cut: bool) {
            let mut bytes = encode(&files);
            let at = at.index(bytes.len());
            if cut {
                bytes.truncate(at);
            } else {
                bytes[at] ^= change;
            }
            prop_assert_eq!(decode(&bytes), Err(Damaged));
        }

        /// Bytes with the right checksum may be anything, too.
        #[test]
        fn any_bytes_are_read(files in some_files(), at: prop::sample::Index, change: u8, length: prop::sample::Index) {
            let mut bytes = encode(&files);
            bytes.truncate(CHECKSUM + length.index(bytes.len() - CHECKSUM + 1));
            let at = at.index(bytes.len());
            bytes[at] ^= change;
            seal(&mut bytes);
            for id in decode(&bytes).unwrap_or_default().keys() {
                prop_assert!(is_id(id));
            }
        }

        #[test]
        fn chunks_have_every_file_once(count in 0..900_usize) {
            let files: Files = (0..count).map(|number| (format!("{number:04}"), File::default())).collect();
            let chunks = cut(files.clone());
            prop_assert!(chunks.iter().all(|chunk| (1..=FILES).contains(&chunk.len())));
            prop_assert!(chunks.len() <= count.div_ceil(FILES));
            prop_assert_eq!(chunks.into_iter().flatten().collect::<Files>(), files);
        }
    }

    #[test]
    fn large_files_have_chunks_of_their_own() {
        let large = File {
            fields: vec![0; BYTES],
            ..File::default()
        };
        let files = ["a", "b", "c"].map(|id| (id.to_owned(), large.clone()));
        assert_eq!(cut(Files::from(files)).len(), 3);
    }
}
