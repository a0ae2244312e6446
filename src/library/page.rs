//! The hash of the web address of an article.

use super::hash::hash;
use crate::text::page_key;
use std::cmp::Ordering;
use std::hash::{Hash, Hasher};

/// Hash of the web address alone, or 0. Events of earlier versions lack it, so it does not count when
/// fingerprints are compared.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Page(pub u32);

impl PartialEq for Page {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Eq for Page {}

impl Ord for Page {
    fn cmp(&self, _: &Self) -> Ordering {
        Ordering::Equal
    }
}

impl PartialOrd for Page {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Hash for Page {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// The hash of a web address; 0 for that of a whole site, which is not that of an article.
pub(crate) fn page_hash(address: &str) -> u32 {
    let page = page_key(address);
    match page.contains(['/', '?']) {
        true => ((hash(5, page.as_bytes()) >> 32) as u32).max(1),
        false => 0,
    }
}
