//! What distinguishes an article from others: hashes of its properties. Whether two articles are the
//! same one is decided in `likeness`.

use crate::document::Format;
use crate::fetch::NewArticle;
use crate::library::{Date, WrittenHead, body_of, hash, words_of};
use crate::text::{authority, host, page_key};

/// Marks an article in the ledger as the user's own: it was imported or saved, so no feed may change
/// or remove it.
pub const OF_USER: u64 = 1;
/// Characters of a text that says by itself which article it is.
const LONG: usize = 64;

/// The properties of an article. A hash of 0: it has none of this kind, which equals nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Identity {
    /// The folder of the site, relative to the library.
    pub site: String,
    /// The host of the address.
    pub host: u64,
    /// Of the identifier of the source: see [`NewArticle::source`]. `None` for a file that is no
    /// source's: another program or another machine wrote it, or the user edited it and the source has
    /// another one.
    pub source: Option<u64>,
    /// That of the link if it repeats it.
    pub guid: u64,
    /// The address with its fragment; none for that of a whole site.
    pub link: u64,
    pub title: u64,
    pub date: Option<Moment>,
    /// Of the words and pictures; of the title if there are none.
    pub text: u64,
    pub is_long: bool,
}

/// The date of an article.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Since 1970.
    pub seconds: i64,
    pub clock: Clock,
}

/// What the date of an article says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// A day alone.
    Day,
    /// A time to the second.
    Time,
    /// The time at which the document was made, which its source gives all articles each time.
    Made,
}

impl Moment {
    fn of(date: Date) -> Self {
        Self {
            seconds: date.seconds,
            clock: if date.timed { Clock::Time } else { Clock::Day },
        }
    }
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
            source: Some(source_hash(&article.source)),
            ..Self::of_file(&head, site, text)
        }
    }

    /// Of a file that is there.
    pub fn of_file(head: &WrittenHead, site: &str, text: &str) -> Self {
        let link = head.link.as_deref();
        let page = link.and_then(link_key);
        let link_hash = page.as_deref().map_or(0, of_text);
        let guid = head.guid.as_deref().map_or(0, |guid| match guid_key(guid) {
            own if own.is_some() && own == page => link_hash,
            _ => of_text(guid),
        });
        let body = body_of(text);
        let words = words_of(body, Format::Html);
        let mut words: String = words.split_whitespace().collect();
        let is_long = words.chars().nth(LONG).is_some();
        // A series may have one text and other pictures.
        pictures(body).for_each(|address| words += address);
        let title = of_text(&head.title);
        Self {
            site: site.to_owned(),
            host: of_text(&link.map_or("", host).to_ascii_lowercase()),
            source: None,
            guid,
            link: link_hash,
            title,
            date: head.date.map(Moment::of),
            text: if words.is_empty() {
                title
            } else {
                of_text(&words)
            },
            is_long,
        }
    }

    /// The guid, unless it repeats the address.
    pub fn own_guid(&self) -> u64 {
        if self.guid == self.link { 0 } else { self.guid }
    }

    /// Of all properties: the mark in the name of a file.
    pub fn whole(&self) -> u64 {
        let seconds = self.date.map_or(0, |date| date.seconds.cast_unsigned());
        joined([self.guid, self.link, self.title, self.text, seconds])
    }
}

/// The hash of what identifies a source.
pub fn source_hash(key: &str) -> u64 {
    of_text(key)
}

/// As [`link_key`], of a guid that is an address. Gitea puts a number before it: `123: https://…`.
fn guid_key(guid: &str) -> Option<String> {
    let scheme = guid.split_once("://").map_or("", |(scheme, _)| scheme);
    let is_address = scheme.bytes().all(|byte| byte.is_ascii_alphabetic());
    is_address.then(|| link_key(guid)).flatten()
}

fn of_text(text: &str) -> u64 {
    hash(0, text.as_bytes()).max(1)
}

fn joined<const N: usize>(parts: [u64; N]) -> u64 {
    let bytes: Vec<u8> = parts.into_iter().flat_map(u64::to_le_bytes).collect();
    hash(N as u64, &bytes).max(1)
}

/// The addresses of the pictures and recordings in a body, without their parameters, which may change
/// each time.
fn pictures(body: &str) -> impl Iterator<Item = &str> {
    body.split("src=").skip(1).filter_map(|rest| {
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split([quote, '?']).next()
    })
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
