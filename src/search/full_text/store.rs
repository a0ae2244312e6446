//! Reads and writes the documents of a full-text index.

use super::file::{Result, damaged};
use super::{sums, tokens};
use crate::library::{Stamp, hash};
use crate::search::Feature;
use crate::search::raw::is_simple;
use crate::text::{fold, searchable};
use rusqlite::{Connection, OptionalExtension, Row, Statement, Transaction};
use std::hash::{BuildHasher, RandomState};

/// Longer texts (bytes) are indexed up to here. A file has at most 16 MiB.
pub const MAX_TEXT: usize = 32 << 20;

bitflags::bitflags! {
    /// What a document contains besides words.
    #[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
    pub struct Flags: u8 {
        const IMAGE = 1;
        const CODE = 2;
        /// The article could not be read, or its text is cut at [`MAX_TEXT`].
        const PARTIAL = 4;
        /// The article could not be read.
        const UNREAD = 8;
    }
}

impl From<Feature> for Flags {
    fn from(feature: Feature) -> Self {
        match feature {
            Feature::Image => Self::IMAGE,
            Feature::Code => Self::CODE,
        }
    }
}

/// An article that was read, ready to be written.
#[derive(Debug)]
pub struct Record {
    pub id: Box<str>,
    /// `None`: the file is to be read again by the next update.
    pub stamp: Option<Stamp>,
    pub flags: Flags,
    pub body: Body,
    /// The distinct tokens of the text, separated by spaces.
    pub tokens: String,
}

impl Record {
    /// `text`: as [`visible_text`](crate::clean::visible_text) returns it.
    pub fn new(id: &str, stamp: Option<Stamp>, flags: Flags, text: &str) -> Self {
        Self {
            id: id.into(),
            stamp,
            flags,
            tokens: tokens::distinct(&fold(&searchable(text).text)),
            body: Body::new(text),
        }
    }

    /// Bytes of its tokens and its text.
    pub fn bytes(&self) -> usize {
        self.tokens.len() + self.body.text.len()
    }
}

/// A compressed text.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// It is searched as it is.
    pub is_simple: bool,
    length: usize,
    sum: u64,
    text: Vec<u8>,
}

impl Body {
    pub fn new(text: &str) -> Self {
        let compressed = lz4_flex::compress(text.as_bytes());
        Self {
            is_simple: is_simple(text),
            length: text.len(),
            sum: hash(0, &compressed),
            text: compressed,
        }
    }

    /// The columns `length`, `simple`, `sum` and `text`, from a column on, of the document with a
    /// number.
    pub fn of_row(row: &Row<'_>, column: usize, number: u32) -> Result<Self> {
        let length: i64 = row.get(column)?;
        let is_simple = row.get(column + 1)?;
        let sum: i64 = row.get(column + 2)?;
        let sum = sum.cast_unsigned() ^ place_sum(number, length, is_simple);
        let text = row.get_ref(column + 3)?.as_blob().map_err(|_| damaged())?;
        let text = Some(text).filter(|text| text.len() <= 2 * MAX_TEXT);
        let length = usize::try_from(length).ok();
        Ok(Self {
            is_simple,
            length: length
                .filter(|length| *length <= MAX_TEXT)
                .ok_or_else(damaged)?,
            sum,
            text: text.ok_or_else(damaged)?.to_owned(),
        })
    }

    /// # Errors
    /// The bytes are not what was written.
    pub fn text(&self) -> Result<String> {
        let mut text = Vec::new();
        self.text_in(&mut text)?;
        String::from_utf8(text).map_err(|_| damaged())
    }

    /// The text, in memory that is used again.
    ///
    /// # Errors
    /// The bytes are not what was written.
    pub fn text_in<'a>(&self, memory: &'a mut Vec<u8>) -> Result<&'a str> {
        str::from_utf8(self.bytes_in(memory)?).map_err(|_| damaged())
    }

    /// The same in UTF-8.
    ///
    /// # Errors
    /// The bytes are not what was written.
    pub fn bytes_in<'a>(&self, memory: &'a mut Vec<u8>) -> Result<&'a [u8]> {
        if hash(0, &self.text) != self.sum {
            return Err(damaged());
        }
        memory.resize(self.length, 0);
        let length = lz4_flex::decompress_into(&self.text, memory).map_err(|_| damaged())?;
        let text = memory.get(..length).filter(|_| length == self.length);
        text.ok_or_else(damaged)
    }

    /// Compressed bytes.
    pub fn bytes(&self) -> usize {
        self.text.len()
    }
}

/// Binds the hash of a text to the other columns of its row.
fn place_sum(number: u32, length: i64, is_simple: bool) -> u64 {
    let seed = u64::from(number) << 1 | u64::from(is_simple);
    hash(seed, &length.to_le_bytes())
}

/// A document without its text. Small: all of them are kept while the index is open.
#[derive(Clone, Copy, Debug)]
pub struct Document {
    pub number: u32,
    pub flags: Flags,
    /// The hash of the stamp in [`Record`]; 0 without one.
    print: u64,
}

impl Document {
    /// Whether the text is that of a file with this stamp.
    pub fn is_of(self, stamp: Option<Stamp>) -> bool {
        stamp.is_some_and(|stamp| stamp.print() == self.print)
    }
}

/// All documents of an index, by the ID of their article.
#[derive(Debug, Default)]
pub struct Documents {
    /// Ordered by the hashes of their IDs with a random seed: nobody can choose IDs with the same
    /// hash. A hash table takes twice the memory, which is much for a million articles.
    by_id: Box<[(u64, Document)]>,
    /// Where the hashes begin that have the same first bits: about four each.
    starts: Box<[u32]>,
    /// How many bits.
    bits: u32,
    seed: u64,
    /// Larger than every number.
    pub end: u32,
}

impl Documents {
    /// # Errors
    /// The index cannot be read.
    pub fn read(connection: &Connection) -> Result<Self> {
        let mut documents = Self {
            seed: RandomState::new().hash_one(()),
            ..Self::default()
        };
        let mut all: Vec<(u64, Document)> = Vec::new();
        let count = "SELECT count(*) FROM document";
        let count: u32 = connection.query_row(count, [], |row| row.get(0))?;
        all.reserve_exact(count.min(MAX_NUMBER) as usize);
        let sql = "SELECT number, id, flags, size, modified, sum FROM document";
        let mut statement = connection.prepare(sql)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let number = u32::try_from(row.get::<_, i64>(0)?).ok();
            let number = number
                .filter(|number| *number < MAX_NUMBER)
                .ok_or_else(damaged)?;
            let id = row.get_ref(1)?.as_str().map_err(|_| damaged())?;
            let size: i64 = row.get(3)?;
            let modified: Option<i64> = row.get(4)?;
            let flags = row.get(2)?;
            if row.get::<_, i64>(5)? != document_sum(number, id, flags, size, modified) {
                return Err(damaged());
            }
            let stamp = modified.map(|modified| Stamp {
                size: size.cast_unsigned(),
                modified,
            });
            let document = Document {
                number,
                flags: Flags::from_bits_truncate(flags),
                print: stamp.map_or(0, Stamp::print),
            };
            documents.end = documents.end.max(number + 1);
            all.push((documents.key(id), document));
        }
        // The pages that were read are not needed again.
        connection.execute_batch("PRAGMA shrink_memory")?;
        documents.sort(all);
        Ok(documents)
    }

    fn sort(&mut self, mut all: Vec<(u64, Document)>) {
        all.sort_unstable_by_key(|(key, _)| *key);
        self.by_id = all.into();
        self.bits = (self.by_id.len() / 4).checked_ilog2().unwrap_or_default();
        let mut starts = vec![0_u32; (1 << self.bits) + 1];
        for (key, _) in &self.by_id {
            if let Some(count) = starts.get_mut(self.group(*key) + 1) {
                *count += 1;
            }
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        self.starts = starts.into();
    }

    /// The first bits of a hash.
    fn group(&self, key: u64) -> usize {
        // A shift by all bits would be an error.
        (key >> 1 >> (u64::BITS - 1 - self.bits)) as usize
    }

    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    fn key(&self, id: &str) -> u64 {
        hash(self.seed, id.as_bytes())
    }

    pub fn get(&self, id: &str) -> Option<Document> {
        let key = self.key(id);
        let group = self.group(key);
        let (start, end) = (self.starts.get(group)?, self.starts.get(group + 1)?);
        let found = self.by_id.get(*start as usize..*end as usize)?.iter();
        let mut found = found.filter(|(other, _)| *other == key);
        found.next().map(|(_, document)| *document)
    }

    /// The numbers of the documents whose IDs are not among these.
    pub fn others<'a>(&self, ids: impl Iterator<Item = &'a str>) -> Vec<u32> {
        let found = ids.filter_map(|id| self.get(id));
        let mut found: Vec<u32> = found.map(|document| document.number).collect();
        found.sort_unstable();
        let numbers = self.by_id.iter().map(|(_, document)| document.number);
        numbers
            .filter(|number| found.binary_search(number).is_err())
            .collect()
    }
}

/// The hash of a row of `document`.
fn document_sum(number: u32, id: &str, flags: u8, size: i64, modified: Option<i64>) -> i64 {
    let mut row = Vec::with_capacity(id.len() + 24);
    row.extend(number.to_le_bytes());
    row.extend(size.to_le_bytes());
    row.extend(modified.unwrap_or_default().to_le_bytes());
    row.extend([flags, u8::from(modified.is_some())]);
    row.extend(id.as_bytes());
    hash(0, &row).cast_signed()
}

/// A damaged file may have any number; a set of numbers takes a bit for each.
const MAX_NUMBER: u32 = 1 << 28;

/// Writes articles that were read, in place of what is known of them.
///
/// # Errors
/// The index cannot be written.
pub fn put(transaction: &Transaction<'_>, records: &[Record]) -> Result<()> {
    let numbers = put_documents(transaction, records)?;
    let mut put_body = transaction.prepare("INSERT OR REPLACE INTO body VALUES(?, ?, ?, ?, ?)")?;
    for (number, Record { body, .. }) in numbers.iter().zip(records) {
        let Body {
            is_simple,
            length,
            sum,
            text,
        } = body;
        let length = i64::try_from(*length).unwrap_or(i64::MAX);
        let sum = sum ^ place_sum(*number, length, *is_simple);
        put_body.execute((number, length, is_simple, sum.cast_signed(), text))?;
    }
    let mut put_tokens =
        transaction.prepare("INSERT OR REPLACE INTO posting(rowid, tokens) VALUES(?, ?)")?;
    for (number, Record { tokens, .. }) in numbers.iter().zip(records) {
        put_tokens.execute((number, tokens))?;
    }
    Ok(())
}

/// Writes the rows of `document`, and returns their numbers. All of them before the first postings:
/// SQLite makes a savepoint for a statement that returns rows, and FTS5 then writes all postings
/// that it keeps in memory. Each document would be a segment of the index.
fn put_documents(transaction: &Transaction<'_>, records: &[Record]) -> Result<Vec<u32>> {
    let mut put = transaction.prepare(
        "INSERT INTO document(id, size, modified, flags, sum) VALUES(?, ?, ?, ?, 0) \
         ON CONFLICT(id) DO UPDATE SET size = excluded.size, modified = excluded.modified, \
         flags = excluded.flags RETURNING number",
    )?;
    let mut put_sum = transaction.prepare("UPDATE document SET sum = ? WHERE number = ?")?;
    let mut numbers = Vec::with_capacity(records.len());
    for record in records {
        let size = record.stamp.map_or(0, |stamp| stamp.size.cast_signed());
        let modified = record.stamp.map(|stamp| stamp.modified);
        let row = (&record.id, size, modified, record.flags.bits());
        let number: i64 = put.query_row(row, |row| row.get(0))?;
        let number = u32::try_from(number).map_err(|_| damaged())?;
        let sum = document_sum(number, &record.id, record.flags.bits(), size, modified);
        put_sum.execute((sum, number))?;
        numbers.push(number);
    }
    Ok(numbers)
}

/// Removes documents.
///
/// # Errors
/// The index cannot be written.
pub fn remove(transaction: &Transaction<'_>, numbers: &[u32]) -> Result<()> {
    for table in [
        "posting WHERE rowid",
        "body WHERE number",
        "document WHERE number",
    ] {
        let mut remove = transaction.prepare(&format!("DELETE FROM {table} = ?"))?;
        for number in numbers {
            remove.execute([number])?;
        }
    }
    Ok(())
}

/// Removes all documents.
///
/// # Errors
/// The index cannot be written.
pub fn clear(transaction: &Transaction<'_>) -> Result<()> {
    transaction.execute_batch("DELETE FROM document; DELETE FROM body;")?;
    sums::clear(transaction)
}

/// Reads texts by number.
pub struct Bodies<'a>(Statement<'a>);

impl<'a> Bodies<'a> {
    /// # Errors
    /// The index cannot be read.
    pub fn new(connection: &'a Connection) -> Result<Self> {
        let sql = "SELECT length, simple, sum, text FROM body WHERE number = ?";
        Ok(Self(connection.prepare(sql)?))
    }

    /// `None` if the document was removed.
    ///
    /// # Errors
    /// The index cannot be read.
    pub fn get(&mut self, number: u32) -> Result<Option<Body>> {
        let of_row = |row: &Row<'_>| Ok(Body::of_row(row, 0, number));
        let body = self.0.query_row([number], of_row);
        body.optional()?.transpose()
    }
}
