//! Articles as bytes, for stores beside this index.

use super::codec;
pub use super::codec::KnownLabels;
use crate::library::Entry;
use std::path::PathBuf;
use std::sync::Arc;

/// The fields of an article, and its labels. The ID is stored beside them.
pub fn encode(entry: &Entry) -> (Vec<u8>, Vec<u8>) {
    (codec::encode(entry), codec::encode_labels(&entry.labels))
}

/// The article. `None` if the bytes are damaged.
pub fn decode(
    fields: &[u8],
    id: &str,
    root: &Arc<PathBuf>,
    labels: &[u8],
    known: &mut KnownLabels,
) -> Option<Entry> {
    let labels = known.get(labels)?;
    let fields = codec::Fields::new(fields).filter(codec::Fields::is_article)?;
    fields.entry(id, root, &labels)
}
