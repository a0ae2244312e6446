//! When two articles are the same one, for the ledger.

use crate::fetch::NewArticle;
use crate::library::{Entry, WrittenHead, Zone, body_of, entry_of_bytes, hash};
use crate::text::{host, page_key};
use std::path::Path;

/// What tells an article from others.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The folder of the site, relative to the library.
    pub site: String,
    /// Hash of the identifier of the source, such as the address of a feed; `None` for a file whose
    /// source is unknown. A name does not identify a source: two feeds may have one.
    pub source: Option<u64>,
    /// Only what the source itself says.
    pub guid: Option<String>,
    pub title: String,
    /// The address with its fragment, equal for addresses of the same article. `None` without one,
    /// and for that of a whole site.
    pub link: Option<String>,
    /// The host of the address; may be empty.
    pub host: String,
    /// Hash of the text and title. 0 if the text is short and something else names the article.
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
        Self {
            source: Some(source(&article.source)),
            ..Self::of_file(&head, site, text)
        }
    }

    /// Of a file that is there.
    pub fn of_file(head: &WrittenHead, site: &str, text: &str) -> Self {
        let path = Path::new("article.md");
        let entry = entry_of_bytes(text.as_bytes(), path, &Zone::default());
        let print = entry.as_ref().map(|entry: &Entry| entry.fingerprint);
        let link = head.link.as_deref();
        let mut identity = Self {
            site: site.to_owned(),
            source: None,
            guid: head.guid.clone(),
            title: head.title.clone(),
            link: link.and_then(link_key),
            host: link.map_or("", host).to_ascii_lowercase(),
            whole: print.unwrap_or_default().whole,
            date: head.date.map(|date| date.seconds),
        };
        if identity.guid.is_none() && identity.link.is_none() && identity.whole == 0 {
            let title = hash(0, identity.title.as_bytes());
            identity.whole = hash(title, body_of(text).trim().as_bytes()).max(1);
        }
        identity
    }

    /// Whether a known article is this one. There are four ways to tell:
    ///
    /// - The guid, within its source, unless address, title and date all differ: some feeds give
    ///   all of their items one guid.
    /// - The address together with the title, in the whole library: several feeds may bring one
    ///   article, and several articles may name one address. Within a source, articles of other
    ///   guids and dates are others.
    /// - The address together with the date, within its source, for an article without a guid of
    ///   its own.
    /// - The whole text and title together with the date, within its site: a feed may change its
    ///   guids and addresses.
    pub fn is(&self, known: &Self) -> bool {
        let is_same_link = self.link.is_some() && self.link == known.link;
        let is_same_title = self.title == known.title;
        let is_same_date = self.date.is_some() && self.date == known.date;
        let is_same_guid = self.guid.is_some() && self.guid == known.guid;
        let owns = self.owns(known);
        if owns && is_same_guid && (is_same_link || is_same_title || is_same_date) {
            return true;
        }
        let is_next = owns
            && self.guid.is_some()
            && known.guid.is_some()
            && !is_same_guid
            && !self.is_named_by_link()
            && self.date != known.date;
        if is_same_link && is_same_title && !is_next {
            return true;
        }
        if owns && is_same_link && is_same_date && self.is_named_by_link() {
            return true;
        }
        let is_same_text = self.whole != 0 && self.whole == known.whole && is_same_title;
        self.site == known.site && is_same_text && (self.date == known.date || known.date.is_none())
    }

    /// Whether a known article has the same source. Of one whose source is unknown, the folder and
    /// the host tell.
    pub fn owns(&self, known: &Self) -> bool {
        match known.source {
            Some(source) => self.source == Some(source),
            None => self.site == known.site && self.host == known.host,
        }
    }

    /// Whether the source names the article by nothing but its address.
    fn is_named_by_link(&self) -> bool {
        match &self.guid {
            Some(guid) => link_key(guid) == self.link,
            None => true,
        }
    }

    /// Hash of the address; 0 without one.
    pub fn page(&self) -> u64 {
        let link = self.link.as_deref();
        link.map_or(0, |link| hash(0, link.as_bytes()).max(1))
    }

    /// Hash of the address and title; 0 without an address.
    pub fn titled_page(&self) -> u64 {
        match self.page() {
            0 => 0,
            page => hash(page, self.title.as_bytes()).max(1),
        }
    }
}

/// The hash of what identifies a source.
pub fn source(key: &str) -> u64 {
    hash(0, key.as_bytes())
}

/// The page of an address with its fragment: each release of a page of changes has its own.
fn link_key(address: &str) -> Option<String> {
    let mut key = page_key(address);
    if let Some((_, fragment)) = address.split_once('#').filter(|(_, part)| !part.is_empty()) {
        key = format!("{key}#{fragment}");
    }
    key.contains(['/', '?', '#']).then_some(key)
}
