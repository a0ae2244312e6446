//! When two articles are the same one.
//!
//! The articles of a document, such as the answer of a feed, are compared with those that are known of
//! its source by five keys, from the one that says most to the one that says least. A key means one
//! article where it occurs once in the document and once among the known articles; [`Identity::is`] says
//! what else must agree. A known article is matched once, and what matches none is new. See `matching`.

use crate::document::Format;
use crate::fetch::NewArticle;
use crate::library::{WrittenHead, body_of, hash, words_of};
use crate::text::{authority, host, page_key};

/// Characters of a text that says by itself which article it is, together with its title.
const LONG: usize = 64;

/// What an article is known by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// Guid, address, title and text: articles of a document that agree in them are one.
    Whole,
    /// What the source says identifies the article.
    Guid,
    /// The address with its fragment; none for that of a whole site.
    Link,
    TitleAndDate,
    /// Only of a long text.
    TitleAndText,
}

/// All keys, in the order in which they are tried.
pub const KEYS: [Key; 5] = [
    Key::Whole,
    Key::Guid,
    Key::Link,
    Key::TitleAndDate,
    Key::TitleAndText,
];

/// Hashes of what distinguishes an article from others. 0 if it has nothing of that kind.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The folder of the site, relative to the library.
    pub site: String,
    /// The host of the address.
    pub host: u64,
    /// Of the identifier of the source, such as the address of a feed; `None` for a file that is no
    /// source's: another program wrote it, or the user edited it and the source has another one. A
    /// name does not identify a source: two feeds may have one.
    pub source: Option<u64>,
    pub title: u64,
    /// Seconds since 1970.
    pub date: Option<i64>,
    /// Of the words of the text; of the title where there are none.
    pub text: u64,
    pub whole: u64,
    pub guid: u64,
    pub link: u64,
    pub titled_date: u64,
    pub titled_text: u64,
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
        let link = head.link.as_deref();
        let page = link.and_then(link_key);
        // A guid that repeats the address says nothing new.
        let is_own = |guid: &&str| page.is_none() || link_key(guid) != page;
        let guid = head.guid.as_deref().filter(is_own);
        let words = words_of(body_of(text), Format::Html);
        let words: String = words.split_whitespace().collect();
        let title = of_text(&head.title);
        let date = head.date.map(|date| date.seconds);
        let mut identity = Self {
            site: site.to_owned(),
            host: of_text(&link.map_or("", host).to_ascii_lowercase()),
            source: None,
            title,
            date,
            text: of_text(if words.is_empty() {
                &head.title
            } else {
                &words
            }),
            guid: guid.map_or(0, of_text),
            link: page.as_deref().map_or(0, of_text),
            ..Self::default()
        };
        if let Some(date) = date {
            identity.titled_date = joined([title, date.cast_unsigned()]);
        }
        if words.chars().nth(LONG).is_some() {
            identity.titled_text = joined([title, identity.text]);
        }
        // A short text may come every day.
        let is_named = identity.guid != 0 || identity.link != 0;
        let tells = is_named && identity.titled_text != 0;
        let day = date.filter(|_| !tells).unwrap_or_default();
        let Self {
            guid, link, text, ..
        } = identity;
        identity.whole = joined([guid, link, title, text, day.cast_unsigned()]);
        identity
    }

    pub fn key(&self, key: Key) -> u64 {
        match key {
            Key::Whole => self.whole,
            Key::Guid => self.guid,
            Key::Link => self.link,
            Key::TitleAndDate => self.titled_date,
            Key::TitleAndText => self.titled_text,
        }
    }

    /// Whether two files with one key are of one article: the user edited one of them.
    pub fn is_copy(&self, other: &Self, key: Key) -> bool {
        let head = |file: &Self| (file.guid, file.link, file.title, file.date);
        key == Key::Whole || self.guid != 0 && head(self) == head(other)
    }

    /// Whether a known article is this one, given that a key of both means one article.
    ///
    /// - A guid is believed if anything else agrees: some feeds give all articles one guid.
    /// - Articles with one title and date are different if their addresses and texts differ. So is a note
    ///   of the user's, with neither guid nor address, if its text differs.
    /// - Articles with different guids are different, unless two of address, title with date, and text
    ///   agree: then the feed has changed its guids.
    pub fn is(&self, known: &Self, key: Key) -> bool {
        let agrees = |key| self.key(key) != 0 && self.key(key) == known.key(key);
        let has_text = self.text == known.text;
        match key {
            _ if !agrees(key) => false,
            Key::Whole => true,
            Key::Guid => {
                let has_date = self.date.is_some() && self.date == known.date;
                has_text || self.title == known.title || has_date || agrees(Key::Link)
            }
            Key::TitleAndDate if !has_text && (self.is_elsewhere(known) || known.is_note()) => {
                false
            }
            Key::Link | Key::TitleAndDate | Key::TitleAndText => {
                let rest = [agrees(Key::Link), agrees(Key::TitleAndDate), has_text];
                let count = rest.iter().filter(|agrees| **agrees).count();
                let has_guids = self.guid != 0 && known.guid != 0;
                !has_guids || self.guid == known.guid || count >= 2
            }
        }
    }

    fn is_elsewhere(&self, known: &Self) -> bool {
        self.link != 0 && known.link != 0 && self.link != known.link
    }

    /// Whether it is a file of the user's own.
    fn is_note(&self) -> bool {
        self.source.is_none() && self.guid == 0 && self.link == 0
    }
}

/// The hash of what identifies a source.
pub fn source(key: &str) -> u64 {
    of_text(key)
}

fn of_text(text: &str) -> u64 {
    hash(0, text.as_bytes()).max(1)
}

fn joined<const N: usize>(parts: [u64; N]) -> u64 {
    let bytes: Vec<u8> = parts.into_iter().flat_map(u64::to_le_bytes).collect();
    hash(N as u64, &bytes).max(1)
}

/// The page of an address with its port and fragment: each release of a page of changes has its own.
fn link_key(address: &str) -> Option<String> {
    let mut key = page_key(address);
    if let Some((_, fragment)) = address.split_once('#').filter(|(_, part)| !part.is_empty()) {
        key = format!("{key}#{fragment}");
    }
    if !key.contains(['/', '?', '#']) {
        return None;
    }
    let port = authority(address).rsplit_once(':');
    let port = port.and_then(|(_, port)| port.parse::<u16>().ok());
    match port.filter(|port| !matches!(port, 80 | 443)) {
        Some(port) => Some(format!("{port}:{key}")),
        None => Some(key),
    }
}
