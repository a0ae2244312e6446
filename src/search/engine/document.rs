//! The documents of an engine: articles as JSON.

use super::error::{EngineError, Result};
use crate::index::stored;
use crate::library::{Entry, Stamp, hash, id_path, is_id, newness_of};
use crate::search::field::{FEATURES, LANGUAGES};
use crate::search::full_text::Flags;
use crate::search::full_text::tokens;
use crate::text::{fold, map_words, sanitize, searchable};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::sync::Arc;

/// The fields of [`entry`] and [`flags`], without the text.
pub const FIELDS: &[&str] = &["id", "library", "entry", "labels", "flags"];

/// An article that is ready to be pushed.
#[derive(Debug)]
pub struct Record<'a> {
    pub entry: &'a Entry,
    pub stamp: Option<Stamp>,
    pub flags: Flags,
    /// As the reader shows it.
    pub text: String,
}

/// The ID of a document: the same for the same article of the same library, on every machine.
pub fn key(library: &str, id: &str) -> String {
    let name = format!("{library}\0{id}");
    format!(
        "{:016x}{:016x}",
        hash(0, name.as_bytes()),
        hash(1, name.as_bytes())
    )
}

impl Record<'_> {
    pub fn to_json(&self, library: &str) -> Value {
        let entry = self.entry;
        let folded = fold(&searchable(&self.text).text);
        let names =
            |names: &[Arc<str>]| -> Vec<String> { names.iter().map(|name| line(name)).collect() };
        let has = FEATURES
            .iter()
            .filter(|(_, feature)| self.flags.contains((*feature).into()));
        let has: Vec<&str> = has.map(|(name, _)| *name).collect();
        let languages = LANGUAGES
            .iter()
            .filter(|(_, all)| all.contains(&entry.language));
        let languages: Vec<&str> = languages.map(|(name, _)| *name).collect();
        let (fields, labels) = stored::encode(entry);
        json!({
            "key": key(library, entry.id()),
            "library": library,
            "id": entry.id(),
            "size": self.stamp.map(|stamp| stamp.size.cast_signed()),
            "modified": self.stamp.map(|stamp| stamp.modified),
            "newness": newness_of(entry.date),
            "seconds": entry.date.filter(|date| date.is_written()).map(|date| date.seconds),
            "language": languages,
            "has": has,
            "minutes": crate::text::Pace::default().minutes(entry.count),
            "characters": entry.count.characters,
            "title": line(entry.title()),
            "source": line(&entry.labels.source),
            "author": line(&entry.labels.author),
            "category": names(&entry.labels.categories),
            "tag": names(&entry.labels.tags),
            "path": line(&id_path(entry.id()).to_string_lossy()),
            "letters": tokens::in_order(&folded),
            "pairs": tokens::distinct_pairs(&folded),
            "flags": self.flags.bits(),
            "entry": STANDARD.encode(fields),
            "labels": STANDARD.encode(labels),
            "text": self.text,
        })
    }
}

/// The tokens of a name.
fn line(name: &str) -> String {
    tokens::in_order(&fold(name))
}

/// Reads articles from documents. What the engine holds may have been written by anyone, so that
/// texts are sanitized and IDs are checked.
#[derive(Debug, Default)]
pub struct Decoder {
    labels: stored::KnownLabels,
}

impl Decoder {
    /// # Errors
    /// The document was not made by this program.
    pub fn entry(&mut self, source: &Value, root: &Arc<PathBuf>) -> Result<Entry> {
        self.decode(source, root).ok_or(EngineError::Answer)
    }

    fn decode(&mut self, source: &Value, root: &Arc<PathBuf>) -> Option<Entry> {
        let id = source.get("id")?.as_str().filter(|id| is_id(id))?;
        let bytes = |name: &str| STANDARD.decode(source.get(name)?.as_str()?).ok();
        let (entry, labels) = (bytes("entry")?, bytes("labels")?);
        stored::decode(&entry, id, root, &labels, &mut self.labels)
    }
}

pub fn flags(source: &Value) -> Flags {
    let bits = source.get("flags").and_then(Value::as_u64).unwrap_or(0);
    Flags::from_bits_truncate(bits as u8)
}

/// The texts of an article.
///
/// # Errors
/// The document has none.
pub fn text(source: &Value) -> Result<String> {
    let text = source.get("text").and_then(Value::as_str);
    Ok(map_words(text.ok_or(EngineError::Answer)?, sanitize))
}
