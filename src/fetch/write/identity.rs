//! When two articles are the same one, for the ledger.

use crate::fetch::NewArticle;
use crate::library::{Entry, WrittenHead, Zone, entry_of_bytes, page_hash};
use std::path::Path;

/// What tells an article from others.
///
/// - The guid, within its site.
/// - The address together with the title, in the whole library: several feeds may bring one article,
///   and several articles may name one address.
/// - The address alone, within its site, for an article without a guid of its own.
/// - The whole text and title together with the date, within its site: a feed may change its guids
///   and addresses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The folder of the site, relative to the library.
    pub site: String,
    pub guid: Option<String>,
    /// Hash of the address; 0 without one.
    pub page: u32,
    /// Whether the source names the article by nothing but its address.
    pub is_named_by_page: bool,
    /// Hash of address and title; 0 without an address.
    pub address: u64,
    /// Hash of the text and title; 0 if the text is short.
    pub whole: u64,
    /// Seconds since 1970.
    pub date: Option<i64>,
}

impl Identity {
    /// Of an article whose file has the content `text`.
    pub fn of(article: &NewArticle, site: &str, text: &str) -> Self {
        let head = WrittenHead {
            title: article.title.clone(),
            guid: article.guid.clone(),
            link: article.link.clone(),
            date: article.date,
            updated: article.updated,
        };
        Self::of_file(&head, site, text)
    }

    /// Of a file that is there.
    pub fn of_file(head: &WrittenHead, site: &str, text: &str) -> Self {
        let path = Path::new("article.md");
        let entry = entry_of_bytes(text.as_bytes(), path, &Zone::default());
        let print = entry.as_ref().map(|entry: &Entry| entry.fingerprint);
        let print = print.unwrap_or_default();
        Self {
            site: site.to_owned(),
            guid: head.guid.clone(),
            page: head.link.as_deref().map_or(0, page_hash),
            is_named_by_page: head.guid.is_none() || head.guid == head.link,
            address: print.address(),
            whole: print.whole,
            date: head.date.map(|date| date.seconds),
        }
    }
}
