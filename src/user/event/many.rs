//! The articles of an event over many, as fields of its line: `articles` has 28 bytes for each,
//! `pages` the 8 bytes of the hash of its title and address, or 0. Without the mark of the present
//! sketch, `articles` has those of earlier versions.

use super::subject::{TARGET_BYTES, Target};
use crate::library::SKETCH_MARK;
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// The fields; no `pages` if no address is known.
pub(super) fn write(targets: &[Target]) -> (String, Option<String>) {
    let mut bytes = Vec::with_capacity(targets.len() * TARGET_BYTES);
    for target in targets {
        bytes.extend_from_slice(&target.to_bytes());
    }
    let mut articles = SKETCH_MARK.to_owned();
    STANDARD_NO_PAD.encode_string(&bytes, &mut articles);
    let pages = || targets.iter().map(|target| target.fingerprint.address());
    let pages = pages().any(|page| page != 0).then(|| {
        bytes.clear();
        pages().for_each(|page| bytes.extend_from_slice(&page.to_le_bytes()));
        STANDARD_NO_PAD.encode(&bytes)
    });
    (articles, pages)
}

/// Reads the fields.
///
/// # Errors
/// The name of the field that is damaged.
pub(super) fn read(articles: &str, pages: Option<&str>) -> Result<Vec<Target>, &'static str> {
    let marked = articles.strip_prefix(SKETCH_MARK);
    let bytes = STANDARD_NO_PAD.decode(marked.unwrap_or(articles));
    let bytes = bytes.map_err(|_| "articles")?;
    let (targets, []) = bytes.as_chunks::<TARGET_BYTES>() else {
        return Err("articles");
    };
    let targets = targets.iter().map(|bytes| Target::from_bytes(*bytes));
    let mut targets: Vec<Target> = targets.collect();
    if marked.is_none() {
        for Target { fingerprint, .. } in &mut targets {
            *fingerprint = fingerprint.without_shape();
        }
    }
    let pages = STANDARD_NO_PAD.decode(pages.unwrap_or_default());
    let pages = pages.map_err(|_| "pages")?;
    for (target, page) in targets.iter_mut().zip(pages.as_chunks::<8>().0) {
        target.fingerprint.set_address(u64::from_le_bytes(*page));
    }
    Ok(targets)
}
