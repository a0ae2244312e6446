//! A bookmark, with enough of the article to show it after its file is gone.

use super::LibraryId;
use super::subject::{Subject, Target, address_key, path_key};
use crate::document::Position;
use crate::library::{Date, Entry, Fingerprint, Labels};
use crate::text::{Count, sanitize_line};
use std::sync::Arc;

/// A bookmark and what is shown when its article is gone.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Kept {
    /// The library of the path. `None` in bookmarks of the first versions.
    pub library: Option<LibraryId>,
    pub id: Arc<str>,
    pub fingerprint: Fingerprint,
    pub title: String,
    pub source: String,
    /// The article's web address.
    pub address: Option<Arc<str>>,
    /// Milliseconds since 1970.
    pub since: u64,
    pub place: Option<Position>,
    pub passage: Option<String>,
    /// The date of the article.
    pub date: Option<Date>,
    /// The length of the article.
    pub count: Option<Count>,
}

/// The folder of an article that is gone is this and its library: it exists in no file system.
pub(crate) const GONE: &str = "gone-from:";

/// Maximum characters of a passage. A line of the journal has a limit too, and one that exceeds
/// it cannot be read again.
const MAX_PASSAGE: usize = 500;

/// A passage as it is stored: one line, truncated with an ellipsis.
pub(crate) fn shortened(passage: &str) -> String {
    let line = sanitize_line(passage);
    match line.char_indices().nth(MAX_PASSAGE) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

impl Kept {
    /// A bookmark of an article of which no more is known than an event says.
    pub(crate) fn of(subject: &Subject) -> Self {
        Self {
            library: subject.library.clone(),
            id: Arc::clone(&subject.id),
            fingerprint: subject.fingerprint,
            title: subject.title.to_string(),
            source: subject.source.to_string(),
            address: subject.address.clone(),
            ..Self::default()
        }
    }

    /// An entry that represents the bookmark of an article that is no longer in the library.
    pub fn entry(&self) -> Entry {
        let title = if self.title.is_empty() {
            sanitize_line(&self.id)
        } else {
            self.title.clone()
        };
        let labels = Labels {
            source: self.source.as_str().into(),
            ..Labels::default()
        };
        Entry {
            id: Arc::clone(&self.id),
            root: match &self.library {
                Some(library) => Arc::new(format!("{GONE}{library}").into()),
                None => Arc::default(),
            },
            title: title.into(),
            labels: Arc::new(labels),
            date: self.date,
            language: crate::text::Language::default(),
            count: self.count.unwrap_or_default(),
            format: crate::document::Format::default(),
            fingerprint: self.fingerprint,
            partial: None,
        }
    }

    /// The bookmarked article.
    pub fn subject(&self) -> Subject {
        Subject {
            library: self.library.clone(),
            id: Arc::clone(&self.id),
            fingerprint: self.fingerprint,
            address: self.address.clone(),
            title: self.title.as_str().into(),
            source: self.source.as_str().into(),
        }
    }

    pub(crate) fn target(&self) -> Target {
        Target {
            path: path_key(self.library.as_deref(), &self.id),
            fingerprint: self.fingerprint,
            address: self.address.as_deref().map_or(0, address_key),
        }
    }
}
