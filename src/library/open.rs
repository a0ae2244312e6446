//! Opens articles: reads the file of an entry, builds its document and cleans it.

use super::charset;
use super::entry::{Article, Entry};
use super::file::{Content, Reader, Rejected};
use super::labels::Interner;
use super::meta::Meta;
use super::parse_entry::{self, Buffers, Origin};
use super::problem::ProblemKind;
use super::{Zone, id, sample};
use crate::clean::{self, Context, Settings};
use crate::document;
use crate::error::{Error, Exit, Result};
use crate::extract;
use crate::text::Language;
use std::path::Path;
use std::sync::Arc;

/// From this size (bytes) on, the beginning is shown before the rest is built; and the size of
/// that beginning.
const LONG: usize = 256 << 10;
const HEAD: usize = 32 << 10;

/// Reads the file of an entry again and builds its document. Reads at most 16 MiB.
///
/// # Errors
/// The file cannot be read (missing, no permission).
pub fn open(entry: &Entry) -> Result<Article> {
    open_with(entry, Some(&Settings::default()))
}

/// Like [`open`], with cleaning settings; `None` turns cleaning off.
///
/// # Errors
/// See [`open`].
pub fn open_with(entry: &Entry, cleaning: Option<&Settings>) -> Result<Article> {
    with_content(entry, |content| open_bytes(content.bytes, entry, cleaning))
}

/// Like [`open_with`]. For a long article, `head` first receives the beginning, which is quick to
/// build. It returns whether to go on; if not, the result is `None`.
///
/// # Errors
/// See [`open`].
pub(crate) fn open_in_steps(
    entry: &Entry,
    cleaning: Option<&Settings>,
    head: &mut dyn FnMut(Article) -> bool,
) -> Result<Option<Article>> {
    with_content(entry, |content| {
        let long = content.bytes.len() > LONG;
        if long && !head(build(content.bytes, entry, cleaning, Some(HEAD))) {
            return None;
        }
        Some(open_bytes(content.bytes, entry, cleaning))
    })
}

/// The decoded text of an entry's file.
///
/// # Errors
/// See [`open`].
pub fn source_text(entry: &Entry) -> Result<String> {
    with_content(entry, |content| {
        charset::decode(content.bytes).text.into_owned()
    })
}

/// The web address that an entry's metadata names.
///
/// # Errors
/// See [`open`].
pub(crate) fn address_of(entry: &Entry) -> Result<Option<String>> {
    if let Some(address) = entry.link() {
        return Ok(Some(address.to_owned()));
    }
    with_content(entry, |content| {
        let (meta, ..) = parse_entry::body_of(content.bytes, &entry.path());
        meta.address
    })
}

/// The web address that the metadata of bytes names.
pub(crate) fn address_of_bytes(bytes: &[u8], name: &Path) -> Option<String> {
    let (meta, ..) = parse_entry::body_of(bytes, name);
    meta.address
}

/// The entry of one file, as a scan would produce it; its ID is the file name.
///
/// # Errors
/// The file cannot be read or is not an article; the error says why.
pub fn entry_of(path: &Path, zone: &Zone) -> Result<Entry> {
    let name = path.file_name().unwrap_or(path.as_os_str());
    let root = path.parent().unwrap_or(Path::new(""));
    entry_at(root, &id::of_name(name), zone)
}

/// The entry of the file with an ID in a library.
///
/// # Errors
/// See [`entry_of`].
pub(crate) fn entry_at(root: &Path, id: &str, zone: &Zone) -> Result<Entry> {
    let path = root.join(id::path(id));
    let mut reader = Reader::default();
    let content = reader
        .read(&path)
        .map_err(|refusal| refused(&path, refusal))?;
    of_content(&content, root, id, zone)
}

/// The entry of bytes without a file, such as standard input.
///
/// # Errors
/// The bytes are not text.
pub fn entry_of_bytes(bytes: &[u8], name: &Path, zone: &Zone) -> Result<Entry> {
    let content = Content {
        bytes,
        cut: false,
        stamp: None,
        settled: None,
    };
    of_content(
        &content,
        Path::new(""),
        &id::of_name(name.as_os_str()),
        zone,
    )
}

fn of_content(content: &Content<'_>, root: &Path, id: &str, zone: &Zone) -> Result<Entry> {
    let origin = Origin {
        root: &Arc::new(root.to_owned()),
        path: &root.join(id::path(id)),
        id,
        site: None,
    };
    parse_entry::entry(
        content,
        origin,
        zone,
        &mut Interner::default(),
        &mut Buffers::default(),
    )
    .map_err(|problem| Error::new(Exit::Unreadable, problem.kind.name()).path(&problem.path))
}

/// Builds the document of an entry from bytes.
pub(crate) fn open_bytes(bytes: &[u8], entry: &Entry, cleaning: Option<&Settings>) -> Article {
    build(bytes, entry, cleaning, None)
}

fn build(
    bytes: &[u8],
    entry: &Entry,
    cleaning: Option<&Settings>,
    limit: Option<usize>,
) -> Article {
    let (meta, body, format) = parse_entry::body_of(bytes, &entry.path());
    let rules = cleaning.map_or(&[][..], |settings| &settings.rules);
    let selectors: Vec<&str> = rules
        .iter()
        .filter_map(|rule| rule.selector.as_deref())
        .collect();
    let known = document::Context {
        base: meta.address.as_deref(),
        title: Some(entry.title()),
        limit,
        selectors: &selectors,
    };
    let mut document = extract::document(&body, format, &known);
    // Weighed by the whole head of the file, with its title and without its code.
    document.language = Some(entry.language)
        .filter(|language| *language != Language::Other)
        .or(document.language);
    let cuts = match cleaning {
        Some(settings) => clean::clean_with(&mut document, &context(entry, &meta), settings),
        None => {
            clean::restore(&mut document);
            Vec::new()
        }
    };
    Article {
        entry: entry.clone(),
        address: meta.address.map(Into::into),
        document,
        cuts,
    }
}

fn context<'a>(entry: &'a Entry, meta: &'a Meta) -> Context<'a> {
    Context {
        title: entry.title(),
        source: &entry.labels.source,
        author: &entry.labels.author,
        address: meta.address.as_deref(),
        picture: meta.picture.as_deref(),
    }
}

fn with_content<T>(entry: &Entry, with: impl FnOnce(&Content<'_>) -> T) -> Result<T> {
    let path = entry.path();
    if let Some(text) = sample::text(&path) {
        return Ok(with(&Content {
            bytes: text.as_bytes(),
            cut: false,
            stamp: None,
            settled: None,
        }));
    }
    let mut reader = Reader::default();
    let content = reader
        .read(&path)
        .map_err(|refusal| refused(&path, refusal))?;
    Ok(with(&content))
}

fn refused(path: &Path, refusal: Rejected) -> Error {
    match refusal {
        Rejected::Failed(cause) => Error::unreadable(path, &cause),
        Rejected::NotRegular => {
            Error::new(Exit::Unreadable, ProblemKind::NotRegular.name()).path(path)
        }
    }
}
